package redact

import (
	"slices"
	"strings"
)

// unlabelled cuts what nothing names and no vendor marks, but what looks like a secret all the same.
func unlabelled(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		start := i
		if i = span(s, i, inBase64); i == start {
			if s[i] == '~' {
				i = c.tilde(i)
			}
			continue
		}
		switch long := i-start >= longFree; {
		case long && isMixed(s[start:i]):
			c.free(start, i)
		case c.appended(start, i), long, i-start < longPiece:
		case lineBreak(s, start, i) > i && isMixed(s[start:i]) && !saysID(s, start): // A row's end may have broken it.
			if r := read(s, start, start, inBase64); len(r.text) >= longFree && !isPath(string(r.text)) && dense(string(r.text)) {
				c.replace(start, r.end, Mark+r.tail(string(r.text)))
			}
		}
		i = max(i, c.done) - 1
	}
}

// isMixed reports whether capitals, small letters and digits are in a run, as most paths do not have them.
func isMixed(text string) bool {
	var kinds [256]bool
	for i := range len(text) {
		kinds[kindOf(text[i])] = true
	}
	return kinds['A'] && kinds['a'] && kinds['0']
}

// appended cuts an app's token, as in 1308742762612587|FAKE: a number, a rule, and what it signs. It also cuts what has a sign of
// its vendor within: FAKE.atlasv1.FAKE and FAKE_mmk.
func (c *cut) appended(start, end int) bool {
	s := c.text
	text := s[start:end]
	digits := func() int { return start - 1 - nearBack(s, start-1, 15, inDigits) }
	switch before := peek(s, start-1); {
	case len(text) >= 27 && before == '|' && digits() == 15, len(text) == 35 && before == ':' && strings.HasPrefix(text, "AA") && digits() >= 8,
		len(text) == 40 && strings.HasSuffix(text, "_mmk"), len(text) > 32 && isDatacenter(text):
	case strings.HasPrefix(s[end:], ".atlasv1."):
		end = read(s, start, end+len(".atlasv1."), inBase64).end
	default:
		parts := tokenParts(s, start, end)
		if parts == end {
			return false
		}
		end = parts
	}
	c.replace(start, end, Mark)
	return true
}

// isDatacenter reports whether a run is 32 digits in hex and the datacenter that takes the key, or two further parts.
func isDatacenter(text string) bool {
	number, ok := strings.CutPrefix(text[32:], "-us")
	return all(text[:32], inHex) && (ok && len(number) <= 2 && all(number, inDigits) || len(text) == 50 && text[32] == '-' && text[41] == '-' && strings.Trim(text[33:], "0123456789abcdef-") == "")
}

// tokenParts returns where a token of several parts ends whose first part is start:end, or end: that of a bot, in three parts, and keys
// of which one part is 32 digits in hex.
func tokenParts(s string, start, end int) int {
	text, dot := s[start:end], peek(s, end) == '.'
	if !dot && peek(s, end) != ':' {
		return end
	}
	to := near(s, end+1, maxKind, inWord)
	switch next := s[end+1 : to]; {
	case dot && len(text) >= 23 && len(text) <= 30 && text[0] >= 'M' && text[0] <= 'O' && len(next) == 6 && peek(s, to) == '.':
		if last := span(s, to+1, inWord); last-to > 27 && isMixed(text+s[to+1:last]) {
			return last
		}
	case dot && len(text) == 32 && len(next) == 16 && all(text, inLowHex) && !wordy(next),
		!dot && len(text) >= 15 && text[1] == '/' && len(next) == 32 && all(next, inLowHex) && strings.Trim(text, "0123456789/") == "":
		return to
	}
	return end
}

