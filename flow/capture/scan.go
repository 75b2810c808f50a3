package capture

import (
	"encoding/binary"
	"encoding/json"
	"strings"
)

// What is remembered of a body, at most, whatever its size.
const (
	maxName  = 64  // Bytes of a field's name or a tool's type; a longer one is none that is known.
	maxModel = 128 // Bytes of a model's name.
	maxNames = 64  // Names of each sort.
	maxKept  = 6 * maxModel
	maxDepth = 10000 // As in encoding/json.
)

// expects is what a scanner waits for.
type expects uint8

const (
	value      expects = iota
	valueOrEnd         // Behind [.
	nameOrEnd          // Behind {.
	name               // Behind a comma of an object.
	colon              // Behind a name.
	commaOrEnd         // Behind a value.
	inString           // Also a name.
	escape             // Behind a backslash.
	hex                // In \uXXXX.
	literal            // In true, false or null.
	numSign            // Behind the minus of a number.
	numZero            // Behind its leading zero.
	numInt             // In its digits.
	numDot             // Behind its point.
	numFrac            // In the digits behind the point.
	numE               // Behind its e.
	numESign           // Behind the sign of its exponent.
	numExp             // In the digits of its exponent.
	broken             // It is not JSON.
)

// scanner reads JSON as it streams by, in pieces of any size. It remembers the model, the names of the top-level fields that
// are not null, the types of the tools and which kinds of stored objects are named, and nothing else. Its memory is bounded:
// encoding/json's reader of tokens holds every string whole, which takes 80 MiB for an image of 16.
type scanner struct {
	prefixes []string // Of the ids of stored objects.

	model   string
	fields  []string
	tools   []string
	objects []string // The prefixes that were seen.
	started bool     // Something but blanks was there.

	want  expects
	stack []byte // '{' or '[' of what is open.
	isKey bool   // The string being read is a name.
	kept  []byte // The string being read as it is written, if it matters.
	keeps bool
	left  int    // Hexadecimal digits still to come.
	rest  string // Of a literal.
	null  bool
	key   string // The name in front of the value.
	top   string // The name of the top-level field that the value belongs to.
}

// Write takes the next piece. It never fails.
func (s *scanner) Write(p []byte) (int, error) {
	for i := 0; i < len(p) && s.want != broken; {
		if s.want == inString {
			i = s.letters(p, i)
			continue
		}
		if s.step(p[i]) {
			i++
		}
	}
	return len(p), nil
}

// whole reports whether everything written so far is one JSON value.
func (s *scanner) whole() bool {
	if len(s.stack) > 0 {
		return false
	}
	switch s.want {
	case commaOrEnd:
		return s.started
	case numZero, numInt, numFrac, numExp:
		return true
	default:
		return false
	}
}

// letters goes over a string's characters up to its end or the next backslash, and returns the offset behind.
func (s *scanner) letters(p []byte, i int) int {
	start := i
	for i+8 <= len(p) && plain8(binary.LittleEndian.Uint64(p[i:])) {
		i += 8
	}
	for i < len(p) && p[i] != '"' && p[i] != '\\' && p[i] >= ' ' {
		i++
	}
	if s.keeps {
		s.keep(p[start:i]...)
	}
	if i == len(p) {
		return i
	}
	switch p[i] {
	case '"':
		s.endString()
	case '\\':
		s.want = escape
		if s.keeps {
			s.keep('\\')
		}
	default:
		s.want = broken
	}
	return i + 1
}

// plain8 reports whether none of eight bytes is a quote, a backslash or a control character. Now and then it says no of bytes
// that are plain, and never the other way round.
func plain8(x uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote, slash := x^(ones*'"'), x^(ones*'\\')
	found := (x-ones*' ')&^x | (quote-ones)&^quote | (slash-ones)&^slash
	return found&highs == 0
}

func (s *scanner) keep(b ...byte) {
	if len(s.kept)+len(b) > maxKept {
		s.keeps, s.kept = false, s.kept[:0]
		return
	}
	s.kept = append(s.kept, b...)
}

// step takes one byte that is not a plain character of a string. It reports false when the byte has to be looked at again.
func (s *scanner) step(c byte) bool {
	switch s.want {
	case escape:
		if s.keeps {
			s.keep(c)
		}
		switch c {
		case 'u':
			s.want, s.left = hex, 4
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			s.want = inString
		default:
			s.want = broken
		}
		return true
	case hex:
		if s.keeps {
			s.keep(c)
		}
		if s.left--; !isHex(c) {
			s.want = broken
		} else if s.left == 0 {
			s.want = inString
		}
		return true
	case literal:
		if c != s.rest[0] {
			s.want = broken
		} else if s.rest = s.rest[1:]; s.rest == "" {
			s.ended(s.null)
		}
		return true
	}
	if s.want >= numSign && s.want <= numExp {
		return s.number(c)
	}
	if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
		return true
	}
	s.started = true
	s.token(c)
	return true
}

