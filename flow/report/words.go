package report

import (
	"fmt"
	"strings"

	"why403/flow"
)

// Every word of the reports that does not come from a playbook. The headings stand in the order of the report.
const (
	wordWhose       = "Whose call"
	wordCustomer    = "the customer's"
	wordOwn         = "our own"
	wordTicket      = "Ticket"
	wordSession     = "Session"
	wordWritten     = "Written"
	wordCalled      = "Called"
	wordMadeWith    = "Made with"
	wordChecked     = "facts checked"
	wordSymptom     = "Symptom"
	wordEnvironment = "Environment"
	wordRequests    = "Request ids"
	wordRequestID   = "Request id"
	wordNoted       = "Noted (UTC)"
	wordWhen        = "When (UTC)"
	wordSource      = "Source"
	wordAnswers     = "Questions and answers"
	wordQuestion    = "Question"
	wordAnswer      = "Answer"
	wordBy          = "By"
	wordNote        = "Note"
	wordNotes       = "Notes"
	wordOffPath     = "no longer on the path, does not count"
	wordReadings    = "Read in the error"
	wordProbes      = "Probes"
	wordTold        = "What it told"
	wordConflicts   = "Contradictions"
	wordCounts      = "counts"
	wordParked      = "Waiting for somebody else"
	wordAsked       = "asked"
	wordRuledOut    = "Ruled out"
	wordOpen        = "Still open"
	wordFor         = "for"
	wordAgainst     = "against"
	wordBut         = "but"
	wordVerdict     = "Verdict"
	wordConfidence  = "Confidence"
	wordFix         = "Fix"
	wordVerified    = "Verified"
	wordNotVerified = "Not verified yet."
	wordNext        = "Next step"
	wordMasked      = "Keys and tokens are masked."
	wordMaskedMore  = "Keys, tokens, names of people and hosts, and addresses are masked."
	wordNothingYet  = "No verdict yet."
)

// Headings of a playbook's screens that the report takes over. What a screen lacks is left out.
const (
	headingFix     = "The fix"
	headingWho     = "Who does it"
	headingRequest = "The request"
	headingVerify  = "How to verify"
)

// onScreen is what screens say to somebody who sits at the program, and stands for nothing in a report.
const (
	onScreen   = "Say no on the next screen and go on with what is left."
	inTicket   = "Then go on with what is left."
	toCustomer = "Please tell us then, and we will go on with what is left."
)

// acronyms are the parts of notes' names that are not written as words.
var acronyms = map[string]string{"sdk": "SDK", "api": "API", "cf": "Cloudflare", "url": "URL", "ip": "IP", "http": "HTTP", "cli": "CLI"}

// noteTitle is the name of a note as a heading.
func noteTitle(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == ' ' })
	for i, w := range words {
		if a, ok := acronyms[strings.ToLower(w)]; ok {
			words[i] = a
		} else if i == 0 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

func verifiedWords(f Solved) string {
	out := "The full original request has worked since " + stamp(f.At) + " (" + f.By + ")"
	if f.RequestID != "" {
		out += ", request id " + f.RequestID
	}
	return out + "."
}

func nextAnswer(ask string) string     { return "Ask: " + ask }
func nextWait(who, what string) string { return "Wait for " + who + ": " + what }
func nextFindOut(what string) string   { return "Find out what was unsure: " + what }
func nextCheckAgain(at string) string  { return "Check again at " + stamp(at) + "." }
func nextVerify() string               { return "Make the fix, then send the full original request again." }

func nextSupport() string                { return "Send the text for support, with the request ids." }
func nextNothing() string                { return "Nothing is left to do." }
func unknownFormat(format string) string { return fmt.Sprintf("there is no format %q", format) }

// The customer's form.
const (
	helloCustomer     = "Hello,"
	introCustomer     = "here is where we are with the refused requests that you reported."
	introOwn          = "here is where we are with the refused requests."
	headReported      = "What you told us"
	headSeen          = "What the service answered"
	headFound         = "What we found"
	headDo            = "What to do"
	headWho           = "Who can do it"
	headRequest       = "The request"
	headSee           = "How to see that it works"
	headWaiting       = "What we are waiting for"
	headNeed          = "What we still need from you"
	headIDs           = "Request ids, in case you are asked for them"
	foundNothingYet   = "We have not found the cause yet, and are narrowing it down."
	needOpen          = "These points could not be settled so far. An answer to any of them helps:"
	needAfter         = "Once it is done, please send the full original request again and tell us whether it works."
	needWait          = "Nothing for the moment. We come back to you as soon as we have an answer."
	solvedCustomer    = "The full original request works again"
	againCustomer     = "We will check again with you at"
	byeCustomer       = "Kind regards"
	howCustomer       = "How to check:"
	referenceCustomer = "Our reference:"
)

// sureWords says to a customer how sure a verdict is.
func sureWords(confidence string) string {
	switch confidence {
	case flow.Certain.String():
		return "The service says so itself, so we are certain."
	case flow.Strong.String():
		return "A comparison points there, so we are quite sure."
	case flow.Weak.String():
		return "This fits best what we know so far. We are not certain yet."
	default:
		return ""
	}
}

// formatTitles says whom each form is for.
func formats() []flow.Format {
	return []flow.Format{
		{ID: FormatMarkdown, Title: "Markdown, for a ticket", Ext: ".md"},
		{ID: FormatCustomer, Title: "plain text, for the customer", Ext: ".txt"},
		{ID: FormatJSON, Title: "JSON, for a program", Ext: ".json"},
		{ID: FormatHTML, Title: "HTML, one page to read or print", Ext: ".html"},
		{ID: FormatSupport, Title: "the text for the service's support", Ext: ".md"},
	}
}
