package redact

import "strings"

// blocks cuts what stands between the lines of a PEM private key.
func blocks(c *cut) {
	const key = "PRIVATE KEY"
	s := c.text
	for i := find(s, 0, "BEGIN "); i >= 0; i = find(s, i, "BEGIN ") {
		start := i
		i += len("BEGIN ")
		title, rest, ok := strings.Cut(s[i:min(len(s), i+64)], key)
		rest = strings.TrimLeft(strings.TrimPrefix(rest, " BLOCK"), " \t")
		if !ok || strings.ContainsAny(title, "\n-") || !strings.HasSuffix(strings.TrimRight(s[:start], " "), dashes) || !strings.HasPrefix(rest, dashes) {
			continue
		}
		i += strings.Index(s[i:], key) + len(key)
		i = span(s, i+strings.IndexByte(s[i:], '-'), inDash)
		if end, size := pem(s, start, i); size >= leastOfBlock {
			c.replace(i, end, Mark)
			i = end
		}
	}
}

// pem returns the end of what a PEM block holds that begins at i, and how much of it is the key.
func pem(s string, start, i int) (end, size int) {
	start, near := rowStart(s, start)
	if near { // The margin of the block's first row.
		start = back(s, start+strings.IndexByte(s[start:i], 'B'), inDash)
		for start > 1 && s[start-1] == ' ' && s[start-2] == '-' {
			start = back(s, start-1, inDash)
		}
	}
	if k := strings.Index(s[i:min(len(s), i+2*maxSecret)], dashes+"-END"); k >= 0 && !strings.Contains(s[i:i+k], "\n") { // All in one row.
		if strings.TrimSpace(s[i:i+k]) == Mark {
			k = 0
		}
		return i + k, k
	}
	at, end, gap := i, i, false
	for at-i < 2*maxSecret {
		at = span(s, at, inJunction)
		if k := newline(s, at); k > at {
			empty := span(s, k, inJunction)
			gap = gap || empty < len(s) && newline(s, empty) > empty
			at = span(s, margin(s, start, k), inOpened)
		}
		if strings.HasPrefix(s[at:], dashes) {
			return at, size
		}
		word := span(s, at, inPEM)
		text := s[at:word]
		switch {
		case text == "" && (inJunction[peek(s, at)] || newline(s, at) > at):
			continue
		case size == 0 && headed(s, at):
			at = lineEnd(s, at)
			continue
		case len(text) >= longRun, looksRandom(text) && !gap && endsRow(s, word):
		case size > 0 && !gap && endsRow(s, word) && (looksMixed(text) || strings.HasSuffix(text, "=") || strings.HasPrefix(text, "=") || strings.Contains(s[word:min(len(s), word+maxMargin)], "-----END")):
		default:
			return end, size
		}
		size += len(text)
		at, end, gap = word, word, false
	}
	return end, size
}

// dashes are around the title of a PEM block, at least.
const dashes = "----"

// endsRow reports whether nothing else stands in the row behind i.
func endsRow(s string, i int) bool {
	i = span(s, i, inJunction)
	return i >= len(s) || newline(s, i) > i || strings.HasPrefix(s[i:], dashes)
}

// headed reports whether a header stands at i, such as Proc-Type: 4,ENCRYPTED.
func headed(s string, i int) bool {
	j := near(s, i, 24, inHeader)
	return j > i && strings.HasPrefix(s[j:], ": ")
}
