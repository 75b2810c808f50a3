package redact

import (
	"bytes"
	"strings"
)

// maxBeside is how far, in bytes, a name and its value stand apart that are both members of one object.
const maxBeside = 256

// labelled cuts secrets that are known by the name in front of them: headers, assignments, members of JSON and YAML,
// elements of XML, cells of tables, options of commands, parameters of URLs.
func labelled(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if !wordChar(s[i]) {
			continue
		}
		start := i
		for i < len(s) && wordChar(s[i]) {
			i++
		}
		end := i
		word := s[start:end]
		if at := c.cue(start, end); at > end {
			i = at - 1
			continue
		}
		f := formOf(word)
		spoken := false
		if f == key && word == "--pass" {
			f = password
		} else if f == vague {
			f, spoken = spokenForm(s, start, end)
		}
		if (f == vague || f == coded) && sent(s, start, end) {
			f = key
		}
		switch {
		case f == vague && strings.EqualFold(word, "code") && (start == 0 || strings.IndexByte("?&\"'", s[start-1]) < 0 || end == len(s) || s[end] != '='):
		case f != none:
			if v, ok := c.valueAt(start, end, f); ok {
				v.spoken = spoken
				end = c.value(v, f)
				for at := end; v.list; {
					if v.at, v.list = nextOf(s, at, v.quote); v.list {
						if at = c.value(v, f); at > v.at {
							end = at
						}
					}
				}
			}
		case lower(word[0]) == 'b' && end < len(s) && s[end] == ' ' && isScheme(word):
			end = c.bare(start, end)
		case word[0] == '-':
			end = c.option(start, end)
		case word == "TRUE" || word == "FALSE":
			end = c.cookieRow(start, end)
		}
		i = max(i, end) - 1
	}
}

// sent reports whether the name at start:end is that of a parameter of a URL that logs in, and what it holds looks so: ?code=….
func sent(s string, start, end int) bool {
	if start == 0 || s[start-1] != '?' && s[start-1] != '&' || end >= len(s) || s[end] != '=' || !isOneOf(strings.ToLower(s[start:end]), []string{"auth", "code", "key", "access"}) {
		return false
	}
	from, to, _ := argument(s, end+1)
	return isPassword(s[from:to])
}

// isBasicAt reports whether what starts there is a user and a password.
func isBasicAt(s string, start int) bool {
	word, _ := wordBefore(s, start)
	return word == "basic"
}

func isScheme(word string) bool {
	return strings.EqualFold(word, "bearer") || strings.EqualFold(word, "basic")
}

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
			return c.opened(v, i, f)
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
			return c.opened(v, at, f)
		}
		if at == i+n && f != held {
			if row := nextRow(s, start, at); row > at && s[i] == ':' && blanks(s, row) == row {
				v.loose = true
				return c.opened(v, row, f)
			}
		}
		return c.opened(v, at, f)
	}
	if f == held {
		return v, false
	}
	if i < len(s) && s[i] == '{' && quote == '"' { // variable "password" { default = "…" }.
		at, ok := member(s, i+1, "default", "value")
		if !ok {
			return v, false
		}
		v, ok = c.opened(v, at, f)
		return v, ok && v.quote != 0
	}
	attributes := i > end && i < len(s) && start > 0 && (s[start-1] == '<' || s[start-1] == ':') && letter(s[i])
	tag := attributes && isTag(s, start, i)
	switch at := typed(s, i); {
	case at > i && !tag && !(attributes && s[start-1] == '<'):
		return c.opened(v, at, f)
	case quote == '"' && i+1 < len(s) && s[i] == ';' && sized(s, i+1) > i+1: // As PHP stores it.
		return c.opened(v, i+1, f)
	case (quote == '"' || quote == '\'') && i < len(s) && s[i] == ',': // ("name", "value").
		v, ok = c.opened(v, i+1, f)
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
		return c.opened(v, at, f)
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
			return c.opened(v, row, f)
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
func (c *cut) opened(v value, i int, f form) (value, bool) {
	s := c.text
	i = blanks(s, i)
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
		v.strict = i < len(s) && !isQuote(s[i])
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
	end := name + len(firstWord(s[name:min(len(s), name+maxName)]))
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
	for start > 0 && (wordChar(s[start-1]) || s[start-1] == ':') {
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

// typed skips a type and the equals sign after it, as in token: string = "…".
func typed(s string, i int) int {
	j := blanks(s, i)
	k := j
	for k < len(s) && k-j < 32 && (alnum(s[k]) || strings.IndexByte("_.&*?", s[k]) >= 0) {
		k++
	}
	if k == j {
		return i
	}
	k = blanks(s, k)
	if k+1 < len(s) && s[k] == '=' && s[k+1] != '=' && s[k+1] != '>' {
		if q := blanks(s, k+1); q < len(s) && isQuote(s[q]) {
			return k + 1
		}
	}
	return i
}

// nextOf returns where the next value of a list begins, in the same quotes as the one that an offset is in or at the end of.
func nextOf(s string, at int, quote byte) (next int, ok bool) {
	if quote == 0 {
		return at, false
	}
	for n := 0; n < maxBeside && at < len(s) && s[at] != quote; n++ {
		at++
	}
	at = white(s, at+1)
	if at >= len(s) || s[at] != ',' {
		return at, false
	}
	at = white(s, at+1)
	return at + 1, at < len(s) && s[at] == quote
}

// beside finds the value of a name that is itself the value of a member such as name, in {"name":"api-key","value":"…"}.
func (c *cut) beside(start, i int) (at int, ok bool) {
	s := c.text
	if !isNamed(s, start) {
		return 0, false
	}
	if at, ok := formData(s, start, i); ok {
		return at, true
	}
	return member(s, i, "value", "values", "default", "content")
}

// isNamed reports whether a sign and a word such as name stand in front of start.
func isNamed(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], 32), " \t\"'`[")
	label := strings.TrimRight(before, ":=>")
	if len(label) == len(before) {
		return false
	}
	label = strings.TrimRight(label, " \t\"'`")
	at := len(label)
	for at > 0 && wordChar(label[at-1]) {
		at--
	}
	return isNaming(label[at:])
}

