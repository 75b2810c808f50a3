package redact

import (
	"bytes"
	"strings"
)

// maxName is the length, in bytes, of the end of a name that is looked at.
const maxName = 48

// labelled cuts secrets that are known by the name in front of them: headers, assignments, members of JSON and YAML,
// options of commands, parameters of URLs.
func labelled(s string) (string, int) {
	known := names()
	c := cut{from: s}
	for i := 0; i < len(s); i++ {
		if !wordChar(s[i]) {
			continue
		}
		start := i
		for i < len(s) && wordChar(s[i]) {
			i++
		}
		end := i
		switch f := formOf(known, s[start:end]); {
		case f != none:
			if v, ok := valueAt(s, start, end, f); ok {
				end = c.value(v, f)
			}
		case isScheme(s[start:end]) && end < len(s) && s[end] == ' ':
			end = c.bare(end)
		}
		i = max(i, end) - 1
	}
	return c.result()
}

func formOf(known []name, word string) form {
	if len(word) > maxName {
		word = word[len(word)-maxName:]
	}
	if len(word) < len("key") {
		return none
	}
	switch lower(word[len(word)-1]) { // Every name ends with one of these; the rest of the text is not worth a look.
	case 'n', 'e', 'y', 'd', 't', 'l':
	default:
		return none
	}
	var buf [maxName]byte
	b := buf[:0]
	for i := range len(word) {
		if word[i] != '-' && word[i] != '_' {
			b = append(b, lower(word[i]))
		}
	}
	for k := range known {
		n := &known[k]
		if rest := len(b) - len(n.text); rest >= 0 && (rest == 0 || !n.full) && string(b[rest:]) == n.text {
			return n.form
		}
	}
	return none
}

func isScheme(word string) bool {
	return strings.EqualFold(word, "bearer") || strings.EqualFold(word, "basic")
}

// value is where a value starts and what ends it.
type value struct {
	at    int
	quote byte // 0 if it stands bare.
	pair  bool // Only a comma ties it to the name; it could be the next of a list of names.
}

// valueAt finds the value that belongs to the name at start:end: behind a colon, an equals sign, an arrow or a comma, with
// quotes at any depth of escaping, in lists, on the next line if that is indented, or as the argument of an option.
func valueAt(s string, start, end int, f form) (value, bool) {
	i, quote := openQuote(s, end)
	i = blanks(s, i)
	comma := false
	switch n := separator(s, i); {
	case n > 0:
		i += n
	case (quote == '"' || quote == '\'') && i < len(s) && s[i] == ',': // ("name", "value"), or {"name":"…","value":"…"} as in HAR files.
		i, comma = pair(s, i+1), true
	case quote == 0 && i > end && optionBefore(s, start) && f != vague: // --api-key VALUE.
	default:
		return value{}, false
	}
	i = blanks(s, i)
	for i < len(s) && strings.IndexByte("[({", s[i]) >= 0 {
		i = blanks(s, i+1)
	}
	i = nested(s, i)
	if j := stringPrefix(s, i); j > i {
		i = j
	}
	i, quote = openQuote(s, i)
	return value{at: i, quote: quote, pair: comma}, i < len(s) && (quote != 0 || !comma)
}

// separator returns the length of what stands between name and value.
func separator(s string, i int) int {
	for _, sep := range []string{":=", "=>", ":", "=", "%3A", "%3a", "%3D", "%3d"} {
		if strings.HasPrefix(s[i:], sep) {
			return len(sep)
		}
	}
	return 0
}

// pair skips the name of the second member in {"name":"api-key","value":"…"}.
func pair(s string, i int) int {
	i = blanks(s, i)
	j, quote := openQuote(s, i)
	if quote == 0 || !strings.HasPrefix(s[j:], "value") {
		return i
	}
	j, quote = openQuote(s, j+len("value"))
	j = blanks(s, j)
	if n := separator(s, j); quote != 0 && n > 0 {
		return j + n
	}
	return i
}

