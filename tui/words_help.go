package tui

import "why403/flow/i18n"

// What keys and words do, for the full list.
var (
	helpQuitTheSessionIs = i18n.T("quit; the session is saved")

	helpPasteWhatTheCommand = i18n.T("paste what the command printed on the other machine")
	helpModelKeyAndAddress  = i18n.T("model, key and address for asking the API")

	helpReadItOnceSomething = i18n.T("read it, once something is pasted")

	helpGoOnWhereThe = i18n.T("go on where the conversation stands now")

	helpBackLookAtThe = i18n.T("back: look at the answer before; nothing changes")

	helpEditWhatWasAnswered = i18n.T("edit what was answered, in the trail")

	helpCopyTextForSupport = i18n.T("copy the text for support")
)