func isNaming(word string) bool {
	switch strings.ToLower(word) {
	case "name", "key", "header", "variable", "field", "parameter", "param", "env", "k", "n", "headername", "parametername", "attribute", "label":
		return true
	}
	return false
}

// member returns where what follows one of the labels begins, that stands near behind i in the same object.
func member(s string, i int, labels ...string) (at int, ok bool) {
	for end := min(len(s), i+maxBeside); i < end; i++ {
		switch {
		case s[i] == '{' || s[i] == '}', s[i] == '\n' && newline(s, i+1) > i+1:
			return 0, false
		case !wordChar(s[i]):
			continue
		}
		from := i
		for i < len(s) && wordChar(s[i]) {
			i++
		}
		word := strings.ToLower(s[from:i])
		j, _ := openQuote(s, i)
		j = blanks(s, j)
		n := separator(s, j)
		if n == 0 && j < len(s) && s[j] == '>' && from > 0 && s[from-1] == '<' {
			n = 1
		}
		switch {
		case n == 0:
		case isOneOf(word, labels):
			return j + n, true
		case isNaming(word):
			return 0, false
		}
	}
	return 0, false
}

func isOneOf(word string, words []string) bool {
	for _, w := range words {
		if word == w {
			return true
		}
	}
	return false
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
		for j < len(s) && j-name < 64 && (wordChar(s[j]) || s[j] == '.' || s[j] == ':' || s[j] == '!') {
			j++
		}
		if j == name || j >= len(s) || s[j] != '(' {
			break
		}
		j = white(s, j+1)
		i, ok = j, true
	}
	return i, ok
}

// commandBefore reports whether a command that sets a variable stands in front of start.
func commandBefore(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], 24), " \t\"'")
	if len(before) == start || strings.HasSuffix(s[:start], "\n") {
		return false
	}
	word := before[strings.LastIndexAny(before, " \t\n")+1:]
	switch {
	case word == "setx", word == "SETX", word == "setenv", word == "ENV", word == "ARG":
		return true
	case strings.HasPrefix(word, "-") && strings.Contains(before, "set "):
		return true
	}
	return false
}

// loginBefore reports whether a login and its name stand in front of start, as in a .netrc.
func loginBefore(s string, start int) bool {
	before := strings.Fields(tailOf(s[:start], 2*maxName))
	return len(before) > 2 && before[len(before)-2] == "login" // The first may be cut off.
}

// openQuote skips a quote.
func openQuote(s string, i int) (after int, quote byte) {
	if i < len(s) && isQuote(s[i]) {
		return i + 1, s[i]
	}
	return i, 0
}

