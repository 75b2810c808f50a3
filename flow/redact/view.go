package redact

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// view is a text as its reader takes it: escapes of JSON, C, shells, Markdown, URLs and HTML are decoded at any depth, what
// shows nothing is dropped, and the signs that stand for a hyphen, a blank, a quote or a rule between columns are those of
// ASCII. Every rule looks at a view and cuts from the text behind it.
type view struct {
	from  string
	text  string
	marks []mark // Where the two differ, in order.
	acts  bool   // Sequences for a terminal were dropped, each of which may end with the first letter of a secret.
}

// mark says that one byte of the view at an offset, or none, stands for a stretch of the text.
type mark struct {
	at       int
	from, to int
	shown    bool
}

// look returns the view of a text. It takes time linear in the length of s.
func look(s string) view {
	v := view{from: s, text: s}
	var b strings.Builder
	done := 0
	for i := span(s, 0, ordinary); i < len(s); i = span(s, i, ordinary) {
		c, n := decode(s, i)
		if n <= 0 || n == 1 && c == s[i] {
			i += max(1, -n, n)
			continue
		}
		if done == 0 {
			b.Grow(len(s))
		}
		b.WriteString(s[done:i])
		v.marks = append(v.marks, mark{at: b.Len(), from: i, to: i + n, shown: c != 0})
		if c != 0 {
			b.WriteByte(c)
		}
		v.acts = v.acts || s[i] == esc || c == 0 && n > 1 && s[i] == 0xc2
		i += n
		done = i
	}
	if len(v.marks) > 0 {
		b.WriteString(s[done:])
		v.text = b.String()
	}
	return v
}

// ordinary are the bytes that always stand for themselves.
var ordinary = allBut("\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff\\%&<[^")

// source returns where in the text the byte of the view at an offset starts, and where it ends.
func (v *view) source(at int) (start, end int) {
	k := sort.Search(len(v.marks), func(k int) bool { return v.marks[k].at > at }) - 1
	if k < 0 {
		return at, at + 1
	}
	m := &v.marks[k]
	switch start = m.to + at - m.at; {
	case m.shown && m.at == at:
		return m.from, m.to
	case m.shown:
		start--
	}
	return start, start + 1
}

// depth returns how many bytes spell the byte of the view at an offset. More than one of them are an escape.
func (v *view) depth(at int) int {
	start, end := v.source(at)
	return end - start
}

// escaped reports whether the byte at an offset is escaped with backslashes or for a URL, more deeply than depth.
func (v *view) escaped(at, depth int) bool {
	start, end := v.source(at)
	return end-start > depth && (v.from[start] == '\\' || v.from[start] == '%')
}

