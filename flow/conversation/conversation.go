// Package conversation is the one way through a session, whatever it is shown on. A front end turns what a person does into an
// Action, hands it to Do, runs the Work that comes back, hands what comes of that to Do again, and shows the State that follows.
// Nothing else changes a session. The package performs no I/O: disks and networks are behind Ports, and only a Work waits for them.
package conversation

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"why403/flow"
)

// Action is what a person does, such as Answer, or the result of a Work. Callers make the first kind; the second they only pass
// from Work.Run to Do.
type Action interface{ do(c *Conversation) Step }

// carried marks what comes of a work: it is taken whatever else is under way.
type carried interface{ carried() }

// WorkProgress is something that happens while a work runs: a probe that has got further, or a call that has passed.
type WorkProgress struct {
	flow.Progress

	Call string
}

// Work is what an action needs done that may be slow. It runs beside the conversation and works on copies.
type Work struct {
	// Run returns what came of it, for Do. After ctx ends it returns what it has. Tell may be nil and is called on any goroutine.
	Run func(ctx context.Context, tell func(WorkProgress)) Action
	// Limit is how long to wait; then Late is for Do, and later what Run returns after all. Zero waits as long as it takes.
	Limit time.Duration
	Late  Action
}

// Step is what came of Do.
type Step struct {
	Work *Work // To be run next; nil if there is none.
	// Done is set once the action is at its end: the State is where it has led, and the rest of the Step tells how.
	Done bool
	Act  int  // The number of the act that was recorded; 0 if nothing was.
	Same bool // Nothing was recorded because nothing in it is new.
	// Moved is set if the facts, what the text suggests, the playbook or whose call it is are no longer what they were, so that
	// there is another page.
	Moved bool
	Err   error  // Why nothing was done.
	Was   *State // Where it stood before.
	Heard bool   // Others recorded something before it.
	// Overtaken is what was said and does not count; nil if there is nothing such. The State says how it stands.
	Overtaken *Overtaken
	// Disagreed is what somebody else said and does not count; nil if there is nothing such.
	Disagreed *Disagreed

	Fact    flow.Fact          // The fact that was said.
	Undone  int                // The number of the act that counts no more.
	Asks    *Undo              // What is done once a person says so, who is asked by Ask; nil if nobody is.
	Opened  *Opened            // The playbook that it went over to.
	Kept    error              // Why it did not go over to the playbook that the text chose.
	Read    *Read              // A text that was read.
	Told    []flow.ProbeResult // What probes told.
	Passed  []error            // Why results in a text that was handed back were passed over.
	Foreign bool               // A text that was handed back is not known to be this session's, and is taken once a person says so.
	Works   bool               // The failing request is answered now.
	Checked *flow.Checked      // Answers that came back.
	Watch   Watch              // A watch that waits for a call.
	Seen    *flow.Reading      // What a watched call showed.
	Looked  *Looked            // What a look showed.
	Ended   error              // Why a watch ended before a call failed.

	events []flow.Event
	ask    string
}

// Ask is what a person is asked first.
func (s Step) Ask() string { return s.ask }

// ErrSaving says that an action came while the one before was being saved.
var ErrSaving = errors.New("the answer before is being saved")

// Conversation is a session that is talked through. It belongs to one goroutine.
type Conversation struct {
	ports   Ports
	book    Opened
	session *flow.Session
	save    saver
	state   *State
	waiting *Step    // Shown once its events are recorded.
	queue   []Action // Results that came meanwhile.
	sending *sending // Nil while no probe is under way.

	text    []byte // What was given and read, as one text; nil once it is not at hand.
	textWas []byte // The same before the last reading, and the act of that, which may be undone.
	textAct int
	unused  []string // Its errors that do not count.
	looked  bool     // A look was taken.
	company []string
	view    flow.Source // Whose call it is for this person; empty for what is recorded.
	picked  bool        // The person took the playbook, so no text chooses one.

	hung chan Action // Gets what a work returns that Wait has given up waiting for.
}

// New returns a conversation about the session, which may hold facts already and is changed by nobody else from now on.
func New(ports Ports, book Opened, session *flow.Session) *Conversation {
	c := &Conversation{ports: ports, book: book, session: session}
	session.As(ports.By)
	if ports.Guest {
		c.view = flow.Customer
	}
	session.See(c.view)
	if record := ports.Record; record != nil {
		c.save.record = func(events []flow.Event) ([]flow.Event, error) { return nil, record(events) }
	}
	if ports.Shared != nil {
		c.save.record = ports.Shared.Append
	}
	c.refresh()
	return c
}

// Do carries out an action and returns what came of it; it never blocks. While the action before is being saved, what a person does is refused with ErrSaving.
func (c *Conversation) Do(a Action) Step {
	if c.ports.Guest {
		var may bool
		if a, may = asGuest(a); !may {
			return c.refuse(ErrNotHere)
		}
	}
	if c.waiting != nil {
		switch a.(type) {
		case saved, late:
		case carried:
			c.queue = append(c.queue, a)
			return Step{}
		default:
			return Step{Done: true, Err: ErrSaving, Was: c.state}
		}
	}
	return a.do(c)
}

// Equip has the conversation go on with what goes with its playbook now.
func (c *Conversation) Equip(b Opened) {
	c.book = b
	c.refresh()
}

// State is where the conversation stands. It is replaced, and never changed, so that it may be kept while it is drawn.
func (c *Conversation) State() *State { return c.state }

// Saving reports whether what was done last waits to be recorded.
func (c *Conversation) Saving() bool { return c.waiting != nil }

// Close records what is left, and returns why that did not work. It does not wait longer than the limit.
func (c *Conversation) Close(limit time.Duration) error {
	err := c.save.flush(limit, c.takeSaved)
	c.refresh()
	return err
}

