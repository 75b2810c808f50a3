package conversation

import (
	"context"
	"errors"
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/redact"
)

// ErrNotHere says that the conversation has not what an action needs.
var ErrNotHere = errors.New("that is not to be had here")

type (
	// Send sends probes whose requests were shown.
	Send struct {
		IDs []string
		// Verifies is set where they are to show whether the verdict's fix has helped.
		Verifies bool
	}
	// Stop ends the sending without waiting for it: what was told until then counts, and the rest is not heard.
	Stop struct{}
	// ReadOutput hands over what commands printed on another machine. What is not known to be this session's is taken only if a person
	// says so.
	ReadOutput struct {
		Text     []byte
		Verifies bool // As in Send.
		Anyway   bool
	}
	// Answers hands over a checklist that came back. One that answers another session's letter is taken only if a person says so, and so is
	// one that only says something in prose: as the words of the role whose letter it answers, for whoever was asked if that is empty.
	Answers struct {
		Text   string
		Role   string
		Anyway bool
	}
	// Listen waits for the failing call. Its first step has the address, and waits; who asked for it closes it.
	Listen struct{}

	told struct {
		of     *sending // Nil for what was handed back.
		told   []flow.ProbeResult
		passed []error
		err    error
		fix    string
		other  error // Why it is not known to be this session's.
	}
	checked struct {
		flow.Checked
		role   string
		anyway bool
	}
	// Saw says what a call showed that somebody else has watched.
	Saw struct{ flow.Reading }
	// Measured says what probes told that somebody else has sent.
	Measured  struct{ Told []flow.ProbeResult }
	listening struct {
		watch Watch
		err   error
	}
	seen struct {
		reading flow.Reading
		err     error
	}
)

// fix returns the verdict whose fix is tried, "" where none is.
func (c *Conversation) fix(verifies bool) string {
	if v := c.state.Position().Verdict; verifies && v != nil && v.ID != c.book.Playbook.Unexplained {
		return v.ID
	}
	return ""
}

func (a Send) do(c *Conversation) Step {
	if !c.state.Sends() {
		return c.refuse(ErrNotHere)
	}
	send, facts := c.book.Prober.Run, c.session.Facts()
	s := &sending{fix: c.fix(a.Verifies)}
	c.sending = s
	return Step{Work: &Work{Run: func(ctx context.Context, tell func(WorkProgress)) Action {
		all := send(ctx, a.IDs, facts, func(p flow.Progress) {
			s.hear(p)
			if tell != nil {
				tell(WorkProgress{Progress: p})
			}
		})
		return told{of: s, told: s.with(all), fix: s.fix}
	}}}
}

// sending is one run of probes, with what each of them has told until now.
type sending struct {
	fix string

	mu   sync.Mutex
	told []flow.ProbeResult
}

func (s *sending) hear(p flow.Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Told != nil {
		s.told = append(s.told, *p.Told)
	}
}

// with returns what a run has returned, and what was told before and is missing in it.
func (s *sending) with(all []flow.ProbeResult) []flow.ProbeResult {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.told {
		if !slices.ContainsFunc(all, func(o flow.ProbeResult) bool { return o.Probe == t.Probe }) {
			all = append(all, t)
		}
	}
	return all
}

func (Stop) do(c *Conversation) Step {
	s := c.sending
	if s == nil {
		return c.refuse(ErrNothing)
	}
	return told{of: s, told: s.with(nil), fix: s.fix}.do(c)
}

func (a ReadOutput) do(c *Conversation) Step {
	if c.book.Prober == nil {
		return c.refuse(ErrNotHere)
	}
	read, session, fix := c.book.Prober.ReadOutput, c.copied(), c.fix(a.Verifies)
	return Step{Work: &Work{Run: func(context.Context, func(WorkProgress)) Action {
		h, err := read(a.Text, session)
		if a.Anyway {
			h.Foreign = nil
		}
		return told{told: h.Told, passed: h.Passed, err: err, fix: fix, other: h.Foreign}
	}}}
}

func (a told) do(c *Conversation) Step {
	if a.of != nil && a.of != c.sending {
		return Step{} // It was stopped, or sent anew.
	}
	if a.of != nil {
		c.sending = nil
	}
	if a.other != nil {
		s := c.refuse(a.other)
		s.Foreign = true
		return s
	}
	if a.err != nil {
		return c.refuse(a.err)
	}
	events, works := c.session.Told(c.ports.Now(), a.told, a.fix)
	return c.record(events, Step{Told: a.told, Passed: a.passed, Works: works})
}

func (a Answers) do(c *Conversation) Step {
	if c.book.Checklist == nil {
		return c.refuse(ErrNotHere)
	}
	read, session := c.book.Checklist.Read, c.copied()
	return Step{Work: &Work{Run: func(context.Context, func(WorkProgress)) Action {
		return checked{read(a.Text, session), a.Role, a.Anyway}
	}}}
}

