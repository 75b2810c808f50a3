package flow

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// void returns the acts that were undone.
func (s *Session) void() map[int]bool {
	void := make(map[int]bool)
	for _, e := range s.events {
		if e.Kind == Undone {
			void[e.Undoes] = true
		}
	}
	return void
}

// Acts returns the act that said each fact last, by the fact's id; what was undone says nothing. Facts of one act are one answer.
func (s *Session) Acts() map[string]int {
	void, acts := s.void(), make(map[string]int)
	for _, e := range s.events {
		if e.Kind == Asserted && !void[e.Act] {
			acts[e.Fact.ID] = e.Act
		}
	}
	return acts
}

// Before counts the answers to the playbook's questions that a failed fix has put in question again; answers of one act count as
// one.
func (s *Session) Before(pb *Playbook) int {
	void, at, moot := s.void(), make(map[string]int), make(map[int]bool)
	for _, e := range s.events {
		switch {
		case e.Kind != Asserted || void[e.Act] || pb.Question(e.Fact.ID) == nil:
		case e.Fact.Answered():
			at[e.Fact.ID] = e.Act
		case at[e.Fact.ID] != 0:
			if e.Fact.Retested() {
				moot[at[e.Fact.ID]] = true
			}
			delete(at, e.Fact.ID)
		}
	}
	for _, act := range at { // What still counts of an act is counted with the rest.
		delete(moot, act)
	}
	return len(moot)
}

// Authors returns who recorded each fact last, by the fact's id, where several people can.
func (s *Session) Authors() map[string]string {
	void, by := s.void(), make(map[string]string)
	for _, e := range s.events {
		if e.Kind == Asserted && !void[e.Act] {
			by[e.Fact.ID] = e.By
		}
	}
	return by
}

// Kept reports whether anything was ever said, also what was taken back since: such a session is saved, one that was only opened is not.
func (s *Session) Kept() bool {
	return slices.ContainsFunc(s.events, func(e Event) bool { return e.Kind != Opened })
}

// Outdated reports whether a fix led to another error that nobody has given since.
func (s *Session) Outdated() bool {
	void := s.void()
	for _, e := range slices.Backward(s.events) {
		switch {
		case void[e.Act]:
		case e.Reads():
			return false
		case e.Fact != nil && e.Fact.Changed() && e.Fact.Value == No:
			return true
		}
	}
	return false
}

// Facts returns the last word on every fact that is known, in the order in which it was said.
func (s *Session) Facts() []Fact {
	return slices.DeleteFunc(s.last(), func(f Fact) bool { return f.Value == Unknown })
}

// last returns the last word on every fact, withdrawals among them, in the order in which it was said.
func (s *Session) last() []Fact {
	void := s.void()
	last := make(map[string]int)
	for _, e := range s.events {
		if e.Kind == Asserted && !void[e.Act] {
			last[e.Fact.ID] = e.Seq
		}
	}
	var facts []Fact
	for _, e := range s.events {
		if e.Kind == Asserted && last[e.Fact.ID] == e.Seq {
			facts = append(facts, *e.Fact)
		}
	}
	return facts
}

// Fact returns the last word on one fact, and whether it is known.
func (s *Session) Fact(id string) (Fact, bool) {
	void := s.void()
	for _, e := range slices.Backward(s.events) {
		if e.Kind == Asserted && e.Fact.ID == id && !void[e.Act] {
			if e.Fact.Value == Unknown {
				break
			}
			return *e.Fact, true
		}
	}
	return Fact{}, false
}

// Earlier returns the last value that was said of a fact and withdrawn since, so that it can be offered again. One that was said of another
// call is not, nor what an error showed after whose fix another one came.
func (s *Session) Earlier(id string) (Fact, bool) {
	void, another := s.void(), 0
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		if e.Kind != Asserted || void[e.Act] {
			continue
		}
		if e.Fact.Changed() && e.Fact.Value == No {
			another = e.Act
		}
		if e.Fact.ID != id {
			continue
		}
		if another > e.Act && !e.Fact.Answered() && e.Fact.Value != Unknown {
			break
		}
		if e.Fact.Rule == HandedOver || e.Fact.Rule == replaced {
			break // It had another meaning, or was another call's.
		}
		if e.Fact.Value != Unknown {
			return *e.Fact, true
		}
	}
	return Fact{}, false
}

// Parked returns the facts that wait for somebody else's answer, in the order in which they were parked.
func (s *Session) Parked() []Fact {
	return slices.DeleteFunc(s.Facts(), func(f Fact) bool { return !f.Parked() })
}

// Fixed is the record that the full original request works after a fix.
type Fixed struct {
	Verdict   string // The verdict's id.
	At        time.Time
	RequestID string // The id of the request that worked; empty if nobody noted it.
	From      Source
}

