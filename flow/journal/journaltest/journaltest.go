// Package journaltest holds what every journal.Keeper must do.
package journaltest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/journal"
)

// soon is how long a change may take to be heard of on a busy machine.
const soon = 20 * time.Second

var began = time.Date(2026, 11, 23, 14, 5, 9, 1000, time.UTC)

// Run tests the keepers of one kind. place makes an empty place for sessions, and returns what opens it: every call as another server does,
// beside those that are open.
func Run(t *testing.T, place func(t *testing.T) (open func() journal.Keeper)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, func() journal.Keeper){
		"a session comes back":              comesBack,
		"answers at the same time":          sameTime,
		"answers that contradict":           overtaken,
		"events given again":                givenAgain,
		"an undo behind others":             undoBehind,
		"numbers that leave some out":       gaps,
		"many writers":                      manyWriters,
		"those who watch":                   watching,
		"a secret":                          secrets,
		"events of a later version":         unknownKinds,
		"a session that was removed":        removed,
		"names":                             names,
		"a context that ended":              ended,
		"an event that is too large":        tooLarge,
		"what could not be replayed":        refused,
		"sessions begun in the same minute": sameMinute,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place(t))
		})
	}
}

// answer returns an answer that a session of so many events in so many acts gets.
func answer(events, acts int, id, quote string) []flow.Event {
	return []flow.Event{{
		Seq: events + 1, Act: acts + 1, At: began.Add(time.Duration(events) * time.Second), Kind: flow.Asserted,
		Fact: &flow.Fact{ID: id, Value: flow.Yes, From: flow.You, Quote: quote},
	}}
}

func begin(t *testing.T, k journal.Keeper) (string, []flow.Event) {
	t.Helper()
	name, held, err := k.Begin(t.Context(), began, new(flow.Session).Open(flow.About{Playbook: "pb", Whose: flow.Customer, Ticket: "T-1"}, began))
	if err != nil {
		t.Fatalf("begin: %v", err)
	}
	return name, held
}

func add(t *testing.T, k journal.Keeper, name string, events []flow.Event) []flow.Event {
	t.Helper()
	got, err := k.Append(t.Context(), name, events)
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	return got
}

func load(t *testing.T, k journal.Keeper, name string, known int) []flow.Event {
	t.Helper()
	events, err := k.Load(t.Context(), name, known)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	for i, e := range events {
		if e.Seq != known+i+1 || e.Act < 1 || i > 0 && (e.Act < events[i-1].Act || e.Act > events[i-1].Act+1) {
			t.Fatalf("event %d has number %d in act %d", known+i+1, e.Seq, e.Act)
		}
	}
	return events
}

func same(t *testing.T, what string, got, want []flow.Event) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("%s: event %d is %s, want %s", what, i+1, show(got[i]), show(want[i]))
		}
	}
}

func show(e flow.Event) string { return fmt.Sprintf("%+v %+v %+v %+v", e, e.About, e.Fact, e.Note) }

// said returns the ids of what was asserted, in order.
func said(events []flow.Event) string {
	var ids []string
	for _, e := range events {
		if e.Fact != nil {
			ids = append(ids, e.Fact.ID)
		}
	}
	return strings.Join(ids, " ")
}

func comesBack(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, first := begin(t, k)
	if len(first) != 1 || first[0].About == nil || first[0].About.Name != name || !strings.HasPrefix(name, "20261123-1405-") {
		t.Fatalf("%s begins with %v", name, first)
	}
	s := flow.Replay(first)
	s.Tell(began.Add(time.Minute), []flow.Fact{{ID: "a", Value: flow.No, From: flow.Probed, Rule: "r"}}, []flow.Note{{Name: "n", Text: "two\nlines, \u00fc and \U0001F600, <&> \\u0000 %", From: flow.Probed}})
	s.Assert(began.Add(time.Hour), flow.Fact{ID: "b", Value: flow.Unsure, From: flow.Customer, Asked: "who?"})
	want := s.Events()
	same(t, "append", add(t, k, name, want[1:]), want[1:])
	other := open()
	same(t, "load", load(t, other, name, 0), want)
	same(t, "load the rest", load(t, other, name, 2), want[2:])
	same(t, "load nothing", load(t, other, name, len(want)), nil)
	seen := 0
	if errs := other.Each(t.Context(), func(sum journal.Summary, s *flow.Session) {
		seen++
		same(t, "each", s.Events(), want)
		if sum.Name != name || sum.Events != 4 || sum.About.Ticket != "T-1" || !sum.Started.Equal(began) || !sum.Last.Equal(began.Add(time.Hour)) || sum.Size == 0 {
			t.Errorf("summary %+v", sum)
		}
	}); errs != nil || seen != 1 {
		t.Errorf("each: %d sessions, %v", seen, errs)
	}
}

