package plain

import (
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// showVerdict prints what was found and what to do now, what there is to read, and what else may be true.
func (c *dialog) showVerdict(p flow.Position) {
	c.out.blank()
	c.out.show(c.state().Verdict(p.Verdict)...)
	c.outline(p.Verdict)
	c.unsure()
	c.stillWaiting()
	c.out.show(c.state().Note("")...)
	c.out.blank()
	c.out.show(c.state().Due()...)
	c.out.show(c.state().Verifying()...)
	c.hands(p)
}

// outline lists the sections of the verdict's screen.
func (c *dialog) outline(v *flow.Verdict) {
	blocks := c.state().Outline(v)
	if len(blocks) == 0 {
		return
	}
	c.out.show(blocks...)
	c.out.say(i18n.T("fix and a number prints one, fix all prints them all."))
}

// showEnd prints a position from which no question leads on.
func (c *dialog) showEnd(p flow.Position) {
	c.out.blank()
	switch {
	case p.Solved:
		c.out.show(c.state().End()...)
		return
	case p.Verdict != nil:
		c.out.show(c.state().Verdict(p.Verdict)...)
		c.outline(p.Verdict)
	default:
		var cards []flow.Card
		if c.Prober != nil {
			cards = c.Prober.Cards(c.state().Session.Facts())
		}
		c.out.show(c.state().Undecided(cards)...)
	}
	c.unsure()
	c.stillWaiting()
	if c.Escalation != nil {
		c.out.blank()
		c.out.say(c.state().SupportReady())
	}
}

// section prints one section of the verdict's screen, with code in one language: the one given, or else the first.
func (c *dialog) section(v *flow.Verdict, i int, lang string) {
	doc := page.Read(c.state().SectionText(v, i))
	_, lang = doc.In(lang)
	c.out.blank()
	c.out.show(c.state().Section(v, i, lang)...)
	if lang == "" {
		return
	}
	others := slices.DeleteFunc(doc.Languages(), func(l string) bool { return l == lang })
	c.out.blank()
	c.out.say(i18n.T("Also in %s: type fix %d %s.", strings.Join(others, ", "), i+1, strings.Join(others, i18n.T(", or fix %d ", i+1))))
}

// unsure lists the answers that were not sure and could still change something, with how to change them.
func (c *dialog) unsure() {
	blocks := c.state().AskAgain()
	if blocks == nil {
		return
	}
	rows := c.state().Rows()
	for i, b := range blocks { // Each by its number on the trail, by which it can be answered.
		if item, ok := b.(page.Item); ok {
			item.N = 1 + slices.IndexFunc(rows, func(r conversation.Row) bool {
				return slices.ContainsFunc(r.Facts, func(f flow.Fact) bool { return conversation.AtQuestion(f.ID) == item.Pick })
			})
			blocks[i] = item
		}
	}
	c.out.show(blocks...)
	c.out.say(i18n.T("When you know one: edit and its number, as in: edit 3 yes."))
}

// causes prints where every cause stands, with what speaks for and against it.
func (c *dialog) causes() { c.out.show(c.state().Causes()...) }

// fix prints the verdict again, or of its screen one section, which is named by its number or a part of its heading, or all.
// A language may follow, or stand alone.
func (c *dialog) fix(p flow.Position, arg string) {
	if p.Verdict == nil {
		c.out.say(i18n.T("There is no verdict, so there is no fix. Type causes to see what stays possible."))
		return
	}
	pg := p.Verdict.Screen
	switch name := strings.ToLower(arg); name {
	case "":
		c.out.blank()
		c.out.show(c.state().Verdict(p.Verdict)...)
		c.outline(p.Verdict)
		return
	case "all", i18n.T("all"):
		for i := range pg.Sections {
			c.section(p.Verdict, i, "")
		}
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
		c.out.show(c.state().Outline(p.Verdict)...)
		return
	}
	c.section(p.Verdict, i, lang)
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
	case p.Question != nil && c.state().Asked().Command != "":
		c.out.command(p.Question.CommandIn(c.state().Session))
	case p.Question != nil && c.state().Asked().Say != "":
		c.out.alone(i18n.T("to read out"), c.state().Asked().Say)
	case p.Question != nil:
		c.out.alone("question", p.Question.Ask)
	case p.Outcome == flow.Open || p.Verdict.ID == c.Playbook.Unexplained:
		c.escalation(p)
	default:
		var b strings.Builder
		to := newPrinter(&b, 0)
		to.show(c.state().Verdict(p.Verdict)...)
		for i := range p.Verdict.Screen.Sections {
			to.blank()
			to.show(c.state().Section(p.Verdict, i, "")...)
		}
		_ = to.flush() // A strings.Builder cannot fail.
		c.out.alone("verdict", b.String())
	}
}

// escalation prints the text for whoever can look further.
func (c *dialog) escalation(p flow.Position) {
	if c.Escalation == nil {
		c.out.say(i18n.T("There is no text for support here."))
		return
	}
	text, err := c.Escalation(c.state().Session, p)
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
		c.out.say(i18n.T("There are no reference pages."))
		return
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > total {
		c.out.show(c.state().Reference()...)
		c.out.say(i18n.T("Type reference and a number."))
		return
	}
	c.out.blank()
	c.out.show(c.state().ReferencePage(n-1, "")...)
}
