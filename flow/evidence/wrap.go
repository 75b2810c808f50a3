package evidence

import (
	"strings"
	"unicode/utf8"
)

// unwrap joins the lines of a text that a terminal may have wrapped. It returns two readings: one takes every line break
// for a space, the other takes a break at the full width for one inside a word. The second is empty when it would be the same.
func unwrap(text string) (spaced, joined string) {
	if strings.IndexByte(text, '\n') < 0 {
		return squeeze(text), ""
	}
	lines := strings.Split(text, "\n")
	width := 0
	widths := make([]int, len(lines))
	for i, l := range lines {
		widths[i] = columns(l)
		if i < len(lines)-1 {
			width = max(width, widths[i])
		}
	}
	var s, j strings.Builder
	s.Grow(len(text))
	differ := false
	for i, l := range lines {
		word := strings.TrimLeft(l, " \t")
		if i > 0 {
			s.WriteByte(' ')
			if widths[i-1] < width || width < minWrap || word == "" || !inWord(lines[i-1], word) {
				j.WriteByte(' ')
			} else {
				differ = true
			}
		}
		s.WriteString(word)
		j.WriteString(word)
	}
	if !differ {
		return squeeze(s.String()), ""
	}
	return squeeze(s.String()), squeeze(j.String())
}

const minWrap = 20 // Columns of the narrowest terminal taken into account.

// inWord reports whether neither side of a line break is white space.
func inWord(before, after string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return r != ' ' && r != '\t' && before != "" && after[0] != ' '
}

// columns is the width of a line in terminal cells, close enough to compare lines.
func columns(line string) int {
	n := 0
	for _, r := range line {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n
}

// squeeze makes every run of white space one space.
func squeeze(text string) string {
	dirty := false
	space := false
	for i := range len(text) {
		c := text[i]
		if c == '\n' || c == '\t' || c == ' ' && space {
			dirty = true
			break
		}
		space = c == ' '
	}
	if !dirty {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}
