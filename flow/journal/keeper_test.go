package journal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/redact"
)

// TestNothingIsLostBehindOthers has people say things at the same time, whose answers are lost on the way or come late, and who say
// everything again until they hear that it is recorded: each act is recorded once, whole, and in the order in which it was said.
func TestNothingIsLostBehindOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var record []flow.Event
		const people = 3
		var session [people]*flow.Session // As each of them sees it.
		var unheard [people][]flow.Event
		var acts [people]int
		for p := range people {
			session[p] = new(flow.Session)
		}
		said := 0
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			p := rapid.IntRange(0, people-1).Draw(t, "who")
			said++
			at := began.Add(time.Duration(said)) // No two say the same thing at the same time.
			switch undo, ok := []flow.Event(nil), false; {
			case rapid.IntRange(0, 3).Draw(t, "undo") == 0:
				if undo, ok = session[p].Undo(at); ok {
					unheard[p] = append(unheard[p], undo...)
					acts[p]++
				}
			default:
				var facts []flow.Fact
				for n := range rapid.IntRange(1, 3).Draw(t, "facts") {
					facts = append(facts, flow.Fact{ID: fmt.Sprintf("p%d-%d-%d", p, said, n), Value: flow.Yes, From: flow.You})
				}
				unheard[p] = append(unheard[p], session[p].Assert(at, facts...)...)
				acts[p]++
			}
			if len(unheard[p]) == 0 {
				continue
			}
			tail := record[unheard[p][0].Seq-1:]
			fresh, err := Behind(tail, unheard[p])
			must.NoError(t, err)
			if rapid.IntRange(0, 3).Draw(t, "failed before") == 0 {
				continue
			}
			record = append(slices.Clip(record), fresh...)
			if rapid.IntRange(0, 3).Draw(t, "not heard") > 0 {
				session[p], unheard[p] = flow.Replay(record), nil
			}
		}
		for p := range people {
			if len(unheard[p]) > 0 {
				fresh, err := Behind(record[unheard[p][0].Seq-1:], unheard[p])
				must.NoError(t, err)
				record = append(slices.Clip(record), fresh...)
			}
		}
		if _, err := encode(record, 1, redact.Text); err != nil {
			t.Fatal(err)
		}
		var last [people]int
		size, undone := make(map[int]int), make(map[int]int)
		for i, e := range record {
			if i > 0 && e.Act != record[i-1].Act && e.Act != record[i-1].Act+1 {
				t.Fatalf("act %d after act %d", e.Act, record[i-1].Act)
			}
			size[e.Act]++
			if e.Kind == flow.Undone {
				undone[e.Undoes]++
				continue
			}
			var p, n, k int
			if _, err := fmt.Sscanf(e.Fact.ID, "p%d-%d-%d", &p, &n, &k); err != nil || k != size[e.Act]-1 || n < last[p] || k == 0 && n == last[p] {
				t.Fatalf("%s stands in act %d: %v", e.Fact.ID, e.Act, err)
			}
			last[p] = n
		}
		want := acts[0] + acts[1] + acts[2]
		if len(size) != want {
			t.Fatalf("%d acts, want %d", len(size), want)
		}
	})
}

func TestBeginTakesNoOthersName(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	codes := []string{"a2a2", "a2a2", "b3b3"}
	s.testOnlyCode = func() string { c := codes[0]; codes = codes[min(1, len(codes)-1):]; return c }
	held := s.Create(began) // Another program has the name, and no file yet.
	var session flow.Session
	mustAppendNamed := func(want string) {
		name, events, err := s.Begin(t.Context(), began, session.Events())
		if err != nil || name != want || events[0].About.Name != want {
			t.Errorf("began %s, %v; want %s", name, err, want)
		}
	}
	opened(&session)
	mustAppend(t, held, session.Events())
	mustAppendNamed("20261123-1405-b3b3")
	mustClose(t, held)
	if strings.Contains(held.Name(), "b3") {
		t.Error("it has changed its name")
	}
}
