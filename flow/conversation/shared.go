package conversation

import (
	"context"
	"reflect"
	"slices"

	"why403/flow"
)

// SharedSession is a session that others record in, too. Its methods may be slow, and are called one at a time each.
type SharedSession interface {
	// Append records events behind all that anybody recorded, and returns what the session holds then, from the number of the first of
	// them on or from an earlier one. After an error the same events are given again, followed by new ones.
	Append(events []flow.Event) (tail []flow.Event, err error)
	// Load returns the events behind the first known of them.
	Load(known int) ([]flow.Event, error)
}

// Others takes in what others recorded. It is Same if there is nothing new.
type Others struct{}

func (Others) do(c *Conversation) Step {
	if c.ports.Shared == nil {
		return c.refuse(ErrNotHere)
	}
	return c.load()
}

// unheard is the step where nothing of others is new, or comes with what is to be recorded next.
func (c *Conversation) unheard() Step {
	if w := c.follow(); w != nil {
		return Step{Work: w}
	}
	return c.same(flow.Fact{})
}

func (c *Conversation) load() Step {
	if len(c.save.unsaved) > 0 {
		return c.unheard()
	}
	known, load := c.session.Len(), c.ports.Shared.Load
	return Step{Work: &Work{Run: func(context.Context, func(WorkProgress)) Action {
		events, err := load(known)
		return loaded{known: known, events: events, err: err}
	}}}
}

// loaded is what others recorded, behind so many events that were known.
type loaded struct {
	known  int
	events []flow.Event
	into   *Opened // The playbook that it leads to, if it is another one.
	err    error
}

func (m loaded) do(c *Conversation) Step {
	switch {
	case m.err != nil:
		return c.refuse(m.err)
	case len(c.save.unsaved) > 0:
		return c.unheard()
	case c.session.Len() != m.known:
		return c.load()
	case len(m.events) == 0:
		return c.unheard()
	}
	then := c.replayed(append(c.session.Events(), m.events...))
	if id := then.About().Playbook; m.into == nil && c.elsewhere(id) {
		return c.open(id, func(b Opened, err error) Action {
			m.into, m.err = &b, err
			return m
		})
	}
	was := c.state
	c.session = then
	return c.show(Step{Was: was, Opened: m.into, Disagreed: c.disagreed(m.events)})
}

// elsewhere reports whether a session in the playbook with the id is in another one than this conversation, which it can go on in.
func (c *Conversation) elsewhere(id string) bool {
	return c.ports.Books != nil && id != "" && id != c.book.Playbook.ID
}

// follow opens the playbook that others have taken the session to while something was recorded.
func (c *Conversation) follow() *Work {
	id := c.session.About().Playbook
	if c.ports.Shared == nil || !c.elsewhere(id) {
		return nil
	}
	return c.open(id, func(b Opened, err error) Action { return followed{id, b, err} }).Work
}

type followed struct {
	id   string
	book Opened
	err  error
}

func (m followed) do(c *Conversation) Step {
	switch {
	case m.err != nil:
		return c.refuse(m.err)
	case !c.elsewhere(m.id) || c.session.About().Playbook != m.id:
		return c.unheard()
	}
	return c.show(Step{Was: c.state, Opened: &m.book})
}

// Overtaken is something that does not count, because somebody else had said otherwise a moment before. Both are recorded.
type Overtaken struct {
	By     string     // Who that was.
	Theirs flow.Event // What they said.
	Mine   []flow.Event
}

// Disagreed is what somebody else said otherwise a moment after this person. Both are recorded; this person's counts.
type Disagreed struct {
	By     string     // Who that was.
	Theirs flow.Event // What they said.
	Mine   flow.Event
}

