package flow

import (
	"slices"
	"strings"
	"time"
)

// Session is an append-only record of what was said. Its methods that add to it return the events added, so that the
// caller can store them before it acts on them. The zero Session is empty and ready to use. It is not safe for concurrent use.
type Session struct {
	events []Event
	by     string
	whose  Source
}

// As sets the name under which later events are recorded. Undo then voids only acts of that name.
func (s *Session) As(name string) { s.by = name }

// See overrides About.Whose for this viewer: You or Customer; an empty source removes the override. Nothing is recorded.
func (s *Session) See(whose Source) { s.whose = whose }

// Replay makes the session that the events record.
func Replay(events []Event) *Session { return &Session{events: append([]Event(nil), events...)} }

// Events returns a copy of the record.
func (s *Session) Events() []Event { return append([]Event(nil), s.events...) }

// Len returns the number of events recorded.
func (s *Session) Len() int { return len(s.events) }

// add records events as one act. What people said is masked here, once for every front end; machines read from texts that
// are masked already.
func (s *Session) add(at time.Time, events ...Event) []Event {
	act := 1
	if n := len(s.events); n > 0 {
		act = s.events[n-1].Act + 1
	}
	first := len(s.events)
	for _, e := range events {
		e.Seq, e.Act, e.At, e.By = len(s.events)+1, act, at.UTC(), s.by
		e.mask()
		s.events = append(s.events, e)
	}
	return append([]Event(nil), s.events[first:]...)
}

func asserted(facts []Fact) []Event {
	var events []Event
	for _, f := range facts {
		events = append(events, Event{Kind: Asserted, Fact: &f})
	}
	return events
}

func noted(notes []Note) []Event {
	var events []Event
	for _, n := range notes {
		events = append(events, Event{Kind: Noted, Note: &n})
	}
	return events
}

// Open records who and what the session is about. A later Open replaces an earlier one, but for the playbook: of that only
// HandOver makes another.
func (s *Session) Open(about About, at time.Time) []Event {
	about.HandedFrom = ""
	return s.add(at, Event{Kind: Opened, About: &about})
}

// Assert records facts. To withdraw one, assert it with the value Unknown.
func (s *Session) Assert(at time.Time, facts ...Fact) []Event {
	return s.add(at, asserted(facts)...)
}

// Note records texts.
func (s *Session) Note(at time.Time, notes ...Note) []Event {
	return s.add(at, noted(notes)...)
}

// Read records a reading in the place of everything its source said before: what the old text showed and the new one does
// not, facts and notes alike, is withdrawn.
func (s *Session) Read(r Reading, from Source, at time.Time) []Event {
	return s.add(at, s.replacing(r, from)...)
}

// Heard reports whether something stands that the source said: a fact, or a note other than why the playbook was opened.
func (s *Session) Heard(from Source) bool {
	return slices.ContainsFunc(s.Facts(), func(f Fact) bool { return f.From == from }) ||
		slices.ContainsFunc(s.Notes(), func(n Note) bool { return n.From == from && n.Name != OpenedBecause })
}

// Add records a reading of all that its source showed until now, as Read does, but says nothing again: what the source said
// before and somebody answered otherwise since stays answered. It returns nothing where nothing is new.
func (s *Session) Add(r Reading, from Source, at time.Time) []Event {
	void := s.void()
	said := make(map[string]Value)
	for _, e := range s.events {
		if e.Fact != nil && e.Fact.From == from && !void[e.Act] {
			said[e.Fact.ID] = e.Fact.Value
		}
	}
	notes := s.notes()
	events := slices.DeleteFunc(s.replacing(r, from), func(e Event) bool {
		if e.Fact != nil {
			return e.Fact.Value == said[e.Fact.ID]
		}
		return e.Note != nil && slices.Contains(notes, *e.Note)
	})
	if len(events) == 1 && events[0].Note != nil && events[0].Note.Name == Given {
		return nil // A text that shows nothing new.
	}
	return s.add(at, events...)
}

// Looked records what a look at a machine showed, in the place of what an earlier one did. What is known from elsewhere stays: it is
// of the call itself, or a person's word.
func (s *Session) Looked(facts []Fact, from Source, at time.Time) []Event {
	facts = slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool {
		old, known := s.Fact(f.ID)
		return known && old.Value != Unsure && old.From != Machine
	})
	if from == Machine {
		return s.Add(Reading{Facts: facts}, from, at)
	}
	return s.Assert(at, facts...)
}

// Beside returns the reading with all that its source said until now, which stands as it is.
func (s *Session) Beside(r Reading, from Source) Reading {
	said := Reading{Summary: r.Summary, Others: r.Others, Warnings: r.Warnings, Signs: r.Signs}
	for _, f := range s.Facts() {
		if f.From == from {
			said.Facts = append(said.Facts, f)
		}
	}
	for _, f := range r.Facts {
		if !slices.ContainsFunc(said.Facts, func(o Fact) bool { return o.ID == f.ID }) {
			said.Facts = append(said.Facts, f)
		}
	}
	for _, n := range s.notes() {
		if n.From == from && n.Name != OpenedBecause && (n.Name != Given || r.Text == nil) {
			said.Notes = append(said.Notes, n)
		}
	}
	for _, n := range r.Recorded() {
		if !slices.ContainsFunc(said.Notes, func(o Note) bool { return o.Name == n.Name }) {
			said.Notes = append(said.Notes, n)
		}
	}
	return said
}

