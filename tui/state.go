package tui

import (
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/conversation"
)

// state is what all screens show parts of. Screens read it; only App changes it.
type state struct {
	pb    *flow.Playbook
	state *conversation.State // Where the conversation stands.
	was   *conversation.State // Where it stood before what was done last; nil from the next key on.
	pos   flow.Position       // The walk of the session's facts; computed anew after every change.
	st    styles
	roomy bool // There is room for a row that says what happened last, and for what the answers mean.
	md    *markdown
	mask  func(string) string // Replaces secrets; not nil.

	say       bool          // Questions are shown in the customer's wording.
	lang      string        // The language requests are shown in.
	reading   *flow.Reading // The last text's, shown above the screen that follows from it; nil after the next answer.
	support   string        // The text for support, once it is written.
	because   string        // Why the text was read with this playbook; empty where nothing was chosen.
	undecided bool          // Nothing in the text decided which.
	seen      bool          // The reading is of a call that was watched, not of a text.

	cards func() []flow.Card // Every probe, as things stand. They are worked out when one is looked for.
	shell string             // The language that commands are shown in.

	voice   voice                     // Whose word the next answer is.
	drafts  map[string]string         // Texts that are written and not kept yet, by what they are for.
	letters map[string]*answersScreen // Replies that are not taken yet, by whose letter it was.
	skipped map[string]bool           // What was asked for of the failing call, and nobody knows.
	strict  bool                      // Reports mask host names and addresses, too.
	remote  *Remote                   // Nil on this machine's terminal.
	guest   bool                      // The person is the customer.
	inviter Inviter                   // Nil where no customer can be let in.
}

// walk computes where the session stands.
func (t *state) walk() {
	facts := t.state.Session.Facts()
	t.pos = flow.Walk(t.pb, facts)
	t.cards = sync.OnceValue(func() []flow.Card {
		if t.state.Book.Prober == nil {
			return nil
		}
		return t.state.Book.Prober.Cards(facts)
	})
}

// stand has the screens show a position as if the session were there.
func (t *state) stand(pos flow.Position) { t.state, t.pos = t.state.At(pos), pos }

// path returns the questions that a person answered and that lie on the path, in the playbook's order.
func (t *state) path() []*flow.Question {
	order := make(map[*flow.Question]int, len(t.pb.Questions))
	for i := range t.pb.Questions {
		order[&t.pb.Questions[i]] = i
	}
	acts := t.state.Session.Acts()
	var out []*flow.Question
	seen := make(map[int]bool) // Of what was said in one act, the first: a choice says several facts.
	for _, s := range t.pos.Trail {
		if s.Question != nil && !s.OffPath && s.Fact.Answered() && !seen[acts[s.Fact.ID]] {
			seen[acts[s.Fact.ID]] = true
			out = append(out, s.Question)
		}
	}
	slices.SortFunc(out, func(a, b *flow.Question) int { return order[a] - order[b] })
	return out
}

// begun reports whether anything was said in the session. One that was begun is not left for another: it is gone on with.
func (t *state) begun() bool {
	for _, e := range t.state.Session.Events() {
		if e.Kind != flow.Opened {
			return true
		}
	}
	return false
}
