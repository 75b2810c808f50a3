package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// The words for what is known, the same on every front end. A sign is one cell, is seen beside its word, and is never spoken.

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

// ValueSign is an answer's sign.
func ValueSign(v flow.Value) string {
	switch v {
	case flow.Yes:
		return "✓"
	case flow.No:
		return "✗"
	case flow.Unsure:
		return "?"
	default:
		return "–"
	}
}

// FactWord is a fact's value, or that it waits for somebody.
func FactWord(f flow.Fact) string {
	if f.Parked() {
		return i18n.T("waits")
	}
	return ValueWord(f.Value)
}

// FactSign is the sign of a fact's value.
func FactSign(f flow.Fact) string {
	if f.Parked() {
		return "…"
	}
	return ValueSign(f.Value)
}

// LevelWord is where a cause stands.
func LevelWord(l flow.Level) string { return i18n.Certainty(l.LevelText()) }

// LevelSign is the sign of where a cause stands.
func LevelSign(l flow.Level) string {
	switch l {
	case flow.Proven:
		return "✓"
	case flow.Likely:
		return "~"
	case flow.Possible:
		return "·"
	case flow.RuledOut:
		return "✗"
	default:
		return " "
	}
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

// ConflictWord says who contradicts whom, and who counts.
func ConflictWord(c flow.Conflict) string {
	return i18n.T("%s %s, %s %s: the last word counts", says(c.Against), ValueWord(c.Against.Value), says(c.Says), ValueWord(c.Says.Value))
}

func says(f flow.Fact) string {
	switch {
	case byCommand(f) && f.From == flow.Customer:
		return i18n.T("the customer's measurement says")
	case byCommand(f) && f.From == flow.Colleague:
		return i18n.T("a colleague's measurement says")
	case byCommand(f):
		return i18n.T("your command says")
	}
	switch f.From {
	case flow.Pasted:
		return i18n.T("the text says")
	case flow.Probed:
		return i18n.T("the probe says")
	case flow.Captured:
		return i18n.T("the request says")
	case flow.You:
		return i18n.T("you say")
	case flow.Customer:
		return i18n.T("the customer says")
	case flow.Colleague:
		return i18n.T("a colleague says")
	default:
		return i18n.T("%s says", page.Line(string(f.From)))
	}
}

// CauseName is a cause's title, with the guide's number if it has one.
func CauseName(v *flow.Verdict) string {
	if v.Number > 0 {
		return fmt.Sprintf("%d %s", v.Number, v.Title)
	}
	return v.Title
}

// CostWord says what a probe costs.
func CostWord(c flow.Cost) string {
	var parts []string
	if c.Tokens > 0 {
		parts = append(parts, i18n.T("about %d tokens", c.Tokens))
	}
	if c.Money != "" {
		parts = append(parts, page.Line(c.Money))
	}
	if len(parts) == 0 {
		return i18n.T("nothing")
	}
	return strings.Join(parts, ", ")
}

// effortWord says about how long finding out takes, and what it costs.
func effortWord(e flow.Effort) string {
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

// SpanWord is a duration.
func SpanWord(d time.Duration) string {
	switch {
	case d >= time.Minute && d%time.Minute == 0:
		return i18n.T("%d min", d/time.Minute)
	case d >= time.Second:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d >= time.Millisecond:
		return i18n.T("%d ms", d.Milliseconds())
	default:
		return i18n.T("under 1 ms")
	}
}

// TimeWord is a time: the minute, and that it is UTC.
func TimeWord(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// timingWord says how long the parts of an exchange took; "" if there was none.
func timingWord(t flow.Timing) string {
	var parts []string
	for _, p := range [...]struct {
		word string
		d    time.Duration
	}{{i18n.T("DNS"), t.DNS}, {i18n.T("connect"), t.Connect}, {i18n.T("TLS"), t.TLS}, {i18n.T("first byte"), t.FirstByte}, {i18n.T("in all"), t.Total}} {
		if p.d > 0 {
			parts = append(parts, p.word+" "+SpanWord(p.d))
		}
	}
	return strings.Join(parts, " · ")
}

// replyWord says where a reply comes in: its status and type.
func replyWord(r flow.Reply) string {
	parts := append(slices.Clone(r.Status), r.Type...)
	if len(parts) == 0 {
		return i18n.T("any answer")
	}
	return page.Line(strings.Join(parts, " "))
}

// StageWord says how far a probe is.
func StageWord(s flow.Stage) string {
	switch s {
	case flow.Queued:
		return i18n.T("waits its turn")
	case flow.Resolving:
		return i18n.T("looking up the address")
	case flow.Connecting:
		return i18n.T("connecting")
	case flow.Securing:
		return i18n.T("agreeing on TLS")
	case flow.Waiting:
		return i18n.T("sent, waiting for the answer")
	case flow.Receiving:
		return i18n.T("the answer is coming in")
	case flow.Pausing:
		return i18n.T("asked to wait, then once more")
	case flow.Done:
		return i18n.T("done")
	default:
		return i18n.T("under way")
	}
}

// MaskedWord says how many things were masked.
func MaskedWord(n int) string {
	switch n {
	case 0:
		return i18n.T("Nothing had to be masked.")
	case 1:
		return i18n.T("1 thing was masked.")
	default:
		return i18n.T("%d things were masked.", n)
	}
}

// judgedWord is what a claim turned out to be.
func judgedWord(s string) string {
	switch s {
	case "confirmed":
		return i18n.T("✓ confirmed")
	case "wrong":
		return i18n.T("✗ wrong")
	case "outdated":
		return i18n.T("! outdated")
	case "unverifiable":
		return i18n.T("? unverifiable")
	case "new":
		return i18n.T("+ new, claimed nowhere")
	default:
		return page.Line(s)
	}
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

// Subject is what a note is about: a fact, or the session for an empty id.
func (s *State) Subject(id string) string {
	if id == "" {
		return i18n.T("the session")
	}
	return s.Statement(id)
}

// Role names who was asked to find out.
func (s *State) Role(id string) string { return oneLine(s.Book.Playbook.Role(id)) }

// oneLine is a text from outside as one line, without secrets.
func oneLine(text string) string { return page.Line(masked(text)) }

// Source says who or what said a fact, or for whom it waits.
func (s *State) Source(f flow.Fact) string {
	if f.Parked() {
		return i18n.T("waits for %s", s.Role(f.Asked))
	}
	return SourceWord(f)
}

// Sentence is a fact in one line: its value, what it says, its source and the words that showed it.
func (s *State) Sentence(f flow.Fact) string {
	text := FactWord(f) + ": " + s.Statement(f.ID) + " — " + s.Source(f)
	if f.Quote != "" {
		text += " " + page.Quote(f.Quote)
	}
	return text
}

// Ahead says where the conversation goes on.
func (s *State) Ahead() string {
	switch pos := s.Position(); {
	case pos.Solved:
		return Solved()
	case pos.Outcome == flow.Asking && pos.Question != nil:
		return i18n.T("next question: %s", page.Line(pos.Question.Ask))
	case pos.Outcome != flow.Open && pos.Verdict != nil:
		return i18n.T("verdict: %s", pos.Verdict.Title)
	default:
		return i18n.T("then: %s", i18n.Certainty(pos.LeftText()))
	}
}

// Solved says that the fix has helped.
func Solved() string { return i18n.T("✓ Solved: the full request works.") }

// Standings are the causes in the order in which they are listed: what stands best comes first.
func (s *State) Standings() []flow.Standing {
	out := slices.Clone(s.Position().Standings)
	slices.SortStableFunc(out, func(a, b flow.Standing) int { return int(b.Level) - int(a.Level) })
	return out
}

// Words are the customer's words on a question: those kept for the answer, else those that it rests on.
func (s *State) Words(question string) string {
	if kept := s.Session.NoteText(flow.WordsOn(question)); kept != "" {
		return kept
	}
	if f, ok := s.Session.Fact(question); ok && f.Answered() {
		return f.Quote
	}
	return ""
}

// Answering is who answers: the customer if the session is about one's call.
func (s *State) Answering() flow.Source {
	if s.Session.About().Whose == flow.Customer {
		return flow.Customer
	}
	return flow.You
}

// Group is what waits for one role.
type Group struct {
	Role  string
	Facts []flow.Fact
}

// Waiting is what waits for somebody, by role; the role asked first comes first.
func (s *State) Waiting() []Group {
	var out []Group
	for _, f := range s.Session.Parked() {
		i := slices.IndexFunc(out, func(g Group) bool { return g.Role == f.Asked })
		if i < 0 {
			i = len(out)
			out = append(out, Group{Role: f.Asked})
		}
		out[i].Facts = append(out[i].Facts, f)
	}
	return out
}

// Effort says what finding a question's answer out takes, and who can.
func (s *State) Effort(q *flow.Question) string {
	parts := []string{effortWord(q.Effort)}
	if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
		parts = append(parts, s.Source(f))
	} else if q.Role != "" {
		parts = append(parts, i18n.T("%s can check", s.Role(q.Role)))
	}
	if s.canAsk(q) {
		parts = append(parts, i18n.T("the API can answer it"))
	}
	return strings.Join(parts, " · ")
}

// Helpful returns the cards that can help with the question: those whose replies can answer it, then those that can still change
// where a cause stands. Without a question it is only the latter.
func Helpful(cards []flow.Card, q *flow.Question) []flow.Card {
	var answer, other []flow.Card
	for _, c := range cards {
		switch {
		case c.Probe == nil:
		case q != nil && slices.Contains(c.Decides, q.ID):
			answer = append(answer, c)
		case c.Useful:
			other = append(other, c)
		}
	}
	return append(answer, other...)
}

// canAsk reports whether the service can answer the question.
func (s *State) canAsk(q *flow.Question) bool {
	cards := Helpful(s.cards(), q)
	return len(cards) > 0 && slices.Contains(cards[0].Decides, q.ID)
}
