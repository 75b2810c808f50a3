package conversation

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/page"
)

var clock = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// door and window are two playbooks about the same house.
func door() *flow.Playbook {
	is := func(fact string, v flow.Value) flow.Cond { return flow.Cond{{{Fact: fact, Values: []flow.Value{v}}}} }
	return &flow.Playbook{
		ID: "door", Title: "The door", Unexplained: "unknown",
		Facts: map[string]flow.FactInfo{"card": {About: "There is a card"}, "power": {About: "There is power", Retest: true}, "beeps": {About: "It beeps"}},
		Questions: []flow.Question{
			{ID: "card", Ask: "Is there a card?"},
			{ID: "power", Ask: "Is there power?", When: is("card", flow.Yes)},
			{ID: "beeps", Ask: "Does it beep?"},
		},
		Verdicts: []flow.Verdict{{ID: "no-card", Title: "No card"}, {ID: "dark", Title: "No power", SwitchTo: "window", Leaves: []string{"power"}}, {ID: "unknown", Title: "Nothing explains it"}},
		Rules: []flow.Rule{
			{When: is("card", flow.No), Proves: []string{"no-card"}, Sure: flow.Certain, Because: "There is none."},
			{When: is("power", flow.No), Proves: []string{"dark"}, Sure: flow.Strong, Because: "It is dark."},
		},
	}
}

func window() *flow.Playbook {
	pb := door()
	pb.ID, pb.Title = "window", "The window"
	pb.Facts["card"] = flow.FactInfo{About: "There is a pane"}
	return pb
}

// reads finds what the words of a text say: fact=yes, fact=no, and an error where one stands.
func reads(text []byte) flow.Reading {
	var r flow.Reading
	for _, w := range strings.Fields(string(text)) {
		if id, v, ok := strings.Cut(w, "="); ok {
			if value, err := flow.ParseValue(v); err == nil && value != flow.Unknown {
				r.Facts = append(r.Facts, flow.Fact{ID: id, Value: value, From: flow.Pasted, Rule: "sign"})
			}
		}
		if w == "error" {
			r.Summary = "an error"
		}
	}
	return r
}

type shelf struct{ books map[string]Opened }

func newShelf() shelf {
	s := shelf{make(map[string]Opened)}
	for _, pb := range []*flow.Playbook{door(), window()} {
		s.books[pb.ID] = Opened{Playbook: pb, Read: reads, Prober: bell{}, Checklist: list{}, Watcher: ear{}}
	}
	return s
}

func (s shelf) Choose(text []byte) (flow.Chosen, bool) {
	id := "door"
	if strings.Contains(string(text), "pane") {
		id = "window"
	}
	return flow.Chosen{Playbook: id, Reading: reads(text)}, true
}
func (s shelf) Titles() []flow.Title { return nil }
func (s shelf) Open(id string) (Opened, error) {
	if b, ok := s.books[id]; ok {
		return b, nil
	}
	return Opened{}, errors.New("there is no such playbook")
}

type bell struct{ Probing }

func (bell) Run(_ context.Context, ids []string, _ []flow.Fact, progress func(flow.Progress)) []flow.ProbeResult {
	var all []flow.ProbeResult
	for _, id := range ids {
		t := flow.ProbeResult{Probe: id, Tells: id != "lost", Status: 200, Facts: []flow.Fact{{ID: "beeps", Value: flow.Yes, From: flow.Probed, Rule: id}}}
		if progress != nil {
			progress(flow.Progress{Probe: id, Stage: flow.Done, Told: &t})
		}
		all = append(all, t)
	}
	return all
}

func (b bell) ReadOutput(text []byte, _ *flow.Session) (flow.CommandOutput, error) {
	if len(text) == 0 {
		return flow.CommandOutput{}, errors.New("it is empty")
	}
	return flow.CommandOutput{Told: b.Run(context.Background(), []string{"ring"}, nil, nil)}, nil
}

type list struct{}

func (list) Write(*flow.Session, string, int) string { return "" }
func (list) Read(text string, _ *flow.Session) flow.Checked {
	r := reads([]byte(text))
	for i := range r.Facts {
		r.Facts[i].From, r.Facts[i].Rule = flow.Colleague, ""
	}
	return flow.Checked{Facts: r.Facts}
}

