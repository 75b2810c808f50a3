package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// runProbes sends what the scope allows and the session still needs, and records what was told. The free ones go out at once,
// and once more if their answers bring up further ones. Those that cost go out one by one, and only while there is no
// verdict. None goes out that is in sent, where each is added. Every request is written to w
// before it is sent, and what it told as soon as it is known.
func runProbes(ctx context.Context, talk *conversation.Conversation, allowed scope, sent map[string]bool, w io.Writer) {
	run := func(cards []flow.Card) {
		var ids []string
		for _, card := range cards {
			writeCard(w, card)
			ids = append(ids, card.Probe.ID)
			sent[card.Probe.ID] = true
		}
		for _, t := range talk.Wait(ctx, talk.Do(conversation.Send{IDs: ids}), nil).Told {
			writeTold(w, t)
		}
	}
	open := func() bool {
		return ctx.Err() == nil && talk.State().Position().Outcome != flow.Concluded
	}
	worth := func(free bool) []flow.Card {
		var cards []flow.Card
		for _, card := range talk.State().Book.Prober.Cards(talk.State().Session.Facts()) {
			if card.Useful && len(card.Missing) == 0 && card.Probe.Cost.Free() == free && !sent[card.Probe.ID] {
				cards = append(cards, card)
			}
		}
		return cards
	}
	for open() {
		if cards := worth(true); len(cards) > 0 {
			run(cards)
			continue
		}
		cards := worth(false)
		if allowed != allProbes || len(cards) == 0 {
			break
		}
		run(cards[:1])
	}
}

// lacking writes what keeps further requests from being sent that could still decide something, each thing once with the
// probes that wait for it and where it is given.
func lacking(p *prober, s *flow.Session, allowed scope, w io.Writer) {
	waiting := make(map[string][]string)
	var order []string
	for _, card := range p.Cards(s.Facts()) {
		if !card.Useful || allowed != allProbes && !card.Probe.Cost.Free() {
			continue
		}
		for _, m := range card.Missing {
			if waiting[m] == nil {
				order = append(order, m)
			}
			waiting[m] = append(waiting[m], card.Probe.ID)
		}
	}
	for _, m := range order {
		how := ""
		if flag := flagFor(p, m); flag != "" {
			how = " (" + flag + ")"
		}
		fmt.Fprintln(w, i18n.T("not sent: %s: missing %s%s", strings.Join(waiting[m], ", "), redact.Terminal(m), how))
	}
}

// flagFor returns the flags that give what package probe says is missing; "" for what only another answer gives.
func flagFor(p *prober, missing string) string {
	key := "--key-file"
	if v := p.book.Request.Variables; len(v.Key) > 0 {
		key = i18n.T("--key-file, or %s", v.Elsewhere(flow.FailingKey, false))
	}
	for _, f := range [...]struct{ words, flag string }{
		{i18n.T("Admin key"), "--admin-key-file"},
		{i18n.T("another key"), "--other-key-file"},
		{i18n.T("the key of the failing call"), key},
		{i18n.T("the model"), "--model"},
		{i18n.T("stored object"), "--object"},
		{i18n.T("the failing call goes to"), "--object"},
		{i18n.T("body, from a file"), "--request"},
		{i18n.T("another route"), "--via"},
	} {
		if strings.Contains(missing, f.words) && !strings.Contains(missing, i18n.T("an earlier probe names")) {
			return f.flag
		}
	}
	return ""
}
