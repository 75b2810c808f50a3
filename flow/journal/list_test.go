package journal

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/redact"
)

func TestRemindersAndParkedQuestionsAreCounted(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	at := began.Add(time.Hour)
	due := func(s *flow.Session) []flow.Event {
		return s.Note(began, flow.Note{Name: flow.CheckAgain, Text: at.Format(time.RFC3339), From: flow.You})
	}
	put := func(batches ...func(*flow.Session) []flow.Event) string {
		var session flow.Session
		l := s.Create(began)
		for _, b := range batches {
			mustAppend(t, l, b(&session))
		}
		mustClose(t, l)
		return l.Name()
	}
	fixed := func(s *flow.Session) []flow.Event {
		return s.Assert(began, flow.Fact{ID: flow.FixedFact("v"), Value: flow.Yes, From: flow.You})
	}
	parked := func(s *flow.Session) []flow.Event {
		return s.Assert(began, flow.Fact{ID: "q", Value: flow.Unsure, From: flow.You, Asked: "network"})
	}
	bad := func(s *flow.Session) []flow.Event {
		return s.Note(began, flow.Note{Name: flow.CheckAgain, Text: "soon", From: flow.You})
	}
	want := map[string]Summary{
		put(due):         {CheckAgain: at},
		put(due, fixed):  {},
		put(due, parked): {CheckAgain: at, Parked: 1},
		put(bad):         {},
	}
	list, errs := s.List()
	if len(errs) > 0 || len(list) != len(want) {
		t.Fatalf("%d sessions, %v", len(list), errs)
	}
	for _, sum := range list {
		if w := want[sum.Name]; !sum.CheckAgain.Equal(w.CheckAgain) || sum.Parked != w.Parked {
			t.Errorf("%s: check again %v, %d parked; want %v, %d", sum.Name, sum.CheckAgain, sum.Parked, w.CheckAgain, w.Parked)
		}
	}
	n := 0
	s.Recent(10, `"`+flow.CheckAgain+`"`, func(Summary, *flow.Session) { n++ })
	if n != 4 {
		t.Errorf("%d sessions hold a reminder, want 4", n)
	}
}

func TestRecentGoesByWhenTheFileWasWritten(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	var names []string
	for i := range 4 {
		name, _ := stored(t, s)
		names = append(names, name)
		at := began.Add(time.Duration(-i) * time.Hour)
		must.NoError(t, os.Chtimes(s.path(name), at, at))
	}
	must.NoError(t, os.WriteFile(s.path("broken"), []byte("not a session, opened\n"), 0o600))
	var got []string
	s.Recent(3, "opened", func(sum Summary, _ *flow.Session) { got = append(got, sum.Name) })
	if want := names[:2]; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	s.Recent(3, "no such text", func(sum Summary, _ *flow.Session) { t.Errorf("%s does not hold the text", sum.Name) })
}

// fill stores so many sessions of an ordinary size.
func fill(b *testing.B, s *Store, n int) {
	b.Helper()
	must.NoError(b, os.MkdirAll(s.Dir(), 0o700))
	for i := range n {
		var session flow.Session
		session.Open(flow.About{Playbook: "pb", Whose: flow.Customer, Ticket: fmt.Sprint("T-", i)}, began)
		session.Read(flow.Reading{
			Facts: []flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Rule: "r", Quote: "Your API key does not have permission to use the specified resource."}},
			Notes: []flow.Note{{Name: "status", Text: "403", From: flow.Pasted}, {Name: "request_id", Text: "req_011CFAKE", From: flow.Pasted}},
		}, flow.Pasted, began)
		for q := range 6 {
			session.Assert(began, flow.Fact{ID: fmt.Sprint("q", q), Value: flow.No, From: flow.Customer})
		}
		lines, err := encode(session.Events(), 1, redact.Text)
		must.NoError(b, err)
		name := began.Add(time.Duration(i)*time.Minute).Format("20060102-1504-") + "k7q2"
		must.NoError(b, os.WriteFile(s.path(name), append(header(), lines...), 0o600))
	}
}

// BenchmarkList lists a folder of a thousand sessions.
func BenchmarkList(b *testing.B) {
	s := newStore(b)
	fill(b, s, 1000)
	for b.Loop() {
		if list, errs := s.List(); len(list) != 1000 || len(errs) > 0 {
			b.Fatalf("%d sessions, %v", len(list), errs)
		}
	}
}

// BenchmarkRecent looks for a reminder as every start does, in a folder of a thousand sessions.
func BenchmarkRecent(b *testing.B) {
	s := newStore(b)
	fill(b, s, 1000)
	for b.Loop() {
		s.Recent(100, `"`+flow.CheckAgain+`"`, func(Summary, *flow.Session) { b.Fatal("there is none") })
	}
}
