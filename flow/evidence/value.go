package evidence

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// value is a part of an object as it was printed by some language: JSON, a Python dict, a Ruby hash, a JavaScript or PHP dump.
type value struct {
	kind   kind
	text   string // Of a string or a word.
	joined string // The other reading of a string that a terminal wrapped; see unwrap.
	fields []field
}

type field struct {
	key string
	value
}

// nothing reports whether the value is some language's word for none.
func (v value) nothing() bool {
	if v.kind != word {
		return false
	}
	switch v.text {
	case "null", "undefined", "None", "nil":
		return true
	}
	return false
}

type kind uint8

const (
	word kind = iota // A number, true, None, undefined, a bare word.
	str
	object
	list
)

const (
	maxDepth  = 60       // Nesting that is followed; deeper brackets are read as words.
	maxBreaks = 8        // Line breaks inside a string, which a terminal's wrapping puts there.
	maxString = 64 << 10 // Bytes of a string.
	maxKey    = 128      // Bytes of a key.
	maxFields = 4096     // Entries kept of one object or list.
)

// parser reads values tolerantly: it never goes back over what it has accepted and a cut-off text gives what there was.
type parser struct {
	s   string
	pos int
}

// parseObject reads the object at s[at], which is '{'. It reports false when what stands there is not an object.
func parseObject(s string, at int) (v value, end int, ok bool) {
	p := parser{s: s, pos: at}
	v, ok = p.object(0)
	return v, p.pos, ok
}

func (p *parser) object(depth int) (value, bool) {
	start := p.pos
	p.pos++
	v := value{kind: object}
	for {
		p.skip(" \t\n,;")
		if p.pos >= len(p.s) {
			return v, len(v.fields) > 0
		}
		if p.s[p.pos] == '}' {
			p.pos++
			return v, true
		}
		at := p.pos
		key, ok := p.key()
		if !ok {
			if c := p.s[at]; depth > 0 && (c == '"' || c == '\'') { // Lua's lists are in braces.
				p.pos = at
				if e, ok := p.str(false); ok {
					if len(v.fields) < maxFields {
						v.fields = append(v.fields, field{value: e})
					}
					continue
				}
				p.pos = at
			}
			if len(v.fields) == 0 {
				p.pos = start + 1
				return v, false
			}
			p.junk()
			continue
		}
		f := field{key: key, value: p.value(depth + 1)}
		if len(v.fields) < maxFields {
			v.fields = append(v.fields, f)
		}
	}
}

func (p *parser) list(depth int) value {
	p.pos++
	v := value{kind: list}
	for {
		p.skip(" \t\n,")
		if p.pos >= len(p.s) {
			return v
		}
		if p.s[p.pos] == ']' {
			p.pos++
			return v
		}
		at := p.pos
		e := p.value(depth + 1)
		if p.pos == at {
			p.pos++ // A closing brace without its opening one.
			return v
		}
		if len(v.fields) < maxFields {
			v.fields = append(v.fields, field{value: e})
		}
	}
}

func (p *parser) skip(set string) {
	for p.pos < len(p.s) && (strings.IndexByte(set, p.s[p.pos]) >= 0 || p.s[p.pos] == full) {
		p.pos++
	}
}

// junk passes over what is neither a key nor an end.
func (p *parser) junk() {
	p.pos++
	for p.pos < len(p.s) && strings.IndexByte(",}\n", p.s[p.pos]) < 0 {
		p.pos++
	}
}

// key reads a key with the sign that follows it: "k":  'k' =>  k:  :k=>
func (p *parser) key() (string, bool) {
	if p.s[p.pos] == ':' && p.pos+1 < len(p.s) {
		p.pos++
	}
	var key string
	if c := p.s[p.pos]; c == '"' || c == '\'' || c == '`' {
		v, ok := p.str(true)
		if !ok {
			return "", false
		}
		key = v.text
		if v.joined != "" {
			key = v.joined
		}
	} else {
		at := p.pos
		for p.pos < len(p.s) && keyByte(p.s[p.pos]) {
			p.pos++
		}
		key = p.s[at:p.pos]
	}
	if key == "" {
		return "", false
	}
	p.skip(" \t\n")
	switch {
	case strings.HasPrefix(p.s[p.pos:], "=>"):
		p.pos += 2
	case p.pos < len(p.s) && (p.s[p.pos] == ':' || p.s[p.pos] == '='):
		p.pos++
	default:
		return "", false
	}
	return key, true
}

