package redact

import (
	"encoding/base64"
	"strings"
)

// maxFormHead is how far below the name of a part of a form its value begins, in bytes.
const maxFormHead = 256

// formData returns where the value begins of the part of a form whose name is at start: below its headers, and an empty row.
func formData(s string, start, i int) (at int, ok bool) {
	before := strings.ToLower(tailOf(s[:start], maxMargin))
	if k := strings.LastIndex(before, "form-data"); k < 0 || strings.Contains(before[k:], "\n") {
		return 0, false
	}
	for limit := min(len(s), i+maxFormHead); i < limit; {
		i = lineEnd(s, i) + 1
		if i > limit {
			break
		}
		if row := newline(s, i); row > i && s[row-1] == '\n' {
			return row, row < len(s)
		}
	}
	return 0, false
}

// isBasic reports whether a text is a user and a password as they go with a request: with a colon between them, in base64.
func isBasic(text string) bool {
	if len(text) > maxRow || strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 || !inBase64[byte(r)] }) >= 0 {
		return false
	}
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return false
	}
	colon := false
	for i, c := range plain {
		if c < ' ' || c > 0x7e {
			return false
		}
		colon = colon || c == ':' && i > 0
	}
	return colon
}