// value cuts one value and returns where to go on.
func (c *cut) value(v value, f form) int {
	if f == held {
		at, ok := member(c.text, c.read(v, false).end, "name", "key", "header", "variable", "field", "parameter")
		if !ok {
			return v.at
		}
		at, _ = openQuote(c.text, blanks(c.text, at))
		end := at
		for end < len(c.text) && wordChar(c.text[end]) {
			end++
		}
		if f = formOf(c.text[at:end]); f == none || f == held {
			return v.at
		}
	}
	if (f == vague || f == coded || v.strict) && v.quote == 0 { // So much of it tells, and keeps the time linear where names follow names.
		end := v.at
		for end < len(c.text) && end-v.at < maxBeside && bareChar(c.text[end]) {
			end++
		}
		if end-v.at == maxBeside && !isRandom(c.text[v.at:end]) {
			return v.at
		}
	}
	r := c.read(v, f == password)
	if k := bytes.IndexByte(r.text, '/'); k > 0 && bytes.HasSuffix(r.text, []byte("/aws4_request")) { // What a key id is for says which region and service.
		r.end -= len(r.text) - k
		r.text = r.text[:k]
	}
	text := string(r.text)
	switch {
	case len(text) > 2 && strings.HasPrefix(c.text[v.name:], text): // The name again, as in Node's lists of headers; what it holds comes next.
		return v.at
	case v.spoken && (isElided(text) || !isRandom(text) && isWords(text, key)) || v.loose && !v.strict && f != scheme && f != jar && isWords(text, f), v.strict && !isRandom(text):
		return v.at
	case f == scheme:
		return c.authorization(v)
	case f == jar:
		return c.cookies(v)
	}
	if f == key && isProse(text, c.text[r.end:], v.quote) {
		return v.at
	}
	if !isSecret(text, f) || v.quote == 0 && f != password && !isRandom(text) && isCall(text, c.text[r.end:]) {
		return v.at
	}
	c.keep(v.at, r, f)
	return r.end
}

// isElided reports whether somebody has masked a value before.
func isElided(text string) bool {
	return strings.Contains(text, "**") || strings.Contains(text, "...") || strings.Contains(text, "##") || strings.Contains(text, "••")
}

// isProse reports whether a value is words of a sentence, which no key is: several between quotes, or one that others follow.
func isProse(text, rest string, quote byte) bool {
	if quote == 0 && (len(rest) < 2 || rest[0] != ' ' || !letter(rest[1])) || quote != 0 && !strings.Contains(text, " ") && text != "" {
		return false
	}
	for _, word := range strings.Fields(text) {
		if !wordy(strings.Trim(word, ".,:;!?()\"'")) {
			return false
		}
	}
	return true
}

// isCall reports whether a name is that of a function or a member, since brackets follow.
func isCall(text, rest string) bool {
	return rest != "" && (rest[0] == '(' || rest[0] == '[') && wordy(strings.ReplaceAll(text, ".", "_"))
}

func (c *cut) keep(start int, r run, f form) {
	if f == password || f == once || isBasic(string(r.text)) || isBasicAt(c.text, start) { // The end of a login is that of its password.
		c.replace(start, r.end, Mark)
		return
	}
	c.replace(start, r.end, Mark+r.tail(string(r.text)))
}

// read returns the value. A wide one, without quotes, goes on up to the next blank.
func (c *cut) read(v value, wide bool) run {
	s := c.text
	in := bareChar
	switch {
	case v.quote != 0:
		in = func(c byte) bool { return c >= ' ' && c != v.quote && c != 0x7f && c != '\\' }
	case wide && v.loose: // A rule ends the cell of a table.
		in = func(c byte) bool { return wideChar(c) && c != '|' }
	case wide: // Passwords hold anything.
		in = wideChar
	}
	r := read(s, v.name, v.at, in, nil)
	for len(r.text) <= maxSecret && c.inside(v, r.end, wide) && !(len(r.text) <= maxKind && isMasked(string(r.text))) {
		rest := read(s, v.name, r.end+1, in, nil)
		r.text = append(append(r.text, s[r.end]), rest.text...)
		r.end, r.torn = rest.end, rest.torn
	}
	if k := settingWithin(r.text); k > 0 && len(r.text) == r.end-v.at && v.quote == 0 && wide {
		r.end -= len(r.text) - k
		r.text = r.text[:k]
	}
	if v.quote == 0 {
		trimmed := bytes.TrimRight(r.text, ",;)]}.")
		r.end -= len(r.text) - len(trimmed)
		r.text = trimmed
	}
	return r
}

