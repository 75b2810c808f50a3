// Package redact removes secrets, and everything that could act on a terminal, from text that nobody vouches for.
// It never looks at what the text means, never does I/O, and never returns or reports what it removed.
package redact

import "strings"

// Mark stands in the place of what was removed.
const Mark = "…"

const (
	keep      = 4  // Characters of a secret that stay at its end, so that two keys can be told apart.
	keepFrom  = 16 // Shorter secrets keep nothing.
	maxRounds = 8  // Removing one secret can uncover the next; more than two rounds take a text made for it.
)

// Secrets returns s with every secret it recognizes cut down to the kind it is of and at most its last four characters,
// as in sk-…Zk9A, and the number of secrets it cut. Keys are found by their vendor's prefix wherever they stand,
// also where a terminal broke them over lines; other secrets by the name in front of them. Where it cannot tell it cuts.
// Secrets(Secrets(s)) is Secrets(s). It takes time linear in the length of s.
func Secrets(s string) (masked string, n int) {
	for range maxRounds {
		found := 0
		for _, pass := range []func(string) (string, int){tokens, encoded, blocks, labelled, addresses} {
			var k int
			s, k = pass(s)
			found += k
		}
		n += found
		if found == 0 {
			break
		}
	}
	return s, n
}

// cut is a text being copied with some parts of it replaced.
type cut struct {
	from string
	to   strings.Builder
	done int // All before this offset is copied or replaced.
	n    int
}

func (c *cut) replace(start, end int, with string) {
	c.to.WriteString(c.from[c.done:start])
	c.to.WriteString(with)
	c.done = end
	c.n++
}

func (c *cut) result() (string, int) {
	if c.n == 0 {
		return c.from, 0
	}
	c.to.WriteString(c.from[c.done:])
	return c.to.String(), c.n
}

// tail returns what may stay of a secret whose text was found in the run.
func (r run) tail(secret string) string {
	if r.torn || len(secret) < keepFrom {
		return ""
	}
	end := secret[len(secret)-keep:]
	for i := range len(end) {
		if !tokenChar(end[i]) {
			return ""
		}
	}
	return end
}

// isMasked reports whether v is what this package leaves of a secret: a known prefix or nothing, the mark, and no more than
// the tail. A mark in a text proves nothing by itself.
func isMasked(v string) bool {
	kind, end, ok := strings.Cut(v, Mark)
	if !ok || len(end) > keep {
		return false
	}
	for i := range len(end) {
		if !tokenChar(end[i]) {
			return false
		}
	}
	return kind == "" || isPrefix(kind)
}

// tokens cuts secrets that are known by their prefix.
func tokens(s string) (string, int) {
	rules, first := prefixed(), firstChars()
	var barren []int // Up to where a rule has looked, and found no secret.
	c := cut{from: s}
scan:
	for i := 0; i+1 < len(s); i++ {
		for _, k := range first[s[i]] {
			r := &rules[k]
			if c := s[i+1]; wordChar(c) && lower(c) != lower(r.start[1]) || barren != nil && i < barren[k] {
				continue
			}
			end, with := r.match(s, i)
			if with == "" && end > i {
				if barren == nil {
					barren = make([]int, len(rules))
				}
				barren[k] = end
			}
			if with == "" {
				continue
			}
			c.replace(i, end, with)
			i = end - 1
			continue scan
		}
	}
	return c.result()
}

// match returns where the secret of the rule ends that starts at i, and what stays of it. If with is empty there is none,
// and no other one starts before end.
func (r *prefix) match(s string, i int) (end int, with string) {
	if r.word && !wordStart(s, i) {
		return 0, ""
	}
	j, ok := literal(s, i, r.start, r.kinds)
	if !ok {
		return 0, ""
	}
	found := follow(s, j, r.chars, r.whole, r.kinds)
	start, least := r.start, r.least
	secret := string(found.text)
	if r.kinds {
		if k := kindLen(found.text); k > 0 {
			start, secret, least = start+secret[:k], secret[k:], leastOfKind
		}
	}
	text := strings.TrimRight(secret, ".=")
	end = found.end - (len(secret) - len(text))
	if r.digit && !strings.ContainsAny(text, "0123456789") || r.dot && !strings.Contains(text, ".") {
		return end, ""
	}
	if len(text) < least {
		return 0, ""
	}
	return end, start + Mark + found.tail(text)
}