// free cuts of a run what is a secret: all of it, or one part of a path.
func (c *cut) free(start, end int) {
	s := c.text
	if saysID(s, start) || strings.HasPrefix(s[end:], Mark) || strings.HasSuffix(s[:start], Mark) {
		return
	}
	text := s[start:end]
	if isPath(text) {
		for part := range strings.SplitSeq(text, "/") {
			if len(part) >= longFree && dense(part) {
				c.replace(start, start+len(part), Mark)
			}
			start += len(part) + 1
		}
		return
	}
	if k := strings.IndexByte(text, '='); k > 0 && k < len(text)-2 { // A name in front.
		start, text = start+k+1, text[k+1:]
	}
	if len(text) >= longFree && dense(text) {
		r := read(s, start, start, inBase64)
		c.replace(start, r.end, Mark+r.tail(string(r.text)))
	}
}

// isPath reports whether a run is rather folders and files than base64.
func isPath(text string) bool {
	if !strings.Contains(text, "/") {
		return false
	}
	words, all := 0, 0
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '/' }) {
		all++
		if wordy(part) && (len(part) > 2 || strings.Trim(part, "0123456789") == "") || !dense(part) && len(part) >= shortRun {
			words++
		}
	}
	return 2*words >= all
}

// dense reports whether a run changes between capitals, small letters and digits as often as what was drawn at random.
func dense(text string) bool {
	var uppers, lowers, digits, changes, pairs int
	for _, part := range alnums(text) {
		if len(part) < shortRun || !all(part, inLowHex) { // No digest, id or part of a UUID.
			uppers, lowers, digits = uppers+countOf(part, inUpper), lowers+countOf(part, inSmall), digits+countOf(part, inDigits)
			changes, pairs = changes+turns(part), pairs+len(part)-1
		}
	}
	return uppers >= 2 && lowers >= 2 && digits >= 1 && pairs >= longFree/2 && 10*changes >= 3*pairs
}

// alnums returns the pieces of a text that have no sign in them.
func alnums(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !alnum(byte(r)) })
}

// turns returns how often letters and digits change between capitals, small letters and digits. A capital that begins a word is no change.
func turns(part string) (n int) {
	for i := 1; i < len(part); i++ {
		before, kind := kindOf(part[i-1]), kindOf(part[i])
		if before != kind && (before != 'A' || kind != 'a' || i+1 < len(part) && kindOf(part[i+1]) != 'a') {
			n++
		}
	}
	return n
}

func kindOf(c byte) byte {
	switch {
	case digit(c):
		return '0'
	case c|0x20 == c:
		return 'a'
	}
	return 'A'
}

// saysID reports whether the text in front of start says that a public id or digest follows.
func saysID(s string, start int) bool {
	rest := s[start:]
	if strings.HasPrefix(rest, "sha256-") || strings.HasPrefix(rest, "sha384-") || strings.HasPrefix(rest, "sha512-") {
		return true
	}
	before := strings.TrimRight(strings.ToLower(tailOf(s[:start], maxBefore)), " \t\"'`[:=>")
	word := before[back(before, len(before), inWord):]
	if word == "value" && len(before) < len(s[:start]) { // What that is of stands in front: {"name": "cf-ray", "value": "…"}.
		before = strings.TrimRight(before[:len(before)-len(word)], " \t\r\n\"',")
		word = before[back(before, len(before), inWord):]
	}
	return slices.ContainsFunc(publicIDs, func(id string) bool { return strings.HasSuffix(word, id) })
}

// publicIDs are how names of ids and digests end.
var publicIDs = strings.Fields("x-amz-id-2 x-amz-cf-id amz-apigw-id request-id requestid request_id trace-id traceid trace_id etag digest integrity h1 sha256 sha512 ray")

// tilde cuts a client secret of the kind in which Q~ stands behind a digit, and returns where to go on.
func (c *cut) tilde(i int) int {
	s := c.text
	if i < 5 || s[i-1] != 'Q' || !digit(s[i-2]) {
		return i
	}
	r := read(s, i-5, i+1, inTilde)
	if len(r.text) < 31 {
		return i
	}
	c.replace(i-5, r.end, Mark+r.tail(string(r.text)))
	return r.end - 1
}
