package i18n

// Certainty returns the text on how sure something is that package flow names, or "" for the empty name. All front ends and
// reports take these words from here, so that the same thing is not certain in one place and likely in another. It panics for
// a name that it does not know.
func Certainty(name string) string {
	switch name {
	case "":
		return ""
	case "certain":
		return T("certain")
	case "strong":
		return T("strong")
	case "likely":
		return T("likely")
	case "possible":
		return T("possible")
	case "ruled_out":
		return T("ruled out")
	case "fix_tried":
		return T("fix tried")
	case "unraised":
		return T("not considered")
	case "solved-you":
		return T("solved, as you said")
	case "solved-customer":
		return T("solved, as said by the customer")
	case "solved-colleague":
		return T("solved, as said by a colleague")
	case "solved-probe":
		return T("solved, as measured by a probe")
	case "solved-command":
		return T("solved, as measured by a command run elsewhere")
	case "solved-other":
		return T("solved, as recorded in the session")
	case "tell-certain":
		return T("We are certain of this.")
	case "tell-strong":
		return T("We are quite sure of this.")
	case "tell-likely":
		return T("This fits best what we know so far. We are not certain yet.")
	case "open-none":
		return T("no cause is left, and nothing explains it")
	case "open-one":
		return T("one cause is still possible, and nothing shows that it is the one")
	case "open-many":
		return T("more than one cause is still possible")
	case "open-none-awaited":
		return T("no cause is left so far, but an answer that we're waiting for could change that")
	case "open-one-awaited":
		return T("one cause is still possible, and an answer that we're waiting for decides it")
	}
	panic("i18n: no words for " + name)
}
