package content

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/verify"
)

// staleAfter is how long a claim counts as checked.
const staleAfter = 90 * 24 * time.Hour

// What fits a screen of 80x24 at once: the area between head and help is 76 columns wide and 18 rows high.
const (
	screenCols   = 76
	questionRows = 18  // Ask, why, and three answers with what they mean.
	titleCols    = 72  // Titles stand on one line.
	shortCols    = 12  // Of a cause in a row of them.
	mostSteps    = 3   // Of a fix.
	remedyRows   = 14  // What to do now, with the title; the reasons have the rest of the first screen.
	aboutCols    = 100 // A fact's statement takes at most two lines of the trail.
	codeCols     = 76  // Code is not wrapped.
	sectionRows  = 60  // A section that takes more than three pages is not read.
)

// Lint returns everything that is wrong with a book that loads, and what should be looked at (Problem.Warning): what
// flow/verify proves, signs that never count, claims that were checked too long ago before today, addresses that are not
// https, and texts that do not fit a terminal of 80x24.
func (b *Book) Lint(today time.Time) Problems {
	l := &textLinter{b: b, today: today}
	signs := b.Signs()
	l.sources(signs)
	l.wide(signs)
	l.said()
	return l.lint(signs)
}

// lint adds what takes no other texts to find.
func (l *textLinter) lint(signs []evidence.Sign) Problems {
	b := l.b
	for _, p := range verify.Check(b.Playbook, signFacts(signs)) {
		l.problems = append(l.problems, Problem{Pos: p.Pos, Text: p.Text, Hint: p.Hint, Warning: p.Warning, Never: p.Never})
	}
	l.deadEnd()
	l.signs(signs)
	l.dates()
	l.texts()
	l.places()
	for i := range l.problems {
		p := &l.problems[i]
		if p.Pos.File == "" {
			p.Pos = flow.Pos{File: b.file, Line: 1, Col: 1}
		}
		if p.Line == "" {
			p.Line = b.line(p.Pos)
		}
	}
	l.problems.sort()
	return l.problems
}

// never returns why no case can come by a question, rule, verdict or sign, by its place, for those of which that is proved.
func (b *Book) never() map[flow.Pos]string {
	never := make(map[flow.Pos]string)
	l := &textLinter{b: b}
	for _, p := range l.lint(b.Signs()) {
		if p.Never {
			never[p.Pos] = p.Text
		}
	}
	return never
}

// Hands returns what is wrong with the playbooks that the book names: of its own verdicts and of what it opens on, those that
// are not known.
func (b *Book) Hands(known []string) Problems {
	l := &textLinter{b: b}
	check := func(p flow.Pos, key, id string) {
		if id != "" && (id == b.ID || !slices.Contains(known, id)) {
			l.add(p, flow.Suggest(id, known), "%s: there is no other playbook %q", key, id)
		}
	}
	for _, v := range b.Verdicts {
		check(v.Pos, "switch_to", v.SwitchTo)
	}
	for _, id := range b.Opens.Over {
		check(b.Opens.Pos, "over", id)
	}
	for i := range l.problems {
		l.problems[i].Line = b.line(l.problems[i].Pos)
	}
	return l.problems
}

// signFacts lists what the signs can say.
func signFacts(signs []evidence.Sign) []flow.Said {
	var out []flow.Said
	for _, s := range signs {
		if s.Names != "" {
			out = append(out, flow.Said{Fact: s.Names, Value: flow.Yes, Pos: s.Pos})
		}
		for _, f := range s.Says {
			out = append(out, flow.Said{Fact: f.Fact, Value: f.Value, Pos: s.Pos})
		}
	}
	return out
}

type textLinter struct {
	b        *Book
	today    time.Time
	problems Problems
}

func (l *textLinter) add(p flow.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, Problem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...)})
}

func (l *textLinter) never(p flow.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, Problem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...), Never: true})
}

func (l *textLinter) warn(p flow.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, Problem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...), Warning: true})
}

