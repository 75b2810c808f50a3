package tui

import (
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// startScreen takes a text, or offers what to do without one. As paste it lies over a conversation and takes another text.
type startScreen struct {
	t      *state
	last   *LastSession
	due    *LastSession
	files  bool // Files can be opened.
	paste  bool
	area   area
	list   bool // The list has the focus, not the area.
	cursor int
}

func newStart(t *state, cfg *Config, paste bool) *startScreen {
	return &startScreen{t: t, last: cfg.Last, due: cfg.Due, files: cfg.OpenFile != nil, paste: paste, area: newArea(t.mask)}
}

// item is a line of the list, with the letter that takes it.
type item struct {
	key, text string
	do        intent
}

func (s *startScreen) items() []item {
	var out []item
	if s.area.empty() {
		out = append(out, item{"r", i18n.T("Read this text"), told(sayEmptyPaste)})
	} else {
		out = append(out, item{"r", i18n.T("Read this text"), gave{text: s.area.Text()}})
	}
	if !s.paste {
		out = append(out, item{"n", i18n.T("I have no text: ask me"), toQuestions})
	}
	if len(s.t.pb.Examples) > 0 {
		out = append(out, item{"x", i18n.T("Try an example"), opened(atExamples)})
	}
	if s.files {
		out = append(out, item{"o", i18n.T("Open a file"), opened(atFile)})
	}
	if s.t.watches {
		out = append(out, item{"i", i18n.T("Watch the real call"), opened(atWatch)})
	}
	if s.t.prober != nil {
		out = append(out, item{"m", saySettings, opened(atSettings)})
	}
	if s.last != nil && !s.t.begun() {
		out = append(out, item{"c", i18n.T("Continue: %s", page.Line(s.last.Title)), resumeLast})
	}
	if s.due != nil && !s.t.begun() {
		out = append(out, item{"v", i18n.T("Check again: %s", page.Line(s.due.Title)), resumeDue})
	}
	if s.t.shelf && !s.paste {
		out = append(out, item{"P", i18n.T("Choose a playbook; otherwise the text does"), opened(atBooks)})
	}
	out = append(out, item{"a", i18n.T("Who is this about? %s", s.whose()), opened(atAbout)})
	if s.paste {
		out = append(out, item{"b", i18n.T("Back, nothing changed"), goBack})
	}
	return out
}

func (s *startScreen) whose() string {
	about := s.t.state.Session.About()
	who := i18n.T("my own call")
	if about.Whose == flow.Customer {
		who = i18n.T("a customer's call")
	}
	if about.Ticket != "" {
		who += ", " + page.Line(s.t.mask(about.Ticket))
	}
	return who
}

func (s *startScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), len(s.items())-1)
}

func (s *startScreen) Choose() intent {
	return s.items()[min(s.cursor, len(s.items())-1)].do
}

func (s *startScreen) Keys() []bound {
	if !s.list {
		keys := []bound{bind(gave{text: s.area.Text()}, "enter", i18n.T("read this text"), "enter")}
		if s.area.empty() {
			keys = []bound{bind(nothingPasted, "enter", i18n.T("choose from the list"), "enter")}
		}
		if !s.area.empty() {
			keys = append(keys, bind(focused(true), "tab", i18n.T("to the list"), "tab"))
		} else {
			keys = append(keys, bind(focused(true), "tab", i18n.T("to the list"), "tab").quiet())
		}
		if s.area.last() {
			keys = append(keys, bind(focused(true), "↓", i18n.T("to the list"), "down").quiet())
		}
		if !s.area.empty() {
			keys = append(keys, bind(clearText, "ctrl+u", i18n.T("empty the area"), "ctrl+u"))
		}
		if s.paste {
			return append(keys, bind(goBack, "esc", keyBack, "esc"))
		}
		return append(keys, bind(focused(true), "esc", i18n.T("to the list"), "esc").quiet())
	}
	keys := choosing(i18n.T("take it"))
	if s.cursor == 0 {
		keys[2] = bind(focused(false), "↑", i18n.T("to the paste area"), "up", "k").quiet()
	}
	for _, it := range s.items() {
		if _, ok := it.do.(told); ok {
			continue
		}
		keys = append(keys, bind(it.do, it.key, shortItem(it), it.key))
	}
	keys = append(keys, bind(focused(false), "tab", i18n.T("paste area"), "tab").explain(i18n.T("to the paste area")))
	if s.paste {
		return append(keys, bind(goBack, "esc", keyBack, "esc"))
	}
	return append(keys, bind(focused(false), "esc", i18n.T("to the paste area"), "esc").quiet())
}

