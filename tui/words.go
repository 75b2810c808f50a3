package tui

import (
	"fmt"
	"strconv"

	"why403/flow"
)

// Every sentence of the interface that stands alone is here; the words of keys are with their bindings.
const (
	sayName        = "why403"
	sayPurpose     = "Finds out why the Claude API answered 403, and shows the fix."
	sayPasteHere   = "Paste the error, then press enter"
	sayPasteWhat   = "An error body, an exception, curl -i output, an HTML page, a log: whatever you have."
	sayEmptyPaste  = "Nothing pasted yet. Paste an error, or choose from the list."
	sayChooseFirst = "Nothing is highlighted yet: press y, n or ?, or choose with the arrows."
	sayLookingBack = "You answered this before. Looking changes nothing; another answer does."
	saySayAloud    = "Read this out:"
	sayNothingRead = "nothing in it that names a cause; the questions find out"
	sayNoError     = "Nothing in this text looks like an error; the questions find out. It begins: "
	sayFixed       = "The full request works after the fix for: %s"
	sayTooSmall    = "Make the window larger, at least 40x12. q quits."
	sayVerify      = "Make the fix, then send the full original request again. Does it work now?"
	sayFirst       = "This is the first question; q leaves."
	sayNoneBefore  = "No question was answered before this; p pastes another text, q leaves."
	sayIgnored     = "One key was ignored while the answer was being saved."
	sayIgnoredMany = "%d keys were ignored while the answer was being saved."
	sayNotThat     = "Not that alone. Going on with what is left. p pastes the new error."
	sayNotSaved    = "NOT BEING SAVED: "
	sayQuitUnsaved = "Nothing since the error is saved. q again quits all the same."
	sayUndone      = "Taken back: "
	sayNoUndo      = "There is nothing to take back: nothing was answered, and no text said anything."
	sayNoBinding   = "%s does nothing here; F1 lists the keys."
	sayReading     = "Reading the text…"
	sayCommand     = "Or run this where it fails"
	sayWhere       = "Where to look"
	sayCauses      = "Causes"
	saySigns       = "+ speaks for a cause, - against it"
	sayKnown       = "Known so far"
	sayNoReason    = "nothing for or against it yet"
	sayNotes       = "Noted, deciding nothing"
	sayKept        = "kept, not on the path: "
	sayTrail       = "The trail: all that is known, and how"
	sayWithdraw    = "– withdrawn, as if never said"
	sayMoreDown    = "more ↓"
	sayMoreKey     = "space: more ↓"
	sayMoreUp      = "↑ more"

	whatSupport        = "the text for support"
	whatCommand        = "the command that checks it"
	whatSteps          = "the steps"
	whatCustomer       = "the customer's wording"
	whatQuestion       = "the question"
	whatFix            = "the fix"
	sayLastChange      = "the last change"
	sayNoted           = "Noted."
	sayNotedCustomer   = "Noted. Answers now count as the customer's, and questions come in words to read out."
	sayNoCopy          = "There is nothing to copy here."
	sayHeld            = "%s, %d lines; ctrl+u empties"
	sayMasked          = "Secrets in it are not shown; it is read as it is. ctrl+u empties"
	sayBack            = "looking back"
	sayUndecided       = "not decided"
	sayFound           = "cause found"
	sayLikelyCause     = "likely cause"
	sayUnexplained     = "nothing explains it"
	sayHow             = "How to check"
	sayExamples        = "Try an example: what would it say to this?"
	sayItsText         = "Its text"
	sayWorks           = "it works"
	sayWorksThen       = "Then this was it."
	sayRefused         = "the fix was made, and it is still refused"
	sayRefusedThen     = "Then this was not all of it: the questions go on with what is left."
	sayNotTried        = "the fix is not made yet"
	sayNotTriedThen    = "Then you see what is left to do, and can come back."
	sayOffer           = "You pasted a text. Read it as the error?"
	sayOfferWhat       = "It replaces what the last text showed; your answers stay. esc drops it."
	sayKeys            = "Keys that work here"
	sayMouse           = "The mouse works too: a click takes a line, the wheel scrolls. With shift, the terminal selects."
	sayBothWays        = " (! reasons both ways)"
	sayOneOther        = "also in the text: 1 other error"
	sayOthers          = "also in the text: %d other errors"
	sayFileEmpty       = "The file is empty. Name another one, or esc goes back to paste."
	sayFileMissing     = "There is no such file. Check the path (it starts from the folder why403 was started in), or esc goes back."
	sayFileDenied      = "This user may not read the file. Copy it to where you may, or paste its text: esc goes back."
	sayFileFailed      = "That did not work: %s. Name another file, or esc goes back."
	sayNoResume        = "That session cannot be continued: "
	sayResumed         = "Continued. Everything said before still counts."
	sayWhose           = "Whose call fails?"
	sayMine            = "mine"
	sayTheirs          = "a customer's"
	sayTicket          = "Ticket, if there is one"
	sayTarget          = "Where does the call go, if known?"
	sayAboutForm       = "Enter goes to the next field; all may stay empty. After the last one it is done."
	saySolved          = "✓ Solved: the full request works."
	sayItWas           = "It was: "
	sayTheFix          = "The fix: "
	sayNotVerified     = "Not verified yet. What is left:"
	saySendAgain       = "Send the full original request again."
	sayComeBack        = "Come back and press v: it works, or it does not."
	sayFindOut         = "Find out: "
	saySendText        = "Send the prepared text to support (x on the screen before copies it)."
	sayThisSession     = "This session"
	saySavedAs         = "Saved as: "
	sayOpenAgain       = "Open it again: "
	sayWhichFile       = "Which file holds the error? Its path:"
	sayNoReference     = "There is no reference page."
	sayChecked         = "Last checked on "
	sayGuide           = "the guide: "
	sayFinding         = "found: "
	sayJudged          = "so it is: "
	sayReadThis        = "Read this text"
	sayNoText          = "I have no text: ask me"
	sayTryExample      = "Try an example"
	sayOpenFile        = "Open a file"
	sayUnchanged       = "Back, nothing changed"
	sayAboutWho        = "Who is this about? "
	sayMyCall          = "my own call"
	sayTheirCall       = "a customer's call"
	sayContinue        = "Continue: "
	sayTooLarge        = "This text is too large to edit here. enter reads it, ctrl+u empties the area."
	sayAnother         = "Paste another text. What the last one showed is replaced by what this one shows."
	sayNothingToChange = "There is nothing to change yet."
	sayTrailEmpty      = "Nothing yet. Answers and what is read in a text appear here."
	sayAside           = "kept, not on the path now"
	sayAsItIs          = " ← as it is"
	sayNoChange        = "This is how it is now. Choose another to see what it changes."
	sayChanges         = "What this changes"
	sayThenOpen        = "then: more than one cause stays possible"
	sayNextQuestion    = "next question: "
	sayVerdict         = "verdict: "
	sayFallsOff        = "no longer on the path (kept): "
	sayCountsAgain     = "counts again: "
	sayCauseOf         = "The guide's cause %d"
	sayAfterFix        = "When you have made the change"
	sayPressV          = "Press v: the full original request shows whether this was all of it."
	sayHowSure         = "How sure: "
	sayLikely          = " · likely, not proven"
	sayMoreThanOne     = "Not decided yet: more than one cause is still possible."
	sayBesides         = "Besides this one"
	sayAgain           = "Not sure before; an answer could still change this"
	saySupport         = "Text for support (x copies it)"
	sayWhy             = "Why: "
	sayFix             = "Fix: "
	sayAfter           = "After: "
	sayRead            = "✓ Read: "
	whatRequest        = "the request (%s)"
	sayCopiedAgain     = "Sent to the clipboard once more."
	sayFolded          = "Rows that end in %s go on in the next one: c has the text whole, and a wider window shows it so."
	sayCopied          = "Sent to the clipboard: %s. No terminal confirms that; if it did not arrive, select it here."
	sayAnswered        = "%s: %s · ctrl+z takes it back"
	sayAndMore         = "%s: %s, and %d more"
	sayDone            = "done"
)

