package redact

import (
	"strings"
	"unicode/utf8"
)

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func letter(c byte) bool { return 'a' <= lower(c) && lower(c) <= 'z' }
func alnum(c byte) bool  { return digit(c) || letter(c) }
func hex(c byte) bool    { return digit(c) || 'a' <= lower(c) && lower(c) <= 'f' }

// wordChar is a character of names and of most vendors' keys.
func wordChar(c byte) bool { return alnum(c) || c == '_' || c == '-' }

// upperChar is a character of access key ids.
func upperChar(c byte) bool { return digit(c) || 'A' <= c && c <= 'Z' }

// dottedChar is a character of a JWT.
func dottedChar(c byte) bool { return wordChar(c) || c == '.' }

// base64Char is a character of base64 in either alphabet.
func base64Char(c byte) bool { return wordChar(c) || c == '+' || c == '/' || c == '=' }

// tokenChar is a character that may stay at the end of a secret.
func tokenChar(c byte) bool { return base64Char(c) || c == '.' || c == '~' }

// bareChar is a character of a value that no quotes enclose.
func bareChar(c byte) bool {
	return c > ' ' && c != 0x7f && strings.IndexByte("\"'`\\,;&|<>()[]{}", c) < 0
}

// maxIndent is the widest indentation, in bytes, that a secret may go on behind.
const maxIndent = 256

// between returns the offset behind what stands at i and shows nothing: escape sequences and invisible characters.
// It returns i if there is nothing of the kind.
func between(s string, i int) int {
	for i < len(s) && (s[i] == esc || s[i] >= utf8.RuneSelf) {
		if n := sequence(s, i); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || !invisible(r) {
			break
		}
		i += n
	}
	return i
}

// lineBreak returns the offset behind a line break at i, with the blanks before it, the indentation and the rule or quote
// sign after it. A break can also be spelled \n, at any depth of escaping. It returns i if there is no line break.
func lineBreak(s string, i int) int {
	j := blanks(s, between(s, i))
	if j == i && j+1 < len(s) && s[j] == '\\' && (s[j+1] == '\n' || s[j+1] == '\r') {
		j++ // A shell's continuation.
	}
	k := newline(s, j)
	if k == j {
		return i
	}
	k = between(s, blanks(s, between(s, k)))
	for _, gutter := range []string{"> ", "| ", "│ ", "┃ ", "# "} {
		if strings.HasPrefix(s[k:], gutter) {
			return blanks(s, k+len(gutter))
		}
	}
	return k
}

func newline(s string, i int) int {
	j := i
	for k := 0; k < 2 && j < len(s); k++ { // CR and LF.
		if s[j] == '\r' || s[j] == '\n' {
			j++
			if s[j-1] == '\n' {
				break
			}
			continue
		}
		b := j
		for b < len(s) && s[b] == '\\' && b-j < 16 {
			b++
		}
		if b == j || b >= len(s) || s[b] != 'n' && s[b] != 'r' {
			break
		}
		j = b + 1
		if s[b] == 'n' {
			break
		}
	}
	return j
}

func blanks(s string, i int) int {
	for n := 0; n < maxIndent && i < len(s) && (s[i] == ' ' || s[i] == '\t'); n++ {
		i++
	}
	return i
}

// maxSecret is the length, in bytes, up to which a secret is followed over line breaks. 8 KiB: the longest tokens.
const maxSecret = 8 << 10

// run is a stretch of one secret.
type run struct {
	text []byte
	end  int  // Where it ends in the text it was read from.
	torn bool // What stands on the next line may be the rest of it. It stays, but then the run's own end must not.
}

// read returns the run of characters at i. It goes on behind escape sequences and invisible characters, and on the next
// line if what stands there looks like more of the same. whole, if set, reports that nothing more can come, and whether
// more must come.
func read(s string, i int, chars func(byte) bool, whole func([]byte) (complete, wanting bool)) run {
	return follow(s, i, chars, whole, false)
}

// follow is read. If the secret can be spaced it also goes on behind blanks, which stand for a line break in what was copied
// from some terminals.
func follow(s string, i int, chars func(byte) bool, whole func([]byte) (complete, wanting bool), spaced bool) run {
	var r run
	for {
		r.end = i
		for r.end < len(s) && chars(s[r.end]) {
			r.end++
		}
		r.text = append(r.text, s[i:r.end]...)
		if r.end >= len(s) {
			return r
		}
		if i = between(s, r.end); i > r.end && i < len(s) && chars(s[i]) {
			continue
		}
		if len(r.text) > maxSecret {
			return r
		}
		var complete, wanting bool
		if whole != nil {
			complete, wanting = whole(r.text)
		}
		i = lineBreak(s, r.end)
		judge := next
		if i == r.end && spaced {
			i = column(s, r.end)
			judge = func(s string, i int, chars func(byte) bool, wanting bool) sequel {
				return r.behindBlanks(s, i, chars, whole, wanting)
			}
		}
		if complete || i == r.end {
			return r
		}
		switch judge(s, i, chars, wanting) {
		case more:
		case doubt:
			r.torn = true
			return r
		default:
			return r
		}
	}
}

