package conversation

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
)

// The words for what is known, the same on every front end. A sign is one cell, is seen beside its word, and is never spoken. Yes,
// no and not sure have none: signs say where a cause stands.

// ValueWord is an answer as it is told.
func ValueWord(v flow.Value) string {
	switch v {
	case flow.Yes:
		return i18n.T("yes")
	case flow.No:
		return i18n.T("no")
	case flow.Unsure:
		return i18n.T("not sure")
	case flow.Unknown:
		return i18n.T("withdrawn")
	default:
		return v.String()
	}
}

// factWord is a fact's value, or that it waits for somebody.
func factWord(f flow.Fact) string {
	if f.Parked() {
		return i18n.T("waits")
	}
	return ValueWord(f.Value)
}

// byCommand reports whether a person's machine measured it and the person only handed it over.
func byCommand(f flow.Fact) bool { return f.From.Person() && !f.Answered() }

// SourceWord says who or what said a fact.
func SourceWord(f flow.Fact) string {
	switch {
	case byCommand(f) && f.From == flow.Customer:
		return i18n.T("measured at the customer's")
	case byCommand(f) && f.From == flow.Colleague:
		return i18n.T("measured at a colleague's")
	case byCommand(f):
		return i18n.T("measured by your command")
	}
	switch f.From {
	case flow.Pasted:
		return i18n.T("from the text")
	case flow.Probed:
		return i18n.T("measured")
	case flow.Captured:
		return i18n.T("seen in the request")
	case flow.Machine:
		return i18n.T("seen on this machine")
	case flow.You:
		return i18n.T("you said")
	case flow.Customer:
		return i18n.T("the customer said")
	case flow.Colleague:
		return i18n.T("a colleague said")
	default:
		return page.Line(string(f.From))
	}
}

// SpeakerWord says whose word an answer is, as it is chosen before the answer.
func SpeakerWord(s flow.Source) string {
	switch s {
	case flow.Customer:
		return i18n.T("the customer says")
	case flow.Colleague:
		return i18n.T("a colleague says")
	default:
		return i18n.T("I checked")
	}
}

// SpokeOnce says whose word the last answer was, where that was chosen for it, and whose the next one is.
func SpokeOnce(was, next flow.Source) string {
	return i18n.T("That answer: %s. The next: %s.", SpeakerWord(was), SpeakerWord(next))
}

// Service is what the playbook takes the error for, such as an error of one API, with the status where it is known.
func (s *State) Service() string {
	if subject := s.Book.Playbook.Subject; subject != "" {
		return oneLine(flow.Fill(subject, s.Session.Known))
	}
	return page.Line(s.Book.Playbook.Title)
}

