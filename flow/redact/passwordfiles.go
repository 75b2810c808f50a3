package redact

import (
	"strings"
	"unicode/utf8"
)

// cookieRow cuts the value in a row of a cookies.txt: domain, TRUE, path, TRUE, time, name, value.
func (c *cut) cookieRow(start, end int) int {
	s := c.text
	field := func(i int) (from, to int) {
		from = blanks(s, i)
		to = from
		for to < len(s) && s[to] > ' ' && to-from < maxBeside {
			to++
		}
		return from, to
	}
	from, to := field(end)
	if from == end || !strings.HasPrefix(s[from:to], "/") {
		return end
	}
	if from, to = field(to); s[from:to] != "TRUE" && s[from:to] != "FALSE" {
		return end
	}
	if from, to = field(to); from == to || strings.Trim(s[from:to], "0123456789.") != "" {
		return end
	}
	_, to = field(to)
	v := value{name: start, at: blanks(s, to), depth: 1}
	r := read(s, start, v.at, inSeen)
	if v.at == to || !isSecret(string(r.text), password) {
		return end
	}
	c.replace(v.at, r.end, Mark)
	return r.end
}

// passwordFile cuts the passwords of a .pgpass, whose rows are host:port:database:user:password.
func passwordFile(c *cut) {
	at := 0
	for line := range strings.Lines(c.text) {
		row := strings.TrimRight(line, "\r\n")
		bare := strings.TrimLeft(row, " \t")
		if f := strings.SplitN(bare, ":", 5); len(f) == 5 && isPort(f[1]) && len(f[4]) >= leastSaid && !isMasked(f[4]) &&
			!strings.ContainsAny(bare, " \t") && hasName(f[0]) && hasName(f[2]) && hasName(f[3]) {
			end := at + len(row)
			c.replace(end-len(f[4]), end, Mark)
		}
		at += len(line)
	}
}

// isPort reports whether a field names a port as programs listen on, or any.
func isPort(field string) bool {
	return field == "*" || len(field) >= 4 && len(field) <= 5 && strings.Trim(field, "0123456789") == ""
}

// hasName reports whether a field is a name, or any.
func hasName(field string) bool {
	return field == "*" || field != "" && strings.Trim(field, "0123456789.") != "" && strings.IndexFunc(field, func(r rune) bool { return r >= utf8.RuneSelf || !inWord[byte(r)] && r != '.' }) < 0
}
