package tui

// Sentences about the playbook of a conversation.
var (
	sayBooksLong    = phrase("sayBooksLong")
	sayGoOnInIt     = phrase("sayGoOnInIt")
	sayHandOverLong = phrase("sayHandOverLong")
	sayHandOverKey  = phrase("sayHandOverKey")
	sayNoBook       = phrase("sayNoBook")
	sayGoesOn       = phrase("sayGoesOn")
	sayBackIn       = phrase("sayBackIn")
	sayTakenByHand  = phrase("sayTakenByHand")
	sayBooks        = phrase("sayBooks")
	sayBooksWhat    = phrase("sayBooksWhat")
	sayBooksSoon    = phrase("sayBooksSoon")
	sayBookNow      = phrase("sayBookNow")
	sayPlaybookKey  = phrase("sayPlaybookKey")
	sayAnotherBook  = phrase("sayAnotherBook")
	sayReadWith     = phrase("sayReadWith")
	sayNothingChose = phrase("sayNothingChose")
	sayTakeOther    = phrase("sayTakeOther")
	sayHandsTo      = phrase("sayHandsTo")
)
