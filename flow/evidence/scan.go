package evidence

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// automaton finds which of many literals are in a text, in one pass, whatever the case of ASCII letters
// (Aho and Corasick, 1975). It is read-only and safe for concurrent use.
type automaton struct {
	class   [256]uint8 // Of each byte; bytes that are in no literal share class 0.
	classes int
	next    []uint32   // Of state*classes + class: the next state times classes.
	out     [][]uint16 // Of each state: the literals that end there.
	ends    []bool     // Of each state: whether any literal does.
	rest    []string   // Of each literal: what has to follow where its beginning ends.
	wide    []string   // Of each literal: its beginning, if that has more than ASCII in it and has to be compared, too.
}

// maxLiteral is the number of bytes of a literal that the automaton for the patterns looks for; what follows is compared.
const maxLiteral = 5

// wideClasses are the bits that tell bytes beyond ASCII apart where beginnings are compared; a class for each would double the table.
const wideClasses = 7

// build makes the automaton of the literals, which are in lower case. It goes by the first bytes of each, as many as most, so
// that it stays small.
func build(literals []string, most int) *automaton {
	a := &automaton{classes: 1, rest: make([]string, len(literals)), wide: make([]string, len(literals))}
	heads := make([]string, len(literals))
	for i, l := range literals {
		n := min(len(l), most)
		heads[i], a.rest[i] = l[:n], l[n:]
	}
	for n, l := range heads {
		for i := range len(l) {
			if l[i] >= utf8.RuneSelf && most < math.MaxInt {
				a.wide[n] = l
			}
			if a.class[l[i]] != 0 {
				continue
			}
			a.class[l[i]] = uint8(a.classes)
			for b := utf8.RuneSelf; a.wide[n] != "" && l[i] >= utf8.RuneSelf && b < len(a.class); b++ {
				if b&wideClasses == int(l[i])&wideClasses {
					a.class[b] = uint8(a.classes)
				}
			}
			a.classes++
		}
	}
	for c := byte('A'); c <= 'Z'; c++ {
		a.class[c] = a.class[c|0x20]
	}
	n := states(heads)
	a.next, a.out = make([]uint32, 0, n*a.classes), make([][]uint16, 0, n)
	grow := func() uint32 {
		a.next = a.next[:len(a.next)+a.classes]
		a.out = append(a.out, nil)
		return uint32(len(a.out) - 1)
	}
	grow()
	for n, l := range heads {
		s := uint32(0)
		for i := range len(l) {
			at := int(s)*a.classes + int(a.class[l[i]])
			if a.next[at] == 0 {
				t := grow()
				a.next[at] = t
			}
			s = a.next[at]
		}
		a.out[s] = append(a.out[s], uint16(n))
	}
	a.link()
	return a
}

// states returns how many states the trie of the literals has: one, and one for every prefix.
func states(literals []string) int {
	n, last := 1, ""
	for _, l := range slices.Sorted(slices.Values(literals)) {
		same := 0
		for same < min(len(l), len(last)) && l[same] == last[same] {
			same++
		}
		n += len(l) - same
		last = l
	}
	return n
}

// link turns the trie into an automaton: where a state has no way on, it takes the way of its longest suffix.
func (a *automaton) link() {
	suffix := make([]uint32, len(a.out))
	queue := make([]uint32, 0, len(a.out))
	for c := range a.classes {
		if t := a.next[c]; t != 0 {
			queue = append(queue, t)
		}
	}
	for i := 0; i < len(queue); i++ {
		s := queue[i]
		a.out[s] = append(a.out[s], a.out[suffix[s]]...)
		for c := range a.classes {
			at := int(s)*a.classes + c
			back := a.next[int(suffix[s])*a.classes+c]
			if t := a.next[at]; t != 0 {
				suffix[t] = back
				queue = append(queue, t)
			} else {
				a.next[at] = back
			}
		}
	}
	a.ends = make([]bool, len(a.out))
	for s := range a.out {
		a.ends[s] = len(a.out[s]) > 0
	}
}

// seen is a set of literals.
type seen []uint64

func (s seen) has(n int) bool { return s[n/64]&(1<<(n%64)) != 0 }

// or returns the literals that are in either set.
func (s seen) or(other seen) seen {
	both := slices.Clone(s)
	for i, w := range other {
		both[i] |= w
	}
	return both
}

// each reports whether one literal of each list is in the set.
func (s seen) each(lists [][]int) bool {
	for _, l := range lists {
		if !s.any(l) {
			return false
		}
	}
	return true
}

func (s seen) any(literals []int) bool {
	for _, n := range literals {
		if s.has(n) {
			return true
		}
	}
	return false
}

// find returns the literals that are in the texts.
func (a *automaton) find(size int, texts ...hay) seen {
	found := make(seen, (size+63)/64)
	for _, h := range texts {
		text, s := h.low, uint32(0)
		for i := range len(text) {
			s = a.next[int(s)*a.classes+int(a.class[text[i]])]
			if !a.ends[s] {
				continue
			}
			for _, n := range a.out[s] {
				rest := a.rest[n]
				if rest != "" && (i+1 == len(text) || rest[0] != text[i+1] || !strings.HasPrefix(text[i+1:], rest)) ||
					a.wide[n] != "" && !strings.HasSuffix(text[:i+1], a.wide[n]) {
					continue
				}
				found[n/64] |= 1 << (n % 64)
			}
		}
	}
	return found
}

// each calls do with the end of every occurrence of a literal in the text, in order.
func (a *automaton) each(text []byte, do func(end int)) {
	s := uint32(0)
	for i, b := range text {
		s = a.next[int(s)*a.classes+int(a.class[b])]
		if a.ends[s] {
			do(i + 1)
		}
	}
}
