package tui

import (
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// whyScreen lists every cause with what speaks for and against it. Each can be looked at by itself.
type whyScreen struct {
	t      *state
	cursor int
}

func (s *whyScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.t.pos.Standings)-1, 0))
}

func (s *whyScreen) Choose() intent {
	all := s.t.state.Standings()
	if len(all) == 0 {
		return told(conversation.NoReason())
	}
	return causeOf(all[min(s.cursor, len(all)-1)].Verdict.ID)
}

func (s *whyScreen) Keys() []bound {
	var keys []bound
	if len(s.t.pos.Standings) > 0 {
		keys = choosing(i18n.T("more on this cause"))
	}
	return append(closing(keys...), able(conversation.ShowTrail, opened(atTrail)), bind(goBack, "w", keyClose, "w").quiet())
}

func (s *whyScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.Causes(), min(w, textMax), list{cursor: s.cursor, under: 4})
	return b
}

// causeScreen tells why one cause stands where it stands, and which questions would move it.
type causeScreen struct {
	t      *state
	v      *flow.Verdict
	would  []*flow.Question // The cheapest first.
	cursor int
}

func newCause(t *state, id string) *causeScreen {
	return &causeScreen{t: t, v: t.pb.Verdict(id), would: t.state.Would(id)}
}

func (s *causeScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), max(len(s.would)-1, 0)) }

func (s *causeScreen) Choose() intent {
	if len(s.would) == 0 {
		return told(conversation.NothingNow())
	}
	return looked(s.would[s.cursor].ID)
}

func (s *causeScreen) Keys() []bound {
	var keys []bound
	if len(s.would) > 0 {
		keys = choosing(i18n.T("go to that question"))
	}
	return append(closing(keys...), able(conversation.ShowTrail, opened(atTrail)))
}

func (s *causeScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.Cause(s.v), min(w, textMax), list{cursor: s.cursor, under: 3})
	return b
}
