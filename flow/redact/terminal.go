package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	esc = 0x1b
	bel = 0x07
	st  = 0x9c // String terminator, as one C1 character.
)

// Terminal returns s without anything that could act on a terminal: escape sequences with their parameters and strings,
// control characters but newline and tab, bidirectional overrides and every other invisible format character. What is
// not UTF-8 becomes U+FFFD, and so does nothing else. The text inside a hyperlink stays, its address goes.
// It takes time linear in the length of s.
func Terminal(s string) string {
	if all(s, inPlain) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if n := sequence(s, i); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r == '\n' || r == '\t' || !acts(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// acts reports whether a character does something other than to be seen.
func acts(r rune) bool { return unicode.IsControl(r) || invisible(r) }

// invisible reports whether a character shows nothing and takes no place.
func invisible(r rune) bool {
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2028, 0x2029, 0x3164, 0xffa0:
		return true // Joiners, fillers and separators that Unicode does not count as format characters.
	}
	return unicode.Is(unicode.Cf, r)
}

// sequence returns the length of the escape sequence at i, or 0. A string that is not terminated on its line counts as its
// introducer only, so that no sequence can swallow the text.
func sequence(s string, i int) int {
	kind, n := introducer(s[i:])
	switch kind {
	case '[':
		return n + parameters(s[i+n:])
	case ']', 'P', 'X', '^', '_':
		return n + str(s[i+n:])
	}
	return n
}

// introducer returns what kind of sequence starts s, by the letter that follows ESC, and the length of the introducer.
// A lone ESC has the kind ESC.
func introducer(s string) (kind byte, n int) {
	switch {
	case s[0] == esc && len(s) == 1:
		return esc, 1
	case s[0] == esc:
		n = span(s, 1, inMiddle)
		if n > 1 { // Character sets and the like.
			return s[1], near(s, n, 1, inFinal)
		}
		if s[1] < 0x20 || s[1] > 0x7e {
			return esc, 1
		}
		return s[1], 2
	case s[0] == 0xc2 && len(s) > 1 && s[1] >= 0x80 && s[1] <= 0x9f: // C1 in UTF-8.
		return s[1] - 0x40, 2
	}
	return 0, 0
}

// parameters returns the length of a control sequence behind its introducer.
func parameters(s string) int {
	n := span(s, 0, inParameters)
	if c := peek(s, n); c >= 0x40 && c <= 0x7e {
		n++
	}
	return n
}

// str returns the length of a command string with its terminator, or 0 if it has none.
func str(s string) int {
	for n := 0; n < len(s); n++ {
		switch {
		case s[n] == bel:
			return n + 1
		case s[n] == esc && n+1 < len(s) && s[n+1] == '\\':
			return n + 2
		case s[n] == 0xc2 && n+1 < len(s) && s[n+1] == st:
			return n + 2
		case s[n] < 0x20 || s[n] == 0x7f, s[n] == 0xc2 && n+1 < len(s) && s[n+1] <= 0x9f:
			return 0
		}
	}
	return 0
}
