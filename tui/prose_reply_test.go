package tui

import (
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestReplyInProse holds that a reply in prose, on the letter's line or above the letter, is told not to be taken, and that one key leads to its
// question with the words beside it.
func TestReplyInProse(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const prose = "it is the office one, I think"
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		bench := func() *bench {
			b := newBench(t, size[0], size[1], func(cfg *Config) {
				cfg.Playbook, cfg.Read, cfg.Checklist = book.Playbook, book.Read, office{book.Playbook}
				cfg.Session.Open(flow.About{Playbook: book.ID, Whose: flow.Customer, Ticket: "CS-1"}, cfg.Now())
			})
			return b.paste(elsewhere).press("enter", "z", "enter", "Z", "p")
		}
		bench().paste("Answer [way:127] (1 / 2 / 3 / not sure): "+prose).press("enter").wants("Not taken: [way] is answered with", "▸ The network path to the API", "enter answer it").
			press("enter").wants("go online from")
		bench().paste("Hi,\n"+prose+"\n\n> Answer [way:127] (1 / 2 / 3 / not sure): \n").press("enter").wants("Not taken: nothing in the reply is filled in", "ctrl+y keeps what they wrote as their words").
			press("ctrl+y").wants("go online from")
		bench().paste("Answer [way:127] (1 / 2 / 3 / not sure): 3").press("enter").wants("What came back").lacks("Not taken")
	}
}
