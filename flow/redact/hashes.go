package redact

import "strings"

// maxHash is the length of what is kept of a password, in bytes.
const maxHash = 256

// hash cuts what is kept of a password in the place of it: $6$salt$…, {SSHA}…, pbkdf2_sha256$…. Whoever has it can guess the password.
func (c *cut) hash(start, end int) int {
	s := c.text
	if end >= len(s) {
		return start
	}
	from, before := end+1, byte(0)
	if start > 0 {
		before = s[start-1]
	}
	switch {
	case before == '{' && s[end] == '}' && end-start > 2:
	case before == '$' && s[end] == '$':
	case s[end] == '$' && end-start > 3, s[end] == ':' && end-start == maxCue: // The first half of what Windows keeps.
	default:
		return start
	}
	to, parts := from, 0
	for to < len(s) && to-from < maxHash && (inBase64[s[to]] || strings.IndexByte(".,$", s[to]) >= 0 || s[to] == ':' && s[end] == '$' && lower(s[start]) == 's') {
		if s[to] == '$' {
			parts++
		}
		to++
	}
	to = from + len(strings.TrimRight(s[from:to], ":,"))
	if to-from < longRun || parts == 0 && s[end] == '$' && s[start] != 'P' && s[start] != 'H' && end-start < 5 || !looksMixed(s[from:to]) {
		return start
	}
	c.replace(from, to, Mark)
	return to
}
