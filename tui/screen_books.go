package tui

import (
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// booksScreen lists the playbooks; the one chosen is gone on in.
type booksScreen struct {
	t      *state
	titles []flow.Title // Nil until the list is there.
	cursor int
}

func (s *booksScreen) Keys() []bound {
	return append(choosing(i18n.T("go on in it")), closing(bind(goBack, "P", "close", "P").quiet())...)
}

func (s *booksScreen) Move(n int) { s.cursor = max(0, min(s.cursor+n, len(s.titles)-1)) }

func (s *booksScreen) Choose() intent {
	if len(s.titles) == 0 {
		return told(i18n.T("Reading the list…"))
	}
	return took(s.titles[s.cursor].ID)
}

func (s *booksScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, i18n.T("Playbooks"))
	b.add(lipgloss.NewStyle(), page.Wrap(i18n.T("Each knows one problem. What means the same in both is kept, and so is the text; the rest waits until you come back, and ctrl+z takes the change back."), w)...)
	b.gap()
	if s.titles == nil {
		b.add(st.dim, i18n.T("Reading the list…"))
		return b
	}
	for i, t := range s.titles {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark = st.chosen, "▸ "
			b.focus = len(b.rows)
		}
		for j, l := range page.Wrap(page.Line(t.Title), w-6) {
			if j > 0 {
				mark = "  "
			}
			b.rows = append(b.rows, row{mark + style.Render(" "+l+" "), took(t.ID)})
		}
		id := page.Line(t.ID)
		if t.ID == s.t.pb.ID {
			id += i18n.T(" · in use")
			if s.t.because != "" {
				id += ": " + s.t.because
			}
		}
		for _, l := range page.Wrap(id, w-6) {
			b.rows = append(b.rows, row{"   " + st.dim.Render(l), took(t.ID)})
		}
	}
	return b
}
