package tui

import (
	"slices"

	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
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
		return told(i18n.T("There is nothing to change yet."))
	}
	return edited(s.t.pos.Trail[s.cursor].Fact.ID)
}

func (s *trailScreen) Keys() []bound {
	var keys []bound
	if len(s.t.pos.Trail) > 0 {
		keys = append(choosing(i18n.T("change it")),
			bind(opened(atNote), "n", i18n.T("note"), "n").explain(i18n.T("a note on this step")),
			bind(chose{}, "e", i18n.T("change it"), "e").quiet(),
		)
	}
	keys = append(closing(keys...), bind(opened(atWhy), "w", i18n.T("causes"), "w"), bind(goBack, "t", keyClose, "t").quiet())
	return append(keys, s.t.noting()...)
}

func (s *trailScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(i18n.T("The trail: all that is known, and how"), w)...)
	if len(s.t.pos.Trail) == 0 {
		b.add(lipgloss.NewStyle(), page.Wrap(i18n.T("Nothing yet. Answers and what is read in a text appear here."), w)...)
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
		source := s.t.source(f)
		if f.Quote != "" {
			source += " " + page.Quote(f.Quote)
		}
		b.choice(edited(f.ID), st.dim, page.Hang(lead, source, w)...)
		for _, l := range s.t.noteLines(lead, f.ID, w) {
			b.choice(edited(f.ID), st.dim, l)
		}
		if step.Aside {
			b.choice(edited(f.ID), st.dim, page.Hang(lead, i18n.T("kept, not on the path now"), w)...)
		}
		if c, ok := conflicts[f.ID]; ok {
			b.choice(edited(f.ID), st.warn, page.Hang(lead, "! "+conflictWord(c), w)...)
		}
	}
	s.notes(&b, w)
	return b
}

// notes lists the notes that stand under no step: on the session, on what was withdrawn since, and those of machines.
func (s *trailScreen) notes(b *body, w int) {
	st := &s.t.st
	if lines := s.t.noteLines("  ", "", w); lines != nil {
		b.gap()
		b.add(st.heading, page.Wrap(i18n.T("Note on the whole session"), w)...)
		b.add(st.dim, lines...)
	}
	var orphans, others []flow.Note
	for _, n := range s.t.session.Notes() {
		fact, on := n.On()
		under := slices.ContainsFunc(s.t.pos.Trail, func(st flow.Step) bool { return st.Fact.ID == fact })
		switch {
		case !on:
			others = append(others, n)
		case fact != "" && !under:
			orphans = append(orphans, n)
		}
	}
	if len(orphans) > 0 {
		b.gap()
		b.add(st.heading, page.Wrap(i18n.T("Notes on what was withdrawn"), w)...)
	}
	for _, n := range orphans {
		fact, _ := n.On()
		b.add(st.dim, page.Hang("  ", s.t.statement(fact), w)...)
		b.add(st.dim, s.t.noteLines("    ", fact, w)...)
	}
	if len(others) > 0 {
		b.gap()
		b.add(st.heading, i18n.T("Noted, deciding nothing"))
	}
	for _, n := range others {
		name := noteName(n.Name)
		if fact, ok := n.WordsOn(); ok {
			name = i18n.T("Their words on: %s", s.t.statement(fact))
		}
		b.add(st.dim, page.Hang("  ", name+": "+noteText(n), w)...)
	}
}
