package tui

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"why403/flow"
)

// trailScreen lists every fact with its source. One can be picked and changed.
type trailScreen struct {
	t      *talk
	cursor int
}

func (s *trailScreen) Move(n int) {
	s.cursor = min(max(s.cursor+n, 0), max(len(s.t.pos.Trail)-1, 0))
}

func (s *trailScreen) Choose() intent {
	if len(s.t.pos.Trail) == 0 {
		return told(sayNothingToChange)
	}
	return edited(s.t.pos.Trail[s.cursor].Fact.ID)
}

func (s *trailScreen) Keys() []bound {
	if len(s.t.pos.Trail) == 0 {
		return closing(bind(goBack, "t", "close", "t").quiet())
	}
	keys := choosing("change it")
	keys = append(keys, bind(chose{}, "e", "change it", "e").quiet())
	return append(closing(keys...), bind(opened(atWhy), "w", "causes", "w"), bind(goBack, "t", "close", "t").quiet())
}

func (s *trailScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, wrap(sayTrail, w)...)
	if len(s.t.pos.Trail) == 0 {
		b.add(lipgloss.NewStyle(), wrap(sayTrailEmpty, w)...)
	}
	conflicts := make(map[string]flow.Conflict)
	for _, c := range s.t.session.Conflicts() {
		conflicts[c.ID] = c
	}
	for i, step := range s.t.pos.Trail {
		f := step.Fact
		if i == s.cursor {
			b.focus = len(b.rows)
		}
		for j, l := range factColumn(s.t, f, w-2) {
			mark, style := "  ", lipgloss.NewStyle()
			if step.Aside {
				style = st.dim
			}
			if i == s.cursor {
				style = st.chosen
				if j == 0 {
					mark = "▸ "
				}
			}
			b.rows = append(b.rows, row{mark + style.Render(l), edited(f.ID)})
		}
		lead := "              "
		if w < 60 {
			lead = "    "
		}
		source := sourceWord(f)
		if f.Quote != "" {
			source += " " + quote(f.Quote)
		}
		b.choice(edited(f.ID), st.dim, hang(lead, source, w)...)
		if step.Aside {
			b.choice(edited(f.ID), st.dim, hang(lead, sayAside, w)...)
		}
		if c, ok := conflicts[f.ID]; ok {
			b.choice(edited(f.ID), st.warn, hang(lead, "! "+conflictWord(c), w)...)
		}
	}
	if notes := s.t.session.Notes(); len(notes) > 0 {
		b.gap()
		b.add(st.heading, sayNotes)
		for _, n := range notes {
			b.add(st.dim, hang("  ", clean(n.Name)+": "+clean(n.Text), w)...)
		}
	}
	return b
}

// changeScreen offers other values for one fact and shows what each would change, before anything does.
type changeScreen struct {
	t      *talk
	id     string
	cursor int
}

var changes = [...]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}

func newChange(t *talk, id string) *changeScreen {
	s := &changeScreen{t: t, id: id}
	f, _ := t.session.Fact(id)
	for i, v := range changes {
		if v == f.Value {
			s.cursor = i
		}
	}
	return s
}

func (s *changeScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), len(changes)-1) }

func (s *changeScreen) Choose() intent {
	f, _ := s.t.session.Fact(s.id)
	if changes[s.cursor] == f.Value {
		return goBack
	}
	return changed{s.id, changes[s.cursor]}
}

func (s *changeScreen) Keys() []bound {
	return closing(choosing("make the change")...)
}

func (s *changeScreen) Body(w, h int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	f, _ := s.t.session.Fact(s.id)
	b.add(st.strong, wrap(s.t.statement(s.id), w)...)
	if q := s.t.pb.Question(s.id); h > 14 && q != nil && clean(q.Ask) != s.t.statement(s.id) {
		b.add(st.dim, wrap(clean(q.Ask), w)...)
	}
	b.gap()
	for i, v := range changes {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark, b.focus = st.chosen, "▸ ", len(b.rows)
		}
		word := valueWord(v)
		if v == flow.Unknown {
			word = sayWithdraw
		}
		line := mark + style.Render(" "+word+" ")
		if v == f.Value {
			line += st.good.Render(sayAsItIs)
		}
		b.rows = append(b.rows, row{line, moved(i - s.cursor)})
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
	if v == f.Value {
		b.add(st.dim, wrap(sayNoChange, w)...)
		return b
	}
	then := flow.Walk(s.t.pb, append(s.t.session.Facts(), flow.Fact{ID: s.id, Value: v, From: s.t.from()}))
	b.add(st.heading, sayChanges)
	before := make(map[string]bool)
	for _, step := range s.t.pos.Trail {
		before[step.Fact.ID] = step.Aside
	}
	next := sayThenOpen
	switch {
	case then.Outcome == flow.Asking:
		next = sayNextQuestion + clean(then.Question.Ask)
	case then.Verdict != nil:
		next = sayVerdict + then.Verdict.Title
	}
	b.add(st.strong, hang("→ ", next, w)...)
	for _, step := range then.Trail {
		was, known := before[step.Fact.ID]
		switch {
		case step.Fact.ID == s.id || !known || was == step.Aside:
		case step.Aside:
			b.add(st.warn, hang("! ", sayFallsOff+s.t.statement(step.Fact.ID), w)...)
		default:
			b.add(st.good, hang("✓ ", sayCountsAgain+s.t.statement(step.Fact.ID), w)...)
		}
	}
	for _, c := range standingChanges(s.t.pos, then) {
		b.add(lipgloss.NewStyle(), hang("• ", c, w)...)
	}
	return b
}

// standingChanges names the causes that stand elsewhere in the second position.
func standingChanges(from, to flow.Position) []string {
	var out []string
	for _, s := range from.Standings {
		level := flow.Unraised
		if n, ok := to.Standing(s.Verdict.ID); ok {
			level = n.Level
		}
		if level != s.Level {
			out = append(out, fmt.Sprintf("%s: %s → %s", causeName(s.Verdict), levelName(s.Level), levelName(level)))
		}
	}
	for _, s := range to.Standings {
		if _, ok := from.Standing(s.Verdict.ID); !ok {
			out = append(out, fmt.Sprintf("%s: %s → %s", causeName(s.Verdict), levelName(flow.Unraised), levelName(s.Level)))
		}
	}
	return out
}