// sourceWord says who or what said a fact.
func sourceWord(f flow.Fact) string {
	if f.From.Person() && !f.Answered() { // A person's machine measured it; the person only handed it over.
		switch f.From {
		case flow.Customer:
			return "measured at the customer's"
		case flow.Colleague:
			return "measured at a colleague's"
		default:
			return "measured by your command"
		}
	}
	switch f.From {
	case flow.Pasted:
		return "from the text"
	case flow.Probed:
		return "measured"
	case flow.Captured:
		return "seen in the request"
	case flow.You:
		return "you said"
	case flow.Customer:
		return "the customer said"
	case flow.Colleague:
		return "a colleague said"
	default:
		return clean(string(f.From))
	}
}

// valueWord returns the value with its sign.
func valueWord(v flow.Value) string {
	switch v {
	case flow.Yes:
		return "✓ yes"
	case flow.No:
		return "✗ no"
	case flow.Unsure:
		return "? not sure"
	case flow.Unknown:
		return "– withdrawn"
	default:
		return v.String()
	}
}

// levelWord returns the standing with its sign.
func levelWord(l flow.Level) string {
	switch l {
	case flow.Proven:
		return "✓ proven"
	case flow.Likely:
		return "~ likely"
	case flow.Possible:
		return "· possible"
	case flow.RuledOut:
		return "✗ ruled out"
	case flow.Unraised:
		return "  not considered"
	default:
		return l.String()
	}
}

