package plain

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// showVerdict prints the verdict, why it is the verdict, what to do, and what else may be true.
func (c *dialog) showVerdict(p flow.Position) {
	c.headline(p)
	c.reasons(p)
	c.screen(p.Verdict.Screen)
	c.others(p)
	c.unsure(p)
	c.stillWaiting()
	c.noteOn(i18n.T("Note on the session: "), "")
	c.out.blank()
	c.due()
	c.out.say(i18n.T("Make the fix, then send the full original request again. Does it work now?"))
	c.tellVerdictWords()
	c.hands(p)
}

// tellVerdictWords says what a verdict waits for.
func (c *dialog) tellVerdictWords() {
	c.out.hang(i18n.T("  works: "), i18n.T("it is answered now. works REQUEST-ID keeps the id of the request that was answered."))
	c.out.hang(i18n.T("  refused: "), i18n.T("the fix was made, and it is still refused."))
	if c.Prober != nil && slices.ContainsFunc(c.Prober.Cards(c.Session.Facts()), func(card flow.Card) bool { return card.Probe != nil && card.Probe.ID == flow.FullProbe }) {
		c.out.hang("  probe "+flow.FullProbe+": ", i18n.T("shows the failing request, to send it again from here; if it works, that is the answer"))
	}
	c.out.hang(i18n.T("  later: "), i18n.T("it was not tried yet; to be checked again in 10 minutes, and the session can be resumed."))
}

// showEnd prints a position from which no question leads on.
func (c *dialog) showEnd(p flow.Position) {
	switch {
	case p.Solved:
		c.headline(p)
		c.out.say(i18n.T("How sure: %s.", i18n.Certainty(p.SureText(c.Playbook))))
		return
	case p.Verdict != nil:
		c.headline(p)
		c.screen(p.Verdict.Screen)
	default:
		c.out.blank()
		c.out.say(i18n.T("OPEN: everything was asked, and %s.", i18n.Certainty(p.LeftText())))
	}
	c.causes(p)
	c.unsure(p)
	c.stillWaiting()
	c.escalation(p)
}

func (c *dialog) headline(p flow.Position) {
	v := p.Verdict
	c.out.blank()
	c.out.hang(i18n.T("VERDICT: "), v.Title)
	if v.Number > 0 {
		c.out.say(i18n.T("Cause %d.", v.Number))
	}
	if v.Elsewhere {
		c.out.say(i18n.T("This error is not the service's to explain."))
	}
	c.hangSet(i18n.T("The fix: "), v.Fix)
}

// reasons prints how sure the verdict is and the facts it rests on.
func (c *dialog) reasons(p flow.Position) {
	c.out.say(i18n.T("How sure: %s.", i18n.Certainty(p.SureText(c.Playbook))))
	if s, ok := p.Standing(p.Verdict.ID); ok {
		c.because(i18n.T("  because: "), s.For)
		c.because(i18n.T("  but: "), s.Against)
	}
}

func (c *dialog) because(label string, reasons []flow.Reason) {
	for _, r := range reasons {
		c.out.hang(label, r.Text)
		for _, f := range r.Facts {
			c.out.hang("    - ", c.sentence(f))
		}
	}
}

// sections prints a page, its sections numbered so that fix can name one.
func (c *dialog) sections(pg flow.Page) {
	for i, s := range pg.Sections {
		c.out.blank()
		c.out.say(fmt.Sprintf("[%d] %s", i+1, s.Heading))
		c.out.show(page.Markdown{Text: s.Body})
	}
	c.out.blank()
}

// screen prints the page of a verdict like sections, with code in the first of its languages.
func (c *dialog) screen(pg flow.Page) {
	for i := range pg.Sections {
		c.out.blank()
		c.section(pg, i, "")
	}
	c.out.blank()
}

// section prints one section of a verdict's page, with code in one language: the one given, or else the first.
func (c *dialog) section(pg flow.Page, i int, lang string) {
	s := pg.Sections[i]
	c.out.say(fmt.Sprintf("[%d] %s", i+1, s.Heading))
	doc := page.Read(s.Body)
	_, lang = doc.In(lang)
	c.out.show(page.Markdown{Text: s.Body, Language: lang})
	if lang == "" {
		return
	}
	others := slices.DeleteFunc(doc.Languages(), func(l string) bool { return l == lang })
	c.out.blank()
	c.out.say(i18n.T("Also in %s: type fix %d %s.", strings.Join(others, ", "), i+1, strings.Join(others, i18n.T(", or fix %d ", i+1))))
}

// others lists what may be true besides the verdict.
func (c *dialog) others(p flow.Position) {
	for _, s := range ranked(p) {
		if s.Verdict.ID == p.Verdict.ID || s.Level == flow.RuledOut {
			continue
		}
		switch {
		case s.Level == flow.Proven:
			c.out.hang(i18n.T("Also shown: "), s.Verdict.Title)
		case s.Level == flow.Likely:
			c.out.hang(i18n.T("Also likely: "), s.Verdict.Title)
		case s.Disputed:
			c.out.hang(i18n.T("Still possible, disputed: "), s.Verdict.Title)
		default:
			c.out.hang(i18n.T("Still possible: "), s.Verdict.Title)
		}
	}
}

// unsure lists the unsure answers that could still change something, with how to change them. What is parked is listed apart.
func (c *dialog) unsure(p flow.Position) {
	said := false
	for _, q := range p.Again {
		for i, s := range p.Trail {
			if s.Fact.ID == q.ID && !s.Fact.Parked() {
				if !said {
					c.out.say(i18n.T("These answers were not sure, and knowing them could still change this:"))
				}
				said = true
				c.out.hang("- ", i18n.T("%s (when you know: edit %d yes, or edit %d no)", q.Ask, i+1, i+1))
			}
		}
	}
}

