package redact

import (
	"slices"
	"strings"
)

// tables cuts the cells below the name of a secret in tables: rows of CSV and TSV, and columns that rules or blanks part.
func tables(c *cut) {
	s := c.text
	for at := 0; at < len(s); {
		end := lineEnd(s, at)
		if end < len(s) && s[end] != '\n' { // No row of a table is so long.
			k := strings.IndexByte(s[end:], '\n')
			if k < 0 {
				return
			}
			at = end + k + 1
			continue
		}
		next := end + 1
		if end < len(s) && !c.seedRow(at, end) {
			if h, ok := copied(s, at, end); ok {
				next = max(next, c.table(h, end+1))
			} else if strings.HasPrefix(s[at:end], "-[ RECORD ") {
				next = max(next, c.record(end+1))
			} else if h, ok := headOf(s, at, end); ok {
				next = max(next, c.table(h, end+1))
			}
		} else if end == len(s) {
			c.seedRow(at, end)
		}
		at = next
	}
}

// head is the row of a table with the names of its columns.
type head struct {
	apart byte // What parts the cells: a blank stands for two.
	ruled bool // A rule is below it.
	login bool // A column names users, so that what the others name are secrets and not names of secrets.
	cells []cell
}

// cell is a cell in a row.
type cell struct {
	text   string
	at     int // Where the text begins.
	column int // Where that is in its row.
	form   form
}

// headOf reads the row as the head of a table in which a column is that of a secret.
func headOf(s string, at, end int) (h head, ok bool) {
	row := s[at:end]
	letters, sign := false, byte(0)
	h.ruled = isRule(s, end+1)
	for i := range len(row) {
		switch c := row[i]; {
		case letter(c):
			letters = true
		case c == '|' || c == '\t' && sign != '|' || (c == ',' || c == ';') && sign != '|' && sign != '\t':
			sign = c
		case c == ' ' || alnum(c) || strings.IndexByte("_-./()#\"'`*&\r", c) >= 0:
		case !h.ruled:
			return h, false
		}
	}
	if !letters {
		return h, false
	}
	h.apart = sign
	if sign == 0 {
		h.apart = ' '
	}
	h.cells = cellsOf(s, at, end, h.apart)
	filled := 0
	for _, cell := range h.cells {
		if cell.text != "" {
			filled++
		}
	}
	if filled < 2 && !h.ruled || len(h.cells) < 2 {
		if h.apart != ' ' { // A rule in front of each row makes no table.
			return h, false
		}
		if h.apart, h.cells = 0, fieldsOf(s, at, end); len(h.cells) < 2 || len(h.cells) > 8 {
			return h, false
		}
	}
	for k := range h.cells {
		cell := &h.cells[k]
		name, _, _ := strings.Cut(cell.text, "(")
		parts := strings.Fields(name)
		if !h.ruled && (cell.text == "" && h.apart != '|' || len(parts) > 3 || len(cell.text) > maxName || cell.text != "" && !letter(cell.text[0]) && cell.text[0] != '_' && cell.text[0] != '#') {
			return h, false
		}
		cell.form = formOf(strings.Join(parts, "_"))
		for i := 0; h.ruled && cell.form == none && i < len(parts); i++ {
			cell.form = formOf(strings.Trim(parts[i], "*_`.,:;"))
		}
		if h.apart == 0 && !slices.Contains(beside, strings.ToLower(cell.text)) && cell.form != password && cell.form != key {
			return h, false
		}
		if !isCellForm(cell.form) {
			cell.form = none
		}
		h.login = h.login || slices.Contains(logins, strings.ToLower(cell.text))
		ok = ok || cell.form != none
	}
	return h, ok
}

// logins are the names of a column with users.
var logins = strings.Fields("user username login email mail account users usernames")

// beside are the other columns of a table of logins whose cells one blank parts.
var beside = strings.Fields("id user username name login email mail account role host hostname server url uri site service env environment title note notes group domain port database db")

func isCellForm(f form) bool { return f == key || f == password || f == vague || f == coded }

// isRule reports whether the row at i is a rule below a head.
func isRule(s string, i int) bool {
	if i >= len(s) || strings.IndexByte(" \t|+-:=", s[i]) < 0 {
		return false
	}
	row := s[i:lineEnd(s, i)]
	return (strings.Contains(row, "--") || strings.Contains(row, "==")) && strings.Trim(row, " \t|+-=:\r") == ""
}

// cellsOf returns the cells of a row.
func cellsOf(s string, at, end int, apart byte) (cells []cell) {
	add := func(from, to int) {
		for from < to && (s[from] == ' ' || s[from] == '\t') {
			from++
		}
		text := strings.TrimRight(s[from:to], " \t\r")
		if n := len(text); n > 1 && isQuote(text[0]) && text[n-1] == text[0] {
			text = text[1 : n-1]
			from++
		}
		cells = append(cells, cell{text: text, at: from, column: from - at})
	}
	if apart == ' ' {
		for i := at; i < end; {
			for i < end && s[i] == ' ' {
				i++
			}
			from := i
			for i < end && (s[i] != ' ' || i+1 < end && s[i+1] != ' ' && i > from) {
				i++
			}
			if strings.TrimRight(s[from:i], "\r") != "" {
				add(from, i)
			}
		}
		return cells
	}
	from := at
	var quote byte
	for i := at; i < end; i++ {
		switch {
		case s[i] == quote:
			quote = 0
		case quote == 0 && s[i] == '"' && blanks(s, from) == i && apart != '|':
			quote = '"'
		case quote == 0 && s[i] == apart:
			add(from, i)
			from = i + 1
		}
	}
	add(from, end)
	return cells
}