// left says about how many questions remain.
func left(n int) string {
	switch {
	case n >= 12:
		return "12 or more left"
	case n == 1:
		return "about 1 left"
	default:
		return fmt.Sprintf("about %d left", n)
	}
}

// conflictWord says who contradicts whom, and who counts.
func conflictWord(c flow.Conflict) string {
	_, against := answerWords(c.Against.Value)
	_, says := answerWords(c.Says.Value)
	return fmt.Sprintf("%s %s, %s %s: the last word counts", nounOf(c.Against), against, nounOf(c.Says), says)
}

func nounOf(f flow.Fact) string {
	if f.From.Person() && !f.Answered() {
		switch f.From {
		case flow.Customer:
			return "the customer's measurement says"
		case flow.Colleague:
			return "a colleague's measurement says"
		default:
			return "your command says"
		}
	}
	switch f.From {
	case flow.Pasted:
		return "the text says"
	case flow.Probed:
		return "the probe says"
	case flow.Captured:
		return "the request says"
	case flow.You:
		return "you say"
	case flow.Customer:
		return "the customer says"
	case flow.Colleague:
		return "a colleague says"
	default:
		return clean(string(f.From)) + " says"
	}
}

func levelName(l flow.Level) string {
	switch l {
	case flow.RuledOut:
		return "ruled out"
	case flow.Unraised:
		return "not considered"
	default:
		return l.String()
	}
}

// judgedWord returns the verdict on a claim with its sign.
func judgedWord(s string) string {
	switch s {
	case "confirmed":
		return "✓ confirmed"
	case "wrong":
		return "✗ wrong"
	case "outdated":
		return "! outdated"
	case "unverifiable":
		return "? unverifiable"
	case "new":
		return "+ new, the guide is silent"
	default:
		return clean(s)
	}
}

func sureWord(c flow.Confidence) string {
	switch c {
	case flow.Certain:
		return "certain — an exact code, or a documented text"
	case flow.Strong:
		return "strong — a comparison, or a known family of texts"
	case flow.Weak:
		return "weak — a description only"
	default:
		return "not known"
	}
}

func answerWords(v flow.Value) (key, word string) {
	switch v {
	case flow.Yes:
		return "y", "yes"
	case flow.No:
		return "n", "no"
	case flow.Unsure, flow.Unknown:
		return "?", "not sure"
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
		return "pgdn"
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
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
