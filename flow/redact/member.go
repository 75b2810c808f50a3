package redact

import (
	"slices"
	"strings"
)

// maxBeside is how far, in bytes, a name and its value stand apart that are both members of one object.
const maxBeside = 256

// beside finds the value of a name that is itself the value of a member such as name, in {"name":"api-key","value":"…"}.
func (c *cut) beside(start, i int) (at int, ok bool) {
	s := c.text
	if !isNamed(s, start) {
		return 0, false
	}
	if at, ok := formData(s, start, i); ok {
		return at, true
	}
	return member(s, i, "value", "values", "default", "content")
}

// isNamed reports whether a sign and a word such as name stand in front of start.
func isNamed(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], 32), " \t\"'`[")
	label := strings.TrimRight(before, ":=>")
	if len(label) == len(before) {
		return false
	}
	label = strings.TrimRight(label, " \t\"'`")
	at := back(label, len(label), inWord)
	return isNaming(label[at:])
}

func isNaming(word string) bool {
	switch strings.ToLower(word) {
	case "name", "key", "header", "variable", "field", "parameter", "param", "env", "k", "n", "headername", "parametername", "attribute", "label":
		return true
	}
	return false
}

// member returns where what follows one of the labels begins, that stands near behind i in the same object.
func member(s string, i int, labels ...string) (at int, ok bool) {
	for end := min(len(s), i+maxBeside); i < end; i++ {
		switch {
		case s[i] == '{' || s[i] == '}', s[i] == '\n' && newline(s, i+1) > i+1:
			return 0, false
		case !inWord[s[i]]:
			continue
		}
		from := i
		i = span(s, i, inWord)
		word := strings.ToLower(s[from:i])
		j, _ := openQuote(s, i)
		j = blanks(s, j)
		n := separator(s, j)
		if n == 0 && j < len(s) && s[j] == '>' && from > 0 && s[from-1] == '<' {
			n = 1
		}
		switch {
		case n == 0:
		case slices.Contains(labels, word):
			return j + n, true
		case isNaming(word):
			return 0, false
		}
	}
	return 0, false
}
