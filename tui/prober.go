package tui

import (
	"context"
	"slices"

	"why403/flow"
	"why403/flow/i18n"
)

// Prober asks the service itself, here or by a command for another machine. Its methods may be called while Run is under way.
// No text that it returns holds a secret.
type Prober interface {
	// Cards returns every probe in the playbook's order, ready to be shown. It is quick and waits for nothing.
	Cards(facts []flow.Fact) []flow.Card
	// Run sends the probes, each within its own deadline, and returns what came of them; after ctx ends, of those so far.
	// Progress may be called from several goroutines, and not after Run has returned.
	Run(ctx context.Context, ids []string, facts []flow.Fact, progress func(flow.Progress)) []flow.Told
	// Languages are those that Command writes in.
	Languages() []flow.CommandTemplate
	// Command returns what to run on another machine to send the probes from there. What it prints belongs to this session.
	Command(ids []string, language string, s *flow.Session) (string, error)
	// HandBack reads what commands printed. The error says in words for people why nothing in the text can be taken: it is
	// old, of another session, cut off, or no such output.
	HandBack(text []byte, s *flow.Session) (flow.Handed, error)
	// HandedBack reports whether the text has what a command printed in it, whole or not, of this session or of another. It
	// is quick.
	HandedBack(text []byte) bool
	Settings() flow.Settings // Secrets masked to their last four characters.
	// Set replaces the settings; an empty secret keeps the one there is. The error names the field.
	Set(settings flow.Settings) error
}

// Watcher listens on this machine for the failing call itself.
type Watcher interface {
	Watch(ctx context.Context) (Watch, error)
}

// Watch is one time of listening. Its methods may be called while Wait is under way.
type Watch interface {
	URL() string     // Where the program is to send its calls.
	Lines() []string // What to type where the program runs, exactly.
	Calls() []string // The calls that have passed, oldest first, one line each.
	// Wait returns what the first failing call showed. The error says in words for people why there is nothing.
	Wait(ctx context.Context) (flow.Reading, error)
	Close() // Does not take longer than a few seconds.
}

// help returns the cards that can help with the question: those whose replies can answer it, then those that can still change
// where a cause stands. Without a question it is only the latter.
func (t *talk) help(q *flow.Question) []flow.Card {
	var answer, other []flow.Card
	for _, c := range t.cards {
		switch {
		case q != nil && slices.Contains(c.Decides, q.ID):
			answer = append(answer, c)
		case c.Useful:
			other = append(other, c)
		}
	}
	return append(answer, other...)
}

// handedBack reports whether the text is a command's output rather than an error.
func (t *talk) handedBack(text string) bool {
	return t.prober != nil && t.prober.HandedBack([]byte(text))
}

// asks says in one line that the service can be asked about the question, or "".
func (t *talk) asks(q *flow.Question) string {
	cards := t.help(q)
	switch {
	case len(cards) == 0:
		return ""
	case q == nil || !slices.Contains(cards[0].Decides, q.ID):
		return i18n.T("The API can help here: r")
	case t.from() == flow.Customer:
		return i18n.T("The API can answer this, from the customer's side: r")
	default:
		return i18n.T("The API can answer this: r")
	}
}

// card returns the card of the probe as it is now.
func (t *talk) card(id string) (flow.Card, bool) {
	for _, c := range t.cards {
		if c.Probe.ID == id {
			return c, true
		}
	}
	return flow.Card{}, false
}

// probeTitle names a probe.
func (t *talk) probeTitle(id string) string {
	if c, ok := t.card(id); ok {
		return clean(c.Probe.Title)
	}
	if p := t.pb.Probe(id); p != nil {
		return clean(p.Title)
	}
	return clean(id)
}

// portable returns the ids of those cards that cost nothing and that a command can send from another machine.
func (t *talk) portable(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		c, ok := t.card(id)
		return !ok || !c.Portable || !c.Probe.Cost.Free()
	})
}

// helps returns the ids of the probes whose command helps with the question still, those aside that have just told.
func (t *talk) helps(q *flow.Question, told []flow.Told) []string {
	var ids []string
	for _, c := range t.help(q) {
		if c.Portable && !slices.ContainsFunc(told, func(o flow.Told) bool { return o.Probe == c.Probe.ID }) {
			ids = append(ids, c.Probe.ID)
		}
	}
	return ids
}

// free returns the ids of those cards that cost nothing and can be sent from here, how many free ones cannot yet, and what is
// missing for those, each once.
func (t *talk) free(ids []string) (ready []string, missing int, what []string) {
	for _, id := range ids {
		c, ok := t.card(id)
		switch {
		case !ok || !c.Probe.Cost.Free():
		case len(c.Missing) > 0:
			missing++
			for _, m := range c.Missing {
				if m = t.shown(m); !slices.Contains(what, m) {
					what = append(what, m)
				}
			}
		default:
			ready = append(ready, id)
		}
	}
	return ready, missing, what
}