// Wait runs the works of a step until none is left, and returns the step that the action came to. It is for those who have
// nothing else to do meanwhile.
func (c *Conversation) Wait(ctx context.Context, s Step, tell func(WorkProgress)) Step {
	s = c.run(ctx, s, tell)
	select {
	case a := <-c.hung:
		c.hung = nil
		c.run(ctx, c.Do(a), nil)
	default:
	}
	return s
}

func (c *Conversation) run(ctx context.Context, s Step, tell func(WorkProgress)) Step {
	for s.Work != nil {
		next := c.Do(c.await(ctx, s.Work, tell))
		if next.Done || next.Work != nil || !s.Done {
			s = next
			continue
		}
		s.Work = nil
	}
	return s
}

// await runs a work for as long as it may take.
func (c *Conversation) await(ctx context.Context, w *Work, tell func(WorkProgress)) Action {
	if w.Limit == 0 {
		return w.Run(ctx, tell)
	}
	ended := make(chan Action, 1)
	go func() { ended <- w.Run(context.WithoutCancel(ctx), tell) }()
	limit := time.NewTimer(w.Limit)
	defer limit.Stop()
	select {
	case a := <-ended:
		return a
	case <-limit.C:
		c.hung = ended
		return w.Late
	}
}

// record hands events to the disk. The step is shown once they are stored or cannot be.
func (c *Conversation) record(events []flow.Event, s Step) Step {
	s.Was, s.events = c.state, events
	if len(events) > 0 {
		s.Act = events[0].Act
		if w := c.save.add(events); w != nil {
			c.waiting = &s
			return Step{Work: w}
		}
	}
	return c.show(s)
}

// release shows the step that waited.
func (c *Conversation) release() Step {
	s := *c.waiting
	c.waiting = nil
	s = c.show(s)
	s.Work = c.follow()
	if len(c.queue) > 0 && s.Work == nil {
		a := c.queue[0]
		c.queue = c.queue[1:]
		s.Work = &Work{Run: func(context.Context, func(WorkProgress)) Action { return a }}
	}
	return s
}

// show makes the state what the step has led to.
func (c *Conversation) show(s Step) Step {
	if s.Opened != nil {
		c.book = *s.Opened
	}
	c.refresh()
	s.Done = true
	was, is := s.Was.Session, c.state.Session
	s.Moved = s.Opened != nil || was.About().Whose != is.About().Whose || !slices.Equal(was.Facts(), is.Facts()) || !slices.Equal(was.Offers(), is.Offers())
	return s
}

// refuse is the step of an action that does nothing.
func (c *Conversation) refuse(err error) Step { return Step{Done: true, Err: err, Was: c.state} }

// same is the step of an action that says what is said already.
func (c *Conversation) same(f flow.Fact) Step {
	return Step{Done: true, Same: true, Fact: f, Was: c.state}
}

func (c *Conversation) refresh() {
	s := &State{Book: c.book, Session: flow.Replay(c.session.Events()), Unsaved: c.save.err, Shelf: c.ports.Books != nil, Company: c.company, guest: c.ports.Guest, looked: c.looked, unused: c.unused, name: c.ports.Call}
	s.Session.See(c.view)
	s.position = sync.OnceValue(func() flow.Position { return flow.Walk(s.Book.Playbook, s.Session.Facts()) })
	s.cards = sync.OnceValue(func() []flow.Card {
		if s.Book.Prober == nil {
			return nil
		}
		return s.Book.Prober.Cards(s.Session.Facts())
	})
	s.derive()
	c.state = s
}

// copied returns the session as it is now, for a work.
func (c *Conversation) copied() *flow.Session { return c.replayed(c.session.Events()) }

// replayed returns the session that the events record, as this person goes on with it.
func (c *Conversation) replayed(events []flow.Event) *flow.Session {
	s := flow.Replay(events)
	s.As(c.ports.By)
	s.See(c.view)
	return s
}

// State is where a conversation stands, as far as it may be shown.
type State struct {
	Book    Opened
	Session *flow.Session // A copy.
	Unsaved error         // Why the last events are not recorded; nil when everything is.
	Shelf   bool          // There are other playbooks.
	Company []string      // Who else is in the session now; see Company.

	guest    bool
	looked   bool // A look was taken.
	unused   []string
	name     func(Command) string
	position func() flow.Position
	cards    func() []flow.Card
	counted  func() counter
	remedy   func() flow.Remedy // The remedy of the position's verdict.
	returned func() string      // What ruled that out earlier; see overturning.
}

// Position is the walk of the session's facts.
func (s *State) Position() flow.Position { return s.position() }

// Sends reports whether probes can be sent from here.
func (s *State) Sends() bool { return s.Book.Prober != nil && !s.Book.Elsewhere }

// Theirs reports whether it is the customer, or in any case another machine, that probes are sent from.
func (s *State) Theirs() bool { return s.Book.Elsewhere || s.Answering() == flow.Customer }

// At returns the state as if that were its position, to show what a playbook says there.
func (s *State) At(pos flow.Position) *State {
	at := *s
	at.position = func() flow.Position { return pos }
	at.derive()
	return &at
}

// derive sets what is computed from the position once it is asked for.
func (s *State) derive() {
	s.counted = sync.OnceValue(s.count)
	s.remedy = sync.OnceValue(func() flow.Remedy { return s.remedyOf(s.Position().Verdict) })
	s.returned = sync.OnceValue(s.overturning)
}

// Preview returns where an action would lead to, by the same events. It is for actions that need no work.
func (s *State) Preview(a Action) *State {
	c := New(Ports{Now: func() time.Time { return time.Time{} }}, s.Book, flow.Replay(s.Session.Events()))
	c.Do(a)
	return c.State()
}