// literal reports whether the text at i spells want, in any case, whatever a terminal put between its letters, blanks too
// if it is spaced.
func literal(s string, i int, want string, spaced bool) (end int, ok bool) {
	for k := 0; k < len(want); k++ {
		if k > 0 && i < len(s) && lower(s[i]) != lower(want[k]) {
			if w := lineBreak(s, i); w > i {
				i = w
			} else if g := between(s, i); g > i {
				i = g
			} else if spaced {
				i = column(s, i)
			}
		}
		if i >= len(s) || lower(s[i]) != lower(want[k]) {
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

// encoded cuts base64 that holds a key, or a header that carries one.
func encoded(s string) (string, int) {
	known := anchors()
	c := cut{from: s}
	for i := 0; i+8 <= len(s); i++ {
		for _, a := range known[s[i]] {
			if w := s[i+1]; wordChar(w) && w != a[1] {
				continue
			}
			end, ok := exact(s, i, a)
			if !ok {
				continue
			}
			start := i
			for start > c.done && base64Char(s[start-1]) {
				start--
			}
			end = read(s, end, base64Char, nil).end
			c.replace(start, end, Mark)
			i = end - 1
			break
		}
	}
	return c.result()
}

// exact reports whether the text at i spells want in the same case, over line breaks too.
func exact(s string, i int, want string) (end int, ok bool) {
	for k := 0; k < len(want); k++ {
		if k > 0 && i < len(s) && s[i] != want[k] {
			i = max(between(s, i), lineBreak(s, i))
		}
		if i >= len(s) || s[i] != want[k] {
			return 0, false
		}
		i++
	}
	return i, true
}

// blocks cuts what stands between the lines of a PEM private key.
func blocks(s string) (string, int) {
	const begin, key = "-----BEGIN ", "PRIVATE KEY-----"
	c := cut{from: s}
	for i := 0; ; {
		k := strings.Index(s[i:], begin)
		if k < 0 {
			return c.result()
		}
		i += k + len(begin)
		title := s[i:min(len(s), i+64)]
		k = strings.Index(title, key)
		if k < 0 || strings.ContainsAny(title[:k], "\n-") {
			continue
		}
		i += k + len(key)
		end := i
		for end < len(s) && (base64Char(s[end]) && s[end] != '-' || strings.IndexByte(" \t\r\n\\\"',:", s[end]) >= 0) {
			end++
		}
		if len(strings.TrimSpace(s[i:end])) >= leastOfBlock {
			c.replace(i, end, Mark)
		}
		i = end
	}
}

// addresses cuts the user and password of URLs.
func addresses(s string) (string, int) {
	c := cut{from: s}
	for i := 0; ; {
		k := strings.Index(s[i:], "://")
		if k < 0 {
			return c.result()
		}
		i += k + len("://")
		if at := userinfo(s[i:min(len(s), i+maxUserinfo)]); at > 0 && s[i:i+at] != Mark {
			c.replace(i, i+at, Mark)
			i += at
		}
	}
}

// userinfo returns the length of the user and password at the start of s. A password may hold what a URL should have
// escaped, so what follows a colon and is no port is searched further.
func userinfo(s string) int {
	if k := strings.IndexAny(s, " \t\r\n\"'<>`"); k >= 0 {
		s = s[:k]
	}
	end := strings.IndexAny(s, `/?#\`)
	if end < 0 {
		end = len(s)
	}
	if at := strings.LastIndexByte(s[:end], '@'); at >= 0 {
		return at
	}
	colon := strings.IndexByte(s[:end], ':')
	if colon < 0 || strings.HasPrefix(s, "[") || strings.Trim(s[colon+1:end], "0123456789") == "" && colon+1 < end {
		return 0
	}
	return max(0, strings.IndexByte(s, '@'))
}
