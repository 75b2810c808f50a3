package conversation

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/journal"
	"why403/flow/must"
)

// record is a session that several people record in.
type record struct {
	events []flow.Event
	fails  int // 0 records; 1 fails before it records, 2 after.
}

func (r *record) Append(events []flow.Event) ([]flow.Event, error) {
	if r.fails == 1 {
		return nil, errors.New("the connection is gone")
	}
	known := events[0].Seq - 1
	if known > len(r.events) {
		return nil, fmt.Errorf("%w: number %d, it has %d", journal.ErrSequence, events[0].Seq, len(r.events))
	}
	fresh, err := journal.Behind(r.events[known:], events)
	if err != nil {
		return nil, err
	}
	r.events = append(r.events, fresh...)
	if r.fails == 2 {
		return nil, errors.New("the connection is gone, and nobody knows")
	}
	return slices.Clone(r.events[known:]), nil
}

func (r *record) Load(known int) ([]flow.Event, error) { return slices.Clone(r.events[known:]), nil }

// person is one of those who talk in a session, with the works that wait to be run.
type person struct {
	*Conversation
	name  string
	works []*Work
}

func (p *person) does(a Action) Step {
	s := p.Do(a)
	if s.Work != nil {
		p.works = append(p.works, s.Work)
	}
	return s
}

// run runs the first of the works that wait.
func (p *person) run() {
	w := p.works[0]
	p.works = p.works[1:]
	p.does(w.Run(context.Background(), nil))
}

func talkers(n int, r *record) []*person {
	var all []*person
	books := newShelf()
	for i := range n {
		name := []string{"ann", "bob", "cy", "dee"}[i]
		ports := Ports{Now: func() time.Time { return clock }, Books: books, Shared: r, By: name}
		all = append(all, &person{Conversation: New(ports, books.books["door"], flow.Replay(r.events)), name: name})
	}
	return all
}

// TestTogether holds that several people who talk in one session at the same time end up with the same, that nothing which one of
// them said is lost or told twice, and that nobody takes back what another said.
func TestTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := new(record)
		first := new(flow.Session)
		r.events = first.Open(flow.About{Playbook: "door"}, clock)
		all := talkers(rapid.IntRange(2, 4).Draw(t, "people"), r)
		said := make(map[string]int) // Acts by person.
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			p := rapid.SampledFrom(all).Draw(t, "who")
			r.fails = rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(t, "fails")
			if len(p.works) > 0 && rapid.Bool().Draw(t, "work") {
				p.run()
				continue
			}
			before, hung := p.session.Len(), len(p.works) > 0
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1, 2:
				p.does(Answer{Fact: rapid.SampledFrom([]string{"card", "power", "beeps"}).Draw(t, "fact"), Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, "value")})
			case 3:
				if s := p.does(Undo{}); s.Asks != nil && rapid.Bool().Draw(t, "sure") {
					p.does(*s.Asks)
				}
			case 4:
				p.does(KeepNote{Fact: "card", Text: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "note")})
			case 5:
				p.does(Take{ID: rapid.SampledFrom([]string{"door", "window"}).Draw(t, "book")})
			case 6:
				p.does(Others{})
			}
			if hung && p.Saving() { // The disk does not answer, and the conversation goes on.
				p.does(late{p.save.attempt})
			}
			if p.session.Len() > before {
				said[p.name]++
			}
		}
		r.fails = 0
		for range 20 { // Whoever has something left says it, and hears the others.
			for _, p := range all {
				for len(p.works) > 0 {
					p.run()
				}
				must.NoError(t, p.Close(time.Second))
				p.does(Others{})
			}
		}
		for _, p := range all {
			if len(p.save.unsaved) > 0 || p.Saving() {
				t.Fatalf("%s has something left: %v", p.name, p.save.unsaved)
			}
			if !reflect.DeepEqual(p.State().Session.Events(), r.events) {
				t.Fatalf("%s has\n%+v\nand recorded is\n%+v", p.name, p.State().Session.Events(), r.events)
			}
			if in := p.State().Session.About().Playbook; in != p.State().Book.Playbook.ID {
				t.Fatalf("%s is in %s, and the session in %s", p.name, p.State().Book.Playbook.ID, in)
			}
		}
		acts := make(map[int]string)
		for i, e := range r.events[1:] {
			if e.Seq != i+2 || e.Act < r.events[i].Act || e.By == "" {
				t.Fatalf("event %d: %+v", i+2, e)
			}
			if by, ok := acts[e.Act]; ok && by != e.By {
				t.Fatalf("act %d is %s's and %s's", e.Act, by, e.By)
			}
			acts[e.Act] = e.By
			if e.Kind == flow.Undone && acts[e.Undoes] != e.By {
				t.Fatalf("%s takes back what %s said: %+v", e.By, acts[e.Undoes], e)
			}
		}
		recorded := make(map[string]int)
		for _, by := range acts {
			recorded[by]++
		}
		for name, n := range said {
			if recorded[name] < n {
				t.Fatalf("%s did %d things, and %d are recorded", name, n, recorded[name])
			}
		}
	})
}