// settingWithin returns where the next setting of a connection begins in a password without quotes, with its semicolon: ;Database=x.
func settingWithin(text []byte) int {
	for k := 0; k < len(text); k++ {
		next := bytes.IndexByte(text[k:], ';')
		if next < 0 {
			break
		}
		k += next
		rest := string(text[k+1 : min(len(text), k+maxName)])
		name := firstWord(rest)
		if (len(name) == len(rest) || rest[len(name)] == '=') && isOneOf(strings.ToLower(name), ofConnections) {
			return k
		}
	}
	return 0
}

// ofConnections are the first words of settings that stand behind a password in a string for a connection.
var ofConnections = strings.Fields("database db server host hostname port uid user data initial driver encrypt trustservercertificate trusted_connection persist integrated connect connection pooling " +
	"timeout command ssl sslmode max min application app multipleactiveresultsets charset endpoint accountname endpointsuffix")

// wideChar is a character of a password without quotes.
func wideChar(c byte) bool { return c > ' ' && c != 0x7f && strings.IndexByte("\"'`&\\<", c) < 0 }

// inside reports whether the sign at an offset belongs to the value, since it is escaped.
func (c *cut) inside(v value, at int, wide bool) bool {
	s := c.text
	switch {
	case at >= len(s), s[at] == '\n', s[at] == '\r':
		return false
	case s[at] == '\\':
		return v.quote != 0 && at+1 < len(s) && s[at+1] >= ' ' && s[at+1] != v.quote
	case v.quote != 0:
		return s[at] == v.quote && c.escaped(at, v.depth)
	case wide && at > v.at && at+1 < len(s) && alnum(s[at-1]) && alnum(s[at+1]) && (s[at] == '\'' || s[at] == '"'):
		return true // A quote between two letters closes nothing.
	case wide && s[at] == '&' && at+1 < len(s) && s[at+1] > ' ':
		end := at + 1
		for end < len(s) && end-at < maxName && (wordChar(s[end]) || s[end] == '.') {
			end++
		}
		return end == len(s) || s[end] <= ' ' // No further parameter.
	case wide && s[at] == '<':
		from, to := c.source(at)
		return to-from > 1 // As XML spells it.
	}
	if s[at] == '|' { // Behind the number of an app.
		return at >= v.at+10 && at < v.at+20 && strings.Trim(s[v.at:at], "0123456789") == ""
	}
	return !isQuote(s[at]) && c.escaped(at, v.depth)
}

// isSecret reports whether a value is one, and neither masked already nor something that stands in its place.
func isSecret(text string, f form) bool {
	least := leastLabeled
	switch f {
	case password:
		least = leastOfPass
	case once:
		least = leastSaid
	}
	if len(text) < least || isMasked(text) || isPlaceholder(text) || f != password && isVariable(text[strings.LastIndexByte(text, '.')+1:]) && len(text) <= maxName {
		return false
	}
	switch f {
	case vague:
		return isRandom(text) || isBasic(text)
	case coded:
		return isRandom(text) || isUUID(text) || strings.HasPrefix(text, keyStart)
	case once:
		return strings.ContainsAny(text, "0123456789") && !strings.ContainsAny(text, "./ ") && !isDate(text)
	case password:
		return text[0] != '/' || strings.Count(text, "/") < 2 || !isPath(text) // PWD=/home/me.
	}
	return true
}

// isRandom reports whether a text looks as if nobody had chosen it: no words, no address, no id.
func isRandom(text string) bool {
	if len(text) < keepFrom || strings.ContainsAny(text, " \t") || !looksMixed(text) && len(text) < 64 || isForeign(text) || isMasked(text) || isPlaceholder(text) {
		return false
	}
	if strings.Contains(text, "://") || strings.HasPrefix(text, "arn:") || text[0] == '/' || text[0] == '.' || isUUID(text) || isDate(text) {
		return false
	}
	return !wordy(strings.Map(func(r rune) rune {
		if r < 0x80 && alnum(byte(r)) {
			return r
		}
		return '-'
	}, text))
}

// isWords reports whether what little ties to a name is something else than its secret.
func isWords(text string, f form) bool {
	if text == "" || strings.Contains(text, "://") || isForeign(text) || isName(text) || f != password && wordy(strings.ReplaceAll(text, ".", "-")) && strings.Trim(text, "0123456789") != "" || strings.ContainsAny(text, " \t|<>") {
		return true
	}
	return f == password && !looksMixed(text) && !strings.ContainsAny(text, "!@#$%^&*+~?")
}

