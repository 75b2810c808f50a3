package tui

import (
	"charm.land/lipgloss/v2"

	"why403/flow"
)

// booksScreen lists the playbooks; the one chosen is gone on in.
type booksScreen struct {
	t      *talk
	titles []flow.Title // Nil until the list is there.
	cursor int
}

func (s *booksScreen) Keys() []bound {
	return append(choosing(sayGoOnInIt), closing(bind(goBack, "P", "close", "P").quiet())...)
}

func (s *booksScreen) Move(n int) { s.cursor = max(0, min(s.cursor+n, len(s.titles)-1)) }

func (s *booksScreen) Choose() intent {
	if len(s.titles) == 0 {
		return told(sayBooksSoon)
	}
	return took(s.titles[s.cursor].ID)
}

func (s *booksScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, sayBooks)
	b.add(lipgloss.NewStyle(), wrap(sayBooksWhat, w)...)
	b.gap()
	if s.titles == nil {
		b.add(st.dim, sayBooksSoon)
		return b
	}
	for i, t := range s.titles {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark = st.chosen, "▸ "
			b.focus = len(b.rows)
		}
		for j, l := range wrap(clean(t.Title), w-6) {
			if j > 0 {
				mark = "  "
			}
			b.rows = append(b.rows, row{mark + style.Render(" "+l+" "), took(t.ID)})
		}
		id := clean(t.ID)
		if t.ID == s.t.pb.ID {
			id += sayBookNow
			if s.t.because != "" {
				id += ": " + s.t.because
			}
		}
		for _, l := range wrap(id, w-6) {
			b.rows = append(b.rows, row{"   " + st.dim.Render(l), took(t.ID)})
		}
	}
	return b
}
