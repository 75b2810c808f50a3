package report

import (
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// Every word of the reports that does not come from a playbook. The headings stand in the order of the report.
var (
	wordNote = i18n.T("Note")

	wordOffPath = i18n.T("no longer on the path, does not count")

	wordParked = i18n.T("Waiting for somebody else")
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
	out := i18n.T("The full original request has worked since %s (%s)", stamp(f.At), f.By)
	if f.RequestID != "" {
		out += i18n.T(", request id %s", f.RequestID)
	}
	return out + "."
}

func nextAnswer(ask string) string     { return i18n.T("Ask: %s", ask) }
func nextWait(who, what string) string { return i18n.T("Wait for %s: %s", who, what) }
func nextFindOut(what string) string   { return i18n.T("Find out what was unsure: %s", what) }
func nextCheckAgain(at string) string  { return i18n.T("Check again at %s.", stamp(at)) }
func nextVerify() string               { return i18n.T("Make the fix, then send the full original request again.") }

func nextSupport() string                { return i18n.T("Send the text for support, with the request ids.") }
func nextNothing() string                { return i18n.T("Nothing is left to do.") }
func unknownFormat(format string) string { return i18n.T("there is no format %q", format) }

// formatTitles says whom each form is for.
func formats() []flow.Format {
	return []flow.Format{
		{ID: FormatMarkdown, Title: i18n.T("Markdown, for a ticket"), Ext: ".md"},
		{ID: FormatCustomer, Title: i18n.T("plain text, for the customer"), Ext: ".txt"},
		{ID: FormatJSON, Title: i18n.T("JSON, for a program"), Ext: ".json"},
		{ID: FormatHTML, Title: i18n.T("HTML, one page to read or print"), Ext: ".html"},
		{ID: FormatSupport, Title: i18n.T("the text for the service's support"), Ext: ".md"},
	}
}