// disagreed returns the last of what others recorded that does not count because this person had said otherwise a moment before. They are
// told of that themselves, and so is this person. An act that did not count is taken back where it is recorded, see journal.Behind.
func (c *Conversation) disagreed(news []flow.Event) *Disagreed {
	all := c.session.Events()
	for i, e := range slices.Backward(news) {
		if i == 0 || e.Kind != flow.Undone || e.By == c.ports.By || e.Undoes != e.Act-1 || !e.At.Equal(news[i-1].At) {
			continue
		}
		act := slices.DeleteFunc(slices.Clone(news[:i]), func(o flow.Event) bool { return o.Act != e.Undoes || o.By != e.By })
		if mine, ok := flow.Overtaken(all, act); ok && mine.By == c.ports.By {
			theirs := slices.IndexFunc(act, func(o flow.Event) bool { _, says := flow.Overtaken([]flow.Event{mine}, []flow.Event{o}); return says })
			return &Disagreed{By: e.By, Theirs: act[theirs], Mine: mine}
		}
	}
	return nil
}

// overtaken returns what of this person's was overtaken, by the acts that it has become in the tail.
func (c *Conversation) overtaken(tail, said []flow.Event, acts map[int]int) *Overtaken {
	void, mine := make(map[int]bool), make(map[int]bool)
	for _, e := range tail {
		if e.Kind == flow.Undone && e.By == c.ports.By {
			void[e.Undoes] = true
		}
	}
	for _, act := range acts {
		mine[act] = true
	}
	for _, e := range said {
		delete(void, acts[e.Undoes]) // It was taken back here.
	}
	theirs := slices.DeleteFunc(slices.Clone(tail), func(e flow.Event) bool { return mine[e.Act] })
	for _, e := range said {
		if !void[acts[e.Act]] {
			continue
		}
		act := slices.DeleteFunc(slices.Clone(said), func(o flow.Event) bool { return o.Act != e.Act })
		if by, ok := flow.Overtaken(theirs, act); ok {
			if e.Act == c.textAct {
				c.text, c.textWas, c.unused = c.textWas, nil, nil
			}
			return &Overtaken{By: by.By, Theirs: by, Mine: act}
		}
	}
	return nil
}

// merge makes the session what was recorded, from the number of the tail's first event on, and puts what is not recorded yet behind
// it. Said are those that were recorded, with the numbers that they had here. It returns what of them does not count.
func (c *Conversation) merge(tail, said []flow.Event) *Overtaken {
	all, last, end := c.session.Events(), said[len(said)-1], tail[len(tail)-1]
	acts := recorded(tail, said)
	lost := c.overtaken(tail, said, acts)
	now := func(act int) int {
		if to, ok := acts[act]; ok {
			return to
		}
		if act > last.Act {
			return act - last.Act + end.Act
		}
		return act
	}
	left := slices.Clone(all[last.Seq:])
	for i, e := range left {
		left[i].Seq, left[i].Act, left[i].Undoes = e.Seq-last.Seq+end.Seq, now(e.Act), now(e.Undoes)
	}
	c.save.unsaved, c.textAct = slices.Clone(left), now(c.textAct)
	c.session = c.replayed(slices.Concat(all[:tail[0].Seq-1], tail, left))
	return lost
}

// recorded returns which act of the tail each act has become that was said. They stand there in their order.
func recorded(tail, said []flow.Event) map[int]int {
	plain := func(e flow.Event) flow.Event {
		e.Seq, e.Act, e.Undoes, e.At = 0, 0, 0, e.At.UTC().Round(0)
		if e.About != nil {
			about := *e.About
			about.Name = "" // It is given when the session is first recorded.
			e.About = &about
		}
		return e
	}
	same := func(a, b flow.Event) bool { return reflect.DeepEqual(plain(a), plain(b)) }
	acts := make(map[int]int)
	for len(said) > 0 {
		n := 1
		for n < len(said) && said[n].Act == said[0].Act {
			n++
		}
		for i := 0; i+n <= len(tail); i++ {
			if slices.EqualFunc(tail[i:i+n], said[:n], same) {
				acts[said[0].Act], tail = tail[i].Act, tail[i+n:]
				break
			}
		}
		said = said[n:]
	}
	return acts
}

func (loaded) carried()   {}
func (followed) carried() {}
