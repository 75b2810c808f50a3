// Package redact removes secrets, and everything that could act on a terminal, from text that nobody vouches for.
// It never looks at what the text means, never does I/O, and never returns or reports what it removed.
package redact

import (
	"slices"
	"strconv"
	"strings"
)

// Mark stands in the place of what was removed.
const Mark = "…"

// Secrets returns s with every secret it recognizes cut down to the kind it is of and at most its last four characters,
// as in sk-…Zk9A, and the number of secrets it cut. Keys are found by their vendor's prefix wherever they stand,
// also where a terminal broke them over lines; other secrets by the name in front of them. Where it cannot tell it cuts.
// Secrets(Secrets(s)) is Secrets(s). It takes time linear in the length of s.
func Secrets(s string) (masked string, n int) {
	return secrets(s, append([]func(*cut){dumps, spelled, chunked}, passes...))
}

// Text returns s without secrets and without anything that acts on a terminal.
func Text(s string) string {
	s, _ = Secrets(Terminal(s))
	return s
}

// Line is Text on one line.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }

// passes are the rules for what stands as it is.
var passes = []func(*cut){retyped, tokens, parted, encoded, blocks, manifests, tables, jsonTables, labelled, addresses, sentences, unlabelled}

// secrets is Secrets with the given passes.
func secrets(s string, passes []func(*cut)) (masked string, n int) {
	c := &cut{view: look(s)}
	for range maxRounds {
		before := n
		for _, pass := range passes {
			pass(c)
			n += c.again()
		}
		if c.acts {
			raw := cut{view: view{from: c.from, text: c.from}}
			if tokens(&raw); raw.n > 0 {
				n += raw.again()
				*c = raw
			}
		}
		if n == before {
			break
		}
	}
	return c.from, n
}

// cut is a text being copied with some parts of it replaced. Offsets are those of the view.
type cut struct {
	view
	to     strings.Builder
	copied int // What of the text is copied or replaced.
	done   int // The same in the view.
	n      int
}

func (c *cut) replace(start, end int, with string) {
	if start < c.done || end <= start {
		return
	}
	from, _ := c.source(start)
	_, to := c.source(end - 1)
	c.to.WriteString(c.from[c.copied:from])
	c.to.WriteString(with)
	c.copied, c.done = to, end
	c.n++
}

// again begins anew on what the cuts left, and returns how many there were.
func (c *cut) again() int {
	n := c.n
	if n > 0 {
		*c = cut{view: look(c.result())}
	}
	c.copied, c.done = 0, 0
	return n
}

// result returns the text with what was cut replaced. Nothing can be cut of it any more.
func (c *cut) result() string {
	if c.n == 0 {
		return c.from
	}
	c.to.WriteString(c.from[c.copied:])
	return c.to.String()
}

// tail returns what may stay of a secret whose text was found in the run.
func (r run) tail(secret string) string {
	if r.torn || len(secret) < keepFrom {
		return ""
	}
	if end := secret[len(secret)-keep:]; all(end, inToken) {
		return end
	}
	return ""
}

// isMasked reports whether v is what this package leaves of a secret, or of one that stands twice in a row: a known prefix or
// nothing, the mark, and no more than the tail. A mark in a text proves nothing by itself.
func isMasked(v string) bool {
	kind, end, ok := strings.Cut(v, Mark)
	if !ok || kind != "" && !isPrefix(kind) {
		return false
	}
	for i := 0; i <= min(keep, len(end)); i++ {
		if i == len(end) || isMasked(end[i:]) && !strings.HasPrefix(end[i:], Mark) {
			return true
		}
		if !inToken[end[i]] {
			return false
		}
	}
	return false
}

// breaks are what stands where a row, a string or a column can end.
var breaks = setOf(" \t\r\n\\|^`\"'")

// letterAt returns where the letter stands that follows at an offset, behind the end of a row or of a column, or -1.
func letterAt(s string, start, at int) int {
	if at >= len(s) {
		return -1
	}
	if !breaks[s[at]] {
		return at
	}
	k := column(s, at)
	if c := peek(s, k); c != 0 && !alnum(c) {
		if isQuote(c) && oneOf(peek(s, k+1), ",:})]") {
			return -1
		}
		k = lineBreak(s, start, at)
	}
	if k >= len(s) {
		return -1
	}
	return k
}

