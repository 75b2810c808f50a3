package redact

import (
	"slices"
	"strings"
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

// set is a class of characters.
type set [256]bool

// setOf returns the characters of a list, in which a hyphen between two of them stands for all from the one to the other.
func setOf(list string) *set {
	in := new(set)
	for i := range len(list) {
		in[list[i]] = true
		if i > 0 && i+1 < len(list) && list[i] == '-' {
			in['-'] = in['-'] && list[len(list)-1] == '-'
			for c := list[i-1]; c < list[i+1]; c++ {
				in[c] = true
			}
		}
	}
	return in
}

// allBut returns the characters that are not in a list.
func allBut(list string) *set {
	in := setOf(list)
	for c := range in {
		in[c] = !in[c]
	}
	return in
}

// What shows nothing, without and with the blank.
const (
	control = "\x00-\x1f\x7f"
	unseen  = " " + control
)

var (
	inDigits     = setOf("0-9")
	inHex        = setOf("0-9A-Fa-f")
	inAlnum      = setOf("0-9A-Za-z")
	inLetter     = setOf("A-Za-z")
	inWord       = setOf("0-9A-Za-z_-")                  // Names, and most vendors' keys.
	inDotted     = setOf("0-9A-Za-z_.-")                 // A JWT.
	inPadded     = setOf("0-9A-Za-z_.=-")                // Keys that end like base64.
	inBase64     = setOf("0-9A-Za-z_+/=-")               // In either alphabet.
	inParts      = setOf("0-9A-Za-z_+/=.-")              // Keys that have several parts.
	inToken      = setOf("0-9A-Za-z_+/=.~-")             // What may stay at the end of a secret.
	inBare       = allBut(unseen + "\"'`\\,;&|<>()[]{}") // A value that no quotes enclose,
	inWide       = allBut(unseen + "\"'`&\\<")           // and a password: it holds anything.
	inBlank      = setOf(" \t")
	inOpening    = setOf(" \t\"'`")
	inTypeName   = setOf("0-9A-Za-z_.!")
	inTypes      = setOf("0-9A-Za-z_.,:<>&?*=[] ")
	inGroup      = setOf("0-9A-Za-z_.*&= []")
	inShown      = allBut("\x00- ")
	inTagName    = setOf("0-9A-Za-z_:-")
	inBlock      = setOf("|>+-") // The sign of a block of YAML.
	inCalls      = setOf("0-9A-Za-z_.:!-")
	inSimple     = setOf("0-9A-Za-z_.&*?") // The name of a type.
	inJoint      = setOf("to,")
	inRow        = allBut("\n")
	inMailbox    = setOf("0-9A-Za-z_.+@-")
	inCookieName = allBut(unseen + "\"'`\\,;&|<>()[]{}=")
	inUpper      = setOf("A-Z")
	inCapitals   = setOf("A-Z_")
	inVariable   = setOf("A-Z_0-9")
	inSeeds      = setOf("a-z ")
	inList       = setOf(" \t\r\n:=\"'`[(>*,.)|0-9-")
	inSmall      = setOf("a-z")
	inWhite      = setOf("\x00- ")
	inJoints     = setOf("+.&\\~_`^")
	inNumeric    = setOf("0-9A-Fa-fTZ")
	inTime       = setOf("0-9A-Fa-fTZ:.,+/-")
	inBetween    = setOf(" ,:\n")
	inApart      = allBut("\n0-9A-Za-z_-")
	inLowHex     = setOf("0-9a-f")
	inDash       = setOf("-")
	inJunction   = setOf(" \t\"'`\\|^+,.&") // What a row or string goes on with.
	inOpened     = setOf("\"'`")
	inPEM        = setOf("0-9A-Za-z_+/=")
	inHeader     = setOf("A-Za-z-")
	inAnyLetter  = setOf("A-Za-z\x80-\xff")
	inBeyond     = allBut("0-9A-Za-z_-")
	inColour     = setOf("0-9;")
	inMiddle     = setOf("\x20-\x2f") // Of an escape sequence,
	inFinal      = setOf("\x30-\x7e") // its end,
	inParameters = setOf("\x20-\x3f") // and what may stand between.
	inMail       = setOf("0-9A-Za-z_.+-")
	inIP         = setOf("0-9A-Fa-f:.")
	inHome       = allBut("\x00- /\\\"'`<>|:*?,;()[]{}") // A user's name in a path,
	inWindows    = allBut("\x00-\x1f/\\\"'`<>|:*?")      // and in one of Windows.
	inUserName   = setOf("a-z_")
	inLogin      = allBut("\x00- \x7f-\xff\"'`<>()[]{},;=/@|")
	inBackslash  = setOf("\\")
	inHead       = setOf(" \t|,;0-9A-Za-z_./()#\"'`*&\r-")
	inColumns    = setOf("0-9A-Za-z_. \t\r\n,\"'`[]-")
	inNumber     = setOf("0-9.")
	inUser       = setOf("0-9A-Za-z_$#-")
	inPath       = setOf("0-9A-Za-z_/-")
	inHash       = setOf("0-9A-Za-z_+/=.,$-")   // What is kept of a password,
	inScram      = setOf("0-9A-Za-z_+/=.,$:-")  // in several parts.
	inArgument   = allBut(unseen + "\"'`&\\<;") // A word of a command.
	inSeen       = allBut(unseen)
	inTilde      = setOf("0-9A-Za-z_.~-")
	inCell       = allBut(unseen + "\"'`&\\<|") // The same in a table.
	inQuotes     = map[byte]*set{'"': allBut(control + "\"\\"), '\'': allBut(control + "'\\"), '`': allBut(control + "`\\")}
	inCookie     = allBut(control + ";\"'`\\")
	inSaid       = setOf("!#$%*+./0-9?@A-Z^_a-z~-") // A value in a sentence.
)

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func alnum(c byte) bool  { return inAlnum[c] }
func hex(c byte) bool    { return inHex[c] }

// span returns where the characters of a class end that begin at i.
func span(s string, i int, in *set) int {
	for i < len(s) && in[s[i]] {
		i++
	}
	return i
}

// near is span for no more than so many characters.
func near(s string, i, most int, in *set) int { return span(s[:min(len(s), i+most)], i, in) }

// back returns where the characters of a class begin that end at i.
func back(s string, i int, in *set) int {
	for i > 0 && in[s[i-1]] {
		i--
	}
	return i
}

// nearBack is back for no more than so many characters.
func nearBack(s string, i, most int, in *set) int {
	from := max(0, i-most)
	return from + back(s[from:i], i-from, in)
}

// countOf returns how many characters of a text are of a class.
func countOf(text string, in *set) (n int) {
	for i := range len(text) {
		if in[text[i]] {
			n++
		}
	}
	return n
}

// peek returns the character at i, or 0.
func peek(s string, i int) byte {
	if uint(i) < uint(len(s)) {
		return s[i]
	}
	return 0
}

// oneOf reports whether a character is one of a list.
func oneOf(c byte, list string) bool { return c != 0 && strings.IndexByte(list, c) >= 0 }

// among reports whether a word is one of a list, in any case.
func among(word, list string) bool {
	for word != "" && len(list) >= len(word) {
		n := strings.IndexByte(list, ' ')
		if n < 0 {
			n = len(list)
		}
		if n == len(word) && strings.EqualFold(list[:n], word) {
			return true
		}
		list = list[min(len(list), n+1):]
	}
	return false
}

// wordSet returns the words of a list.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// firstWord returns the word at i, behind blanks and quotes.
func firstWord(s string, i int) string {
	i = span(s, i, inOpening)
	return s[i:near(s, i, maxName, inWord)]
}

// wordBefore returns the word in lower case that ends in front of the blanks at i in the same row, and where it starts.
func wordBefore(s string, i int) (word string, at int) {
	i = back(s, i, inBlank)
	at = nearBack(s, i, maxName, inWord)
	return strings.ToLower(s[at:i]), at
}

// all reports whether a text has nothing but characters of a class.
func all(text string, in *set) bool { return span(text, 0, in) == len(text) }

// maxSecret is the length, in bytes, up to which a secret is followed over line breaks. 8 KiB: the longest tokens.
const maxSecret = 8 << 10

// run is a stretch of one secret.
type run struct {
	text []byte
	end  int  // Where it ends in the text it was read from.
	torn bool // What stands on the next line may be the rest of it. It stays, but then the run's own end must not.
}

// shorten leaves no more of the run than so many characters.
func (r *run) shorten(size int) {
	r.end -= len(r.text) - size
	r.text = r.text[:size]
}

// read returns the run of characters at i, of a secret that begins at start. It goes on in the next row if what stands there
// looks like more of the same.
func read(s string, start, i int, in *set) run {
	return follow(s, start, i, in, nil, false)
}

// follow is read. whole, if set, reports that nothing more can come, and whether more must come. If the secret can be spaced it also goes on behind blanks, which stand for a line break in what was copied
// from some terminals.
func follow(s string, start, i int, in *set, whole func([]byte) (complete, wanting bool), spaced bool) run {
	var r run
	for {
		r.end = i
		for r.end < len(s) && in[s[r.end]] {
			r.end++
		}
		r.text = append(r.text, s[i:r.end]...)
		if r.end >= len(s) || len(r.text) > maxSecret || len(r.text) <= maxKind && isMasked(string(r.text)) {
			return r
		}
		var complete, wanting bool
		if whole != nil {
			complete, wanting = whole(r.text)
		}
		i = lineBreak(s, start, r.end)
		judge := r.next
		if i == r.end && spaced {
			i = column(s, r.end)
			judge = r.behindBlanks
		}
		if complete || i == r.end || isIssued(s, i) {
			return r
		}
		switch judge(s, i, in, whole, wanting) {
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
func (r run) next(s string, i int, in *set, whole func([]byte) (complete, wanting bool), wanting bool) sequel {
	end := i
	for end < len(s) && in[s[end]] && (inBase64[s[end]] || s[end] == '.') {
		end++
	}
	part := s[i:end]
	if name := strings.TrimSuffix(part, "="); isVariable(name) && (name != part || strings.HasPrefix(s[end:], "=") || strings.HasPrefix(s[end:], `"]`) || strings.HasPrefix(s[end:], "']")) {
		return other // The name of the next one: its row begins as the row above does.
	}
	if !strings.ContainsFunc(part, func(r rune) bool { return letter(byte(r)) }) || isException(part, s[end:]) {
		return other
	}
	words := wordy(part)
	switch {
	case isLabel(part, s[end:]), !wanting && (isFlag(part) || isPublicID(part) || isForeign(part) && (words || len(part) < longRun)):
		return other
	case words && !wanting && len(part) >= longRun && (!endsLine(s[end:]) || strings.ContainsAny(part, "-_")), words && wanting && !r.completed(part, whole) && (len(part) < longRun || part != strings.ToUpper(part)):
		return doubt
	}
	switch {
	case wanting, looksRandom(part), appends(s[end:]):
		return more
	case endsLine(s[end:]) && (len(part) >= shortRun && (!words || part == strings.ToUpper(part)) || looksMixed(part)):
		return more
	}
	return doubt
}

// isException reports whether the part is the name of an exception, such as client.exceptions.APIError, with what follows on one.
// One that does not end as most do has the words of its packages before it, and a colon behind it.
func isException(part, rest string) bool {
	usual := strings.HasSuffix(part, "Error") || strings.HasSuffix(part, "Exception")
	if usual && rest != "" && strings.IndexByte(": (\r\n", rest[0]) < 0 || !usual && !strings.HasPrefix(rest, ": ") {
		return false
	}
	names := strings.Split(part, ".")
	for _, name := range names {
		if name == "" || !letter(name[0]) || strings.ContainsAny(name, "+/=-") || !usual && strings.ContainsAny(name, "0123456789") {
			return false
		}
	}
	return usual || len(names) > 2
}

// appends reports whether a string ends here to which a program appends another one: " + ".
func appends(s string) bool {
	if s == "" || strings.IndexByte("\"'`", s[0]) < 0 {
		return false
	}
	rest := strings.TrimLeft(s[1:], " \t")
	if !strings.HasPrefix(rest, "+") {
		return false
	}
	rest = strings.TrimLeft(rest[1:], " \t\r\n")
	return rest != "" && strings.IndexByte("\"'`", rest[0]) >= 0
}

// completed reports whether the part makes the run a whole secret.
func (r run) completed(part string, whole func([]byte) (complete, wanting bool)) bool {
	if whole == nil || part == "" || len(r.text)+len(part) > maxSecret {
		return false
	}
	complete, _ := whole(append(r.text[:len(r.text):len(r.text)], part...))
	return complete
}

// column returns the offset behind the blanks at i, and the rule between two columns after them.
func column(s string, i int) int {
	i = blanks(s, i)
	if i < len(s) && s[i] == '|' {
		return blanks(s, i+1)
	}
	return i
}

// behindBlanks judges the run at i, which only blanks divide from the secret. On one line words follow more often than
// pieces of a key, so that it must not look like one.
func (r run) behindBlanks(s string, i int, in *set, whole func([]byte) (complete, wanting bool), wanting bool) sequel {
	end := i
	for end < len(s) && in[s[end]] {
		end++
	}
	part := s[i:end]
	switch {
	case r.completed(part, whole):
		return more
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

// camel reports whether letters are one word, or several that each begin with capitals and go on with two small letters. Only
// two of them may begin with more than one capital.
func camel(word string) bool {
	small, changes, capitals, acronyms := 2, 0, 0, 0
	for i := range len(word) {
		c := word[i]
		if !letter(c) {
			return false
		}
		if c == lower(c) {
			if capitals >= shortRun { // As no acronym is.
				return false
			}
			if capitals > 1 {
				acronyms++
			}
			capitals = 0
			small++
			continue
		}
		if i > 0 && word[i-1] != upper(word[i-1]) {
			if small < 2 {
				return false
			}
			changes++
		}
		capitals++
		small = 0
	}
	if changes == 0 && len(word) >= longRun { // No word is as long.
		return false
	}
	return acronyms <= 2 && (changes == 0 || small >= 2) || len(word) < longRun && word == strings.ToUpper(word)
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
	for _, p := range foreign {
		if strings.HasPrefix(part, p) {
			return true
		}
	}
	return isPublicID(part)
}

// isPublicID reports whether the run is an id with a version behind its kind, such as wrkspc_01 and more.
func isPublicID(part string) bool {
	kind, id, ok := strings.Cut(part, "_01")
	return ok && len(id) >= keepFrom && len(kind) >= 3 && len(kind) <= 12 && strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz") == ""
}

// isNamedID reports whether the run is an id that begins with its kind, as req_ and more.
func isNamedID(part string) bool {
	return isPublicID(part) || slices.ContainsFunc(foreign, func(p string) bool { return strings.HasSuffix(p, "_") && strings.HasPrefix(part, p) })
}

// isFlag reports whether the run is an option of a command, as in curl's -H.
func isFlag(part string) bool {
	return strings.HasPrefix(part, "-") && strings.TrimLeft(part, "-abcdefghijklmnopqrstuvwxyz") == "" || len(part) == 2 && part[0] == '-'
}

// isLabel reports whether the run, or what follows it, makes a name, a call or a path of it.
func isLabel(part, rest string) bool {
	if name, _, ok := strings.Cut(strings.TrimRight(part, "="), "="); ok && (len(part) < longRun || wordy(name)) {
		return true
	}
	if strings.Contains(part, "/") && !looksMixed(part) {
		return true
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 8)], `"'`)
	return rest != "" && strings.IndexByte(":=(/", rest[0]) >= 0 && (len(part) < longRun || wordy(part))
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
