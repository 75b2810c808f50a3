package redact

import (
	"slices"
	"strings"
)

// identifiedBy cuts the password in IDENTIFIED [WITH a plugin] BY 'x'.
func (c *cut) identifiedBy(start, end int) int {
	s := c.text
	word, at := wordBefore(s, start)
	if word != "identified" {
		if with, before := wordBefore(s, at); with != "with" {
			return start
		} else if word, _ = wordBefore(s, before); word != "identified" {
			return start
		}
	}
	i := white(s, end)
	if word := firstWord(s[i:min(len(s), i+maxName)]); strings.EqualFold(word, "password") || strings.EqualFold(word, "values") {
		i = white(s, i+len(word))
	}
	return c.sqlText(i)
}

// sqlText cuts the text of SQL at i, or a word that stands in its place: the last one, or one in front of a keyword.
func (c *cut) sqlText(i int) int {
	s := c.text
	if i+1 < len(s) && strings.IndexByte("nNeE", s[i]) >= 0 && s[i+1] == '\'' {
		i++
	}
	if i >= len(s) || isQuote(s[i]) {
		return c.give(i)
	}
	_, to, next := argument(s, i)
	follows := firstWord(s[next:min(len(s), next+maxName)])
	if !rowOver(s, next) && (follows == "" || follows != strings.ToUpper(follows)) && wordy(s[i:to]) || strings.ContainsAny(s[i:to], "()") {
		return i
	}
	return c.give(i)
}

// passwordFor cuts the password in SET PASSWORD FOR 'user'@'host' = 'x'.
func (c *cut) passwordFor(start, end int) int {
	s := c.text
	word, at := wordBefore(s, start)
	if word != "password" {
		return start
	}
	if word, _ = wordBefore(s, at); word != "set" {
		return start
	}
	row := s[end:lineEnd(s, end)]
	k := strings.IndexByte(row, '=')
	if k < 0 {
		return start
	}
	i := blanks(s, end+k+1)
	if at, ok := call(s, i); ok {
		i = at
	}
	return c.give(i)
}

// pragma cuts the key of PRAGMA key = 'x'.
func (c *cut) pragma(start, end int) int {
	s := c.text
	i := blanks(s, end)
	switch word := firstWord(s[i:min(len(s), i+maxName)]); strings.ToLower(word) {
	case "key", "rekey", "hexkey":
		i = blanks(s, i+len(word))
	default:
		return start
	}
	if i >= len(s) || s[i] != '=' && s[i] != '(' {
		return start
	}
	return c.give(blanks(s, i+1))
}

// connection cuts the password in CONNECT user/x@host.
func (c *cut) connection(start, end int) int {
	s := c.text
	i := blanks(s, end)
	for n := 0; n < 3 && i < len(s) && s[i] == '-'; n++ { // Options.
		for i < len(s) && s[i] > ' ' {
			i++
		}
		i = blanks(s, i)
	}
	at := i
	for at < len(s) && at-i < maxName && (inWord[s[at]] || s[at] == '$' || s[at] == '#') {
		at++
	}
	if at == i || at >= len(s) || s[at] != '/' {
		return start
	}
	from, to, next := argument(s, at+1)
	k := strings.LastIndexByte(s[from:to], '@')
	word := s[start:end]
	if slices.Contains([]string{"connect", "conn"}, strings.ToLower(word)) && k <= 0 && (word != strings.ToUpper(word) || !rowOver(s, next)) { // A word of a sentence.
		return start
	}
	if k > 0 && next == to {
		to = from + k
	}
	if !isSecret(s[from:to], password) {
		return start
	}
	c.replace(from, to, Mark)
	return next
}

// maxColumns is how many bytes the names of columns in front of VALUES are, at most.
const maxColumns = 1 << 10

// inserted cuts the values of INSERT INTO t (…, password) VALUES (…, 'x'), (…).
func (c *cut) inserted(start, end int) int {
	s := c.text
	shut := max(0, start-maxMargin) + len(strings.TrimRight(tailOf(s[:start], maxMargin), " \t\r\n")) - 1
	if shut <= 0 || s[shut] != ')' {
		return start
	}
	open := shut
	for open > 0 && shut-open < maxColumns && (inWord[s[open-1]] || strings.IndexByte(" \t\r\n,.\"'`[]", s[open-1]) >= 0) {
		open--
	}
	if open == 0 || s[open-1] != '(' {
		return start
	}
	var forms []form
	found := false
	for _, name := range strings.Split(s[open:shut], ",") {
		f := formOf(strings.Trim(name, " \t\r\n\"'`[]"))
		forms = append(forms, f)
		found = found || isCellForm(f)
	}
	if !found {
		return start
	}
	last := start
	for i := white(s, end); i < len(s) && s[i] == '('; i = white(s, i+1) {
		i++
		for k := 0; i < len(s); k++ {
			i = white(s, i)
			f := none
			if k < len(forms) {
				f = forms[k]
			}
			to := c.sqlValue(i, f)
			last = max(last, c.done)
			if i = white(s, to); i >= len(s) || s[i] != ',' {
				break
			}
			i++
		}
		if i >= len(s) || s[i] != ')' {
			break
		}
		if i = white(s, i+1); i >= len(s) || s[i] != ',' {
			break
		}
	}
	return last
}

// sqlValue cuts the texts in the value at i, if it is a secret's, and returns where the value ends.
func (c *cut) sqlValue(i int, f form) int {
	s := c.text
	for depth, from := 0, i; i < len(s) && i-from < maxRow; {
		switch {
		case s[i] == '\'' || s[i] == '"':
			at, to, next := argument(s, i)
			if next == to { // It is not closed.
				return i
			}
			if isCellForm(f) && (depth == 0 || at-from < maxName) && isSecret(s[at:to], f) && (f == password || !isAnswer(s[at:to])) {
				c.keep(at, run{text: []byte(s[at:to]), end: to}, f)
				f = none
			}
			i = next
			continue
		case s[i] == '(':
			depth++
		case depth == 0 && (s[i] == ',' || s[i] == ')' || s[i] == ';'):
			return i
		case s[i] == ')':
			depth--
		}
		i++
	}
	return i
}
