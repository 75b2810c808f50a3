package redact

import (
	"slices"
	"strings"
)

// tables cuts the cells below the name of a secret in tables: rows of CSV and TSV, and columns that rules or blanks part; and rows
// that are a secret by what stands in all of them.
func tables(c *cut) {
	s := c.text
	for at, next := 0, 0; at < len(s); at = next {
		end := lineEnd(s, at)
		next = end + 1
		switch {
		case end < len(s) && s[end] != '\n': // No row of a table is so long.
			k := strings.IndexByte(s[end:], '\n')
			if k < 0 {
				return
			}
			next = end + k + 1
		case c.seedRow(at, end), c.passwordRow(at, end), end == len(s):
		case strings.HasPrefix(s[at:end], "-[ RECORD "): // psql prints one value in a row.
			for row := cellsOf(s, next, lineEnd(s, next), '|'); len(row) > 1; row = cellsOf(s, next, lineEnd(s, next), '|') {
				h := head{apart: '\t', cells: []cell{{}, row[0]}}
				if len(row) == 2 && h.names(func(of *cell) form { return formOf(of.text) }) {
					c.cells(h, row, next)
				}
				next = min(len(s), lineEnd(s, next)+1)
			}
		default:
			if h, ok := headOf(s, at, end); ok {
				next = max(next, c.table(h, end+1))
			}
		}
	}
}

// passwordRow cuts the password in a row of a .pgpass, which is host:port:database:user:password.
func (c *cut) passwordRow(at, end int) bool {
	row := strings.Trim(c.text[at:end], " \t\r")
	if strings.IndexByte(row, ' ') >= 0 || strings.Count(row, ":") < 4 {
		return false
	}
	f := strings.SplitN(row, ":", 5)
	if len(f[4]) < leastSaid || isMasked(f[4]) || strings.IndexByte(row, '\t') >= 0 {
		return false
	}
	for k, field := range f[:4] {
		switch {
		case field == "*":
		case k == 1 && (len(field) < 4 || len(field) > 5 || !all(field, inDigits)), k != 1 && (!all(field, inDotted) || all(field, inNumber)):
			return false
		}
	}
	start := at + strings.Index(c.text[at:end], row) + len(row) - len(f[4])
	c.replace(start, start+len(f[4]), Mark)
	return true
}

// head is the row of a table with the names of its columns.
type head struct {
	apart byte // What parts the cells: a blank stands for two, and 0 for one.
	ruled bool // A rule is below it.
	login bool // A column names users, so that what the others name are secrets and not names of secrets.
	texts bool // Its cells are texts of SQL, which say by themselves that they are values.
	cells []cell
}

// cell is a cell in a row.
type cell struct {
	text   string
	at     int // Where the text begins.
	column int // Where that is in its row.
	form   form
}

// names sets what the cells are the names of, and reports whether one is that of a secret.
func (h *head) names(formOf func(*cell) form) (found bool) {
	for k := range h.cells {
		of := &h.cells[k]
		if of.form = formOf(of); of.form != key && of.form != password && of.form != vague && of.form != coded {
			of.form = none
		}
		found = found || of.form != none
	}
	h.login = found && slices.ContainsFunc(h.cells, func(of cell) bool { return among(of.text, "user username login email mail account users usernames") })
	return found
}

// headOf reads the row as the head of a table in which a column is that of a secret, as SQL's COPY users (id, password) FROM stdin is.
func headOf(s string, at, end int) (h head, ok bool) {
	row := s[at:end]
	if open, shut := strings.IndexByte(row, '('), strings.IndexByte(row, ')'); open >= 0 && open < shut && strings.HasPrefix(row, "COPY ") && strings.Contains(row, " FROM stdin") {
		h = head{apart: '\t', cells: cellsOf(s, at+open+1, at+shut, ',')}
		return h, h.names(func(of *cell) form { return formOf(of.text) })
	}
	h = head{apart: ' ', ruled: isRule(s, end+1)}
	if !strings.ContainsFunc(row, func(r rune) bool { return letter(byte(r)) }) || !h.ruled && !all(row, inHead) {
		return h, false
	}
	const signs = "|\t,;"
	if k := slices.IndexFunc([]byte(signs), func(sign byte) bool { return strings.IndexByte(row, sign) >= 0 }); k >= 0 {
		if h.apart = signs[k]; k < 2 && !h.ruled && strings.ContainsAny(row[strings.IndexByte(row, h.apart):], signs[k+1:]) {
			return h, false
		}
	}
	h.cells = cellsOf(s, at, end, h.apart)
	filled := 0
	for _, of := range h.cells {
		filled += min(1, len(of.text))
	}
	if filled < 2 && !h.ruled || len(h.cells) < 2 {
		if h.apart != ' ' { // A rule in front of each row makes no table.
			return h, false
		}
		if h.apart, h.cells = 0, cellsOf(s, at, end, 0); len(h.cells) < 2 || len(h.cells) > 8 {
			return h, false
		}
	}
	sound := true
	ok = h.names(func(of *cell) (f form) {
		name, _, _ := strings.Cut(of.text, "(")
		parts := strings.Fields(name)
		switch {
		case h.ruled:
		case of.text == "":
			sound = sound && h.apart == '|'
		default:
			sound = sound && len(parts) <= 3 && len(of.text) <= maxName && (letter(of.text[0]) || oneOf(of.text[0], "_#"))
		}
		if !sound {
			return none
		}
		f = formOf(strings.Join(parts, "_"))
		for i := 0; h.ruled && f == none && i < len(parts); i++ {
			f = formOf(strings.Trim(parts[i], "*_`.,:;"))
		}
		sound = h.apart != 0 || f == password || f == key || among(of.text, beside)
		return f
	})
	return h, ok && sound
}

