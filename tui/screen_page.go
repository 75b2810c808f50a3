package tui

import (
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// pageScreen shows a page, whatever is on it.
type pageScreen struct {
	t      *state
	name   conversation.Name // What shows it, whose key closes it, too; NoName where it comes by itself.
	show   func(now *conversation.State) conversation.Page
	own    func() []bound // Keys that this front end alone has for it; nil for none.
	stays  bool           // It stays open while others go on in the session.
	cursor int

	at     *conversation.State // When it was made,
	strict bool                // and how,
	made   conversation.Page   // and what it was then.
}

// newPage returns the page of a command.
func newPage(t *state, of conversation.Show) *pageScreen {
	return pageOf(t, of.Name, func(now *conversation.State) conversation.Page { return now.Page(of) })
}

// pageOf returns a page that is made anew whenever the conversation has gone on.
func pageOf(t *state, name conversation.Name, show func(now *conversation.State) conversation.Page) *pageScreen {
	s := &pageScreen{t: t, name: name}
	s.Show(show)
	return s
}

// Show puts another page in the place of this one.
func (s *pageScreen) Show(show func(now *conversation.State) conversation.Page) {
	s.show, s.at = show, nil
	s.cursor = s.page().At
}

func (s *pageScreen) page() conversation.Page {
	if s.at != s.t.state || s.strict != s.t.strict {
		s.at, s.strict = s.t.state, s.t.strict
		s.made = s.show(s.at)
	}
	return s.made
}

// picks are the lines that can be chosen, by what they lead to.
func (s *pageScreen) picks() []page.Destination {
	var out []page.Destination
	for _, b := range s.page().Blocks {
		if i, ok := b.(page.Item); ok && s.page().Choose != "" && leadsTo(i.Pick) != nil {
			out = append(out, i.Pick)
		}
	}
	return out
}

// pick is what the highlighted line leads to; nil where none is.
func (s *pageScreen) pick() page.Destination {
	if all := s.picks(); len(all) > 0 {
		return all[min(s.cursor, len(all)-1)]
	}
	return nil
}

func (s *pageScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.picks())-1, 0))
}

func (s *pageScreen) Choose() intent { return leadsTo(s.pick()) }

func (s *pageScreen) Keys() []bound {
	p := s.page()
	var keys []bound
	back, enter := closing(), bind(goBack, "enter", keyClose, "enter").quiet()
	if p.Before != (conversation.Show{}) { // That is what left is for.
		back = []bound{bind(goBack, "esc", keyBack, "esc", "b").explain(back[0].long)}
	}
	if p.Passed {
		back = []bound{bind(goBack, "enter", i18n.T("go on"), "enter", "esc", "left", "b").explain(helpGoOnWhereThe)}
	}
	switch {
	case s.pick() == nil && !p.Passed:
		back = append(back, enter)
	case s.pick() != nil && p.Passed:
		back = []bound{bind(goBack, "esc", i18n.T("go on"), "esc", "left", "b").explain(helpGoOnWhereThe)}
		fallthrough
	case s.pick() != nil:
		keys = choosing(p.Choose)
	}
	if len(s.Languages()) > 1 {
		keys = append(keys, bind(nextLang, "tab", i18n.T("language"), "tab"))
	}
	if p.After != (conversation.Show{}) {
		keys = append(keys, bind(shown(p.After), "→", i18n.T("next section"), "right"))
	}
	if p.Before != (conversation.Show{}) {
		keys = append(keys, bind(shown(p.Before), "←", i18n.T("section before"), "left").quiet())
	}
	for _, c := range p.Do {
		keys = append(keys, s.t.of(c))
	}
	if s.own != nil {
		keys = append(keys, s.own()...)
	}
	keys = append(keys, back...)
	for _, c := range p.See {
		b := s.t.of(c)
		b.rare = b.rare || p.Passed && c.Name != conversation.ShowParked
		keys = append(keys, b)
	}
	if own := conversation.Named(s.name).Keys; len(own) > 0 {
		keys = append(keys, bind(goBack, own[0], keyClose, own[0]).quiet())
	}
	return keys
}

// document is what on the page has code in several languages.
func (s *pageScreen) document() (doc page.Document) {
	for _, b := range s.page().Blocks {
		if m, ok := b.(page.Markdown); ok && len(doc.Languages()) < 2 {
			doc = s.t.md.document(m.Text)
		}
	}
	return doc
}

// Languages are those in which code on the page can be shown.
func (s *pageScreen) Languages() []string { return s.document().Languages() }

// Copy gives the code in the language shown, or else what the page has to be copied.
func (s *pageScreen) Copy() (what, text string) {
	if doc := s.document(); len(doc.Languages()) > 1 {
		_, shown := doc.In(s.t.lang)
		return i18n.T("the request (%s)", shown), doc.CodeIn(shown)
	}
	return s.page().What, s.page().Text
}

func (s *pageScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b, l := body{focus: -1}, still
	if all := s.picks(); len(all) > 0 {
		l = list{cursor: min(s.cursor, len(all)-1), under: 3}
		if l.folded = s.page().Folded; l.folded && w < 60 {
			l.under = 4
		} else if l.folded {
			l.under = 12
		}
	}
	s.t.draw(&b, s.page().Blocks, w, l)
	return b
}
