package tui

// Sentences about the playbook of a conversation.
const (
	sayNoBook       = "The playbook stays as it is: "
	sayGoesOn       = "Going on with what is known: %s"
	sayBackIn       = "Taken back; again in: %s"
	sayTakenByHand  = "taken by hand"
	sayBooks        = "Playbooks"
	sayBooksWhat    = "Each knows one problem. What means the same in both is kept, and so is the text; the rest waits until you come back, and ctrl+z takes the change back."
	sayBooksSoon    = "Reading the list…"
	sayBookNow      = " · in use"
	sayPlaybookKey  = "playbook"
	sayAnotherBook  = "Take a playbook by hand; else the text chooses it"
	sayReadWith     = "Playbook "
	sayNothingChose = "nothing in the text decides which"
	sayTakeOther    = " · P takes another"
	sayHandsTo      = "%s goes on from here, with what is known: press >"
)
