package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	named := t.sign && isQuote(peek(rest, len(rest)-1)) // "name": "value".
	assigned := strings.HasSuffix(trimmed, "=") && !strings.HasSuffix(rest, ")")
	gap := strings.ReplaceAll(w[len(rest):], "=", "")
	for end := len(rest); t.words <= maxSaid; t.words++ {
		stop := lastWhere(rest[:end], isSaidWord)
		at := lastWhere(rest[:stop], func(r rune) bool { return !isSaidWord(r) })
		if gap = rest[stop:end] + gap; named && end == len(rest) { // Its quotes end nothing.
			gap = ""
		}
		word := rest[at:stop]
		if word == "" {
			return t
		}
		f, behind := nameIn(word)
		if end == len(rest) {
			if f == none && !t.sign && among(word, namesOfVendors) {
				f = key
			}
			t.tied = t.sign || f != none && behind == "" || linking(word)
			last := lastPart(word)
			if t.subject = f == none && (ids[last] || (assigned || things[last]) && !(t.sign && owned(rest[:at]))); t.subject || f == none && named {
				return t
			}
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
			if k := strings.LastIndexAny(before, " \t\n\"'`(,"); !among(before[k+1:], otherKeys) && !among(firstWord(rest, stop), aboutKeys) {
				_, _, t.abroad = nameAbroad(word)
				t.form = f
			}
			return t
		}
		end, gap = at, ""
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
	return contains(gap, "{", "}", "\":", "\",\"", "\", \"", "=", "://", Mark)
}

// lastWhere returns where the last character ends of which is is so.
func lastWhere(s string, is func(rune) bool) int {
	at := strings.LastIndexFunc(s, is)
	if at < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return at + size
}

// isSaidWord reports whether a character is one of a word.
func isSaidWord(r rune) bool {
	return r < utf8.RuneSelf && inWord[byte(r)] || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r))
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
	return links[word] || word[len(word)-1] >= utf8.RuneSelf && slices.ContainsFunc(joinedLinks, func(link string) bool { return strings.HasSuffix(word, link) })
}

// lastPart returns what stands behind the last sign of a name.
func lastPart(name string) string { return name[strings.LastIndexAny(name, "-_")+1:] }

// owned reports whether a text ends as "the key of my" does, so that what follows it is not what a value behind that is.
func owned(before string) bool {
	words := strings.Fields(before)
	return slices.ContainsFunc(words[max(0, len(words)-3):], func(word string) bool { return among(word, owning) })
}

// namedBehind reports whether the name of a secret follows, tied to what ends there: "… is my key", "… as the password".
func (c *cut) namedBehind(end int, pass bool) bool {
	w := strings.ToLower(strings.ToValidUTF8(c.text[end:min(len(c.text), end+maxBehind)], ""))
	w = strings.TrimLeft(w, "\"'`*_~)")
	if k := strings.IndexAny(w, "\n.;:={}[]"); k >= 0 {
		w = w[:k]
	}
	words := strings.FieldsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '_' })
	if len(words) == 0 || !strings.ContainsFunc(words[0], func(r rune) bool { return r >= utf8.RuneSelf }) && !among(words[0], linksBehind) {
		return false
	}
	for k, word := range words[:min(len(words), maxTied)] {
		if f, _ := nameIn(word); f == password || f != none && !pass {
			return k+1 == len(words) || !among(words[k+1], aboutKeys)
		}
	}
	return false
}
