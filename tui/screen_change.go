package tui

import (
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// changeScreen offers other values for one fact, whose word it is, and the words it rests on; it shows what each value would
// change, before anything does.
type changeScreen struct {
	t      *state
	id     string
	cursor int
	from   flow.Source // Whose word the new value is.
	words  string      // What goes with it, in the customer's own words.
	worded bool        // The words were written here, for the new value.
}

var changes = [...]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}

func newChange(t *state, id string) *changeScreen {
	s := &changeScreen{t: t, id: id, from: t.speaker(id)}
	f, _ := t.state.Session.Fact(id)
	s.words = t.state.Words(id)
	for i, v := range changes {
		if v == f.Value {
			s.cursor = i
		}
	}
	return s
}

func (s *changeScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), len(changes)-1) }

// Speak has the new value be another's word.
func (s *changeScreen) Speak() { s.from = s.t.next(s.from) }

func (s *changeScreen) Choose() intent {
	if s.same() {
		return goBack
	}
	return changed{s.id, changes[s.cursor], s.from, s.said()}
}

// said returns the words that go with the new value. Those of an earlier answer speak for its value alone.
func (s *changeScreen) said() string {
	if s.worded {
		return s.words
	}
	return s.t.state.Session.Worded(flow.Fact{ID: s.id, Value: changes[s.cursor]}).Quote
}

// same reports whether nothing would change: neither the value, nor whose word it is, nor the words.
func (s *changeScreen) same() bool {
	f, _ := s.t.state.Session.Fact(s.id)
	if changes[s.cursor] != f.Value {
		return false
	}
	if f.Parked() || !f.Answered() { // What waits keeps waiting, what was measured stays so, unless somebody says more.
		return s.from == s.t.speaker(s.id) && (s.words == "" || s.words == f.Quote)
	}
	return s.from == f.From && s.words == f.Quote
}

func (s *changeScreen) Keys() []bound {
	speak, words := s.t.speaking(), s.t.wording()
	speak.rare, words.rare = false, false
	return closing(append(choosing(i18n.T("make the change")), speak, words)...)
}

func (s *changeScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	f, _ := s.t.state.Session.Fact(s.id)
	b.add(st.strong, page.Wrap(s.t.state.Statement(s.id), w)...)
	if q := s.t.pb.Question(s.id); h > 14 && q != nil && page.Line(q.Ask) != s.t.state.Statement(s.id) {
		b.add(st.dim, page.Wrap(page.Line(q.Ask), w)...)
	}
	b.gap()
	for i, v := range changes {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		word := signed(conversation.ValueSign(v), conversation.ValueWord(v))
		if v == f.Value {
			word = signed(conversation.FactSign(f), conversation.FactWord(f))
		}
		if v == flow.Unknown {
			word = i18n.T("– withdrawn, as if never said")
		}
		line := mark + style.Render(" "+word+" ")
		if v == f.Value {
			line += st.good.Render(i18n.T(" ← as it is"))
		}
		b.rows = append(b.rows, row{line, moved(i - s.cursor)})
	}
	b.rows = append(b.rows, row{"   " + st.accent.Render("tab") + "  " + conversation.SpeakerWord(s.from), nextVoice})
	if said := s.said(); said != "" {
		for _, l := range page.Hang("   \"    ", page.Quote(s.t.mask(said)), w) {
			b.choice(opened(atWords), st.dim, l)
		}
	}
	b.gap()
	b.join(s.preview(f, w))
	return b
}

// preview shows what the highlighted value would change: what comes next, the answers that fall off the path or come back
// to it, and the causes that stand elsewhere then.
func (s *changeScreen) preview(f flow.Fact, w int) body {
	st := &s.t.st
	b := body{focus: -1}
	v := changes[s.cursor]
	if s.same() {
		b.add(st.dim, page.Wrap(i18n.T("This is how it is now. Choose another to see what it changes."), w)...)
		return b
	}
	if v == f.Value {
		b.add(st.heading, page.Wrap(i18n.T("The answer stays; whose word it is, or the words with it, change."), w)...)
		return b
	}
	change := conversation.Change{Facts: []flow.Fact{{ID: s.id, Value: v, From: s.from}}}
	s.t.draw(&b, s.t.state.Changes(s.id, s.t.state.Preview(change)), w, still)
	return b
}