func sameTime(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, held := begin(t, a)
	add(t, a, name, answer(1, 1, "x", ""))
	two := slices.Concat(answer(1, 1, "y", ""), answer(2, 2, "z", ""))
	got := add(t, b, name, two) // Made before x was heard of.
	if said(got) != "x y z" || got[2].Seq != 4 || got[2].Act != 4 {
		t.Errorf("recorded %s, the last as %+v", said(got), got[len(got)-1])
	}
	same(t, "load", load(t, a, name, 0), append(held, got...))
	if two[0].Seq != 2 || two[0].Act != 2 {
		t.Errorf("the caller's event was changed: %+v", two[0])
	}
}

// overtaken holds that of two people who answer the same at the same time the first one counts, that what the other said is kept, and
// that the same given again changes nothing.
func overtaken(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, held := begin(t, a)
	by := func(who string, v flow.Value, id string) []flow.Event {
		s := flow.Replay(held)
		s.As(who)
		return s.Assert(began.Add(time.Minute), flow.Fact{ID: id, Value: v, From: flow.You})
	}
	add(t, a, name, by("ann", flow.Yes, "x"))
	for range 2 {
		got := add(t, b, name, by("bob", flow.No, "x"))
		if len(got) != 3 || got[2].Kind != flow.Undone || got[2].Undoes != got[1].Act || got[2].By != "bob" {
			t.Fatalf("recorded %+v", got)
		}
	}
	now := flow.Replay(load(t, a, name, 0))
	if f, _ := now.Fact("x"); f.Value != flow.Yes || now.Authors()["x"] != "ann" || said(now.Events()) != "x x" {
		t.Errorf("it holds %+v", now.Events())
	}
	// The same answer, another question, and an answer that knows of the first, count.
	add(t, b, name, by("cy", flow.Yes, "x"))
	add(t, b, name, by("cy", flow.No, "y"))
	now.As("bob")
	add(t, b, name, now.Assert(began.Add(time.Hour), flow.Fact{ID: "x", Value: flow.No, From: flow.You}))
	now = flow.Replay(load(t, a, name, 0))
	if f, _ := now.Fact("y"); f.Value != flow.No {
		t.Errorf("another answer does not count: %+v", now.Events())
	}
	if f, _ := now.Fact("x"); f.Value != flow.Yes {
		t.Errorf("cy said the same meanwhile, and bob overtakes that: %+v", now.Events())
	}
	now.As("bob")
	add(t, b, name, now.Assert(began.Add(2*time.Hour), flow.Fact{ID: "x", Value: flow.No, From: flow.You}))
	now = flow.Replay(load(t, a, name, 0))
	if f, _ := now.Fact("x"); f.Value != flow.No {
		t.Errorf("a second thought does not count: %+v", now.Events())
	}
}

func givenAgain(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, _ := begin(t, a)
	mine := answer(1, 1, "x", "")
	add(t, a, name, mine)
	if got := add(t, a, name, mine); said(got) != "x" {
		t.Errorf("at once: %s", said(got))
	}
	add(t, b, name, answer(1, 1, "other", ""))
	mine = append(mine, answer(2, 2, "y", "")...)
	if got := add(t, a, name, mine); said(got) != "x other y" {
		t.Errorf("with one more: %s", said(got))
	}
	add(t, b, name, answer(4, 4, "more", ""))
	mine = append(mine, answer(3, 3, "z", "")...)
	for range 2 {
		if got := add(t, a, name, mine); said(got) != "x other y more z" {
			t.Errorf("with one more: %s", said(got))
		}
	}
	if got, err := a.Append(t.Context(), name, nil); got != nil || err != nil {
		t.Errorf("nothing: %v, %v", got, err)
	}
	if got := load(t, b, name, 0); said(got) != "x other y more z" {
		t.Errorf("load: %s", said(got))
	}
}

func undoBehind(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, held := begin(t, a)
	add(t, b, name, answer(1, 1, "theirs", ""))
	s := flow.Replay(held)
	s.Assert(began, flow.Fact{ID: "wrong", Value: flow.Yes, From: flow.You})
	s.Undo(began)
	s.Assert(began, flow.Fact{ID: "right", Value: flow.Yes, From: flow.You})
	add(t, a, name, s.Events()[1:])
	now := flow.Replay(load(t, b, name, 0))
	if f := now.Facts(); len(f) != 2 || f[0].ID != "theirs" || f[1].ID != "right" {
		t.Errorf("it holds %v", f)
	}
	if e, ok := now.Undo(began); !ok {
		t.Error("nothing to undo")
	} else if add(t, b, name, e); said(flowFacts(load(t, a, name, 0))) != "theirs" {
		t.Errorf("after the undo: %v", flow.Replay(load(t, a, name, 0)).Facts())
	}
}

