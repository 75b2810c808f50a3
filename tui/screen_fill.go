package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// fillScreen asks for all that a command or a letter needs, on one screen. What is left empty is not asked for again.
type fillScreen struct {
	t      *state
	asks   []conversation.Blank
	fields []textinput.Model // One for each.
	at     int               // That is typed into.
	then   intent            // What needs it.
}

// fill asks for what is missing, if anything is that was not asked for yet, and reports whether.
func (a *App) fill(lacks []conversation.Blank, then intent) bool {
	s := &fillScreen{t: a.t, then: then}
	for _, b := range lacks {
		if !a.t.skipped[b.Name] {
			s.asks, s.fields = append(s.asks, b), append(s.fields, oneLine("> "))
		}
	}
	if len(s.asks) == 0 {
		return false
	}
	s.Turn(0)
	a.push(s)
	a.status = status{}
	return true
}

// filled keeps all that was typed, as one act, and goes on with what needed it.
func (a *App) filled() tea.Cmd {
	s, ok := a.top().screen.(*fillScreen)
	if !ok {
		return nil
	}
	texts := make(map[string]string)
	for i, ask := range s.asks {
		text := s.text(i)
		if text != "" && !ask.Takes(text) {
			s.Turn(i - s.at)
			a.status = status{text: ask.NotThat(text), hint: true}
			return nil
		}
		texts[ask.Name] = text
	}
	next := func(conversation.Step) tea.Cmd {
		for name, text := range texts {
			a.t.skipped[name] = a.t.skipped[name] || text == ""
		}
		a.status = status{}
		a.pop()
		a.t.walk()
		return a.do(s.then)
	}
	if s.empty() {
		return next(conversation.Step{})
	}
	return a.does(conversation.Fill{Texts: texts}, next)
}

// Turn goes to another field.
func (s *fillScreen) Turn(n int) {
	s.at = (s.at + n + len(s.fields)) % len(s.fields)
	for i := range s.fields {
		if s.fields[i].Blur(); i == s.at {
			s.fields[i].Focus()
		}
	}
}

func (s *fillScreen) Keys() []bound {
	word, long := i18n.T("keep and go on"), i18n.T("keep what stands here for this session, and go on")
	if s.empty() {
		word, long = i18n.T("skip"), i18n.T("none of it is known; go on without it")
	}
	keys := []bound{bind(fillIn, "enter", word, "enter").explain(long)}
	if len(s.fields) > 1 {
		keys = append(keys, bind(nextField(1), "tab", i18n.T("next field"), "tab", "down"), bind(nextField(-1), "shift+tab", i18n.T("field before"), "shift+tab", "up").quiet())
	}
	return append(keys, bind(goBack, "esc", keyBack, "esc"))
}

// text is what stands in a field.
func (s *fillScreen) text(i int) string { return page.Line(s.fields[i].Value()) }

// empty reports whether nothing was typed yet.
func (s *fillScreen) empty() bool {
	for i := range s.fields {
		if s.text(i) != "" {
			return false
		}
	}
	return true
}

// Typing reports whether letters are text now: always.
func (s *fillScreen) Typing() bool { return true }

// Type takes what is asked for.
func (s *fillScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: page.Line(p.Content)}
	}
	var cmd tea.Cmd
	s.fields[s.at], cmd = s.t.typed(s.fields[s.at], msg)
	return cmd, nil
}

// rows are what is asked and the fields, and in which row the field is that is typed into.
func (s *fillScreen) rows(w int) (b body, field int) {
	b.focus = -1
	for i, ask := range s.asks {
		style := s.t.st.dim
		if i == s.at {
			style = s.t.st.strong
		}
		b.add(style, page.Wrap(ask.Ask, w)...)
		if i == s.at {
			field = len(b.rows)
			b.focus = field
		}
		s.fields[i].SetWidth(w - 3)
		b.raw(s.fields[i].View())
	}
	return b, field
}

func (s *fillScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b, _ := s.rows(w)
	b.gap()
	b.add(s.t.st.dim, page.Wrap(i18n.T("It is asked once, kept with the session, and stands in every command and letter from now on. What is empty is left out."), w)...)
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *fillScreen) Cursor(w int) *tea.Cursor {
	c := s.fields[s.at].Cursor()
	if c != nil {
		_, field := s.rows(min(w, textMax))
		c.Y += field
	}
	return c
}
