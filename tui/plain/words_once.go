package plain

import (
	"why403/flow/i18n"
)

// What is said at one place only.
var (
	saidADotAloneLeaves = i18n.T(" A dot alone leaves everything as it is.")

	saidNothingInThisText = i18n.T("Nothing in this text decides anything, so the questions do.")
)
