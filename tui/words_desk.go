package tui

import (
	"strconv"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// The sentences of a desk: whose word an answer is, who else must check, notes, reports, and what follows a fix.
var (
	sayNothingWaits = i18n.T("Nothing waits for anybody. z on a question parks it for whoever must check it.")

	sayNothingNow = i18n.T("No open question would change this.")
)

// textLimit is how long a note or a quote may be, in bytes. More is no note but a log.
const textLimit = 64 << 10

// speakerWord says whose word an answer is, as it is chosen before the answer.
func speakerWord(s flow.Source) string {
	switch s {
	case flow.Customer:
		return i18n.T("the customer says")
	case flow.Colleague:
		return i18n.T("a colleague says")
	default:
		return i18n.T("I checked")
	}
}

// maskedWord says how many things were masked.
func maskedWord(n int) string {
	switch n {
	case 0:
		return i18n.T("Nothing had to be masked.")
	case 1:
		return i18n.T("1 thing was masked.")
	default:
		return i18n.T("%d things were masked.", n)
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
		out = i18n.T("no time")
	case m < 1.5:
		out = i18n.T("about a minute")
	default:
		out = i18n.T("about %s minutes", strconv.FormatFloat(m, 'f', 0, 64))
	}
	if e.Money > 0 {
		out += i18n.T(" and $%s", strconv.FormatFloat(e.Money, 'g', 2, 64))
	}
	return out
}

// utcWord writes a time for people: the minute, and that it is UTC.
func utcWord(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// noteName says what a note is that the program itself gave.
func noteName(name string) string {
	switch name {
	case flow.CheckAgain:
		return i18n.T("to be checked again from")
	case flow.FixedBy:
		return i18n.T("worked after the fix")
	default:
		return page.Line(name)
	}
}

// noteText returns a note's text; a time is written for people.
func noteText(n flow.Note) string {
	if at, err := time.Parse(time.RFC3339, n.Text); err == nil && n.Name == flow.CheckAgain {
		return utcWord(at)
	}
	return page.Line(n.Text)
}
