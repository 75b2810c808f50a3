package redact

import (
	"strings"
)

// value is where a value starts and what ends it.
type value struct {
	name   int // Where the name in front of it starts.
	at     int
	quote  byte // 0 if it stands bare.
	depth  int  // How many bytes spell the sign in front of it: less than those of an escape within it.
	loose  bool // Little ties it to the name; it could be something else.
	strict bool // It must look random, too: nothing but a blank ties it to the name.
	list   bool // It is the first of several in square brackets.
	spoken bool // The name is of two words, which people write in front of words, too.
}

// valueAt finds the value that belongs to the name at start:end.
func (c *cut) valueAt(start, end int, f form) (v value, ok bool) {
	s := c.text
	i, quote := openQuote(s, end)
	for n := 0; n < 3 && i < len(s) && ((s[i] == ']' || s[i] == ')') && quote != 0 || s[i] == '*'); n++ {
		i++
	}
	if k := strings.Index(s[i:min(len(s), i+maxBeside)], "]=>"); k > 0 && quote != 0 && s[i] == ':' && start > 1 && s[start-2] == '[' && !strings.Contains(s[i:i+k], "\n") {
		i += k + 1 // Whose PHP says that it is: ["token":protected]=>.
	}
	if start > 0 && s[start-1] == '[' && strings.HasPrefix(s[i:], "] =>") { // As print_r writes a name.
		i++
	}
	i = behindRemark(s, blanks(s, i))
	for _, kind := range []string{"REG_SZ", "REG_EXPAND_SZ"} { // Windows prints the kind between the two.
		if strings.HasPrefix(s[i:], kind+" ") {
			i = blanks(s, i+len(kind))
			v = value{name: start, at: i, strict: true}
			return v, i < len(s)
		}
	}
	v = value{name: start, depth: 1}
	if f != held && i < len(s) {
		if at, ok := c.beside(start, i); ok {
			i = at
			return c.opened(v, i)
		}
	}
	if n := separator(s, i); n > 0 {
		v.depth = c.depth(i)
		for n < 4 && i+n < len(s) && s[i+n] == '*' { // The name is bold, with its sign.
			n++
		}
		at := typed(s, i+n)
		if f != held && holdsMembers(s, at) {
			at, ok := memberWithin(s, start, at)
			if !ok {
				return v, false
			}
			return c.opened(v, at)
		}
		if at == i+n && f != held {
			if row := nextRow(s, start, at); row > at && s[i] == ':' && blanks(s, row) == row {
				v.loose = true
				return c.opened(v, row)
			}
		}
		return c.opened(v, at)
	}
	if f == held {
		return v, false
	}
	if i < len(s) && s[i] == '{' && quote == '"' { // variable "password" { default = "…" }.
		at, ok := member(s, i+1, "default", "value")
		if !ok {
			return v, false
		}
		v, ok = c.opened(v, at)
		return v, ok && v.quote != 0
	}
	attributes := i > end && i < len(s) && start > 0 && (s[start-1] == '<' || s[start-1] == ':') && letter(s[i])
	tag := attributes && isTag(s, start, i)
	switch at := typed(s, i); {
	case at > i && !tag && !(attributes && s[start-1] == '<'):
		return c.opened(v, at)
	case quote == '"' && i+1 < len(s) && s[i] == ';' && sized(s, i+1) > i+1: // As PHP stores it.
		return c.opened(v, i+1)
	case (quote == '"' || quote == '\'') && i < len(s) && s[i] == ',', quote == '"' && strings.HasPrefix(s[i:], "to "): // ("name", "value"), "name" to "value".
		at := i + 1
		if s[i] == 't' {
			at++
		}
		v, ok = c.opened(v, at)
		v.loose = true
		if ok && v.quote != 0 { // No name of the next member.
			end := strings.IndexByte(s[v.at:min(len(s), v.at+maxName)], v.quote)
			ok = end < 0 || separator(s, blanks(s, v.at+end+1)) == 0
		}
		return v, ok && v.quote != 0
	case i < len(s) && s[i] == '<' || i < len(s) && s[i] == '>' && start > 0, tag:
		at, ok := element(s, start, i)
		if !ok {
			return v, false
		}
		v.loose = s[i] == '<' && !strings.HasPrefix(s[i:], "</key>") // As a list of properties has it.
		return c.opened(v, at)
	case i < len(s) && s[i] == '|' || i > end && s[i-1] == '\t' && quote == 0:
		v.at, v.loose = blanks(s, i), true
		if v.at < len(s) && s[v.at] == '|' {
			v.at = blanks(s, v.at+1)
		}
		v.at, v.quote = openQuote(s, v.at)
		return v, v.at < len(s)
	}
	if row := nextRow(s, start, i); row > i && f != vague && f != coded {
		if from, near := rowStart(s, start); near && gutter(s, from) >= start {
			v.loose = true
			return c.opened(v, row)
		}
		return v, false
	}
	if quote != 0 || i == end {
		return v, false
	}
	header := (s[start] == 'x' || s[start] == 'X') && i < len(s) && isPassword(s[i:lineEnd(s, i)])
	if (i-end > 1 || header) && f != vague && f != coded && alone(s, start, i) {
		v.at, v.loose = i, !header
		return v, true
	}
	switch { // Only a blank divides the two.
	case s[start] == '-' && f != vague && f != coded: // --api-key VALUE.
	case f == password && i < len(s) && s[i] == '\'': // PASSWORD 'x', as SQL has it.
	case commandBefore(s, start), settingBefore(s, start, i), f == password && (loginBefore(s, start) || userBefore(s, start, i)):
	default:
		v.strict = true
		for n := i; n < i+keepFrom; n++ {
			if n >= len(s) || s[n] <= ' ' {
				return v, false
			}
		}
	}
	v.at, v.quote = openQuote(s, i)
	return v, v.at < len(s)
}