// flowFacts returns the facts that stand, as events.
func flowFacts(events []flow.Event) []flow.Event {
	var out []flow.Event
	for _, f := range flow.Replay(events).Facts() {
		out = append(out, flow.Event{Fact: &f})
	}
	return out
}

func gaps(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, _ := begin(t, k)
	for what, events := range map[string][]flow.Event{
		"before the first": answer(2, 2, "x", ""),
		"between":          slices.Concat(answer(1, 1, "x", ""), answer(3, 3, "y", "")),
		"twice":            slices.Concat(answer(1, 1, "x", ""), answer(1, 1, "y", "")),
		"number 0":         answer(-1, 0, "x", ""),
	} {
		if _, err := k.Append(t.Context(), name, events); !errors.Is(err, journal.ErrSequence) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := k.Begin(t.Context(), began, answer(1, 1, "x", "")); !errors.Is(err, journal.ErrSequence) {
		t.Errorf("begin: %v", err)
	}
	if _, _, err := k.Begin(t.Context(), began, nil); !errors.Is(err, journal.ErrSequence) {
		t.Errorf("begin with nothing: %v", err)
	}
	if got := load(t, k, name, 0); len(got) != 1 {
		t.Errorf("%d events", len(got))
	}
}

func manyWriters(t *testing.T, open func() journal.Keeper) {
	const writers, answers = 6, 10
	servers := []journal.Keeper{open(), open()}
	name, _ := begin(t, servers[0])
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			k, known, acts := servers[w%2], 1, 1
			for n := range answers {
				got, err := k.Append(t.Context(), name, answer(known, acts, fmt.Sprintf("w%d-%d", w, n), ""))
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				if n%3 != 0 { // Else it does not look at what the others said.
					known, acts = got[len(got)-1].Seq, got[len(got)-1].Act
				}
			}
		})
	}
	wait.Wait()
	ids := strings.Fields(said(load(t, servers[1], name, 0)))
	if len(ids) != writers*answers {
		t.Errorf("%d answers, want %d", len(ids), writers*answers)
	}
	for w := range writers {
		mine := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !strings.HasPrefix(id, fmt.Sprintf("w%d-", w)) })
		for n, id := range mine {
			if id != fmt.Sprintf("w%d-%d", w, n) {
				t.Errorf("writer %d's answers stand as %v", w, mine)
				break
			}
		}
	}
}

func watching(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, _ := begin(t, a)
	ctx, cancel := context.WithCancel(t.Context())
	here, there := a.Watch(ctx, name), b.Watch(ctx, name)
	known, acts := 1, 1
	for n := range 3 {
		got := add(t, a, name, answer(known, acts, fmt.Sprintf("x%d", n), ""))
		known, acts = got[0].Seq, got[0].Act
		heard(t, "on the same server", here, func() bool { return len(load(t, a, name, known-1)) == 1 })
		heard(t, "on another server", there, func() bool { return len(load(t, b, name, known-1)) == 1 })
	}
	if err := a.Remove(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	gone := func() bool { _, err := b.Load(t.Context(), name, 0); return errors.Is(err, journal.ErrNotFound) }
	heard(t, "that it is gone", there, gone)
	cancel()
	limit := time.After(soon)
	for _, rings := range []<-chan struct{}{here, there} {
		for open := true; open; {
			select {
			case _, open = <-rings:
			case <-limit:
				t.Fatal("the channel stays open")
			}
		}
	}
}

// heard waits until the channel has rung for what is so.
func heard(t *testing.T, what string, rings <-chan struct{}, so func() bool) {
	t.Helper()
	limit := time.After(soon)
	for {
		select {
		case <-rings:
			if so() {
				return
			}
		case <-limit:
			t.Fatalf("not heard %s", what)
		}
	}
}

func secrets(t *testing.T, open func() journal.Keeper) {
	k := open()
	text := "x-api-key: \x1b[1m" + Canary
	s := new(flow.Session)
	at := s.Open(flow.About{Ticket: text, Target: "https://me:" + Canary + "@proxy.example", Origin: text}, began)
	at[0].About.Ticket = text // As from a caller who masks nothing.
	name, got, err := k.Begin(t.Context(), began, at)
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, add(t, k, name, s.Read(flow.Reading{
		Facts: []flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Quote: text, Rule: text, Asked: text}},
		Notes: []flow.Note{{Name: "raw", Text: text, From: flow.Pasted}},
	}, flow.Pasted, began))...)
	var all strings.Builder
	for _, e := range append(got, load(t, k, name, 0)...) {
		all.WriteString(show(e))
	}
	if len(got) < 3 || strings.Contains(all.String(), Canary[20:28]) || strings.Contains(all.String(), "\x1b") {
		t.Errorf("it holds %s", all.String())
	}
}