type ear struct{}

func (ear) Watch(context.Context) (Watch, error) { return ear{}, nil }
func (ear) URL() string                          { return "http://127.0.0.1:1" }
func (ear) Lines() []string                      { return nil }
func (ear) Close() error                         { return nil }
func (ear) Wait(_ context.Context, call func(string)) (flow.Reading, error) {
	call("GET /")
	return flow.Reading{Facts: []flow.Fact{{ID: "power", Value: flow.No, From: flow.Captured}}}, nil
}

// disk keeps events, and fails while it is told to.
type disk struct {
	kept  []flow.Event
	fails bool
}

func (d *disk) record(events []flow.Event) error {
	if d.fails {
		return errors.New("the disk is full")
	}
	for _, e := range events {
		if e.Seq > len(d.kept)+1 { // The first was kept as it began. As the journal does, what is kept already is passed over.
			d.kept = append(d.kept, e)
		}
	}
	return nil
}

// said is all that was said after the session began.
func (c *Conversation) said() []flow.Event { return c.session.Events()[1:] }

func begun(record func([]flow.Event) error) *Conversation {
	books, s := newShelf(), new(flow.Session)
	Begin(s, flow.About{Playbook: "door", Whose: flow.You}, clock)
	return New(Ports{
		Record: record, Now: func() time.Time { return clock }, Books: books,
		Join: func(texts ...[]byte) []byte { return []byte(string(texts[0]) + "\n" + string(texts[1])) },
	}, books.books["door"], s)
}

func (c *Conversation) all(t interface{ Context() context.Context }, actions ...Action) Step {
	var s Step
	for _, a := range actions {
		s = c.Wait(t.Context(), c.Do(a), nil)
	}
	return s
}

