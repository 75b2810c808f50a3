package tui

import (
	"strings"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// What a guest sees: the customer, who was let into one session. They are asked in the words that are meant for them, give texts, and get
// commands and the fix. Nothing else of the session is drawn, and no key leads to anything else.

// guestMay reports whether an intent is a guest's. What is not listed is not.
func guestMay(in intent) bool {
	switch in := in.(type) {
	case moved, scrolled, paged, chose, focused, told, answered, picked, worked, gave:
		return true
	case command:
		switch conversation.Name(in) {
		case conversation.ShowHow, conversation.PasteText, conversation.Verify, conversation.ShowHelp, conversation.WriteCommand, conversation.HandOutput, conversation.Quit,
			conversation.UndoLast, conversation.CopyText, conversation.NoText, conversation.SayWorks, conversation.SaySame, conversation.SayDifferent, conversation.SayNotYet:
			return true
		}
	case simple:
		switch in {
		case goBack, escape, interrupt, nextLang, clearText, nothingPasted, readAgain, readAdded, widenCommand, readBack:
			return true
		}
	}
	return false
}

// guestQuestion asks for one fact, in the customer's words.
type guestQuestion struct{ *questionScreen }

// commands are the probes whose command can tell something here.
func (s *guestQuestion) commands() []string { return conversation.Portable(s.t.help(s.q)) }

func (s *guestQuestion) Keys() []bound {
	keys := s.answering()
	if conversation.HasHow(s.q) {
		keys = append(keys, able(conversation.ShowHow).as(i18n.T("how to check")))
	}
	if len(s.commands()) > 0 {
		keys = append(keys, able(conversation.WriteCommand).as(i18n.T("a command")).explain(i18n.T("a command to run where the call fails, whose output tells more than answers")))
	}
	keys = append(keys, able(conversation.PasteText).as(i18n.T("paste an error")))
	for _, b := range choosing(i18n.T("take the highlighted answer")) {
		keys = append(keys, b.quiet())
	}
	return keys
}

// Strip is empty: the causes are not a guest's.
func (s *guestQuestion) Strip(int, int) row { return row{} }

func (s *guestQuestion) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	text := s.q.Say
	if text == "" {
		text = s.q.Ask
	}
	b.add(s.t.st.strong, page.Wrap(page.Line(text), min(w, askMax))...)
	b.gap()
	choices := s.short(w)
	if choices.focus >= 0 {
		b.focus = len(b.rows) + choices.focus
	}
	b.rows = append(b.rows, choices.rows...)
	b.gap()
	b.add(s.t.st.dim, page.Wrap(i18n.T("Not sure is a good answer, too. Never type a key here: none is needed."), w)...)
	return b
}

// guestScreen is where nothing is asked: the fix, or that the engineer goes on.
type guestScreen struct{ t *state }

func (s *guestScreen) Keys() []bound {
	var keys []bound
	if s.remedy() != "" {
		keys = append(keys, able(conversation.Verify), able(conversation.CopyText))
	}
	return append(keys, able(conversation.PasteText).as(i18n.T("paste an error")), able(conversation.Quit))
}

// remedy is the fix as a text to copy; "" where none was found.
func (s *guestScreen) remedy() string {
	if s.t.pos.Solved || len(s.t.state.ForGuest()) < 4 {
		return ""
	}
	return strings.Join(page.Lines(s.t.state.ForGuest(), 0), "\n")
}

// Copy gives the fix.
func (s *guestScreen) Copy() (what, text string) { return i18n.T("the fix"), s.remedy() }

func (s *guestScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.ForGuest(), min(w, textMax), still)
	return b
}
