package tui

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// resultScreen shows what came of probes. What they told is recorded already, and the walk has gone on below it.
type resultScreen struct {
	t       *talk
	told    []flow.Told
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
	return append(keys, looking()...)
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
		b.add(st.warn, page.Wrap(i18n.T("Nothing was told, so nothing changes."), w)...)
	}
	b.add(st.strong, page.Hang("→ ", s.t.ahead(), w)...)
	if facts > 0 {
		b.add(st.dim, page.Wrap(i18n.T("Noted as measured; ctrl+z takes it back, the trail changes it."), w)...)
	}
	switch n := len(s.more()); {
	case n == 1:
		b.add(st.good, page.Wrap(i18n.T("▸ The same question is still asked. 1 more command helps here: r shows it."), w)...)
	case n > 1:
		b.add(st.good, page.Wrap(i18n.T("▸ The same question is still asked. %d more commands help here: r shows them.", n), w)...)
	}
	for _, e := range s.passed {
		b.add(st.warn, page.Hang(i18n.T("! Passed over: "), s.t.shown(e.Error()), w)...)
	}
	for _, t := range s.told {
		b.gap()
		b.add(st.strong, page.Wrap(s.t.probeTitle(t.Probe), w)...)
		style, word := st.good, toldWord(t)
		if !t.Tells {
			style = st.warn
		}
		if !t.Tells && len(t.Shows()) > 0 {
			word = i18n.T("not decided by it; what else it showed stands below: ")
		}
		b.add(style, page.Hang(toldSign(t)+" ", word+s.t.shown(t.Means), w)...)
		for _, f := range t.Shows() {
			b.add(lipgloss.NewStyle(), page.Hang("    ", valueWord(f.Value)+": "+s.t.statement(f.ID), w)...)
		}
		if s.details {
			s.evidence(&b, t, w)
		}
	}
	return b
}

// evidence shows what the outcome rests on.
func (s *resultScreen) evidence(b *body, t flow.Told, w int) {
	status := i18n.T("no answer came")
	if t.Status > 0 {
		status = strings.TrimSpace(i18n.T("status %s %s", strconv.Itoa(t.Status), s.t.shown(t.Type)))
	}
	parts := []string{status}
	if t.RequestID != "" {
		parts = append(parts, i18n.T("request id %s", s.t.shown(t.RequestID)))
	}
	if t.AnsweredBy != "" {
		parts = append(parts, i18n.T("answered by %s", s.t.shown(t.AnsweredBy)))
	}
	if t.Retried {
		parts = append(parts, i18n.T("sent twice, after the wait that was asked for"))
	}
	b.add(s.t.st.dim, page.Hang("    ", strings.Join(parts, " · "), w)...)
	if times := timingWord(t.Timing); times != "" {
		b.add(s.t.st.dim, page.Hang("    ", times, w)...)
	}
}