func TestActions(t *testing.T) {
	for _, tc := range []struct {
		name    string
		actions []Action
		at      string // The question or the verdict.
		facts   string
		same    bool
		err     error
	}{
		{name: "nothing", at: "card?"},
		{name: "an answer", actions: []Action{Answer{Fact: "card", Value: flow.Yes}}, at: "power?", facts: "card=yes/you"},
		{name: "the same again", actions: []Action{Answer{Fact: "card", Value: flow.Yes}, Answer{Fact: "card", Value: flow.Yes}}, at: "power?", facts: "card=yes/you", same: true},
		{name: "a customer's call", actions: []Action{SetAbout{flow.About{Playbook: "door", Whose: flow.Customer}}, Answer{Fact: "card", Value: flow.No}}, at: "no-card", facts: "card=no/customer"},
		{name: "parked, then said by the one who was asked", actions: []Action{Park{Fact: "card", Role: "Bob"}, Answer{Fact: "card", Value: flow.No}}, at: "no-card", facts: "card=no/colleague"},
		{name: "parked again keeps whose word it was", actions: []Action{Park{Fact: "card", Role: "Bob", From: flow.Customer}, Park{Fact: "card", Role: "Eve"}}, at: "beeps?", facts: "card=unsure/customer"},
		{name: "withdrawn", actions: []Action{Answer{Fact: "card", Value: flow.No}, Answer{Fact: "card"}}, at: "card?"},
		{name: "taken back", actions: []Action{Answer{Fact: "card", Value: flow.No}, Undo{}}, at: "card?"},
		{name: "nothing to take back", actions: []Action{Undo{}}, at: "card?", err: ErrNothing},
		{name: "a fix without a verdict", actions: []Action{Tried{Works: flow.Yes}}, at: "card?", err: ErrNothing},
		{name: "a fix did not help", actions: []Action{Answer{Fact: "card", Value: flow.Yes}, Answer{Fact: "power", Value: flow.No}, Tried{Works: flow.No}}, at: "power?", facts: "card=yes/you fixed:dark=no/you"},
		{name: "the same error after a fix", actions: []Action{Answer{Fact: "card", Value: flow.Yes}, Answer{Fact: "power", Value: flow.No}, Tried{Works: flow.No, Same: true}}, at: "beeps?", facts: "card=yes/you power=no/you fixed:dark=no/you"},
		{name: "given along with a text", actions: []Action{Give{Text: []byte("error card=yes")}, Given{Facts: []flow.Fact{{ID: "fixed:dark", Value: flow.No, From: flow.You}}}}, at: "power?", facts: "card=yes/pasted fixed:dark=no/you"},
		{name: "nothing given", actions: []Action{Given{}}, at: "card?", same: true},
		{name: "watched by somebody else", actions: []Action{Saw{flow.Reading{Facts: []flow.Fact{{ID: "card", Value: flow.No, From: flow.Captured}}}}}, at: "no-card", facts: "card=no/capture"},
		{name: "words go with the answer", actions: []Action{Words{"card", "there is none"}, Answer{Fact: "card", Value: flow.No}}, at: "no-card", facts: `card=no/you "there is none"`},
		{name: "a text", actions: []Action{Give{Text: []byte("error card=no")}}, at: "no-card", facts: "card=no/pasted"},
		{name: "a text of the other playbook", actions: []Action{Give{Text: []byte("error pane card=yes")}}, at: "power?", facts: "card=yes/pasted"},
		{name: "no text chooses after an answer", actions: []Action{Answer{Fact: "beeps", Value: flow.No}, Give{Text: []byte("error pane")}}, at: "card?", facts: "beeps=no/you", same: true},
		{name: "another error is not read unasked", actions: []Action{Give{Text: []byte("error card=no")}, Give{Text: []byte("error card=yes")}}, at: "no-card", facts: "card=no/pasted"},
		{name: "one without an error is added", actions: []Action{Give{Text: []byte("error card=yes")}, Give{Text: []byte("beeps=no")}}, at: "power?", facts: "card=yes/pasted beeps=no/pasted"},
		{name: "instead", actions: []Action{Give{Text: []byte("error card=no beeps=yes")}, Give{Text: []byte("error card=yes"), How: Instead}}, at: "power?", facts: "card=yes/pasted"},
		{name: "a text is taken back", actions: []Action{Give{Text: []byte("error card=no")}, Undo{}}, at: "card?"},
		{name: "a text is taken back, and is read no more with the next", actions: []Action{Give{Text: []byte("error card=yes")}, Give{Text: []byte("error power=no"), How: Added}, Undo{}, Give{Text: []byte("beeps=no")}}, at: "power?", facts: "card=yes/pasted beeps=no/pasted"},
		{name: "probes", actions: []Action{Send{IDs: []string{"ring"}}}, at: "card?", facts: "beeps=yes/probe"},
		{name: "what a command printed", actions: []Action{ReadOutput{Text: []byte("x")}}, at: "card?", facts: "beeps=yes/probe"},
		{name: "a checklist", actions: []Action{Park{Fact: "card", Role: "Bob"}, Answers{Text: "card=no"}}, at: "no-card", facts: "card=no/colleague"},
		{name: "a checklist that is pasted as a text", actions: []Action{Park{Fact: "card", Role: "Bob"}, Give{Text: []byte("card=no")}}, at: "no-card", facts: "card=no/colleague"},
		{name: "a watched call", actions: []Action{Listen{}}, at: "dark", facts: "power=no/capture"},
		{name: "another playbook, and back", actions: []Action{Answer{Fact: "card", Value: flow.No}, Take{ID: "window", Picked: true}, Undo{}}, at: "no-card", facts: "card=no/you"},
		{name: "the same playbook", actions: []Action{Take{ID: "door"}}, at: "card?", same: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var d disk
			c := begun(d.record)
			last := c.all(t, tc.actions...)
			if !errors.Is(last.Err, tc.err) || last.Same != tc.same {
				t.Errorf("the last step ends with error %v and same=%v", last.Err, last.Same)
			}
			if got := where(c.State()); got != tc.at {
				t.Errorf("it stands at %q, not %q", got, tc.at)
			}
			if got := known(c.State()); got != tc.facts {
				t.Errorf("known is %q, not %q", got, tc.facts)
			}
			if !slices.EqualFunc(d.kept, c.said(), func(a, b flow.Event) bool { return reflect.DeepEqual(a, b) }) {
				t.Errorf("kept is %v\nand said was %v", d.kept, c.said())
			}
		})
	}
}

func where(s *State) string {
	switch p := s.Position(); {
	case p.Question != nil:
		return p.Question.ID + "?"
	case p.Verdict != nil:
		return p.Verdict.ID
	default:
		return ""
	}
}

