package tui

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/journal"
	"why403/flow/must"
)

// shared is a session that somebody else records in, too.
type shared struct {
	b      *bench
	events []flow.Event
}

func (s *shared) Append(events []flow.Event) ([]flow.Event, error) {
	if s.b != nil && s.b.full != nil {
		return nil, s.b.full
	}
	known := events[0].Seq - 1
	fresh, err := journal.Behind(s.events[known:], events)
	s.events = append(s.events, fresh...)
	return slices.Clone(s.events[known:]), err
}

func (s *shared) Load(known int) ([]flow.Event, error) {
	return slices.Clone(s.events[min(known, len(s.events)):]), nil
}

// bob does something in the session.
func (s *shared) bob(do func(*flow.Session) []flow.Event) {
	session := flow.Replay(s.events)
	session.As("bob")
	s.events = append(s.events, do(session)...)
}

func (s *shared) says(fact string, v flow.Value) {
	s.bob(func(session *flow.Session) []flow.Event {
		return session.Say(fixture(), flow.Fact{ID: fact, Value: v, From: flow.Customer}, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	})
}

func withOthers(s *shared) func(*Config) {
	return func(c *Config) {
		c.Shared, c.By, c.Record, c.Last = s, "ann", nil, nil
		s.events = c.Session.Events()
	}
}

// TestOthersAnswer holds that what somebody else says shows at once, with who it was; that a key which was meant for the question
// before answers none; and that what is being written stays.
func TestOthersAnswer(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, withOthers(s))
	s.b = b
	b.press("tab", "n").wants("Is the lamp")
	s.says("power", flow.Yes)
	b.send(changedMsg{})
	b.wants("Is there water", "bob: yes: The machine has power")
	b.press("n").wants("Is there water") // It was meant for the lamp.
	b.sendTicks()
	b.press("y").wants("Is the valve")
	b.press("t", "up").wants("the customer said · bob", "The machine has power")
	b.press("esc", "+").wants("A note on")
	b.paste("half a no")
	s.says("valve", flow.No)
	b.send(changedMsg{})
	b.wants("half a no", "bob: no: The valve behind the tank is open")
	b.press("enter").wants("The valve behind the tank is closed")
	// A look at what is gone is closed: it would stand on nothing.
	b.press("enter").wants("What it means")
	s.says("valve", flow.Yes)
	s.says("water", flow.Unsure)
	b.send(changedMsg{})
	b.lacks("What it means")
	b.sendTicks()
	b.press("ctrl+z") // Ann's own last answer was the water, which bob has answered since.
	b.wants("bob went on since. This takes back what is yours", "ctrl+z once more does it").press("ctrl+z").wants("Taken back")
	b.holds("valve", flow.Yes)
}

// TestAnyKeysTogether presses keys in any order while somebody else answers, with a disk that fails now and then. Nothing panics, the
// screen stands where the facts lead, and in the end all that both said is recorded.
func TestAnyKeysTogether(t *testing.T) {
	t.Parallel()
	keys := []string{"y", "n", "?", "b", "left", "right", "up", "down", "enter", "esc", "tab", "e", "t", "h", "w", "v", "f", "+", "z", "Z", "R", "p", "r", "c", "ctrl+z", "ctrl+u", "f1", "g", "P", "a"}
	rapid.Check(t, func(rt *rapid.T) {
		s := new(shared)
		b := newBench(t, 80, 24, desk, withOthers(s))
		s.b = b
		b.press("tab", "n")
		theirs := 0
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "kind") {
			case 0, 1:
				s.says(rapid.SampledFrom([]string{"power", "water", "valve", "other-works", "fixed:valve"}).Draw(rt, "fact"), rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}).Draw(rt, "value"))
				theirs++
				b.send(changedMsg{})
			case 2:
				b.full = rapid.SampledFrom([]error{nil, nil, errDisk}).Draw(rt, "disk")
			case 3:
				b.sendTicks()
			case 4:
				b.paste(rapid.SampledFrom([]string{"E4: tank", "lamp off", "nothing"}).Draw(rt, "text"))
			default:
				b.press(rapid.SampledFrom(keys).Draw(rt, "key"))
			}
			if b.quit {
				break
			}
			if want := flow.Walk(b.app.t.pb, b.app.t.state.Session.Facts()); !samePosition(b.app.t.pos, want) {
				rt.Fatalf("the screen stands at %v, the facts lead to %v", b.app.t.pos, want)
			}
			b.app.View()
		}
		b.full = nil
		must.NoError(rt, b.app.conv.Close(time.Second))
		said, acts := 0, make(map[int]bool)
		for i, e := range s.events {
			if e.Seq != i+1 {
				rt.Fatalf("event %d has number %d", i+1, e.Seq)
			}
			if e.By == "bob" && !acts[e.Act] {
				acts[e.Act] = true
				said++
			}
		}
		if said != theirs {
			rt.Fatalf("bob did %d things, and %d are recorded", theirs, said)
		}
		if got := b.app.conv.State().Session.Events(); len(got) > len(s.events) {
			rt.Fatalf("%d events are recorded of %d", len(s.events), len(got))
		}
	})
}

