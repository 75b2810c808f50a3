package tui

import "why403/flow/i18n"

// What keys do, in a word or two, for the help bar.
var (
	keyClose = i18n.T("close")

	keyBack   = i18n.T("back")
	keyReadIt = i18n.T("read it")
)
