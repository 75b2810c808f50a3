package report

import (
	"fmt"
	"strings"

	"why403/content/words"
	"why403/flow"
)

// phrase gives the texts of this package by name.
var phrase = words.In("report")

// Every word of the reports that does not come from a playbook. The headings stand in the order of the report.
var (
	wordWhose       = phrase("wordWhose")
	wordCustomer    = phrase("wordCustomer")
	wordOwn         = phrase("wordOwn")
	wordTicket      = phrase("wordTicket")
	wordSession     = phrase("wordSession")
	wordWritten     = phrase("wordWritten")
	wordCalled      = phrase("wordCalled")
	wordMadeWith    = phrase("wordMadeWith")
	wordChecked     = phrase("wordChecked")
	wordSymptom     = phrase("wordSymptom")
	wordEnvironment = phrase("wordEnvironment")
	wordRequests    = phrase("wordRequests")
	wordRequestID   = phrase("wordRequestID")
	wordNoted       = phrase("wordNoted")
	wordWhen        = phrase("wordWhen")
	wordSource      = phrase("wordSource")
	wordAnswers     = phrase("wordAnswers")
	wordQuestion    = phrase("wordQuestion")
	wordAnswer      = phrase("wordAnswer")
	wordBy          = phrase("wordBy")
	wordNote        = phrase("wordNote")
	wordNotes       = phrase("wordNotes")
	wordOffPath     = phrase("wordOffPath")
	wordReadings    = phrase("wordReadings")
	wordProbes      = phrase("wordProbes")
	wordTold        = phrase("wordTold")
	wordConflicts   = phrase("wordConflicts")
	wordCounts      = phrase("wordCounts")
	wordParked      = phrase("wordParked")
	wordAsked       = phrase("wordAsked")
	wordRuledOut    = phrase("wordRuledOut")
	wordOpen        = phrase("wordOpen")
	wordFor         = phrase("wordFor")
	wordAgainst     = phrase("wordAgainst")
	wordBut         = phrase("wordBut")
	wordVerdict     = phrase("wordVerdict")
	wordConfidence  = phrase("wordConfidence")
	wordFix         = phrase("wordFix")
	wordVerified    = phrase("wordVerified")
	wordNotVerified = phrase("wordNotVerified")
	wordNext        = phrase("wordNext")
	wordMasked      = phrase("wordMasked")
	wordMaskedMore  = phrase("wordMaskedMore")
	wordNothingYet  = phrase("wordNothingYet")
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
	out := wordTheFullOriginalRequest + stamp(f.At) + " (" + f.By + ")"
	if f.RequestID != "" {
		out += wordItsRequestID + f.RequestID
	}
	return out + "."
}

func nextAnswer(ask string) string     { return wordAsk + ask }
func nextWait(who, what string) string { return wordWaitFor + who + ": " + what }
func nextFindOut(what string) string   { return wordFindOutWhatWas + what }
func nextCheckAgain(at string) string  { return wordCheckAgainAt + stamp(at) + "." }
func nextVerify() string               { return wordMakeTheFixThen }

func nextSupport() string                { return wordSendTheTextFor }
func nextNothing() string                { return wordNothingIsLeftTo }
func unknownFormat(format string) string { return fmt.Sprintf(wordThereIsNoFormat, format) }

// The customer's form.
var (
	helloCustomer     = phrase("helloCustomer")
	introCustomer     = phrase("introCustomer")
	introOwn          = phrase("introOwn")
	headReported      = phrase("headReported")
	headSeen          = phrase("headSeen")
	headFound         = phrase("headFound")
	headDo            = phrase("headDo")
	headWho           = phrase("headWho")
	headRequest       = phrase("headRequest")
	headSee           = phrase("headSee")
	headWaiting       = phrase("headWaiting")
	headNeed          = phrase("headNeed")
	headIDs           = phrase("headIDs")
	foundNothingYet   = phrase("foundNothingYet")
	needOpen          = phrase("needOpen")
	needAfter         = phrase("needAfter")
	needWait          = phrase("needWait")
	solvedCustomer    = phrase("solvedCustomer")
	againCustomer     = phrase("againCustomer")
	byeCustomer       = phrase("byeCustomer")
	howCustomer       = phrase("howCustomer")
	referenceCustomer = phrase("referenceCustomer")
)

// formatTitles says whom each form is for.
func formats() []flow.Format {
	return []flow.Format{
		{ID: FormatMarkdown, Title: wordMarkdownForATicket, Ext: ".md"},
		{ID: FormatCustomer, Title: wordPlainTextForThe, Ext: ".txt"},
		{ID: FormatJSON, Title: wordJSONForAProgram, Ext: ".json"},
		{ID: FormatHTML, Title: wordHTMLOnePageTo, Ext: ".html"},
		{ID: FormatSupport, Title: wordTheTextForThe, Ext: ".md"},
	}
}

// wordPlaybook stands before the playbook that was chosen, and why.
var wordPlaybook = phrase("wordPlaybook")