func (a checked) do(c *Conversation) Step {
	if a.Other != nil && !a.anyway {
		return Step{Done: true, Checked: &a.Checked, Was: c.state}
	}
	a.Other = nil
	if a.Prose = redact.Text(a.Prose); a.anyway && a.Prose != "" {
		for _, f := range c.session.Parked() {
			if a.role == "" || f.Asked == a.role {
				a.Notes = append(a.Notes, flow.Note{Name: flow.WordsOn(f.ID), Text: a.Prose, From: flow.Colleague})
			}
		}
	}
	for i := range a.Facts {
		a.Facts[i].Quote = redact.Text(a.Facts[i].Quote)
	}
	for i := range a.Notes {
		a.Notes[i].Text = redact.Text(a.Notes[i].Text)
	}
	return c.record(c.session.Tell(c.ports.Now(), a.Facts, a.Notes), Step{Checked: &a.Checked})
}

func (Listen) do(c *Conversation) Step {
	if c.book.Watcher == nil {
		return c.refuse(ErrNotHere)
	}
	watch := c.book.Watcher.Watch
	return Step{Work: &Work{Run: func(ctx context.Context, _ func(WorkProgress)) Action {
		w, err := watch(ctx)
		return listening{w, err}
	}}}
}

func (a listening) do(c *Conversation) Step {
	if a.err != nil {
		return c.refuse(a.err)
	}
	return Step{Watch: a.watch, Work: &Work{Run: func(ctx context.Context, tell func(WorkProgress)) Action {
		r, err := a.watch.Wait(ctx, func(line string) {
			if tell != nil {
				tell(WorkProgress{Call: line})
			}
		})
		return seen{r, err}
	}}}
}

func (a seen) do(c *Conversation) Step {
	return c.record(c.session.Saw(a.reading, c.ports.Now()), Step{Seen: &a.reading, Ended: a.err})
}

func (a Saw) do(c *Conversation) Step { return seen{reading: a.Reading}.do(c) }

func (a Measured) do(c *Conversation) Step { return told{told: a.Told}.do(c) }

type (
	// Take goes on in the playbook with the id. The text is read again by its signs, if it is still at hand.
	Take struct {
		ID, Why string
		Picked  bool // The person took it, so that no text chooses another.
	}
	opened struct {
		take  Take
		book  Opened
		again *flow.Reading
		err   error
	}
	reopened struct {
		id   string
		book Opened
		err  error
	}
)

// open has a playbook opened.
func (c *Conversation) open(id string, then func(Opened, error) Action) Step {
	books := c.ports.Books
	return Step{Work: &Work{Run: func(context.Context, func(WorkProgress)) Action {
		b, err := books.Open(id)
		return then(b, err)
	}}}
}

func (a Take) do(c *Conversation) Step {
	switch {
	case c.ports.Books == nil:
		return c.refuse(ErrNotHere)
	case a.ID == c.book.Playbook.ID:
		return c.same(flow.Fact{})
	}
	c.picked = c.picked || a.Picked
	text := c.text
	return c.open(a.ID, func(b Opened, err error) Action {
		m := opened{take: a, book: b, err: err}
		if err == nil && text != nil {
			r := b.Read(text)
			m.again = &r
		}
		return m
	})
}

func (a opened) do(c *Conversation) Step {
	switch {
	case a.err != nil:
		return c.refuse(a.err)
	case a.book.Playbook.ID == c.book.Playbook.ID:
		return c.same(flow.Fact{})
	}
	return c.record(c.session.HandOver(flow.Handing{
		From: c.book.Playbook, To: a.book.Playbook, Digest: a.book.Digest, Because: a.take.Why, By: flow.You, Again: a.again,
	}, c.ports.Now()), Step{Opened: &a.book})
}

func (a reopened) do(c *Conversation) Step {
	if a.err != nil {
		return c.refuse(a.err)
	}
	if id, other := c.before(); !other || id != a.id {
		return Step{} // Something was said meanwhile, and would be taken back in its place.
	}
	return c.undo(&a.book)
}

func (told) carried()      {}
func (checked) carried()   {}
func (listening) carried() {}
func (seen) carried()      {}
func (opened) carried()    {}
func (reopened) carried()  {}
func (read) carried()      {}

// chooses reports whether a text that is read now chooses the playbook: nobody named or took one, and nobody answered in this
// one yet.
func (c *Conversation) chooses() bool {
	return c.ports.Books != nil && !c.picked &&
		!slices.ContainsFunc(c.session.Facts(), func(f flow.Fact) bool { return f.From != flow.Pasted })
}
