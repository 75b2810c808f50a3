package tui

import (
	"fmt"
	"strconv"

	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// verdictScreen shows what was found, why, and how to mend it; or, when nothing is decided, what is left.
type verdictScreen struct {
	t       *talk
	request int // The row above the request, of the body shown last.
}

func (s *verdictScreen) Keys() []bound {
	t := s.t
	var keys []bound
	if t.pos.Verdict != nil && !s.open() {
		keys = append(keys, bind(opened(atVerify), "v", i18n.T("verify"), "v").explain(i18n.T("verify: does the full request work now?")))
	}
	if v := t.pos.Verdict; t.shelf && v != nil && v.HandsTo != "" && !t.pos.Solved {
		keys = append(keys, able(conversation.HandOver, handOver))
	}
	if s.open() {
		keys = append(keys, t.asking(nil)...)
	}
	if t.support != "" && s.open() {
		keys = append(keys, able(conversation.CopySupport, copyHelp).as(i18n.T("copy for support")))
	}
	if len(s.tabs()) > 1 {
		keys = append(keys, bind(nextLang, "l", i18n.T("language"), "l", "tab"))
	}
	for i, q := range s.t.state.Again() {
		label := strconv.Itoa(i + 1)
		shown := label
		if n := len(s.t.state.Again()); i == 0 && n > 1 {
			shown = fmt.Sprintf("1-%d", n)
		}
		b := bind(looked(q.ID), shown, i18n.T("ask again"), label).explain(i18n.T("answer again: %s", page.Line(q.Ask)))
		if i > 0 {
			b = b.quiet()
		}
		keys = append(keys, b)
	}
	keys = append(keys,
		able(conversation.CopyText, copyHere),
	)
	keys = append(keys, t.reporting()...)
	if t.support != "" && !s.open() {
		keys = append(keys, able(conversation.CopySupport, copyHelp))
	}
	keys = append(keys,
		bind(goBack, "←/b", keyBack, "left", "b", "esc").explain(helpBackLookAtThe),
	)
	keys = append(append(keys, looking()...), t.shelved()...)
	keys = append(append(keys, t.noting()...), t.switching())
	keys = append(keys,
		able(conversation.EditFact, opened(atTrail)).quiet(),
		able(conversation.PasteText, opened(atPaste)),
	)
	return append(keys, bind(opened(atEnd), "f", i18n.T("finish"), "f").explain(i18n.T("finish: what is left to do, and how to come back")))
}

// open reports whether there is no fix to make: nothing decided, or nothing that explains it.
func (s *verdictScreen) open() bool {
	return s.t.pos.Outcome == flow.Open || s.t.pos.Verdict == nil || s.t.pos.Verdict.ID == s.t.pb.Unexplained
}

// standing says in two or three words how the cause shown stands.
func (s *verdictScreen) standing() string {
	switch v := s.t.pos.Verdict; {
	case s.open() && len(s.t.state.Session.Parked()) > 0:
		return i18n.T("waits for others")
	case v == nil || s.t.pos.Outcome == flow.Open:
		return i18n.T("not decided")
	case s.open():
		return i18n.T("nothing explains it")
	default:
		if o, _ := s.t.pos.Standing(v.ID); o.Level == flow.Likely {
			return i18n.T("likely cause")
		}
		return i18n.T("cause found")
	}
}

// tabs returns the languages that the request on this screen is shown in.
func (s *verdictScreen) tabs() []string {
	if s.t.pos.Verdict == nil {
		return nil
	}
	for _, sec := range s.t.pos.Verdict.Screen.Sections {
		if tabs := s.t.md.document(sec.Body).Languages(); len(tabs) > 1 {
			return tabs
		}
	}
	return nil
}

// Copy gives the request in the language shown, or else the fix.
func (s *verdictScreen) Copy() (what, text string) {
	v := s.t.pos.Verdict
	if v == nil || s.open() {
		return i18n.T("the text for support"), s.t.support
	}
	for _, sec := range v.Screen.Sections {
		doc := s.t.md.document(sec.Body)
		if _, shown := doc.In(s.t.lang); shown != "" {
			return i18n.T("the request (%s)", shown), doc.CodeIn(shown)
		}
	}
	return i18n.T("the fix"), v.Fix
}

// Body shows the verdict; in a wide window, with the causes and the trail beside it.
func (s *verdictScreen) Body(w, _ int) body {
	const gap, side = 4, 30
	if w < textMax+gap+side {
		return s.column(w)
	}
	right := causesPanel(s.t, w-textMax-gap)
	right.gap()
	right.join(trailPanel(s.t, w-textMax-gap))
	return beside(s.column(textMax), right, textMax, gap)
}

func (s *verdictScreen) column(w int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	st := &s.t.st
	if s.t.reading != nil {
		b.join(readingPanel(s.t, w, 0))
		b.gap()
	}
	if s.t.pos.Verdict == nil {
		s.undecided(&b, w)
		return b
	}
	if rows := len(b.rows); s.open() {
		if s.t.waits(&b, w); len(b.rows) > rows {
			b.gap()
		}
	}
	v := s.t.pos.Verdict
	if v.Number > 0 {
		b.add(st.heading, i18n.T("Cause %d", v.Number))
	}
	b.add(st.strong, page.Wrap(v.Title, w)...)
	b.gap()
	b.join(fixPanel(s.t, v, w))
	if s.t.shelf && v.HandsTo != "" {
		for _, l := range page.Hang("> ", i18n.T("%s goes on from here, with what is known: press >", page.Line(v.HandsTo)), w) {
			b.choice(handOver, st.good, l)
		}
	}
	if !s.open() {
		s.t.waits(&b, w)
	}
	b.gap()
	s.t.draw(&b, s.t.state.Sure(), w, still)
	if s.open() {
		s.helpText(&b, w)
	}
	for _, sec := range v.Screen.Sections {
		b.gap()
		b.add(st.heading, page.Wrap(sec.Heading, w)...)
		body := s.t.md.page(sec.Body, s.t.lang, w)
		if body.tab >= 0 {
			s.request = len(b.rows) + body.tab
		}
		b.raw(body.lines...)
	}
	if !s.open() {
		b.gap()
		b.add(st.heading, i18n.T("When you have made the change"))
		b.add(lipgloss.NewStyle(), page.Wrap(i18n.T("Press v: the full original request shows whether this was all of it."), w)...)
	}
	s.t.draw(&b, append(s.t.state.Besides(), s.t.state.AskAgain()...), w, still)
	return b
}

// undecided shows what is left when everything was asked and more than one cause stays possible.
func (s *verdictScreen) undecided(b *body, w int) {
	st := &s.t.st
	b.add(st.strong, page.Wrap(i18n.T("Not decided yet: %s.", i18n.Certainty(s.t.pos.LeftText())), w)...)
	s.t.waits(b, w)
	if text := s.t.state.CanAsk(s.t.cards, nil); text != "" {
		for _, l := range page.Wrap(text, w) {
			b.choice(opened(atCard), st.good, l)
		}
	}
	b.gap()
	b.join(causesPanel(s.t, w))
	s.t.draw(b, s.t.state.AskAgain(), w, still)
	s.helpText(b, w)
}

func (s *verdictScreen) helpText(b *body, w int) {
	if s.t.support == "" {
		return
	}
	b.gap()
	b.add(s.t.st.heading, page.Wrap(i18n.T("Text for support (x copies it)"), w)...)
	for _, l := range page.Rows(s.t.support) {
		b.add(s.t.st.code, page.FoldCode(l, w)...)
	}
}
