package redact

import (
	"cmp"
	"slices"
	"strings"
)

// maxManifest is how far, in bytes, the data of a secret of Kubernetes is followed.
const maxManifest = 1 << 20

// place is where something stands in manifests of Kubernetes.
type place struct {
	at   int
	what what
}

type what uint8

const (
	data   what = iota // Data that a manifest holds, of whatever kind.
	secret             // The kind is Secret.
	apart              // Another kind, or the end of a manifest.
)

// manifests cuts the data of secrets of Kubernetes, whatever its names, in YAML and JSON.
func manifests(c *cut) {
	s := c.text
	if !strings.Contains(s, "Secret") || !strings.Contains(s, "kind") {
		return
	}
	var places []place
	find := func(word string, is func(at int) (what, bool)) {
		for i := 0; ; {
			k := strings.Index(s[i:], word)
			if k < 0 {
				return
			}
			if w, ok := is(i + k); ok {
				places = append(places, place{i + k, w})
			}
			i += k + len(word)
		}
	}
	find("kind", func(at int) (what, bool) {
		i, ok := memberOf(s, at, at+len("kind"))
		if !ok {
			return 0, false
		}
		i, _ = openQuote(s, i)
		if firstWord(s, i) == "Secret" {
			return secret, true
		}
		return apart, true
	})
	if !slices.ContainsFunc(places, func(p place) bool { return p.what == secret }) {
		return
	}
	find("\n---", func(int) (what, bool) { return apart, true })
	find("ata", func(at int) (what, bool) {
		start := at
		for start > 0 && inWord[s[start-1]] && at-start < maxName {
			start--
		}
		name := s[start : at+len("ata")]
		_, ok := memberOf(s, start, at+len("ata"))
		return data, ok && (name == "data" || name == "stringData" || name == "binaryData")
	})
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	ofSecret := make([]bool, len(places))
	for k, before := 0, apart; k < len(places); k++ {
		if p := places[k]; p.what != data {
			before = p.what
		} else if before == secret {
			ofSecret[k] = true
		}
	}
	for k, behind := len(places)-1, apart; k >= 0; k-- {
		if p := places[k]; p.what != data {
			behind = p.what
		} else if behind == secret {
			ofSecret[k] = true
		}
	}
	read := 0
	for k, p := range places {
		if ofSecret[k] && p.at >= read {
			read = c.data(p.at)
		}
	}
}

// memberOf reports whether the word at start:end names a member, and where what it holds begins.
func memberOf(s string, start, end int) (at int, ok bool) {
	if start > 0 && inWord[s[start-1]] || end >= len(s) {
		return 0, false
	}
	i, _ := openQuote(s, end)
	i = blanks(s, i)
	return blanks(s, min(len(s), i+1)), i < len(s) && s[i] == ':'
}

// data cuts what the member at an offset holds, and returns how far it has read.
func (c *cut) data(at int) (end int) {
	s := c.text
	colon := at + strings.IndexByte(s[at:], ':') + 1
	i := white(s, colon)
	if i < len(s) && s[i] == '{' {
		return c.object(i+1, i+maxManifest, func(_ string, at int, text string) { c.datum(at, text) })
	}
	start, near := rowStart(s, at)
	if !near || newline(s, blanks(s, colon)) == blanks(s, colon) {
		return colon
	}
	column := len(s[start:at]) - len(strings.TrimLeft(s[start:at], " -"))
	deeper := -1 // The column of the names.
	for i = lineEnd(s, colon) + 1; i < len(s) && i-at < maxManifest; {
		end := i
		if k := strings.IndexByte(s[i:min(len(s), at+maxManifest)], '\n'); k >= 0 {
			end += k
		} else {
			end = min(len(s), at+maxManifest)
		}
		from := i
		for from < end && s[from] == ' ' {
			from++
		}
		row := strings.TrimRight(s[from:end], " \r")
		switch {
		case row == "" || row[0] == '#':
		case from-i <= column:
			return i
		default:
			if deeper < 0 {
				deeper = from - i
			}
			if k := strings.Index(row, ":"); from-i == deeper && k > 0 {
				value := strings.TrimLeft(row[k+1:], " ")
				from += len(row) - len(value)
				row = value
			}
			c.datum(from, row)
		}
		i = end + 1
	}
	return i
}

// datum cuts one value.
func (c *cut) datum(from int, text string) {
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
	s := c.text
	limit = min(len(s), limit)
	name, value := "", false
	for i < limit && s[i] != '}' {
		from, to, next := i, i+1, i+1
		switch {
		case s[i] == ':':
			value = true
		case s[i] == ',':
			value = false
		case strings.HasPrefix(s[i:], "{{"): // A template.
			if k := strings.Index(s[i:limit], "}}"); k > 0 {
				next = i + k + len("}}")
			}
		case s[i] == '"' || s[i] == '\'':
			depth := c.depth(i)
			for to < limit && (s[to] != s[i] || c.escaped(to, depth)) {
				to++
			}
			from, next = i+1, to+1
		case s[i] > ' ' && strings.IndexByte("{[]", s[i]) < 0:
			for to < limit && strings.IndexByte(",}\r\n", s[to]) < 0 && (value || s[to] != ':') {
				to++
			}
			next = to
		}
		switch text := strings.TrimRight(s[from:to], " "); {
		case text == "" || strings.IndexByte(":,{[] \t\r\n", s[i]) >= 0:
		case value:
			tell(name, from, text)
		default:
			name = text
		}
		i = next
	}
	return i
}

// cookieJar cuts the cookies that are members of an object, or of a list of such: "cookies": [{"name": "sid", "value": "x"}].
func (c *cut) cookieJar(start, end int) int {
	s := c.text
	i, _ := openQuote(s, end)
	n := separator(s, blanks(s, i))
	if n == 0 {
		return start
	}
	i = white(s, blanks(s, i)+n)
	list := i < len(s) && s[i] == '['
	if list {
		i = white(s, i+1)
	}
	last := start
	for i < len(s) && s[i] == '{' {
		i = c.object(i+1, i+maxSecret, func(name string, at int, text string) {
			if isQuote(s[at-1]) && (list && name == "value" || !list && !slices.Contains(ofCookies, strings.ToLower(name))) && isSecret(text, key) {
				c.replace(at, at+len(text), Mark)
			}
		})
		last = i
		if i = white(s, i+1); !list || i >= len(s) || s[i] != ',' {
			break
		}
		i = white(s, i+1)
	}
	return last
}
