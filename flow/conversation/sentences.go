package conversation

import (
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// TakenByHand is why a playbook is used that a person took.
func TakenByHand() string { return i18n.T("taken by hand") }

// NotSaved says that events are not stored, and why.
func NotSaved(err error) string { return i18n.T("NOT BEING SAVED: %s", page.Line(err.Error())) }

// StaysInBook says why the conversation goes on in the playbook it is in.
func StaysInBook(err error) string {
	return i18n.T("The playbook stays as it is: %s", page.Line(err.Error()))
}

// NothingNew says that a text that was added changes nothing.
func NothingNew() string {
	return i18n.T("This text says nothing new, so nothing changed.")
}

// AddedQuietly says that a text was added without being asked for.
func (s *State) AddedQuietly() string {
	return i18n.T("There is no error in this text, so it was added to what was read. %s takes it back.", s.call(UndoLast))
}

// AddOrInstead asks what becomes of a second text, and says what either means.
func AddOrInstead() (ask, means string) {
	return i18n.T("A text was read already. Add this one to it, or read it instead?"),
		i18n.T("If you add it, both are read as one text, and the error that says most decides. If you read it instead, it replaces what the other one showed. Your answers stay.")
}

// TakenAs says that what a command printed was taken as an answer.
func (s *State) TakenAs(v flow.Value, quote string) string {
	return i18n.T("Taken as %s: “%s”. %s takes it back.", ValueWord(v), quote, s.call(UndoLast))
}
