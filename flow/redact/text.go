package redact

import "strings"

// Text returns s without secrets and without anything that acts on a terminal.
func Text(s string) string {
	s, _ = Secrets(Terminal(s))
	return s
}

// Line is Text on one line.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }
