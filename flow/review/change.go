package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// Edit is what a person wants to have changed, as it is typed.
type Edit struct {
	Answers   []string // Each ID=VALUE.
	Withdrawn []string // Ids of facts.
	Notes     []string // Each ID=TEXT; without an id on the session, without a text to take it back.
	From      string   // Who says so; empty for who answered before, else the one whose call it is.
}

// Change is what an edit comes to in a session.
type Change struct {
	tried []flow.Fact // Whether the fix of a verdict helped.
	facts []flow.Fact
	notes []flow.Note
	was   map[string]flow.Fact // What was known of the facts before.
	same  []flow.Fact          // What is said already.
}

// Empty reports whether there is nothing to record.
func (ch *Change) Empty() bool { return len(ch.tried)+len(ch.facts)+len(ch.notes) == 0 }

// Plan reads an edit against what the session knows. The error is a flow.UsageError.
func Plan(pb *flow.Playbook, s *flow.Session, e Edit) (*Change, error) {
	from := flow.Source(e.From)
	if from != "" && !from.Person() {
		return nil, flow.Usagef("it is one of you, customer, colleague", "--from: %q is nobody who can answer", e.From)
	}
	ch := &Change{was: make(map[string]flow.Fact)}
	for _, f := range s.Facts() {
		ch.was[f.ID] = f
	}
	said := make(map[string]bool)
	add := func(f flow.Fact, flag string) error {
		f.From = cmp.Or(f.From, s.Speaker(f.ID))
		f = s.Worded(f)
		if said[f.ID] {
			return flow.Usagef("say it once", "%s: there are two changes of %s", flag, f.ID)
		}
		said[f.ID] = true
		switch {
		case !s.Adds(f):
			ch.same = append(ch.same, f)
		case strings.HasPrefix(f.ID, flow.FixedFact("")) && f.Value != flow.Unknown:
			ch.tried = append(ch.tried, f)
		default:
			ch.facts = append(ch.facts, f)
		}
		return nil
	}
	for _, a := range e.Answers {
		facts, err := pb.ParseAnswer(a, s, from)
		if err != nil {
			return nil, flow.Usagef(flow.HintOf(err), "--answer: %w", err)
		}
		for _, f := range facts {
			if err := add(f, "--answer"); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range e.Withdrawn {
		id = strings.TrimSpace(id)
		if _, ok := ch.was[id]; !ok {
			return nil, flow.Usagef(flow.Suggest(id, slices.Sorted(maps.Keys(ch.was))), "--withdraw: nothing is known of %q in this session", id)
		}
		if err := add(flow.Fact{ID: id, From: from}, "--withdraw"); err != nil {
			return nil, err
		}
	}
	for _, text := range e.Notes {
		id, words, ok := strings.Cut(text, "=")
		id = strings.TrimSpace(id)
		if !ok {
			return nil, flow.Usagef("write ID=TEXT, or =TEXT for a note on the session", "--note: %q has no \"=\"", text)
		}
		_, fact := pb.Facts[id]
		if _, known := ch.was[id]; id != "" && !fact && !known {
			return nil, flow.Usagef(flow.Suggest(id, slices.Sorted(maps.Keys(pb.Facts))), "--note: there is no fact %q", id)
		}
		if said["note "+id] {
			return nil, flow.Usagef("say it once", "--note: there are two notes on %q", id)
		}
		said["note "+id] = true
		ch.notes = append(ch.notes, s.NoteMore(id, strings.TrimSpace(words), cmp.Or(from, flow.You)))
	}
	if slices.ContainsFunc(ch.tried, func(f flow.Fact) bool { return f.Value == flow.No }) {
		ch.facts, ch.same = append(ch.facts, ch.same...), nil // It is said of the call as it is after the fix.
	}
	return ch, nil
}

// Says returns the facts and the notes that are to be recorded as one act. What is said of fixes comes first.
func (ch *Change) Says() ([]flow.Fact, []flow.Note) {
	return slices.Concat(ch.tried, ch.facts), ch.notes
}

// Show tells what the change of the session is and what follows from it, in lines of up to width columns.
func (ch *Change) Show(pb *flow.Playbook, name string, before, after flow.Position, width int) string {
	p := &text{width: width}
	p.hang("Session ", name)
	ch.show(p, pb)
	if !ch.Empty() {
		ch.follows(p, pb, before, after)
	}
	return p.take()
}

func (ch *Change) show(p *text, pb *flow.Playbook) {
	for _, g := range ch.same {
		p.hang("  - ", i18n.T("%s: it says %s already", statement(pb, g.ID), g.Value.String()))
	}
	if ch.Empty() {
		p.hang("", i18n.T("There is nothing to record."))
		return
	}
	for _, g := range append(slices.Clone(ch.facts), ch.tried...) {
		word := g.Value.String()
		if g.Value == flow.Unknown {
			word = "withdrawn"
		}
		text := statement(pb, g.ID) + ": " + word
		if was, ok := ch.was[g.ID]; ok {
			text += fmt.Sprintf(", was %s (%s)", was.Value, was.From)
		}
		p.hang("  - ", text)
	}
	for _, n := range ch.notes {
		name := i18n.T("note on the session")
		if id, _ := n.On(); id != "" {
			name = i18n.T("note on %s", statement(pb, id))
		}
		text := n.Text
		if text == "" {
			text = i18n.T("taken back")
		}
		p.hang("  - ", name+": "+text)
	}
}

func (ch *Change) follows(p *text, pb *flow.Playbook, before, after flow.Position) {
	aside := func(pos flow.Position) map[string]bool {
		off := make(map[string]bool)
		for _, st := range pos.Trail {
			off[st.Fact.ID] = st.OffPath
		}
		return off
	}
	was, is := aside(before), aside(after)
	list := func(heading string, has func(id string) bool) {
		first := true
		for _, st := range append(slices.Clone(before.Trail), after.Trail...) {
			if id := st.Fact.ID; has(id) {
				if first {
					p.blank()
					p.hang("", heading)
				}
				first = false
				p.hang("  - ", statement(pb, id)+": "+st.Fact.Value.String())
				was[id], is[id] = false, false // Named once.
			}
		}
	}
	changed := make(map[string]bool)
	for _, f := range ch.facts {
		changed[f.ID] = true
	}
	var again []string
	for _, st := range before.Trail {
		if _, known := is[st.Fact.ID]; !known && !changed[st.Fact.ID] {
			again = append(again, statement(pb, st.Fact.ID))
		}
	}
	list(i18n.T("Falls off the path; it is kept, and counts again if the path comes back to it:"), func(id string) bool { return is[id] && !was[id] })
	list(i18n.T("Comes back onto the path:"), func(id string) bool {
		off, known := is[id]
		return was[id] && known && !off
	})
	if len(again) > 0 {
		p.blank()
		p.hang("", i18n.T("Will be asked again, since the fix may have changed it:"))
		for _, a := range again {
			p.hang("  - ", a)
		}
	}
	if lines := moves(before, after); len(lines) > 0 {
		p.blank()
		for _, l := range lines {
			p.hang("", "Causes "+l+".")
		}
	}
	p.blank()
	if Stand(pb, before) == Stand(pb, after) {
		p.hang(i18n.T("It stands as before: "), Stand(pb, after))
		return
	}
	p.hang("Before: ", Stand(pb, before))
	p.hang("After:  ", Stand(pb, after))
}
