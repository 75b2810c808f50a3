// Package redact removes secrets, and everything that could act on a terminal, from text that nobody vouches for.
// It never looks at what the text means, never does I/O, and never returns or reports what it removed.
package redact

import "strings"

// Mark stands in the place of what was removed.
const Mark = "…"

const (
	keep      = 4  // Characters of a secret that stay at its end, so that two keys can be told apart.
	keepFrom  = 16 // Shorter secrets keep nothing.
	maxKind   = 64 // What stays of a secret is shorter.
	maxRounds = 8  // Removing one secret can uncover the next; more than two rounds take a text made for it.
)

// Secrets returns s with every secret it recognizes cut down to the kind it is of and at most its last four characters,
// as in sk-…Zk9A, and the number of secrets it cut. Keys are found by their vendor's prefix wherever they stand,
// also where a terminal broke them over lines; other secrets by the name in front of them. Where it cannot tell it cuts.
// Secrets(Secrets(s)) is Secrets(s). It takes time linear in the length of s.
func Secrets(s string) (masked string, n int) {
	return secrets(s, append([]func(*cut){dumps, spelled}, passes...))
}

// passes are the rules for what stands as it is.
var passes = []func(*cut){retyped, tokens, parted, encoded, blocks, manifests, tables, jsonTables, labelled, addresses, sentences, unlabelled}

// secrets is Secrets with the given passes.
func secrets(s string, passes []func(*cut)) (masked string, n int) {
	if s == "" {
		return s, 0
	}
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

func (c *cut) result() string {
	if c.n == 0 {
		return c.from
	}
	c.to.WriteString(c.from[c.copied:])
	return c.to.String()
}

// again begins anew on what the cuts left, and returns how many there were.
func (c *cut) again() int {
	n := c.n
	if n > 0 {
		*c = cut{view: look(c.result())}
	} else {
		c.copied, c.done = 0, 0
	}
	return n
}

// tail returns what may stay of a secret whose text was found in the run.
func (r run) tail(secret string) string {
	if r.torn || len(secret) < keepFrom {
		return ""
	}
	end := secret[len(secret)-keep:]
	for i := range len(end) {
		if !inToken[end[i]] {
			return ""
		}
	}
	return end
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
var breaks = func() (is [256]bool) {
	for _, c := range " \t\r\n\\|^`\"'" {
		is[c] = true
	}
	return is
}()

// letterAt returns where the letter stands that follows at an offset, behind the end of a row or of a column, or -1.
func letterAt(s string, start, at int) int {
	if at >= len(s) {
		return -1
	}
	if !breaks[s[at]] {
		return at
	}
	k := column(s, at)
	if k < len(s) && !alnum(s[k]) {
		if isQuote(s[k]) && k+1 < len(s) && strings.IndexByte(",:})]", s[k+1]) >= 0 {
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
	same := func(a, b byte) bool { return a == b || fold && lower(a) == lower(b) }
	start := i
	for k := 0; k < len(want); k++ {
		if k > 0 && i < len(s) && !same(s[i], want[k]) && !alnum(s[i]) {
			if w := lineBreak(s, start, i); w > i {
				i = w
			} else if spaced {
				i = column(s, i)
			}
		}
		if i >= len(s) || !same(s[i], want[k]) {
			return 0, false
		}
		i++
	}
	return i, true
}

// wordStart reports whether the text at i is not the rest of a longer word. An escape such as \n or %20 ends a word too.
func wordStart(s string, i int) bool {
	if i == 0 || !alnum(s[i-1]) {
		return true
	}
	if i >= 2 && s[i-2] == '\\' && strings.IndexByte("nrtbf", s[i-1]) >= 0 {
		return true
	}
	return i >= 3 && s[i-3] == '%' && hex(s[i-2]) && hex(s[i-1])
}

// encoded cuts base64, hex and lists of numbers that hold a key, or a header that carries one.
func encoded(c *cut) {
	s, known, spelled := c.text, anchors(), spellings()
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
			end, ok := literal(s, i, a, false, false)
			if !ok {
				continue
			}
			start := i
			for start > c.done && inBase64[s[start-1]] {
				start--
			}
			end = read(s, i, end, inBase64).end
			c.replace(start, end, Mark)
			i = end - 1
			break
		}
		if digit(s[i]) {
			for _, code := range spelled[s[i]] {
				if end := code.match(s, i); end > i {
					c.replace(i, end, Mark)
					i = end - 1
					break
				}
			}
		}
	}
}

// match returns the end of the list of numbers at i if it begins as the code does, or i.
func (code spelling) match(s string, i int) int {
	at, end, numbers := i, i, code.numbers
	for {
		n := 0
		for at+n < len(s) && n < code.width && (code.base == 16 && hex(s[at+n]) || digit(s[at+n])) {
			n++
		}
		if n == 0 || code.base == 16 && n < 2 {
			break
		}
		if len(numbers) > 0 {
			if !strings.EqualFold(s[at:at+n], numbers[0]) {
				return i
			}
			numbers = numbers[1:]
		}
		at += n
		end = at
		for k := 0; k < 3 && at < len(s) && strings.IndexByte(" ,:\n", s[at]) >= 0; k++ {
			at++
		}
		if code.base == 10 && at == end {
			break
		}
		if strings.HasPrefix(s[at:], "0x") {
			at += 2
		}
	}
	if len(numbers) > 0 {
		return i
	}
	return end
}
