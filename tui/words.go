package tui

// Every sentence of the interface that stands alone is here; the words of keys are with their bindings.
const (
	sayName        = "why403"
	sayPurpose     = "Finds out why the Claude API answered 403, and shows the fix."
	sayPasteHere   = "Paste the error here, then press enter"
	sayPasteWhat   = "An error body, an exception, curl -i output, an HTML page, a log: whatever you have."
	sayEmptyPaste  = "Nothing pasted yet. Paste an error, or choose from the list."
	sayChooseFirst = "Nothing is highlighted yet: press y, n or ?, or choose with the arrows."
	sayLookingBack = "You answered this before. Looking changes nothing; another answer does."
	saySayAloud    = "Read this out:"
	sayNothingRead = "nothing in it that names a cause; the questions find out"
	sayFixed       = "The full request works after the fix for: %s"
	sayTooSmall    = "Make the window larger, at least 40x12. q quits."
	sayVerify      = "Send the full original request again. Does it work now?"
	sayNotThat     = "Not that alone. Going on with what is left. p pastes the new error."
	saySaving      = "saving…"
	sayNotSaved    = "NOT BEING SAVED: "
	sayQuitUnsaved = "Nothing since the error is saved. q again quits all the same."
	sayUndone      = "Taken back: "
	sayNoUndo      = "There is nothing to take back."
	sayReading     = "Reading the text…"
	sayMoreDown    = "more ↓"
	sayMoreUp      = "↑ more"
)