// token takes a byte that stands between values, or begins one.
func (s *scanner) token(c byte) {
	switch {
	case s.want == commaOrEnd && len(s.stack) > 0 && c == ',':
		s.want = value
		if s.inObject() {
			s.want = name
		}
	case s.want == commaOrEnd && len(s.stack) > 0 && c == s.closer():
		s.pop()
	case s.want == valueOrEnd && c == ']', s.want == nameOrEnd && c == '}':
		s.pop()
	case (s.want == name || s.want == nameOrEnd) && c == '"':
		s.begin(true)
	case s.want == colon && c == ':':
		s.want = value
	case s.want == value || s.want == valueOrEnd:
		s.begins(c)
	default:
		s.want = broken
	}
}

// begins takes the first byte of a value.
func (s *scanner) begins(c byte) {
	switch {
	case c == '{' || c == '[':
		if len(s.stack) == maxDepth {
			s.want = broken
			return
		}
		s.stack = append(s.stack, c)
		s.want = nameOrEnd
		if c == '[' {
			s.want, s.key = valueOrEnd, ""
		}
	case c == '"':
		s.begin(false)
	case c == 't':
		s.want, s.rest, s.null = literal, "rue", false
	case c == 'f':
		s.want, s.rest, s.null = literal, "alse", false
	case c == 'n':
		s.want, s.rest, s.null = literal, "ull", true
	case c == '-':
		s.want = numSign
	case c == '0':
		s.want = numZero
	case '1' <= c && c <= '9':
		s.want = numInt
	default:
		s.want = broken
	}
}

func (s *scanner) number(c byte) bool {
	digit := '0' <= c && c <= '9'
	switch {
	case s.want == numSign && c == '0':
		s.want = numZero
	case (s.want == numSign || s.want == numInt) && digit:
		s.want = numInt
	case (s.want == numZero || s.want == numInt) && c == '.':
		s.want = numDot
	case (s.want == numDot || s.want == numFrac) && digit:
		s.want = numFrac
	case (s.want == numZero || s.want == numInt || s.want == numFrac) && (c == 'e' || c == 'E'):
		s.want = numE
	case s.want == numE && (c == '+' || c == '-'):
		s.want = numESign
	case (s.want == numE || s.want == numESign || s.want == numExp) && digit:
		s.want = numExp
	case s.want == numZero || s.want == numInt || s.want == numFrac || s.want == numExp:
		s.ended(false)
		return false
	default:
		s.want = broken
	}
	return true
}

// begin begins a string. Only names of fields, and values behind a few of them, are kept.
func (s *scanner) begin(isKey bool) {
	s.want, s.isKey, s.kept = inString, isKey, s.kept[:0]
	s.keeps = isKey || len(s.stack) == 1 && s.key == "model" || s.inTool() && s.key == "type" || strings.HasSuffix(s.key, "id")
}

func (s *scanner) endString() {
	text, ok := "", false
	if s.keeps {
		ok = json.Unmarshal([]byte(`"`+string(s.kept)+`"`), &text) == nil
	}
	s.keeps, s.kept = false, s.kept[:0]
	if s.isKey {
		s.want, s.key = colon, ""
		if ok && len(text) <= maxName {
			s.key = text
		}
		if len(s.stack) == 1 {
			s.top = s.key
		}
		return
	}
	if ok {
		s.read(text)
	}
	s.ended(false)
}

// read looks at a string behind a name.
func (s *scanner) read(text string) {
	switch {
	case len(s.stack) == 1 && s.key == "model":
		s.model = ""
		if len(text) <= maxModel {
			s.model = text
		}
	case s.inTool() && s.key == "type":
		s.tools = remember(s.tools, text)
	case strings.HasSuffix(s.key, "id"):
		for _, p := range s.prefixes {
			if strings.HasPrefix(text, p) && isID(text) {
				s.objects = remember(s.objects, p)
			}
		}
	}
}

func remember(list []string, text string) []string {
	if text == "" || len(text) > maxName || len(list) == maxNames {
		return list
	}
	for _, have := range list {
		if have == text {
			return list
		}
	}
	return append(list, text)
}

// ended is called when a value has ended.
func (s *scanner) ended(null bool) {
	s.want = commaOrEnd
	if len(s.stack) == 1 && s.inObject() && !null {
		s.fields = remember(s.fields, s.top)
	}
	s.key = ""
}

func (s *scanner) pop() {
	s.stack = s.stack[:len(s.stack)-1]
	s.ended(false)
}

func (s *scanner) inObject() bool { return s.stack[len(s.stack)-1] == '{' }

func (s *scanner) closer() byte {
	if s.inObject() {
		return '}'
	}
	return ']'
}

// inTool reports whether the value stands directly in an object of the top-level list tools.
func (s *scanner) inTool() bool {
	return len(s.stack) == 3 && string(s.stack) == "{[{" && s.top == "tools"
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// isID reports whether the text could be an id, and is no sentence.
func isID(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}
