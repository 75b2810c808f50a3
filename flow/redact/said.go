package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxSaid      = 14  // Words that a sentence may have between the name of a secret and the secret.
	maxUntied    = 10  // Words between name and secret where nothing joins them.
	leastOfPlain = 3   // Digits of a key that could be the name of a model or a region.
	maxOfName    = 2   // Words between them that are the rest of a name of several.
	maxTied      = 5   // Words between them where something does, and the secret could be something else.
	maxBefore    = 128 // Bytes in front of a value that are looked at.
	maxBehind    = 48  // Bytes behind a value that are looked at.
	leastSaid    = 6   // Bytes of a password in a sentence.
	leastOfHex   = 32  // Digits in hex that no sentence has for a number.
	leastOfPiece = 12  // What of a drawn secret has no sign in it.
)

// sentences cuts what a sentence or a command gives to the name of a secret, in any words and languages: "set API_KEY to …",
// "the new key, …, fails", "API密钥是…", "changed the password to …", "… is my key". The less ties the two the more the value has to look drawn
// at random.
func sentences(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if !saidChar(s[i]) {
			continue
		}
		start, digits, letters, word := i, false, false, true
		for ; i < len(s) && saidChar(s[i]); i++ {
			digits, letters, word = digits || digit(s[i]), letters || letter(s[i]), word && wordChar(s[i])
		}
		switch {
		case i-start < leastSaid, !letters, s[start] == '/':
			continue
		case start > 0 && s[start-1] == '=' && assignedElse(s, start-1) && !hasStart(s[start:i]):
			continue
		case !digits && (word && lower(s[start]) != 's' || !mayLackDigits(s[start:i])), strings.HasPrefix(s[i:], "://"):
			continue
		}
		if end := c.saidAt(start, i); end > i {
			i = end
		}
	}
}

// assignedElse reports whether what stands in front of the sign at an offset is a name, and none of a secret: status=….
func assignedElse(s string, sign int) bool {
	at := sign
	for at > 0 && sign-at < maxName && wordChar(s[at-1]) {
		at--
	}
	f, _ := nameIn(strings.ToLower(s[at:sign]))
	return at < sign && f == none && (at == 0 || s[at-1] < utf8.RuneSelf)
}

// assigned reports whether a sign in front of the value at start gives it to a name that is of no other thing: Received=….
func assigned(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], maxBefore), " \t\"'`")
	name := strings.TrimRight(before, ":=")
	if len(name) == len(before) {
		return false
	}
	word, _ := wordBefore(name, len(strings.TrimRight(name, "\"'`")))
	last := lastPart(word)
	return word != "" && !isOneOf(last, ids) && !isOneOf(last, things) && !isOneOf(last, []string{"name", "image", "package", "alias", "module", "repo", "service", "app"})
}

// saidChar is a character of a value in a sentence.
func saidChar(c byte) bool { return is[c]&inSaid != 0 }

// mayLackDigits reports whether a value tells by itself, or is a password with signs in it.
func mayLackDigits(text string) bool {
	return hasStart(text) || strings.ContainsAny(text[1:len(text)-1], "!#$%^*+@")
}

// saidAt cuts the value at start:end, or returns end.
func (c *cut) saidAt(start, end int) int {
	s := c.text
	for start < end && strings.IndexByte("*~#_-.!?", s[start]) >= 0 {
		start++
	}
	for start < end && strings.IndexByte("*~.!?-", s[end-1]) >= 0 {
		end--
	}
	text := s[start:end]
	if len(text) < leastSaid || !isValue(text) || start > 0 && (strings.IndexByte("\\@/$%", s[start-1]) >= 0 || strings.IndexByte(":=", s[start-1]) >= 0 && start > 1 && s[start-2] == s[start-1]) {
		return end
	}
	v := appearanceOf(text)
	if !v.pass && !v.starts && !v.plain {
		return end
	}
	if v.starts && assigned(s, start) {
		c.replace(start, end, keyStart+Mark+run{}.tail(text))
		return end
	}
	t := c.before(start)
	switch {
	case t.subject, isNamedID(text), saysID(s, start):
		return end
	case v.drawn && isMixed(text) && behindMask(s, start), t.form == none && v.pass && c.namedBehind(end, true):
		c.replace(start, end, Mark)
		return end
	case t.form == none && (!v.drawn || !c.namedBehind(end, false)), t.form != none && !t.hold(v):
		return end
	}
	r := read(s, start, start, tokenChar, nil)
	if r.end < end { // It has signs that no token has.
		r = run{text: []byte(text), end: end}
	}
	found := strings.TrimRight(string(r.text), ".")
	r.end -= len(r.text) - len(found)
	if more := c.piecesEnd(r.end); more > r.end {
		r.end, r.torn = more, true
	}
	with := Mark
	if v.starts {
		with = keyStart + Mark
	}
	if t.form != password {
		with += r.tail(found)
	}
	c.replace(start, r.end, with)
	return r.end
}

