package redact

import "strings"

// lineBreak returns the offset behind a line break at i, with the blanks before it, the indentation and the margin after it,
// or i if there is none. What says that the row goes on belongs to the break: a backslash, a rule at the right edge, and the
// end of one string with the start of the next. The margin is looked for in the row of start, too.
func lineBreak(s string, start, i int) int {
	j := blanks(s, i)
	if q := peek(s, j); isQuote(q) && (q != '`' || newline(s, blanks(s, j+1)) == blanks(s, j+1)) {
		if k := concatenation(s, start, j); k > j {
			return k
		}
		return i
	}
	for n := 0; n < 2 && oneOf(peek(s, j), "\\|^`"); n++ {
		j = blanks(s, j+1)
	}
	if k := newline(s, j); k > j {
		return margin(s, start, k)
	}
	return i
}

// concatenation returns the offset behind the quote at i, the sign that joins two strings, and the quote that opens the next.
func concatenation(s string, start, i int) int {
	j := blanks(s, i+1)
	for n := 0; n < 2 && oneOf(peek(s, j), "|)"); n++ {
		j = blanks(s, j+1)
	}
	joined := joint(s, j)
	j = blanks(s, joined)
	k := newline(s, j)
	if k > j {
		if k = margin(s, start, k); isQuote(peek(s, k-1)) { // The margin of the row above begins with the same quote.
			return k
		}
		k = blanks(s, joint(s, k))
	} else if joined == j {
		return i
	}
	if k+1 < len(s) && oneOf(s[k], "fFbBrR@$") {
		k++
	}
	if isQuote(peek(s, k)) && (k > j || joined > i+1) {
		return k + 1
	}
	return i
}

// joint skips the sign that joins two strings.
func joint(s string, i int) int {
	if strings.HasPrefix(s[i:], "..") || strings.HasPrefix(s[i:], "<>") {
		return i + 2
	}
	return near(s, i, 1, inJoints)
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// newline returns the offset behind a line break, or i if there is none.
func newline(s string, i int) int {
	for n := 0; n < 4 && peek(s, i) == '\r'; n++ {
		i++
	}
	if peek(s, i) == '\n' {
		i++
	}
	return i
}

func blanks(s string, i int) int { return near(s, i, maxIndent, inBlank) }

// white skips blanks and line breaks.
func white(s string, i int) int { return near(s, i, maxIndent, inWhite) }

// rowStart returns where the row of i begins, if that is near.
func rowStart(s string, i int) (at int, near bool) {
	from := max(0, i-2*maxMargin)
	if k := strings.LastIndexByte(s[from:i], '\n'); k >= 0 {
		return from + k + 1, true
	}
	return from, from == 0
}

// margin returns where the text of the row at k begins, behind what stands in front of every row: what this row has in common
// with the row of start, up to there, or else rules, signs of a quotation or comment, numbers and times.
func margin(s string, start, k int) int {
	if from, near := rowStart(s, start); near && from < start {
		k = max(k, common(s, from, start, k))
	}
	return gutter(s, k)
}

// common returns the end of what the row at k has in common with the row at from, which is looked at up to start. Numbers and
// the width of blanks may differ. It ends behind a blank or a sign, and with no name of a secret in it.
func common(s string, from, start, k int) int {
	i, j, end := from, k, k
	for i < start && j < len(s) && j-k < maxMargin {
		x, y := span(s, i, inAlnum), span(s, j, inAlnum)
		switch {
		case blank(s[i]) && blank(s[j]):
			i, j = blanks(s, i), blanks(s, j)
			end = j
		case x > i && y > j && x <= start && (s[i:x] == s[j:y] || numeric(s[i:x]) && numeric(s[j:y])):
			i, j = x, y
		case x == i && s[i] == s[j] && s[i] != '\n':
			i, j = i+1, j+1
			if oneOf(s[i-1], `|>:]"'+`) {
				end = j
			}
		default:
			return unlabeled(s, k, end)
		}
	}
	return unlabeled(s, k, end)
}

// unlabeled returns end, or k if the text between ends with the name of a secret and a sign that a value follows.
func unlabeled(s string, k, end int) int {
	label := strings.TrimRight(s[k:end], " \t\"'")
	name := strings.TrimRight(label, ":=|>")
	if len(name) == len(label) {
		return end
	}
	name = strings.TrimRight(name, " \t\"'")
	if formOf(name[back(name, len(name), inWord):]) != none {
		return k
	}
	return end
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// numeric reports whether a word is a number, also in hex, or a piece of a time.
func numeric(word string) bool {
	return len(word) <= 16 && all(word, inNumeric) && countOf(word, inDigits) > 0
}

// gutter returns the offset behind rules, signs of quotations and comments, numbers and times at the start of the row at k.
func gutter(s string, k int) int {
	for range 8 {
		k = blanks(s, k)
		end := k
		switch c := peek(s, k); {
		case c == '|':
			end++
		case oneOf(c, "<>#/*;-+~!:"):
			for peek(s, end) == c && end-k < 4 {
				end++
			}
			if end < len(s) && !blank(s[end]) && newline(s, end) == end {
				return k
			}
		case c == '[':
			if b := strings.IndexAny(s[k:min(len(s), k+64)], "]\n"); b > 0 && s[k+b] == ']' && blank(peek(s, k+b+1)) {
				end = k + b + 1
			}
		case hex(c):
			end = numbered(s, k)
		}
		if end == k {
			break
		}
		k = end
	}
	return k
}

// numbered returns the offset behind the number of a line, the offset of a dump, or a time at k, or k.
func numbered(s string, k int) int {
	end := near(s, k, 40, inTime)
	n, digits, colons := end-k, countOf(s[k:end], inDigits), strings.Count(s[k:end], ":")
	switch follows := peek(s, end); {
	case blank(follows) && (colons >= 2 && digits >= 6 || // A time.
		colons == 1 && s[end-1] == ':' && n <= 9 && digits > 0): // 00a0: or 12:.
		return end
	case digits == n && n <= 6 && (follows == '\t' || peek(s, blanks(s, end)) == '|'):
		return blanks(s, end)
	}
	return k
}

// lineEnd returns where the row of i ends, or how far one is looked at.
func lineEnd(s string, i int) int {
	end := min(len(s), i+maxRow)
	if k := strings.IndexByte(s[i:end], '\n'); k >= 0 {
		return i + k
	}
	return end
}
