package flow

import (
	"slices"
	"strings"
	"time"
)

// HandedOver is the rule of a withdrawal that a hand-over made: the id means something else in the other playbook.
const HandedOver = "handed-over"

// OpenedBecause is the name of the note that says why the session's playbook is the one it is. The program gives it.
const OpenedBecause = "opened_because"

// Handing is what a session needs to go on in another playbook.
type Handing struct {
	From, To *Playbook
	Digest   string // The content hash of To.
	Because  string // Why, in a few words; may be empty.
	By       Source // Who wants it: Pasted where the text did.
	// Again is what the signs of To read in the text that the session has read already; nil where it is not at hand any
	// more. It adds to what is known, and speaks against nobody but the earlier reading.
	Again *Reading
	// New is what the signs of To read in another text. It takes the place of what the old one showed, as Session.Read
	// has it. At most one of the two is set.
	New *Reading
}

// Same reports whether the fact says the same in both playbooks: they have it with the same statement, or a verdict with the
// same title whose fix was tried.
func (h *Handing) Same(id string) bool {
	if verdict, ok := strings.CutPrefix(id, FixedFact("")); ok {
		a, b := h.From.Verdict(verdict), h.To.Verdict(verdict)
		return a != nil && b != nil && a.Title == b.Title
	}
	a, ok := h.From.Facts[id]
	b, too := h.To.Facts[id]
	return ok && too && a.About == b.About
}

// knows reports whether the fact can mean anything in the other playbook.
func (h *Handing) knows(id string) bool {
	if verdict, ok := strings.CutPrefix(id, FixedFact("")); ok {
		return h.To.Verdict(verdict) != nil
	}
	_, ok := h.To.Facts[id]
	return ok
}

// HandOver goes on with the session in another playbook, as one act that Undo takes back. Facts that say the same in both
// count there. Facts that the other one does not have stay in the session and count again on the way back. A fact of which
// the other one has the id, and not the meaning, is withdrawn; coming back to the playbook in which it was said says it again.
func (s *Session) HandOver(h Handing, at time.Time) []Event {
	about := s.Recorded()
	about.Playbook, about.Digest, about.HandedFrom = h.To.ID, h.Digest, h.From.ID
	events := []Event{{Kind: Opened, About: &about}}
	if h.Because != "" {
		events = append(events, noted([]Note{{Name: OpenedBecause, Text: h.Because, From: h.By}})...)
	}
	last, mine := s.saidIn(h.To.ID)
	known := make(map[string]Fact)
	var gone, back []Fact
	for _, f := range s.Facts() {
		_, has := h.From.Facts[f.ID]
		if h.knows(f.ID) && !h.Same(f.ID) && (has || mine[f.ID] != f) {
			gone = append(gone, Fact{ID: f.ID, From: f.From, Rule: HandedOver})
			last[f.ID] = HandedOver
			continue
		}
		known[f.ID] = f
	}
	if h.New != nil {
		for _, f := range h.New.Facts {
			known[f.ID] = f
		}
	}
	for id, f := range mine {
		if _, ok := known[id]; !ok && last[id] == HandedOver && f.Value != Unknown && (h.New == nil || f.From != Pasted) {
			back = append(back, f)
			known[id] = f
		}
	}
	slices.SortFunc(back, func(a, b Fact) int { return strings.Compare(a.ID, b.ID) })
	events = append(events, asserted(gone)...)
	if h.New != nil {
		events = append(events, s.replacing(*h.New, Pasted)...)
	}
	events = append(events, asserted(back)...)
	if h.Again != nil {
		events = append(events, s.adding(h.Again, known)...)
	}
	return s.add(at, events...)
}

// saidIn returns the rule of the last word on every fact, and the last word on each that was said while the session was in the
// playbook and that no hand-over withdrew by itself.
func (s *Session) saidIn(playbook string) (rule map[string]string, said map[string]Fact) {
	rule, said = make(map[string]string), make(map[string]Fact)
	void := s.void()
	in := ""
	for _, e := range s.events {
		switch {
		case void[e.Act]:
		case e.Kind == Opened && (in == "" || e.About.HandedFrom != ""):
			in = e.About.Playbook
		case e.Kind == Asserted:
			rule[e.Fact.ID] = e.Fact.Rule
			if in == playbook && e.Fact.Rule != HandedOver {
				said[e.Fact.ID] = *e.Fact
			}
		}
	}
	return rule, said
}

// adding returns what the reading says that is not known otherwise.
func (s *Session) adding(r *Reading, known map[string]Fact) []Event {
	var facts []Fact
	for _, f := range r.Facts {
		if was, ok := known[f.ID]; !ok || was.From == f.From && was.Value != f.Value {
			facts = append(facts, f)
		}
	}
	var notes []Note
	for _, n := range r.Recorded() {
		if n.offers() || s.NoteText(n.Name) == "" {
			notes = append(notes, n)
		}
	}
	return append(noted(notes), asserted(facts)...)
}