// Fixed returns when and how the session was solved, and whether it was.
func (s *Session) Fixed() (Fixed, bool) {
	void := s.void()
	for i := len(s.events) - 1; i >= 0; i-- {
		e := s.events[i]
		if e.Kind != Asserted || void[e.Act] {
			continue
		}
		verdict, ok := strings.CutPrefix(e.Fact.ID, FixedFact(""))
		if f, known := s.Fact(e.Fact.ID); ok && known && f.Value == Yes && f == *e.Fact {
			return Fixed{Verdict: verdict, At: e.At, RequestID: s.NoteText(FixedBy), From: f.From}, true
		}
	}
	return Fixed{}, false
}

// Notes returns the last note of every name, in the order in which the names were first noted. A note without text takes
// an earlier one back. Those that hold offers, see Offers, and the text that was given are left out.
func (s *Session) Notes() []Note {
	return slices.DeleteFunc(s.notes(), func(n Note) bool { return n.offers() || n.Name == Given })
}

// notes returns the last note of every name, also those that hold offers.
func (s *Session) notes() []Note {
	void := s.void()
	var notes []Note
	for _, e := range s.events {
		switch {
		case void[e.Act]:
		case e.Kind == Noted:
			notes = latest(notes, *e.Note)
		case e.Kind == Asserted && e.Fact.Changed() && e.Fact.Value == No:
			notes = slices.DeleteFunc(notes, Note.ofError) // Another error came.
		}
	}
	return slices.DeleteFunc(notes, func(n Note) bool { return n.Text == "" })
}

// ofError reports whether the note is of the error that was read, and of no other error of the same call.
func (n Note) ofError() bool {
	return n.From == Pasted && slices.Contains([]string{"status", "error_type", "error_code", "message", "request_id", "answered_by", Line, Given}, n.Name)
}

// latest puts the note in the place of the one with its name.
func latest(notes []Note, n Note) []Note {
	if i := slices.IndexFunc(notes, func(o Note) bool { return o.Name == n.Name }); i >= 0 {
		notes[i] = n
		return notes
	}
	return append(notes, n)
}

// NoteText returns the last note of the name, or "".
func (s *Session) NoteText(name string) string {
	void, another := s.void(), false
	for _, e := range slices.Backward(s.events) {
		switch {
		case void[e.Act]:
		case e.Kind == Noted && e.Note.Name == name:
			if another && e.Note.ofError() {
				return ""
			}
			return e.Note.Text
		case e.Kind == Asserted && e.Fact.Changed() && e.Fact.Value == No:
			another = true
		}
	}
	return ""
}

// About returns what the session was last said to be about, and the playbook that it is in.
func (s *Session) About() About {
	about := s.Recorded()
	about.Whose = cmp.Or(s.whose, about.Whose)
	return about
}

// Recorded is About without the override of See.
func (s *Session) Recorded() About {
	void := s.void()
	var about, in About
	for _, e := range s.events {
		if e.Kind != Opened || void[e.Act] {
			continue
		}
		about = *e.About
		if in.Playbook == "" || about.HandedFrom != "" {
			in = about
		}
	}
	about.Playbook, about.Digest, about.HandedFrom = in.Playbook, in.Digest, in.HandedFrom
	return about
}

// Conflict is a fact of which two sources say opposite things.
type Conflict struct {
	ID      string
	Says    Fact // The last word, which counts.
	Against Fact // What another source said, and never took back.
}

// Conflicts returns the facts of which one source says yes and another no, in the order of the last words.
func (s *Session) Conflicts() []Conflict {
	void := s.void()
	words := make(map[string]map[Source]Fact)
	for _, e := range s.events {
		if e.Kind != Asserted || void[e.Act] {
			continue
		}
		f := *e.Fact
		if words[f.ID] == nil {
			words[f.ID] = make(map[Source]Fact)
		}
		words[f.ID][f.From] = f
		if f.Retested() || f.Rule == HandedOver {
			clear(words[f.ID]) // What was true before a fix, or in other words, contradicts nothing said after it.
		}
	}
	var out []Conflict
	for _, f := range s.Facts() {
		for _, from := range []Source{Pasted, Probed, Captured, Machine, You, Customer, Colleague} {
			g, ok := words[f.ID][from]
			if ok && from != f.From && opposite(f.Value, g.Value) {
				out = append(out, Conflict{ID: f.ID, Says: f, Against: g})
			}
		}
	}
	return out
}

func opposite(a, b Value) bool { return (a == Yes && b == No) || (a == No && b == Yes) }

// Playbooks returns the ids of the playbooks that the session was in, in order, each once.
func (s *Session) Playbooks() []string {
	var ids []string
	for _, e := range s.events {
		if e.About == nil {
			continue
		}
		for _, id := range []string{e.About.HandedFrom, e.About.Playbook} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