// appearance is how a value looks.
type appearance struct {
	text   string
	random bool // As no word does.
	drawn  bool // As if drawn at random, in one long piece.
	pass   bool // As a password could.
	strong bool // As a password does, whatever stands around it.
	starts bool // As keys begin.
	plain  bool // As a password could, or as the name of a model or host does.
}

func appearanceOf(text string) appearance {
	random := isRandom(text)
	return appearance{
		text: text, random: random, drawn: random && isDrawn(text), pass: random || isPassword(text), strong: isMixed(text) || mayLackDigits(text), starts: hasStart(text),
		plain: len(text) >= leastLabeled && letter(text[0]) && looksMixed(text) && !strings.ContainsAny(text, "/."),
	}
}

// hold reports whether what stands between the name of a secret and a value makes the value the secret. The less it looks like one the
// closer the two have to be.
func (t ties) hold(v appearance) bool {
	here := t.tied && !t.row
	return v.plain && here && t.sign && t.abroad && (t.form == password && t.words <= maxTied || t.words <= maxOfName && (v.pass || digitsIn(v.text) >= leastOfPlain)) ||
		v.drawn && (t.tied || t.words <= maxUntied) ||
		v.starts && t.words <= maxTied ||
		v.random && here && t.words <= maxTied ||
		v.pass && v.strong && here && t.sign && t.words == 0 && len(v.text) >= leastLabeled ||
		v.pass && here && t.form == password && (v.strong || t.sign || t.words > 0)
}

func digitsIn(text string) (n int) {
	for i := range len(text) {
		if digit(text[i]) {
			n++
		}
	}
	return n
}

// behindMask reports whether one blank divides what stands at start from a secret that was cut: it is the rest of it, or another one.
func behindMask(s string, start int) bool {
	before, ok := strings.CutSuffix(tailOf(s[:start], keep+1+len(Mark)), " ")
	k := strings.LastIndex(before, Mark)
	return ok && k >= 0 && isMasked(before[k:])
}

// piecesEnd returns where further pieces of a value end that blanks set off behind it, or end.
func (c *cut) piecesEnd(end int) int {
	s := c.text
	for {
		at := end
		for at < len(s) && at-end < 2 && s[at] == ' ' {
			at++
		}
		stop := at
		for stop < len(s) && stop-at < maxSecret && tokenChar(s[stop]) {
			stop++
		}
		part := strings.TrimRight(s[at:stop], ".")
		if at == end || len(part) < leastOfPiece || !isMixed(part) || wordy(part) || !isValue(part) {
			return end
		}
		end = at + len(part)
	}
}

// isValue reports whether a text is no path, address, date, variable or public id.
func isValue(text string) bool {
	switch {
	case isUUID(text), isDate(text), isVariable(text), isForeign(text), isElided(text):
		return false
	case text[0] == '/', text[0] == '$', text[0] == '%', strings.Contains(text, "/") && isPath(text):
		return false
	case strings.Contains(text, "@") && strings.Contains(text, "."): // An address of mail.
		return false
	}
	dot := strings.LastIndexByte(text, '.')
	return dot < 0 || dot+1 == len(text) || dot == 0 || strings.Trim(text[dot+1:], "abcdefghijklmnopqrstuvwxyz") != "" || len(text)-dot > 12 // A host or a file.
}

// keyStart is what the keys of many vendors and gateways start with.
const keyStart = "sk-"

// hasStart reports whether a short text starts as keys do, and goes on as more than their kind.
func hasStart(text string) bool {
	rest, ok := strings.CutPrefix(text, keyStart)
	return ok && len(rest) >= leastLabeled && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") != "" && !strings.Contains(rest, "..") &&
		kindOfKey(rest) < len(rest) && strings.Trim(strings.ToLower(rest), "x-") != ""
}

// kindOfKey returns the length of what says the kind of a key: ant-api03-, or-v1.
func kindOfKey(rest string) int {
	for _, kind := range []string{"ant", "or", "proj", "svcacct", "admin"} {
		if more, ok := strings.CutPrefix(rest, kind); ok && (more == "" || more[0] == '-') {
			more = strings.Trim(more, "-")
			if strings.IndexByte(more, '-') < 0 && len(more) < leastLabeled {
				return len(rest)
			}
		}
	}
	return 0
}

