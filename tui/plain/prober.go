package plain

import (
	"slices"

	"why403/flow"
	"why403/flow/conversation"
)

// What a conversation reaches the world through.
type (
	Prober    = conversation.Prober
	Watcher   = conversation.Watcher
	Watch     = conversation.Watch
	Checklist = conversation.Checklist
	Reporter  = conversation.Reporter
	Book      = conversation.Book
	Books     = conversation.Books
)

// needs is what must be at hand for a word to be known.
type needs uint8

const (
	nothing needs = iota
	aProber
	aWatcher
	aReporter
	aChecklist
	aLibrary
)

func (c *dialog) has(n needs) bool {
	switch n {
	case aProber:
		return c.Prober != nil
	case aWatcher:
		return c.Watcher != nil
	case aReporter:
		return c.Reporter != nil
	case aChecklist:
		return c.Checklist != nil
	case aLibrary:
		return c.Books != nil
	default:
		return true
	}
}

// useful returns the cards that can help with the question, the best first: those whose replies can answer it, then those
// that can still change where a cause stands. Without a question it is the latter alone.
func (c *dialog) useful(q *flow.Question, facts []flow.Fact) []flow.Card {
	var answer, other []flow.Card
	for _, card := range c.Prober.Cards(facts) {
		switch {
		case card.Probe == nil:
		case q != nil && slices.Contains(card.Decides, q.ID):
			answer = append(answer, card)
		case card.Useful:
			other = append(other, card)
		}
	}
	return append(answer, other...)
}
