package flow_test

import (
	"testing"
	"time"

	"why403/flow"
)

func desk() *flow.Playbook {
	return &flow.Playbook{
		Facts: map[string]flow.FactInfo{"cheap": {About: "Cheap."}, "dear": {About: "Dear."}, "other": {About: "Other."}},
		Roles: []flow.Role{{ID: "admin", Title: "an admin"}},
		Questions: []flow.Question{
			{ID: "dear", Effort: flow.Effort{Minutes: 9}, Role: "admin", Decides: []string{"a"}},
			{ID: "cheap", Effort: flow.Effort{Minutes: 2}, Decides: []string{"a"}},
			{ID: "other", Effort: flow.Effort{Minutes: 1}, Decides: []string{"b"}},
		},
		Verdicts: []flow.Verdict{{ID: "a", Title: "A", Always: true, Precedence: 1}, {ID: "b", Title: "B", Always: true, Precedence: 2}, {ID: "x", Title: "X", Precedence: 3}},
		Rules: []flow.Rule{
			{When: is("dear", flow.Yes), Proves: []string{"a"}, Sure: flow.Strong},
			{When: is("cheap", flow.No), RulesOut: []string{"a"}, Sure: flow.Strong},
			{When: is("other", flow.Yes), Proves: []string{"b"}, Sure: flow.Strong},
		},
		Unexplained: "x",
	}
}

func is(fact string, v flow.Value) flow.Cond {
	return flow.Cond{{{Fact: fact, Values: []flow.Value{v}}}}
}

func TestWouldChange(t *testing.T) {
	t.Parallel()
	pb := desk()
	ids := func(facts ...flow.Fact) string {
		var s string
		for _, q := range flow.WouldChange(pb, facts, "a") {
			s += q.ID + " "
		}
		return s
	}
	for name, c := range map[string]struct {
		facts []flow.Fact
		want  string
	}{
		"nothing known, the cheapest first":       {nil, "cheap dear "},
		"what is known is not asked again":        {[]flow.Fact{{ID: "cheap", Value: flow.Yes, From: flow.You}}, "dear "},
		"what was unsure could still be answered": {[]flow.Fact{{ID: "cheap", Value: flow.Unsure, From: flow.You}}, "cheap dear "},
		"proven, and what speaks against it":      {[]flow.Fact{{ID: "dear", Value: flow.Yes, From: flow.You}}, "cheap "},
	} {
		if got := ids(c.facts...); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if got := flow.WouldChange(pb, nil, "no such"); got != nil {
		t.Errorf("a verdict that there is not: %v", got)
	}
}

func TestParked(t *testing.T) {
	t.Parallel()
	pb, now := desk(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := new(flow.Session)
	s.Assert(now, flow.Fact{ID: "dear", Value: flow.Unsure, From: flow.You, Asked: "admin"})
	if got := s.Parked(); len(got) != 1 || got[0].ID != "dear" || pb.Role(got[0].Asked) != "an admin" {
		t.Fatalf("parked: %+v", got)
	}
	if p := flow.Walk(pb, s.Facts()); p.Question == nil || p.Question.ID != "cheap" {
		t.Errorf("the walk does not go on past a parked question: %+v", p.Question)
	}
	if l, _ := flow.Walk(pb, s.Facts()).Standing("a"); l.Level != flow.Possible {
		t.Errorf("a parked question moved the cause to %v", l.Level)
	}
	s.Assert(now, flow.Fact{ID: "dear", Value: flow.Yes, From: flow.Colleague})
	if got := s.Parked(); len(got) != 0 {
		t.Errorf("still parked after the answer: %+v", got)
	}
}

func TestFixed(t *testing.T) {
	t.Parallel()
	pb, now := desk(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := new(flow.Session)
	s.Assert(now, flow.Fact{ID: "dear", Value: flow.Yes, From: flow.You})
	if _, ok := s.Fixed(); ok {
		t.Fatal("fixed before anything was tried")
	}
	s.Tried(pb, "a", flow.No, flow.You, now.Add(time.Minute))
	if _, ok := s.Fixed(); ok {
		t.Fatal("fixed although it did not help")
	}
	s.Note(now, flow.Note{Name: flow.FixedBy, Text: "req_011FAKE", From: flow.Customer})
	s.Tried(pb, "a", flow.Yes, flow.Customer, now.Add(2*time.Minute))
	want := flow.Fixed{Verdict: "a", At: now.Add(2 * time.Minute), RequestID: "req_011FAKE", From: flow.Customer}
	if got, ok := s.Fixed(); !ok || got != want {
		t.Errorf("got %+v, %v; want %+v", got, ok, want)
	}
	s.Undo(now.Add(3 * time.Minute))
	if _, ok := s.Fixed(); ok {
		t.Error("fixed although that was taken back")
	}
}

func TestNoteOn(t *testing.T) {
	t.Parallel()
	if on, ok := (flow.Note{Name: flow.NoteOn("dear")}).On(); !ok || on != "dear" {
		t.Errorf("got %q, %v", on, ok)
	}
	if _, ok := (flow.Note{Name: "request_id"}).On(); ok {
		t.Error("a note of the program counts as one of a person")
	}
}
