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
	v = value{name: start, depth: 1}
	i, quote := openQuote(s, end)
	for n := 0; n < 3 && (oneOf(peek(s, i), "])") && quote != 0 || peek(s, i) == '*'); n++ {
		i++
	}
	before := peek(s, start-1)
	if quote != 0 && peek(s, i) == ':' && peek(s, start-2) == '[' { // Whose PHP says that it is: ["token":protected]=>.
		i += strings.Index(s[i:lineEnd(s[:min(len(s), i+maxBeside)], i)], "]=>") + 1
	}
	if before == '[' && strings.HasPrefix(s[i:], "] =>") { // As print_r writes a name.
		i++
	}
	i = behindRemark(s, blanks(s, i))
	for _, kind := range []string{"REG_SZ ", "REG_EXPAND_SZ "} { // Windows prints the kind between the two.
		if strings.HasPrefix(s[i:], kind) {
			v.at, v.strict = blanks(s, i+len(kind)), true
			return v, v.at < len(s)
		}
	}
	if f != held && i < len(s) && isNamed(s, start) {
		if at, ok := formData(s, start, i); ok {
			return c.opened(v, at)
		} else if at, ok := member(s, i, "value values default content"); ok {
			return c.opened(v, at)
		}
	}
	if n := separator(s, i); n > 0 {
		return c.signed(v, i, n, f)
	}
	if f == held {
		return v, false
	}
	next := peek(s, i)
	if next == '{' && quote == '"' { // variable "password" { default = "…" }.
		at, ok := member(s, i+1, "default value")
		if ok {
			v, ok = c.opened(v, at)
		}
		return v, ok && v.quote != 0
	}
	attributes := i > end && oneOf(before, "<:") && letter(next)
	tag := attributes && isTag(s, start, i)
	switch at := typed(s, i); {
	case at > i && quote != 0 && (before == '/' || among(s[blanks(s, i):near(s, blanks(s, i), maxName, inWord)], ofTests)):
		return v, false // A quoted path ends in the name, or a report of tests has it, and what follows is about something else.
	case at > i && !tag && !(attributes && before == '<'):
		return c.opened(v, at)
	case quote == '"' && next == ';' && sized(s, i+1) > i+1: // As PHP stores it.
		return c.opened(v, i+1)
	case oneOf(quote, "\"'") && next == ',', quote == '"' && strings.HasPrefix(s[i:], "to "): // ("name", "value"), "name" to "value".
		v, ok = c.opened(v, near(s, i, 2, inJoint))
		v.loose = true
		return v, ok && v.quote != 0 && !isMember(s[:min(len(s), v.at+maxName)], v.at-1)
	case next == '<', next == '>' && start > 0, tag:
		at, ok := element(s, start, i)
		if !ok {
			return v, false
		}
		end := near(s, at, maxBeside, inWide)
		headed := strings.HasPrefix(s[i:], "</th>") && strings.Contains(s[i:at], "<td") && peek(s, end) == '<' && !isAnswer(s[at:end])
		v.loose = next == '<' && !headed && !strings.HasPrefix(s[i:], "</key>") // As a list of properties has it.
		return c.opened(v, at)
	case next == '|' || i > end && s[i-1] == '\t' && quote == 0:
		v.loose = true
		v.at, v.quote = openQuote(s, column(s, i))
		return v, v.at < len(s)
	}
	known := f != vague && f != coded
	if row := nextRow(s, start, i); row > i && known {
		from, near := rowStart(s, start)
		v.loose = true
		if !near || gutter(s, from) < start {
			return v, false
		}
		return c.opened(v, row)
	}
	if quote != 0 || i == end {
		return v, false
	}
	header := lower(s[start]) == 'x' && isPassword(s[i:lineEnd(s, i)])
	if (i-end > 1 || header) && known && alone(s, start, i) {
		v.at, v.loose = i, !header
		return v, true
	}
	v.at, v.quote = openQuote(s, i)
	if s[start] == '-' && known || f == password && next == '\'' || given(s, start, i, f) { // --api-key VALUE; PASSWORD 'x', as SQL has it.
		return v, v.at < len(s)
	}
	v.strict = true // Only a blank divides the two.
	return v, near(s, i, keepFrom, inShown) == i+keepFrom
}

