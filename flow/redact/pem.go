package redact

import "strings"

// blocks cuts what stands between the lines of a PEM private key.
func blocks(c *cut) {
	const key = "PRIVATE KEY"
	s := c.text
	for i := 0; ; {
		k := strings.Index(s[i:], "BEGIN ")
		if k < 0 {
			return
		}
		start := i + k
		i = start + len("BEGIN ")
		title := s[i:min(len(s), i+64)]
		if k = strings.Index(title, key); k < 0 || strings.ContainsAny(title[:k], "\n-") || !strings.HasSuffix(strings.TrimRight(s[:start], " "), dashes) {
			continue
		}
		k += len(key)
		k += len(title[k:]) - len(strings.TrimPrefix(title[k:], " BLOCK"))
		if k += blanks(title[k:], 0); !strings.HasPrefix(title[k:], dashes) {
			continue
		}
		i += k
		for i < len(s) && s[i] == '-' {
			i++
		}
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
		start += strings.IndexByte(s[start:i], 'B')
		for start > 0 && s[start-1] == '-' || start > 0 && s[start-1] == ' ' && start > 1 && s[start-2] == '-' {
			start--
		}
	}
	if k := strings.Index(s[i:min(len(s), i+2*maxSecret)], dashes+"-END"); k >= 0 && !strings.Contains(s[i:i+k], "\n") { // All in one row.
		if strings.TrimSpace(s[i:i+k]) == Mark {
			return i, 0
		}
		return i + k, k
	}
	at, end, gap := i, i, false
	for at-i < 2*maxSecret {
		at = joints(s, at)
		if k := newline(s, at); k > at {
			gap = gap || joints(s, k) < len(s) && newline(s, joints(s, k)) > joints(s, k)
			at = margin(s, start, k)
			for at < len(s) && isQuote(s[at]) {
				at++
			}
		}
		if strings.HasPrefix(s[at:], dashes) {
			return at, size
		}
		word := at
		for word < len(s) && inBase64[s[word]] && s[word] != '-' {
			word++
		}
		text := s[at:word]
		switch {
		case text == "" && joints(s, at) > at, text == "" && newline(s, at) > at:
			at = joints(s, at)
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

// joints skips blanks, quotes, and the signs that a row or string goes on.
func joints(s string, i int) int {
	for i < len(s) && strings.IndexByte(" \t\"'`\\|^+,.&", s[i]) >= 0 {
		i++
	}
	return i
}

// endsRow reports whether nothing else stands in the row behind i.
func endsRow(s string, i int) bool {
	i = joints(s, i)
	return i >= len(s) || newline(s, i) > i || strings.HasPrefix(s[i:], dashes)
}

// headed reports whether a header stands at i, such as Proc-Type: 4,ENCRYPTED.
func headed(s string, i int) bool {
	j := i
	for j < len(s) && (letter(s[j]) || s[j] == '-') && j-i < 24 {
		j++
	}
	return j > i && j+1 < len(s) && s[j] == ':' && s[j+1] == ' '
}

// lineEnd returns where the row of i ends, or how far one is looked at.
func lineEnd(s string, i int) int {
	end := min(len(s), i+maxRow)
	if k := strings.IndexByte(s[i:end], '\n'); k >= 0 {
		return i + k
	}
	return end
}
