package tui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"why403/flow"
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
	keys := []bound{bind(goBack, "enter", keyGoOn, "enter", "esc", "left", "b").explain(helpGoOnWhereThe)}
	if n := len(s.more()); n > 0 {
		keys = append(keys, bind(opened(atCard), "r", fmt.Sprintf(keyMoreHelp, n), "r").explain(helpNextHelps))
	}
	word := sayDetails
	if s.details {
		word = sayLess
	}
	keys = append(keys, bind(toggleDetails, "d", word, "d").explain(helpStatusRequestIdWho))
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
	b.add(st.heading, wrap(sayAskedAll, w)...)
	facts := 0
	for _, t := range s.told {
		facts += len(t.Shows())
	}
	if facts == 0 {
		b.add(st.warn, wrap(sayNothingTold, w)...)
	}
	b.add(st.strong, hang("→ ", s.t.ahead(), w)...)
	if facts > 0 {
		b.add(st.dim, wrap(sayRecorded, w)...)
	}
	switch n := len(s.more()); {
	case n == 1:
		b.add(st.good, wrap(sayMoreCommand, w)...)
	case n > 1:
		b.add(st.good, wrap(fmt.Sprintf(sayMoreCommands, n), w)...)
	}
	for _, e := range s.passed {
		b.add(st.warn, hang(sayPassedOver, s.t.shown(e.Error()), w)...)
	}
	for _, t := range s.told {
		b.gap()
		b.add(st.strong, wrap(s.t.probeTitle(t.Probe), w)...)
		style, word := st.good, toldWord(t)
		if !t.Tells {
			style = st.warn
		}
		if !t.Tells && len(t.Shows()) > 0 {
			word = sayBesideTold
		}
		b.add(style, hang(toldSign(t)+" ", word+s.t.shown(t.Means), w)...)
		for _, f := range t.Shows() {
			b.add(lipgloss.NewStyle(), hang("    ", valueWord(f.Value)+": "+s.t.statement(f.ID), w)...)
		}
		if s.details {
			s.evidence(&b, t, w)
		}
	}
	return b
}

// evidence shows what the outcome rests on.
func (s *resultScreen) evidence(b *body, t flow.Told, w int) {
	status := sayNoAnswer
	if t.Status > 0 {
		status = strings.TrimSpace(sayStatus + strconv.Itoa(t.Status) + " " + s.t.shown(t.Type))
	}
	parts := []string{status}
	if t.RequestID != "" {
		parts = append(parts, sayRequestID+s.t.shown(t.RequestID))
	}
	if t.AnsweredBy != "" {
		parts = append(parts, sayAnsweredBy+s.t.shown(t.AnsweredBy))
	}
	if t.Retried {
		parts = append(parts, sayRetried)
	}
	b.add(s.t.st.dim, hang("    ", strings.Join(parts, " · "), w)...)
	if times := timingWord(t.Timing); times != "" {
		b.add(s.t.st.dim, hang("    ", times, w)...)
	}
}
