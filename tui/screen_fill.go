package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// fillScreen asks for what a command or a letter needs, one thing after the other. What is skipped is not asked for again.
type fillScreen struct {
	t     *state
	asks  []conversation.Blank
	then  intent // What needs it.
	input textinput.Model
}

// fill asks for what is missing, if anything is that was not asked for yet, and reports whether.
func (a *App) fill(lacks []conversation.Blank, then intent) bool {
	var asks []conversation.Blank
	for _, b := range lacks {
		if !a.t.skipped[b.Name] {
			asks = append(asks, b)
		}
	}
	if len(asks) == 0 {
		return false
	}
	a.push(&fillScreen{t: a.t, asks: asks, then: then, input: oneLine("> ")})
	a.status = status{}
	return true
}

// filled keeps what was typed, and asks for the next, or goes on with what needed it.
func (a *App) filled(in filled) tea.Cmd {
	s, ok := a.top().screen.(*fillScreen)
	if !ok {
		return nil
	}
	ask := s.asks[0]
	next := func(conversation.Step) tea.Cmd {
		a.status = status{}
		if s.asks = s.asks[1:]; len(s.asks) > 0 {
			s.input.Reset()
			return nil
		}
		a.pop()
		a.t.walk()
		return a.do(s.then)
	}
	if in == "" {
		a.t.skipped[ask.Name] = true
		return next(conversation.Step{})
	}
	if !ask.Takes(string(in)) {
		a.status = status{text: ask.NotThat(string(in)), hint: true}
		return nil
	}
	return a.does(conversation.Fill{Name: ask.Name, Text: string(in)}, next)
}

func (s *fillScreen) Keys() []bound {
	word, long := i18n.T("skip"), i18n.T("it is not known; go on without it")
	if s.text() != "" {
		word, long = i18n.T("keep it"), i18n.T("keep it for this session, and go on")
	}
	return []bound{
		bind(filled(s.text()), "enter", word, "enter").explain(long),
		bind(goBack, "esc", keyBack, "esc"),
	}
}

func (s *fillScreen) text() string { return page.Line(s.input.Value()) }

// Typing reports whether letters are text now: always.
func (s *fillScreen) Typing() bool { return true }

// Type takes what is asked for.
func (s *fillScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: page.Line(p.Content)}
	}
	var cmd tea.Cmd
	s.input, cmd = s.t.typed(s.input, msg)
	return cmd, nil
}

func (s *fillScreen) head(w int) []string { return page.Wrap(s.asks[0].Ask, w) }

func (s *fillScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.strong, s.head(w)...)
	s.input.SetWidth(w - 3)
	b.raw(s.input.View())
	b.gap()
	b.add(s.t.st.dim, page.Wrap(i18n.T("It is asked once, kept with the session, and stands in every command and letter from now on. enter alone skips it."), w)...)
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *fillScreen) Cursor(w int) *tea.Cursor {
	c := s.input.Cursor()
	if c != nil {
		c.Y += len(s.head(min(w, textMax)))
	}
	return c
}
