package redact

import (
	"strconv"
	"strings"
)

// dumps reads what hexdump, xxd and curl --trace print of bytes. One that holds a secret is replaced by the text it is of, with the secret
// cut, since each of its rows would show some of it twice.
func dumps(c *cut) {
	s := c.text
	for i := 0; i < len(s); {
		end, bytes := dump(s, i)
		if end == i {
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				return
			}
			i += n + 1
			continue
		}
		if masked, n := Secrets(string(bytes)); n > 0 {
			c.replace(i, end, Terminal(masked))
		}
		i = end + 1
	}
}

// dump returns where the rows of a dump that begins at i end, the last line break not counted, and their bytes; i if there is none.
func dump(s string, i int) (end int, bytes []byte) {
	for end = i; end < len(s); {
		row, _, _ := strings.Cut(s[end:], "\n")
		b := rowBytes(row)
		if b == nil {
			b = rowBytes(behindMargin(row))
		}
		if b == nil && end > i {
			b = characters(row) // The rest of a row whose "\\n" was read as one.
		}
		if b == nil {
			break
		}
		bytes = append(bytes, b...)
		end += len(row) + 1
	}
	return max(i, end-1), bytes
}

// behindMargin returns the row of a dump without what a log puts in front of it, or nothing. The offset of a row ends with 0.
func behindMargin(row string) string {
	for at := 0; at < maxMargin; at++ {
		k := strings.IndexByte(row[at:min(len(row), maxMargin)], '0')
		if k < 0 {
			break
		}
		at += k
		start := back(row, at, inHex)
		if rest := row[at+1:]; at-start >= 3 && start > 0 && (blank(row[start-1]) || row[start-1] == 'x') && (strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, "  ") || strings.HasPrefix(rest, " - ")) {
			return row[start:]
		}
	}
	return ""
}

// rowBytes returns the bytes that a row of a dump is of: "0040: 71 37 5a q7Z", "00000000: 504f 5354  POST", "	0x0010:  504f 5354  POST" of
// tcpdump, "0000020 50 4f >PO<" of od. Nil if it is none.
func rowBytes(row string) (out []byte) {
	row = strings.TrimPrefix(strings.TrimLeft(strings.TrimRight(row, "\r"), " \t"), "0x")
	at := span(row, 0, inHex)
	if at < 4 || at > 8 || at == len(row) || row[at] != ':' && !strings.HasPrefix(row[at:], "  ") && !strings.HasPrefix(row[at:], " - ") && (at != 7 || row[at] != ' ') {
		return nil
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(row[at:], ":"), " -")
	for len(out) < rowOfDump {
		half := len(out) == rowOfDump/2
		gap := len(rest) - len(strings.TrimLeft(rest, " "))
		if half && strings.HasPrefix(rest, "-") { // As openssl parts the two halves of a row.
			gap = 1
		}
		end := span(rest, gap, inHex)
		digits, follows := end-gap, peek(rest, end)
		if gap == 0 || gap > 2 || gap == 2 && len(out) > 0 && !half || digits == 0 || digits%2 > 0 || digits > 2*rowOfDump ||
			follows != 0 && follows != ' ' && (follows != '-' || len(out)+digits/2 != rowOfDump/2) {
			break
		}
		for ; gap < end && len(out) < rowOfDump; gap += 2 {
			code, _ := strconv.ParseUint(rest[gap:gap+2], 16, 8)
			out = append(out, byte(code))
		}
		rest = rest[end:]
	}
	if len(out) == 0 && at == 7 {
		return characters(rest)
	}
	return out
}

// characters returns the bytes of a row of od -c, "   s   k  \\n 303", each in a cell of four. Nil if it is none.
func characters(row string) (out []byte) {
	for ; len(row) > 0; row = row[4:] {
		if row == "  " {
			return append(out, '\n')
		}
		if len(row) < 4 || row[0] != ' ' || len(out) == rowOfDump {
			return nil
		}
		cell := strings.TrimLeft(row[:4], " ")
		switch code, err := strconv.ParseUint(cell, 8, 8); {
		case cell == "":
			out = append(out, ' ')
		case len(cell) == 1:
			out = append(out, cell[0])
		case cell[0] == '\\':
			out = append(out, '\n') // Or another one of no key.
		case len(cell) == 3 && err == nil:
			out = append(out, byte(code))
		default:
			return nil
		}
	}
	return out
}

// spelled reads secrets whose characters stand apart, or in groups of one size: "s k - a n t", "['s', 'k', '-']", "sk-a nt-a pi03".
func spelled(c *cut) {
	s := c.text
	var barren [maxGroup + 1]int // Up to where groups of a size were looked at, and were no secret.
	for i := 0; i < len(s); {
		letters := span(s, i, inAlnum)
		if letters == i {
			i++
			continue
		}
		word := near(s, i, maxGroup+1, inWord) // With its hyphens.
		next := letters
		for _, size := range [2]int{word - i, letters - i} {
			if size > maxGroup || i < barren[size] {
				continue
			}
			end, joined := grouped(s, i, size)
			if end == i {
				continue
			}
			masked, n := secrets(string(joined), passes)
			if n == 0 && size > 1 && isDrawn(string(joined)) {
				if t := c.before(i); t.form != none && t.tied {
					masked, n = Mark, 1
				}
			}
			if n > 0 {
				c.replace(i, end, masked)
				next = end
				break
			}
			barren[size] = end
		}
		i = next
	}
}

// grouped returns where groups of that many characters end that begin at i, with the same between all of them, and what they spell; i if
// they are too few to be a secret. The last one may be shorter.
func grouped(s string, i, size int) (end int, joined []byte) {
	end = i + size
	width := near(s, end, maxApart, inBeyond) - end
	if width == 0 && size == 1 && oneOf(peek(s, end), "-_") { // Longer ones could be a key's own.
		width = 1
	}
	if width == 0 || !inWord[peek(s, end+width)] {
		return i, nil
	}
	between := s[end : end+width]
	spaced := between == " " || between == "\n"
	for characters := size; characters <= maxSecret && (strings.HasPrefix(s[end:], between) || spaced && oneOf(peek(s, end), " \n")); {
		next := end + width
		n := near(s, next, size, inWord) - next
		if n == 0 {
			break
		}
		characters += n
		if end = next + n; n < size {
			break
		}
	}
	if groups := (end - i + width) / (size + width); groups*size < leastIssued-size {
		return i, nil
	}
	for at := i; at < end; at += size + width {
		joined = append(joined, s[at:min(at+size, end)]...)
	}
	if len(joined) < leastApart && (len(joined) < leastIssued || !isIssued(string(joined), 0)) {
		return i, nil
	}
	return end, joined
}
