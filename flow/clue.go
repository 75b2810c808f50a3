package flow

import "slices"

// Clue is what a note of the session hints at about a question, without answering it.
type Clue struct {
	Note string // The name of the note.
	Says string // A regular expression of package regexp that has to match its text.
	Text string // What it hints at, and how far that goes; $1 stands for the first group of the expression.
}

// in is the clue in the session; "" where there is none.
func (c Clue) in(s *Session) string {
	if c.Text == "" {
		return ""
	}
	text, re := s.NoteText(c.Note), saying(c.Says)
	at := re.FindStringSubmatchIndex(text)
	if at == nil {
		return ""
	}
	return string(re.Re().ExpandString(nil, c.Text, text, at))
}

// Clues are what the session hints at about the question, and about those that a choice asks in its place, of which the options are left.
func (pb *Playbook) Clues(s *Session, q *Question, left []*Option) []string {
	var all []string
	for _, asked := range pb.AskedWith(q, left) {
		if text := asked.Clue.in(s); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// CluesOf are what the session hints at about the questions that decide about the verdict.
func (pb *Playbook) CluesOf(s *Session, verdict string) []string {
	var all []string
	for i := range pb.Questions {
		q := &pb.Questions[i]
		if text := q.Clue.in(s); text != "" && slices.Contains(q.Decides, verdict) {
			all = append(all, text)
		}
	}
	return all
}
