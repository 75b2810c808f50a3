package content

import (
	"fmt"
	"reflect"
	"regexp/syntax"
	"slices"
	"time"

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
		l.problems = append(l.problems, LoadProblem{Pos: p.Pos, Text: p.Text, Hint: p.Hint, Warning: p.Warning, Never: p.Never})
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
	l.problems = append(l.problems, LoadProblem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...)})
}

func (l *textLinter) never(p flow.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, LoadProblem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...), Never: true})
}

func (l *textLinter) warn(p flow.Pos, hint, format string, args ...any) {
	l.problems = append(l.problems, LoadProblem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...), Warning: true})
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
