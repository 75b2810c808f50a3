package checklist

import "why403/flow/i18n"

// Every sentence of a checklist, and of what is told about one that came back. What stands around the answers must stay
// recognizable, so Read compares with the same words.
var (
	sayRest = i18n.T("A remark can follow, on the same line or under it. Leave the names in square brackets as they are: they tell which answer is whose. Please send no keys and no passwords.")
)
