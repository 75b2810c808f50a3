package tui

import (
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// endScreen closes the conversation: verified, or what is left to do.
type endScreen struct {
	t    *talk
	over bool // It lies over a verdict that is not verified.
}

func (s *endScreen) Keys() []bound {
	keys := append([]bound{bind(leave, "q", i18n.T("quit"), "q", "enter").explain(helpQuitTheSessionIs)}, closing()...)
	keys = append(keys, s.t.reporting()...)
	keys = append(append(keys, looking()...), s.t.shelved()...)
	keys = append(keys, s.t.noting()...)
	return append(keys, able(conversation.PasteText, opened(atPaste)))
}

func (s *endScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	v := s.t.pos.Verdict
	if s.t.pos.Solved && v != nil {
		b.add(st.good.Bold(true), page.Wrap(conversation.Solved(), w)...)
		b.add(lipgloss.NewStyle(), page.Wrap(i18n.T("How sure: %s", i18n.Certainty(s.t.pos.SureText(s.t.pb))), w)...)
		b.gap()
		b.add(lipgloss.NewStyle(), page.Hang(i18n.T("It was: "), conversation.CauseName(v), w)...)
		b.add(lipgloss.NewStyle(), page.Hang(i18n.T("The fix: "), v.Fix, w)...)
		s.fixed(&b, w)
	} else {
		b.add(st.strong, page.Wrap(i18n.T("Not verified yet. What is left:"), w)...)
		b.gap()
		n := "1. "
		if v != nil && v.ID != s.t.pb.Unexplained && s.t.pos.Outcome != flow.Open {
			b.add(lipgloss.NewStyle(), page.Hang(n, v.Fix, w)...)
			b.add(lipgloss.NewStyle(), page.Hang("2. ", i18n.T("Send the full original request again."), w)...)
			b.add(lipgloss.NewStyle(), page.Hang("3. ", i18n.T("Come back and press v: it works, or it does not."), w)...)
		} else {
			for _, q := range s.t.pos.Again {
				lead := i18n.T("Find out: ")
				if f, ok := s.t.state.Session.Fact(q.ID); ok && f.Parked() {
					lead = "(" + s.t.state.Source(f) + ") "
				}
				b.add(lipgloss.NewStyle(), page.Hang("• ", lead+page.Line(q.Ask), w)...)
			}
			s.t.waits(&b, w)
			if s.t.support != "" {
				b.add(lipgloss.NewStyle(), page.Hang("• ", i18n.T("Send the prepared text to support (x on the screen before copies it)."), w)...)
			}
		}
		s.again(&b, w)
	}
	b.gap()
	b.add(st.heading, i18n.T("This session"))
	about := s.t.state.Session.About()
	command := "why403 resume"
	if name := page.Line(about.Name); name != "" {
		b.add(lipgloss.NewStyle(), page.Hang(i18n.T("Saved as: "), name, w)...)
		command += " " + name
	}
	b.add(lipgloss.NewStyle(), page.Hang(i18n.T("Open it again: "), command, w)...)
	b.gap()
	b.join(causesPanel(s.t, w))
	return b
}

// fixed says when the request was seen to work, by whom, and which request it was.
func (s *endScreen) fixed(b *body, w int) {
	f, ok := s.t.state.Session.Fixed()
	if !ok {
		return
	}
	fact, _ := s.t.state.Session.Fact(flow.FixedFact(f.Verdict))
	b.add(lipgloss.NewStyle(), page.Hang(i18n.T("Fixed: "), conversation.TimeWord(f.At)+", "+conversation.SourceWord(fact), w)...)
	if f.RequestID != "" {
		b.add(lipgloss.NewStyle(), page.Hang(i18n.T("Request id: "), s.t.shown(f.RequestID), w)...)
	}
}

// again says when the fix is to be checked again.
func (s *endScreen) again(b *body, w int) {
	for _, n := range s.t.state.Session.Notes() {
		if n.Name == flow.CheckAgain {
			b.add(s.t.st.good, page.Hang("• ", i18n.T("Check again from %s on: why403 offers it when it next starts, or press v.", conversation.NoteText(n)), w)...)
		}
	}
}
