package tui

import (
	"fmt"
	"strconv"
	"time"

	"why403/flow"
)

// The sentences of a desk: whose word an answer is, who else must check, notes, reports, and what follows a fix.
var (
	sayOrElse     = phrase("sayOrElse")
	sayParkedWord = phrase("sayParkedWord")
	sayParkedHere = phrase("sayParkedHere")
	sayWaitsWord  = phrase("sayWaitsWord")
	sayWaitsFor   = phrase("sayWaitsFor")
	sayWaitsAside = phrase("sayWaitsAside")
	sayWaitsHere  = phrase("sayWaitsHere")
	sayOthersTurn = phrase("sayOthersTurn")
	sayNowYours   = phrase("sayNowYours")
	sayNowTheirs  = phrase("sayNowTheirs")

	sayWhoChecks = phrase("sayWhoChecks")
	sayUsually   = phrase("sayUsually")
	saySomebody  = phrase("saySomebody")
	sayNobody    = phrase("sayNobody")
	sayParked    = phrase("sayParked")
	sayOneChecks = phrase("sayOneChecks")

	sayParkedList   = phrase("sayParkedList")
	sayNothingWaits = phrase("sayNothingWaits")
	sayListFor      = phrase("sayListFor")
	sayAnswersBack  = phrase("sayAnswersBack")
	sayAnswersWhat  = phrase("sayAnswersWhat")
	sayAnswersNone  = phrase("sayAnswersNone")
	sayAnswersNo    = phrase("sayAnswersNo")
	sayTaken        = phrase("sayTaken")
	sayTakenNothing = phrase("sayTakenNothing")
	sayStillWaiting = phrase("sayStillWaiting")
	sayAllBack      = phrase("sayAllBack")

	sayNoteWord    = phrase("sayNoteWord")
	sayNoteHere    = phrase("sayNoteHere")
	sayNoteWhat    = phrase("sayNoteWhat")
	sayNoteSession = phrase("sayNoteSession")
	sayNoteOn      = phrase("sayNoteOn")
	sayNoteKept    = phrase("sayNoteKept")
	sayNoteGone    = phrase("sayNoteGone")
	sayNoteNone    = phrase("sayNoteNone")
	sayNoteLong    = phrase("sayNoteLong")
	sayNotesAll    = phrase("sayNotesAll")
	sayOrphan      = phrase("sayOrphan")

	sayOnlyWords = phrase("sayOnlyWords")
	sayWordsHere = phrase("sayWordsHere")
	sayWordsWhat = phrase("sayWordsWhat")
	sayWordsOf   = phrase("sayWordsOf")
	sayWordsKept = phrase("sayWordsKept")
	sayWordsGone = phrase("sayWordsGone")
	sayWords     = phrase("sayWords")

	sayYouWrote      = phrase("sayYouWrote")
	sayTheyWrote     = phrase("sayTheyWrote")
	sayEnterConfirms = phrase("sayEnterConfirms")

	sayWhyNot     = phrase("sayWhyNot")
	sayWhyThis    = phrase("sayWhyThis")
	sayWhyMaybe   = phrase("sayWhyMaybe")
	sayWouldMove  = phrase("sayWouldMove")
	sayNothingNow = phrase("sayNothingNow")
	sayCanCheck   = phrase("sayCanCheck")
	sayAPICan     = phrase("sayAPICan")

	sayReport      = phrase("sayReport")
	sayReportWhat  = phrase("sayReportWhat")
	sayStrictOn    = phrase("sayStrictOn")
	sayStrictOff   = phrase("sayStrictOff")
	sayWriting     = phrase("sayWriting")
	sayNotWritten  = phrase("sayNotWritten")
	sayMaskedNone  = phrase("sayMaskedNone")
	sayMaskedOne   = phrase("sayMaskedOne")
	sayMaskedMany  = phrase("sayMaskedMany")
	saySavedTo     = phrase("saySavedTo")
	sayNotInFile   = phrase("sayNotInFile")
	saySavingFile  = phrase("saySavingFile")
	sayReportMore  = phrase("sayReportMore")
	sayEmptyReport = phrase("sayEmptyReport")

	sayLater       = phrase("sayLater")
	sayLaterThen   = phrase("sayLaterThen")
	sayRerun       = phrase("sayRerun")
	sayRerunThen   = phrase("sayRerunThen")
	sayRerunTheirs = phrase("sayRerunTheirs")
	sayRerunNo     = phrase("sayRerunNo")
	sayWhichWorked = phrase("sayWhichWorked")
	saySkip        = phrase("saySkip")
	sayFixedAt     = phrase("sayFixedAt")
	sayFixedID     = phrase("sayFixedID")
	sayCheckAt     = phrase("sayCheckAt")
	sayCheckDue    = phrase("sayCheckDue")
	sayDueNow      = phrase("sayDueNow")
	sayNoteCheck   = phrase("sayNoteCheck")
	sayNoteFixed   = phrase("sayNoteFixed")

	whatReport    = phrase("whatReport")
	whatChecklist = phrase("whatChecklist")
)

// textLimit is how long a note or a quote may be, in bytes. More is no note but a log.
const textLimit = 64 << 10

// speakerWord says whose word an answer is, as it is chosen before the answer.
func speakerWord(s flow.Source) string {
	switch s {
	case flow.Customer:
		return wordTheCustomerSays
	case flow.Colleague:
		return wordAColleagueSays
	default:
		return wordIChecked
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
		out = wordNoTime
	case m < 1.5:
		out = wordAboutAMinute
	default:
		out = wordAbout + strconv.FormatFloat(m, 'f', 0, 64) + wordMinutes
	}
	if e.Money > 0 {
		out += wordAnd + strconv.FormatFloat(e.Money, 'g', 2, 64)
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
