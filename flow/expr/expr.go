// Package expr searches texts by regular expressions of which most do not match, as regexp does.
package expr

import (
	"regexp"
	"sync/atomic"
)

// Lazy is a regular expression that is compiled when it is first needed. Its methods are those of regexp, with the same results. The
// zero value with an Expr is ready. It is safe for concurrent use.
type Lazy struct {
	Expr string

	ready atomic.Pointer[regexp.Regexp]
	seen  atomic.Int64 // Bytes that were searched.
	quick atomic.Pointer[automaton]
}

// maxSlow is how many bytes are searched by regexp before an automaton is made: fewer do not pay for it.
const maxSlow = 3 << 10

// Re returns the compiled expression.
func (l *Lazy) Re() *regexp.Regexp {
	re := l.ready.Load()
	if re == nil {
		re = regexp.MustCompile(l.Expr) // Two at once make the same.
		l.ready.Store(re)
	}
	return re
}

// none stands for the automaton of an expression that is searched without one.
var none = new(automaton)

// match reports whether a match begins at the place in the text or behind it, and behind which character, where that shows without
// regexp.
func (l *Lazy) match(text string, at int) (low int, found, known bool) {
	a := l.quick.Load()
	switch {
	case a == none:
		return 0, false, false
	case a == nil && l.seen.Add(int64(len(text))+1) < maxSlow:
		return 0, false, false
	case a == nil:
		a = automatonOf(l.Expr) // Two at once make the same.
		l.quick.Store(a)
		l.ready.Store(nil) // Most expressions are not found once more.
	}
	if low, found, known = a.match(text, at); !known {
		l.quick.Store(none)
	}
	return low, found, known
}

// finding is a method of regexp that finds the first match.
type finding func(re *regexp.Regexp, text string) []int

// next finds the first match at the place or behind it, or nil where there is none. Regexp is slow, and searches from shortly before the
// match on. It cannot tell there what stands before, so where a match begins with the text that it was given, it is not known.
func (l *Lazy) next(text string, at int, find finding) (place []int, known bool) {
	low, found, known := l.match(text, at)
	if !found || !known {
		return nil, known
	}
	place = find(l.Re(), text[low:])
	if at+low > 0 && (place == nil || place[0] == 0) {
		return nil, false
	}
	for i := range place {
		if place[i] >= 0 {
			place[i] += low
		}
	}
	return place, true
}

// all finds the first n matches, all of them for -1, or does not know.
func (l *Lazy) all(text string, n int, find finding) (places [][]int, known bool) {
	for at := 0; n < 0 || len(places) < n; {
		place, known := l.next(text, at, find)
		if place == nil {
			return places, known
		}
		if place[0] == place[1] {
			return nil, false // What follows an empty match is a matter of its own.
		}
		places, at = append(places, place), place[1]
	}
	return places, true
}

// in returns the compiled expression if the text has a match or may have one, else nil.
func (l *Lazy) in(text string) *regexp.Regexp {
	if _, found, known := l.match(text, 0); known && !found {
		return nil
	}
	return l.Re()
}

// MatchString reports whether the text has a match.
func (l *Lazy) MatchString(text string) bool {
	if _, found, known := l.match(text, 0); known {
		return found
	}
	return l.Re().MatchString(text)
}

// FindString returns the first match, "" for none.
func (l *Lazy) FindString(text string) string {
	if place := l.FindStringIndex(text); place != nil {
		return text[place[0]:place[1]]
	}
	return ""
}

// FindStringIndex returns the place of the first match.
func (l *Lazy) FindStringIndex(text string) []int {
	if place, known := l.next(text, 0, (*regexp.Regexp).FindStringIndex); known {
		return place
	}
	return l.Re().FindStringIndex(text)
}

// FindStringSubmatch returns the first match and its groups.
func (l *Lazy) FindStringSubmatch(text string) []string {
	if re := l.in(text); re != nil {
		return re.FindStringSubmatch(text)
	}
	return nil
}

// FindStringSubmatchIndex returns the places of the first match and its groups.
func (l *Lazy) FindStringSubmatchIndex(text string) []int {
	if place, known := l.next(text, 0, (*regexp.Regexp).FindStringSubmatchIndex); known {
		return place
	}
	return l.Re().FindStringSubmatchIndex(text)
}

// FindAllString returns the first n matches; all of them for -1.
func (l *Lazy) FindAllString(text string, n int) []string {
	if re := l.in(text); re != nil {
		return re.FindAllString(text, n)
	}
	return nil
}

// FindAllStringIndex returns their places.
func (l *Lazy) FindAllStringIndex(text string, n int) [][]int {
	if places, known := l.all(text, n, (*regexp.Regexp).FindStringIndex); known {
		return places
	}
	return l.Re().FindAllStringIndex(text, n)
}

// FindAllStringSubmatch returns the first n matches and their groups.
func (l *Lazy) FindAllStringSubmatch(text string, n int) [][]string {
	if re := l.in(text); re != nil {
		return re.FindAllStringSubmatch(text, n)
	}
	return nil
}

// FindAllStringSubmatchIndex returns their places.
func (l *Lazy) FindAllStringSubmatchIndex(text string, n int) [][]int {
	if places, known := l.all(text, n, (*regexp.Regexp).FindStringSubmatchIndex); known {
		return places
	}
	return l.Re().FindAllStringSubmatchIndex(text, n)
}

// ReplaceAllString returns the text with every match replaced, in which $1 is the first group.
func (l *Lazy) ReplaceAllString(text, with string) string {
	places, known := l.all(text, -1, (*regexp.Regexp).FindStringSubmatchIndex)
	if !known {
		return l.Re().ReplaceAllString(text, with)
	}
	if places == nil {
		return text
	}
	var out []byte
	at := 0
	for _, place := range places {
		out = l.Re().ExpandString(append(out, text[at:place[0]]...), with, text, place)
		at = place[1]
	}
	return string(append(out, text[at:]...))
}

// ReplaceAllStringFunc returns the text with every match replaced by what with returns for it.
func (l *Lazy) ReplaceAllStringFunc(text string, with func(string) string) string {
	if re := l.in(text); re != nil {
		return re.ReplaceAllStringFunc(text, with)
	}
	return text
}
