package evidence

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Needs returns texts in small letters, one of which is in every text that an expression matches; nil where there are none, or none
// of two bytes or more, and for what is no expression.
func Needs(expr string) []string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	var out []string
	for _, l := range required(re.Simplify()) {
		out = append(out, strings.ToLower(l))
	}
	return out
}

// required returns literals, in lower case, one of which is in every text that the expression matches; nil when there
// are none, or none of two bytes or more. The expression is simplified.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if l, ok := literalOf(re); ok && len(l) >= 2 {
			return []string{l}
		}
		return nil
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
		return nil
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			l := required(sub)
			if l == nil {
				return nil
			}
			all = append(all, l...)
		}
		return all
	case syntax.OpConcat:
		var best []string
		for i := range re.Sub {
			if l := from(re, i); l != nil && (best == nil || shortest(l) > shortest(best)) {
				best = l
			}
		}
		return best
	default:
		return nil
	}
}

// from returns what required does for the part of a sequence: what it requires, or how it goes on from there, whichever is longer.
// "p(?:lum|ear)", as it is simplified, so requires plum or pear.
func from(re *syntax.Regexp, part int) []string {
	l := required(re.Sub[part])
	if more := begins(re.Sub[part:]); more != nil && (l == nil || shortest(more) > shortest(l)) {
		return more
	}
	return l
}

// begins returns literals, in lower case, with one of which every text begins that the sequence matches; nil where none of two
// bytes or more is known, or too many.
func begins(seq []*syntax.Regexp) []string {
	out, _ := sequence(seq)
	if shortest(out) < 2 {
		return nil
	}
	return out
}

// sequence is beginnings of a sequence.
func sequence(seq []*syntax.Regexp) (out []string, whole bool) {
	out = []string{""}
	for _, re := range seq {
		l, whole := beginnings(re)
		if l == nil || len(out)*len(l) > maxNeeded {
			return out, false
		}
		longer := make([]string, 0, len(out)*len(l))
		for _, head := range out {
			for _, tail := range l {
				longer = append(longer, head+tail)
			}
		}
		if out = longer; !whole {
			return out, false
		}
	}
	return out, true
}

// literalOf returns a literal in lower case, and false for one in which the case of other letters than ASCII ones does not count: a text
// is searched with those as they are.
func literalOf(re *syntax.Regexp) (string, bool) {
	l := string(re.Rune)
	if re.Flags&syntax.FoldCase == 0 {
		return l, true
	}
	return strings.ToLower(l), !strings.ContainsFunc(l, func(r rune) bool { return r >= utf8.RuneSelf })
}

// beginnings returns how the texts begin that the expression matches, and whether these are the texts whole; nil if unknown.
func beginnings(re *syntax.Regexp) (literals []string, whole bool) {
	switch re.Op {
	case syntax.OpLiteral:
		l, ok := literalOf(re)
		if !ok {
			return nil, false
		}
		return []string{l}, true
	case syntax.OpCapture:
		return beginnings(re.Sub[0])
	case syntax.OpAlternate:
		whole = true
		for _, sub := range re.Sub {
			l, w := beginnings(sub)
			if l == nil || len(literals)+len(l) > maxNeeded {
				return nil, false
			}
			literals, whole = append(literals, l...), whole && w
		}
		return literals, whole
	case syntax.OpConcat:
		return sequence(re.Sub)
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if len(literals) == maxSpelled {
					return nil, false
				}
				literals = append(literals, string(r))
			}
		}
		return literals, true
	case syntax.OpQuest:
		l, w := beginnings(re.Sub[0])
		if l == nil || !w {
			return nil, false
		}
		return append(slices.Clone(l), ""), true
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpEmptyMatch:
		return []string{""}, true
	default:
		return nil, false
	}
}

const (
	maxNeeded  = 48 // Literals that a sequence is spelled out as.
	maxSpelled = 4  // Characters of a class that are spelled out.
)

// needs returns lists of literals, of each of which one is in every text that the expression matches: first what required returns,
// then those of the other parts of a sequence.
func needs(re *syntax.Regexp) [][]string {
	best := required(re)
	if best == nil {
		return nil
	}
	out := [][]string{best}
	also := func(l []string) {
		if l != nil && !slices.Equal(l, best) {
			out = append(out, l)
		}
	}
	var more func(re *syntax.Regexp)
	more = func(re *syntax.Regexp) {
		switch re.Op {
		case syntax.OpCapture, syntax.OpPlus:
			more(re.Sub[0])
		case syntax.OpConcat:
			for i, sub := range re.Sub {
				if sub.Op == syntax.OpLiteral {
					also(from(re, i))
					continue
				}
				more(sub)
			}
		case syntax.OpLiteral, syntax.OpAlternate:
			also(required(re))
		}
	}
	more(re)
	return out
}

// lead returns literals as required does, but only such as stand within a known number of bytes from where a match starts, and
// that number. Of several the longest are taken.
func lead(re *syntax.Regexp) (literals []string, before int) {
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return lead(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return lead(re.Sub[0])
		}
		return nil, 0
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			l, n := lead(sub)
			if l == nil {
				return nil, 0
			}
			literals, before = append(literals, l...), max(before, n)
		}
		return literals, before
	case syntax.OpConcat:
		at := 0
		for i, sub := range re.Sub {
			l, n := lead(sub)
			if more := begins(re.Sub[i:]); more != nil && (l == nil || shortest(more) > shortest(l)) {
				l, n = more, 0
			}
			if l != nil && (literals == nil || shortest(l) > shortest(literals)) {
				literals, before = l, at+n
			}
			n = most(sub)
			if n < 0 || at+n > maxBefore {
				break
			}
			at += n
		}
		return literals, before
	default:
		return required(re), 0
	}
}

// most is the greatest number of bytes that a match has, or -1 if there is no limit.
func most(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return utf8.UTFMax * len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return utf8.UTFMax
	case syntax.OpStar, syntax.OpPlus:
		return -1
	case syntax.OpRepeat:
		n := most(re.Sub[0])
		if n < 0 || re.Max < 0 {
			return -1
		}
		return n * re.Max
	case syntax.OpCapture, syntax.OpQuest:
		return most(re.Sub[0])
	case syntax.OpConcat, syntax.OpAlternate:
		total := 0
		for _, sub := range re.Sub {
			n := most(sub)
			switch {
			case n < 0:
				return -1
			case re.Op == syntax.OpConcat:
				total += n
			default:
				total = max(total, n)
			}
		}
		return total
	default:
		return 0
	}
}

// maxLiteral is the number of bytes of a literal that is looked for; a longer one tells hardly more.
const maxLiteral = 16

// shorter returns beginnings of the literals, without those that begin with another one.
func shorter(literals []string) []string {
	var out []string
	for _, l := range literals {
		l = clip(l, maxLiteral)
		if slices.ContainsFunc(out, func(o string) bool { return strings.HasPrefix(l, o) }) {
			continue
		}
		out = append(slices.DeleteFunc(out, func(o string) bool { return strings.HasPrefix(o, l) }), l)
	}
	return out
}

func shortest(literals []string) int {
	n := len(literals[0])
	for _, l := range literals[1:] {
		n = min(n, len(l))
	}
	return n
}

// clip returns the first n bytes of s, less those of a character that would be cut.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
