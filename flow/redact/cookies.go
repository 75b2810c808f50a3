package redact

import (
	"slices"
	"strings"
)

// isBasicAt reports whether what starts there is a user and a password.
func isBasicAt(s string, start int) bool {
	word, _ := wordBefore(s, start)
	return word == "basic"
}

func isScheme(word string) bool {
	return strings.EqualFold(word, "bearer") || strings.EqualFold(word, "basic")
}

// authorization cuts the credential and leaves the scheme in front of it.
func (c *cut) authorization(v value) int {
	s := c.text
	end := v.at
	for end < len(s) && inWord[s[end]] && end-v.at < 32 {
		end++
	}
	word := strings.ToLower(s[v.at:end])
	at := blanks(s, end)
	if n := lineBreak(s, v.name, at); n > at && n < len(s) && inBare[s[n]] && !strings.Contains(s[n:min(len(s), n+32)], ": ") {
		at = n
	}
	one, many := schemes()
	switch {
	case word == "aws4-hmac-sha256" && strings.HasPrefix(s[at:], "Credential="): // Its parts are named.
		return at
	case at > end && slices.Contains(many, word):
		return c.line(at, v)
	case at > end && slices.Contains(one, word):
		v.at = at
		return c.credential(v)
	case at > end && at < len(s) && inBare[s[at]] && wordy(word): // A scheme that nobody knows, or a sentence.
		v.at, v.strict = at, true
	}
	return c.credential(v)
}

func (c *cut) credential(v value) int {
	s := c.text
	if v.quote != 0 { // The quote ends it, and so does a blank.
		v.quote = 0
	}
	r := c.read(v, false)
	if text := string(r.text); !isSecret(text, key) || v.loose && isWords(text, key) || v.strict && !isRandom(text) && (isWords(text, key) || !rowOver(s, r.end)) {
		return v.at
	}
	c.keep(v.at, r, key)
	return r.end
}

// bare cuts what follows the word Bearer or Basic alone, if it cannot be a word.
func (c *cut) bare(start, end int) int {
	v := value{name: start, at: blanks(c.text, end), depth: 1}
	if word, _, ok := strings.Cut(c.text[v.at:min(len(c.text), v.at+keepFrom)], "\n"); ok && slices.Contains([]string{"token", "tokens", "auth", "authentication"}, strings.ToLower(strings.TrimSpace(word))) {
		return end // "Invalid bearer token", and the next row goes on from no key.
	}
	r := c.read(v, false)
	text := string(r.text)
	if !isSecret(text, key) || len(text) < keepFrom || !looksRandom(text) {
		return end
	}
	c.keep(v.at, r, key)
	return r.end
}

// line cuts everything up to the end of the line or of the string.
func (c *cut) line(at int, v value) int {
	s, end := c.text, at
	for end < len(s) && s[end] != '\n' && s[end] != '\r' && (v.quote == 0 || s[end] != v.quote || c.escaped(end, v.depth)) {
		end++
	}
	end = at + len(strings.TrimRight(s[at:end], " |"))
	if isSecret(s[at:end], password) {
		c.replace(at, end, Mark)
	}
	return end
}

// masked reports whether a cookie's value is gone already, and text or a tag follows on the line. No cookie holds a blank.
func masked(text string) bool {
	end := strings.IndexAny(text, " <>)|*,&")
	return end > 0 && isMasked(text[:end])
}

// ofCookies are what is said of a cookie.
const ofCookies = "domain path expires max-age samesite priority httponly partitioned"

// cookies cuts the value of every cookie and leaves the names.
func (c *cut) cookies(v value) int {
	s := c.text
	at := v.at
	for at < len(s) {
		at = blanks(s, at)
		start := at
		for at < len(s) && inBare[s[at]] && s[at] != '=' {
			at++
		}
		f := key // A lone value.
		if among(s[start:at], ofCookies) {
			f = none
		}
		if at < len(s) && s[at] == '=' {
			at++
			if start = at; f == key {
				f = password
			}
		}
		r := read(s, v.name, start, inCookie)
		if text := strings.TrimRight(string(r.text), " |"); f != none && !strings.HasSuffix(text, "[") && isSecret(text, f) && !masked(text) && !(f == key && v.loose && isWords(text, f)) {
			c.replace(start, r.end-(len(r.text)-len(text)), Mark)
		}
		at = r.end
		if at >= len(s) || s[at] != ';' {
			break
		}
		at++
	}
	return max(at, v.at)
}
