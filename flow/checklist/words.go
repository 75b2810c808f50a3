package checklist

// Every sentence of a checklist, and of what is told about one that came back. What stands around the answers must stay
// recognizable, so Read compares with the same words.
const (
	sayFor       = "For %s"
	sayTicket    = "Ticket: %s"
	sayHowTo     = "Please write one of yes, no, or not sure behind each colon. Remarks can follow the answer, on the same line or under it. Leave the names in square brackets as they are; they tell which answer is whose. Send no keys and no passwords."
	sayQuestion  = "Question %d of %d"
	sayWhy       = "Why: "
	sayCheck     = "To check: "
	sayRun       = "To check, run this where it fails:"
	sayOrRun     = "Or run this where it fails:"
	sayWhere     = "Where: "
	sayAnswer    = "Answer [%s] (yes / no / not sure): "
	sayIsItSo    = "Is this so? "
	sayEnd       = "End of the questions"
	saySomebody  = "somebody else"
	sayTooLong   = "The text is longer than %d KiB, so nothing of it was read; paste the part with the answers."
	sayNoAnswers = "No line of the text begins with Answer and the name of a parked question in square brackets, so nothing was read."
	sayUnknown   = "[%s] is no question of this playbook; its answer was left out."
	sayNotParked = "[%s] is not parked any more; its answer was left out. To change what is known, edit it."
	sayNeverWas  = "[%s] is not parked, and nobody was asked; its answer was left out."
	sayBoth      = "[%s] is answered in two ways, %s and %s; it stays parked."
	sayUnclear   = "[%s] is answered with %q, which is none of yes, no, and not sure; it stays parked."
	sayMixed     = "[%s] is answered with %q, which says more than one thing; it stays parked."
)