// beside are the other columns of a table of logins whose cells one blank parts.
const beside = "id user username name login email mail account role host hostname server url uri site service env environment title note notes group domain port database db"

// isRule reports whether the row at i is a rule below a head.
func isRule(s string, i int) bool {
	if !oneOf(peek(s, i), " \t|+-:=") {
		return false
	}
	row := s[i:lineEnd(s, i)]
	return (strings.Contains(row, "--") || strings.Contains(row, "==")) && strings.Trim(row, " \t|+-=:\r") == ""
}

// cellsOf returns the cells of a row that two blanks part, or any where apart is 0, else the sign.
func cellsOf(s string, at, end int, apart byte) (cells []cell) {
	add := func(from, to int) {
		from += len(s[from:to]) - len(strings.TrimLeft(s[from:to], " \t"))
		text := strings.TrimRight(s[from:to], " \t\r")
		if n := len(text); n > 1 && apart != 0 && isQuote(text[0]) && text[n-1] == text[0] {
			text = text[1 : n-1]
			from++
		}
		if text != "" || apart != ' ' && apart != 0 {
			cells = append(cells, cell{text: text, at: from, column: from - at})
		}
	}
	from := at
	var quote byte
	for i := at; i < end; i++ {
		switch {
		case apart == 0 && s[i] <= ' ':
			add(from, i)
			from = i + 1
		case quote != 0 && s[i] == quote:
			quote = 0
		case quote == 0 && s[i] == '"' && oneOf(apart, "\t,;") && blanks(s, from) == i:
			quote = '"'
		case quote == 0 && s[i] == apart && (apart != ' ' || peek(s[:end], i+1) == ' ' || i == from):
			add(from, i)
			from = i + 1
		}
	}
	add(from, end)
	return cells
}

// table cuts the cells of the rows at i and returns where they end.
func (c *cut) table(h head, i int) int {
	s := c.text
	for i < len(s) {
		end := lineEnd(s, i)
		if !isRule(s, i) {
			cells := cellsOf(s, i, end, h.apart)
			if len(cells) < 2 || h.apart != ' ' && len(cells) != len(h.cells) && (!h.ruled || h.apart == 0) {
				break
			}
			end = c.cells(h, cells, end)
		}
		i = end + 1
	}
	return i
}

// cells cuts the cells of one row, and returns where the row ends.
func (c *cut) cells(h head, row []cell, end int) int {
	s := c.text
	for k, of := range h.cells {
		value := slices.IndexFunc(row, func(v cell) bool { return v.column < of.column+len(of.text) && v.column+len(v.text) > of.column })
		if h.apart != ' ' {
			value = k
		}
		if of.form == key && h.login {
			of.form = password
		}
		if of.form == none || value < 0 || value >= len(row) || !h.holds(row[value].text, of.form) {
			continue
		}
		at := row[value].at
		found := run{text: []byte(row[value].text), end: at + len(row[value].text)}
		if h.apart == '|' && k == len(h.cells)-1 { // A terminal may have broken it.
			switch r := read(s, at, at, inBase64); {
			case r.end > found.end:
				found, end = r, lineEnd(s, r.end)
			case r.end == found.end:
				found.torn = r.torn
			}
		}
		c.keep(at, found, of.form)
	}
	return end
}

// holds reports whether a cell below the name of a secret holds one.
func (h head) holds(text string, f form) bool {
	switch {
	case !isSecret(text, f), isAnswer(text) && (!h.texts || f != password):
		return false
	case h.texts:
		return true
	case f == password:
		return !strings.Contains(text, " ") || oneOf(h.apart, ",;\t") || looksMixed(text)
	}
	return !isWords(text, f) && strings.Trim(text, "0123456789.,") != ""
}

