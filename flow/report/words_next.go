package report

// What has no name of its own: values, units, standings, sources.
var (
	wordTheFullOriginalRequest = phrase("wordTheFullOriginalRequest")
	wordItsRequestID           = phrase("wordItsRequestID")
	wordAsk                    = phrase("wordAsk")
	wordWaitFor                = phrase("wordWaitFor")
	wordFindOutWhatWas         = phrase("wordFindOutWhatWas")
	wordCheckAgainAt           = phrase("wordCheckAgainAt")
	wordMakeTheFixThen         = phrase("wordMakeTheFixThen")
	wordSendTheTextFor         = phrase("wordSendTheTextFor")
	wordNothingIsLeftTo        = phrase("wordNothingIsLeftTo")
	wordThereIsNoFormat        = phrase("wordThereIsNoFormat")
	wordMarkdownForATicket     = phrase("wordMarkdownForATicket")
	wordPlainTextForThe        = phrase("wordPlainTextForThe")
	wordJSONForAProgram        = phrase("wordJSONForAProgram")
	wordHTMLOnePageTo          = phrase("wordHTMLOnePageTo")
	wordTheTextForThe          = phrase("wordTheTextForThe")
)
