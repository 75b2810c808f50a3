package flow

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/flow/must"
)

var handedAt = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// handing returns two playbooks: shared means the same in both, own something else, and a and b only exist in one.
func handing() (a, b *Playbook) {
	a = &Playbook{
		ID: "A", Facts: map[string]FactInfo{"shared": {About: "The same"}, "own": {About: "A's own"}, "a": {About: "Only in A"}},
		Verdicts: []Verdict{{ID: "end", Title: "The same end"}, {ID: "other", Title: "A's"}},
		Opens:    Opening{When: Cond{{{Fact: "a", Values: []Value{Yes}}}}},
	}
	b = &Playbook{
		ID: "B", Facts: map[string]FactInfo{"shared": {About: "The same"}, "own": {About: "B's own"}, "b": {About: "Only in B"}},
		Verdicts: []Verdict{{ID: "end", Title: "The same end"}, {ID: "other", Title: "B's"}},
		Opens:    Opening{When: Cond{{{Fact: "b", Values: []Value{Yes}}}, {{Fact: "shared", Values: []Value{No}}}}, Unless: Cond{{{Fact: "own", Values: []Value{Yes}}}}},
	}
	return a, b
}

// known writes what a session knows, in the order of the ids.
func known(s *Session) string {
	var out []string
	for _, f := range s.Facts() {
		out = append(out, fmt.Sprintf("%s=%s/%s", f.ID, f.Value, f.From))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestClaims(t *testing.T) {
	t.Parallel()
	_, b := handing()
	for _, tt := range []struct {
		facts   []Fact
		because string
		ok      bool
	}{
		{nil, "", false},
		{[]Fact{{ID: "a", Value: Yes}}, "", false},
		{[]Fact{{ID: "b", Value: Yes}}, "b", true},
		{[]Fact{{ID: "shared", Value: No, Quote: "no"}}, "shared", true},
		{[]Fact{{ID: "shared", Value: Unsure}}, "", false},
		{[]Fact{{ID: "b", Value: Yes}, {ID: "own", Value: Yes}}, "", false},
	} {
		because, ok := b.Claims(tt.facts)
		got := ""
		if len(because) > 0 {
			got = because[0].ID
		}
		if ok != tt.ok || got != tt.because {
			t.Errorf("%v: got %v because of %v", tt.facts, ok, because)
		}
	}
	if _, ok := new(Playbook).Claims([]Fact{{ID: "a", Value: Yes}}); ok {
		t.Error("a playbook that opens on nothing claims a text")
	}
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	a, b := handing()
	s := new(Session)
	s.Open(About{Playbook: "A", Digest: "1", Ticket: "T-1"}, handedAt)
	s.Assert(handedAt, Fact{ID: "shared", Value: Yes, From: You}, Fact{ID: "own", Value: No, From: Customer}, Fact{ID: "a", Value: Yes, From: Probed})
	s.Assert(handedAt, Fact{ID: "fixed:end", Value: No, From: You}, Fact{ID: "fixed:other", Value: No, From: You})
	before := known(s)

	// Over: what means something else is withdrawn, the rest is kept.
	s.HandOver(Handing{From: a, To: b, Digest: "2", Because: "said so", By: You}, handedAt)
	if got, want := known(s), "a=yes/probe fixed:end=no/you shared=yes/you"; got != want {
		t.Errorf("after the hand-over: got %s, want %s", got, want)
	}
	if got := s.About(); got.Playbook != "B" || got.Digest != "2" || got.HandedFrom != "A" || got.Ticket != "T-1" {
		t.Errorf("about: got %+v", got)
	}
	if got := s.NoteText(OpenedBecause); got != "said so" {
		t.Errorf("because: got %q", got)
	}
	if f, ok := s.Earlier("own"); ok {
		t.Errorf("an answer of another meaning is offered again: %v", f)
	}

	// There it gets a meaning of its own, and whom the session is about changes.
	s.Assert(handedAt, Fact{ID: "own", Value: Yes, From: You}, Fact{ID: "b", Value: No, From: You})
	if got := s.Conflicts(); len(got) > 0 {
		t.Errorf("two meanings contradict each other: %v", got)
	}
	about := s.About()
	about.Ticket = "T-2"
	s.Open(about, handedAt)

	// Back: what was said there counts again.
	s.HandOver(Handing{From: b, To: a, Digest: "1", By: You}, handedAt)
	if got, want := known(s), before+" b=no/you"; got != sorted(want) {
		t.Errorf("back again: got %s, want %s", got, sorted(want))
	}
	if got := s.About(); got.Playbook != "A" || got.HandedFrom != "B" || got.Ticket != "T-2" {
		t.Errorf("about: got %+v", got)
	}

	// Undone one by one, by whoever only has the record.
	s = Replay(s.Events())
	s.Undo(handedAt)
	if got := s.About(); got.Playbook != "B" || got.Digest != "2" || got.Ticket != "T-2" {
		t.Errorf("undone: got %+v", got)
	}
	s.Undo(handedAt)
	s.Undo(handedAt)
	if got := s.About(); got.Playbook != "A" || got.Digest != "1" || got.HandedFrom != "" || got.Ticket != "T-2" {
		t.Errorf("undone twice: got %+v", got)
	}
	if got := known(s); got != before {
		t.Errorf("undone: got %s, want %s", got, before)
	}
}

func sorted(words string) string {
	list := strings.Fields(words)
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestHandOverReads(t *testing.T) {
	t.Parallel()
	a, b := handing()
	begun := func() *Session {
		s := new(Session)
		s.Open(About{Playbook: "A"}, handedAt)
		s.Read(Reading{Facts: []Fact{{ID: "a", Value: Yes, From: Pasted}, {ID: "shared", Value: Yes, From: Pasted}}, Notes: []Note{{Name: "status", Text: "401", From: Pasted}}}, Pasted, handedAt)
		s.Assert(handedAt, Fact{ID: "own", Value: Yes, From: You})
		return s
	}
	r := Reading{
		Facts: []Fact{{ID: "b", Value: Yes, From: Pasted}, {ID: "shared", Value: No, From: Pasted}, {ID: "own", Value: No, From: Pasted}},
		Notes: []Note{{Name: "status", Text: "400", From: Pasted}, {Name: "model", Text: "m", From: Pasted}},
	}
	s := begun()
	s.HandOver(Handing{From: a, To: b, By: You, Again: &r}, handedAt)
	if got, want := known(s), "a=yes/pasted b=yes/pasted own=no/pasted shared=no/pasted"; got != want {
		t.Errorf("the same text: got %s, want %s", got, want)
	}
	if got := s.NoteText("status") + s.NoteText("model"); got != "401m" {
		t.Errorf("notes: got %s", got)
	}
	// An answer stands against the same text read again.
	s = begun()
	s.Assert(handedAt, Fact{ID: "shared", Value: Yes, From: You})
	s.HandOver(Handing{From: a, To: b, By: You, Again: &r}, handedAt)
	if f, _ := s.Fact("shared"); f.Value != Yes || f.From != You {
		t.Errorf("an answer was overruled: %v", f)
	}
	// Another text takes the place of the old one.
	s = begun()
	s.HandOver(Handing{From: a, To: b, By: Pasted, Because: "b", New: &r}, handedAt)
	s.HandOver(Handing{From: b, To: a, By: Pasted, Because: "a", New: &Reading{Facts: []Fact{{ID: "a", Value: No, From: Pasted}}}}, handedAt)
	if got, want := known(s), "a=no/pasted own=yes/you"; got != want {
		t.Errorf("another text: got %s, want %s", got, want)
	}
	if got := s.NoteText(OpenedBecause); got != "a" {
		t.Errorf("because: got %q", got)
	}
}

// TestHandOverUndo holds that after any words in any playbooks, taking everything back leads through the states before.
func TestHandOverUndo(t *testing.T) {
	t.Parallel()
	a, b := handing()
	rapid.Check(t, func(t *rapid.T) {
		s, in, other := new(Session), a, b
		s.Open(About{Playbook: "A"}, handedAt)
		state := func() string { return s.About().Playbook + " " + known(s) }
		states := []string{state()}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				s.HandOver(Handing{From: in, To: other, By: You}, handedAt)
				in, other = other, in
			default:
				ids := []string{"shared", "own", "a", "b", "fixed:end", "fixed:other"}
				s.Assert(handedAt, Fact{ID: rapid.SampledFrom(ids).Draw(t, "id"), Value: Value(rapid.IntRange(0, 3).Draw(t, "value")), From: You})
			}
			data, err := json.Marshal(s.Events())
			must.NoError(t, err)
			var events []Event
			must.NoError(t, json.Unmarshal(data, &events))
			was := state()
			if s = Replay(events); state() != was {
				t.Fatalf("the record says %s, want %s", state(), was)
			}
			states = append(states, was)
		}
		for i := len(states) - 2; i >= 0; i-- {
			s.Undo(handedAt)
			if state() != states[i] {
				t.Fatalf("undone to %s, want %s", state(), states[i])
			}
		}
	})
}
