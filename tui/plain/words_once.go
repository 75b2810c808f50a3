package plain

import (
	"why403/flow"
	"why403/flow/i18n"
)

// What is said at one place only.
var (
	saidItCannotBeSent = i18n.T("It cannot be sent from here yet. Missing: ")

	saidADotAloneLeaves = i18n.T(" A dot alone leaves everything as it is.")

	saidNothingInThisText = i18n.T("Nothing in this text decides anything, so the questions do.")
)

// valueName is an answer as it is told.
func valueName(v flow.Value) string {
	switch v {
	case flow.Yes:
		return i18n.T("yes")
	case flow.No:
		return i18n.T("no")
	case flow.Unsure:
		return i18n.T("unsure")
	default:
		return v.String()
	}
}
