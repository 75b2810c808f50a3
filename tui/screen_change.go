package tui

import (
	"fmt"
	"slices"
	"strconv"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// changeScreen offers what else can be said of one fact, or of one answered choice, whose word it is, and the words it rests on; it
// shows what each would change, before anything does.
type changeScreen struct {
	t      *state
	id     string
	row    conversation.Row
	all    []conversation.Alternative
	now    int // The place of what is so.
	cursor int
	from   flow.Source // Whose word the new value is.
	words  string      // What goes with it, in the customer's own words.
	worded bool        // The words were written here, for the new value.
}

// valueKeys are the keys of the answers that have no number.
var valueKeys = map[flow.Value]conversation.Name{flow.Yes: conversation.SayYes, flow.No: conversation.SayNo, flow.Unsure: conversation.SayUnsure}

func newChange(t *state, id string) *changeScreen {
	s := &changeScreen{t: t, id: id, from: t.speaker(id), row: t.state.Row(id)}
	s.words = t.state.Words(id)
	s.all, s.now = t.state.Alternatives(s.row)
	s.cursor = max(s.now, 0)
	return s
}

func (s *changeScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), len(s.all)-1) }

// Speak has the new value be another's word.
func (s *changeScreen) Speak() { s.from = s.t.next(s.from) }

func (s *changeScreen) Choose() intent {
	if s.same() {
		return goBack
	}
	return changed{s.id, s.all[s.cursor], s.from, s.said()}
}

// said returns the words that go with the new value. Those of an earlier answer speak for its value alone.
func (s *changeScreen) said() string {
	if s.worded {
		return s.words
	}
	if s.row.Pick != nil {
		if s.cursor == s.now {
			return s.row.Fact().Quote
		}
		return ""
	}
	return s.t.state.Session.Worded(flow.Fact{ID: s.id, Value: s.all[s.cursor].Value}).Quote
}

// same reports whether nothing would change: neither the value, nor whose word it is, nor the words.
func (s *changeScreen) same() bool {
	f, _ := s.t.state.Session.Fact(s.id)
	if s.cursor != s.now && (s.row.Pick != nil || s.all[s.cursor].Value != f.Value) {
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
	keys := append(choosing(i18n.T("make the change")), speak, words)
	for i, a := range s.all {
		if a.Number > 0 {
			keys = append(keys, bind(moved(i-s.cursor), strconv.Itoa(a.Number), a.Word, strconv.Itoa(a.Number)).explain(i18n.T("see what it changes: %s", a.Word)).quiet())
			continue
		}
		if name, ok := valueKeys[a.Value]; ok {
			keys = append(keys, able(name).does(moved(i-s.cursor)).quiet())
		}
	}
	return closing(keys...)
}

func (s *changeScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.strong, page.Wrap(s.t.state.About(s.row), w)...)
	about := len(b.rows)
	if q := s.t.state.AskedAt(s.id); h > 14 && q != nil && page.Line(q.Ask) != s.t.state.About(s.row) {
		b.add(st.dim, page.Wrap(page.Line(q.Ask), w)...)
	}
	b.gap()
	first := len(b.rows)
	for i, a := range s.all {
		style, mark := ink{}, "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		word := a.Word
		switch {
		case a.Number > 0:
			word = fmt.Sprintf("%d  %s", a.Number, a.Word)
		case a.Value == flow.Unknown:
			word = i18n.T("– withdrawn, as if never said")
		}
		line := mark + style.Render(" "+word+" ")
		if i == s.now {
			line += st.good.Render(i18n.T(" ← as it is"))
		}
		b.rows = append(b.rows, row{line, moved(i - s.cursor)})
	}
	b.keep(0, about, first, len(b.rows)-first, slices.Clone(b.rows[first:]))
	b.rows = append(b.rows, row{"   " + st.accent.Render("tab") + "  " + conversation.SpeakerWord(s.from), command(conversation.SetSpeaker)})
	if said := s.said(); said != "" {
		for _, l := range page.Hang("   \"    ", page.Quote(s.t.mask(said)), w) {
			b.choice(command(conversation.KeepWords), st.dim, l)
		}
	}
	b.gap()
	b.join(s.preview(w))
	return b
}

// preview shows what the highlighted value would change: what comes next, the answers that fall off the path or come back
// to it, and the causes that stand elsewhere then.
func (s *changeScreen) preview(w int) body {
	st := &s.t.st
	b := body{focus: -1}
	if s.same() {
		b.add(st.dim, page.Wrap(i18n.T("This is the current answer. Choose another to see what it changes."), w)...)
		return b
	}
	if s.cursor == s.now {
		b.add(st.heading, page.Wrap(i18n.T("The answer stays; whose word it is, or the words with it, change."), w)...)
		return b
	}
	change := conversation.Change{Facts: []flow.Fact{{ID: s.id, Value: s.all[s.cursor].Value, From: s.from}}}
	if s.row.Pick != nil {
		change = s.t.state.Instead(s.row, s.all[s.cursor], s.from, "")
	}
	s.t.draw(&b, s.t.state.Changes(s.id, s.t.state.Preview(change)), w, still)
	return b
}
