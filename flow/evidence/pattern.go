package evidence

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// pattern is a regular expression that ignores the case of ASCII letters. It is tried on texts whose capitals were made
// small, which is several times faster than leaving that to the expression, and alternative by alternative, of which
// only those are tried that the automaton saw a literal of.
type pattern struct{ branches []branch }

// branch is one alternative. It is compiled when first needed: of some hundred patterns a text needs a handful.
type branch struct {
	literals []int // Numbers in the automaton, one of which any match contains; nil when none is required.
	re       func() *regexp.Regexp
}

// hay is a text to find patterns in.
type hay struct{ text, low string }

func newHay(text string) hay { return hay{text, asciiLower(text)} }

func hays(texts ...string) []hay {
	out := make([]hay, 0, len(texts))
	for _, t := range texts {
		if t != "" {
			out = append(out, newHay(t))
		}
	}
	return out
}

// asciiLower makes ASCII capitals small. The result has the length of the text, so that places in it hold for both.
func asciiLower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lower(b[i])
			}
			return string(b)
		}
	}
	return s
}

// parsePattern reads an expression as alternatives in small letters, with the literals that each requires.
func parsePattern(expr string) ([]*syntax.Regexp, error) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	small(tree)
	if tree.Op == syntax.OpAlternate && tree.MaxCap() == 0 {
		return tree.Sub, nil
	}
	return []*syntax.Regexp{tree}, nil
}

// small makes the ASCII capitals of an expression small.
func small(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for i, r := range re.Rune {
			if r < utf8.RuneSelf {
				re.Rune[i] = rune(lower(byte(r)))
			}
		}
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			low, high := max(re.Rune[i], 'A'), min(re.Rune[i+1], 'Z')
			if low <= high {
				re.Rune = append(re.Rune, low|0x20, high|0x20)
				if len(re.Rune) > 512 {
					break
				}
			}
		}
	}
	for _, sub := range re.Sub {
		small(sub)
	}
}

func newBranch(tree *syntax.Regexp, literal func(string) int) branch {
	b := branch{re: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(tree.String()) })}
	for _, l := range required(tree) {
		b.literals = append(b.literals, literal(l))
	}
	return b
}

// found is where a pattern matched: the text, the place in it, and the places of its groups as regexp gives them.
type found struct {
	text  string
	place []int
}

func (f found) ok() bool { return f.place != nil }

// groups returns the texts of the match and its groups.
func (f found) groups() []string {
	out := make([]string, 0, len(f.place)/2)
	for i := 0; i+1 < len(f.place); i += 2 {
		if f.place[i] < 0 {
			out = append(out, "")
			continue
		}
		out = append(out, strings.Clone(f.text[f.place[i]:f.place[i+1]]))
	}
	return out
}

// first finds the pattern in the first text that has it. The set tells which literals are in the texts.
func (p *pattern) first(in seen, texts ...hay) found {
	for i := range p.branches {
		b := &p.branches[i]
		if !in.any(b.literals) {
			continue
		}
		for _, t := range texts {
			if place := b.re().FindStringSubmatchIndex(t.low); place != nil {
				return found{t.text, place}
			}
		}
	}
	return found{}
}