// sequel says whether a line goes on with the secret of the line before.
type sequel uint8

const (
	other sequel = iota
	doubt
	more
)

// next judges the run at i, the first of its line.
func next(s string, i int, chars func(byte) bool, wanting bool) sequel {
	end := i
	for end < len(s) && chars(s[end]) && (base64Char(s[end]) || s[end] == '.') {
		end++
	}
	part := s[i:end]
	if !strings.ContainsFunc(part, func(r rune) bool { return letter(byte(r)) }) {
		return other
	}
	if len(part) < longRun {
		if isLabel(part, s[end:]) || !wanting && (isFlag(part) || isForeign(part)) {
			return other
		}
	}
	switch {
	case wanting, looksRandom(part):
		return more
	case endsLine(s[end:]) && (len(part) >= shortRun || looksMixed(part)):
		return more
	}
	return doubt
}

// column returns the offset behind the blanks at i, and the rule between two columns after them.
func column(s string, i int) int {
	i = blanks(s, i)
	for _, rule := range []string{"│ ", "| ", "┃ "} {
		if strings.HasPrefix(s[i:], rule) {
			return blanks(s, i+len(rule))
		}
	}
	return i
}

// behindBlanks judges the run at i, which only blanks divide from the secret. On one line words follow more often than
// pieces of a key, so that it must not look like one.
func (r run) behindBlanks(s string, i int, chars func(byte) bool, whole func([]byte) (complete, wanting bool), wanting bool) sequel {
	end := i
	for end < len(s) && chars(s[end]) {
		end++
	}
	part := s[i:end]
	if whole != nil && len(part) > 0 && len(r.text)+len(part) <= maxSecret {
		if complete, _ := whole(append(r.text[:len(r.text):len(r.text)], part...)); complete {
			return more
		}
	}
	switch {
	case wordy(part), isForeign(part), len(part) < longRun && isLabel(part, s[end:]):
		return other
	case wanting, len(part) >= shortRun:
		return more
	}
	return doubt
}

// wordy reports whether a run is words, numbers, or names made of them such as APIStatusError, python3 or gpt-5.
func wordy(part string) bool {
	for _, word := range strings.FieldsFunc(part, func(r rune) bool { return r == '-' || r == '_' }) {
		trimmed := strings.TrimRight(word, "0123456789")
		if n := len(word) - len(trimmed); trimmed != "" && n > 2 || !camel(trimmed) {
			return false
		}
	}
	return true
}

// camel reports whether letters are one word, or several that each begin with capitals and go on with two small letters.
func camel(word string) bool {
	small, changes := 2, 0
	for i := range len(word) {
		c := word[i]
		if !letter(c) {
			return false
		}
		if c == lower(c) {
			small++
			continue
		}
		if i > 0 && word[i-1] != upper(word[i-1]) {
			if small < 2 {
				return false
			}
			changes++
		}
		small = 0
	}
	return changes == 0 || small >= 2 || word == strings.ToUpper(word)
}

// longRun is the length from which no word of a language is taken for one.
// Shorter than shortRun, a word of a language costs more than a piece of a key tells.
const (
	longRun  = 20
	shortRun = 8
)

// looksRandom reports whether a run of characters is more likely a piece of a key than a word.
func looksRandom(part string) bool {
	if len(part) >= longRun {
		return true
	}
	if len(part) < shortRun {
		return false
	}
	for i := 1; i < len(part); i++ { // Capitals inside a word.
		if a, b := part[i-1], part[i]; letter(a) && a == lower(a) && letter(b) && b == upper(b) {
			return true
		}
	}
	return looksMixed(part)
}

// isForeign reports whether the run starts like something that is no piece of a key.
func isForeign(part string) bool {
	for _, p := range foreign() {
		if strings.HasPrefix(part, p) {
			return true
		}
	}
	return false
}

// isFlag reports whether the run is an option of a command, as in curl's -H.
func isFlag(part string) bool {
	return strings.HasPrefix(part, "-") && strings.TrimLeft(part, "-abcdefghijklmnopqrstuvwxyz") == "" || len(part) == 2 && part[0] == '-'
}

// isLabel reports whether the run, or what follows it, makes a name, a call or a path of it.
func isLabel(part, rest string) bool {
	if strings.Contains(strings.TrimRight(part, "="), "=") || strings.Contains(part, "/") && !looksMixed(part) {
		return true
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 8)], `\"'`)
	return rest != "" && strings.IndexByte(":=(/", rest[0]) >= 0
}

// looksMixed reports whether letters and digits are mixed.
func looksMixed(text string) bool {
	var digits, letters bool
	for i := range len(text) {
		digits, letters = digits || digit(text[i]), letters || letter(text[i])
	}
	return digits && letters
}

// endsLine reports whether a run stands alone on its line, or ends the string it is in.
func endsLine(rest string) bool {
	return rest == "" || strings.IndexByte("\r\n\"'`\\,;)]}&", rest[0]) >= 0
}
