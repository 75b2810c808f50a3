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

// readings is unwrap for a string whose lines of full width are marked.
func readings(text string) (spaced, joined string) {
	var s, j strings.Builder
	for i, line := range strings.Split(text, "\n") {
		word := strings.TrimLeft(line, " \t")
		word = strings.TrimSuffix(word, string(full))
		if i > 0 {
			s.WriteByte(' ')
			// An indentation of an odd number is one of an even number and the text's own space.
			before, odd := j.String(), (len(line)-len(strings.TrimLeft(line, " \t")))%2 == 1
			if word == "" || odd || !strings.HasSuffix(before, string(full)) || !inWord(strings.TrimSuffix(before, string(full)), word) {
				j.WriteByte(' ')
			}
		}
		s.WriteString(word)
		j.WriteString(word)
		if strings.HasSuffix(line, string(full)) {
			j.WriteByte(full)
		}
	}
	spaced, joined = squeeze(s.String()), squeeze(strings.ReplaceAll(j.String(), string(full), ""))
	if joined == spaced {
		joined = ""
	}
	return spaced, joined
}

// fullLine reports whether the line that ends at the place is as wide as its neighbours, so that a terminal may have broken it
// in the middle of a word.
func (p *parser) fullLine(end int) bool {
	start := p.lineStart(end)
	if start < 0 {
		return false
	}
	width := columns(strings.TrimRight(p.s[start:end], " \t"+string(full)))
	if width < minWrap {
		return false
	}
	if start > 0 {
		if before := p.lineStart(start - 1); before < 0 || columns(p.s[before:start-1]) > width {
			return false
		}
	}
	next, _, _ := strings.Cut(p.s[end+1:min(len(p.s), end+1+maxWrap)], "\n")
	return columns(strings.TrimRight(next, " \t")) <= width
}

// lineStart returns where the line that ends at the place starts, or -1 if that is farther than terminals are wide.
func (p *parser) lineStart(end int) int {
	from := max(0, end-maxWrap)
	if n := strings.LastIndexByte(p.s[from:end], '\n'); n >= 0 {
		return from + n + 1
	}
	if from > 0 {
		return -1
	}
	return 0
}

// full stands before a line break for a line of full width. It is no character that a text has; see clean.
const full = '\v'

func wrapped(text string, breaks int) value {
	v := value{kind: str, text: text}
	if breaks == 0 {
		return v
	}
	v.text, v.joined = readings(text)
	text = strings.ReplaceAll(text, string(full), "")
	// An identifier has no spaces of its own: those that a break left go.
	if tight := strings.Join(strings.Fields(text), ""); strings.Count(strings.TrimSpace(v.text), " ") <= breaks && identifier(tight) && !sentence(text) {
		v.text, v.joined = tight, ""
	}
	return v
}

const (
	minWrap = 20      // Columns of the narrowest terminal taken into account.
	maxWrap = 1 << 10 // Bytes of a line of the widest one.
)

// inWord reports whether neither side of a line break is white space. An address ends where a sentence begins.
func inWord(before, after string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	if strings.Contains(lastWord(before), "://") && startsSentence(after) {
		return false
	}
	return r != ' ' && r != '\t' && before != "" && after[0] != ' '
}

func lastWord(text string) string { return text[strings.LastIndexByte(text, ' ')+1:] }

// columns is the width of a line in terminal cells, close enough to compare lines.
func columns(line string) int {
	n := 0
	for _, r := range line {
		n += runeColumns(r)
	}
	return n
}

// runeColumns is 2 for the characters of East Asia and most pictures, and 1 for others.
func runeColumns(r rune) int {
	switch {
	case r < 0x1100:
		return 1
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf && r != 0x303f, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1f64f,
		r >= 0x1f900 && r <= 0x1f9ff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
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
