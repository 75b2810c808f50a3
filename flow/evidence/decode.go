package evidence

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxText  = 16 << 20 // Bytes of a text that is read whole.
	halfText = maxText / 2
)

const longText = "The text is longer than 16 MiB: its first and last 8 MiB were read, what lies between was not."

// Join returns the texts as one, in their order, with a blank line between any two. Texts in UTF-16 become UTF-8. Nothing is
// left out; what is too long to be read whole is cut by Open.
func Join(texts ...[]byte) []byte {
	if len(texts) == 1 {
		return texts[0]
	}
	var all []byte
	for _, text := range texts {
		mark, text := unmark(text)
		if len(mark) == 2 {
			text = fromUTF16(text, mark[0] == 0xFE)
		}
		if len(all) > 0 && all[len(all)-1] != '\n' {
			all = append(all, '\n')
		}
		if len(all) > 0 {
			all = append(all, '\n')
		}
		all = append(all, text...)
	}
	return all
}

// unmark splits the text into its byte order mark, if it has one, and the rest.
func unmark(text []byte) (mark, rest []byte) {
	for _, m := range [][]byte{{0xFF, 0xFE}, {0xFE, 0xFF}, {0xEF, 0xBB, 0xBF}} {
		if bytes.HasPrefix(text, m) {
			return m, text[len(m):]
		}
	}
	return nil, text
}

// decode returns the text as UTF-8 without a byte order mark, and a warning when its middle was left out.
func decode(text []byte) ([]byte, []string) {
	mark, text := unmark(text)
	utf16 := len(mark) == 2
	read := func(b []byte) []byte {
		if utf16 {
			return fromUTF16(b, mark[0] == 0xFE)
		}
		return b
	}
	if len(text) <= maxText {
		return read(text), nil
	}
	tail := len(text) - halfText
	if utf16 {
		tail -= tail % 2 // Keep the pairs of bytes together.
	}
	head, end := read(text[:halfText]), read(text[tail:])
	// Without the line that the cut tore: half a key on it is not known for one.
	near := len(head) - maxTorn
	head = head[:near+max(0, bytes.LastIndexByte(head[near:], '\n'))]
	if n := bytes.IndexByte(end[:maxTorn], '\n'); n >= 0 {
		end = end[n:]
	} else {
		end = end[maxTorn:]
	}
	return slices.Concat(head, []byte{'\n'}, end), []string{longText}
}

const maxTorn = 64 << 10 // Bytes that are given up at a cut, where no line ends within them.

func fromUTF16(b []byte, bigEndian bool) []byte {
	hi, lo := 1, 0
	if bigEndian {
		hi, lo = 0, 1
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+hi])<<8 | uint16(b[2*i+lo])
	}
	return []byte(string(utf16.Decode(units)))
}

// clean returns the text without terminal escapes and control characters, with every line ending a line feed, and with
// characters that look alike in a paste made one: box drawing and hard spaces become spaces.
func clean(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == 0x1b:
			i += escape(text[i:])
		case c == '\r':
			after := i
			for after < len(text) && text[after] == '\r' {
				after++
			}
			if after < len(text) && text[after] == '\n' { // CR LF, and CR CR LF where a copy turned LF into CR LF twice.
				i = after
				break
			}
			for ; i < after; i++ {
				b.WriteByte('\n')
			}
		case c == '\n' || c == '\t' || c >= 0x20 && c < 0x7f:
			b.WriteByte(c)
			i++
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			i += n
			switch {
			case r >= 0x80 && r < 0xa0, r == 0xfeff, r == '\u200b', r == '\u200c', r == '\u200d', r == '\u2060':
			case unicode.Is(unicode.Bidi_Control, r):
			case r == '\u2028', r == '\u2029':
				b.WriteByte('\n')
			case r == '\u00a0', r >= '\u2500' && r <= '\u257f', r == '\u23bf':
				b.WriteByte(' ')
			case r == '\u201c', r == '\u201d':
				b.WriteByte('"')
			case r == '\u2018', r == '\u2019':
				b.WriteByte('\'')
			default:
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// plain reports whether the text is ASCII without any control character but line feeds and tabs.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

const maxEscape = 4 << 10 // Bytes of a terminal escape; a longer one is taken for a lone ESC.

// escape returns the length of the terminal escape at the start of the text.
func escape(text string) int {
	if len(text) < 2 {
		return 1
	}
	text = text[:min(len(text), maxEscape)]
	switch text[1] {
	case '[':
		for i := 2; i < len(text); i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				return i + 1
			}
			if text[i] < 0x20 {
				return i
			}
		}
		return 2
	case ']', 'P', 'X', '^', '_': // Strings, which BEL or ESC \ ends.
		for i := 2; i < len(text); i++ {
			if text[i] == 0x07 {
				return i + 1
			}
			if text[i] == 0x1b {
				if i+1 < len(text) && text[i+1] == '\\' {
					return i + 2
				}
				return i
			}
			if text[i] == '\n' {
				return i // It was never ended: what follows is text again.
			}
		}
		return 2
	default:
		if text[1] >= 0x20 && text[1] <= 0x2f && len(text) > 2 {
			return 3
		}
		if text[1] < 0x20 || text[1] >= 0x7f {
			return 1
		}
		return 2
	}
}
