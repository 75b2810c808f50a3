package conversation

import (
	"context"
	"slices"

	"why403/flow"
)

// Switched returns the conversation gone on in the playbook that its verdict switches to, and whether there is one that it can
// go on in: none of those it came through, and none that sends it back. This one stays where it is; the other records nothing.
func (c *Conversation) Switched(through []string) (*Conversation, bool) {
	p := c.state.Position()
	if p.Verdict == nil || p.Verdict.SwitchTo == "" || p.Solved || slices.Contains(through, p.Verdict.SwitchTo) {
		return nil, false
	}
	n := New(Ports{Now: c.ports.Now, Books: c.ports.Books, Join: c.ports.Join}, c.book, c.copied())
	n.text = c.text
	from := c.book.Playbook.ID
	if s := n.Wait(context.Background(), n.Do(Take{ID: p.Verdict.SwitchTo, Why: from + ": " + p.Verdict.Title}), nil); s.Opened == nil {
		return nil, false
	}
	v := n.state.Position().Verdict
	return n, v == nil || v.SwitchTo == "" || v.SwitchTo != from && !slices.Contains(through, v.SwitchTo)
}

// SendUseful sends what the session still needs, and records what was told. The free probes go out at once, and once more if their
// answers bring up further ones; those that cost, if they may, one by one and only while there is no verdict. None is sent that is in
// sent, where each is added. Before is told of a request before it goes out, and after of what it told.
func (c *Conversation) SendUseful(ctx context.Context, paid bool, sent map[string]bool, before func(flow.Card), after func(flow.ProbeResult)) {
	worth := func(free bool) []flow.Card {
		var cards []flow.Card
		for _, card := range c.book.Prober.Cards(c.session.Facts()) {
			if card.Useful && len(card.Missing) == 0 && card.Probe.Cost.Free() == free && !sent[card.Probe.ID] {
				cards = append(cards, card)
			}
		}
		return cards
	}
	for ctx.Err() == nil && c.state.Position().Outcome != flow.Concluded {
		cards := worth(true)
		if len(cards) == 0 && paid {
			cards = worth(false)
			cards = cards[:min(1, len(cards))]
		}
		if len(cards) == 0 {
			return
		}
		var ids []string
		for _, card := range cards {
			before(card)
			ids = append(ids, card.Probe.ID)
			sent[card.Probe.ID] = true
		}
		for _, t := range c.Wait(ctx, c.Do(Send{IDs: ids}), nil).Told {
			after(t)
		}
	}
}

// Lack is something that keeps useful probes from being sent.
type Lack struct {
	Missing string   // In words, as a card has it.
	Probes  []string // The probes that wait for it.
}

// Lacks returns what keeps probes from being sent that could still decide something, in the order of the playbook.
func (c *Conversation) Lacks(paid bool) []Lack {
	var lacks []Lack
	for _, card := range c.book.Prober.Cards(c.session.Facts()) {
		if !card.Useful || !paid && !card.Probe.Cost.Free() {
			continue
		}
		for _, m := range card.Missing {
			i := slices.IndexFunc(lacks, func(l Lack) bool { return l.Missing == m })
			if i < 0 {
				i, lacks = len(lacks), append(lacks, Lack{Missing: m})
			}
			lacks[i].Probes = append(lacks[i].Probes, card.Probe.ID)
		}
	}
	return lacks
}
