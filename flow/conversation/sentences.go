package conversation

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// TakenByHand is why a playbook is used that a person took.
func TakenByHand() string { return i18n.T("taken by hand") }

// NotSaved says that events are not stored, and why.
func NotSaved(err error) string { return i18n.T("NOT BEING SAVED: %s", page.Line(err.Error())) }

// StaysInBook says why the conversation goes on in the playbook it is in.
func StaysInBook(err error) string {
	return i18n.T("The playbook stays as it is: %s", page.Line(err.Error()))
}

// NothingNew says that a text that was added changes nothing.
func NothingNew() string {
	return i18n.T("Nothing in this text says anything new, so everything stays as it was.")
}

// AddedQuietly says that a text was added without being asked for.
func (s *State) AddedQuietly() string {
	return i18n.T("No error stands in this text, so it was added to what was read. %s takes it back.", s.call(UndoLast))
}

// Verify asks whether the fix has helped.
func Verify() string {
	return i18n.T("Make the fix, then send the full original request again. Does it work now?")
}

// AddOrInstead asks what becomes of a second text, and says what either means.
func AddOrInstead() (ask, means string) {
	return i18n.T("A text was read already. Add this one to it, or read it instead?"),
		i18n.T("Added, both are read as one text, and the error that says most decides. Read instead, it replaces what the other one showed. Your answers stay.")
}

// TakenAs says that what a command printed was taken as an answer.
func (s *State) TakenAs(v flow.Value, quote string) string {
	return i18n.T("Taken as %s: “%s”. %s takes it back.", ValueWord(v), quote, s.call(UndoLast))
}

// CanAsk says in one line that the service can be asked about the question, or without one about what could still decide; "" if not.
func (s *State) CanAsk(cards []flow.Card, q *flow.Question) string {
	useful := Helpful(cards, q)
	switch {
	case len(useful) == 0:
		return ""
	case q == nil || !slices.Contains(useful[0].Decides, q.ID):
		return i18n.T("The API can help here: %s", s.call(AskAPI))
	case s.Answering() == flow.Customer:
		return i18n.T("The API can answer this, from the customer's side: %s", s.call(AskAPI))
	default:
		return i18n.T("The API can answer this: %s", s.call(AskAPI))
	}
}

// StillAsked says how many more commands help with a question that is still asked; "" for none.
func (s *State) StillAsked(n int, next Name) string {
	switch n {
	case 0:
		return ""
	case 1:
		return i18n.T("The same question is still asked. 1 more command helps here: %s shows it.", s.call(next))
	default:
		return i18n.T("The same question is still asked. %d more commands help here: %s shows them.", n, s.call(next))
	}
}

// Wrote introduces the words that suggest an answer.
func (s *State) Wrote() string {
	if s.Answering() == flow.Customer {
		return i18n.T("They wrote: ")
	}
	return i18n.T("You wrote: ")
}

// Meaning is what an answer to the question means; "" if it is not said.
func Meaning(q *flow.Question, v flow.Value) string {
	switch v {
	case flow.Yes:
		return page.Line(q.Yes)
	case flow.No:
		return page.Line(q.No)
	case flow.Unsure, flow.Unknown:
		return page.Line(q.Unsure)
	default:
		return ""
	}
}

// Kept is what goes with a question: for whom it waits, the customer's words, and the note on it.
func (s *State) Kept(q *flow.Question) []page.Block {
	var blocks []page.Block
	if f, ok := s.Session.Fact(q.ID); ok && f.Parked() {
		blocks = append(blocks, page.Text{Sign: "… ", Text: i18n.T("This waits for %s. An answer here takes its place.", s.Role(f.Asked)), Tone: page.Warn})
	}
	if words := s.Words(q.ID); words != "" {
		blocks = append(blocks, page.Text{Lead: i18n.T("Their words: "), Text: page.Quote(masked(words)), Tone: page.Faint})
	}
	return append(blocks, s.Note(q.ID)...)
}

// HasHow reports whether it is said how to find the answer out.
func HasHow(q *flow.Question) bool { return len(q.How) > 0 || q.Link != "" || q.Command != "" }

// How is how to find the answer to a question out.
func (s *State) How(q *flow.Question) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("How to check"), Tone: page.Heading}}
	for i, step := range q.How {
		blocks = append(blocks, page.Markdown{Lead: fmt.Sprintf("%2d. ", i+1), Text: step})
	}
	if q.Command != "" {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Or run this where it fails"), Tone: page.Heading}, page.Code{Text: q.CommandIn(s.Session)})
	}
	if q.Link != "" {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Where to look"), Tone: page.Heading}, page.Text{Text: page.Line(q.Link), Link: true})
	}
	return blocks
}