// TestOthers holds that what others said is shown, with who said it, and that an answer given meanwhile is not lost.
func TestOthers(t *testing.T) {
	t.Parallel()
	r := new(record)
	r.events = new(flow.Session).Open(flow.About{Playbook: "door"}, clock)
	all := talkers(2, r)
	ann, bob := all[0], all[1]
	ann.Wait(context.Background(), ann.Do(Answer{Fact: "card", Value: flow.Yes}), nil)
	bob.Wait(context.Background(), bob.Do(Answer{Fact: "beeps", Value: flow.No}), nil)
	step := ann.Wait(context.Background(), ann.Do(Others{}), nil)
	if !step.Done || !step.Moved || step.Err != nil {
		t.Fatalf("%+v", step)
	}
	for _, p := range all {
		s := p.State().Session
		if got := s.Authors(); got["card"] != "ann" || got["beeps"] != "bob" {
			t.Errorf("%s: who said it: %v", p.name, got)
		}
		if q := p.State().Asked(); q == nil || q.ID != "power" {
			t.Errorf("%s is asked %+v", p.name, q)
		}
	}
	if step := ann.Wait(context.Background(), ann.Do(Others{}), nil); !step.Same {
		t.Errorf("nothing is new: %+v", step)
	}
	// Each takes back what is its own, and is asked where the other went on since.
	asked := ann.Do(Undo{})
	if asked.Asks == nil || asked.Ask() != "bob went on since. This takes back what is yours: yes: There is a card. undo once more does it." || len(ann.State().Session.Facts()) != 2 {
		t.Fatalf("%+v %q", asked, asked.Ask())
	}
	ann.Wait(context.Background(), ann.Do(*asked.Asks), nil)
	if s := ann.State().Session; len(s.Facts()) != 1 || s.Facts()[0].ID != "beeps" {
		t.Errorf("ann took back more, or another thing: %+v", s.Facts())
	}
	if step := ann.Wait(context.Background(), ann.Do(Undo{}), nil); !errors.Is(step.Err, ErrTheirs) {
		t.Errorf("ann takes back what bob said: %+v", step)
	}
	// Another playbook is followed.
	bob.Wait(context.Background(), bob.Do(Take{ID: "window"}), nil)
	ann.Wait(context.Background(), ann.Do(Others{}), nil)
	if ann.State().Book.Playbook.ID != "window" {
		t.Error("ann stays in the old playbook")
	}
	alone := New(Ports{Now: func() time.Time { return clock }}, newShelf().books["door"], new(flow.Session))
	if step := alone.Do(Others{}); !errors.Is(step.Err, ErrNotHere) {
		t.Errorf("there are others: %+v", step)
	}
}

// TestOwnView holds that whose call it is is each one's own view once several are in a session, that nothing else which is said of the
// session takes it along, and that a customer always sees theirs.
func TestOwnView(t *testing.T) {
	t.Parallel()
	r := new(record)
	began := new(flow.Session)
	began.As("ann")
	r.events = began.Open(flow.About{Playbook: "door", Whose: flow.Customer}, clock)
	all := talkers(2, r)
	ann, bob := all[0], all[1]
	does := func(p *person, a Action) Step { return p.Wait(context.Background(), p.Do(a), nil) }
	about := func(p *person, change func(*flow.About)) Step {
		a := p.State().Session.About()
		change(&a)
		return does(p, SetAbout{a})
	}
	whose := func(anns, bobs flow.Source) {
		t.Helper()
		does(ann, Others{})
		does(bob, Others{})
		if a, b := ann.State().Answering(), bob.State().Answering(); a != anns || b != bobs {
			t.Errorf("ann's is %s, bob's %s", a, b)
		}
		if w := flow.Replay(r.events).About().Whose; w != flow.Customer {
			t.Errorf("the session's is %s", w)
		}
	}
	if s := about(bob, func(a *flow.About) { a.Whose = flow.You }); !s.Moved {
		t.Errorf("%+v", s)
	}
	whose(flow.Customer, flow.You)
	about(bob, func(a *flow.About) { a.Ticket = "CS-4" })
	does(bob, Take{ID: "window"})
	does(bob, Answer{Fact: "card", Value: flow.Yes})
	whose(flow.Customer, flow.You)
	if got := ann.State().Session.About(); got.Ticket != "CS-4" || got.Playbook != "window" {
		t.Errorf("ann has %+v", got)
	}
	about(ann, func(a *flow.About) { a.Whose = flow.You })
	about(bob, func(a *flow.About) { a.Whose = flow.Customer })
	whose(flow.You, flow.Customer)
	// Alone it is the session's own.
	alone := new(record)
	alone.events = began.Events()
	cy := New(Ports{Now: func() time.Time { return clock }, Shared: alone, By: "ann"}, newShelf().books["door"], flow.Replay(alone.events))
	does(&person{Conversation: cy}, SetAbout{flow.About{Playbook: "door", Whose: flow.You}})
	if w := flow.Replay(alone.events).About().Whose; w != flow.You {
		t.Errorf("alone: %s", w)
	}
	guest := New(Ports{Now: func() time.Time { return clock }, Shared: alone, By: "customer", Guest: true}, newShelf().books["door"], flow.Replay(alone.events))
	if w := guest.State().Answering(); w != flow.Customer {
		t.Errorf("the customer sees %s", w)
	}
}