// Canary is a key that is put into a session; nothing of it behind its kind may be kept anywhere.
const Canary = "sk-ant-api03-FAKEcanary01canary02canary03canary04canary05canary06canary07canary08canary09-FAKEcaAA"

func unknownKinds(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, _ := begin(t, k)
	later := flow.Event{Seq: 2, Act: 2, At: began, Kind: "of-tomorrow"}
	add(t, k, name, []flow.Event{later})
	add(t, k, name, answer(2, 2, "x", ""))
	got := load(t, open(), name, 0)
	if len(got) != 3 || !reflect.DeepEqual(got[1], later) || said(got) != "x" {
		t.Errorf("it holds %v", got)
	}
}

func removed(t *testing.T, open func() journal.Keeper) {
	a, b := open(), open()
	name, _ := begin(t, a)
	stays, _ := begin(t, a)
	add(t, b, name, answer(1, 1, "x", ""))
	if err := b.Remove(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Append(t.Context(), name, answer(2, 2, "y", "")); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("append: %v", err)
	}
	if _, err := a.Load(t.Context(), name, 0); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("load: %v", err)
	}
	if err := a.Remove(t.Context(), name); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	var list []string
	errs := a.Each(t.Context(), func(sum journal.Summary, _ *flow.Session) { list = append(list, sum.Name) })
	if len(list) != 1 || list[0] != stays || errs != nil {
		t.Errorf("there are %v, %v", list, errs)
	}
}

func names(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, _ := begin(t, k)
	for _, n := range []string{"20200101-0000-a2a2", "", ".", "..", "../x", "/etc/passwd", "a\x00b", "%", name + "'; drop table events; --", strings.Repeat("a", 1000)} {
		_, err := k.Load(t.Context(), n, 0)
		_, more := k.Append(t.Context(), n, answer(0, 0, "x", ""))
		for _, err := range []error{err, more, k.Remove(t.Context(), n)} {
			if !errors.Is(err, journal.ErrNotFound) && !errors.Is(err, journal.ErrName) {
				t.Errorf("%q: %v", n, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		k.Watch(ctx, n)
		cancel()
	}
	load(t, k, name, 1)
}

func ended(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, first := begin(t, k)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, beginning := k.Begin(ctx, began, first)
	_, appending := k.Append(ctx, name, answer(1, 1, "x", ""))
	_, loading := k.Load(ctx, name, 0)
	listing := errors.Join(k.Each(ctx, func(journal.Summary, *flow.Session) { t.Error("a session") })...)
	for what, err := range map[string]error{"begin": beginning, "append": appending, "load": loading, "each": listing, "remove": k.Remove(ctx, name)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := load(t, k, name, 0); len(got) != 1 {
		t.Errorf("%d events", len(got))
	}
}

func tooLarge(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, _ := begin(t, k)
	if _, err := k.Append(t.Context(), name, answer(1, 1, "x", strings.Repeat("a ", 9<<20))); !errors.Is(err, journal.ErrTooLarge) {
		t.Errorf("append: %v", err)
	}
	add(t, k, name, answer(1, 1, "y", ""))
	if got := load(t, k, name, 0); said(got) != "y" {
		t.Errorf("it holds %s", said(got))
	}
}

func refused(t *testing.T, open func() journal.Keeper) {
	k := open()
	name, _ := begin(t, k)
	for what, e := range map[string]flow.Event{
		"no fact":       {Seq: 2, Act: 2, Kind: flow.Asserted},
		"no note":       {Seq: 2, Act: 2, Kind: flow.Noted},
		"no kind":       {Seq: 2, Act: 2},
		"no act":        {Seq: 2, Kind: "x"},
		"undoes itself": {Seq: 2, Act: 2, Kind: flow.Undone, Undoes: 2},
	} {
		if _, err := k.Append(t.Context(), name, []flow.Event{e}); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
	if got := load(t, k, name, 0); len(got) != 1 {
		t.Errorf("%d events", len(got))
	}
}

func sameMinute(t *testing.T, open func() journal.Keeper) {
	const sessions = 40
	servers := []journal.Keeper{open(), open()}
	var wait sync.WaitGroup
	for n := range sessions {
		wait.Go(func() {
			if _, _, err := servers[n%2].Begin(t.Context(), began, answer(0, 0, fmt.Sprint("x", n), "")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	ids := make(map[string]bool)
	last := ""
	errs := servers[0].Each(t.Context(), func(sum journal.Summary, s *flow.Session) {
		ids[said(s.Events())] = true
		if sum.Name <= last {
			t.Errorf("%s after %s", sum.Name, last)
		}
		last = sum.Name
	})
	if len(ids) != sessions || errs != nil {
		t.Errorf("%d sessions, %v", len(ids), errs)
	}
}