// signed finds the value behind the sign at i, which has n bytes.
func (c *cut) signed(v value, i, n int, f form) (value, bool) {
	s := c.text
	v.depth = c.depth(i)
	for n < 4 && peek(s, i+n) == '*' { // The name is bold, with its sign.
		n++
	}
	at := typed(s, i+n)
	if f != held && holdsMembers(s, at) {
		at, ok := memberWithin(s, v.name, at)
		if !ok {
			return v, false
		}
		return c.opened(v, at)
	}
	if row := nextRow(s, v.name, at); at == i+n && f != held && row > at && s[i] == ':' && blanks(s, row) == row {
		v.loose = true
		at = row
	}
	return c.opened(v, at)
}

// opened skips what opens a value: blanks, brackets, the sign of a block, a call around it, and quotes.
func (c *cut) opened(v value, i int) (value, bool) {
	s := c.text
	i = blanks(s, i)
	if at, list, ok := constructed(s, i, false); ok {
		i, v.list = at, list
	}
	for oneOf(peek(s, i), "[({") {
		v.list = s[i] == '['
		i = blanks(s, i+1)
	}
	i = nested(s, i)
	if strings.HasPrefix(s[i:], cdata) {
		i += len(cdata)
	}
	if strings.HasPrefix(s[i:], "value: ") { // The one member of a mapping.
		i = blanks(s, i+len("value:"))
	}
	if j := sized(s, i); j > i {
		i = j
	} else if j, ok := call(s, i); ok {
		i = j
		v.strict = i < len(s) && !isQuote(s[i]) && s[i-1] != '['
	}
	if isPrefixed(s, i) {
		i++
	}
	v.at, v.quote = openQuote(s, i)
	if v.quote != 0 {
		v.depth = c.depth(i)
		if peek(s, v.at) == v.quote && peek(s, v.at+1) == v.quote { // Three quotes.
			v.at = newline(s, v.at+2)
		}
	}
	return v, v.at < len(s)
}

// given reports whether what stands in front of the name at start says that the word at i is its value: a command that sets it, a login.
func given(s string, start, i int, f form) bool {
	end := back(s, start, inOpening)
	at := nearBack(s, end, maxName, inWord)
	word := s[at:end]
	if end < start && (among(word, "setx setenv") || word == "ENV" || word == "ARG") {
		return true
	}
	for n, before := 0, word; n < 3 && strings.HasPrefix(word, "-"); n++ { // Options of set.
		if before, at = wordBefore(s, at); before == "set" {
			return true
		}
	}
	if word, _ = wordBefore(s, nearBack(s, start, maxName, inShown)); among(word, "set add put --arg proxy_set_header set-header set_header header_up http.extraheader") { // The name may have a path in front.
		from, to, next := argument(s, i)
		return rowOver(s, next) && !wordy(s[from:to])
	}
	if f != password {
		return false
	}
	before := strings.TrimRight(tailOf(s[:start], 2*maxName), " \t,;&+")
	if words := strings.Fields(before); len(words) > 2 && words[len(words)-2] == "login" { // The first may be cut off.
		return true
	}
	user, at := wordBefore(before, len(before))
	word, _ = wordBefore(before, at)
	from, to, next := argument(s, i)
	return user != "" && !isState(user) && among(word, "user username login account benutzer") && !isState(s[from:to]) && (rowOver(s, next) || oneOf(s[next], ".,)"))
}

// holdsMembers reports whether what a name holds at i is an object, or rows of YAML below it, so that what stands there first is a name.
func holdsMembers(s string, i int) bool {
	at := white(s, i)
	if peek(s, at) == '{' {
		at = white(s, at+1)
	} else if nested(s, i) == i {
		return false
	}
	name, quote := openQuote(s, at)
	end := near(s, name, maxName, inWord)
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
	return member(s[:end], open, "value default content plaintext")
}

// sized skips the type and the length that PHP prints in front of a text: string(16) "x", s:16:"x".
func sized(s string, i int) int {
	for _, around := range [][2]string{{"string(", ") "}, {"string", " "}, {"s:", ":"}} {
		if strings.HasPrefix(s[i:], around[0]) {
			at := span(s, i+len(around[0]), inDigits)
			if strings.HasPrefix(s[at:], around[1]) && isQuote(peek(s, at+len(around[1]))) {
				return at + len(around[1])
			}
		}
	}
	return i
}

// isTag reports whether the name at start is that of a tag that has attributes at i.
func isTag(s string, start, i int) bool {
	end := tagEnd(s, i)
	return peek(s, back(s, start, inTagName)-1) == '<' && end > i && s[end-1] != '/'
}