func keyByte(c byte) bool {
	return c == '_' || c == '-' || c == '$' || c == '.' || c == '@' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func (p *parser) value(depth int) value {
	p.skip(" \t\n")
	at := p.pos
	for p.pos < len(p.s) {
		switch c := p.s[p.pos]; {
		case c == '"' || c == '\'' || c == '`':
			if p.pos > at+1 { // A prefix such as the b of a Python byte string is one character.
				p.pos++
				continue
			}
			if v, ok := p.str(false); ok {
				return v
			}
			p.pos++
		case c == '{' && depth < maxDepth:
			if v, ok := p.object(depth); ok { // Headers { … } and the like: the name before the brace is dropped.
				return v
			}
		case c == '[' && p.pos == at && depth < maxDepth:
			return p.list(depth)
		case c == ',' || c == '}' || c == ']' || c == '\n':
			return value{kind: word, text: strings.TrimSpace(p.s[at:p.pos])}
		default:
			p.pos++
		}
	}
	return value{kind: word, text: strings.TrimSpace(p.s[at:])}
}

// str reads the string at the parser's place. Line breaks in it are a terminal's. A quotation mark ends it only where a
// string can end, so that a text whose inner quotes lost their escapes is still read.
func (p *parser) str(isKey bool) (value, bool) {
	quote := p.s[p.pos]
	limit := min(len(p.s), p.pos+1+maxString)
	if isKey {
		limit = min(len(p.s), p.pos+1+maxKey)
	}
	var b strings.Builder
	breaks := 0
	for i := p.pos + 1; i < limit; {
		switch c := p.s[i]; {
		case c == '\\' && i+1 < limit:
			i = unescape(&b, p.s[:limit], i)
		case c == '\n':
			if breaks++; breaks > maxBreaks || isKey && breaks > 1 {
				return value{}, false
			}
			if p.s[i-1] != full && p.fullLine(i) {
				b.WriteByte(full)
			}
			b.WriteByte('\n')
			i++
		case c == full: // Marked by escaped.
			b.WriteByte(full)
			i++
		case c == quote:
			next, ends := closes(p.s, i+1, isKey)
			if !ends {
				b.WriteByte(c)
				i++
				continue
			}
			if next >= 0 { // 'one' + 'two'
				i = next
				continue
			}
			p.pos = i + 1
			return wrapped(b.String(), breaks), true
		default:
			b.WriteByte(c)
			i++
		}
	}
	if isKey {
		return value{}, false
	}
	// Cut off: the string is what there is, up to the end of its line.
	rest := p.s[p.pos+1 : limit]
	if n := strings.IndexByte(rest, '\n'); n >= 0 {
		rest = rest[:n]
	}
	p.pos += 1 + len(rest)
	return value{kind: str, text: unescaped(rest)}, true
}

// sentence reports whether one of the lines has a space inside.
func sentence(text string) bool {
	for line := range strings.Lines(text) {
		if strings.Contains(strings.TrimSpace(line), " ") {
			return true
		}
	}
	return false
}

func identifier(s string) bool {
	for i := range len(s) {
		if !keyByte(s[i]) && s[i] != ':' && s[i] != '/' {
			return false
		}
	}
	return true
}

// closes reports whether a quotation mark before s[i] ends its string; next is the inside of a string that a plus sign
// appends, or -1.
func closes(s string, i int, isKey bool) (next int, ends bool) {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == full) {
		i++
	}
	if i >= len(s) {
		return -1, true
	}
	switch s[i] {
	case ':', '=':
		return -1, isKey
	case ',', '}', ']', '\n', ';', ')':
		return -1, true
	case '+':
		for i++; i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n'); i++ {
		}
		if i < len(s) && (s[i] == '\'' || s[i] == '"' || s[i] == '`') {
			return i + 1, true
		}
		return -1, true
	case '\\':
		return -1, true
	default:
		return -1, false
	}
}

// unescape writes the character that the escape at s[i] stands for and returns the place after it.
func unescape(b *strings.Builder, s string, i int) int {
	switch c := s[i+1]; c {
	case 'n':
		b.WriteByte('\n')
	case 't', 'r', 'b', 'f', 'v', 'a', '0':
		b.WriteByte(' ')
	case '\n': // A line continued.
	case 'u', 'x', 'U':
		digits := map[byte]int{'u': 4, 'x': 2, 'U': 8}[c]
		r, ok := hex(s, i+2, digits)
		if !ok {
			b.WriteByte(c)
			break
		}
		i += digits
		if utf16.IsSurrogate(r) && i+3 < len(s) && s[i+2] == '\\' && s[i+3] == 'u' {
			if low, ok := hex(s, i+4, 4); ok {
				r = utf16.DecodeRune(r, low)
				i += 6
			}
		}
		if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || !utf8.ValidRune(r) {
			r = ' '
		}
		b.WriteRune(r)
	default:
		b.WriteByte(c)
	}
	return i + 2
}

func hex(s string, at, digits int) (rune, bool) {
	if at+digits > len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[at:at+digits], 16, 32)
	return rune(n), err == nil
}

// unescaped takes one level of escapes off the text.
func unescaped(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '\\' && i+1 < len(s) {
			i = unescape(&b, s, i)
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