func samePosition(a, b flow.Position) bool {
	return a.Outcome == b.Outcome && a.Question == b.Question && a.Verdict == b.Verdict && a.Solved == b.Solved
}

// TestSooner holds that who says otherwise a moment after somebody else is told whose word counts, that nothing of it lands on what is
// asked next, and that what was written or pasted is still there.
func TestSooner(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, withOthers(s))
	s.b = b
	b.press("tab", "n").wants("Is the lamp")
	s.says("power", flow.No) // Ann's screen does not show it yet.
	b.press("y").wants("bob answered first: no. Yours does not count: yes.")
	b.holds("power", flow.No)
	before := len(s.events)
	b.press("y")
	if len(s.events) != before {
		t.Errorf("a key lands on the next question: %+v", s.events[before:])
	}
	b.sendTicks()
	b.press("b").wants("Is the lamp").press("y") // Now it is a second thought.
	b.holds("power", flow.Yes)
	// A key that is meant for what would have come does nothing, either.
	s.says("valve", flow.Yes)
	b.press("y").lacks("Is the valve")
	before = len(s.events)
	b.press("y")
	if len(s.events) != before {
		t.Errorf("a key lands on another question: %+v", s.events[before:])
	}
	b.sendTicks()
	b.press("+").wants("A note on").paste("from ann")
	s.bob(func(session *flow.Session) []flow.Event {
		return session.Note(b.now, flow.Note{Name: flow.NoteOn(""), Text: "from bob", From: flow.You})
	})
	b.press("enter").wants("bob wrote there a moment before")
	b.sendTicks()
	b.press("+").wants("from ann")
	b.press("esc")
	s.bob(func(session *flow.Session) []flow.Event {
		return session.Read(readFixture([]byte("lamp off")), flow.Pasted, b.now)
	})
	b.paste("E4: tank empty").press("enter").wants("bob gave a text a moment before. Yours is not read yet")
	b.sendTicks()
	b.press("p").wants("E4: tank empty")
	b.press("esc")
	// A text that is offered, and what is asked of it, stay while others go on.
	b.paste("E4: tank empty again").wants("A text was read already")
	s.says("other-works", flow.Yes)
	b.send(changedMsg{})
	b.wants("A text was read already")
	// Nor does what is said of the session take back what somebody else says of it meanwhile.
	b.press("esc", "a").wants("Ticket, if there is one")
	s.bob(func(session *flow.Session) []flow.Event {
		about := session.About()
		about.Target = "bobs.example"
		return session.Open(about, b.now)
	})
	b.send(changedMsg{})
	form := b.app.top().screen.(*aboutScreen)
	form.about.Ticket = "CS-4"
	b.run(b.app.do(about(form.said())))
	if about := b.app.t.state.Session.About(); about.Ticket != "CS-4" || about.Target != "bobs.example" {
		t.Errorf("it is about %+v", about)
	}
}

// late records what bob does, who knows so many events, behind what ann has said since.
func (s *shared) late(known int, do func(*flow.Session) []flow.Event) {
	session := flow.Replay(s.events[:known])
	session.As("bob")
	fresh, err := journal.Behind(s.events[known:], do(session))
	if err != nil {
		panic(err)
	}
	s.events = append(s.events, fresh...)
}

