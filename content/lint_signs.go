package content

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/evidence"
)

// sourced is what a source has to hold: an address, the number of a report, or a version.
var sourced = regexp.MustCompile(`https://\S|\w#\d|\d\.[\dx]`)

// sources reports signs that name a cause and do not say where their text stands. Those of a party rest on the table of parties,
// which has its own sources.
func (l *textLinter) sources(signs []evidence.Sign) {
	for _, s := range signs {
		switch {
		case s.Source != "" && s.MadeUp:
			l.add(s.Pos, "keep one of them", "the sign %q has a source and is made up", s.ID)
		case s.Source != "" && !sourced.MatchString(s.Source):
			l.add(s.Pos, "write an address, or a package with its version", "the source of the sign %q cannot be looked up", s.ID)
		case s.Names != "" && s.Source == "" && !s.MadeUp && len(s.When.Party) == 0:
			l.warn(s.Pos, "add source: with an address or a package and its version, or made-up: true", "the sign %q states no source", s.ID)
		}
	}
}

const (
	fewTexts = 20 // Texts below which a share says nothing.
	wideFrom = 20 // A pattern is wide that one text in so many has.
)

// wide reports patterns that tell nothing apart: those with a branch that every text has, and those of signs that name a cause by
// nothing else and that many texts of other playbooks have. What a sign of an
// error of theirs reads is in those by right.
func (l *textLinter) wide(signs []evidence.Sign) {
	for _, s := range signs {
		for _, m := range append([]evidence.Match{s.When}, s.Unless...) {
			for _, p := range []string{m.Message, m.Text} {
				if tree, err := syntax.Parse(p, syntax.Perl); p != "" && err == nil && matchesAll(tree) {
					l.add(s.Pos, "leave that branch out", "every text has a pattern of the sign %q", s.ID)
				}
			}
		}
	}
	texts := textsOf(l.b.ID)
	if len(texts) < fewTexts {
		return
	}
	for _, s := range signs {
		if s.Names == "" || s.Last || s.Elsewhere || !byWordsAlone(s) || l.handsOver(s.Names) {
			continue
		}
		for _, p := range []string{s.When.Message, s.When.Text} {
			re, err := regexp.Compile("(?i)" + p)
			if p == "" || err != nil {
				continue
			}
			n := 0
			for _, t := range texts {
				if re.MatchString(t) {
					n++
				}
			}
			if n*wideFrom >= len(texts) {
				l.warn(s.Pos, "ask for more words, or for another condition", "a pattern of the sign %q is wide: %d of %d texts of other playbooks have it", s.ID, n, len(texts))
			}
		}
	}
}

// said reports phrases that tell nothing: those that every text has or that many of the texts of playbooks have, and those that
// suggest both answers.
func (l *textLinter) said() {
	texts := textsOf("")
	for i, t := range texts {
		texts[i] = evidence.Told(t)
	}
	for i := range l.b.Questions {
		q := &l.b.Questions[i]
		for _, p := range slices.Concat(q.Said.Yes, q.Said.No, q.Said.Unless) {
			expr := evidence.Expression(p)
			re, err := regexp.Compile(expr)
			if err != nil {
				continue // The loader reported it.
			}
			at := l.b.find(q.Pos, p)
			if tree, err := syntax.Parse(expr, syntax.Perl); err == nil && matchesAll(tree) {
				l.add(at, "leave that branch out", "every text has a phrase under said of the question %q", q.ID)
				continue
			}
			n := 0
			for _, t := range texts {
				if re.MatchString(t) {
					n++
				}
			}
			if !slices.Contains(q.Said.Unless, p) && n*wideFrom >= len(texts) {
				l.warn(at, "ask for more words", "a phrase under said of the question %q is wide: %d of %d texts of playbooks have it", q.ID, n, len(texts))
			}
		}
		for _, p := range q.Said.Yes {
			if slices.Contains(q.Said.No, p) {
				l.add(l.b.find(q.Pos, p), "leave one of them out", "a phrase under said of the question %q suggests both yes and no", q.ID)
			}
		}
	}
}

// handsOver reports whether the fact leads to another playbook.
func (l *textLinter) handsOver(fact string) bool {
	names := func(c flow.Clause) bool {
		return slices.ContainsFunc(c, func(t flow.Term) bool { return t.Fact == fact })
	}
	return slices.ContainsFunc(l.b.Rules, func(r flow.Rule) bool {
		return slices.ContainsFunc(r.When, names) && slices.ContainsFunc(r.Proves, func(id string) bool {
			v := l.b.Verdict(id)
			return v != nil && v.SwitchTo != ""
		})
	})
}

// byWordsAlone reports whether the sign has no condition but one pattern, and no exception.
func byWordsAlone(s evidence.Sign) bool {
	m := s.When
	return len(s.Unless) == 0 && len(m.Codes)+len(m.Types)+len(m.Status)+len(m.Body)+len(m.Headers)+len(m.Party) == 0 &&
		m.Host+m.URL+m.RequestID == "" && (m.Message == "" || m.Text == "")
}

// matchesAll reports whether one of the branches is any number of any characters, or nothing at all.
func matchesAll(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return true
	case syntax.OpCapture:
		return matchesAll(re.Sub[0])
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, matchesAll)
	case syntax.OpStar, syntax.OpQuest:
		return true // What may be missing is missing somewhere in every text.
	case syntax.OpPlus:
		return re.Sub[0].Op == syntax.OpAnyChar || re.Sub[0].Op == syntax.OpAnyCharNotNL
	default:
		return false
	}
}

// textsOf returns the texts of the examples and tests of the playbooks that ship, but for the one with the id, if any.
func textsOf(butFor string) []string {
	var out []string
	for _, id := range Shipped() {
		if id != butFor {
			out = append(out, shippedTexts()[id]...)
		}
	}
	return out
}

var shippedTexts = sync.OnceValue(func() map[string][]string {
	out := make(map[string][]string)
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			panic(err) // The files are embedded, and a test reads them all.
		}
		for _, e := range b.Examples {
			out[id] = append(out[id], e.Text)
		}
		files, err := ShippedFiles(id)
		if err != nil {
			panic(err)
		}
		cases, _ := LoadCases(files, ".", b) // What is wrong in them is told where they are run.
		for _, c := range cases {
			if strings.TrimSpace(c.Text) != "" {
				out[id] = append(out[id], c.Text)
			}
		}
	}
	return out
})
