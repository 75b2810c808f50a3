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
const maxSlow = 16 << 10

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

// match reports whether the text has a match, where that shows without regexp.
func (l *Lazy) match(text string) (found, known bool) {
	a := l.quick.Load()
	switch {
	case a == none:
		return false, false
	case a == nil && l.seen.Add(int64(len(text))+1) < maxSlow:
		return false, false
	case a == nil:
		a = automatonOf(l.Expr) // Two at once make the same.
		l.quick.Store(a)
	}
	if found, known = a.match(text); !known {
		l.quick.Store(none)
	}
	return found, known
}

// in returns the compiled expression if the text has a match or may have one, else nil.
func (l *Lazy) in(text string) *regexp.Regexp {
	if found, known := l.match(text); known && !found {
		return nil
	}
	return l.Re()
}

// MatchString reports whether the text has a match.
func (l *Lazy) MatchString(text string) bool {
	if found, known := l.match(text); known {
		return found
	}
	return l.Re().MatchString(text)
}

// FindString returns the first match, "" for none.
func (l *Lazy) FindString(text string) string {
	if re := l.in(text); re != nil {
		return re.FindString(text)
	}
	return ""
}

// FindStringIndex returns the place of the first match.
func (l *Lazy) FindStringIndex(text string) []int {
	if re := l.in(text); re != nil {
		return re.FindStringIndex(text)
	}
	return nil
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
	if re := l.in(text); re != nil {
		return re.FindStringSubmatchIndex(text)
	}
	return nil
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
	if re := l.in(text); re != nil {
		return re.FindAllStringIndex(text, n)
	}
	return nil
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
	if re := l.in(text); re != nil {
		return re.FindAllStringSubmatchIndex(text, n)
	}
	return nil
}

// ReplaceAllString returns the text with every match replaced, in which $1 is the first group.
func (l *Lazy) ReplaceAllString(text, with string) string {
	if re := l.in(text); re != nil {
		return re.ReplaceAllString(text, with)
	}
	return text
}

// ReplaceAllStringFunc returns the text with every match replaced by what with returns for it.
func (l *Lazy) ReplaceAllStringFunc(text string, with func(string) string) string {
	if re := l.in(text); re != nil {
		return re.ReplaceAllStringFunc(text, with)
	}
	return text
}
