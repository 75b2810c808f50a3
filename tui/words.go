package tui

import (
	"fmt"
	"strconv"

	"why403/content/words"
	"why403/flow"
)

// phrase gives the texts of this package by name.
var phrase = words.In("wizard")

// Every sentence of the interface that stands alone is here; what it says is in the catalogue.
var (
	sayName        = phrase("sayName")
	sayPurpose     = phrase("sayPurpose")
	sayPasteHere   = phrase("sayPasteHere")
	sayPasteWhat   = phrase("sayPasteWhat")
	sayEmptyPaste  = phrase("sayEmptyPaste")
	sayChooseFirst = phrase("sayChooseFirst")
	sayLookingBack = phrase("sayLookingBack")
	saySayAloud    = phrase("saySayAloud")
	sayNothingRead = phrase("sayNothingRead")
	sayNoError     = phrase("sayNoError")
	sayFixed       = phrase("sayFixed")
	sayTooSmall    = phrase("sayTooSmall")
	sayVerify      = phrase("sayVerify")
	sayFirst       = phrase("sayFirst")
	sayNoneBefore  = phrase("sayNoneBefore")
	sayBurst       = phrase("sayBurst")
	sayLongLine    = phrase("sayLongLine")
	sayIgnored     = phrase("sayIgnored")
	sayIgnoredMany = phrase("sayIgnoredMany")
	sayNotThat     = phrase("sayNotThat")
	sayNotSaved    = phrase("sayNotSaved")
	sayQuitUnsaved = phrase("sayQuitUnsaved")
	sayUndone      = phrase("sayUndone")
	sayNoUndo      = phrase("sayNoUndo")
	sayNoBinding   = phrase("sayNoBinding")
	sayReading     = phrase("sayReading")
	sayCommand     = phrase("sayCommand")
	sayWhere       = phrase("sayWhere")
	sayCauses      = phrase("sayCauses")
	saySigns       = phrase("saySigns")
	sayKnown       = phrase("sayKnown")
	sayNoReason    = phrase("sayNoReason")
	sayNotes       = phrase("sayNotes")
	sayKept        = phrase("sayKept")
	sayTrail       = phrase("sayTrail")
	sayWithdraw    = phrase("sayWithdraw")
	sayMoreDown    = phrase("sayMoreDown")
	sayMoreKey     = phrase("sayMoreKey")
	sayMoreUp      = phrase("sayMoreUp")

	whatSupport        = phrase("whatSupport")
	whatCommand        = phrase("whatCommand")
	whatSteps          = phrase("whatSteps")
	whatCustomer       = phrase("whatCustomer")
	whatQuestion       = phrase("whatQuestion")
	whatFix            = phrase("whatFix")
	sayLastChange      = phrase("sayLastChange")
	sayNoted           = phrase("sayNoted")
	sayNotedCustomer   = phrase("sayNotedCustomer")
	sayNoCopy          = phrase("sayNoCopy")
	sayHeld            = phrase("sayHeld")
	sayMasked          = phrase("sayMasked")
	sayBack            = phrase("sayBack")
	sayUndecided       = phrase("sayUndecided")
	sayFound           = phrase("sayFound")
	sayLikelyCause     = phrase("sayLikelyCause")
	sayUnexplained     = phrase("sayUnexplained")
	sayHow             = phrase("sayHow")
	sayExamples        = phrase("sayExamples")
	sayItsText         = phrase("sayItsText")
	sayWorks           = phrase("sayWorks")
	sayWorksThen       = phrase("sayWorksThen")
	sayRefused         = phrase("sayRefused")
	sayRefusedThen     = phrase("sayRefusedThen")
	sayNotTried        = phrase("sayNotTried")
	sayNotTriedThen    = phrase("sayNotTriedThen")
	sayOffer           = phrase("sayOffer")
	sayOfferWhat       = phrase("sayOfferWhat")
	sayOfferMore       = phrase("sayOfferMore")
	sayOfferMoreWhat   = phrase("sayOfferMoreWhat")
	sayTakenAs         = phrase("sayTakenAs")
	sayAdded           = phrase("sayAdded")
	sayAddedNothing    = phrase("sayAddedNothing")
	sayKeys            = phrase("sayKeys")
	sayMouse           = phrase("sayMouse")
	sayBothWays        = phrase("sayBothWays")
	sayOneOther        = phrase("sayOneOther")
	sayOthers          = phrase("sayOthers")
	sayFileEmpty       = phrase("sayFileEmpty")
	sayFileMissing     = phrase("sayFileMissing")
	sayFileDenied      = phrase("sayFileDenied")
	sayFileFailed      = phrase("sayFileFailed")
	sayNoResume        = phrase("sayNoResume")
	sayResumed         = phrase("sayResumed")
	sayWhose           = phrase("sayWhose")
	sayMine            = phrase("sayMine")
	sayTheirs          = phrase("sayTheirs")
	sayTicket          = phrase("sayTicket")
	sayTarget          = phrase("sayTarget")
	sayAboutForm       = phrase("sayAboutForm")
	saySolved          = phrase("saySolved")
	sayItWas           = phrase("sayItWas")
	sayTheFix          = phrase("sayTheFix")
	sayNotVerified     = phrase("sayNotVerified")
	saySendAgain       = phrase("saySendAgain")
	sayComeBack        = phrase("sayComeBack")
	sayFindOut         = phrase("sayFindOut")
	saySendText        = phrase("saySendText")
	sayThisSession     = phrase("sayThisSession")
	saySavedAs         = phrase("saySavedAs")
	sayOpenAgain       = phrase("sayOpenAgain")
	sayWhichFile       = phrase("sayWhichFile")
	sayNoReference     = phrase("sayNoReference")
	sayChecked         = phrase("sayChecked")
	sayGuide           = phrase("sayGuide")
	sayFinding         = phrase("sayFinding")
	sayJudged          = phrase("sayJudged")
	sayReadThis        = phrase("sayReadThis")
	sayNoText          = phrase("sayNoText")
	sayTryExample      = phrase("sayTryExample")
	sayOpenFile        = phrase("sayOpenFile")
	sayUnchanged       = phrase("sayUnchanged")
	sayAboutWho        = phrase("sayAboutWho")
	sayMyCall          = phrase("sayMyCall")
	sayTheirCall       = phrase("sayTheirCall")
	sayContinue        = phrase("sayContinue")
	sayTooLarge        = phrase("sayTooLarge")
	sayAnother         = phrase("sayAnother")
	sayNothingToChange = phrase("sayNothingToChange")
	sayTrailEmpty      = phrase("sayTrailEmpty")
	sayAside           = phrase("sayAside")
	sayAsItIs          = phrase("sayAsItIs")
	sayNoChange        = phrase("sayNoChange")
	sayChanges         = phrase("sayChanges")
	sayThenOpen        = phrase("sayThenOpen")
	sayNextQuestion    = phrase("sayNextQuestion")
	sayVerdict         = phrase("sayVerdict")
	sayFallsOff        = phrase("sayFallsOff")
	sayCountsAgain     = phrase("sayCountsAgain")
	sayAskedAgain      = phrase("sayAskedAgain")
	sayCauseOf         = phrase("sayCauseOf")
	sayAfterFix        = phrase("sayAfterFix")
	sayPressV          = phrase("sayPressV")
	sayHowSure         = phrase("sayHowSure")
	sayNotDecidedYet   = phrase("sayNotDecidedYet")
	sayBesides         = phrase("sayBesides")
	sayAgain           = phrase("sayAgain")
	saySupport         = phrase("saySupport")
	sayWhy             = phrase("sayWhy")
	sayFix             = phrase("sayFix")
	sayAfter           = phrase("sayAfter")
	sayRead            = phrase("sayRead")
	whatRequest        = phrase("whatRequest")
	sayCopiedAgain     = phrase("sayCopiedAgain")
	sayFolded          = phrase("sayFolded")
	sayCopied          = phrase("sayCopied")
	sayAnswered        = phrase("sayAnswered")
	sayAndMore         = phrase("sayAndMore")
	sayDone            = phrase("sayDone")
)

