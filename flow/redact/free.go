package redact

import "strings"

// longFree is the length from which a run of capitals, small letters and digits is cut wherever it stands.
const longFree = 40

// unlabelled cuts what nothing names and no vendor marks, but what looks like a secret all the same.
func unlabelled(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if !inBase64[s[i]] {
			if s[i] == '~' {
				i = c.tilde(i)
			}
			continue
		}
		start := i
		i = span(s, i, inBase64)
		if i-start < longFree && !c.appended(start, i) {
			if i-start >= longPiece && c.wrapped(start, i) {
				i = c.done
			}
			i--
			continue
		}
		if isMixed(s[start:i]) {
			c.free(start, i)
		} else {
			c.appended(start, i)
		}
		i = max(i, c.done) - 1
	}
}

// longPiece is the length of what stands at a row's end from which the next row is looked at for the rest.
const longPiece = 12

// wrapped cuts a run that a row's end broke, if its pieces together are as long as what is cut in one piece.
func (c *cut) wrapped(start, end int) bool {
	if end >= len(c.text) || lineBreak(c.text, start, end) == end || !isMixed(c.text[start:end]) || saysID(c.text, start) {
		return false
	}
	r := read(c.text, start, start, inBase64)
	if len(r.text) < longFree || !isMixed(string(r.text)) || isPath(string(r.text)) || !dense(string(r.text)) {
		return false
	}
	c.replace(start, r.end, Mark+r.tail(string(r.text)))
	return true
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
	switch {
	case len(text) >= 27 && start >= 16 && s[start-1] == '|' && strings.Trim(s[start-16:start-1], "0123456789") == "":
	case len(text) == 40 && strings.HasSuffix(text, "_mmk"):
	case strings.HasPrefix(s[end:], ".atlasv1."):
		end = read(s, start, end+len(".atlasv1."), inBase64).end
	case len(text) == 35 && strings.HasPrefix(text, "AA") && start >= 9 && s[start-1] == ':' && digit(s[start-2]) && strings.Trim(s[start-9:start-1], "0123456789") == "":
	case len(text) > 32 && isDatacenter(text):
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
	if strings.ContainsFunc(text[:32], func(r rune) bool { return !hex(byte(r)) }) {
		return false
	}
	number, ok := strings.CutPrefix(text[32:], "-us")
	return ok && len(number) <= 2 && strings.Trim(number, "0123456789") == "" || len(text) == 50 && text[32] == '-' && text[41] == '-' && strings.Trim(text[33:], "0123456789abcdef-") == ""
}

// tokenParts returns where a token of several parts ends whose first part is start:end, or end: that of a bot, in three parts, and keys
// of which one part is 32 digits in hex.
func tokenParts(s string, start, end int) int {
	if end >= len(s) || s[end] != '.' && s[end] != ':' {
		return end
	}
	text := s[start:end]
	next := end + 1
	to := near(s, next, maxKind, inWord)
	switch {
	case s[end] == '.' && len(text) >= 23 && len(text) <= 30 && text[0] >= 'M' && text[0] <= 'O' && to-next == 6 && to < len(s) && s[to] == '.':
		last := to + 1
		for to = last; to < len(s) && inWord[s[to]]; to++ {
		}
		if to-last >= 27 && isMixed(text+s[last:to]) {
			return to
		}
	case s[end] == '.' && len(text) == 32 && to-next == 16 && isHex(text) && !wordy(s[next:to]):
		return to
	case s[end] == ':' && len(text) >= 15 && text[1] == '/' && to-next == 32 && isHex(s[next:to]) && strings.Trim(text, "0123456789/") == "":
		return to
	}
	return end
}

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdef") == "" }

// free cuts of a run what is a secret: all of it, or one part of a path.
func (c *cut) free(start, end int) {
	s := c.text
	if saysID(s, start) || strings.HasPrefix(s[end:], Mark) || strings.HasSuffix(s[:start], Mark) {
		return
	}
	text := s[start:end]
	if isPath(text) {
		for at := start; at < end; {
			k := strings.IndexByte(s[at:end], '/')
			if k < 0 {
				k = end - at
			}
			if k >= longFree && dense(s[at:at+k]) {
				c.replace(at, at+k, Mark)
			}
			at += k + 1
		}
		return
	}
	if k := strings.IndexByte(text, '='); k > 0 && k < len(text)-2 { // A name in front.
		if len(text)-k-1 < longFree {
			return
		}
		start += k + 1
		text = text[k+1:]
	}
	if dense(text) {
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
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return !alnum(byte(r)) }) {
		if len(part) >= shortRun && strings.Trim(part, "0123456789abcdef") == "" { // A digest, an id, a part of a UUID.
			continue
		}
		for i := range len(part) {
			kind := kindOf(part[i])
			switch kind {
			case 'A':
				uppers++
			case 'a':
				lowers++
			default:
				digits++
			}
			if i == 0 {
				continue
			}
			pairs++
			if before := kindOf(part[i-1]); before != kind && !(before == 'A' && kind == 'a' && (i+1 == len(part) || kindOf(part[i+1]) == 'a')) {
				changes++
			}
		}
	}
	return uppers >= 2 && lowers >= 2 && digits >= 1 && pairs >= longFree/2 && 10*changes >= 3*pairs
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
	for _, digest := range []string{"sha256-", "sha384-", "sha512-"} {
		if strings.HasPrefix(s[start:], digest) {
			return true
		}
	}
	before := strings.ToLower(tailOf(s[:start], 40))
	before = strings.TrimRight(before, " \t\"'`[:=>")
	if at := len(before); at > 0 {
		at = back(before, at, inWord)
		word := before[at:]
		for _, id := range []string{"x-amz-id-2", "x-amz-cf-id", "amz-apigw-id", "request-id", "requestid", "request_id", "trace-id", "traceid", "trace_id", "etag", "digest", "integrity", "h1", "sha256", "sha512", "ray"} {
			if strings.HasSuffix(word, id) {
				return true
			}
		}
	}
	return false
}

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
