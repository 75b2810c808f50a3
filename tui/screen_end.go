package tui

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"why403/content/words"
	"why403/flow"
)

// endScreen closes the conversation: verified, or what is left to do.
type endScreen struct {
	t    *talk
	over bool // It lies over a verdict that is not verified.
}

func (s *endScreen) Keys() []bound {
	keys := append([]bound{bind(leave, "q", keyQuit, "q", "enter").explain(helpQuitTheSessionIs)}, closing()...)
	keys = append(keys, s.t.reporting()...)
	keys = append(append(keys, looking()...), s.t.shelved()...)
	keys = append(keys, s.t.noting()...)
	return append(keys, bind(opened(atPaste), "p", keyPaste, "p").explain(helpPasteAnotherText))
}

func (s *endScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	v := s.t.pos.Verdict
	if s.t.pos.Solved && v != nil {
		b.add(st.good.Bold(true), wrap(saySolved, w)...)
		b.add(lipgloss.NewStyle(), wrap(sayHowSure+words.Certainty(s.t.pos.SureText(s.t.pb)), w)...)
		b.gap()
		b.add(lipgloss.NewStyle(), hang(sayItWas, causeName(v), w)...)
		b.add(lipgloss.NewStyle(), hang(sayTheFix, v.Fix, w)...)
		s.fixed(&b, w)
	} else {
		b.add(st.strong, wrap(sayNotVerified, w)...)
		b.gap()
		n := "1. "
		if v != nil && v.ID != s.t.pb.Unexplained && s.t.pos.Outcome != flow.Open {
			b.add(lipgloss.NewStyle(), hang(n, v.Fix, w)...)
			b.add(lipgloss.NewStyle(), hang("2. ", saySendAgain, w)...)
			b.add(lipgloss.NewStyle(), hang("3. ", sayComeBack, w)...)
		} else {
			for _, q := range s.t.pos.Again {
				lead := sayFindOut
				if f, ok := s.t.session.Fact(q.ID); ok && f.Parked() {
					lead = "(" + s.t.source(f) + ") "
				}
				b.add(lipgloss.NewStyle(), hang("• ", lead+clean(q.Ask), w)...)
			}
			s.t.waits(&b, w)
			if s.t.support != "" {
				b.add(lipgloss.NewStyle(), hang("• ", saySendText, w)...)
			}
		}
		s.again(&b, w)
	}
	b.gap()
	b.add(st.heading, sayThisSession)
	about := s.t.session.About()
	command := "why403 resume"
	if name := clean(about.Name); name != "" {
		b.add(lipgloss.NewStyle(), hang(saySavedAs, name, w)...)
		command += " " + name
	}
	b.add(lipgloss.NewStyle(), hang(sayOpenAgain, command, w)...)
	b.gap()
	b.join(causesPanel(s.t, w))
	return b
}

// fixed says when the request was seen to work, by whom, and which request it was.
func (s *endScreen) fixed(b *body, w int) {
	f, ok := s.t.session.Fixed()
	if !ok {
		return
	}
	fact, _ := s.t.session.Fact(flow.FixedFact(f.Verdict))
	b.add(lipgloss.NewStyle(), hang(sayFixedAt, utcWord(f.At)+", "+sourceWord(fact), w)...)
	if f.RequestID != "" {
		b.add(lipgloss.NewStyle(), hang(sayFixedID, s.t.shown(f.RequestID), w)...)
	}
}

// again says when the fix is to be checked again.
func (s *endScreen) again(b *body, w int) {
	for _, n := range s.t.session.Notes() {
		if n.Name == flow.CheckAgain {
			b.add(s.t.st.good, hang("• ", fmt.Sprintf(sayCheckAt, noteText(n)), w)...)
		}
	}
}
