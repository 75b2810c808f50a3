package tui

import (
	"why403/flow/i18n"
)

// referenceScreen lists the pages and tables there are to read.
type referenceScreen struct {
	t      *state
	cursor int
}

func (s *referenceScreen) count() int { return len(s.t.pb.Reference) + len(s.t.pb.Tables) }

func (s *referenceScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), max(s.count()-1, 0)) }

func (s *referenceScreen) Choose() intent {
	if s.count() == 0 {
		return told(i18n.T("There is no reference page."))
	}
	return turned(s.cursor)
}

func (s *referenceScreen) Keys() []bound {
	return append(closing(choosing(i18n.T("read"))...), bind(goBack, "g", keyClose, "g").quiet())
}

func (s *referenceScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.Reference(), min(w, textMax), list{cursor: s.cursor})
	return b
}

// pageScreen shows one page or table of the reference.
type pageScreen struct {
	t  *state
	at int
}

func newPage(t *state, i int) *pageScreen { return &pageScreen{t: t, at: i} }

func (s *pageScreen) Keys() []bound { return closing(bind(goBack, "g", keyClose, "g").quiet()) }

func (s *pageScreen) Body(w, _ int) body {
	b := body{focus: -1}
	s.t.draw(&b, s.t.state.ReferencePage(s.at, s.t.lang), min(w, textMax), still)
	return b
}
