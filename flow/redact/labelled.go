package redact

import (
	"bytes"
	"strings"
)

// labelled cuts secrets that are known by the name in front of them: headers, assignments, members of JSON and YAML,
// elements of XML, cells of tables, options of commands, parameters of URLs.
func labelled(c *cut) {
	s := c.text
	for i := 0; i < len(s); i++ {
		start := i
		if i = span(s, i, inWord); i == start {
			continue
		}
		end, word := i, s[start:i]
		if at := c.cue(start, end); at > end {
			i = at - 1
			continue
		}
		f, spoken := formOf(word), false
		sent := f != none && peek(s, end) == '=' && oneOf(peek(s, start-1), "?&")
		switch {
		case f == key && word == "--pass":
			f = password
		case f == vague:
			f, spoken = spokenForm(s, start, end)
		}
		if sent && (f == vague || f == coded) && among(word, "auth code key access") { // A parameter of a URL that logs in: ?code=….
			if from, to, _ := argument(s, end+1); isPassword(s[from:to]) {
				f = key
			}
		}
		switch {
		case word == "PASS" && isTest(s, near(s, end, 4, inVerdict)):
		case f == vague && !sent && among(word, "code") && (peek(s, end) != '=' || !oneOf(peek(s, start-1), "\"'")):
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
		case peek(s, end) == ' ' && among(word, "bearer basic"):
			end = c.bare(start, end)
		case word[0] == '-':
			end = c.option(start, end)
		}
		i = max(i, end) - 1
	}
}

// openQuote skips a quote.
func openQuote(s string, i int) (after int, quote byte) {
	if c := peek(s, i); isQuote(c) {
		return i + 1, c
	}
	return i, 0
}

// value cuts one value and returns where to go on.
func (c *cut) value(v value, f form) int {
	s := c.text
	if f == held {
		at, ok := member(s, c.read(v, false).end, "name key header variable field parameter")
		at, _ = openQuote(s, blanks(s, at))
		if f = formOf(s[at:span(s, at, inWord)]); !ok || f == none || f == held {
			return v.at
		}
	}
	if (f == vague || f == coded || v.strict) && v.quote == 0 { // So much of it tells, and keeps the time linear where names follow names.
		if end := near(s, v.at, maxBeside, inBare); end-v.at == maxBeside && !isRandom(s[v.at:end]) {
			return v.at
		}
	}
	if v.quote == 0 && v.list && (f == key || f == password) {
		if end := byteList(s, v.at); end > v.at {
			c.replace(v.at, end, Mark)
			return end
		}
	}
	r := c.read(v, f == password)
	if k := bytes.IndexByte(r.text, '/'); k > 0 && bytes.HasSuffix(r.text, []byte("/aws4_request")) { // What a key id is for says which region and service.
		r.shorten(k)
	}
	text := string(r.text)
	switch {
	case len(text) > 2 && strings.HasPrefix(s[v.name:], text), // The name again, as in Node's lists of headers; what it holds comes next.
		v.spoken && (isElided(text) || !isRandom(text) && isWords(text, key)),
		v.loose && !v.strict && f != scheme && f != jar && isWords(text, f),
		v.strict && !isRandom(text),
		v.quote != 0 && strings.HasPrefix(text, "; "), // The quote closes what the name stands in.
		v.quote == 0 && f == key && wordy(text) && among(s[v.name:span(s, v.name, inAlnum)], "invalid missing expired revoked incorrect wrong unknown"), // A code of an error.
		v.quote == 0 && isCode(text, s[r.end:]):
		return v.at
	case f == scheme:
		return c.authorization(v)
	case f == jar:
		return c.cookies(v)
	case f == key && isProse(text, s[r.end:], v.quote), !isSecret(text, f), v.quote == 0 && f != password && !isRandom(text) && isCall(text, s[r.end:]):
		return v.at
	}
	c.keep(v.at, r, f)
	return r.end
}

func (c *cut) keep(start int, r run, f form) {
	with := Mark
	if before, _ := wordBefore(c.text, start); f != password && f != once && before != "basic" && !isBasic(string(r.text)) { // The end of a login is that of its password.
		with += r.tail(string(r.text))
	}
	c.replace(start, r.end, with)
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
		r.shorten(k)
	}
	if v.quote == 0 {
		r.shorten(len(bytes.TrimRight(r.text, ",;)]}.")))
	}
	return r
}
