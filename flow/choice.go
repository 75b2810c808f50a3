package flow

import (
	"cmp"
	"slices"
	"strings"
)

// Choice asks several questions as one: which of several named things is so. It stands in the place of the first of its questions
// that is due. Whoever does not know goes on with the questions one by one.
type Choice struct {
	ID      string
	Ask     string   // The wording for the person at the keyboard.
	Say     string   // The wording to read out to a customer, as an open question.
	Why     string   // Why it is asked.
	How     []string // How to find out, step by step.
	Unsure  string   // What happens on not sure.
	Options []Option // Exclusive; the likeliest first, nine at most.
	Pos     Pos
}

// Option is one answer to a Choice.
type Option struct {
	ID     string
	Title  string
	Detail string // What tells it apart; may be empty.
	Facts  []Said // What choosing it says. Every fact is one that a question asks for.
	Pos    Pos
}

// Option returns the option with the id, or nil.
func (c *Choice) Option(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}

// Covers reports whether an option answers the question.
func (c *Choice) Covers(question string) bool {
	return slices.ContainsFunc(c.Options, func(o Option) bool {
		return slices.ContainsFunc(o.Facts, func(f Said) bool { return f.Fact == question })
	})
}

// Choice returns the choice with the id, or nil.
func (pb *Playbook) Choice(id string) *Choice {
	for i := range pb.Choices {
		if pb.Choices[i].ID == id {
			return &pb.Choices[i]
		}
	}
	return nil
}

// ChoiceOf returns the choice that covers the question, or nil.
func (pb *Playbook) ChoiceOf(question string) *Choice {
	for i := range pb.Choices {
		if pb.Choices[i].Covers(question) {
			return &pb.Choices[i]
		}
	}
	return nil
}

// choice returns the choice that is asked in the place of the question, with the options that are left; nil if there is none. Nothing
// known contradicts them, each answers the question, and what else each says of earlier questions is known. There are none once
// nobody could tell one of the questions, and none where one alone is left, so that the question stands for itself.
func (w *walk) choice(q *Question) (*Choice, []*Option) {
	c := w.pb.ChoiceOf(q.ID)
	if c == nil {
		return nil, nil
	}
	earlier := make(map[string]bool)
	for i := range w.pb.Questions {
		if w.pb.Questions[i].ID == q.ID {
			break
		}
		earlier[w.pb.Questions[i].ID] = true
	}
	var open []*Option
	for i := range c.Options {
		o := &c.Options[i]
		left := false
		for _, f := range o.Facts {
			v := w.facts[f.Fact].Value
			if v == Unsure {
				return nil, nil
			}
			if v == Unknown && earlier[f.Fact] || v != Unknown && v != f.Value {
				left = false
				break
			}
			left = left || f.Fact == q.ID
		}
		if left {
			open = append(open, o)
		}
	}
	if len(open) < 2 {
		return nil, nil
	}
	return c, open
}

// Chosen returns what choosing the option says that is not known yet, as the word of from, or else of whose word it is by itself.
// The words that are kept for one of its questions go with all.
func (o *Option) Chosen(s *Session, from Source) []Fact {
	var facts []Fact
	words := ""
	for _, f := range o.Facts {
		words = cmp.Or(words, s.NoteText(WordsOn(f.Fact)))
		if old, _ := s.Fact(f.Fact); old.Value != f.Value {
			from = cmp.Or(from, s.Speaker(f.Fact))
			facts = append(facts, Fact{ID: f.Fact, Value: f.Value})
		}
	}
	for i := range facts {
		facts[i].From, facts[i].Quote = from, words
		facts[i] = s.Worded(facts[i])
	}
	return facts
}

// parseOption reads an answer as it is typed, CHOICE=OPTION; not sure is that of its first question. It is nil where the playbook has no such choice. The error is a UsageError.
func (pb *Playbook) parseOption(text string) (*Option, error) {
	id, option, _ := strings.Cut(text, "=")
	c := pb.Choice(strings.TrimSpace(id))
	if c == nil {
		return nil, nil
	}
	option = strings.ToLower(strings.TrimSpace(option))
	if o := c.Option(option); o != nil {
		return o, nil
	}
	if option == Unsure.String() {
		return &Option{ID: option, Facts: []Said{{Fact: c.Options[0].Facts[0].Fact, Value: Unsure}}}, nil
	}
	names := ids(c.Options, func(o *Option) string { return o.ID })
	return nil, Usagef(Suggest(option, names), "%s: %q is none of %s, unsure", c.ID, option, strings.Join(names, ", "))
}
