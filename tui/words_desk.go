package tui

import (
	"fmt"
	"strconv"
	"time"

	"why403/flow"
)

// The sentences of a desk: whose word an answer is, who else must check, notes, reports, and what follows a fix.
const (
	sayOrElse     = "  or: "
	sayParkedWord = "… waits"
	sayParkedHere = "← waits"
	sayWaitsWord  = "waits for "
	sayWaitsFor   = "Everything else is answered. It waits for %s. Z has what to send, and takes the answers."
	sayWaitsAside = "Parked meanwhile: %s. Z has what to send, and takes the answers."
	sayWaitsHere  = "This waits for %s. An answer here takes its place."
	sayOthersTurn = "waits for others"
	sayNowYours   = "Answers count as yours again."
	sayNowTheirs  = "A customer's call now: answers count as the customer's, tab changes whose; questions come in words to read out."

	sayWhoChecks = "Who must check this?"
	sayUsually   = " ← usually"
	saySomebody  = "somebody else: "
	sayNobody    = "Nobody is named yet: type who must check it."
	sayParked    = "… Parked for %s: %s · ctrl+z takes it back"
	sayOneChecks = "z: %s can check this"

	sayParkedList   = "What waits for somebody else"
	sayNothingWaits = "Nothing waits for anybody. z on a question parks it for whoever must check it."
	sayListFor      = "To send to %s (c copies it)"
	sayAnswersBack  = "Paste the answers, then enter"
	sayAnswersWhat  = "The list as it came back, with an answer to each point. The rest of a mail around it does no harm."
	sayAnswersNone  = "Nothing pasted yet. Paste what came back."
	sayAnswersNo    = "No answer was found in it."
	sayTaken        = "What came back"
	sayTakenNothing = "Nothing in it answers what waits."
	sayStillWaiting = "Still waiting: %d"
	sayAllBack      = "Nothing waits any more."

	sayNoteWord    = "note: "
	sayNoteHere    = "Your note; enter keeps it"
	sayNoteWhat    = "What is worth knowing later. It decides nothing and goes into the report."
	sayNoteSession = "A note on the whole session"
	sayNoteOn      = "A note on: "
	sayNoteKept    = "Note kept."
	sayNoteGone    = "Note taken away; ctrl+z brings it back."
	sayNoteNone    = "Nothing is written yet; esc goes back."
	sayNoteLong    = "This is %s; a note or quote may have %s. The rest belongs where errors are pasted: p."
	sayNotesAll    = "Note on the whole session"
	sayOrphan      = "Notes on what was withdrawn"

	sayOnlyWords = "The answer stays; whose word it is, or the words with it, change."
	sayWordsHere = "Their words; enter keeps them"
	sayWordsWhat = "As they were said or written. They stand beside the answer in the trail and in the report."
	sayWordsOf   = "Their words on: "
	sayWordsKept = "Their words go with the next answer."
	sayWordsGone = "No words go with the answer."
	sayWords     = "Their words: "

	sayWhyNot     = "Why not: "
	sayWhyThis    = "Why: "
	sayWhyMaybe   = "Still possible: "
	sayWouldMove  = "What would change this, the cheapest first"
	sayNothingNow = "No open question would change this."
	sayCanCheck   = "%s can check"
	sayAPICan     = "the API can answer it"

	sayReport      = "Give this session to others"
	sayReportWhat  = "Secrets are masked in every form. enter shows it before anything leaves."
	sayStrictOn    = "Strict: on. Host names and addresses are masked, too. tab: off"
	sayStrictOff   = "Strict: off. tab also masks host names and addresses."
	sayWriting     = "Writing it…"
	sayNotWritten  = "It could not be written: "
	sayMaskedNone  = "Nothing had to be masked."
	sayMaskedOne   = "1 thing was masked."
	sayMaskedMany  = "%d things were masked."
	saySavedTo     = "✓ In a file: "
	sayNotInFile   = "Not in a file: %s. c copies it all the same."
	saySavingFile  = "Writing the file…"
	sayReportMore  = "… and %d more lines"
	sayEmptyReport = "There is nothing in it."

	sayLater       = "check again in 10 minutes"
	sayLaterThen   = "why403 offers it when it next starts."
	sayRerun       = "send the failing request again"
	sayRerunThen   = "It is shown first; if it works, that is the answer."
	sayRerunTheirs = "the customer sends the failing request again"
	sayRerunNo     = "It did not work from here. If the fix was made, v and then n goes on with what is left."
	sayWhichWorked = "The id of the request that worked, if it is known:"
	saySkip        = "It stands in the answer's header request-id. enter alone skips it."
	sayFixedAt     = "Fixed: "
	sayFixedID     = "Request id: "
	sayCheckAt     = "Check again from %s on: why403 offers it when it next starts, or press v."
	sayCheckDue    = "Check again: "
	sayDueNow      = "It was to be checked again."
	sayNoteCheck   = "to be checked again from"
	sayNoteFixed   = "worked after the fix"

	whatReport    = "the report (%s)"
	whatChecklist = "the list for %s"
)

// textLimit is how long a note or a quote may be, in bytes. More is no note but a log.
const textLimit = 64 << 10

// speakerWord says whose word an answer is, as it is chosen before the answer.
func speakerWord(s flow.Source) string {
	switch s {
	case flow.Customer:
		return "the customer says"
	case flow.Colleague:
		return "a colleague says"
	default:
		return "I checked"
	}
}

// maskedWord says how many things were masked.
func maskedWord(n int) string {
	switch n {
	case 0:
		return sayMaskedNone
	case 1:
		return sayMaskedOne
	default:
		return fmt.Sprintf(sayMaskedMany, n)
	}
}

// minutesWord says about how long finding out takes.
func minutesWord(e flow.Effort) string {
	m := e.Minutes
	if e == (flow.Effort{}) {
		m = 1
	}
	var out string
	switch {
	case m <= 0:
		out = "no time"
	case m < 1.5:
		out = "about a minute"
	default:
		out = "about " + strconv.FormatFloat(m, 'f', 0, 64) + " minutes"
	}
	if e.Money > 0 {
		out += " and $" + strconv.FormatFloat(e.Money, 'g', 2, 64)
	}
	return out
}

// utcWord writes a time for people: the minute, and that it is UTC.
func utcWord(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// noteName says what a note is that the program itself gave.
func noteName(name string) string {
	switch name {
	case flow.CheckAgain:
		return sayNoteCheck
	case flow.FixedBy:
		return sayNoteFixed
	default:
		return clean(name)
	}
}

// noteText returns a note's text; a time is written for people.
func noteText(n flow.Note) string {
	if at, err := time.Parse(time.RFC3339, n.Text); err == nil && n.Name == flow.CheckAgain {
		return utcWord(at)
	}
	return clean(n.Text)
}