func known(s *State) string {
	var all []string
	for _, f := range s.Session.Facts() {
		text := f.ID + "=" + f.Value.String() + "/" + string(f.From)
		if f.Quote != "" {
			text += ` "` + f.Quote + `"`
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// TestShownWhenSaved holds that the state stays what it was until the disk has answered, and that nothing else is taken meanwhile.
func TestShownWhenSaved(t *testing.T) {
	var d disk
	c := begun(d.record)
	before := c.State()
	s := c.Do(Answer{Fact: "card", Value: flow.Yes})
	if s.Done || s.Work == nil || c.State() != before || !c.Saving() {
		t.Fatalf("shown before it is saved: %+v", s)
	}
	if s := c.Do(Undo{}); !errors.Is(s.Err, ErrSaving) {
		t.Errorf("taken meanwhile: %+v", s)
	}
	if s = c.Do(s.Work.Run(t.Context(), nil)); !s.Done || !s.Moved || s.Was != before || where(c.State()) != "power?" || where(before) != "card?" {
		t.Errorf("not shown once saved: %+v", s)
	}
	if s := c.all(t, KeepNote{"", "a note"}); s.Moved || s.Act == 0 {
		t.Errorf("a note moves something: %+v", s)
	}
}

// TestResultWhileSaving holds that what a work brings while an answer is being saved is taken after it.
func TestResultWhileSaving(t *testing.T) {
	var d disk
	c := begun(d.record)
	result := c.Do(Send{IDs: []string{"ring"}}).Work.Run(t.Context(), nil)
	s := c.Do(Answer{Fact: "card", Value: flow.Yes})
	if got := c.Do(result); got.Done || got.Work != nil {
		t.Fatalf("taken meanwhile: %+v", got)
	}
	c.Wait(t.Context(), s, nil)
	if got := known(c.State()); got != "card=yes/you beeps=yes/probe" {
		t.Errorf("known is %q", got)
	}
}

// TestTextOfBefore holds that where the first text is not at hand any more, what it showed stays.
func TestTextOfBefore(t *testing.T) {
	c := begun(nil)
	c.all(t, Give{Text: []byte("error card=yes")})
	c = New(c.ports, c.book, c.session)
	for _, give := range []Give{{Text: []byte("beeps=no")}, {Text: []byte("error power=yes"), How: Added}} {
		c.all(t, give)
	}
	c = New(c.ports, c.book, c.session)
	if s := c.all(t, Give{Text: []byte("beeps=no")}); !s.Same || s.Act > 0 {
		t.Errorf("the same once more is new: %+v", s)
	}
	if got := known(c.State()); got != "card=yes/pasted beeps=no/pasted power=yes/pasted" {
		t.Errorf("known is %q", got)
	}
}

// TestStop holds that what was told until a run was stopped counts, and what it returns later is not heard.
func TestStop(t *testing.T) {
	c := begun(nil)
	late := c.Do(Send{IDs: []string{"ring"}}).Work.Run(t.Context(), nil)
	if s := c.Do(Stop{}); !s.Done || len(s.Told) != 1 || known(c.State()) != "beeps=yes/probe" {
		t.Errorf("stopped: %+v, known is %q", s, known(c.State()))
	}
	n := c.session.Len()
	if s := c.Do(late); s.Done || c.session.Len() != n {
		t.Errorf("heard all the same: %+v", s)
	}
	if s := c.Do(Stop{}); !errors.Is(s.Err, ErrNothing) {
		t.Errorf("stopped twice: %+v", s)
	}
}

// TestUndoMeanwhile holds that what is said while a playbook is being opened is not taken back in its place.
func TestUndoMeanwhile(t *testing.T) {
	c := begun(nil)
	c.all(t, Take{ID: "window"})
	back := c.Do(Undo{}).Work.Run(t.Context(), nil)
	c.all(t, Answer{Fact: "card", Value: flow.No})
	if s := c.Do(back); s.Done || known(c.State()) != "card=no/you" || c.State().Book.Playbook.ID != "window" {
		t.Errorf("taken back: %+v, known is %q", s, known(c.State()))
	}
}

// TestHangingDisk holds that the conversation goes on after the limit, never writes twice at once, and saves all in the end.
func TestHangingDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d disk
		answers := make(chan struct{})
		var calls atomic.Int32
		c := begun(func(events []flow.Event) error {
			if calls.Add(1) == 1 {
				<-answers
			}
			return d.record(events)
		})
		began := time.Now()
		if s := c.all(t, Answer{Fact: "card", Value: flow.Yes}); !s.Done || time.Since(began) != SaveLimit || !errors.Is(c.State().Unsaved, ErrStalled) {
			t.Fatalf("after %v: %+v, unsaved: %v", time.Since(began), s, c.State().Unsaved)
		}
		c.all(t, Answer{Fact: "power", Value: flow.No})
		if n := calls.Load(); n != 1 || where(c.State()) != "dark" {
			t.Errorf("%d calls, at %s", n, where(c.State()))
		}
		if err := c.Close(time.Second); !errors.Is(err, ErrStalled) {
			t.Errorf("leaving says %v", err)
		}
		close(answers)
		synctest.Wait()
		c.all(t, KeepNote{"", "a note"})
		if c.State().Unsaved != nil || !reflect.DeepEqual(d.kept, c.said()) {
			t.Errorf("unsaved: %v, kept %d of %d", c.State().Unsaved, len(d.kept), len(c.said()))
		}
	})
}

