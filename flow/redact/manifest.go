package redact

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// place is where something stands in manifests of Kubernetes: data of whatever kind, or what says the kind or ends a manifest.
type place struct {
	at           int
	data, secret bool
}

// manifests cuts the data of secrets of Kubernetes, whatever its names, in YAML and JSON. What kind data is of stands in front or behind.
func manifests(c *cut) {
	s := c.text
	if !strings.Contains(s, "Secret") || !strings.Contains(s, "kind") {
		return
	}
	var places []*place
	for _, word := range []string{"kind", "ata", "\n---"} {
		for at := find(s, 0, word); at >= 0; at = find(s, at+len(word), word) {
			p := &place{at: at, data: word == "ata"}
			if word != "\n---" {
				p.at = nearBack(s, at, maxName, inWord)
				name := s[p.at : at+len(word)]
				value, ok := memberOf(s, at+len(word))
				if !ok || name != "kind" && name != "data" && name != "stringData" && name != "binaryData" {
					continue
				}
				p.secret = !p.data && firstWord(s, value) == "Secret"
			}
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b *place) int { return cmp.Compare(a.at, b.at) })
	for _, order := range []iter.Seq2[int, *place]{slices.All(places), slices.Backward(places)} {
		secret := false
		for _, p := range order {
			if p.data {
				p.secret = p.secret || secret
			} else {
				secret = p.secret
			}
		}
	}
	read := 0
	for _, p := range places {
		if p.data && p.secret && p.at >= read {
			read = c.data(p.at)
		}
	}
}

// memberOf reports whether the word that ends there names a member, and where what it holds begins.
func memberOf(s string, end int) (at int, ok bool) {
	i, _ := openQuote(s, end)
	i = blanks(s, i)
	return blanks(s, i+1), peek(s, i) == ':'
}

// data cuts what the member at an offset holds, and returns how far it has read.
func (c *cut) data(at int) (end int) {
	s := c.text
	colon := at + strings.IndexByte(s[at:], ':') + 1
	if i := white(s, colon); peek(s, i) == '{' {
		return c.object(i+1, i+maxManifest, c.datum)
	}
	start, near := rowStart(s, at)
	i := newline(s, blanks(s, colon))
	if !near || i == blanks(s, colon) {
		return colon
	}
	column := len(s[start:at]) - len(strings.TrimLeft(s[start:at], " -"))
	deeper := -1 // The column of the names.
	for line := range strings.Lines(s[i:min(len(s), at+maxManifest)]) {
		row := strings.TrimLeft(line, " ")
		from := len(line) - len(row)
		switch row = strings.TrimRight(row, " \r\n"); {
		case row == "" || row[0] == '#':
		case from <= column:
			return i
		default:
			if deeper < 0 {
				deeper = from
			}
			name, value, ok := strings.Cut(row, ":")
			if ok && from == deeper && name != "" {
				value = strings.TrimLeft(value, " ")
				from, row = from+len(row)-len(value), value
			}
			c.datum("", i+from, row)
		}
		i += len(line)
	}
	return i
}

// datum cuts one value.
func (c *cut) datum(_ string, from int, text string) {
	if n := len(text); n > 1 && isQuote(text[0]) && text[n-1] == text[0] {
		text = text[1 : n-1]
		from++
	}
	if isMasked(text) || isPlaceholder(text) || strings.Trim(text, "|>+-{}[] ") == "" {
		return
	}
	c.replace(from, from+len(text), Mark)
}

// object tells of the object at i what its members are called, where what they hold begins, and the text, and returns where it ends.
func (c *cut) object(i, limit int, tell func(name string, at int, text string)) int {
	s := c.text[:min(len(c.text), limit)]
	name, value := "", false
	for i < len(s) && s[i] != '}' {
		from, to, next := i, i+1, i+1
		switch {
		case s[i] == ':' || s[i] == ',':
			value, to = s[i] == ':', i
		case strings.HasPrefix(s[i:], "{{"): // A template.
			to, next = i, i+max(1, strings.Index(s[i:], "}}")+len("}}"))
		case s[i] == '"' || s[i] == '\'':
			from, to = i+1, min(len(s), c.shut(i, limit))
			next = to + 1
		case s[i] <= ' ' || oneOf(s[i], "{[]"):
			to = i
		default:
			for to < len(s) && !oneOf(s[to], ",}\r\n") && (value || s[to] != ':') {
				to++
			}
			next = to
		}
		if text := strings.TrimRight(s[from:to], " "); text != "" {
			if value {
				tell(name, from, text)
			} else {
				name = text
			}
		}
		i = next
	}
	return i
}

// shut returns where the text in quotes at i ends, or how far one is looked at.
func (c *cut) shut(i, limit int) int {
	s, depth := c.text, c.depth(i)
	end := i + 1
	for end < len(s) && end < limit && (s[end] != s[i] || c.escaped(end, depth)) {
		end++
	}
	return end
}

// cookieJar cuts the cookies that are members of an object, or of a list of such: "cookies": [{"name": "sid", "value": "x"}].
func (c *cut) cookieJar(start, end int) int {
	s := c.text
	i, ok := holds(s, end)
	if !ok {
		return start
	}
	list := peek(s, i) == '['
	if list {
		i = white(s, i+1)
	}
	last := start
	for peek(s, i) == '{' {
		last = c.object(i+1, i+maxSecret, func(name string, at int, text string) {
			if isQuote(s[at-1]) && (list && name == "value" || !list && !among(name, ofCookies)) && isSecret(text, key) {
				c.replace(at, at+len(text), Mark)
			}
		})
		if i = white(s, last+1); !list || peek(s, i) != ',' {
			break
		}
		i = white(s, i+1)
	}
	return last
}
