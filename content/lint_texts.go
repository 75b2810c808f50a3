package content

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
)

// dates reports claims that were checked too long ago.
func (l *textLinter) dates() {
	check := func(p flow.Pos, what, day string) {
		at, err := time.Parse(time.DateOnly, day)
		switch {
		case err != nil:
			l.add(p, "", "%s: checked: %q is not a day like 2026-11-23", what, day)
		case at.After(l.today.Add(24 * time.Hour)):
			l.add(p, "", "%s: checked on %s, which is still to come", what, day)
		case l.today.Sub(at) > staleAfter:
			l.warn(p, "look at the source again, and change the day", "%s: last checked on %s, more than 90 days ago", what, day)
		}
	}
	check(flow.Pos{}, "the playbook", l.b.Checked)
	for _, t := range l.b.Tables {
		for _, r := range t.Rows {
			check(r.Pos, r.Item, r.Checked)
		}
	}
	for _, beta := range l.b.Request.Betas {
		check(beta.Pos, beta.Value, beta.Checked)
	}
}

// texts reports what does not fit the screen, and addresses that are not https.
func (l *textLinter) texts() {
	title := func(p flow.Pos, what, text string) {
		if n := ansi.StringWidth(text); n > titleCols {
			l.add(p, "titles stand on one line", "the title of %s is %d columns wide, and %d fit", what, n, titleCols)
		}
	}
	title(flow.Pos{}, "the playbook", l.b.Title)
	for i := range l.b.Questions {
		q := &l.b.Questions[i]
		if l.b.Facts[q.ID].AboutNo == "" {
			l.add(q.Pos, "about_no: say in one line what no affirms; a trail that denies what yes affirms is hard to read", "the question %q has no about_no", q.ID)
		}
		for _, ask := range []string{q.Ask, q.Say} {
			rows := 1 // Between the question and its answers.
			for _, text := range []string{ask, "Why: " + q.Why, q.Yes, q.No, q.Unsure} {
				rows += height(text, screenCols)
			}
			if rows += 3; rows > questionRows {
				l.warn(q.Pos, "shorten the question, its why, or what the answers mean", "the question %q takes %d rows, and %d fit on 80x24", q.ID, rows, questionRows)
				break
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.b.Facts)) {
		f := l.b.Facts[id]
		if n := max(ansi.StringWidth(f.About), ansi.StringWidth(f.AboutNo)); n > aboutCols {
			l.warn(f.Pos, "say it shorter", "what %q states is %d columns wide, and %d fit", id, n, aboutCols)
		}
	}
	for i := range l.b.Verdicts {
		v := &l.b.Verdicts[i]
		title(v.Pos, v.ID, v.Title)
		for _, e := range v.Errors {
			if e.Title != "" {
				title(e.Pos, v.ID, e.Title)
			}
		}
		l.remedy(v)
		l.page(v.Screen)
		if v.ID != l.b.Unexplained && v.SwitchTo == "" && v.Screen.Title != "" && !verifies(v.Screen) {
			l.add(v.Screen.Pos, `write a section "## How to verify"`, "the verdict %q has no step that verifies the fix", v.ID)
		}
	}
	for _, p := range l.b.Reference {
		l.page(p)
	}
	for _, t := range l.b.Tables {
		for _, r := range t.Rows {
			if strings.HasPrefix(r.Source, "http://") {
				l.add(r.Pos, "", "%s: the source is not https", r.Item)
			}
		}
	}
}

// remedy reports what to do now where something of it is missing, or where it does not fit one screen with its reasons. What hands
// over, and what explains nothing, needs no name and nobody who does it.
func (l *textLinter) remedy(v *flow.Verdict) {
	if v.SwitchTo == "" && v.ID != l.b.Unexplained {
		for _, part := range []struct{ key, text, hint string }{
			{"short", v.Short, "its name in a row of causes, of 12 columns at most"},
			{"who", v.Remedy.Who, "who does it, in a few words"},
			{"check", v.Remedy.Check, "how to see that it worked"},
		} {
			if part.text == "" {
				l.add(v.Pos, part.key+": "+part.hint, "the verdict %q has no %s", v.ID, part.key)
			}
		}
	}
	for i := range l.b.Verdicts {
		o := &l.b.Verdicts[i]
		if o.ID == v.ID {
			break
		}
		if v.Short != "" && o.Short == v.Short {
			l.add(v.Pos, "", "the verdict %q has the short name of %q", v.ID, o.ID)
		}
	}
	if n := ansi.StringWidth(v.Short); n > shortCols {
		l.add(v.Pos, "it stands in a row of causes", "the short name of %q is %d columns wide, and %d fit", v.ID, n, shortCols)
	}
	l.card(v, v.Pos, v.Remedy)
	for _, e := range v.Errors {
		l.card(v, e.Pos, e.Remedy)
	}
}

// card reports a remedy that is too much for one screen.
func (l *textLinter) card(v *flow.Verdict, at flow.Pos, r flow.Remedy) {
	if n := len(r.Fix); n > mostSteps {
		l.add(at, "the section \"The fix\" has room for the rest", "the fix of %q has %d sentences, and nobody does more than %d at once", v.ID, n, mostSteps)
	}
	if r.Take != "" && len(r.Fix) < 2 {
		l.add(at, "leave it out", "the fix of %q is one sentence, and take says how several go together", v.ID)
	}
	rows := 1 // The title.
	r = r.Filled(nil)
	for _, text := range append(r.Fix, "Who: "+r.Who, "Send: "+r.Send, "Check: "+r.Check) {
		rows += height(text, screenCols-2)
	}
	if rows > remedyRows {
		l.add(at, "say less; the sections below have room for the rest", "what to do now about %q takes %d rows, and %d fit", v.ID, rows, remedyRows)
	}
}

func verifies(p flow.ScreenText) bool {
	return slices.ContainsFunc(p.Sections, func(s flow.Section) bool {
		return strings.Contains(strings.ToLower(s.Heading), "verify") && strings.TrimSpace(s.Body) != ""
	})
}

var (
	plainLink = regexp.MustCompile(`http://[^\s)>"'` + "`" + `]+`)
	loopback  = regexp.MustCompile(`^http://(?:127\.|localhost\b|\[::1\]|PROXY|proxy)`)
)

// page checks one page. Positions are those of its file's lines.
func (l *textLinter) page(p flow.ScreenText) {
	for _, s := range p.Sections {
		fenced, rows := false, 0
		for line := range strings.Lines(s.Body) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
				continue
			}
			if !fenced { // Of the same code in several languages one is shown at a time.
				rows += height(line, screenCols)
			}
			if n := ansi.StringWidth(line); fenced && n > codeCols {
				l.warn(l.b.find(p.Pos, line), "code is not wrapped: break the line", "a line of code is %d columns wide, and %d fit", n, codeCols)
			}
			for _, link := range plainLink.FindAllString(line, -1) {
				if !fenced && !loopback.MatchString(link) {
					l.add(l.b.find(p.Pos, line), "", "the address %s is not https", link)
				}
			}
		}
		if rows > sectionRows {
			l.warn(p.Pos, "split it, or say less", "the section %q takes %d rows, and nobody reads more than %d", s.Heading, rows, sectionRows)
		}
	}
}

// height is how many rows a text takes when it is wrapped.
func height(text string, cols int) int {
	return strings.Count(ansi.Wrap(text, cols, " "), "\n") + 1
}