// fieldsOf returns the words of a row.
func fieldsOf(s string, at, end int) (cells []cell) {
	for i := at; i < end; {
		for i < end && s[i] <= ' ' {
			i++
		}
		from := i
		for i < end && s[i] > ' ' {
			i++
		}
		if i > from {
			cells = append(cells, cell{text: s[from:i], at: from, column: from - at})
		}
	}
	return cells
}

// table cuts the cells of the rows at i and returns where they end.
func (c *cut) table(h head, i int) int {
	s := c.text
	for rows := 0; i < len(s); rows++ {
		end := lineEnd(s, i)
		if isRule(s, i) {
			i = end + 1
			continue
		}
		var cells []cell
		if h.apart == 0 {
			cells = fieldsOf(s, i, end)
		} else {
			cells = cellsOf(s, i, end, h.apart)
		}
		if len(cells) < 2 || h.apart != ' ' && len(cells) != len(h.cells) && (!h.ruled || h.apart == 0) {
			break
		}
		if next := c.cells(h, cells, end); next > end {
			end = next
		}
		i = end + 1
	}
	return i
}

// cells cuts the cells of one row, and returns where the row ends.
func (c *cut) cells(h head, row []cell, end int) int {
	s := c.text
	for k, of := range h.cells {
		if of.form == none {
			continue
		}
		value, ok := of.below(row, k, h.apart)
		if of.form == key && h.login {
			of.form = password
		}
		if !ok || !isCell(value.text, of.form, h.apart) {
			continue
		}
		found := run{text: []byte(value.text), end: value.at + len(value.text)}
		if h.apart == '|' && k == len(h.cells)-1 { // A terminal may have broken it.
			switch r := read(s, value.at, value.at, inBase64); {
			case r.end > found.end:
				found, end = r, lineEnd(s, r.end)
			case r.end == found.end:
				found.torn = r.torn
			}
		}
		c.keep(value.at, found, of.form)
	}
	return end
}

// below returns the cell of a row that is below that of the head.
func (of cell) below(row []cell, k int, apart byte) (cell, bool) {
	if apart != ' ' {
		if k >= len(row) {
			return cell{}, false
		}
		return row[k], true
	}
	for _, value := range row {
		if value.column < of.column+len(of.text) && value.column+len(value.text) > of.column {
			return value, true
		}
	}
	return cell{}, false
}

// isCell reports whether a cell below the name of a secret holds one.
func isCell(text string, f form, apart byte) bool {
	if !isSecret(text, f) || isAnswer(text) {
		return false
	}
	if f == password {
		return !strings.Contains(text, " ") || apart == ',' || apart == ';' || apart == '\t' || looksMixed(text)
	}
	return !isWords(text, f) && strings.Trim(text, "0123456789.,") != ""
}

// isAnswer reports whether a cell says whether there is a secret, and how it is.
func isAnswer(text string) bool {
	switch strings.ToLower(strings.Trim(text, "()[]<>-*. ")) {
	case "", "n/a", "na", "on", "off", "x", "set", "unset", "string", "varchar", "text", "char", "supported", "unsupported", "header", "body", "query", "bearer", "password", "passwords", "secret", "default", "not null":
		return true
	}
	return isState(text) || strings.Trim(text, "*•x") == ""
}

// copied reads a row as that in which SQL says what the rows below it are: COPY users (id, password) FROM stdin;
func copied(s string, at, end int) (h head, ok bool) {
	row := s[at:end]
	open, shut := strings.IndexByte(row, '('), strings.IndexByte(row, ')')
	if !strings.HasPrefix(row, "COPY ") || open < 0 || shut < open || !strings.Contains(row, " FROM stdin") {
		return h, false
	}
	h.apart = '\t'
	for _, name := range strings.Split(row[open+1:shut], ",") {
		of := cell{form: formOf(strings.Trim(name, " \""))}
		if !isCellForm(of.form) {
			of.form = none
		}
		h.cells = append(h.cells, of)
		ok = ok || of.form != none
	}
	return h, ok
}

// record cuts the values of a record that psql prints one in a row, and returns where it ends.
func (c *cut) record(i int) int {
	s := c.text
	for i < len(s) {
		end := lineEnd(s, i)
		row := cellsOf(s, i, end, '|')
		if len(row) < 2 {
			break
		}
		if f := formOf(row[0].text); len(row) == 2 && isCellForm(f) && isCell(row[1].text, f, '\t') {
			c.keep(row[1].at, run{text: []byte(row[1].text), end: row[1].at + len(row[1].text)}, f)
		}
		i = end + 1
	}
	return i
}
