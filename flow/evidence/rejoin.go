package evidence

import (
	"strings"
	"unicode/utf8"
)

// rejoin puts lines together that were broken at a column, in the middle of words: what a copy from a terminal holds. It does
// so only where an object proves it. A line break inside of a string is never a program's own, and one inside of an
// identifier is no word wrap's either; every line broken like that has to be as wide as the widest. Everything else stays
// as it is, and unwrap offers readings of it.
func (v vocabulary) rejoin(text string) string {
	w := wrapping{text: text}
	w.measure()
	at := make([]seam, len(w.ends))
	width := 0
	for _, b := range w.breaks() {
		if !w.proven(b) {
			continue
		}
		width = w.widest(b)
		for n := b.first; n < b.last; n++ {
			if w.widths[n] == width || b.inside(n) {
				at[n] = tight
			}
			if at[n] == tight && b.inside(n) && (w.widths[n] == width-1 && !w.wideAfter(n) || w.spaced(n) || v.twoWords(w.line(n), w.line(n+1))) {
				at[n] = loose // The space at which it was broken was not copied.
			}
		}
	}
	if width == 0 {
		return text
	}
	for n := range at[:len(at)-1] { // What leads to the objects and follows them was as wide.
		if at[n] == apart && w.widths[n] == width && w.goesOn(n+1) {
			at[n] = tight
		}
	}
	return w.joined(at)
}

// mayRejoin reports whether a text may have such lines: there is an object, and a line break that does not end the text.
func mayRejoin(text string) bool {
	n := strings.IndexByte(text, '\n')
	return n >= 0 && strings.IndexByte(text, '{') >= 0 && strings.TrimSpace(text[n:]) != ""
}

// seam is how a line goes on in the next one.
type seam uint8

const (
	apart seam = iota // It ends.
	tight
	loose // With a space between.
)

// wrapping is a text with the measures of its lines.
type wrapping struct {
	text    string
	starts  []int // Of each line.
	ends    []int // Of each line, without white space at its end.
	indents []int // White space at the start, in bytes.
	widths  []int // In columns, without white space at the end.
}

func (w *wrapping) measure() {
	at := 0
	for line := range strings.SplitSeq(w.text, "\n") {
		bare := strings.TrimRight(line, " \t")
		w.starts = append(w.starts, at)
		w.ends = append(w.ends, at+len(bare))
		w.indents = append(w.indents, len(bare)-len(strings.TrimLeft(bare, " \t")))
		w.widths = append(w.widths, columns(bare))
		at += len(line) + 1
	}
}

func (w *wrapping) line(n int) string { return w.text[w.starts[n]:w.ends[n]] }

// broken is an object with the line breaks that stand inside of its strings.
type broken struct {
	first, last int // The lines that it begins and ends on.
	lines       []int
	strings     []string // The string that each of the breaks is in, without line breaks and the indentation after them.
}

// inside reports whether the line ends inside of a string.
func (b *broken) inside(line int) bool {
	for _, n := range b.lines {
		if n == line {
			return true
		}
	}
	return false
}

// widest is the width of the object's widest line, of those that another one follows.
func (w *wrapping) widest(b broken) int {
	width := 0
	for n := b.first; n < b.last; n++ {
		width = max(width, w.widths[n])
	}
	return width
}