func shortItem(it item) string {
	switch it.key {
	case "r":
		return i18n.T("read this text")
	case "n":
		return i18n.T("questions")
	case "x":
		return i18n.T("example")
	case "o":
		return i18n.T("file")
	case "c":
		return i18n.T("continue")
	case "v":
		return i18n.T("check again")
	case "a":
		return i18n.T("about")
	case "i":
		return i18n.T("watch the call")
	case "P":
		return i18n.T("playbook")
	case "m":
		return i18n.T("model, key")
	default:
		return i18n.T("back")
	}
}

// Typing reports whether letters are text now.
func (s *startScreen) Typing() bool { return !s.list }

// Type takes keys and pastes that no binding took.
func (s *startScreen) Type(msg tea.Msg) (tea.Cmd, intent) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		s.area.paste(msg.Content)
		s.list = false
	case tea.KeyPressMsg:
		if s.list {
			return nil, nil
		}
		cmd, ok := s.area.key(msg)
		if !ok && msg.Text != "" {
			return nil, told(sayTooLarge)
		}
		return cmd, nil
	}
	return nil, nil
}

func (s *startScreen) Focus(list bool) {
	s.list = list
	if list && s.cursor == 0 && s.area.empty() {
		s.cursor = min(1, len(s.items())-1)
	}
	if !list {
		s.cursor = 0
	}
}

// areaTop is the row of the frame's upper border.
func (s *startScreen) areaTop(w int) int { return len(s.head(w)) }

func (s *startScreen) head(w int) []string {
	if s.paste {
		return page.Wrap(i18n.T("Paste another text. It is added to what was read. If it shows an error, you choose: add it, or read it instead."), w)
	}
	return append(page.Wrap(i18n.T("Finds out why an API call was refused, and shows the fix."), w), "")
}

func (s *startScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	for i, l := range s.head(w) {
		if i == 0 && !s.paste {
			b.add(st.strong, l)
			continue
		}
		b.add(lipgloss.NewStyle(), l)
	}
	items := s.items()
	frame := h - len(b.rows) - len(items) - 1
	frame = min(max(frame, 4), 14)
	for _, l := range s.area.rows(st, w, frame, !s.list) {
		b.rows = append(b.rows, row{l, focused(false)})
	}
	for i, it := range items {
		style, mark := lipgloss.NewStyle(), "  "
		if s.list && i == s.cursor {
			style, mark = st.chosen, "▸ "
			b.focus = len(b.rows)
		}
		if _, ok := it.do.(told); ok && !(s.list && i == s.cursor) {
			style = st.dim
		}
		for j, l := range page.Wrap(it.text, w-6) {
			if j > 0 {
				mark = "  "
			}
			b.rows = append(b.rows, row{mark + style.Render(" "+l+" "), it.do})
		}
	}
	if !s.list {
		b.focus = s.areaTop(w) + 1
	}
	return b
}

// Cursor returns where the terminal's cursor belongs, in the body.
func (s *startScreen) Cursor(w int) *tea.Cursor {
	if s.list {
		return nil
	}
	c := s.area.cursor()
	if c != nil {
		c.Y += s.areaTop(w)
	}
	return c
}