// nested skips a line break that is followed by an indentation, and the sign of a YAML block before it.
func nested(s string, i int) int {
	j := i
	for j < len(s) && j < i+3 && strings.IndexByte("|>-+", s[j]) >= 0 {
		j++
	}
	k := newline(s, blanks(s, j))
	if k == blanks(s, j) {
		return i
	}
	if b := blanks(s, k); b > k {
		return b
	}
	return i
}

// stringPrefix skips the letter before a Python string.
func stringPrefix(s string, i int) int {
	if i+1 < len(s) && strings.IndexByte("bBrRfFuU", s[i]) >= 0 && (s[i+1] == '"' || s[i+1] == '\'') {
		return i + 1
	}
	return i
}

func optionBefore(s string, start int) bool {
	return s[start] == '-'
}

// openQuote skips a quote with the backslashes before it, or its code in a URL.
func openQuote(s string, i int) (after int, quote byte) {
	j := i
	for j < len(s) && s[j] == '\\' && j-i < 16 {
		j++
	}
	if j < len(s) && (s[j] == '"' || s[j] == '\'' || s[j] == '`') {
		return j + 1, s[j]
	}
	if strings.HasPrefix(s[i:], "%22") || strings.HasPrefix(s[i:], "%27") {
		return i + 3, '%'
	}
	return i, 0
}

// value cuts one value and returns where to go on.
func (c *cut) value(v value, f form) int {
	if v.pair && isName(string(v.read(c.from, false).text)) {
		return v.at
	}
	switch f {
	case scheme:
		return c.authorization(v)
	case jar:
		return c.cookies(v)
	}
	r := v.read(c.from, f == password)
	if !isSecret(string(r.text), f) {
		return v.at
	}
	c.keep(v.at, r, f)
	return r.end
}

func (c *cut) keep(start int, r run, f form) {
	if f == password {
		c.replace(start, r.end, Mark)
		return
	}
	c.replace(start, r.end, Mark+r.tail(string(r.text)))
}

// read returns the value. A wide one, without quotes, goes on up to the next blank.
func (v value) read(s string, wide bool) run {
	in := bareChar
	switch {
	case v.quote != 0 && v.quote != '%':
		in = func(c byte) bool { return c >= ' ' && c != v.quote && c != 0x7f && c != '\\' }
	case wide: // Passwords hold anything.
		in = func(c byte) bool { return c > ' ' && c != 0x7f && strings.IndexByte("\"'`&\\", c) < 0 }
	}
	r := read(s, v.at, in, nil)
	for v.quote != 0 && r.end+1 < len(s) && s[r.end] == '\\' && escaped(s, r.end, v.quote) > r.end {
		k := escaped(s, r.end, v.quote)
		rest := read(s, k, in, nil)
		r.text = append(append(r.text, s[r.end:k]...), rest.text...)
		r.end, r.torn = rest.end, rest.torn
	}
	if v.quote == 0 {
		trimmed := bytes.TrimRight(r.text, ",;)]}.")
		r.end -= len(r.text) - len(trimmed)
		r.text = trimmed
	}
	return r
}

// escaped returns the offset behind an escape that belongs to the value, or i if the backslashes end it.
func escaped(s string, i int, quote byte) int {
	j := i
	for j < len(s) && s[j] == '\\' {
		j++
	}
	if j >= len(s) || s[j] == quote || s[j] == 'n' || s[j] == 'r' || s[j] < ' ' {
		return i
	}
	return j
}

// isSecret reports whether a value is one, and neither masked already nor something that stands in its place.
func isSecret(text string, f form) bool {
	least := leastLabeled
	if f == password {
		least = leastOfPass
	}
	if len(text) < least || isMasked(text) || isPlaceholder(text) {
		return false
	}
	if f == vague {
		return !strings.Contains(text, " ") && (len(text) >= 64 || len(text) >= keepFrom && looksMixed(text))
	}
	return true
}