// proven reports whether the object was broken at a column and not between words.
func (w *wrapping) proven(b broken) bool {
	width := w.widest(b)
	if width < minWrap || w.widths[b.last] > width {
		return false
	}
	full, sure := 0, false
	for n := b.first; n < b.last; n++ { // Between a quotation mark and its backslash.
		sure = sure || w.widths[n] == width && strings.HasSuffix(w.line(n), `\`)
	}
	if len(b.lines) == 0 && !sure {
		return false
	}
	for i, n := range b.lines {
		switch w.widths[n] {
		case width:
			full++
			sure = sure || token(b.strings[i]) && w.text[w.ends[n]-1] != '-'
		case width - 1:
		default:
			return false
		}
	}
	if sure {
		return true
	}
	all := 0 // Lines of the object that are full, if every one of them is.
	for n := b.first; n < b.last; n++ {
		if w.widths[n] < width-1 {
			return full >= 3
		}
		if w.widths[n] == width {
			all++
		}
	}
	return all >= 2
}

// token reports whether the text is an id, a type or an address, which have no spaces.
func token(s string) bool {
	return len(s) >= 8 && identifier(s) && (strings.ContainsAny(s, "_0123456789") || strings.Contains(s, "://"))
}

// wideAfter reports whether the next line begins with a character that did not fit into the last column.
func (w *wrapping) wideAfter(n int) bool {
	r, _ := utf8.DecodeRuneInString(w.text[w.starts[n+1]+w.indents[n+1] : w.ends[n+1]])
	return r != utf8.RuneError && runeColumns(r) == 2
}

// spaced reports whether a space at the line's end was copied.
func (w *wrapping) spaced(n int) bool { return w.text[w.ends[n]] != '\n' }

// goesOn reports whether the line can be the rest of the one before it: it is not empty and does not look like a line of
// its own, as headers, what curl -v prints, frames of a stack and log lines do.
func (w *wrapping) goesOn(n int) bool {
	line := w.line(n)
	bare := strings.TrimLeft(line, " \t")
	if bare == "" || timestamp.MatchString(line+" ") || headerLine.MatchString(line) || strings.HasPrefix(bare, "at ") || headLine.MatchString(bare) {
		return false
	}
	return len(bare) < 2 || bare[1] != ' ' || strings.IndexByte("<>*-+|#{}", bare[0]) < 0
}

// joined writes the text with its lines put together.
func (w *wrapping) joined(at []seam) string {
	var b strings.Builder
	b.Grow(len(w.text))
	for n := 0; n < len(w.ends); {
		last := n
		for last < len(at)-1 && at[last] != apart {
			last++
		}
		hang := w.hang(n, last)
		b.WriteString(w.line(n))
		for i := n + 1; i <= last; i++ {
			part := w.text[w.starts[i]+min(hang, w.indents[i]) : w.ends[i]]
			if at[i-1] == loose && !strings.HasPrefix(part, " ") {
				b.WriteByte(' ')
			}
			b.WriteString(part)
		}
		if n = last + 1; n < len(w.ends) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// hang is how far the lines after the first one are indented by what wrapped or quoted them. A space more may be the text's.
func (w *wrapping) hang(first, last int) int {
	least := -1
	for n := first + 1; n <= last; n++ {
		if w.ends[n] > w.starts[n] && (least < 0 || w.indents[n] < least) {
			least = w.indents[n]
		}
	}
	switch more := least - w.indents[first]; {
	case least <= 0:
		return 0
	case more == 1, more > 0 && more%2 == 1 && last == first+1:
		return least - 1
	}
	return least
}

const (
	maxScan  = 4 << 10 // Bytes of a string that is looked at for breaks.
	maxTries = 64      // Quotation marks that turn out not to begin a string.
)

// breaks returns the objects of the text with the line breaks in their strings.
func (w *wrapping) breaks() []broken {
	var all []broken
	var b broken
	depth, line, tries := 0, 0, 0
	before := byte('\n') // The last character that is no white space.
	for i := 0; i < len(w.text); i++ {
		c := w.text[i]
		switch {
		case c == '\n':
			line++
			continue
		case c == ' ' || c == '\t':
			continue
		case c == '{':
			if depth++; depth == 1 {
				b = broken{first: line}
			}
		case c == '}' && depth > 0:
			if depth--; depth == 0 {
				b.last = line
				all = append(all, b)
			}
		case depth > 0 && (c == '"' || c == '\'') && tries < maxTries && strings.IndexByte("{[,:=>(+\\", before) >= 0:
			end := w.stringEnd(i)
			if end < 0 {
				tries++
				break
			}
			if raw := w.text[i+1 : end]; strings.IndexByte(raw, '\n') >= 0 {
				whole := withoutBreaks(raw)
				for range strings.Count(raw, "\n") {
					b.lines = append(b.lines, line)
					b.strings = append(b.strings, whole)
					line++
				}
			}
			i = end
		}
		before = c
	}
	if depth > 0 { // Cut off.
		b.last = line
		all = append(all, b)
	}
	return all
}

// stringEnd returns the place of the quotation mark that ends the string at the place, or -1. A mark with more backslashes
// before it than the first one has is the string's own.
func (w *wrapping) stringEnd(at int) int {
	level := 0
	for level < at && w.text[at-1-level] == '\\' {
		level++
	}
	run := 0
	for i := at + 1; i < min(len(w.text), at+maxScan); i++ {
		switch w.text[i] {
		case '\\':
			run++
			continue
		case '\n':
			continue // It may stand between a mark and its backslashes.
		case w.text[at]:
			if run <= level && w.ended(i+1) {
				return i
			}
		}
		run = 0
	}
	return -1
}

// ended reports whether a string can end before the place.
func (w *wrapping) ended(i int) bool {
	for i < len(w.text) && (w.text[i] == ' ' || w.text[i] == '\t' || w.text[i] == '\n') {
		i++
	}
	return i >= len(w.text) || strings.IndexByte(",:}]=;)+\\", w.text[i]) >= 0
}

// withoutBreaks takes line breaks and the white space around them out of a string.
func withoutBreaks(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		b.WriteString(strings.TrimSpace(line))
	}
	return strings.TrimRight(b.String(), "\\")
}
