package tui

import (
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// trailScreen lists every fact, the picked one with its source. It can be changed. At first the newest answer is picked.
type trailScreen struct {
	t      *state
	cursor int
}

func newTrailScreen(t *state) *trailScreen {
	s := &trailScreen{t: t}
	for i, r := range s.rows() {
		if r.Part() == conversation.PartSaid {
			s.cursor = i
		}
	}
	return s
}

func (s *trailScreen) rows() []conversation.Row { return s.t.state.Rows() }

func (s *trailScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.rows())-1, 0))
}

func (s *trailScreen) Choose() intent {
	if len(s.rows()) == 0 {
		return told(i18n.T("There is nothing to change yet."))
	}
	return edited(s.rows()[s.cursor].Fact().ID)
}

func (s *trailScreen) Keys() []bound {
	var keys []bound
	if len(s.rows()) > 0 {
		keys = append(choosing(i18n.T("change it")),
			bind(opened(atNote), "+", i18n.T("note"), "+").explain(i18n.T("a note on this step")),
			bind(chose{}, "e", i18n.T("change it"), "e").quiet(),
		)
	}
	keys = append(closing(keys...), able(conversation.ShowCauses, opened(atWhy)), bind(goBack, "t", keyClose, "t").quiet())
	return append(keys, s.t.noting()[1:]...) // Its note is on the step.
}

func (s *trailScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	l := list{cursor: s.cursor, under: 12, folded: true}
	if w < 60 {
		l.under = 4
	}
	s.t.draw(&b, s.t.state.Trail(), w, l)
	return b
}
