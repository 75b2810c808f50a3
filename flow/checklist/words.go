package checklist

import "why403/flow/i18n"

// Every sentence of a checklist, and of what is told about one that came back. What stands around the answers must stay
// recognizable, so Read compares with the same words.
var (
	sayHowTo = i18n.T("Please write one of yes, no, or not sure behind each colon, or the number of an answer where numbers are listed. Remarks can follow the answer, on the same line or under it. Leave the names in square brackets as they are; they tell which answer is whose. Send no keys and no passwords.")
)
