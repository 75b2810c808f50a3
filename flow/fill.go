package flow

import (
	"regexp"
	"slices"
	"strings"
)

// Blanks are what a remedy can have filled in, by what a session knows: the notes of these names, and the target of the session.
var Blanks = []string{"model", "beta", "host", "endpoint", "party", "workspace", "request_id", "time", "status", "error_type", "message"}

// blank matches a place to fill in, with what stands there while nothing is known: {model|the model that fails}.
var blank = regexp.MustCompile(`\{([a-z_]*)(?:\|([^{}|]*))?\}`)

// Fill fills the blanks of a text with what the session knows, each on one line; a nil session knows nothing.
func Fill(text string, s *Session) string {
	return blank.ReplaceAllStringFunc(text, func(m string) string {
		got := blank.FindStringSubmatch(m)
		if !slices.Contains(Blanks, got[1]) {
			return m
		}
		known := ""
		if s != nil {
			if known = s.NoteText(got[1]); known == "" && got[1] == "host" {
				known = s.About().Target
			}
		}
		if known = strings.Join(strings.Fields(known), " "); known == "" {
			return got[2]
		}
		return known
	})
}

// BadBlanks returns the blanks of a text that cannot be filled in, or that leave a hole while nothing is known.
func BadBlanks(text string) []string {
	var bad []string
	for _, got := range blank.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(Blanks, got[1]) || got[2] == "" {
			bad = append(bad, got[0])
		}
	}
	return bad
}

// BlanksIn returns the blanks of a text that have something to stand there while nothing is known. Only a remedy's are filled in.
func BlanksIn(text string) []string {
	var out []string
	for _, got := range blank.FindAllStringSubmatch(text, -1) {
		if slices.Contains(Blanks, got[1]) && got[2] != "" {
			out = append(out, got[0])
		}
	}
	return out
}

// In returns the remedy with its blanks filled in.
func (c Remedy) In(s *Session) Remedy {
	out := Remedy{Who: Fill(c.Who, s), Send: Fill(c.Send, s), Check: Fill(c.Check, s)}
	for _, f := range c.Fix {
		out.Fix = append(out.Fix, Fill(f, s))
	}
	return out
}

// Fix is what to do now, in one line.
func (v *Verdict) Fix(s *Session) string { return strings.Join(v.Remedy.In(s).Fix, " ") }

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