// TestPreview holds that what an action would lead to is where it leads, and that looking changes nothing.
func TestPreview(t *testing.T) {
	c := begun(nil)
	c.all(t, Answer{Fact: "card", Value: flow.Yes})
	a := Answer{Fact: "card", Value: flow.No}
	then := c.State().Preview(a)
	if where(c.State()) != "power?" {
		t.Error("looking has changed it")
	}
	if c.all(t, a); where(then) != where(c.State()) || known(then) != known(c.State()) {
		t.Errorf("previewed was %s, and it is %s", where(then), where(c.State()))
	}
}

// TestRandomActions does anything in any order on a disk that fails now and then. Nothing that was said is lost, and what was
// kept leads to the same place again.
func TestRandomActions(t *testing.T) {
	facts, values := []string{"card", "power", "beeps"}, []flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}
	sources := []flow.Source{"", flow.You, flow.Customer, flow.Colleague}
	texts := []string{"error card=yes", "error power=no", "beeps=no", "", "error pane card=no"}
	rapid.Check(t, func(t *rapid.T) {
		fact, value := rapid.SampledFrom(facts), rapid.SampledFrom(values)
		from, text := rapid.SampledFrom(sources), rapid.SampledFrom(texts)
		any := func() Action {
			switch rapid.IntRange(0, 13).Draw(t, "action") {
			case 0:
				return Park{fact.Draw(t, "fact"), "Bob", from.Draw(t, "from")}
			case 1:
				return Undo{}
			case 2:
				return Tried{Works: rapid.SampledFrom(values[:2]).Draw(t, "works"), From: from.Draw(t, "from")}
			case 3:
				return KeepNote{fact.Draw(t, "fact"), text.Draw(t, "text")}
			case 4:
				return Words{fact.Draw(t, "fact"), text.Draw(t, "text")}
			case 5:
				return Give{Text: []byte(text.Draw(t, "text")), How: rapid.SampledFrom([]How{Asking, Added, Instead}).Draw(t, "how")}
			case 6:
				return Take{ID: rapid.SampledFrom([]string{"door", "window", "cellar"}).Draw(t, "book")}
			case 7:
				return Send{IDs: []string{rapid.SampledFrom([]string{"ring", "lost", flow.FullProbe}).Draw(t, "probe")}, Verifies: rapid.Bool().Draw(t, "verifies")}
			case 8:
				return ReadOutput{Text: []byte(text.Draw(t, "text"))}
			case 9:
				return Answers{Text: text.Draw(t, "text")}
			case 10:
				return Listen{}
			case 11:
				return SetAbout{flow.About{Playbook: "door", Ticket: text.Draw(t, "ticket"), Whose: rapid.SampledFrom(sources[1:3]).Draw(t, "whose")}}
			case 12:
				return Change{Facts: []flow.Fact{{ID: fact.Draw(t, "fact"), Value: value.Draw(t, "value"), From: flow.You}}, Notes: []flow.Note{{Name: "on:card", Text: text.Draw(t, "text"), From: flow.You}}}
			default:
				return Answer{Fact: fact.Draw(t, "fact"), Value: value.Draw(t, "value"), From: from.Draw(t, "from")}
			}
		}
		var d disk
		c := begun(d.record)
		var works []Action // That came to an end and were not handed over yet.
		for range rapid.IntRange(1, 30).Draw(t, "actions") {
			d.fails = rapid.IntRange(0, 3).Draw(t, "disk") == 0
			before, had := c.State(), c.State().Session.Len()
			s := c.Do(any())
			for s.Work != nil {
				works = append(works, s.Work.Run(context.Background(), nil))
				if rapid.IntRange(0, 4).Draw(t, "waits") == 0 {
					break
				}
				last := len(works) - 1
				s, works = c.Do(works[last]), works[:last]
			}
			if before.Session.Len() != had {
				t.Fatal("a state that was shown has changed")
			}
			if got := c.State(); got.Book.Playbook.ID != got.Session.About().Playbook {
				t.Fatalf("it goes on in %s, and the session is in %s", got.Book.Playbook.ID, got.Session.About().Playbook)
			}
			if got := c.State(); !c.Saving() && got.Session.Len() != c.session.Len() {
				t.Fatalf("%d events are shown, and there are %d", got.Session.Len(), c.session.Len())
			}
		}
		d.fails = false
		for _, a := range works {
			for s := c.Do(a); s.Work != nil; {
				s = c.Do(s.Work.Run(context.Background(), nil))
			}
		}
		must.NoError(t, c.Close(time.Second))
		if kept, said := d.kept, c.said(); len(kept)+len(said) > 0 && !reflect.DeepEqual(kept, said) {
			t.Fatalf("kept is %v\nand said was %v", kept, said)
		}
		again := New(c.ports, c.book, flow.Replay(append(c.session.Events()[:1], d.kept...)))
		if !slices.Equal(again.State().Session.Facts(), c.State().Session.Facts()) || where(again.State()) != where(c.State()) {
			t.Fatalf("what was kept leads to %s, and it stood at %s", where(again.State()), where(c.State()))
		}
	})
}