// isAnswer reports whether a cell says whether there is a secret, and how it is.
func isAnswer(text string) bool {
	bare := strings.Trim(text, "()[]<>-*. ")
	return bare == "" || among(bare, "n/a na on off x set unset string varchar text char supported unsupported header body query bearer password passwords secret default not_null") ||
		strings.EqualFold(bare, "not null") || isState(text) || strings.Trim(text, "*•x") == ""
}

// jsonTables cuts the cells of tables in JSON whose names stand apart from their rows: "columns": ["id", "api_key"], "rows": [[1, "x"]].
func jsonTables(c *cut) {
	s := c.text
	for i := find(s, 0, "["); i >= 0; i = find(s, i+1, "[") {
		h := head{apart: ','}
		end := i
		if h.cells, end = c.list(i); end == i || len(h.cells) < 2 {
			continue
		}
		i = end - 1
		at := white(s, end)
		if peek(s, at) != ',' || !h.names(func(of *cell) form {
			if !oneOf(s[of.at-1], "\"'") {
				return none
			}
			return formOf(of.text)
		}) {
			continue
		}
		at = white(s, at+1)
		for near := s[:min(len(s), at+maxBeside)]; peek(s, at) != '['; { // Not the head of its rows: those are a member of their own.
			k := find(near, at, "[")
			if k < 0 {
				break
			}
			if at = white(s, k+1); peek(s, at) != '[' {
				at = k + 1
			}
		}
		i = max(i, c.lists(h, at, end)-1)
	}
}

// lists cuts the cells of the lists at i that a comma parts, and returns where they end, or last.
func (c *cut) lists(h head, i, last int) int {
	for s := c.text; oneOf(peek(s, i), "[("); i = white(s, i+1) {
		row, end := c.list(i)
		if end == i || len(row) < len(h.cells) && !h.texts && end < len(s) {
			break
		}
		last = max(end, c.cells(h, row, end))
		if i = white(s, end); peek(s, i) != ',' {
			break
		}
	}
	return last
}

// list returns the cells of the list at i, and where it ends, or i. In square brackets it holds texts and words, in round ones what SQL
// takes for values.
func (c *cut) list(i int) (cells []cell, end int) {
	s := c.text
	for at := white(s, i+1); len(cells) < maxColumns; at = white(s, at+1) {
		of := cell{at: at}
		if s[i] == '(' {
			of, at = sqlCell(s, at)
		} else if q := peek(s, at); q == '"' || q == '\'' {
			at = c.shut(at, lineEnd(s, at))
			of = cell{text: s[of.at+1 : at], at: of.at + 1}
			at++
		} else if at = near(s, at, maxName, inDotted); at > of.at {
			of.text = s[of.at:at]
		} else {
			return nil, i
		}
		cells = append(cells, of)
		switch at = white(s, at); {
		case at >= len(s), oneOf(s[at], ")]"):
			return cells, min(len(s), at+1)
		case s[at] != ',' && s[i] == '(':
			return cells, at
		case s[at] != ',':
			return nil, i
		}
	}
	return nil, i
}

// sqlCell returns the value at i, which of a call is the text that it is given, and where it ends.
func sqlCell(s string, i int) (of cell, end int) {
	of.at = i
	for depth, from := 0, i; i < len(s) && i-from < maxRow; i++ {
		switch {
		case oneOf(s[i], "\"'"):
			at, to, next := argument(s, i)
			if next == to { // It is not closed.
				return of, i
			}
			if of.text == "" && (depth == 0 || at-from < maxName) {
				of = cell{text: s[at:to], at: at}
			}
			i = next - 1
		case s[i] == '(':
			depth++
		case depth == 0 && oneOf(s[i], ",);"):
			return of, i
		case s[i] == ')':
			depth--
		}
	}
	return of, i
}

// inserted cuts the values of INSERT INTO t (…, password) VALUES (…, 'x'), (…).
func (c *cut) inserted(start, end int) int {
	s := c.text
	shut := back(s, start, inWhite) - 1
	if shut <= 0 || s[shut] != ')' {
		return start
	}
	open := nearBack(s, shut, maxColumns, inColumns)
	if open == 0 || s[open-1] != '(' {
		return start
	}
	h := head{apart: ',', texts: true, cells: cellsOf(s, open, shut, ',')}
	if !h.names(func(of *cell) form { return formOf(strings.Trim(of.text, " \t\r\n\"'`[]")) }) {
		return start
	}
	h.login = false
	return c.lists(h, white(s, end), start)
}