// tagEnd returns where the tag ends that i is in, or i.
func tagEnd(s string, i int) int {
	k := strings.IndexAny(s[i:min(len(s), i+maxTag)], "<>\n")
	if k < 0 || s[i+k] != '>' {
		return i
	}
	return i + k
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
	if peek(s, i) == '{' && isQuote(peek(s, i+1)) { // password{"…"}, as C++ initializes.
		return 1
	}
	return 0
}

// holds reports whether a sign gives something to the name that ends there, and where that begins, or what stands in the sign's place.
func holds(s string, end int) (at int, ok bool) {
	i, _ := openQuote(s, end)
	i = blanks(s, i)
	n := separator(s, i)
	return white(s, i+n), n > 0
}

// typed skips a type and the equals sign after it, as in token: string = "…".
func typed(s string, i int) int {
	j := blanks(s, i)
	k := near(s, j, maxType, inSimple)
	if k == j {
		return i
	}
	if near := s[:min(len(s), j+maxType)]; k < len(near) { // Of what it is made: Vec<&str>, string[].
		k = wordOfType(near, k)
		k += len(near[k:]) - len(strings.TrimPrefix(near[k:], "[]"))
	}
	k = blanks(s, k)
	if peek(s, k) == '=' && !oneOf(peek(s, k+1), "=>") {
		q := blanks(s, k+1)
		if _, list, ok := constructed(s, q, false); isQuote(peek(s, q)) || ok && list {
			return k + 1
		}
	}
	return i
}

// nextOf returns where the next value of a list begins, in the same quotes as the one that an offset is in or at the end of, or behind the
// next index that PHP prints.
func nextOf(s string, at int, quote byte) (next int, ok bool) {
	if shut := find(s[:min(len(s), at+maxBeside)], at, string(max(quote, '\n'))); shut >= 0 {
		at = white(s, shut+min(1, int(quote)))
	} else {
		return at, false
	}
	if indexed(s, at) == at {
		if quote == 0 || peek(s, at) != ',' {
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
		return at, inWord[peek(s, at)]
	}
	return at + 1, peek(s, at) == quote
}

// element returns where the text of an element of XML begins, that the name at start is the tag of, or stands in the one before.
func element(s string, start, i int) (at int, ok bool) {
	if s[i] != '<' { // <apiKey>, and attributes before its end.
		end := tagEnd(s, i)
		if peek(s, end) != '>' || !oneOf(peek(s, start-1), "<:") {
			return 0, false
		}
		at = white(s, end+1)
		return at, at < len(s) && (s[at] != '<' || strings.HasPrefix(s[at:], cdata))
	}
	opened := false
	for n := 0; n < 8 && peek(s, i) == '<'; n++ { // </td><td>.
		k := strings.IndexByte(s[i:min(len(s), i+64)], '>')
		if k < 0 {
			return 0, false
		}
		opened = s[i+1] != '/'
		i = white(s, i+k+1)
	}
	return i, opened && i < len(s)
}

// nextRow returns where the text of the next row begins if nothing follows in this one, or i.
func nextRow(s string, start, i int) int {
	j := column(s, i)
	if k := newline(s, j); k > j {
		return margin(s, start, k)
	}
	return i
}

// nested skips a line break that is followed by an indentation, and the sign of a YAML block before it.
func nested(s string, i int) int {
	j := blanks(s, near(s, i, 3, inBlock))
	k := newline(s, j)
	if b := blanks(s, k); k > j && b > k && !isSetting(s, b) {
		return b
	}
	return i
}

// isSetting reports whether a variable of the environment is given something at i, so that this is no value of the one above it.
func isSetting(s string, i int) bool {
	end := near(s, i, maxName, inVariable)
	return peek(s, end) == '=' && peek(s, end+1) > ' ' && s[end+1] != '=' && isVariable(s[i:end])
}

// call skips the name of a function or type and the bracket behind it, as in Some("…") or new String("…").
func call(s string, i int) (at int, ok bool) {
	j := i + len(s[i:]) - len(strings.TrimPrefix(s[i:], "new "))
	for range 4 {
		name := j
		j = near(s, j, 64, inCalls)
		if peek(s, j) == '[' && s[name:j] == "Optional" { // As Java prints it; in Python a type stands there.
			if text := s[j+1 : near(s, j+1, maxBeside, inBare)]; isPassword(text) {
				return j + 1, true
			}
		}
		if j == name || peek(s, j) != '(' {
			break
		}
		j = white(s, j+1)
		i, ok = j, true
	}
	return i, ok
}

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
