package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// fieldsScreen has a field of one line below each thing that it asks for.
type fieldsScreen struct {
	t      *state
	asks   []string
	fields []textinput.Model // One for each.
	at     int               // That is typed into.
	draft  string            // What the first one is kept under until something is done with it; empty for nothing.
	exact  bool              // What is pasted stays as it is.
}

func newFields(t *state, draft string, asks ...string) fieldsScreen {
	s := fieldsScreen{t: t, asks: asks, draft: draft}
	for range asks {
		s.fields = append(s.fields, oneLine("> "))
	}
	s.fields[0].SetValue(t.drafts[draft])
	s.Turn(0)
	return s
}

// Turn goes to another field.
func (s *fieldsScreen) Turn(n int) {
	s.at = (s.at + n + len(s.fields)) % len(s.fields)
	for i := range s.fields {
		if s.fields[i].Blur(); i == s.at {
			s.fields[i].Focus()
		}
	}
}

// text is what stands in a field.
func (s *fieldsScreen) text(i int) string { return page.Line(s.fields[i].Value()) }

// Typing reports whether letters are text now: always.
func (s *fieldsScreen) Typing() bool { return true }

// Type takes what is asked for.
func (s *fieldsScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	if p, ok := msg.(tea.PasteMsg); ok && !s.exact {
		msg = tea.PasteMsg{Content: page.Line(p.Content)}
	}
	var cmd tea.Cmd
	s.fields[s.at], cmd = s.t.typed(s.fields[s.at], msg)
	if s.draft != "" {
		s.t.drafts[s.draft] = s.fields[0].Value()
	}
	return cmd, nil
}

func (s *fieldsScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	for i, ask := range s.asks {
		style := s.t.st.dim
		if i == s.at {
			style = s.t.st.strong
		}
		b.add(style, page.Wrap(ask, w)...)
		if i == s.at {
			b.focus = len(b.rows)
		}
		s.fields[i].SetWidth(w - 3)
		b.raw(s.fields[i].View())
	}
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *fieldsScreen) Cursor(w int) *tea.Cursor {
	return below(s.fields[s.at].Cursor(), s.Body(w, 0).focus)
}

// fillScreen asks for all that a command or a letter needs, on one screen. What is left empty is not asked for again.
type fillScreen struct {
	fieldsScreen

	lacks []conversation.Blank // One for each field.
	then  intent               // What needs it.
}

// fill asks for what is missing, if anything is that was not asked for yet, and reports whether.
func (a *App) fill(lacks []conversation.Blank, then intent) bool {
	s := &fillScreen{then: then}
	var asks []string
	for _, b := range lacks {
		if !a.t.skipped[b.Name] {
			s.lacks, asks = append(s.lacks, b), append(asks, b.Ask)
		}
	}
	if len(asks) == 0 {
		return false
	}
	s.fieldsScreen = newFields(a.t, "", asks...)
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
	for i, ask := range s.lacks {
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

// empty reports whether nothing was typed yet.
func (s *fillScreen) empty() bool {
	for i := range s.fields {
		if s.text(i) != "" {
			return false
		}
	}
	return true
}

func (s *fillScreen) Body(w, h int) body {
	b := s.fieldsScreen.Body(w, h)
	b.gap()
	b.add(s.t.st.dim, page.Wrap(i18n.T("It is asked once, kept with the session, and stands in every command and letter from now on. What is empty is left out."), min(w, textMax))...)
	return b
}