// literal reports whether the text at i spells want, in any case if fold, whatever breaks a row between its letters, blanks
// too if it is spaced.
func literal(s string, i int, want string, fold, spaced bool) (end int, ok bool) {
	start := i
	for k := range len(want) {
		if k > 0 && i < len(s) && !same(s[i], want[k], fold) && !alnum(s[i]) {
			if w := lineBreak(s, start, i); w > i {
				i = w
			} else if spaced {
				i = column(s, i)
			}
		}
		if !same(peek(s, i), want[k], fold) {
			return 0, false
		}
		i++
	}
	return i, true
}

func same(a, b byte, fold bool) bool { return a == b || fold && lower(a) == lower(b) }

// wordStart reports whether the text at i is not the rest of a longer word. An escape such as \n or %20 ends a word too.
func wordStart(s string, i int) bool {
	return !alnum(peek(s, i-1)) || peek(s, i-2) == '\\' && oneOf(s[i-1], "nrtbf") || peek(s, i-3) == '%' && hex(s[i-2]) && hex(s[i-1])
}

// encoded cuts base64, hex and lists of numbers that hold a key, or a header that carries one.
func encoded(c *cut) {
	s, known := c.text, anchors()
	var buf [len("uthorization:")]byte // As long as a carrier.
	for i := 0; i+8 <= len(s); i++ {
		if !known.pairs[s[i]][s[i+1]] {
			continue
		}
		if breaks[s[i+1]] {
			if at := letterAt(s, i, i+1); at < 0 || breaks[s[at]] || !known.pairs[s[i]][s[at]] {
				continue
			}
		}
		for _, a := range known.by[s[i]] {
			if end, ok := literal(s, i, a, false, false); ok {
				start := max(min(i, c.done), back(s, i, inBase64))
				end = read(s, i, end, inBase64).end
				c.replace(start, end, Mark)
				i = end - 1
				break
			}
		}
		for base := 10; digit(s[i]) && base <= 16; base += 6 {
			carries := func(most int) bool {
				text, _ := numbers(s, i, base, most, buf[:0])
				return slices.ContainsFunc(carriers, func(carrier string) bool {
					n := min(most, len(carrier))
					return len(text) >= n && string(text[:n]) == carrier[:n]
				})
			}
			if carries(2) && carries(len(buf)) {
				_, end := numbers(s, i, base, maxSecret, nil)
				c.replace(i, end, Mark)
				i = end - 1
			}
		}
	}
}

// numbers appends up to so many bytes whose numbers stand at i, in rows of two digits in hex or with a sign between, and returns where they end.
func numbers(s string, i, base, most int, text []byte) (_ []byte, end int) {
	in, width := inDigits, 3
	if base == 16 {
		in, width = inHex, 2
	}
	for end = i; len(text) < most; {
		to := near(s, i, width, in)
		if to == i || base == 16 && to-i < width {
			break
		}
		code, _ := strconv.ParseUint(s[i:to], base, 16)
		text, end = append(text, byte(code)), to
		if i = near(s, to, 3, inBetween); i == to && base == 10 {
			break
		}
		i += len(s[i:]) - len(strings.TrimPrefix(s[i:], "0x"))
	}
	return text, end
}

// byteList returns where the bytes end that a program prints as 0x46, 0x41 or 70, 65 from i on, if they could be a secret, or i.
func byteList(s string, i int) int {
	prefix, in, width, base := "0x", inHex, 2, 16
	if !strings.HasPrefix(s[i:], prefix) {
		prefix, in, width, base = "", inDigits, 3, 10
	}
	end, n := i, 0
	for at := i; strings.HasPrefix(s[at:], prefix); n++ {
		from := at + len(prefix)
		to := span(s, from, in)
		if to == from || to-from > width {
			break
		}
		if code, _ := strconv.ParseUint(s[from:to], base, 16); base == 10 && (code > '~' || code < ' ') {
			break
		}
		if end, at = to, to; peek(s, to) == ',' {
			at = white(s, to+1)
		} else if base == 10 {
			n++
			break
		}
	}
	if n < leastOfPass || base == 10 && n < leastSaid {
		return i
	}
	return end
}
