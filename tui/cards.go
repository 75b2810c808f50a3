package tui

import (
	"slices"

	"why403/flow"
	"why403/flow/conversation"
)

// help returns the cards that can help with the question.
func (t *state) help(q *flow.Question) []flow.Card { return conversation.Helpful(t.cards(), q) }

// handedBack reports whether the text is a command's output rather than an error.
func (t *state) handedBack(text string) bool {
	return t.state.Book.Prober != nil && t.state.Book.Prober.IsOutput([]byte(text))
}

// card returns the card of the probe as it is now.
func (t *state) card(id string) (flow.Card, bool) {
	for _, c := range t.cards() {
		if c.Probe.ID == id {
			return c, true
		}
	}
	return flow.Card{}, false
}

// portable returns the ids of those cards that cost nothing and that a command can send from another machine.
func (t *state) portable(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		c, ok := t.card(id)
		return !ok || !c.Portable || !c.Probe.Cost.Free()
	})
}

// helps returns the ids of the probes whose command helps with the question still, those aside that have just told.
func (t *state) helps(q *flow.Question, told []flow.ProbeResult) []string {
	var ids []string
	for _, c := range t.help(q) {
		if c.Portable && !slices.ContainsFunc(told, func(o flow.ProbeResult) bool { return o.Probe == c.Probe.ID }) {
			ids = append(ids, c.Probe.ID)
		}
	}
	return ids
}

// free returns the ids of those cards that cost nothing and can be sent from here, how many free ones cannot yet, and what is
// missing for those, each once.
func (t *state) free(ids []string) (ready []string, missing int, what []string) {
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
