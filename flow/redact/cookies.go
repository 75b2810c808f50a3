package redact

import "strings"

// authorization cuts the credential and leaves the scheme in front of it.
func (c *cut) authorization(v value) int {
	s := c.text
	end := near(s, v.at, 32, inWord)
	word, at := s[v.at:end], blanks(s, end)
	if n := lineBreak(s, v.name, at); n > at && inBare[peek(s, n)] && !strings.Contains(s[n:min(len(s), n+32)], ": ") {
		at = n
	}
	switch {
	case strings.EqualFold(word, "aws4-hmac-sha256") && strings.HasPrefix(s[at:], "Credential="): // Its parts are named.
		return at
	case at == end:
	case among(word, listSchemes):
		return c.line(at, v)
	case among(word, schemes):
		v.at = at
	case inBare[peek(s, at)] && wordy(strings.ToLower(word)): // A scheme that nobody knows, or a sentence.
		v.at, v.strict = at, true
	}
	v.quote = 0 // The quote ends it, and so does a blank.
	r := c.read(v, false)
	if text := string(r.text); !isSecret(text, key) || v.loose && isWords(text, key) || v.strict && !isRandom(text) && (isWords(text, key) || !rowOver(s, r.end)) {
		return v.at
	}
	c.keep(v.at, r, key)
	return r.end
}

// bare cuts what follows the word Bearer or Basic alone, if it cannot be a word.
func (c *cut) bare(start, end int) int {
	s := c.text
	v := value{name: start, at: blanks(s, end), depth: 1}
	if word, _, ok := strings.Cut(s[v.at:min(len(s), v.at+keepFrom)], "\n"); ok && among(strings.TrimSpace(word), "token tokens auth authentication") {
		return end // "Invalid bearer token", and the next row goes on from no key.
	}
	r := c.read(v, false)
	if text := string(r.text); !isSecret(text, key) || len(text) < keepFrom || !looksRandom(text) {
		return end
	}
	c.keep(v.at, r, key)
	return r.end
}

// line cuts everything up to the end of the line or of the string.
func (c *cut) line(at int, v value) int {
	s, end := c.text, at
	for end < len(s) && !oneOf(s[end], "\r\n") && (v.quote == 0 || s[end] != v.quote || c.escaped(end, v.depth)) {
		end++
	}
	end = at + len(strings.TrimRight(s[at:end], " |"))
	if isSecret(s[at:end], password) {
		c.replace(at, end, Mark)
	}
	return end
}

// ofCookies are what is said of a cookie.
const ofCookies = "domain path expires max-age samesite priority httponly partitioned"

// cookies cuts the value of every cookie and leaves the names.
func (c *cut) cookies(v value) int {
	s := c.text
	for at := v.at; at < len(s); at++ {
		start := blanks(s, at)
		at = span(s, start, inCookieName)
		f := key // A lone value.
		if among(s[start:at], ofCookies) {
			f = none
		}
		if peek(s, at) == '=' {
			if start = at + 1; f == key {
				f = password
			}
		}
		r := read(s, v.name, start, inCookie)
		text := strings.TrimRight(string(r.text), " |")
		gone := strings.IndexAny(text, " <>)|*,&") // Text or a tag can follow what was cut: no cookie holds a blank.
		if f != none && !strings.HasSuffix(text, "[") && isSecret(text, f) && (gone < 1 || !isMasked(text[:gone])) && (f != key || !v.loose || !isWords(text, f)) {
			c.replace(start, r.end-(len(r.text)-len(text)), Mark)
		}
		if at = r.end; peek(s, at) != ';' {
			return max(at, v.at)
		}
	}
	return len(s)
}