// opened skips what opens a value: blanks, brackets, the sign of a block, a call around it, and quotes.
func (c *cut) opened(v value, i int) (value, bool) {
	s := c.text
	i = blanks(s, i)
	if at, list, ok := constructed(s, i, false); ok {
		i, v.list = at, list
	}
	for i < len(s) && strings.IndexByte("[({", s[i]) >= 0 {
		v.list = s[i] == '['
		i = blanks(s, i+1)
	}
	i = nested(s, i)
	if _, has := strings.CutPrefix(s[i:], cdata); has {
		i += len(cdata)
	}
	if rest, has := strings.CutPrefix(s[i:], "value:"); has && strings.HasPrefix(rest, " ") { // The one member of a mapping.
		i = blanks(s, i+len("value:"))
	}
	if j := sized(s, i); j > i {
		i = j
	} else if j, ok := call(s, i); ok {
		i = j
		v.strict = i < len(s) && !isQuote(s[i]) && s[i-1] != '['
	}
	if i+1 < len(s) && strings.IndexByte("bBrRfFuU@", s[i]) >= 0 && isQuote(s[i+1]) {
		i++
	}
	at := i
	i, v.quote = openQuote(s, i)
	if v.quote != 0 {
		v.depth = c.depth(at)
		if strings.HasPrefix(s[i:], string([]byte{v.quote, v.quote})) { // Three quotes.
			i += 2
			i = newline(s, i)
		}
	}
	v.at = i
	return v, i < len(s)
}

// holdsMembers reports whether what a name holds at i is an object, or rows of YAML below it, so that what stands there first is a name.
func holdsMembers(s string, i int) bool {
	at := white(s, i)
	if at < len(s) && s[at] == '{' {
		at = white(s, at+1)
	} else if nested(s, i) == i {
		return false
	}
	name, quote := openQuote(s, at)
	end := name + len(firstWord(s, name))
	i, shut := openQuote(s, end)
	i = blanks(s, i)
	n := separator(s, i)
	return n > 0 && end > name && shut == quote && (quote != 0 || blanks(s, i+n) > i+n || s[i] == ':' && white(s, i+n) > i+n) // No value has a blank behind its sign.
}

// memberWithin is member for what the name at start holds from i on.
func memberWithin(s string, start, i int) (at int, ok bool) {
	open, end := white(s, i), len(s)
	if s[open] == '{' {
		open++
	} else {
		name, _ := rowStart(s, start)
		for end = i; end < len(s) && end-i < maxBeside; { // Up to the row that is no deeper.
			row := min(len(s), lineEnd(s, end)+1)
			if end = row; blanks(s, row)-row <= blanks(s, name)-name {
				break
			}
		}
	}
	return member(s[:end], open, "value", "default", "content", "plaintext")
}

// sized skips the type and the length that PHP prints in front of a text: string(16) "x", s:16:"x".
func sized(s string, i int) int {
	for _, around := range [][2]string{{"string(", ") "}, {"string", " "}, {"s:", ":"}} {
		if rest, ok := strings.CutPrefix(s[i:], around[0]); ok {
			rest = strings.TrimLeft(rest, "0123456789")
			if rest, ok = strings.CutPrefix(rest, around[1]); ok && rest != "" && isQuote(rest[0]) {
				return len(s) - len(rest)
			}
		}
	}
	return i
}

// isTag reports whether the name at start is that of a tag that has attributes at i.
func isTag(s string, start, i int) bool {
	for start > 0 && (inWord[s[start-1]] || s[start-1] == ':') {
		start--
	}
	if start == 0 || s[start-1] != '<' {
		return false
	}
	k := strings.IndexAny(s[i:min(len(s), i+maxTag)], "<>\n")
	return k > 0 && s[i+k] == '>' && s[i+k-1] != '/'
}

// cdata opens a text in XML in which no sign is one of XML's own.
const cdata = "<![CDATA["