func isPlaceholder(text string) bool {
	if len(text) > 64 {
		return false
	}
	if name, ok := strings.CutPrefix(text, "$"); ok { // A variable of the shell.
		name = strings.TrimSuffix(strings.TrimPrefix(name, "{"), "}")
		return strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" || isVariable(name)
	}
	low := strings.ToLower(strings.TrimRight(text, ".:"))
	for _, p := range placeholders() {
		if low == p {
			return true
		}
	}
	return false
}

// isName reports whether the text is words such as names are made of, and short, or with signs between them.
func isName(text string) bool {
	if len(text) > 2*maxName || len(text) >= longRun && !strings.ContainsAny(text, "-_") {
		return false
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '_' }) {
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" &&
			strings.Trim(word[1:], "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	return true
}

// isVariable reports whether the name is one of the environment: capitals, digits, and an underscore.
func isVariable(name string) bool {
	return strings.Contains(name, "_") && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
}

// authorization cuts the credential and leaves the scheme in front of it.
func (c *cut) authorization(v value) int {
	s := c.from
	end := v.at
	for end < len(s) && wordChar(s[end]) && end-v.at < 32 {
		end++
	}
	word := strings.ToLower(s[v.at:end])
	at := blanks(s, end)
	if n := lineBreak(s, at); n > at && blanks(s, newline(s, at)) > newline(s, at) {
		at = n
	}
	one, many := schemes()
	for _, w := range many {
		if word == w && at > end {
			return c.line(at, v.quote)
		}
	}
	for _, w := range one {
		if word == w && at > end {
			return c.credential(value{at: at})
		}
	}
	return c.credential(v)
}

func (c *cut) credential(v value) int {
	r := v.read(c.from, false)
	if !isSecret(string(r.text), key) {
		return v.at
	}
	c.keep(v.at, r, key)
	return r.end
}

// bare cuts what follows the word Bearer or Basic alone, if it cannot be a word.
func (c *cut) bare(end int) int {
	v := value{at: blanks(c.from, end)}
	r := v.read(c.from, false)
	text := string(r.text)
	if !isSecret(text, key) || len(text) < keepFrom || !looksRandom(text) {
		return end
	}
	c.keep(v.at, r, key)
	return r.end
}

// line cuts everything up to the end of the line or of the string.
func (c *cut) line(at int, quote byte) int {
	end := lineEnd(c.from, at, quote)
	if isSecret(c.from[at:end], password) {
		c.replace(at, end, Mark)
	}
	return end
}

func lineEnd(s string, at int, quote byte) int {
	end := at
	for end < len(s) && s[end] != '\n' && s[end] != '\r' && s[end] != quote {
		if s[end] == '\\' && escaped(s, end, quote) == end {
			break
		}
		end++
	}
	return end
}

// masked reports whether a cookie's value is gone already, and text or a tag follows on the line. No cookie holds a blank.
func masked(text string) bool {
	end := strings.IndexAny(text, " <>)|*,&")
	return end > 0 && isMasked(text[:end])
}

// cookies cuts the value of every cookie and leaves the names.
func (c *cut) cookies(v value) int {
	s := c.from
	at := v.at
	for at < len(s) {
		at = blanks(s, at)
		start := at
		for at < len(s) && bareChar(s[at]) && s[at] != '=' {
			at++
		}
		f := key // A lone value.
		if at < len(s) && s[at] == '=' {
			at++
			start, f = at, password
		}
		r := read(s, start, func(c byte) bool { return c >= ' ' && c != ';' && c != 0x7f && strings.IndexByte("\"'`\\", c) < 0 }, nil)
		if isSecret(string(r.text), f) && !masked(string(r.text)) {
			c.replace(start, r.end, Mark)
		}
		at = r.end
		if at >= len(s) || s[at] != ';' {
			break
		}
		at++
	}
	return max(at, v.at)
}