// signs reports signs that can never match, and signs that an earlier one always silences.
func (l *textLinter) signs(signs []evidence.Sign) {
	first := make(map[string]string) // The first sign of those with the same conditions that is never kept back.
	for _, s := range signs {
		for _, u := range s.Unless {
			if within(s.When, u) {
				l.never(s.Pos, "its unless holds whenever its own conditions do", "the sign %q can never match", s.ID)
			}
		}
		if why := impossible(s.When); why != "" {
			l.never(s.Pos, why, "the sign %q can never match", s.ID)
		}
		if s.Names == "" {
			continue
		}
		same := fmt.Sprintf("%t %q", s.Last, s.When)
		if earlier, shadowed := first[same]; shadowed {
			l.add(s.Pos, "they have the same conditions; of several signs that name a cause the first counts", "the sign %q is shadowed by %q", s.ID, earlier)
		} else if len(s.Unless) == 0 {
			first[same] = s.ID
		}
	}
}

// within reports whether the exception asks for nothing that the conditions do not ask for already.
func within(when, unless evidence.Match) bool {
	if reflect.DeepEqual(unless, evidence.Match{}) {
		return false
	}
	for _, f := range [][2]string{
		{unless.Host, when.Host},
		{unless.URL, when.URL},
		{unless.RequestID, when.RequestID},
		{unless.Message, when.Message},
		{unless.Text, when.Text},
		{unless.OtherThan, when.OtherThan},
		{unless.Nowhere, when.Nowhere},
	} {
		if f[0] != "" && f[0] != f[1] {
			return false
		}
	}
	for _, f := range [][2][]string{
		{unless.Codes, when.Codes},
		{unless.Types, when.Types},
		{unless.Status, when.Status},
		{unless.Body, when.Body},
		{unless.Party, when.Party},
	} {
		if len(f[0]) > 0 && (len(f[1]) == 0 || slices.ContainsFunc(f[1], func(v string) bool { return !slices.Contains(f[0], v) })) {
			return false
		}
	}
	for _, h := range unless.Headers {
		if !slices.Contains(when.Headers, h) {
			return false
		}
	}
	return true
}

// impossible returns why nothing fulfils the conditions, or "".
func impossible(m evidence.Match) string {
	if slices.Equal(m.Body, []string{"empty"}) && (len(m.Codes) > 0 || len(m.Types) > 0 || m.Message != "") {
		return "an empty body has no code, type or message"
	}
	if len(m.Body) > 0 && !slices.Contains(m.Body, "envelope") && !slices.Contains(m.Body, "json") && len(m.Codes)+len(m.Types) > 0 {
		return "only JSON has codes and types"
	}
	for _, p := range []string{m.Host, m.URL, m.RequestID, m.Message, m.Text, m.Nowhere} {
		if tree, err := syntax.Parse(p, syntax.Perl|syntax.FoldCase); err == nil && matchesNothing(tree) {
			return "the pattern asks for something after the end of the text, or before its beginning"
		}
	}
	return ""
}

// matchesNothing reports whether no text has the pattern.
func matchesNothing(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpNoMatch:
		return true
	case syntax.OpCapture, syntax.OpPlus:
		return matchesNothing(re.Sub[0])
	case syntax.OpAlternate:
		return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !matchesNothing(s) })
	case syntax.OpConcat:
		ended, begun := false, false
		for _, s := range re.Sub {
			if matchesNothing(s) || ended && least(s) > 0 || begun && s.Op == syntax.OpBeginText {
				return true
			}
			ended = ended || s.Op == syntax.OpEndText
			begun = begun || least(s) > 0
		}
	default:
	}
	return false
}

// least is the number of characters that every match has at least, none counted past the first.
func least(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return least(re.Sub[0])
	case syntax.OpRepeat:
		return min(re.Min, 1) * least(re.Sub[0])
	case syntax.OpConcat:
		return slices.Max(lengths(re.Sub))
	case syntax.OpAlternate:
		return slices.Min(lengths(re.Sub))
	default:
		return 0
	}
}

func lengths(subs []*syntax.Regexp) []int {
	out := make([]int, 0, len(subs))
	for _, s := range subs {
		out = append(out, least(s))
	}
	return out
}

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

func verifies(p flow.Page) bool {
	return slices.ContainsFunc(p.Sections, func(s flow.Section) bool {
		return strings.Contains(strings.ToLower(s.Heading), "verify") && strings.TrimSpace(s.Body) != ""
	})
}

var (
	plainLink = regexp.MustCompile(`http://[^\s)>"'` + "`" + `]+`)
	loopback  = regexp.MustCompile(`^http://(?:127\.|localhost\b|\[::1\]|PROXY|proxy)`)
)

// page checks one page. Positions are those of its file's lines.
func (l *textLinter) page(p flow.Page) {
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
