package tui

import (
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// resultScreen shows what came of probes. What they told is recorded already, and the walk has gone on below it.
type resultScreen struct {
	t       *state
	told    []flow.ProbeResult
	details bool // Status, request id, who answered and the times are shown.

	// Of what commands on another machine printed:
	asked  *flow.Question // What was asked before; nil if nothing was, or if it came from here.
	passed []error        // Why results were passed over.
}

func (s *resultScreen) Keys() []bound {
	keys := []bound{bind(goBack, "enter", i18n.T("go on"), "enter", "esc", "left", "b").explain(helpGoOnWhereThe)}
	if n := len(s.more()); n > 0 {
		keys = append(keys, bind(opened(atCard), "r", i18n.T("%d more", n), "r").explain(i18n.T("the next probe that helps with the question")))
	}
	word := i18n.T("details")
	if s.details {
		word = i18n.T("less")
	}
	keys = append(keys, bind(toggleDetails, "d", word, "d").explain(i18n.T("status, request id, who answered, and how long it took")))
	keys = append(keys, looking()...)
	keys[len(keys)-1].rare = false
	return append(keys, able(conversation.UndoLast, undo))
}

// more returns the probes that help still, when what was handed back has not answered the question.
func (s *resultScreen) more() []string {
	q := s.t.pos.Question
	if s.asked == nil || q == nil || s.t.pos.Outcome != flow.Asking || q.ID != s.asked.ID {
		return nil
	}
	return s.t.helps(q, s.told)
}

func (s *resultScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(i18n.T("What the API told"), w)...)
	facts := 0
	for _, t := range s.told {
		facts += len(t.Shows())
	}
	if facts == 0 {
		b.add(st.warn, page.Wrap(conversation.NothingTold(), w)...)
	}
	b.add(st.strong, page.Hang("→ ", s.t.state.Ahead(), w)...)
	if facts > 0 {
		b.add(st.dim, page.Wrap(s.t.state.Noted(), w)...)
	}
	if text := s.t.state.StillAsked(len(s.more()), conversation.AskAPI); text != "" {
		b.add(st.good, page.Wrap("▸ "+text, w)...)
	}
	for _, e := range s.passed {
		b.add(st.warn, page.Hang(i18n.T("! Passed over: "), s.t.shown(e.Error()), w)...)
	}
	for _, t := range s.told {
		b.gap()
		s.t.draw(&b, s.t.state.Told(t, s.details), w, still)
	}
	return b
}