// sourceWord says who or what said a fact.
func sourceWord(f flow.Fact) string {
	if f.From.Person() && !f.Answered() { // A person's machine measured it; the person only handed it over.
		switch f.From {
		case flow.Customer:
			return wordMeasuredAtTheCustomers
		case flow.Colleague:
			return wordMeasuredAtAColleagues
		default:
			return wordMeasuredByYourCommand
		}
	}
	switch f.From {
	case flow.Pasted:
		return wordFromTheText
	case flow.Probed:
		return wordMeasured
	case flow.Captured:
		return wordSeenInTheRequest
	case flow.You:
		return wordYouSaid
	case flow.Customer:
		return wordTheCustomerSaid
	case flow.Colleague:
		return wordAColleagueSaid
	default:
		return clean(string(f.From))
	}
}

// valueWord returns the value with its sign.
func valueWord(v flow.Value) string {
	switch v {
	case flow.Yes:
		return wordYes
	case flow.No:
		return wordNo
	case flow.Unsure:
		return wordNotSure
	case flow.Unknown:
		return wordWithdrawn
	default:
		return v.String()
	}
}

// levelWord returns the standing with its sign.
func levelWord(l flow.Level) string {
	sign := " "
	switch l {
	case flow.Proven:
		sign = "✓"
	case flow.Likely:
		sign = "~"
	case flow.Possible:
		sign = "·"
	case flow.RuledOut:
		sign = "✗"
	case flow.Unraised:
	}
	return sign + " " + words.Certainty(l.LevelText())
}

