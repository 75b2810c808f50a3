package plain

import "why403/flow/i18n"

// Sentences of what a support desk does beside the questions: whose word an answer is, what waits for somebody else, notes,
// single causes, reports, and the check after a fix.
var (
	saidEditParked = i18n.T("edit N yes or edit N no settles one when the answer is there.")

	saidReadingKept = i18n.T("Reading the text that was pasted before.")

	saidNoText = i18n.T("There was no text, so nothing was read.")

	saidNotWritten = i18n.T("The report could not be written: ")
)
