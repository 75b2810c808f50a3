package main

import (
	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
)

// asker writes the questions that wait for somebody as a text to send, and reads what came back.
type asker struct{ book *content.Book }

func (a asker) Write(s *flow.Session, role string) string {
	return checklist.Write(a.book.Playbook, s, role)
}

func (a asker) Read(text string, s *flow.Session) flow.Checked {
	return checklist.Read(a.book.Playbook, s, text)
}
