package evidence

import (
	"regexp/syntax"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"why403/flow/expr"
)

// pattern is a regular expression that ignores the case of ASCII letters. It is tried on texts whose capitals were made
// small, which is several times faster than leaving that to the expression, and alternative by alternative, of which
// only those are tried that the index says can match.
type pattern struct {
	*branches
	low, high int // The first of its alternatives, and the one after the last.
}

// Branch is one alternative of a pattern, in small letters, with what it is searched by.
type Branch struct {
	Expr   string
	Needs  [][]string // Literals: any match contains one of each list.
	Lead   []string   // One of which any match contains near its start; nil when there are none such.
	Before int        // The most bytes of a match before its lead.
}

// hay is a text to find patterns in. It is looked through once for each set of patterns.
type hay struct {
	text, low string
	known     []known
}

// known is what can match of the alternatives of many patterns.
type known struct {
	of *Index
	can
}

func newHay(text string) *hay { return &hay{text: text, low: asciiLower(text)} }

// can returns the alternatives that can match in the text.
func (h *hay) can(b *branches) can {
	for _, k := range h.known {
		if k.of == b.Index {
			return k.can
		}
	}
	found := b.find(h.low)
	h.known = append(h.known, known{b.Index, found})
	return found
}

// hays are the texts of a paste that were looked through, so that none is twice.
type hays map[string]*hay

func (h hays) of(text string) *hay {
	out := h[text]
	if out == nil {
		out = newHay(text)
		h[text] = out
	}
	return out
}

// all returns those of the texts that have something in them, the same one once.
func (h hays) all(texts ...string) []*hay {
	out := make([]*hay, 0, len(texts))
	for _, t := range texts {
		if t != "" && !slices.Contains(out, h.of(t)) {
			out = append(out, h.of(t))
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

// alternatives reads an expression as alternatives in small letters, with the literals that each requires.
func alternatives(expr string) ([]Branch, error) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	small(tree)
	trees := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpAlternate && tree.MaxCap() == 0 {
		trees = tree.Sub
	}
	out := make([]Branch, 0, len(trees))
	for _, t := range trees {
		a := Branch{Expr: t.String(), Needs: needs(t)}
		for i := range a.Needs {
			a.Needs[i] = shorter(a.Needs[i])
		}
		a.Lead, a.Before = lead(t)
		a.Lead = shorter(a.Lead)
		out = append(out, a)
	}
	return out, nil
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
		re.Rune = smallClass(re.Rune)
	}
	for _, sub := range re.Sub {
		small(sub)
	}
}

// smallClass makes the capitals of a class small. A class that was written as what it excludes, which shows by its reaching to
// the last character there is, loses the letters of which it excludes the capital.
func smallClass(ranges []rune) []rune {
	excludes := len(ranges) > 0 && ranges[len(ranges)-1] == unicode.MaxRune
	var out []rune
	for i := 0; i+1 < len(ranges); i += 2 { // Without the letters.
		low := ranges[i]
		for _, letters := range [][2]rune{{'A', 'Z'}, {'a', 'z'}} {
			if low < letters[0] && ranges[i+1] >= letters[0] {
				out = append(out, low, letters[0]-1)
			}
			if ranges[i+1] >= letters[0] && low <= letters[1] {
				low = letters[1] + 1
			}
		}
		if low <= ranges[i+1] {
			out = append(out, low, ranges[i+1])
		}
	}
	for c := 'a'; c <= 'z'; c++ {
		small, capital := inClass(ranges, c), inClass(ranges, c-'a'+'A')
		if small && capital || (small || capital) && !excludes {
			out = append(out, c, c)
		}
	}
	if len(out) == 0 {
		return ranges // Nothing is left but capitals, which no text has any more.
	}
	sort.Sort(byLow(out))
	joined := out[:2]
	for i := 2; i+1 < len(out); i += 2 {
		if last := len(joined) - 1; out[i] == joined[last]+1 {
			joined[last] = out[i+1]
			continue
		}
		joined = append(joined, out[i], out[i+1])
	}
	return joined
}

func inClass(ranges []rune, r rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}

// byLow sorts pairs of runes.
type byLow []rune

func (r byLow) Len() int           { return len(r) / 2 }
func (r byLow) Less(i, j int) bool { return r[2*i] < r[2*j] }
func (r byLow) Swap(i, j int) {
	r[2*i], r[2*j], r[2*i+1], r[2*j+1] = r[2*j], r[2*i], r[2*j+1], r[2*i+1]
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

// next returns the first alternative from n on that one of the texts can have, or the number behind the last one.
func (p *pattern) next(n int, texts []*hay) int {
	first := p.high
	for _, t := range texts {
		first = t.can(p.branches).next(n, first)
	}
	return first
}

// in reports whether one of the texts can have the pattern, of which there may be none.
func (p *pattern) in(texts ...*hay) bool { return p != nil && p.next(p.low, texts) < p.high }

// first finds the pattern in the first text that has it.
func (p *pattern) first(texts ...*hay) found { return p.firstBut(nil, texts...) }

// firstBut does so too, but passes over matches whose first group, as it is written, the other expression matches.
func (p *pattern) firstBut(other *expr.Lazy, texts ...*hay) found {
	for i := p.next(p.low, texts); i < p.high; i = p.next(i+1, texts) {
		for _, t := range texts {
			if !t.can(p.branches).has(i) {
				continue
			}
			place := p.match(i, t.low)
			if place != nil && isGroup(other, t.text, place) {
				places := p.re(i).FindAllStringSubmatchIndex(t.low, maxPassed)
				n := slices.IndexFunc(places, func(place []int) bool { return !isGroup(other, t.text, place) })
				if n < 0 {
					continue
				}
				place = places[n]
			}
			if place != nil {
				return found{t.text, place}
			}
		}
	}
	return found{}
}

// places returns where the pattern matches in a text, each alternative by itself; no pattern matches nowhere.
func (p *pattern) places(text *hay) [][]int {
	var out [][]int
	if p == nil {
		return nil
	}
	for i := p.next(p.low, []*hay{text}); i < p.high; i = p.next(i+1, []*hay{text}) {
		out = append(out, p.re(i).FindAllStringIndex(text.low, -1)...)
	}
	return out
}

const maxPassed = 200 // Matches of a pattern that are passed over in one text.

// isGroup reports whether there is such an expression, and it matches the first group of a match.
func isGroup(l *expr.Lazy, text string, place []int) bool {
	return l != nil && place[2] >= 0 && l.MatchString(text[place[2]:place[3]])
}

// match finds an alternative in a text in small letters. An expression is slow where it cannot begin, so the search begins shortly
// before the first lead: with one character more than a match can have before it, so that word boundaries and the start of the
// text are told apart as in the whole text.
func (b *branches) match(alternative int, text string) []int {
	at, end, before := b.lead(alternative)
	if at == end {
		return b.re(alternative).FindStringSubmatchIndex(text)
	}
	first := len(text)
	if l := b.Literals.literal(b.Members.at(at)); l == b.expr(alternative) { // It is all of the expression.
		if n := strings.Index(text, l); n >= 0 {
			return []int{n, n + len(l)}
		}
		return nil
	}
	for ; at < end; at++ {
		l := b.Literals.literal(b.Members.at(at))
		if n := strings.Index(text[:min(len(text), first+len(l))], l); n >= 0 {
			first = min(first, n)
		}
	}
	if first == len(text) {
		return nil
	}
	from := max(0, first-before-1)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	place := b.re(alternative).FindStringSubmatchIndex(text[from:])
	for i, n := range place {
		if n >= 0 {
			place[i] = n + from
		}
	}
	return place
}
