package evidence

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// required returns literals, in lower case, one of which is in every text that the expression matches; nil when there
// are none, or none of two bytes or more. The expression is simplified.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		l := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 {
			l = strings.ToLower(l)
		}
		if len(l) < 2 {
			return nil
		}
		return []string{l}
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
		for _, sub := range re.Sub {
			if l := required(sub); l != nil && (best == nil || shortest(l) > shortest(best)) {
				best = l
			}
		}
		return best
	default:
		return nil
	}
}

const (
	minNeeded = 3  // Bytes of a literal that is worth a second look; nearly every text has shorter ones.
	maxNeeded = 32 // Literals of one list.
)

// needs returns lists of literals, of each of which one is in every text that the expression matches: first what required returns,
// then those of the other parts of a sequence.
func needs(re *syntax.Regexp) [][]string {
	best := required(re)
	if best == nil {
		return nil
	}
	out := [][]string{best}
	var more func(re *syntax.Regexp)
	more = func(re *syntax.Regexp) {
		switch re.Op {
		case syntax.OpCapture, syntax.OpPlus, syntax.OpConcat:
			for _, sub := range re.Sub {
				more(sub)
			}
		case syntax.OpLiteral, syntax.OpAlternate:
			if l := required(re); l != nil && shortest(l) >= minNeeded && len(l) <= maxNeeded && !slices.Equal(l, best) {
				out = append(out, l)
			}
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
		for _, sub := range re.Sub {
			if l, n := lead(sub); l != nil && (literals == nil || shortest(l) > shortest(literals)) {
				literals, before = l, at+n
			}
			n := most(sub)
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