// isDrawn reports whether a random text looks drawn, too: a long piece of it without a sign changes between letters and digits.
func isDrawn(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return !alnum(byte(r)) }) {
		if len(part) < leastOfPiece || isForeign(part) {
			continue
		}
		if strings.Trim(part, "0123456789abcdef") == "" {
			if len(part) >= leastOfHex && strings.Trim(part, "0123456789") != "" {
				return true
			}
			continue
		}
		letters, digits, changes := 0, 0, 0
		for i := range len(part) {
			kind := kindOf(part[i])
			if kind == '0' {
				digits++
			} else {
				letters++
			}
			if i > 0 && kind != kindOf(part[i-1]) && (kind != 'a' || kindOf(part[i-1]) != 'A') {
				changes++
			}
		}
		if letters >= 4 && digits >= 2 && changes >= 3 {
			return true
		}
	}
	return false
}

// isPassword reports whether a text in a sentence is no word: letters and digits, or signs between letters.
func isPassword(text string) bool {
	if len(text) < leastSaid || strings.ContainsAny(text, "/") || strings.Count(text, ".") > 1 {
		return false
	}
	low := strings.ToLower(text)
	word := strings.TrimRight(low, "0123456789")
	if n := len(low) - len(word); n > 0 && n <= 3 && isOneOf(strings.TrimRight(word, "-_"), withNumber) {
		return false // oauth2.
	}
	if rest := strings.TrimLeft(low, "0123456789.-"); len(rest) < len(low) && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz-") == "" {
		return false // 12-character, 24hours.
	}
	if strings.Contains(low, "-") && low == text && wordy(text) || isVariable(strings.ToUpper(text)) {
		return false // A model, a host, the name of a variable.
	}
	return looksMixed(text) || mayLackDigits(text)
}

// ties say what connects a value with a name in front of it.
type ties struct {
	form    form // none if there is no name, or what is between is about something else.
	words   int  // Words between the two.
	tied    bool // A word or sign says that the value is the name's.
	sign    bool // It is a sign.
	row     bool // The value stands in the row below.
	subject bool // What stands in front says that the value is something else.
	abroad  bool // The name is of a language in which no setting is named.
}

// before looks for the name of a secret in front of a value.
func (c *cut) before(start int) (t ties) {
	w := strings.ToLower(strings.ToValidUTF8(tailOf(c.text[:start], maxBefore), ""))
	trimmed := strings.TrimRight(w, " \t\r\n\"'`([{<*_~#.")
	rest := strings.TrimRight(trimmed, ":=>?-→")
	if t.sign = len(rest) < len(trimmed); t.sign {
		rest = strings.TrimRight(rest, " \t")
	}
	named := rest != "" && strings.IndexByte("\"'`", rest[len(rest)-1]) >= 0 // "name": "value".
	assigned := strings.HasSuffix(trimmed, "=") && !strings.HasSuffix(rest, ")")
	end, last := len(rest), true
	for t.words <= maxSaid {
		at := end
		for at > 0 && !inSaidWord(rest, at) {
			at -= lastLen(rest, at)
		}
		gap := rest[at:end]
		if last {
			gap += strings.ReplaceAll(w[len(rest):], "=", "")
			if named && t.sign { // Its quotes end nothing.
				gap = ""
			}
		}
		end = at
		for at > 0 && inSaidWord(rest, at) {
			at -= lastLen(rest, at)
		}
		word := rest[at:end]
		if word == "" {
			return t
		}
		f, behind := nameIn(word)
		if last {
			if f == none && !t.sign && isOneOf(word, namesOfVendors) {
				f = key
			}
			t.tied = t.sign || f != none && behind == "" || linking(word)
			if t.subject = f == none && (isOneOf(lastPart(word), ids) || (assigned || isOneOf(lastPart(word), things)) && !(t.sign && owned(rest[:at]))); t.subject || f == none && named && t.sign {
				return t
			}
			last = false
		}
		below := strings.Contains(gap, "\n")
		if ends(gap, f != none && !strings.HasSuffix(word, "-")) || below && (t.row || !t.tied || strings.Count(gap, "\n") > 1) || strings.Contains(gap, ". ") && (!t.tied || t.words > 2) {
			return t
		}
		t.row = t.row || below
		if f != none {
			if behind != "" {
				t.words++
			}
			before := strings.TrimRight(rest[:at], " \t-_")
			if k := strings.LastIndexAny(before, " \t\n\"'`(,"); isOneOf(before[k+1:], otherKeys) || isOneOf(firstWord(rest[end:]), aboutKeys) {
				return t
			}
			_, _, t.abroad = nameAbroad(word)
			t.form = f
			return t
		}
		t.words++
		end = at
	}
	return t
}

