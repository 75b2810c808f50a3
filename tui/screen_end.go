package tui

import (
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// endScreen closes the conversation: verified, or what is left to do.
type endScreen struct {
	t    *state
	over bool // It lies over a verdict that is not verified.
}

func (s *endScreen) Keys() []bound {
	keys := append([]bound{bind(command(conversation.Quit), "q", i18n.T("quit"), "q").explain(helpQuitTheSessionIs), able(conversation.NextCall)}, s.back()...)
	keys = append(keys, s.t.reporting()...)
	if len(s.t.state.ReadOut()) > 0 {
		keys = append(keys, able(conversation.ShowSay).quiet())
	}
	for _, b := range s.t.watching() {
		keys = append(keys, b.quiet())
	}
	keys = append(append(keys, s.t.looking()...), s.t.shelved()...)
	keys = append(append(keys, s.t.noting()...), s.t.switching(), s.t.ticketing())
	return append(keys, able(conversation.PasteText))
}

// back are the keys that close the page, or that look at the answers where the call ended on it.
func (s *endScreen) back() []bound {
	if s.over {
		return closing()
	}
	return []bound{bind(goBack, "b", keyBack, "left", "b").explain(conversation.Named(conversation.LookBack).Long), escaping()}
}

func (s *endScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.End(), w, still)
	b.gap()
	b.add(st.heading, i18n.T("This session"))
	about := s.t.state.Session.About()
	command := "why403 resume"
	if s.t.remote != nil {
		command = s.t.remote.Again
	}
	if name := page.Line(about.Name); name != "" {
		b.add(ink{}, page.Hang(i18n.T("Saved as: "), name, w)...)
		command += " " + name
	}
	b.add(ink{}, page.Hang(i18n.T("Open it again: "), command, w)...)
	if !s.t.pos.Solved {
		b.gap()
		b.join(s.t.panel(s.t.state.Where(), w))
	}
	return b
}
