package plain

import "why403/flow/i18n"

// Sentences that stand in several places.
var (
	saidADotAloneLeaves   = i18n.T(" A dot alone leaves everything as it is.")
	saidNothingInThisText = i18n.T("Nothing in this text names a cause, so the questions decide.")
	saidEditParked        = i18n.T("edit N and the answer settles one once you have it.")
	saidNoText            = i18n.T("There was no text, so nothing was read.")
	saidTake              = i18n.T("type take to take it here all the same, or anything else to leave it: ")
	saidNotWritten        = i18n.T("The report could not be written: ")
)
