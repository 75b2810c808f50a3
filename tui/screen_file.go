package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow/i18n"
	"why403/flow/page"
)

// fileScreen asks for the path of a file to read.
type fileScreen struct {
	t     *state
	input textinput.Model
	err   string // What went wrong with the last path, and what to do.
}

func newFile(t *state) *fileScreen {
	return &fileScreen{t: t, input: oneLine("> ")}
}

func (s *fileScreen) Keys() []bound {
	keys := []bound{bind(goBack, "esc", keyBack, "esc")}
	if s.input.Value() != "" {
		keys = append([]bound{bind(named(s.input.Value()), "enter", i18n.T("open it"), "enter")}, keys...)
	}
	return keys
}

// Typing reports whether letters are text now: always.
func (s *fileScreen) Typing() bool { return true }

// Type takes the path.
func (s *fileScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	var cmd tea.Cmd
	s.err = "" // It is about another path.
	s.input, cmd = s.input.Update(msg)
	s.input.EchoMode = textinput.EchoNormal
	if v := s.input.Value(); s.t.mask(v) != v { // A key that was pasted into the wrong field.
		s.input.EchoMode = textinput.EchoPassword
	}
	return cmd, nil
}

func (s *fileScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.strong, s.head(w)...)
	s.input.SetWidth(w - 3)
	b.raw(s.input.View())
	if s.err != "" {
		b.gap()
		b.add(s.t.st.warn, page.Hang("! ", s.t.mask(s.err), w)...)
	}
	return b
}

func (s *fileScreen) head(w int) []string {
	return page.Wrap(i18n.T("Which file holds the error? Its path:"), w)
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *fileScreen) Cursor(w int) *tea.Cursor {
	c := s.input.Cursor()
	if c != nil {
		c.Y += len(s.head(min(w, textMax)))
	}
	return c
}
