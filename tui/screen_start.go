package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// startScreen takes a text, or offers what to do without one. As paste it lies over a conversation and takes another text.
type startScreen struct {
	t       *state
	last    *conversation.LastSession
	due     *conversation.LastSession
	after   bool // Another call came before this one.
	files   bool // Files can be opened.
	paste   bool
	instead bool // The text is of the error that came in the place of the one before, after a fix.
	area    area
	list    bool // The list has the focus, not the area.
	cursor  int
	room    int // For what a row says of an earlier session, in cells.
}

func newStart(t *state, cfg *Config, paste bool) *startScreen {
	return &startScreen{t: t, last: cfg.Last, due: cfg.Due, after: cfg.After, files: cfg.OpenFile != nil, paste: paste, area: newArea(t.mask)}
}

// page is what the screen says.
func (s *startScreen) page() conversation.Start {
	p := s.whole()
	if s.t.guest {
		p.Ways = slices.DeleteFunc(p.Ways, func(it page.Item) bool { return !guestMay(leadsTo(it.Pick)) })
	}
	return p
}

func (s *startScreen) whole() conversation.Start {
	if s.instead {
		return s.t.state.Different(s.files)
	}
	var earlier conversation.Earlier
	if s.last != nil && !s.t.begun() {
		earlier.Last = s.last.Fits(s.room)
	}
	if s.due != nil && !s.t.begun() {
		earlier.Due = s.due.Fits(s.room)
	}
	earlier.Call = s.after
	return s.t.state.Start(earlier, s.paste, s.files)
}

func (s *startScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), len(s.page().Ways)-1)
}

func (s *startScreen) Choose() intent {
	all := s.page().Ways
	if len(all) == 0 {
		return told(sayEmptyPaste)
	}
	return leadsTo(all[min(s.cursor, len(all)-1)].Pick)
}

func (s *startScreen) Keys() []bound {
	back := bind(focused(!s.list), "esc", i18n.T("list"), "esc").quiet()
	if s.paste {
		back = bind(goBack, "esc", keyBack, "esc")
	}
	if !s.list {
		keys := []bound{bind(gave{text: s.area.Text()}, "enter", keyReadIt, "enter")}
		if s.area.empty() {
			keys = []bound{bind(nothingPasted, "enter", keyReadIt, "enter")}
		}
		for _, b := range s.listed() { // A letter that stands alone is one of those that the rows below name, and no error.
			if b.Help().Key == strings.TrimSpace(s.area.Text()) {
				keys = []bound{bind(b.do, "enter", b.Help().Desc, "enter").explain(b.long)}
			}
		}
		keys = append(keys, bind(focused(true), "tab", i18n.T("pick below"), "tab").explain(i18n.T("to the list, where its letters work")))
		if s.area.last() {
			keys = append(keys, bind(focused(true), "↓", i18n.T("list"), "down").quiet())
		}
		if !s.area.empty() {
			keys = append(keys, bind(clearText, "ctrl+u", i18n.T("empty it"), "ctrl+u").explain(i18n.T("empty the area")))
		}
		return append(keys, back)
	}
	keys := choosing(i18n.T("take it"))
	if s.cursor == 0 {
		keys[2] = bind(focused(false), "↑", i18n.T("to the paste area"), "up", "k").quiet()
	}
	keys = append(keys, s.listed()...)
	if !s.paste {
		keys = append(keys, s.t.shelved()...)
	}
	keys = append(keys, s.t.switching(), s.t.ticketing())
	return append(keys, bind(focused(false), "tab", i18n.T("paste area"), "tab").explain(i18n.T("to the paste area")), back)
}

// listed are the letters that the rows below the area name.
func (s *startScreen) listed() []bound {
	var keys []bound
	for _, it := range s.page().Ways {
		if name, ok := it.Pick.(conversation.Name); ok {
			keys = append(keys, able(name).quiet())
		}
	}
	if s.t.state.Sends() {
		keys = append(keys, able(conversation.ShowSettings).quiet())
	}
	return keys
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

// Focus gives the list the focus, or the area. With a text in the area, enter on the list goes on with no earlier call unless that line is chosen.
func (s *startScreen) Focus(list bool) {
	s.list, s.cursor = list, 0
	if list && !s.area.empty() {
		s.cursor = max(slices.IndexFunc(s.page().Ways, func(it page.Item) bool {
			return it.Pick != conversation.ResumeLast && it.Pick != conversation.ResumeDue
		}), 0)
	}
}

// areaTop is the row of the frame's upper border.
func (s *startScreen) areaTop(w int) int { return len(s.head(w)) }

func (s *startScreen) head(w int) []string {
	head := page.Wrap(s.page().Ask, w)
	if s.t.roomy {
		head = append(head, "")
	}
	return head
}

// Body shows the area, which takes the rows that are left, and under it what can be done without a text.
func (s *startScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	s.room = w - 16 // Beside its key and what it does.
	b.add(st.strong, s.head(w)...)
	pg := s.page()
	below := body{focus: -1}
	if s.t.roomy {
		below.raw("")
		below.add(st.dim, conversation.NothingToPaste())
	}
	if s.t.roomy && s.paste {
		below = body{focus: -1}
		below.raw("")
	}
	cursor := -1
	if s.list {
		cursor = s.cursor
	}
	s.t.ways(&below, pg.Ways, cursor, ink{}, w, false)
	if key := page.Wrap(pg.Key, w); pg.Key != "" && h-len(b.rows)-len(below.rows) > len(key)+4 {
		below.raw("")
		for _, l := range key {
			below.choice(command(conversation.ShowSettings), st.dim, l)
		}
	}
	frame := min(max(h-len(b.rows)-len(below.rows), 4), 14)
	s.area.what = pg.Takes
	for _, l := range s.area.rows(st, w, frame, !s.list) {
		b.rows = append(b.rows, row{l, focused(false)})
	}
	if below.focus >= 0 {
		b.focus = len(b.rows) + below.focus
	}
	b.rows = append(b.rows, below.rows...)
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
	return below(s.area.cursor(), s.areaTop(w))
}
