package redact

import (
	"strings"
)

// maxIndent is the widest indentation, in bytes, that a secret may go on behind.
const maxIndent = 256

// maxMargin is the widest margin of a row, in bytes.
const maxMargin = 192

// lineBreak returns the offset behind a line break at i, with the blanks before it, the indentation and the margin after it,
// or i if there is none. What says that the row goes on belongs to the break: a backslash, a rule at the right edge, and the
// end of one string with the start of the next. The margin is looked for in the row of start, too.
func lineBreak(s string, start, i int) int {
	j := blanks(s, i)
	if j < len(s) && isQuote(s[j]) && (s[j] != '`' || newline(s, blanks(s, j+1)) == blanks(s, j+1)) {
		if k := concatenation(s, start, j); k > j {
			return k
		}
		return i
	}
	for n := 0; n < 2 && j < len(s) && strings.IndexByte("\\|^`", s[j]) >= 0; n++ {
		j = blanks(s, j+1)
	}
	k := newline(s, j)
	if k == j {
		return i
	}
	return margin(s, start, k)
}

// concatenation returns the offset behind the quote at i, the sign that joins two strings, and the quote that opens the next.
func concatenation(s string, start, i int) int {
	j := blanks(s, i+1)
	for n := 0; n < 2 && j < len(s) && strings.IndexByte("|)", s[j]) >= 0; n++ {
		j = blanks(s, j+1)
	}
	joined := joint(s, j)
	j = blanks(s, joined)
	k := newline(s, j)
	if k > j {
		k = margin(s, start, k)
		if k > 0 && isQuote(s[k-1]) { // The margin of the row above begins with the same quote.
			return k
		}
		k = blanks(s, joint(s, k))
	} else if joined == j {
		return i
	}
	if k+1 < len(s) && strings.IndexByte("fFbBrR@$", s[k]) >= 0 {
		k++
	}
	if k < len(s) && isQuote(s[k]) && (k > j || joined > i+1) {
		return k + 1
	}
	return i
}

func joint(s string, i int) int {
	for _, sign := range []string{"..", "<>", "+", ".", "&", "\\", "~", "_", "`", "^"} {
		if strings.HasPrefix(s[i:], sign) {
			return i + len(sign)
		}
	}
	return i
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// newline returns the offset behind a line break, or i if there is none.
func newline(s string, i int) int {
	j := i
	for j < len(s) && s[j] == '\r' && j-i < 4 {
		j++
	}
	if j < len(s) && s[j] == '\n' {
		return j + 1
	}
	return j
}

func blanks(s string, i int) int {
	for n := 0; n < maxIndent && i < len(s) && (s[i] == ' ' || s[i] == '\t'); n++ {
		i++
	}
	return i
}

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
		if at := common(s, from, start, k); at > k {
			return gutter(s, at)
		}
	}
	return gutter(s, k)
}

// common returns the end of what the row at k has in common with the row at from, which is looked at up to start. Numbers and
// the width of blanks may differ. It ends behind a blank or a sign, and with no name of a secret in it.
func common(s string, from, start, k int) int {
	i, j, end := from, k, k
	for i < start && j < len(s) && j-k < maxMargin {
		a, b := s[i], s[j]
		switch {
		case blank(a) && blank(b):
			i, j = blanks(s, i), blanks(s, j)
			end = j
		case alnum(a) && alnum(b):
			x, y := alnums(s, i), alnums(s, j)
			if x > start || s[i:x] != s[j:y] && !(numeric(s[i:x]) && numeric(s[j:y])) {
				return unlabeled(s, k, end)
			}
			i, j = x, y
		case a == b && a != '\n':
			i, j = i+1, j+1
			if strings.IndexByte(`|>:]"'+`, a) >= 0 {
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
	at := back(name, len(name), inWord)
	if formOf(name[at:]) != none {
		return k
	}
	return end
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

func alnums(s string, i int) int {
	for i < len(s) && alnum(s[i]) && i < len(s) {
		i++
	}
	return i
}

// numeric reports whether a word is a number, also in hex, or a piece of a time.
func numeric(word string) bool {
	if len(word) > 16 {
		return false
	}
	digits := false
	for i := range len(word) {
		if !hex(word[i]) && word[i] != 'T' && word[i] != 'Z' {
			return false
		}
		digits = digits || digit(word[i])
	}
	return digits
}

// gutter returns the offset behind rules, signs of quotations and comments, numbers and times at the start of the row at k.
func gutter(s string, k int) int {
	for n := 0; n < 8; n++ {
		k = blanks(s, k)
		if k >= len(s) {
			break
		}
		end := k
		switch c := s[k]; {
		case c == '|':
			end++
		case strings.IndexByte("<>#/*;-+~!:", c) >= 0:
			for end < len(s) && s[end] == c && end-k < 4 {
				end++
			}
			if end < len(s) && !blank(s[end]) && newline(s, end) == end {
				end = k
			}
		case c == '[':
			if b := strings.IndexByte(s[k:min(len(s), k+64)], ']'); b > 0 && k+b+1 < len(s) && blank(s[k+b+1]) && !strings.Contains(s[k:k+b], "\n") {
				end = k + b + 1
			}
		case digit(c) || hex(c):
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
	end, digits, colons := k, 0, 0
	for end < len(s) && end-k < 40 && (hex(s[end]) || strings.IndexByte("T:.,Z+-/", s[end]) >= 0) {
		if digit(s[end]) {
			digits++
		}
		if s[end] == ':' {
			colons++
		}
		end++
	}
	follows := end < len(s) && blank(s[end])
	switch n := end - k; {
	case follows && colons >= 2 && digits >= 6: // A time.
		return end
	case follows && colons == 1 && s[end-1] == ':' && n <= 9 && digits > 0: // 00a0: or 12:.
		return end
	case digits == n && n <= 6 && (follows && s[end] == '\t' || strings.HasPrefix(s[blanks(s, end):], "|")):
		return blanks(s, end)
	}
	return k
}
