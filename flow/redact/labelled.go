package redact

import (
	"bytes"
	"slices"
	"strings"
)

// labelled cuts secrets that are known by the name in front of them: headers, assignments, members of JSON and YAML,
// elements of XML, cells of tables, options of commands, parameters of URLs.
func labelled(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		if !inWord[s[i]] {
			continue
		}
		start := i
		i = span(s, i, inWord)
		end := i
		word := s[start:end]
		if at := c.cue(start, end); at > end {
			i = at - 1
			continue
		}
		f := formOf(word)
		spoken := false
		if f == key && word == "--pass" {
			f = password
		} else if f == vague {
			f, spoken = spokenForm(s, start, end)
		}
		if (f == vague || f == coded) && sent(s, start, end) {
			f = key
		}
		switch {
		case f == vague && strings.EqualFold(word, "code") && (start == 0 || strings.IndexByte("?&\"'", s[start-1]) < 0 || end == len(s) || s[end] != '='):
		case f != none:
			if v, ok := c.valueAt(start, end, f); ok {
				v.spoken = spoken
				end = c.value(v, f)
				for at := end; v.list; {
					if v.at, v.list = nextOf(s, at, v.quote); v.list {
						if at = c.value(v, f); at > v.at {
							end = at
						}
					}
				}
			}
		case lower(word[0]) == 'b' && end < len(s) && s[end] == ' ' && among(word, "bearer basic"):
			end = c.bare(start, end)
		case word[0] == '-':
			end = c.option(start, end)
		}
		i = max(i, end) - 1
	}
}

// sent reports whether the name at start:end is that of a parameter of a URL that logs in, and what it holds looks so: ?code=….
func sent(s string, start, end int) bool {
	if start == 0 || s[start-1] != '?' && s[start-1] != '&' || end >= len(s) || s[end] != '=' || !slices.Contains([]string{"auth", "code", "key", "access"}, strings.ToLower(s[start:end])) {
		return false
	}
	from, to, _ := argument(s, end+1)
	return isPassword(s[from:to])
}

// openQuote skips a quote.
func openQuote(s string, i int) (after int, quote byte) {
	if i < len(s) && isQuote(s[i]) {
		return i + 1, s[i]
	}
	return i, 0
}

// value cuts one value and returns where to go on.
func (c *cut) value(v value, f form) int {
	if f == held {
		at, ok := member(c.text, c.read(v, false).end, "name key header variable field parameter")
		if !ok {
			return v.at
		}
		at, _ = openQuote(c.text, blanks(c.text, at))
		end := at
		for end < len(c.text) && inWord[c.text[end]] {
			end++
		}
		if f = formOf(c.text[at:end]); f == none || f == held {
			return v.at
		}
	}
	if (f == vague || f == coded || v.strict) && v.quote == 0 { // So much of it tells, and keeps the time linear where names follow names.
		end := v.at
		for end < len(c.text) && end-v.at < maxBeside && inBare[c.text[end]] {
			end++
		}
		if end-v.at == maxBeside && !isRandom(c.text[v.at:end]) {
			return v.at
		}
	}
	if v.quote == 0 && v.list && (f == key || f == password) {
		if end := byteList(c.text, v.at); end > v.at {
			c.replace(v.at, end, Mark)
			return end
		}
	}
	r := c.read(v, f == password)
	if k := bytes.IndexByte(r.text, '/'); k > 0 && bytes.HasSuffix(r.text, []byte("/aws4_request")) { // What a key id is for says which region and service.
		r.end -= len(r.text) - k
		r.text = r.text[:k]
	}
	text := string(r.text)
	switch {
	case len(text) > 2 && strings.HasPrefix(c.text[v.name:], text): // The name again, as in Node's lists of headers; what it holds comes next.
		return v.at
	case v.spoken && (isElided(text) || !isRandom(text) && isWords(text, key)) || v.loose && !v.strict && f != scheme && f != jar && isWords(text, f), v.strict && !isRandom(text):
		return v.at
	case f == scheme:
		return c.authorization(v)
	case f == jar:
		return c.cookies(v)
	}
	if f == key && isProse(text, c.text[r.end:], v.quote) {
		return v.at
	}
	if !isSecret(text, f) || v.quote == 0 && f != password && !isRandom(text) && isCall(text, c.text[r.end:]) {
		return v.at
	}
	c.keep(v.at, r, f)
	return r.end
}

func (c *cut) keep(start int, r run, f form) {
	if f == password || f == once || isBasic(string(r.text)) || isBasicAt(c.text, start) { // The end of a login is that of its password.
		c.replace(start, r.end, Mark)
		return
	}
	c.replace(start, r.end, Mark+r.tail(string(r.text)))
}

// read returns the value. A wide one, without quotes, goes on up to the next blank.
func (c *cut) read(v value, wide bool) run {
	s := c.text
	in := inBare
	switch {
	case v.quote != 0:
		in = inQuotes[v.quote]
	case wide && v.loose: // A rule ends the cell of a table.
		in = inCell
	case wide:
		in = inWide
	}
	r := read(s, v.name, v.at, in)
	for len(r.text) <= maxSecret && c.inside(v, r.end, wide) && !(len(r.text) <= maxKind && isMasked(string(r.text))) {
		rest := read(s, v.name, r.end+1, in)
		r.text = append(append(r.text, s[r.end]), rest.text...)
		r.end, r.torn = rest.end, rest.torn
	}
	if k := settingWithin(r.text); k > 0 && len(r.text) == r.end-v.at && v.quote == 0 && wide {
		r.end -= len(r.text) - k
		r.text = r.text[:k]
	}
	if v.quote == 0 {
		trimmed := bytes.TrimRight(r.text, ",;)]}.")
		r.end -= len(r.text) - len(trimmed)
		r.text = trimmed
	}
	return r
}