// decode returns what the text at i stands for and the length of that. A zero byte is nothing. A length below one says how
// much stands for itself.
func decode(s string, i int) (c byte, n int) {
	switch s[i] {
	case '\\':
		return backslash(s, i)
	case '%':
		return percent(s, i)
	case '&':
		return entity(s, i)
	case '<', '[', '^':
		if n := markup(s, i); n > 0 {
			return 0, n
		}
		return s[i], 1
	case esc:
		return 0, max(1, sequence(s, i))
	}
	if s[i] < utf8.RuneSelf {
		return 0, 1 // Another control character.
	}
	if s[i] >= 0xe4 && s[i] < 0xef { // Most of the East Asian letters.
		return 0, -min(3, len(s)-i)
	}
	if n := sequence(s, i); n > 0 {
		return 0, n
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if escaped := colour(s[i+n:]); r == 0x241b && escaped > 0 { // The sign for an escape.
		return 0, n + escaped
	}
	if c := plainSign(r); c != 0 || n > 1 && invisible(r) {
		return c, n
	}
	return 0, -n
}

// markup returns the length of what stands within a word at i and shows nothing: a tag that sets off a part of it, or a colour whose
// escape got lost, "[01;31m", "^[[0m", "[K"; 0 where there is none.
func markup(s string, i int) int {
	n := colour(s[i:])
	if s[i] == '<' {
		if before := peek(s, i-1); !inToken[before] && before != '>' {
			return 0
		}
		n = tagLen(s[i:])
	}
	if next := peek(s, i+n); n == 0 || !inToken[next] && !oneOf(next, "<[^") {
		return 0
	}
	return n
}

// inline are the tags that set off a part of a word.
const inline = "a b big br code del em font hl highlight i ins kbd mark q s samp small span strong sub sup tt u var wbr"

// tagLen returns the length of the tag that s begins with if it sets off a part of a word, or 0.
func tagLen(s string) int {
	end := strings.IndexAny(s[1:min(len(s), maxTag)], "<>\n") + 1
	if end <= 1 || s[end] != '>' {
		return 0
	}
	name := strings.TrimPrefix(s[1:end], "/")
	n := span(name, 0, inLetter)
	if !among(name[:n], inline) || n < len(name) && name[n] != ' ' && name[n] != '/' {
		return 0
	}
	if len(name)-n >= minHidden {
		if _, found := Secrets(name[n:]); found > 0 {
			return 0 // It would be out of sight within the tag.
		}
	}
	return end + 1
}

// colour returns the length of the sequence without its escape that s begins with, or 0.
func colour(s string) int {
	from := len(s) - len(strings.TrimPrefix(s, "^["))
	n := near(s, from+1, 20, inColour)
	if c := peek(s, n); peek(s, from) != '[' || c != 'm' && (c != 'K' || n-from > 2) {
		return 0
	}
	return n + 1
}

// plainSigns are the signs of ASCII that characters stand for. The first that fits counts.
var plainSigns = []struct {
	from, to rune
	sign     byte
}{
	{0x2010, 0x2015, '-'},
	{0x2212, 0x2212, '-'},
	{0xfe58, 0xfe58, '-'},
	{0xfe63, 0xfe63, '-'},
	{0x2043, 0x2043, '-'},
	{0x2027, 0x2027, '-'},
	{0xa0, 0xa0, ' '},
	{0x2000, 0x200a, ' '},
	{0x202f, 0x202f, ' '},
	{0x205f, 0x205f, ' '},
	{0x3000, 0x3000, ' '},
	{0x2018, 0x201b, '\''},
	{0x201c, 0x201f, '"'},
	{0xab, 0xab, '"'},
	{0xbb, 0xbb, '"'},
	{0x2028, 0x2029, '\n'},
	{0x85, 0x85, '\n'},
	{0x2500, 0x2501, '-'},
	{0x2504, 0x2505, '-'},
	{0x2508, 0x2509, '-'},
	{0x254c, 0x254d, '-'},
	{0x2550, 0x2550, '-'}, // Boxes, of which all but these are rules between columns.
	{0x253c, 0x253c, '+'},
	{0x253f, 0x253f, '+'},
	{0x2542, 0x2542, '+'},
	{0x254b, 0x254b, '+'},
	{0x256a, 0x256c, '+'},
	{0x2500, 0x257f, '|'},
	{0x2588, 0x2590, '|'},
}

// plainSign returns the sign of ASCII that a character stands for, or 0.
func plainSign(r rune) byte {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return byte(r - 0xff01 + '!')
	case r >= 0x1d7ce && r <= 0x1d7ff: // Digits and letters of formulas.
		return byte('0' + (r-0x1d7ce)%10)
	case r >= 0x1d400 && r < 0x1d6a4:
		return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(r-0x1d400)%52]
	}
	for _, of := range plainSigns {
		if r >= of.from && r <= of.to {
			return of.sign
		}
	}
	return 0
}