// left says about how many questions remain.
func left(n int) string {
	switch {
	case n >= 12:
		return word12OrMoreLeft
	case n == 1:
		return wordAbout1Left
	default:
		return fmt.Sprintf(wordAboutLeft, n)
	}
}

// conflictWord says who contradicts whom, and who counts.
func conflictWord(c flow.Conflict) string {
	_, against := answerWords(c.Against.Value)
	_, says := answerWords(c.Says.Value)
	return fmt.Sprintf(wordTheLastWordCounts, nounOf(c.Against), against, nounOf(c.Says), says)
}

func nounOf(f flow.Fact) string {
	if f.From.Person() && !f.Answered() {
		switch f.From {
		case flow.Customer:
			return wordTheCustomersMeasurementSays
		case flow.Colleague:
			return wordAColleaguesMeasurementSays
		default:
			return wordYourCommandSays
		}
	}
	switch f.From {
	case flow.Pasted:
		return wordTheTextSays
	case flow.Probed:
		return wordTheProbeSays
	case flow.Captured:
		return wordTheRequestSays
	case flow.You:
		return wordYouSay
	case flow.Customer:
		return wordTheCustomerSays
	case flow.Colleague:
		return wordAColleagueSays
	default:
		return clean(string(f.From)) + wordSays
	}
}

// judgedWord returns the verdict on a claim with its sign.
func judgedWord(s string) string {
	switch s {
	case "confirmed":
		return wordConfirmed
	case "wrong":
		return wordWrong
	case "outdated":
		return wordOutdated
	case "unverifiable":
		return wordUnverifiable
	case "new":
		return wordNewTheGuideIs
	default:
		return clean(s)
	}
}

func answerWords(v flow.Value) (key, word string) {
	switch v {
	case flow.Yes:
		return "y", wordYesPlain
	case flow.No:
		return "n", wordNoPlain
	case flow.Unsure, flow.Unknown:
		return "?", wordNotSurePlain
	default:
		return strconv.Itoa(int(v)), v.String()
	}
}

func keyName(n string) string {
	switch n {
	case "left":
		return "←"
	case "right":
		return "→"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "pgdown":
		return wordPgdn
	case "f1":
		return "F1"
	default:
		return n
	}
}

// sizeWord writes a number of bytes for people.
func sizeWord(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf(wordMiB, float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf(wordKiB, float64(n)/(1<<10))
	default:
		return fmt.Sprintf(wordBytes, n)
	}
}
