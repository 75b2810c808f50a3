package tui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// whyScreen lists every cause with what speaks for and against it. Each can be looked at by itself.
type whyScreen struct {
	t      *talk
	cursor int
}

// causes returns the causes in the order in which they are listed: what stands best comes first.
func (t *talk) causes() []flow.Standing {
	out := slices.Clone(t.pos.Standings)
	slices.SortStableFunc(out, func(a, b flow.Standing) int { return int(b.Level) - int(a.Level) })
	return out
}

func (s *whyScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.t.pos.Standings)-1, 0))
}

func (s *whyScreen) Choose() intent {
	all := s.t.causes()
	if len(all) == 0 {
		return told(sayNoReason)
	}
	return causeOf(all[min(s.cursor, len(all)-1)].Verdict.ID)
}

func (s *whyScreen) Keys() []bound {
	var keys []bound
	if len(s.t.pos.Standings) > 0 {
		keys = choosing(i18n.T("why not, what would change it"))
	}
	return append(closing(keys...), bind(opened(atTrail), "t", i18n.T("trail"), "t"), bind(goBack, "w", keyClose, "w").quiet())
}

func (s *whyScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.heading, i18n.T("Causes"))
	b.add(s.t.st.dim, page.Wrap(i18n.T("+ speaks for a cause, - against it"), w)...)
	for i, o := range s.t.causes() {
		b.gap()
		style, mark := levelStyle(&s.t.st, o.Level).Bold(true), "  "
		if i == s.cursor {
			style, mark, b.focus = s.t.st.chosen, "▸ ", len(b.rows)
		}
		for _, l := range causeLines(o, w-2) {
			b.rows = append(b.rows, row{mark + style.Render(l), causeOf(o.Verdict.ID)})
			mark = "  "
		}
		for _, part := range []body{reasonRows(s.t, o.For, "+ ", w-4), reasonRows(s.t, o.Against, "- ", w-4)} {
			for _, r := range part.rows {
				b.rows = append(b.rows, row{"    " + r.text, causeOf(o.Verdict.ID)})
			}
		}
		if len(o.For)+len(o.Against) == 0 {
			b.choice(causeOf(o.Verdict.ID), s.t.st.dim, page.Hang("    ", sayNoReason, w)...)
		}
	}
	return b
}

// causeScreen tells why one cause stands where it stands, and which questions would move it.
type causeScreen struct {
	t      *talk
	o      flow.Standing
	would  []*flow.Question // The cheapest first.
	cursor int
}

func newCause(t *talk, id string) *causeScreen {
	s := &causeScreen{t: t, would: flow.WouldChange(t.pb, t.session.Facts(), id)}
	s.o, _ = t.pos.Standing(id)
	return s
}

func (s *causeScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), max(len(s.would)-1, 0)) }

func (s *causeScreen) Choose() intent {
	if len(s.would) == 0 {
		return told(sayNothingNow)
	}
	return looked(s.would[s.cursor].ID)
}

func (s *causeScreen) Keys() []bound {
	var keys []bound
	if len(s.would) > 0 {
		keys = choosing(i18n.T("go to that question"))
	}
	return append(closing(keys...), bind(opened(atTrail), "t", i18n.T("trail"), "t"))
}

func (s *causeScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	if s.o.Verdict == nil {
		return b
	}
	lead := i18n.T("Still possible: ")
	switch s.o.Level {
	case flow.RuledOut:
		lead = i18n.T("Why not: ")
	case flow.Proven, flow.Likely:
		lead = i18n.T("Why: ")
	}
	b.add(st.strong, page.Wrap(lead+causeName(s.o.Verdict), w)...)
	b.add(levelStyle(st, s.o.Level), page.Wrap(levelWord(s.o.Level)+disputed(s.o), w)...)
	b.gap()
	against, speaks := reasonRows(s.t, s.o.Against, "- ", w), reasonRows(s.t, s.o.For, "+ ", w)
	if s.o.Level == flow.RuledOut {
		b.join(against)
		b.join(speaks)
	} else {
		b.join(speaks)
		b.join(against)
	}
	if len(s.o.For)+len(s.o.Against) == 0 {
		b.add(st.dim, page.Wrap(sayNoReason, w)...)
	}
	b.gap()
	b.add(st.heading, page.Wrap(i18n.T("What would change this, the cheapest first"), w)...)
	if len(s.would) == 0 {
		b.add(lipgloss.NewStyle(), page.Wrap(sayNothingNow, w)...)
	}
	for i, q := range s.would {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		for _, l := range page.Wrap(page.Line(q.Ask), w-4) {
			b.rows = append(b.rows, row{mark + style.Render(" "+l+" "), looked(q.ID)})
			mark = "  "
		}
		b.choice(looked(q.ID), st.dim, page.Hang("   ", s.t.effort(q), w)...)
	}
	return b
}

// effort says what finding a question's answer out takes, and who can.
func (t *talk) effort(q *flow.Question) string {
	parts := []string{minutesWord(q.Effort)}
	if f, ok := t.session.Fact(q.ID); ok && f.Parked() {
		parts = append(parts, t.source(f))
	} else if q.Role != "" {
		parts = append(parts, i18n.T("%s can check", t.role(q.Role)))
	}
	if cards := t.help(q); len(cards) > 0 && slices.Contains(cards[0].Decides, q.ID) {
		parts = append(parts, i18n.T("the API can answer it"))
	}
	return strings.Join(parts, " · ")
}
