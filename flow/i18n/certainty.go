package i18n

// Certainty returns the text on how sure something is that package flow names, or "" for the empty name. All front ends and
// reports take these words from here, so that the same thing is not certain in one place and likely in another. It panics for
// a name that it does not know.
func Certainty(name string) string {
	switch name {
	case "":
		return ""
	case "sure-certain":
		return T("certain — an exact code, or a documented text")
	case "sure-strong":
		return T("strong — a comparison, or a known family of texts")
	case "sure-weak":
		return T("weak — a description only")
	case "likely-certain":
		return T("certain — an exact code, or a documented text · likely, not proven")
	case "likely-strong":
		return T("strong — a comparison, or a known family of texts · likely, not proven")
	case "likely-weak":
		return T("weak — a description only · likely, not proven")
	case "degree-certain":
		return T("certain")
	case "degree-strong":
		return T("strong")
	case "degree-weak":
		return T("weak")
	case "solved-you":
		return T("solved, as said by the developer")
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
		return T("The service says so itself, so we are certain.")
	case "tell-strong":
		return T("A comparison points there, so we are quite sure.")
	case "tell-weak":
		return T("This fits best what we know so far. We are not certain yet.")
	case "level-proven":
		return T("proven")
	case "level-likely":
		return T("likely")
	case "level-possible":
		return T("possible")
	case "level-ruled_out":
		return T("ruled out")
	case "level-unraised":
		return T("not considered")
	case "stands-disputed":
		return T("possible; equally good reasons speak for and against it")
	case "stands-ruled_out":
		return T("ruled out as the only cause")
	case "open-none":
		return T("no cause is left, and nothing explains it")
	case "open-one":
		return T("one cause is still possible, and nothing shows that it is the one")
	case "open-many":
		return T("more than one cause is still possible")
	case "open-none-awaited":
		return T("every cause is ruled out so far, and an answer that is awaited could change that")
	case "open-one-awaited":
		return T("one cause is still possible, and an answer that is awaited decides")
	}
	panic("i18n: no words for " + name)
}