// ranked returns the standings, the strongest first.
func ranked(p flow.Position) []flow.Standing {
	out := slices.Clone(p.Standings)
	slices.SortStableFunc(out, func(a, b flow.Standing) int { return cmp.Compare(b.Level, a.Level) })
	return out
}

// causes prints where every cause stands, with what speaks for and against it.
func (c *dialog) causes(p flow.Position) {
	c.out.say(i18n.T("Where every cause stands:"))
	if len(p.Standings) == 0 {
		c.out.say(i18n.T("No cause is considered yet."))
	}
	for _, s := range ranked(p) {
		c.out.hang("- ", s.Verdict.Title+": "+i18n.Certainty(s.Text()))
		c.because(i18n.T("  for: "), s.For)
		c.because(i18n.T("  against: "), s.Against)
	}
}

// fix prints the screen of the verdict again, or one section of it, which is named by its number or a part of its heading.
// A language may follow, or stand alone.
func (c *dialog) fix(p flow.Position, arg string) {
	if p.Verdict == nil {
		c.out.say(i18n.T("There is no verdict, so there is no fix. Type causes to see what stays possible."))
		return
	}
	pg := p.Verdict.Screen
	if arg == "" {
		c.headline(p)
		c.screen(pg)
		return
	}
	name, lang := strings.ToLower(arg), ""
	fields := strings.Fields(name)
	if last := fields[len(fields)-1]; slices.ContainsFunc(pg.Sections, func(s flow.Section) bool { return offers(s, last) }) {
		name, lang = strings.Join(fields[:len(fields)-1], " "), last
	}
	i := sectionNamed(pg, name, lang)
	if i < 0 {
		c.out.say(i18n.T("fix takes the number of a section, and a language where there are several:"))
		for i, s := range pg.Sections {
			c.out.hang(fmt.Sprintf("  [%d] ", i+1), s.Heading)
		}
		return
	}
	c.section(pg, i, lang)
}

// offers reports whether a section has code in the language among others.
func offers(s flow.Section, lang string) bool {
	all := page.Read(s.Body).Languages()
	return len(all) > 1 && slices.Contains(all, lang)
}

// sectionNamed returns the index of the first section that has the number, or the name in its heading, and code in the
// language if one is given; -1 if there is none.
func sectionNamed(pg flow.Page, name, lang string) int {
	n, err := strconv.Atoi(name)
	return slices.IndexFunc(pg.Sections, func(s flow.Section) bool {
		if err == nil {
			n--
			return n == 0 && (lang == "" || offers(s, lang))
		}
		return strings.Contains(strings.ToLower(s.Heading), name) && (lang == "" || offers(s, lang))
	})
}

// copy prints the text of this step alone: the command that finds out, the wording for a customer, the verdict with its screen, or the escalation.
func (c *dialog) copy(p flow.Position) {
	switch {
	case p.Question != nil && p.Question.Command != "":
		c.out.alone("command", p.Question.CommandIn(c.Session))
	case p.Question != nil && p.Question.Say != "":
		c.out.alone(i18n.T("to read out"), p.Question.Say)
	case p.Question != nil:
		c.out.alone("question", p.Question.Ask)
	case p.Outcome == flow.Open || p.Verdict.ID == c.Playbook.Unexplained:
		c.escalation(p)
	default:
		var b strings.Builder
		to := newPrinter(&b, 0)
		to.say(p.Verdict.Title)
		to.say(p.Verdict.Fix)
		for _, s := range p.Verdict.Screen.Sections {
			to.blank()
			to.say(s.Heading)
			to.show(page.Markdown{Text: s.Body})
		}
		_ = to.flush() // A strings.Builder cannot fail.
		c.out.alone("verdict", b.String())
	}
}

// escalation prints the text for whoever can look further.
func (c *dialog) escalation(p flow.Position) {
	if c.Escalation == nil {
		c.out.say(i18n.T("No text for support is at hand here."))
		return
	}
	text, err := c.Escalation(c.Session, p)
	if err != nil {
		c.out.say(i18n.T("The text for support could not be written: %s", err.Error()))
		return
	}
	c.out.alone(i18n.T("text for support"), text)
}

// reference lists the background pages and tables, or prints one.
func (c *dialog) reference(arg string) {
	pages, tables := c.Playbook.Reference, c.Playbook.Tables
	total := len(pages) + len(tables)
	if total == 0 {
		c.out.say(i18n.T("There are no background pages."))
		return
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > total {
		c.out.say(i18n.T("Background pages; type reference and a number:"))
		for i, pg := range pages {
			c.out.hang(fmt.Sprintf("%3d. ", i+1), pg.Title)
		}
		for i, t := range tables {
			c.out.hang(fmt.Sprintf("%3d. ", len(pages)+i+1), i18n.T("%s (table)", t.Title))
		}
		return
	}
	c.out.blank()
	if n <= len(pages) {
		c.out.say(pages[n-1].Title)
		c.sections(pages[n-1])
		return
	}
	t := tables[n-len(pages)-1]
	c.out.say(t.Title)
	for _, r := range t.Rows {
		c.out.hang("- ", r.Item)
		c.hangSet(i18n.T("  claimed: "), r.Claim)
		c.hangSet(i18n.T("  found: "), r.Finding)
		c.out.hang(i18n.T("  judged: "), i18n.T("%s, checked %s", r.Judged, r.Checked))
		c.hangSet(i18n.T("  source: "), r.Source)
	}
}
