package conversation

import (
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// asGuest returns the action as a guest does it, whose word is the customer's, and whether it is theirs to do.
func asGuest(a Action) (Action, bool) {
	switch a := a.(type) {
	case Answer:
		a.From = flow.Customer
		return a, true
	case Choose:
		a.From = flow.Customer
		return a, true
	case Tried:
		a.From = flow.Customer
		return a, true
	case Give, ReadOutput, Undo, Others, Company:
		return a, true
	default:
		_, came := a.(carried) // What comes of these.
		return a, came
	}
}

// ForGuest is what was found, as a guest sees it: the fix, or that somebody else goes on.
func (s *State) ForGuest() []page.Block {
	pos := s.Position()
	switch {
	case pos.Solved:
		return []page.Block{page.Text{Text: solved(), Tone: page.Good}, page.Gap{}, page.Text{Text: i18n.T("Thank you. There is nothing left to do here.")}}
	case pos.Outcome != flow.Concluded || pos.Verdict == nil || pos.Verdict.ID == s.Book.Playbook.Unexplained:
		return []page.Block{page.Text{Text: i18n.T("Thank you. There is nothing more to answer for now."), Tone: page.Strong}, page.Gap{}, page.Text{Text: i18n.T("Your support engineer goes on from here. Stay, or come back when they ask you to: what comes next shows here.")}}
	default:
		return append([]page.Block{page.Text{Text: page.Line(s.Title(pos.Verdict)), Tone: page.Strong}, page.Gap{}}, DoNow(s.Remedy(pos.Verdict))...)
	}
}
