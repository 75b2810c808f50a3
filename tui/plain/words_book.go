package plain

// Sentences about the playbook of a conversation.
var (
	saidReadWith     = phrase("saidReadWith")
	saidNothingChose = phrase("saidNothingChose")
	saidOtherBook    = phrase("saidOtherBook")
	saidNoBook       = phrase("saidNoBook")
	saidGoesOn       = phrase("saidGoesOn")
	saidHandsNowhere = phrase("saidHandsNowhere")
	saidHandover     = phrase("saidHandover")
	saidSameBook     = phrase("saidSameBook")
	saidTakenByHand  = phrase("saidTakenByHand")
	saidNoSuchBook   = phrase("saidNoSuchBook")
	saidBooks        = phrase("saidBooks")
	saidThisBook     = phrase("saidThisBook")
	saidTheKey       = phrase("saidTheKey")
	helpPlaybook     = phrase("helpPlaybook")
	helpHandover     = phrase("helpHandover")
)