func isDate(text string) bool {
	return len(text) >= 10 && text[4] == '-' && text[7] == '-' && strings.Trim(text[:4]+text[5:7]+text[8:10], "0123456789") == ""
}

func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (text[i] == '-') || !dash && !hex(text[i]) {
			return false
		}
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
	s := c.text
	end := v.at
	for end < len(s) && wordChar(s[end]) && end-v.at < 32 {
		end++
	}
	word := strings.ToLower(s[v.at:end])
	at := blanks(s, end)
	if n := lineBreak(s, v.name, at); n > at && n < len(s) && bareChar(s[n]) && !strings.Contains(s[n:min(len(s), n+32)], ": ") {
		at = n
	}
	one, many := schemes()
	switch {
	case word == "aws4-hmac-sha256" && strings.HasPrefix(s[at:], "Credential="): // Its parts are named.
		return at
	case at > end && isOneOf(word, many):
		return c.line(at, v)
	case at > end && isOneOf(word, one):
		v.at = at
		return c.credential(v)
	case at > end && at < len(s) && bareChar(s[at]) && wordy(word): // A scheme that nobody knows, or a sentence.
		v.at, v.strict = at, true
	}
	return c.credential(v)
}

func (c *cut) credential(v value) int {
	s := c.text
	if v.quote != 0 { // The quote ends it, and so does a blank.
		v.quote = 0
	}
	r := c.read(v, false)
	if text := string(r.text); !isSecret(text, key) || v.loose && isWords(text, key) || v.strict && !isRandom(text) && (isWords(text, key) || !rowOver(s, r.end)) {
		return v.at
	}
	c.keep(v.at, r, key)
	return r.end
}

// bare cuts what follows the word Bearer or Basic alone, if it cannot be a word.
func (c *cut) bare(start, end int) int {
	v := value{name: start, at: blanks(c.text, end), depth: 1}
	if word, _, ok := strings.Cut(c.text[v.at:min(len(c.text), v.at+keepFrom)], "\n"); ok && isOneOf(strings.ToLower(strings.TrimSpace(word)), []string{"token", "tokens", "auth", "authentication"}) {
		return end // "Invalid bearer token", and the next row goes on from no key.
	}
	r := c.read(v, false)
	text := string(r.text)
	if !isSecret(text, key) || len(text) < keepFrom || !looksRandom(text) {
		return end
	}
	c.keep(v.at, r, key)
	return r.end
}

// line cuts everything up to the end of the line or of the string.
func (c *cut) line(at int, v value) int {
	s, end := c.text, at
	for end < len(s) && s[end] != '\n' && s[end] != '\r' && (v.quote == 0 || s[end] != v.quote || c.escaped(end, v.depth)) {
		end++
	}
	end = at + len(strings.TrimRight(s[at:end], " |"))
	if isSecret(s[at:end], password) {
		c.replace(at, end, Mark)
	}
	return end
}

// masked reports whether a cookie's value is gone already, and text or a tag follows on the line. No cookie holds a blank.
func masked(text string) bool {
	end := strings.IndexAny(text, " <>)|*,&")
	return end > 0 && isMasked(text[:end])
}

// ofCookies are what is said of a cookie.
var ofCookies = strings.Fields("domain path expires max-age samesite priority httponly partitioned")

// cookies cuts the value of every cookie and leaves the names.
func (c *cut) cookies(v value) int {
	s := c.text
	at := v.at
	for at < len(s) {
		at = blanks(s, at)
		start := at
		for at < len(s) && bareChar(s[at]) && s[at] != '=' {
			at++
		}
		f := key // A lone value.
		if isOneOf(strings.ToLower(s[start:at]), ofCookies) {
			f = none
		}
		if at < len(s) && s[at] == '=' {
			at++
			if start = at; f == key {
				f = password
			}
		}
		r := read(s, v.name, start, func(c byte) bool { return c >= ' ' && c != ';' && c != 0x7f && strings.IndexByte("\"'`\\", c) < 0 }, nil)
		if text := strings.TrimRight(string(r.text), " |"); f != none && !strings.HasSuffix(text, "[") && isSecret(text, f) && !masked(text) && !(f == key && v.loose && isWords(text, f)) {
			c.replace(start, r.end-(len(r.text)-len(text)), Mark)
		}
		at = r.end
		if at >= len(s) || s[at] != ';' {
			break
		}
		at++
	}
	return max(at, v.at)
}
