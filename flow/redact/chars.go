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
	inDigits = setOf("0-9")
	inHex    = setOf("0-9A-Fa-f")
	inLowHex = setOf("0-9a-f")
	inAlnum  = setOf("0-9A-Za-z")
	inLetter = setOf("A-Za-z")
	inSmall  = setOf("a-z")
	inUpper  = setOf("A-Z")

	// Names and keys.
	inWord     = setOf("0-9A-Za-z_-")
	inHyphens  = setOf("_-")
	inDotted   = setOf("0-9A-Za-z_.-")
	inPadded   = setOf("0-9A-Za-z_.=-")
	inBase64   = setOf("0-9A-Za-z_+/=-")
	inParts    = setOf("0-9A-Za-z_+/=.-")
	inToken    = setOf("0-9A-Za-z_+/=.~-")
	inTilde    = setOf("0-9A-Za-z_.~-")
	inCapitals = setOf("A-Z_")
	inVariable = setOf("A-Z_0-9")

	// Values: bare, in a cell, in quotes, in a cookie, in a command, in a sentence.
	inBare       = allBut(unseen + "\"'`\\,;&|<>()[]{}")
	inWide       = allBut(unseen + "\"'`&\\<")
	inCell       = allBut(unseen + "\"'`&\\<|")
	inQuotes     = map[byte]*set{'"': allBut(control + "\"\\"), '\'': allBut(control + "'\\"), '`': allBut(control + "`\\")}
	inCookie     = allBut(control + ";\"'`\\")
	inCookieName = allBut(unseen + "\"'`\\,;&|<>()[]{}=")
	inArgument   = allBut(unseen + "\"'`&\\<;")
	inSaid       = setOf("!#$%*+./0-9?@A-Z^_a-z~-")
	inSeen       = allBut(unseen)
	inShown      = allBut("\x00- ")

	// What stands between a name and its value.
	inSpace    = setOf(" ")
	inBlank    = setOf(" \t")
	inWhite    = setOf("\x00- ")
	inOpening  = setOf(" \t\"'`")
	inOpened   = setOf("\"'`")
	inJoint    = setOf("to,")
	inBlock    = setOf("|>+-")
	inTypeName = setOf("0-9A-Za-z_.!")
	inTypes    = setOf("0-9A-Za-z_.,:<>&?*=[] ")
	inGroup    = setOf("0-9A-Za-z_.*&= []")
	inSimple   = setOf("0-9A-Za-z_.&*?")
	inCalls    = setOf("0-9A-Za-z_.:!-")
	inTagName  = setOf("0-9A-Za-z_:-")

	// What stands between two rows, or two pieces.
	inRow       = allBut("\n")
	inJoints    = setOf("+.&\\~_`^")
	inNumeric   = setOf("0-9A-Fa-fTZ")
	inTime      = setOf("0-9A-Fa-fTZ:.,+/-")
	inVerdict   = setOf(" \t:]")
	inBetween   = setOf(" ,:\n")
	inApart     = allBut("\n0-9A-Za-z_-")
	inBeyond    = allBut("0-9A-Za-z_-")
	inJunction  = setOf(" \t\"'`\\|^+,.&")
	inDash      = setOf("-")
	inPEM       = setOf("0-9A-Za-z_+/=")
	inHeader    = setOf("A-Za-z-")
	inBackslash = setOf("\\")

	// Tables and lists.
	inHead    = setOf(" \t|,;0-9A-Za-z_./()#\"'`*&\r-")
	inColumns = setOf("0-9A-Za-z_. \t\r\n,\"'`[]-")
	inSeeds   = setOf("a-z ")
	inList    = setOf(" \t\r\n:=\"'`[(>*,.)|0-9-")
	inNumber  = setOf("0-9.")

	// Commands, logins, hosts and paths; what is kept of a password.
	inUser     = setOf("0-9A-Za-z_$#-")
	inPath     = setOf("0-9A-Za-z_/-")
	inHash     = setOf("0-9A-Za-z_+/=.,$-")
	inScram    = setOf("0-9A-Za-z_+/=.,$:-")
	inMail     = setOf("0-9A-Za-z_.+-")
	inMailbox  = setOf("0-9A-Za-z_.+@-")
	inUserName = setOf("a-z_")
	inLogin    = allBut("\x00- \x7f-\xff\"'`<>()[]{},;=/@|")
	inIP       = setOf("0-9A-Fa-f:.")
	inHome     = allBut("\x00- /\\\"'`<>|:*?,;()[]{}")
	inWindows  = allBut("\x00-\x1f/\\\"'`<>|:*?")

	// Terminals: text that does nothing, colours, and the middle, the parameters and the end of an escape sequence.
	inPlain      = setOf("\n\t -~")
	inColour     = setOf("0-9;")
	inMiddle     = setOf("\x20-\x2f")
	inParameters = setOf("\x20-\x3f")
	inFinal      = setOf("\x30-\x7e")
	inAnyLetter  = setOf("A-Za-z\x80-\xff")
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

// contains reports whether one of several stands in a text.
func contains(text string, any ...string) bool {
	return slices.ContainsFunc(any, func(one string) bool { return strings.Contains(text, one) })
}

// find returns where a text stands next from i on, or -1.
func find(s string, i int, text string) int {
	if k := strings.Index(s[i:], text); k >= 0 {
		return i + k
	}
	return -1
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
