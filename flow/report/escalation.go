package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
	"why403/flow/template"
)

// Escalate is what a playbook's escalation template is given. Every text in it is masked and on one line; texts that are not
// known are empty.
type Escalate struct {
	Title      string // The kind of error, such as "HTTP 403 permission_error".
	Target     string // Where the call goes.
	Ticket     string
	Customer   bool   // The requests are a customer's, and whoever writes is the support that looks them up.
	Date       string // When this was written, RFC 3339 in UTC.
	RequestIDs []string
	Notes      []ShownNote // What else goes with the session, without what Title, Symptom and RequestIDs hold.
	Symptom    string      // The error's own sentence.
	Facts      []Known     // The facts that count, and the answers that others have made moot.
	Unknown    []Known     // What nobody could tell, or somebody is still asked: From names who.
	RuledOut   []Excluded
	Open       []Candidate // The causes that are not ruled out, the strongest first, those whose fix did not help last.
	Verdict    string      // Its title; empty while nothing is concluded.
	Confidence string      // How sure the verdict is, in words; empty where nothing explains the error.
	Solved     bool        // The requests work since a fix.
}

// ShownNote is a text that goes with the session.
type ShownNote struct{ Name, Text string }

// Known is a fact in words: what it is about, yes, no or not sure, both in one, who says so, and the words that showed it.
type Known struct{ About, Value, Says, From, Quote string }

// Excluded is a cause that was ruled out as the only one, with one sentence for each reason.
type Excluded struct {
	Title   string
	Reasons []string
}

// Candidate is a cause that stays in question, and how sure it is.
type Candidate struct {
	Title, Level string
	For, Against []string
}

// Escalation writes the text for the service's support with the playbook's template. Now is the moment to date it with.
func Escalation(pb *flow.Playbook, s *flow.Session, p flow.Position, now time.Time) (string, error) {
	if strings.TrimSpace(pb.Escalation) == "" {
		return "", errors.New("the playbook has no escalation template")
	}
	t, err := template.Text("escalation", pb.Escalation, nil)
	if err != nil {
		return "", fmt.Errorf("read the escalation template: %w", err)
	}
	text, err := t.Execute("", escalate(pb, s, p, now))
	if err != nil {
		return "", fmt.Errorf("fill in the escalation template: %w", err)
	}
	return strings.TrimSpace(text) + "\n", nil
}

func escalate(pb *flow.Playbook, s *flow.Session, p flow.Position, now time.Time) Escalate {
	session := s.About()
	e := Escalate{
		Title: kind(s), Target: redact.Line(session.Target), Ticket: redact.Line(session.Ticket), Customer: session.Whose == flow.Customer,
		Date: now.UTC().Format(time.RFC3339), RequestIDs: requestIDs(s), Symptom: symptom(s),
	}
	for _, n := range s.Notes() {
		if _, on := n.On(); !on && describes(n) {
			e.Notes = append(e.Notes, ShownNote{Name: redact.Line(strings.ReplaceAll(n.Name, "_", " ")), Text: redact.Line(n.Text)})
		}
	}
	quoted := map[string]bool{e.Symptom: true}
	for _, st := range p.Trail {
		quote := redact.Line(st.Fact.Quote)
		if p, ok := pb.Pick(s, st.Fact.ID); quoted[quote] || ok && p.Facts[len(p.Facts)-1].ID != st.Fact.ID { // The last tells one answer from the others.
			quote = ""
		}
		if st.OffPath && !st.Fact.Answered() {
			continue
		}
		quoted[quote] = true
		k := Known{About: about(pb, st.Fact.ID), Value: conversation.ValueWord(st.Fact.Value), Says: says(pb, st.Fact), From: saidBy(pb, s, st.Fact), Quote: quote}
		if st.OffPath {
			k.From += ", " + notCounted()
		}
		switch {
		case st.Fact.Parked():
			k.From = i18n.T("asked: %s", redact.Line(pb.Role(st.Fact.Asked)))
			fallthrough
		case st.Fact.Value == flow.Unsure:
			e.Unknown = append(e.Unknown, k)
		default:
			e.Facts = append(e.Facts, k)
		}
	}
	for _, st := range ranked(p.Standings) {
		if st.Level == flow.RuledOut && inQuestion(st) && !st.Changed() {
			e.RuledOut = append(e.RuledOut, Excluded{Title: redact.Line(st.Verdict.Title), Reasons: sentences(st.Against)})
		}
	}
	for _, st := range ranked(append(p.Others(), p.FixTried()...)) {
		title := redact.Line(st.Verdict.Title)
		e.Open = append(e.Open, Candidate{Title: title, Level: i18n.Certainty(string(st.Degree())), For: sentences(st.For), Against: sentences(st.Against)})
	}
	if p.Verdict != nil {
		title, _ := p.Verdict.Called(s)
		e.Verdict, e.Confidence = redact.Line(title), i18n.Certainty(p.SureText(pb))
	}
	if f, ok := s.Fixed(); ok && p.Solved {
		by, _ := s.Fact(flow.FixedFact(f.Verdict))
		e.Solved, e.Confidence = true, i18n.T("solved, %s", saidBy(pb, s, by))
	}
	return e
}

// kind names the error by its status and type.
func kind(s *flow.Session) string {
	var parts []string
	if status := redact.Line(s.NoteText("status")); status != "" {
		parts = append(parts, "HTTP "+status)
	}
	if t := redact.Line(cmp.Or(s.NoteText("error_type"), s.NoteText("error_code"))); t != "" {
		parts = append(parts, t)
	}
	return strings.Join(parts, " ")
}

// symptom is the error's own sentence, or else the first words that were found in it, or its kind.
func symptom(s *flow.Session) string { return cmp.Or(redact.Line(s.Symptom()), kind(s)) }

// ranked returns the standings with the strongest first, equally strong ones in the order of the playbook.
func ranked(standings []flow.Standing) []flow.Standing {
	out := slices.Clone(standings)
	slices.SortStableFunc(out, func(a, b flow.Standing) int { return cmp.Compare(b.Level, a.Level) })
	return out
}
