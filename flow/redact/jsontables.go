package redact

import (
	"slices"
	"strings"
)

// jsonTables cuts the cells of tables in JSON whose names stand apart from their rows: "columns": ["id", "api_key"], "rows": [[1, "x"]].
func jsonTables(c *cut) {
	s := c.text
	for i := 0; ; i++ {
		k := strings.IndexByte(s[i:], '[')
		if k < 0 {
			return
		}
		i += k
		names, end := c.array(i)
		h := head{apart: ',', cells: names}
		found := false
		for k := range names {
			of := &names[k]
			if of.form = formOf(of.text); !isCellForm(of.form) || s[of.at-1] != '"' && s[of.at-1] != '\'' {
				of.form = none
			}
			found = found || of.form != none
			h.login = h.login || slices.Contains(logins, strings.ToLower(of.text))
		}
		if end == i || len(names) < 2 {
			continue
		}
		i = end - 1
		if found {
			i = max(i, c.jsonTable(h, end)-1)
		}
	}
}

// jsonTable cuts the cells of the rows that begin near behind i, and returns where they end.
func (c *cut) jsonTable(h head, i int) int {
	s := c.text
	at := white(s, i)
	if at >= len(s) || s[at] != ',' {
		return i
	}
	if at = white(s, at+1); at < len(s) && s[at] != '[' { // Not the head of its rows: those are a member of their own.
		for limit := min(len(s), at+maxBeside); ; at++ {
			k := strings.IndexByte(s[at:limit], '[')
			if k < 0 {
				return i
			}
			at += k
			if row := white(s, at+1); row < len(s) && s[row] == '[' {
				at = row
				break
			}
		}
	}
	for at < len(s) && s[at] == '[' {
		row, end := c.array(at)
		if end == at || len(row) < len(h.cells) {
			break
		}
		i = max(end, c.cells(h, row, end))
		if at = white(s, end); at >= len(s) || s[at] != ',' {
			break
		}
		at = white(s, at+1)
	}
	return i
}

// array returns the cells of the array at i that holds texts and numbers, and where it ends, or i.
func (c *cut) array(i int) (cells []cell, end int) {
	s := c.text
	for at := white(s, i+1); at < len(s) && len(cells) < maxColumns; at = white(s, at+1) {
		from, to := at, at
		if s[at] == '"' || s[at] == '\'' {
			depth := c.depth(at)
			from++
			for to = from; to < len(s) && to-from < maxRow && s[to] != '\n' && (s[to] != s[at] || c.escaped(to, depth)); to++ {
			}
			at = to + 1
		} else {
			for to < len(s) && to-from < maxName && (inWord[s[to]] || s[to] == '.') {
				to++
			}
			at = to
		}
		cells = append(cells, cell{text: s[from:min(to, len(s))], at: from})
		at = white(s, at)
		switch {
		case at >= len(s) || to == from && s[from] != '"' && s[max(0, from-1)] != '"' && s[max(0, from-1)] != '\'':
			return nil, i
		case s[at] == ']':
			return cells, at + 1
		case s[at] != ',':
			return nil, i
		}
	}
	return nil, i
}
