package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// noteScreen takes a note on a step or on the session, or the customer's words on a question. What is written stays as a
// draft until it is kept, wherever one goes meanwhile.
type noteScreen struct {
	areaScreen

	fact  string // Empty for the whole session.
	other string // What tab turns to: the question that the note was begun at, or the session.
	turns bool   // It turns.
	words bool   // The customer's words, not a note.
}

// newNote opens the draft, or what was kept before.
func newNote(t *state, fact string, words bool, kept string) *noteScreen {
	s := &noteScreen{areaScreen: areaScreen{t: t, area: newArea(t.mask)}, fact: fact, words: words}
	s.head = s.about
	s.area.title, s.area.what = i18n.T("Your note; enter keeps it"), i18n.T("What is worth knowing later. It decides nothing, and goes into the report.")
	if words {
		s.area.title, s.area.what = i18n.T("Their words; enter keeps them"), i18n.T("Exactly as said or written. The trail and the report show them with the answer.")
	}
	text, ok := t.drafts[s.draft()]
	if !ok {
		text = kept
	}
	if text != "" {
		s.area.paste(text)
		s.area.pasted = false
	}
	return s
}

// draft is what the text is kept under while it is written.
func (s *noteScreen) draft() string {
	if s.words {
		return "words:" + s.fact
	}
	return flow.NoteOn(s.fact)
}

// Text returns what was written, as it is to be kept: without the line ends that end it, and without secrets. What only acts on
// a terminal is nothing.
func (s *noteScreen) Text() string {
	if page.Line(s.area.Text()) == "" {
		return ""
	}
	return s.t.mask(strings.TrimSpace(s.area.Text()))
}

func (s *noteScreen) Keys() []bound {
	keys := []bound{
		bind(keepText, "enter", i18n.T("keep it"), "enter"),
		bind(newLine, "ctrl+j", i18n.T("new line"), "ctrl+j"),
	}
	if s.turns {
		word := i18n.T("on this question")
		if s.other == "" {
			word = i18n.T("on the session")
		}
		keys = append(keys, bind(turnNote, "tab", word, "tab"))
	}
	return append(append(keys, s.emptying()...), bind(goBack, "esc", keyBack, "esc").explain(i18n.T("back; what is written stays as a draft")))
}

// Type takes keys and pastes that no binding took.
func (s *noteScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.PasteMsg:
		s.area.paste(msg.Content)
	case tea.KeyPressMsg:
		took := true
		if cmd, took = s.area.key(msg); !took && msg.Text != "" {
			return nil, told(sayTooLarge)
		}
	}
	s.remember()
	return cmd, nil
}

// remember keeps the text as a draft.
func (s *noteScreen) remember() { s.t.drafts[s.draft()] = s.area.Text() }

func (s *noteScreen) about(w int) ([]string, ink) {
	text := i18n.T("A note on the whole session")
	if s.words {
		text = i18n.T("Their words on: %s", s.t.state.Topic(s.fact))
	} else if s.fact != "" {
		text = i18n.T("A note on: %s", s.t.state.Topic(s.fact))
	}
	return page.Wrap(text, w), s.t.st.strong
}
