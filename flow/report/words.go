package report

import (
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// acronyms are the parts of notes' names that are not written as words.
var acronyms = map[string]string{"sdk": "SDK", "api": "API", "cf": "Cloudflare", "url": "URL", "ip": "IP", "http": "HTTP", "cli": "CLI", "id": "id"}

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

// says is what is known by a fact, in one sentence.
func says(pb *flow.Playbook, f flow.Fact) string {
	text, whole := pb.Facts[f.ID].Says(f.Value)
	switch v, help := strings.CutPrefix(f.ID, flow.FixedFact("")); {
	case help && f.Changed() && pb.Verdict(v) != nil:
		return i18n.T("After this fix the error changed: %s", known(pb.Verdict(v).Title))
	case help && f.Value == flow.No && pb.Verdict(v) != nil:
		return i18n.T("The fix for this did not help: %s", known(pb.Verdict(v).Title))
	case whole && text != "":
		return known(text)
	case f.Value == flow.Yes:
		return about(pb, f.ID)
	case f.Value == flow.Unsure:
		return i18n.T("Not known: %s", about(pb, f.ID))
	default:
		return about(pb, f.ID) + ": " + conversation.ValueWord(f.Value)
	}
}

// saidBy names who or what told a fact, to somebody who was not there.
func saidBy(pb *flow.Playbook, s *flow.Session, f flow.Fact) string {
	who := map[flow.Source]string{flow.You: i18n.T("we"), flow.Customer: i18n.T("the customer"), flow.Colleague: i18n.T("a colleague")}[f.From]
	role := s.Replied(f)
	if role != "" {
		who = redact.Line(pb.Role(role))
	}
	if f.From.Person() && !f.Answered() {
		if f.From == flow.You {
			return i18n.T("measured by our command")
		}
		return conversation.SourceWord(f)
	}
	if f.Value == flow.Unsure && f.Answered() {
		return i18n.T("%s could not tell", who)
	}
	if role != "" {
		return i18n.T("said by %s", who)
	}
	return fromWord(f.From)
}

// fromWord names a source to somebody who was not there.
func fromWord(from flow.Source) string {
	switch from {
	case flow.Pasted:
		return i18n.T("read in the error")
	case flow.You:
		return i18n.T("checked by us")
	case flow.Customer:
		return i18n.T("said by the customer")
	case flow.Colleague:
		return i18n.T("said by a colleague")
	default:
		return redact.Line(conversation.SourceWord(flow.Fact{From: from}))
	}
}

// writer names who wrote something.
func writer(from string) string {
	switch flow.Source(from) {
	case flow.You:
		return i18n.T("us")
	case flow.Customer:
		return i18n.T("the customer")
	case flow.Colleague:
		return i18n.T("a colleague")
	}
	return fromWord(flow.Source(from))
}

// stamp is a moment as people read it, in UTC.
func stamp(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	return conversation.TimeWord(t)
}

// clock is the time of day of a moment that lies on the same day as another, or else as stamp has it.
func clock(at, day string) string {
	if len(at) < 10 || len(day) < 10 || at[:10] != day[:10] {
		return stamp(at)
	}
	return strings.TrimPrefix(stamp(at), at[:10]+" ")
}

func verifiedWords(f Solved) string {
	out := i18n.T("The full original request has worked since %s (%s)", stamp(f.At), f.by)
	if f.RequestID != "" {
		out += i18n.T(", request id %s", f.RequestID)
	}
	return out + "."
}

func unknownFormat(format string) string { return i18n.T("there is no format %q", format) }

// formats says whom each form is for.
func formats() []flow.Format {
	return []flow.Format{
		{ID: FormatMarkdown, Title: i18n.T("Markdown, for a ticket"), Ext: ".md"},
		{ID: FormatCustomer, Title: i18n.T("plain text, for the customer"), Ext: ".txt"},
		{ID: FormatJSON, Title: i18n.T("JSON, for a program"), Ext: ".json"},
		{ID: FormatHTML, Title: i18n.T("HTML, one page to read or print"), Ext: ".html"},
		{ID: FormatSupport, Title: i18n.T("the text for the service's support"), Ext: ".md"},
	}
}