// ends reports whether a text between two words ends what is said: an object, a member, a value. The first may be a name.
func ends(gap string, name bool) bool {
	if rest := strings.TrimLeft(gap, " "); name && (strings.HasPrefix(rest, "= ") || rest == "{") {
		gap = rest[1:]
	} else if name {
		gap = strings.TrimPrefix(gap, Mark) // A value would not follow at once.
	}
	for _, sign := range []string{"{", "}", "\":", "\",\"", "\", \"", "=", "://", Mark} {
		if strings.Contains(gap, sign) {
			return true
		}
	}
	return false
}

func firstWord(s string) string {
	s = strings.TrimLeft(s, " \t\"'`")
	n := 0
	for n < len(s) && wordChar(s[n]) {
		n++
	}
	return s[:n]
}

// lastLen returns the length of the character that ends at an offset.
func lastLen(s string, end int) int {
	_, size := utf8.DecodeLastRuneInString(s[:end])
	return size
}

// inSaidWord reports whether a character of a word ends at an offset.
func inSaidWord(s string, end int) bool {
	if c := s[end-1]; c < utf8.RuneSelf {
		return wordChar(c)
	}
	r, _ := utf8.DecodeLastRuneInString(s[:end])
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r)
}

// nameAbroad is nameIn for the names in other languages.
func nameAbroad(word string) (f form, behind string, ok bool) {
	for _, r := range word {
		if r >= utf8.RuneSelf {
			for _, name := range abroad {
				if k := strings.LastIndex(word, name.text); k >= 0 {
					return name.form, word[k+len(name.text):], true
				}
			}
			break
		}
	}
	for _, name := range latin {
		if strings.HasPrefix(word, name.text) && (len(name.text) > 4 || len(name.text) == len(word)) {
			return name.form, "", true
		}
	}
	return none, "", false
}

// nameIn returns the form of the name that a word in lower case is or holds, and what stands in the word behind it.
func nameIn(word string) (f form, behind string) {
	if kind, ok := strings.CutPrefix(word, keyStart); ok && kind != "" && kindOfKey(kind) == len(kind) { // "sk-…, followed by".
		return key, ""
	}
	if f, behind, ok := nameAbroad(word); ok {
		return f, behind
	}
	single := strings.TrimSuffix(word, "s")
	if bare := strings.TrimRight(word, "0123456789"); len(word)-len(bare) == 1 { // Key1.
		single = strings.TrimRight(bare, "-_")
	}
	switch f := formOf(single); {
	case f == key || f == password:
		return f, ""
	case f == coded && strings.ContainsAny(single, "-_"), f == vague && (single == "key" || strings.ContainsAny(single, "_")):
		return key, ""
	}
	return none, ""
}

// linking reports whether a word in lower case says that what follows is what went before.
func linking(word string) bool {
	if isOneOf(word, links) {
		return true
	}
	if word[len(word)-1] < utf8.RuneSelf {
		return false
	}
	return slices.ContainsFunc(joinedLinks, func(link string) bool { return strings.HasSuffix(word, link) })
}

// lastPart returns what stands behind the last sign of a name.
func lastPart(name string) string { return name[strings.LastIndexAny(name, "-_")+1:] }

// owned reports whether a text ends as "the key of my" does, so that what follows it is not what a value behind that is.
func owned(before string) bool {
	words := strings.Fields(before)
	return slices.ContainsFunc(words[max(0, len(words)-3):], func(word string) bool { return isOneOf(word, owning) })
}

// namedBehind reports whether the name of a secret follows, tied to what ends there: "… is my key", "… as the password".
func (c *cut) namedBehind(end int, pass bool) bool {
	w := c.text[end:min(len(c.text), end+maxBehind)]
	w = strings.ToLower(strings.ToValidUTF8(w, ""))
	w = strings.TrimLeft(w, "\"'`*_~)")
	if k := strings.IndexAny(w, "\n.;:={}[]"); k >= 0 {
		w = w[:k]
	}
	words := strings.FieldsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '_' })
	if len(words) == 0 {
		return false
	}
	if strings.IndexFunc(words[0], func(r rune) bool { return r >= utf8.RuneSelf }) < 0 && !isOneOf(words[0], linksBehind) {
		return false
	}
	for k, word := range words[:min(len(words), maxTied)] {
		if f, _ := nameIn(word); f != none && (f == password || !pass) {
			return k+1 == len(words) || !isOneOf(words[k+1], aboutKeys)
		}
	}
	return false
}