// replacing returns the events of Read.
func (s *Session) replacing(r Reading, from Source) []Event {
	says := make(map[string]bool, len(r.Facts))
	for _, f := range r.Facts {
		says[f.ID] = true
	}
	var gone []Fact
	for _, f := range s.Facts() {
		if f.From == from && !says[f.ID] {
			gone = append(gone, Fact{ID: f.ID, From: from, Rule: "replaced"})
		}
	}
	recorded := r.Recorded()
	notes := make(map[string]bool, len(recorded))
	for _, n := range recorded {
		notes[n.Name] = true
	}
	var blank []Note
	for _, n := range s.notes() {
		if n.From == from && !notes[n.Name] && n.Name != OpenedBecause {
			blank = append(blank, Note{Name: n.Name, From: from})
		}
	}
	events := append(append(asserted(gone), noted(blank)...), noted(recorded)...)
	return append(events, asserted(r.Facts)...)
}

// Tell records what a probe or a capture found, as one act. Unlike Read it takes nothing back.
func (s *Session) Tell(at time.Time, facts []Fact, notes []Note) []Event {
	return s.add(at, append(noted(notes), asserted(facts)...)...)
}

// retested is the rule of a withdrawal that a fix made: what was known holds for the call as it was before.
const retested = "retest"

// changed is the rule of an answer that a fix led to another error.
const changed = "changed"

// replaced is the rule of a withdrawal that an answer made: what was known holds for another call than the one that fails now.
const replaced = "replaced"

// Retested reports whether the fact withdraws what was known before a fix.
func (f Fact) Retested() bool {
	return f.Value == Unknown && (f.Rule == retested || f.Rule == replaced)
}

// Tried records whether the full original request works after the verdict's fix, or is refused with another error; see Say.
func (s *Session) Tried(pb *Playbook, verdict string, works Value, from Source, at time.Time) []Event {
	f := Fact{ID: FixedFact(verdict), Value: works, From: from}
	if works == No {
		f.Rule = changed
	}
	return s.Say(pb, f, at)
}

// TriedSame records that the full original request is still refused after the verdict's fix, with the same error as before. What was
// read of the error stays.
func (s *Session) TriedSame(pb *Playbook, verdict string, from Source, at time.Time) []Event {
	return s.sayAll(pb, []Fact{{ID: FixedFact(verdict), Value: No, From: from}}, nil, at, true)
}

// kept returns the facts that still count after a fix was made and did not help: what people said of the make of the call, as
// the playbook has it, and that other fixes did not help either. Where the error is the same, so is all that it shows, and what the verdict
// says that its fix leaves. What else was read in a text or measured is of the call as it was; comparisons have to be made anew; and what
// nobody knew is worth another question.
func kept(pb *Playbook, facts []Fact, fixed Fact, same bool) map[string]bool {
	keep := make(map[string]bool)
	var leaves []string
	if v := pb.Verdict(strings.TrimPrefix(fixed.ID, FixedFact(""))); v != nil && same {
		leaves = v.Leaves
	}
	for _, f := range facts {
		info, known := pb.Facts[f.ID]
		if shown := f.From == Pasted || f.From == Captured || info.WithError; same && shown || slices.Contains(leaves, f.ID) {
			keep[f.ID] = f.Value != Unsure || f.Parked()
		} else if strings.HasPrefix(f.ID, FixedFact("")) {
			keep[f.ID] = f.Value != Yes
		} else {
			keep[f.ID] = known && f.Answered() && !info.Retest && (f.Value != Unsure || f.Parked())
		}
	}
	return keep
}

// Round is the number of times that somebody said of a fix whether it helped. What was measured in an earlier round holds for
// the call as it was then.
func (s *Session) Round() int {
	void, n := s.void(), 0
	for _, e := range s.events {
		if e.Kind == Asserted && !void[e.Act] && strings.HasPrefix(e.Fact.ID, FixedFact("")) && e.Fact.Value != Unknown {
			n++
		}
	}
	return n
}

// Undo voids the last act that still counts, and reports whether there was one. Who the session is about is not undone; that
// it went over to another playbook is. The events stay in the record.
func (s *Session) Undo(at time.Time) ([]Event, bool) {
	act, _ := s.Last()
	if act == nil {
		return nil, false
	}
	return s.add(at, Event{Kind: Undone, Undoes: act[0].Act}), true
}

// Last returns the act that Undo would void, and what others recorded since that counts.
func (s *Session) Last() (act, since []Event) {
	void := s.void()
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		said := e.Kind == Asserted || e.Kind == Noted || e.Kind == Opened && e.About.HandedFrom != ""
		switch theirs := s.by != "" && e.By != s.by; {
		case !said || void[e.Act]:
		case theirs:
			since = append(since, e)
		default:
			return slices.DeleteFunc(s.Events(), func(o Event) bool { return o.Act != e.Act }), since
		}
	}
	return nil, since
}
