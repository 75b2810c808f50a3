package redact

import (
	"strings"
)

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
