package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

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

// effort says what finding a question's answer out takes, and who can.
func (s *State) effort(q *flow.Question) string {
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

// Wrote introduces the words that suggest an answer.
func (s *State) Wrote(o flow.Offer) string {
	if o.Noted {
		return i18n.T("You noted: ")
	}
	if s.Answering() == flow.Customer {
		return i18n.T("They wrote: ")
	}
	return i18n.T("You wrote: ")
}

// Offered is what somebody's own words suggest as the answer to what is asked: a value, or the option of the choice that stands in the
// question's place; nil where they fit several.
func (s *State) Offered(question string) (o flow.Offer, fits *flow.Option, ok bool) {
	if o, ok = s.Session.Offer(question); ok {
		return o, nil, true
	}
	if c, left := s.ChoiceAt(question); c != nil {
		return c.Offered(s.Session, left)
	}
	return flow.Offer{}, nil, false
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

// Choice is the choice that stands in the place of the question that is asked, with the options that are left. There is none where
// somebody's own words suggest an answer to the question itself.
func (s *State) Choice() (*flow.Choice, []*flow.Option) {
	pos := s.Position()
	if pos.Choice == nil {
		return nil, nil
	}
	if _, offered := s.Session.Offer(pos.Question.ID); offered {
		return nil, nil
	}
	return pos.Choice, pos.Options
}

// Numbers are those that can be chosen of the choice that is asked; "" where none is.
func (s *State) Numbers() string { return Numbers(s.Choice()) }

// Numbers are those of the options of a choice, as "1-4" or "1, 3, 4".
func Numbers(c *flow.Choice, options []*flow.Option) string {
	var all []string
	for _, o := range options {
		all = append(all, strconv.Itoa(c.Number(o)))
	}
	if n := len(all); n > 2 && all[n-1] == strconv.Itoa(c.Number(options[0])+n-1) {
		return all[0] + "-" + all[n-1]
	}
	return strings.Join(all, ", ")
}

// ChoiceAt is the choice that stands in the place of the question: where it is asked, and where it was answered with one.
func (s *State) ChoiceAt(question string) (*flow.Choice, []*flow.Option) {
	if q := s.Position().Question; q != nil && q.ID == question {
		return s.Choice()
	}
	if r := s.Row(question); r.Pick != nil {
		return r.Pick.Choice, r.Pick.Open
	}
	return nil, nil
}

// Before is an answer that was given to a question, also if it was taken back since.
type Before struct {
	flow.Fact

	Option *flow.Option // The option of the choice that stands in the question's place; nil where none does, and for not sure.
}

// Word is the answer as it is given.
func (b Before) Word() string {
	if b.Option != nil {
		return page.Line(b.Option.Title)
	}
	return ValueWord(b.Value)
}

// Before returns what was answered to a question; ok is false if nothing was, if it only waits for somebody, or if it can no longer be
// answered so.
func (s *State) Before(question string) (b Before, ok bool) {
	if b.Fact, ok = s.Session.Earlier(question); !ok || b.Parked() {
		return b, false
	}
	c, open := s.ChoiceAt(question)
	if c == nil || b.Value == flow.Unsure {
		return b, true
	}
	i := slices.IndexFunc(open, func(o *flow.Option) bool {
		return !slices.ContainsFunc(o.Facts, func(said flow.Said) bool {
			f, _ := s.Session.Earlier(said.Fact)
			return f.Value != said.Value
		})
	})
	if i < 0 {
		return b, false
	}
	b.Option = open[i]
	return b, true
}

// AnsweredBefore says what was answered to a question, also if it was taken back since; "" if nothing was.
func (s *State) AnsweredBefore(question string) string {
	b, ok := s.Before(question)
	if !ok {
		return ""
	}
	return i18n.T("Last answer: %s, %s.", b.Word(), s.Source(b.Fact))
}

// Asked is the question of the position as it is put.
func (s *State) Asked() *flow.Question {
	if q := s.Position().Question; q != nil {
		if s.Book.Playbook.Question(q.ID) == nil { // Of no playbook: which error it was.
			return q
		}
		return s.AskedAt(q.ID)
	}
	return nil
}

// AskedAt is the question as it is put: in the words of its choice, if one stands in its place. It is nil where the playbook has none.
func (s *State) AskedAt(question string) *flow.Question {
	asked := s.Book.Playbook.Question(question)
	c, left := s.ChoiceAt(question)
	if c == nil || asked == nil {
		return asked
	}
	return c.Asks(s.Book.Playbook, asked, left)
}

// Clues is what was seen that hints at the answer to a question.
func (s *State) Clues(question string) []page.Block {
	q := s.Book.Playbook.Question(question)
	if q == nil { // Of no playbook: which error it was.
		return nil
	}
	_, left := s.ChoiceAt(question)
	return clued(s.Book.Playbook.Clues(s.Session, q, left))
}

// clued are hints as a page has them.
func clued(clues []string) []page.Block {
	var blocks []page.Block
	for _, text := range clues {
		blocks = append(blocks, page.Text{Lead: i18n.T("Seen: "), Text: oneLine(text)})
	}
	return blocks
}

// HasHow reports whether it is said how to find the answer out.
func HasHow(q *flow.Question) bool { return len(q.How) > 0 || q.Link != "" || q.Command != "" }

func (s *State) howPage(string) Page {
	q := s.Asked()
	if !HasHow(q) {
		return Page{Blocks: []page.Block{page.Text{Text: i18n.T("There is no more on how to check this.")}}}
	}
	return Page{Blocks: s.How(q)}
}

// How is how to find the answer to a question out.
func (s *State) How(q *flow.Question) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("How to check"), Tone: page.Heading}}
	for i, step := range q.How {
		blocks = append(blocks, page.Markdown{Lead: fmt.Sprintf("%2d. ", i+1), Text: step})
	}
	if q.Command != "" {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Or run this where it fails"), Tone: page.Heading}, page.Code{Text: q.CommandIn(s.Session), Language: "sh"})
	}
	if q.Link != "" {
		blocks = append(blocks, page.Gap{}, page.Text{Text: i18n.T("Where to look"), Tone: page.Heading}, page.Text{Text: page.Line(q.Link), Link: true})
	}
	return blocks
}