// TimeWord is a time: the minute, and that it is UTC.
func TimeWord(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// MaskedWord says how many things were masked.
func MaskedWord(n int) string {
	switch n {
	case 0:
		return i18n.T("Nothing more had to be masked.")
	case 1:
		return i18n.T("1 thing was masked.")
	default:
		return i18n.T("%d things were masked.", n)
	}
}

// Says is what holds when the fact has the value, beside the word for the value.
func (s *State) Says(f flow.Fact) string {
	if text, whole := s.Book.Playbook.Facts[f.ID].Says(f.Value); whole && text != "" {
		return page.Line(text)
	}
	return s.Statement(f.ID)
}

// Held is a fact's word and what it says. What has words of its own for no holds as it is said.
func (s *State) Held(f flow.Fact) (word, text string) {
	if _, whole := s.Book.Playbook.Facts[f.ID].Says(f.Value); whole && f.Value == flow.No {
		return i18n.T("true"), s.Says(f)
	}
	return factWord(f), s.Says(f)
}

// Topic is what a question is about: its fact, or the choice that stands in its place.
func (s *State) Topic(question string) string {
	if c, _ := s.ChoiceAt(question); c != nil {
		return page.Line(c.About)
	}
	return s.Statement(question)
}

// Statement is what yes to a fact says.
func (s *State) Statement(id string) string {
	pb := s.Book.Playbook
	if info, ok := pb.Facts[id]; ok && info.About != "" {
		return page.Line(info.About)
	}
	for i := range pb.Verdicts {
		if v := &pb.Verdicts[i]; flow.FixedFact(v.ID) == id {
			return i18n.T("The full request works after the fix for: %s", v.Title)
		}
	}
	if q := pb.Question(id); q != nil {
		return page.Line(q.Ask)
	}
	return page.Line(id)
}

// Role names who was asked to find out.
func (s *State) Role(id string) string { return oneLine(s.Book.Playbook.Role(id)) }

// oneLine is a text from outside as one line, without secrets.
func oneLine(text string) string { return redact.Line(text) }

// Source says who or what said a fact, or for whom it waits.
func (s *State) Source(f flow.Fact) string {
	if f.Parked() {
		return i18n.T("waits for %s", s.Role(f.Asked))
	}
	if who := s.Session.Replied(f); who != "" {
		return i18n.T("%s said", s.Role(who))
	}
	return SourceWord(f)
}

// requestID matches an id that a service gives to a request, and no word that people put behind another.
var requestID = regexp.MustCompile(`^[A-Za-z0-9._:-]*[0-9_][A-Za-z0-9._:-]*$`)

// IsRequestID reports whether the text can be the id of a request.
func IsRequestID(s string) bool {
	const least, most = 8, 100 // Bytes.
	return len(s) >= least && len(s) <= most && requestID.MatchString(s)
}

// namedID is an id of a request behind its name, as headers, JSON, clients and people write it.
var namedID = regexp.MustCompile(`(?i)\brequest[-_ ]?id["'\x60]?\s*(?:[:=]|\bis\b|\bwas\b)?\s*["'\x60]?([A-Za-z0-9._:-]{8,100})`)

// RequestID is the id of a request in a text: alone, in quotes, in the line of its header, or in JSON; "" where there is none.
func RequestID(text string) string {
	id := strings.Trim(oneLine(text), " \t\"'`<>()[]{},;.")
	if IsRequestID(id) {
		return id
	}
	for _, m := range namedID.FindAllStringSubmatch(id, -1) {
		if found := strings.TrimRight(m[1], ".:-"); IsRequestID(found) {
			return found
		}
	}
	return ""
}

// beginning is the beginning of a text that was typed, too short to hold a secret.
func beginning(s string) string {
	const most = 24 // Runes.
	s = oneLine(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// NoRequestID says that a text, of which it shows the beginning, can be no id of a request.
func NoRequestID(s string) string {
	return i18n.T("%q is no request id; one looks like req_011CSHoEeqs5. Nothing was recorded.", beginning(s))
}

// Ahead says where the conversation goes on.
func (s *State) Ahead() string {
	switch pos := s.Position(); {
	case pos.Solved:
		return solved()
	case pos.Outcome == flow.Asking && pos.Question != nil:
		return i18n.T("next question: %s", page.Line(s.Asked().Ask))
	case pos.Outcome != flow.Open && pos.Verdict != nil:
		return i18n.T("verdict: %s", s.Title(pos.Verdict))
	default:
		return i18n.T("then: %s", i18n.Certainty(pos.LeftText()))
	}
}

// solved says that the fix has helped.
func solved() string { return i18n.T("✓ Solved: the full request works.") }

// Answering is who answers: the customer if the session is about one's call.
func (s *State) Answering() flow.Source {
	if s.Session.About().Whose == flow.Customer {
		return flow.Customer
	}
	return flow.You
}

// CheckTarget says what is wrong with a text for where a call goes, which is a host or an address; nil for such a one, and for none. The
// error is a sentence for whoever typed it.
func CheckTarget(text string) error {
	if strings.ContainsAny(strings.TrimSpace(text), " \t\n{}<>\"'") {
		return errors.New(i18n.T("This is no host. Leave the form, and paste an error as one."))
	}
	return nil
}
