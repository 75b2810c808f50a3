package plain

import (
	"context"
	"slices"

	"why403/flow"
)

// Prober asks the service itself, from here or by a command for another machine. No text that it returns holds a secret.
type Prober interface {
	// Cards returns the probes in the order in which they are worth sending, ready to be shown. It sends nothing.
	Cards(facts []flow.Fact) []flow.Card
	// Run sends the probes, each within its own deadline, and returns what came of them; once ctx ends, of those so far.
	// Progress may be called from several goroutines, and not after Run has returned.
	Run(ctx context.Context, ids []string, facts []flow.Fact, progress func(flow.Progress)) []flow.Told
	// Languages are those that Command writes in.
	Languages() []flow.CommandTemplate
	// Command returns what to run on another machine to send the probes from there. It adds nothing to the session.
	Command(ids []string, language string, s *flow.Session) (string, error)
	// HandBack reads what such commands printed. It adds nothing to the session.
	HandBack(text []byte, s *flow.Session) (flow.Handed, error)
	// Settings returns what probes are sent with, secrets masked.
	Settings() flow.Settings
	// Set replaces the settings. A secret that is as Settings shows it stays what it was.
	Set(flow.Settings) error
}

// Watcher listens on this machine for the failing call itself.
type Watcher interface {
	Watch(ctx context.Context) (Watch, error)
}

// Watch is one time of listening.
type Watch interface {
	URL() string     // Where the program is to send its calls.
	Lines() []string // What to type where the program runs, exactly.
	// Wait calls back with a line for every call that passes, and returns what the first failing one showed. It has a
	// deadline of its own.
	Wait(ctx context.Context, call func(line string)) (flow.Reading, error)
	Close() error
}

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

func (c *conversation) has(n needs) bool {
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
func (c *conversation) useful(q *flow.Question, facts []flow.Fact) []flow.Card {
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