// backslash decodes an escape of JSON, C, a shell or Markdown, however many backslashes it has.
func backslash(s string, i int) (c byte, n int) {
	j := i
	for peek(s, j) == '\\' {
		j++
	}
	c = peek(s, j)
	at, digits, base := j+1, 0, 16
	switch {
	case oneOf(c, "nrt"):
		return "\n\r\t"[strings.IndexByte("nrt", c)], j + 1 - i
	case c == 'e' && peek(s, j+1) == '[':
		return character(s, esc, j+1, i)
	case c == 'x':
		digits = 2
	case c == 'u' && peek(s, j+1) == '{':
		at++
		digits = strings.IndexByte(s[at:min(len(s), j+12)], '}')
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case c >= '0' && c <= '3':
		at, digits, base = j, 3, 8
	case c > ' ' && c < 0x7f && !alnum(c):
		return c, j + 1 - i
	}
	if digits > 0 && at+digits <= len(s) {
		if code, err := strconv.ParseUint(s[at:at+digits], base, 32); err == nil {
			if at > j+1 { // The bracket behind it.
				digits++
			}
			return character(s, rune(code), at+digits, i)
		}
	}
	return '\\', j - i
}

// character returns what the character with a code stands for in ASCII, that an escape from i to end spells.
func character(s string, r rune, end, i int) (c byte, n int) {
	switch {
	case r == esc && end < len(s) && s[end] == '[':
		return 0, end + 1 + parameters(s[end+1:]) - i
	case r == '\n', r == '\r', r == '\t', r >= ' ' && r < 0x7f:
		return byte(r), end - i
	case r < ' ', invisible(r):
		return 0, end - i
	}
	if c := plainSign(r); c != 0 {
		return c, end - i
	}
	return '?', end - i // Another letter: what it is does not matter.
}

// percent decodes an escape of URLs, however often it was escaped.
func percent(s string, i int) (c byte, n int) {
	j := i + 1
	for strings.HasPrefix(s[j:], "25") && hex(peek(s, j+2)) && hex(peek(s, j+3)) {
		j += 2
	}
	if !hex(peek(s, j)) || !hex(peek(s, j+1)) {
		return 0, 0
	}
	code, _ := strconv.ParseUint(s[j:j+2], 16, 8)
	if c := byte(code); c >= ' ' && c < 0x7f || oneOf(c, "\n\r\t") {
		return c, j + 2 - i
	}
	return 0, 0
}

// entity decodes an escape of HTML, however often it was escaped.
func entity(s string, i int) (c byte, n int) {
	j := i + 1
	for strings.HasPrefix(s[j:], "amp;") && (peek(s, j+4) == '#' || letter(peek(s, j+4))) {
		j += 4
	}
	name, _, closed := strings.Cut(s[j:min(len(s), j+12)], ";")
	if c, ok := entities[name]; ok && closed {
		return c, j + len(name) + 1 - i
	}
	if text, ok := strings.CutPrefix(name, "#"); ok {
		base, end := 10, j+len(name)+1
		if !closed { // Without its end, which browsers read, too.
			end = near(s, j+1, 4, inDigits)
			if text = s[j+1 : end]; len(text) < 2 || alnum(peek(s, end)) {
				text = ""
			}
		} else if text != "" && lower(text[0]) == 'x' {
			text, base = text[1:], 16
		}
		if code, err := strconv.ParseUint(text, base, 32); err == nil {
			return character(s, rune(code), end, i)
		}
	}
	if j > i+1 {
		return '&', j - i
	}
	return 0, 0
}

var entities = map[string]byte{
	"amp": '&', "quot": '"', "apos": '\'', "lt": '<', "gt": '>', "nbsp": ' ', "hyphen": '-', "dash": '-', "ndash": '-', "lowbar": '_', "UnderBar": '_',
	"equals": '=', "colon": ':', "sol": '/', "bsol": '\\', "period": '.', "plus": '+', "commat": '@', "NewLine": '\n', "Tab": '\t', "shy": 0, "vert": '|',
	"verbar": '|', "lpar": '(', "rpar": ')', "lsqb": '[', "rsqb": ']', "lcub": '{', "rcub": '}', "grave": '`', "minus": '-', "mdash": '-', "hellip": '.', "middot": '.', "bull": '.', "num": '#', "semi": ';', "comma": ',',
}
