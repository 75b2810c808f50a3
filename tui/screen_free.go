package tui

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// freeScreen shows every free probe that can be sent, before all of them are.
type freeScreen struct {
	t    *state
	help []string // The probes that help.

	drawn map[string]*requestRows
}

func newFree(t *state, help []string) *freeScreen {
	return &freeScreen{t: t, help: help, drawn: make(map[string]*requestRows)}
}

func (s *freeScreen) ids() []string {
	ids, _, _ := s.t.free(s.help)
	return ids
}

func (s *freeScreen) Keys() []bound {
	var keys []bound
	if ids := s.ids(); len(ids) > 0 {
		keys = append(keys, bind(sent{ids}, "enter", i18n.T("send all %d", len(ids)), "enter").explain(i18n.T("send these requests, and nothing else")))
	}
	keys = append(keys, able(conversation.ShowSettings))
	return append(closing(keys...), bind(goBack, "F", keyClose, "F").quiet())
}

func (s *freeScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	ids, missing, what := s.t.free(s.help)
	title := i18n.T("Exactly these are sent: %d requests, all free", len(ids))
	if len(ids) == 1 {
		title = i18n.T("Exactly this is sent: 1 request, free")
	}
	b.add(st.strong, page.Wrap(title, w)...)
	b.add(st.good, page.Wrap(i18n.T("▸ enter sends them all. Paid ones are never among them."), w)...)
	if missing > 0 {
		b.add(st.warn, page.Wrap(i18n.T("! %d more would be free; m fills in what is missing for them: %s.", missing, strings.Join(what, "; ")), w)...)
	}
	var cards []flow.Card
	for _, id := range ids {
		c, _ := s.t.card(id)
		cards = append(cards, c)
	}
	same := common(cards)
	if len(same) > 0 {
		b.gap()
		b.add(st.heading, i18n.T("Sent with each"))
		for _, h := range same {
			b.add(st.code, hangCode(s.t.shown(h.Name+": "+h.Value), w)...)
		}
		b.add(st.dim, page.Hang("  "+i18n.T("With: "), s.t.shown(cards[0].Credential), w)...)
		b.add(st.dim, page.Hang("  "+i18n.T("By: "), s.t.shown(cards[0].Route), w)...)
	}
	for _, c := range cards {
		b.gap()
		b.add(st.strong, page.Wrap(page.Line(c.Probe.Title), w)...)
		r := c.Request
		r.Headers = slices.DeleteFunc(slices.Clone(r.Headers), func(h flow.Header) bool { return slices.Contains(same, h) })
		d := s.drawn[c.Probe.ID]
		if d == nil {
			d = new(requestRows)
			s.drawn[c.Probe.ID] = d
		}
		b.rows = append(b.rows, d.of(s.t, r, w)...)
		if c.Credential != cards[0].Credential || len(same) == 0 {
			b.add(st.dim, page.Hang("  "+i18n.T("With: "), s.t.shown(c.Credential), w)...)
		}
		if c.Route != cards[0].Route || len(same) == 0 {
			b.add(st.dim, page.Hang("  "+i18n.T("By: "), s.t.shown(c.Route), w)...)
		}
	}
	return b
}

// common returns the headers that all requests have.
func common(cards []flow.Card) []flow.Header {
	if len(cards) == 0 {
		return nil
	}
	var same []flow.Header
	for _, h := range cards[0].Request.Headers {
		all := true
		for _, c := range cards {
			all = all && slices.Contains(c.Request.Headers, h)
		}
		if all {
			same = append(same, h)
		}
	}
	return same
}
