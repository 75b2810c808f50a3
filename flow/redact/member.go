package redact

import "strings"

// maxBeside is how far, in bytes, a name and its value stand apart that are both members of one object.
const maxBeside = 256

// isNamed reports whether a sign and a word such as name stand in front of start.
func isNamed(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], 32), " \t\"'`[")
	label := strings.TrimRight(before, ":=>")
	if len(label) == len(before) {
		return false
	}
	label = strings.TrimRight(label, " \t\"'`")
	return among(label[back(label, len(label), inWord):], naming)
}

// naming are the members whose value is a name.
const naming = "name key header variable field parameter param env k n headername parametername attribute label"

// member returns where what follows one of the labels begins, that stands near behind i in the same object.
func member(s string, i int, labels string) (at int, ok bool) {
	for end := min(len(s), i+maxBeside); i < end; i++ {
		if oneOf(s[i], "{}") || s[i] == '\n' && newline(s, i+1) > i+1 {
			return 0, false
		}
		from := i
		if i = span(s, i, inWord); i == from {
			continue
		}
		word := s[from:i]
		j, _ := openQuote(s, i)
		j = blanks(s, j)
		n := separator(s, j)
		if n == 0 && peek(s, j) == '>' && peek(s, from-1) == '<' {
			n = 1
		}
		switch {
		case n == 0:
		case among(word, labels):
			return j + n, true
		case among(word, naming):
			return 0, false
		}
	}
	return 0, false
}

// maxFormHead is how far below the name of a part of a form its value begins, in bytes.
const maxFormHead = 256

// formData returns where the value begins of the part of a form whose name is at start: below its headers, and an empty row.
func formData(s string, start, i int) (at int, ok bool) {
	row := s[nearBack(s, start, maxMargin, inRow):start]
	if !strings.Contains(strings.ToLower(row), "form-data") {
		return 0, false
	}
	for limit := min(len(s), i+maxFormHead); i < limit; {
		i = lineEnd(s, i) + 1
		if row := newline(s, min(i, len(s))); row > i && s[row-1] == '\n' {
			return row, row < len(s)
		}
	}
	return 0, false
}
