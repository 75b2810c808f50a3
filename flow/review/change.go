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

// Effect is what an edit comes to in a session.
type Effect struct {
	tried []flow.Fact // Whether the fix of a verdict helped.
	facts []flow.Fact
	notes []flow.Note
	was   map[string]flow.Fact // What was known of the facts before.
	same  []flow.Fact          // What is said already.

	chosen []chosen // Answers to choices, each told as one.
}

// chosen is an answer to a choice, or that it is withdrawn.
type chosen struct {
	choice *flow.Choice
	was    flow.Pick
	to     string // The option's id, unsure, or empty.
	same   bool   // It is so already.
}

// of returns the choice that is changed and covers the fact, if there is one.
func (ch *Effect) of(fact string) *flow.Choice {
	for _, c := range ch.chosen {
		if c.choice.Covers(fact) {
			return c.choice
		}
	}
	return nil
}

// line tells the answer beside the one before.
func (c chosen) line() string {
	name := func(option string) string {
		if o := c.choice.Option(option); o != nil {
			return o.Title
		}
		return cmp.Or(option, "withdrawn")
	}
	text := c.choice.About + ": " + name(c.to)
	if c.same {
		return i18n.T("%s: it says %s already", c.choice.About, name(c.to))
	}
	if o := c.was.Option; o != nil {
		text += fmt.Sprintf(", was %s (%s)", o.Title, c.was.Facts[0].From)
	}
	return text
}

// Empty reports whether there is nothing to record.
func (ch *Effect) Empty() bool { return len(ch.tried)+len(ch.facts)+len(ch.notes) == 0 }

// Plan reads an edit against what the session knows. The error is a flow.UsageError.
func Plan(pb *flow.Playbook, s *flow.Session, e Edit) (*Effect, error) {
	from := flow.Source(e.From)
	if from != "" && !from.Person() {
		return nil, flow.Usagef("it is one of you, customer, colleague", "--from: %q is nobody who can answer", e.From)
	}
	ch := &Effect{was: make(map[string]flow.Fact)}
	for _, f := range s.Facts() {
		ch.was[f.ID] = f
	}
	said := make(map[string]bool) // Notes.
	by := make(map[string]string) // The words that changed a fact.
	add := func(f flow.Fact, flag, text string) error {
		f.From = cmp.Or(f.From, s.Speaker(f.ID))
		f = s.Worded(f)
		if other, ok := by[f.ID]; ok && other != text {
			return flow.Usagef("say it once", "%s: %s and %s are two changes of one thing", flag, other, text)
		} else if ok {
			return flow.Usagef("say it once", "%s: %s is said twice", flag, text)
		}
		by[f.ID] = text
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
	choose := func(c *flow.Choice, to string, same bool) {
		was := flow.Pick{Choice: c}
		for _, p := range pb.Picks(s) {
			if p.Choice == c {
				was = p
			}
		}
		ch.chosen = append(ch.chosen, chosen{c, was, to, same})
	}
	for _, a := range e.Answers {
		facts, err := pb.ParseAnswer(a, s, from)
		if err != nil {
			return nil, flow.Usagef(flow.HintOf(err), "--answer: %w", err)
		}
		if c, option, _ := pb.ParseOption(a); c != nil {
			choose(c, option, len(facts) == 0)
		}
		for _, f := range facts {
			if err := add(f, "--answer", a); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range e.Withdrawn {
		id = strings.TrimSpace(id)
		if c := pb.Choice(id); c != nil {
			if facts := pb.Choose(s, c, "", from, ""); len(facts) > 0 {
				choose(c, "", false)
				for _, f := range facts {
					if err := add(f, "--withdraw", id); err != nil {
						return nil, err
					}
				}
				continue
			}
		}
		if _, ok := ch.was[id]; !ok {
			return nil, flow.Usagef(flow.Suggest(id, slices.Sorted(maps.Keys(ch.was))), "--withdraw: nothing is known of %q in this session", id)
		}
		if err := add(flow.Fact{ID: id, From: from}, "--withdraw", id); err != nil {
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
func (ch *Effect) Says() ([]flow.Fact, []flow.Note) {
	return slices.Concat(ch.tried, ch.facts), ch.notes
}

// Show tells what the change of the session is and what follows from it, in lines of up to width columns.
func (ch *Effect) Show(pb *flow.Playbook, name string, before, after flow.Position, width int) string {
	p := &text{width: width}
	p.hang("Session ", name)
	ch.show(p, pb)
	if !ch.Empty() {
		ch.follows(p, pb, before, after)
	}
	return p.take()
}

func (ch *Effect) show(p *text, pb *flow.Playbook) {
	for _, c := range ch.chosen {
		p.hang("  - ", c.line())
	}
	for _, g := range ch.same {
		p.hang("  - ", i18n.T("%s: it says %s already", statement(pb, g.ID), g.Value.String()))
	}
	if ch.Empty() {
		p.hang("", i18n.T("There is nothing to record."))
		return
	}
	for _, g := range append(slices.Clone(ch.facts), ch.tried...) {
		if ch.of(g.ID) != nil {
			continue
		}
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

func (ch *Effect) follows(p *text, pb *flow.Playbook, before, after flow.Position) {
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
	list(i18n.T("No longer on the path. It is kept, and counts again if the path returns to it:"), func(id string) bool { return is[id] && !was[id] })
	list(i18n.T("Back on the path:"), func(id string) bool {
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
		p.hang(i18n.T("Unchanged: "), Stand(pb, after))
		return
	}
	p.hang("Before: ", Stand(pb, before))
	p.hang("After:  ", Stand(pb, after))
}