// separator returns the length of what stands between name and value.
func separator(s string, i int) int {
	for _, sep := range []string{":::=", "::=", "??=", "||=", ":=", "?=", ".=", "+=", "=>", "->", "==", "›", ":", "="} {
		if strings.HasPrefix(s[i:], sep) {
			return len(sep)
		}
	}
	if i+1 < len(s) && s[i] == '{' && isQuote(s[i+1]) { // password{"…"}, as C++ initializes.
		return 1
	}
	return 0
}

const maxType = 32 // Bytes of a type between a name and its sign.

// typed skips a type and the equals sign after it, as in token: string = "…".
func typed(s string, i int) int {
	j := blanks(s, i)
	k := j
	for k < len(s) && k-j < maxType && (alnum(s[k]) || strings.IndexByte("_.&*?", s[k]) >= 0) {
		k++
	}
	if near := s[:min(len(s), j+maxType)]; k > j && k < len(near) { // Of what it is made: Vec<&str>, string[].
		k = wordOfType(near, k)
		if strings.HasPrefix(near[k:], "[]") {
			k += len("[]")
		}
	}
	if k == j {
		return i
	}
	k = blanks(s, k)
	if k+1 < len(s) && s[k] == '=' && s[k+1] != '=' && s[k+1] != '>' {
		if q := blanks(s, k+1); q < len(s) && isQuote(s[q]) {
			return k + 1
		} else if _, list, ok := constructed(s, q, false); ok && list {
			return k + 1
		}
	}
	return i
}

// nextOf returns where the next value of a list begins, in the same quotes as the one that an offset is in or at the end of, or behind the
// next index that PHP prints.
func nextOf(s string, at int, quote byte) (next int, ok bool) {
	shut := max(quote, '\n')
	for n := 0; n < maxBeside && at < len(s) && s[at] != shut; n++ {
		at++
	}
	at = white(s, at+min(1, int(quote)))
	if indexed(s, at) == at {
		if quote == 0 || at >= len(s) || s[at] != ',' {
			return at, false
		}
		at = white(s, at+1)
	}
	if behind, _, ok := constructed(s, at, true); ok {
		if at = behind; quote != 0 && s[at] != quote {
			at++
		}
	}
	if quote == 0 {
		return at, at < len(s) && inWord[s[at]]
	}
	return at + 1, at < len(s) && s[at] == quote
}

// element returns where the text of an element of XML begins, that the name at start is the tag of, or stands in the one before.
func element(s string, start, i int) (at int, ok bool) {
	if s[i] != '<' { // <apiKey>, and attributes before its end.
		k := strings.IndexAny(s[i:min(len(s), i+maxTag)], "<>\n")
		if k < 0 || s[i+k] != '>' || start == 0 {
			return 0, false
		}
		i += k
		if s[start-1] != '<' && s[start-1] != ':' {
			return 0, false
		}
		at = white(s, i+1)
		return at, at < len(s) && (s[at] != '<' || strings.HasPrefix(s[at:], cdata))
	}
	opened := false
	for n := 0; n < 8 && i < len(s) && s[i] == '<'; n++ { // </td><td>.
		k := strings.IndexByte(s[i:min(len(s), i+64)], '>')
		if k < 0 {
			return 0, false
		}
		opened = s[i+1] != '/'
		i = white(s, i+k+1)
	}
	return i, opened && i < len(s)
}

// white skips blanks and line breaks.
func white(s string, i int) int {
	for n := 0; n < maxIndent && i < len(s) && (s[i] <= ' '); n++ {
		i++
	}
	return i
}

// nextRow returns where the text of the next row begins if nothing follows in this one, or i.
func nextRow(s string, start, i int) int {
	j := blanks(s, i)
	if j < len(s) && s[j] == '|' {
		j = blanks(s, j+1)
	}
	k := newline(s, j)
	if k == j {
		return i
	}
	return margin(s, start, k)
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

// call skips the name of a function or type and the bracket behind it, as in Some("…") or new String("…").
func call(s string, i int) (at int, ok bool) {
	j := i
	if strings.HasPrefix(s[j:], "new ") {
		j += len("new ")
	}
	for n := 0; n < 4; n++ {
		name := j
		for j < len(s) && j-name < 64 && (inWord[s[j]] || s[j] == '.' || s[j] == ':' || s[j] == '!') {
			j++
		}
		if strings.HasPrefix(s[j:], "[") && s[name:j] == "Optional" { // As Java prints it; in Python a type stands there.
			end := j + 1
			for end < len(s) && end-j < maxBeside && inBare[s[end]] && s[end] != ']' {
				end++
			}
			if isPassword(s[j+1 : end]) {
				return j + 1, true
			}
		}
		if j == name || j >= len(s) || s[j] != '(' {
			break
		}
		j = white(s, j+1)
		i, ok = j, true
	}
	return i, ok
}
