package tui

import (
	"slices"
	"strconv"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// verdictScreen shows what was found and what to do now, and leads to the rest; or, when nothing is decided, what is left.
type verdictScreen struct {
	t      *state
	cursor int  // Of the lines that lead somewhere.
	whole  bool // All sections stand below, instead of leading to them.
}

func (s *verdictScreen) Keys() []bound {
	t := s.t
	var keys []bound
	waits := s.open() && len(t.state.Session.Parked()) > 0
	if waits { // It is the way on.
		keys = append(keys, able(conversation.ShowParked))
	}
	if t.pos.Verdict != nil && !s.open() {
		keys = append(keys, able(conversation.Verify))
	}
	if len(t.state.ReadOut()) > 0 {
		say := able(conversation.ShowSay)
		say.rare = t.state.Answering() != flow.Customer
		keys = append(keys, say)
	}
	if v := t.pos.Verdict; t.state.Shelf && v != nil && v.SwitchTo != "" && !t.pos.Solved {
		keys = append(keys, able(conversation.SwitchPlaybook))
	}
	for _, b := range t.asking(nil) {
		if !s.open() {
			b = b.quiet()
		}
		keys = append(keys, b)
	}
	for _, b := range t.watching() {
		keys = append(keys, b.quiet())
	}
	if t.support != "" && s.open() {
		keys = append(keys, able(conversation.CopySupport).as(i18n.T("copy for support")))
	}
	if len(s.leads()) > 0 {
		open := choosing(i18n.T("open"))
		open[0].rare = t.state.Answering() == flow.Customer // What is said comes first.
		keys = append(keys, open...)
	}
	copies := able(conversation.CopyText).as(s.copyLabel())
	copies.rare = s.open() // It is the text for support.
	keys = append(keys, copies)
	keys = append(keys, t.reporting()...)
	if t.support != "" && !s.open() {
		keys = append(keys, able(conversation.CopySupport).quiet())
	}
	keys = append(keys,
		bind(goBack, "b", keyBack, "left", "b").explain(conversation.Named(conversation.LookBack).Long),
		escaping(),
	)
	keys = append(append(keys, t.looking()...), t.shelved()...)
	notes := t.noting()
	if waits {
		notes = slices.DeleteFunc(notes, func(b bound) bool { return b.name == conversation.ShowParked })
	}
	keys = append(append(append(keys, notes...), t.inviting()...), t.switching(), t.ticketing())
	keys = append(keys,
		able(conversation.EditFact),
		able(conversation.PasteText).quiet(),
	)
	return append(keys, able(conversation.Finish).quiet(), able(conversation.NextCall).quiet())
}

// leads returns where the lines below the card lead.
func (s *verdictScreen) leads() []intent {
	var out []intent
	if v := s.t.pos.Verdict; v != nil && !s.whole {
		for i := range v.Screen.Sections {
			out = append(out, shown{Name: conversation.ShowFix, Of: strconv.Itoa(i + 1)})
		}
	}
	for _, q := range s.t.state.Again() {
		out = append(out, looked(q.ID))
	}
	return out
}

func (s *verdictScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), max(len(s.leads())-1, 0)) }

func (s *verdictScreen) Choose() intent {
	if leads := s.leads(); len(leads) > 0 {
		return leads[min(s.cursor, len(leads)-1)]
	}
	return told(sayChooseFirst)
}

// open reports whether there is no fix to make: nothing decided, or nothing that explains it.
func (s *verdictScreen) open() bool {
	return s.t.pos.Outcome == flow.Open || s.t.pos.Verdict == nil || s.t.pos.Verdict.ID == s.t.pb.Unexplained
}

// standing says how the cause shown stands, and the same in fewer words.
func (s *verdictScreen) standing() []string {
	switch v := s.t.pos.Verdict; {
	case s.open() && len(s.t.state.Session.Parked()) > 0:
		return []string{i18n.T("waits for others")}
	case v == nil || s.t.pos.Outcome == flow.Open:
		return []string{i18n.T("not decided")}
	case s.open():
		return []string{i18n.T("nothing explains it")}
	default:
		return s.t.state.Found()
	}
}

// copyLabel says in two words what is copied.
func (s *verdictScreen) copyLabel() string {
	v := s.t.pos.Verdict
	switch {
	case v == nil || s.open():
		return i18n.T("copy")
	case s.t.state.Remedy(v).Send != "":
		return i18n.T("copy the message")
	default:
		return i18n.T("copy the fix")
	}
}

// Copy gives the message to send, or else the fix.
func (s *verdictScreen) Copy() (what, text string) {
	v := s.t.pos.Verdict
	if v == nil || s.open() {
		return i18n.T("the text for support"), s.t.support
	}
	remedy := s.t.state.Remedy(v)
	if remedy.Send != "" {
		return i18n.T("the message to send"), remedy.Send
	}
	return i18n.T("the fix"), remedy.Line()
}

// Body shows the verdict; in a wide window, with the causes and the trail beside it.
func (s *verdictScreen) Body(w, _ int) body {
	const gap = 4
	if w < wide {
		return s.column(w)
	}
	right := s.t.panel(s.t.state.Beside(false), w-textMax-gap)
	return beside(s.column(textMax), right, textMax, gap)
}

// Strip is the row of the causes, unless they stand beside the verdict, or nothing else would fit.
func (s *verdictScreen) Strip(w, h int) row {
	if h < 12 || w >= wide {
		return row{}
	}
	return s.t.strip(w)
}

func (s *verdictScreen) column(w int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	v, state := s.t.pos.Verdict, s.t.state
	var blocks []page.Block
	if v == nil {
		blocks = append(state.Undecided(s.t.cards()), state.AskAgain()...)
	} else {
		blocks = state.Verdict(v)
	}
	if s.open() {
		blocks = append(blocks, state.Support(s.t.support)...)
	}
	if v != nil && s.whole {
		for i := range v.Screen.Sections {
			blocks = append(append(blocks, page.Gap{}), state.Section(v, i, s.t.lang)...)
		}
	} else if v != nil {
		blocks = append(blocks, state.Outline(v)...)
	}
	focus := list{cursor: s.cursor, under: 4}
	if len(s.leads()) == 0 {
		focus = still
	}
	if v != nil {
		blocks = append(blocks, state.AskAgain()...)
	}
	s.t.draw(&b, blocks, w, focus)
	if s.t.reading != nil {
		b.gap()
		b.join(s.t.readNotes(w))
	}
	return b
}
