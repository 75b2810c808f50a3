package redact

import (
	"strings"
	"unicode/utf8"
)

// sentences cuts what a sentence or a command gives to the name of a secret, in any words and languages: "set API_KEY to …",
// "the new key, …, fails", "API密钥是…", "changed the password to …", "… is my key". The less ties the two the more the value has to look drawn
// at random.
func sentences(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		start := i
		i = span(s, i, inSaid)
		text := s[start:i]
		switch {
		case len(text) < leastSaid, text[0] == '/', countOf(text, inLetter) == 0, strings.HasPrefix(s[i:], "://"):
		case countOf(text, inDigits) == 0 && (lower(text[0]) != 's' && all(text, inWord) || !mayLackDigits(text)):
		case peek(s, start-1) == '=' && assignedElse(s, start-1) && !hasStart(text):
		default:
			i = max(i, c.saidAt(start, i))
		}
	}
}

// assignedElse reports whether what stands in front of the sign at an offset is a name, and none of a secret: status=….
func assignedElse(s string, sign int) bool {
	at := nearBack(s, sign, maxName, inWord)
	f, _ := nameIn(strings.ToLower(s[at:sign]))
	return at < sign && f == none && peek(s, at-1) < utf8.RuneSelf
}

// assigned reports whether a sign in front of the value at start gives it to a name that is of no other thing: Received=….
func assigned(s string, start int) bool {
	before := strings.TrimRight(tailOf(s[:start], maxBefore), " \t\"'`")
	name := strings.TrimRight(before, ":=")
	word, _ := wordBefore(name, len(strings.TrimRight(name, "\"'`")))
	last := lastPart(word)
	return len(name) < len(before) && word != "" && !ids[last] && !things[last] && !among(last, "name image package alias module repo service app")
}

// mayLackDigits reports whether a value tells by itself, or is a password with signs in it.
func mayLackDigits(text string) bool {
	return hasStart(text) || strings.ContainsAny(text[1:len(text)-1], "!#$%^*+@")
}

// saidAt cuts the value at start:end, or returns end.
func (c *cut) saidAt(start, end int) int {
	s := c.text
	text := strings.TrimLeft(s[start:end], "*~#_-.!?")
	start = end - len(text)
	text = strings.TrimRight(text, "*~.!?-")
	end = start + len(text)
	before := peek(s, start-1)
	if len(text) < leastSaid || !isValue(text) || oneOf(before, "\\@/$%") || oneOf(before, ":=") && peek(s, start-2) == before {
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
	case t.subject, saysID(s, start), isTest(s, start), among(text, algorithms):
		return end
	case v.drawn && isMixed(text) && behindMask(s, start), t.form == none && v.pass && c.namedBehind(end, true):
		c.replace(start, end, Mark)
		return end
	case t.form == none && (!v.drawn || !c.namedBehind(end, false)), t.form != none && !t.hold(v):
		return end
	}
	r := read(s, start, start, inToken)
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
	return v.plain && here && t.sign && t.abroad && (t.form == password && t.words <= maxTied || t.words <= maxOfName && (v.pass || countOf(v.text, inDigits) >= leastOfPlain)) ||
		v.drawn && (t.tied || t.words <= maxUntied) ||
		v.starts && t.words <= maxTied ||
		v.random && here && t.words <= maxTied ||
		v.pass && v.strong && here && t.sign && t.words == 0 && len(v.text) >= leastLabeled ||
		v.pass && here && t.form == password && (v.strong || t.sign || t.words > 0)
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
		at := near(s, end, 2, inSpace)
		part := strings.TrimRight(s[at:near(s, at, maxSecret, inToken)], ".")
		if at == end || len(part) < leastOfPiece || !isMixed(part) || wordy(part) || !isValue(part) {
			return end
		}
		end = at + len(part)
	}
}

// isValue reports whether a text is no path, address, date, variable or public id.
func isValue(text string) bool {
	if isUUID(text) || isDate(text) || isVariable(text) || isForeign(text) || isElided(text) || oneOf(text[0], "/$%") || strings.Contains(text, "/") && isPath(text) || strings.Contains(text, "@") && strings.Contains(text, ".") {
		return false
	}
	dot := strings.LastIndexByte(text, '.')
	return dot <= 0 || dot+1 == len(text) || !all(text[dot+1:], inSmall) || len(text)-dot > 12 // A host or a file.
}
