package plain

// Sentences about the playbook of a conversation.
const (
	saidReadWith     = "Read with: "
	saidNothingChose = "nothing in the text decides which, so it is the usual one."
	saidOtherBook    = "For another playbook, type playbook."
	saidNoBook       = "The playbook stays as it is: %v"
	saidGoesOn       = "Going on with: "
	saidHandsNowhere = "This verdict hands over to no other playbook. To take one all the same, type playbook."
	saidHandover     = "go on in the playbook %s, which takes what is known along."
	saidSameBook     = "That is the one in use."
	saidTakenByHand  = "taken by hand"
	saidNoSuchBook   = "There is no playbook %q."
	saidBooks        = "Playbooks; type playbook and a number. What means the same in both is kept, the rest waits until you come back."
	saidThisBook     = ", in use"
	saidTheKey       = "the key"
	helpPlaybook     = "list the playbooks, or go on in playbook N"
	helpHandover     = "go on in the playbook that the verdict names, with what is known"
)