// TestContradicted holds that who said something first is told of whoever said otherwise a moment after, once; that no key is lost or lands
// elsewhere by that, and that what is being written stays.
func TestContradicted(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, withOthers(s))
	s.b = b
	says := func(fact string, v flow.Value) func(*flow.Session) []flow.Event {
		return func(session *flow.Session) []flow.Event {
			return session.Say(fixture(), flow.Fact{ID: fact, Value: v, From: flow.Customer}, b.now)
		}
	}
	b.press("tab", "n").wants("Is the lamp")
	known := len(s.events)
	b.press("y").wants("water in the tank")
	s.late(known, says("power", flow.No))
	asked := b.app.t.state.Position().Question
	b.send(changedMsg{})
	b.wants("bob answered otherwise a moment after you: no. Yours counts: yes.")
	if f, _ := b.app.t.state.Session.Fact("power"); f.Value != flow.Yes || b.app.t.state.Position().Question != asked {
		t.Errorf("the first word does not count: %+v, %+v is asked", f, b.app.t.state.Position().Question)
	}
	b.send(changedMsg{})
	before := len(s.events)
	b.press("y").lacks("a moment after you") // A notice swallows no key, and is told once.
	if len(s.events) == before {
		t.Error("the key after the notice was swallowed")
	}
	b.send(changedMsg{})
	b.lacks("a moment after you")

	// It is told, too, where it is heard only with what is said next, and stands behind what that says.
	b.press("b", "b").wants("Is the lamp")
	known = len(s.events)
	b.press("n")
	s.late(known, says("power", flow.Unsure))
	b.press("+").wants("A note on").paste("from ann").press("enter").wants("bob answered otherwise a moment after you: not sure. Yours counts: no.")
	b.sendTicks()

	known = len(s.events)
	b.press("+").paste(" too").press("enter")
	s.late(known, func(session *flow.Session) []flow.Event {
		return session.Note(b.now, flow.Note{Name: flow.NoteOn(""), Text: "from bob", From: flow.You})
	})
	b.press("+").paste(", and more") // Being written.
	b.send(changedMsg{})
	b.wants("bob wrote another note in the same place a moment after you. Yours is kept.", "from ann too, and more")
	b.press("esc", "esc")
	known = len(s.events)
	b.paste("E4: tank empty").press("enter")
	s.late(known, func(session *flow.Session) []flow.Event {
		return session.Read(readFixture([]byte("lamp off")), flow.Pasted, b.now)
	})
	b.send(changedMsg{})
	b.wants("bob gave another text a moment after you. Yours counts.")
	// Who takes back their own answer disagrees with nobody.
	b.sendTicks()
	s.bob(func(session *flow.Session) []flow.Event {
		return session.Say(fixture(), flow.Fact{ID: "valve", Value: flow.Yes, From: flow.Customer}, b.now)
	})
	s.bob(func(session *flow.Session) []flow.Event {
		events, _ := session.Undo(b.now.Add(time.Second))
		return events
	})
	b.send(changedMsg{})
	b.lacks("answered otherwise a moment after you")
}

// TestUndoTogether holds that nobody takes back what another said, that it is said whose it is, and that a text which somebody gave is not
// taken from all of them by one key.
func TestUndoTogether(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, withOthers(s))
	s.b = b
	b.paste("E4: tank empty").press("enter")
	b.press("ctrl+z").wants("Taken back") // Nobody else is here.
	b.paste("E4: tank empty").press("enter")
	b.app.conv.Do(conversation.Company{Names: []string{"bob"}})
	b.press("ctrl+z").wants("This takes back the text that was read, for everybody here. ctrl+z once more does it.")
	b.holds("display-says", flow.Yes)
	b.press("w", "esc").press("ctrl+z").wants("once more") // Something else came between.
	s.says("power", flow.Yes)
	b.send(changedMsg{})
	b.sendTicks()
	b.press("ctrl+z").wants("bob went on since").press("ctrl+z").wants("Taken back")
	b.holds("power", flow.Yes)
	b.press("ctrl+z").wants("There is nothing of yours to take back.")
}

// TestOwnWording holds that the wording is each person's own: nobody's changes because somebody else's does, or answers.
func TestOwnWording(t *testing.T) {
	t.Parallel()
	s := new(shared)
	b := newBench(t, 80, 24, withOthers(s))
	s.b = b
	b.press("tab", "n", "s").wants("Can you see the little lamp")
	s.says("power", flow.Yes)
	b.send(changedMsg{})
	b.wants("Is there water in it?") // As it is read out.
	b.sendTicks()
	b.press("s").wants("Is there water in the tank?")
	before := len(s.events)
	b.press("C").wants("customer's call", "Is there water in it?")
	if len(s.events) != before {
		t.Errorf("recorded for all: %+v", s.events[before:])
	}
	b.press("y")
	b.saidBy("water", flow.Customer)
	b.press("C").wants("Answers count as yours again").lacks("customer's call")
}