// TestFixTriedIsSaidTheSame holds that a cause whose fix did not help is said to be just that wherever it stands, with what speaks for it.
func TestFixTriedIsSaidTheSame(t *testing.T) {
	c := begun(nil)
	for _, a := range []Action{Answer{Fact: "card", Value: flow.Yes}, Answer{Fact: "power", Value: flow.No}, Tried{Works: flow.No, Same: true}} {
		c.all(t, a)
	}
	s := c.State()
	for name, blocks := range map[string][]page.Block{
		"the cause": s.Cause(s.Book.Playbook.Verdict("dark")), "all causes": s.Causes(), "the list": s.Where(), "beside a question": s.Beside(true),
	} {
		text := strings.Join(page.Lines(blocks, 79), "\n")
		if !strings.Contains(text, "fix tried") || strings.Contains(text, "ruled out") {
			t.Errorf("%s:\n%s", name, text)
		}
		if (name == "the cause" || name == "all causes") && !strings.Contains(text, "It is dark.") {
			t.Errorf("%s lacks what speaks for it:\n%s", name, text)
		}
	}
}

// TestReadOutAfterAFix holds that what is read out after a fix that has not reached the call says what to do next, and not the fix as if nobody
// had made it.
func TestReadOutAfterAFix(t *testing.T) {
	c := begun(nil)
	c.all(t, SetAbout{flow.About{Whose: flow.Customer}})
	c.all(t, Give{Text: []byte("error card=no")})
	before := c.State()
	c.all(t, Tried{Works: flow.No, Same: true})
	s := c.State()
	if v := s.Position().Verdict; v == nil || v.ID != "no-card" {
		t.Fatalf("it stands at %s", where(s))
	}
	if said := s.ReadOut(); said[0] == before.ReadOut()[0] || !strings.Contains(said[0], "Restart the program") || !strings.Contains(strings.Join(said, " "), "The fix, to check it:") {
		t.Errorf("it reads out %q", said)
	}
	if said := s.SayVerify(); strings.Contains(said, "make the fix") {
		t.Errorf("it asks once more to make the fix: %q", said)
	}
	if end := strings.Join(page.Lines(s.End(), 79), " "); !strings.Contains(end, "Restart the program") {
		t.Errorf("what is left: %s", end)
	}
}