// Card is a probe before it is sent: what goes out, secrets masked, with what, and what it costs. Of a body that is longer than most
// bytes the beginning is shown, and how long it is.
func (s *State) Card(card flow.Card, most int) []page.Block {
	r := card.Request
	lines := []string{r.Method + " " + r.URL}
	for _, h := range r.Headers {
		lines = append(lines, h.Name+": "+h.Value)
	}
	if body := r.Body; body != "" {
		if len(body) > most {
			body = i18n.T("%s … (%d bytes in all)", strings.ToValidUTF8(body[:most], ""), len(r.Body))
		}
		lines = append(lines, "", body)
	}
	blocks := []page.Block{
		page.Gap{},
		page.Text{Lead: i18n.T("Probe %s: ", card.Probe.ID), Text: page.Line(card.Probe.Title), Tone: page.Strong},
		page.Code{Text: masked(strings.Join(lines, "\n"))},
	}
	return append(append(blocks, With(card)...), page.Text{Lead: i18n.T("Costs: "), Text: Costs(card.Probe)})
}

// With is what a probe is sent with: the credential, and the way it takes.
func With(card flow.Card) []page.Block {
	var blocks []page.Block
	for _, l := range [...][2]string{{i18n.T("With: "), card.Credential}, {i18n.T("Route: "), card.Route}} {
		if l[1] != "" {
			blocks = append(blocks, page.Text{Lead: l[0], Text: oneLine(l[1])})
		}
	}
	return blocks
}

// Costs is what a probe costs, and how long it may take.
func Costs(p *flow.Probe) string {
	if p.Deadline == 0 {
		return CostWord(p.Cost)
	}
	return CostWord(p.Cost) + i18n.T(", answered within %s or given up", SpanWord(p.Deadline))
}

// Replies says what each answer to a probe would tell.
func (s *State) Replies(p *flow.Probe) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("What each answer would tell"), Tone: page.Heading}}
	for _, r := range p.Replies {
		lead := replyWord(r) + ": "
		if !r.Tells() {
			blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: i18n.T("%scould not tell: %s", lead, page.Line(r.Means)), Tone: page.Faint})
			continue
		}
		blocks = append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: lead + page.Line(r.Means)})
		var under []page.Block
		for _, f := range r.Says {
			under = append(under, page.Text{Sign: ValueSign(f.Value) + " ", Text: ValueWord(f.Value) + ": " + s.Statement(f.Fact), Tone: page.Faint})
		}
		if r.Reads {
			under = append(under, page.Text{Text: i18n.T("the reply's text is read as well"), Tone: page.Faint})
		}
		blocks = append(blocks, page.Group{Indent: 4, Blocks: under})
	}
	return append(blocks, page.Text{Sign: "• ", Lead: "- ", Text: i18n.T("anything else: could not tell"), Tone: page.Faint})
}

// Missing says why a probe cannot be sent from here yet.
func Missing(what string) string {
	return i18n.T("It cannot be sent from here yet. Missing: %s.", what)
}

// Taken is what was taken from answers that came back.
func (s *State) Taken(c flow.Checked) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("What came back"), Tone: page.Heading}}
	if len(c.Facts) == 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("Nothing in it answers what waits."), Tone: page.Warn})
	}
	for _, f := range c.Facts {
		item := s.fact(f)
		if f.Quote != "" {
			item.Under = []page.Block{page.Text{Text: page.Quote(masked(f.Quote)), Tone: page.Faint}}
		}
		blocks = append(blocks, item)
	}
	for _, n := range c.Notes {
		fact, _ := n.On()
		blocks = append(blocks, page.Group{Indent: 4, Blocks: s.Note(fact)})
	}
	for _, p := range c.Problems {
		blocks = append(blocks, page.Text{Sign: "! ", Text: oneLine(p), Tone: page.Warn})
	}
	left := i18n.T("Nothing waits any more.")
	if n := len(s.Session.Parked()); n > 0 {
		left = i18n.T("Still waiting: %d", n)
	}
	return append(blocks, page.Gap{}, page.Text{Text: left}, page.Text{Sign: "→ ", Text: s.Ahead(), Tone: page.Strong})
}
