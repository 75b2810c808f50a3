package tui

import (
	tea "charm.land/bubbletea/v2"

	"why403/flow/i18n"
	"why403/flow/page"
)

// fileScreen asks for the path of a file to read.
type fileScreen struct {
	fieldsScreen

	err string // What went wrong with the last path, and what to do.
}

func newFile(t *state) *fileScreen {
	s := &fileScreen{fieldsScreen: newFields(t, "", i18n.T("Which file holds the error? Its path:"))}
	s.exact = true
	return s
}

func (s *fileScreen) Keys() []bound {
	keys := []bound{bind(goBack, "esc", keyBack, "esc")}
	if path := s.fields[0].Value(); path != "" {
		keys = append([]bound{bind(named(path), "enter", i18n.T("open it"), "enter")}, keys...)
	}
	return keys
}

// Type takes the path.
func (s *fileScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	s.err = "" // It is about another path.
	return s.fieldsScreen.Type(msg)
}

func (s *fileScreen) Body(w, h int) body {
	b := s.fieldsScreen.Body(w, h)
	if s.err != "" {
		b.gap()
		b.add(s.t.st.warn, page.Hang("! ", s.t.mask(s.err), min(w, textMax))...)
	}
	return b
}
