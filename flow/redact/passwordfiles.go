package redact

import (
	"strings"
	"unicode/utf8"
)

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
