package flow

import (
	"regexp"
	"strings"
)

// guarded matches a value that a command takes from a variable and does not run without, as a POSIX shell has it:
// "${MODEL:?the id of the model that fails}".
var guarded = regexp.MustCompile(`"\$\{([A-Z][A-Z_]*):\?[^}"]*\}"`)

// plainWord matches what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]*$`)

// CommandIn returns the question's command with what the session's notes know filled in: MODEL is the note model. What they do
// not know stays as it is in the playbook, so that the shell refuses to run it and says what is missing.
func (q *Question) CommandIn(s *Session) string {
	return guarded.ReplaceAllStringFunc(q.Command, func(m string) string {
		name := strings.ToLower(guarded.FindStringSubmatch(m)[1])
		if v := s.NoteText(name); plainWord.MatchString(v) {
			return v
		}
		return m
	})
}
