package conversation

import (
	"context"
	"errors"
	"slices"
	"time"

	"why403/flow"
)

// SaveLimit is how long an answer waits for the disk before the conversation goes on without it.
const SaveLimit = 3 * time.Second

// ErrStalled is why events are not known to be recorded when the disk does not answer.
var ErrStalled = errors.New("the disk does not answer")

// saver records events in their order, one call at a time. What could not be recorded is offered again with what follows.
type saver struct {
	record  func([]flow.Event) (tail []flow.Event, err error) // The tail is as in Shared; nil where nobody else records.
	unsaved []flow.Event                                      // Not acknowledged; the first flying of them are on their way.
	flying  int
	attempt int
	busy    bool
	ended   chan saved // Gets the outcome of the call under way as well, for flush.
	err     error      // Why the last call failed; nil once everything is recorded.
}

type (
	// saved says that recording ended, well or not.
	saved struct {
		attempt int
		err     error
		said    []flow.Event // That were to be recorded.
		tail    []flow.Event
	}
	// late says that recording takes too long to wait for.
	late struct{ attempt int }
)

// add takes events over and returns the work that records them; nil while another call is under way, which will be followed by
// one for these.
func (s *saver) add(events []flow.Event) *Work {
	if s.record == nil {
		return nil
	}
	s.unsaved = append(s.unsaved, events...)
	if s.busy {
		return nil
	}
	return s.next()
}

// next starts a call for everything that is not recorded yet.
func (s *saver) next() *Work {
	if len(s.unsaved) == 0 {
		return nil
	}
	s.busy, s.flying = true, len(s.unsaved)
	s.attempt++
	s.ended = make(chan saved, 1)
	attempt, record, events, ended := s.attempt, s.record, slices.Clone(s.unsaved), s.ended
	return &Work{Limit: SaveLimit, Late: late{attempt}, Run: func(context.Context, func(WorkProgress)) Action {
		tail, err := record(events)
		m := saved{attempt, err, events, tail}
		ended <- m
		return m
	}}
}

// done takes the outcome of a call in, and reports whether it was the one under way.
func (s *saver) done(m saved) bool {
	if !s.busy || m.attempt != s.attempt {
		return false
	}
	s.busy, s.err = false, m.err
	if m.err == nil {
		s.unsaved = s.unsaved[s.flying:]
	}
	s.flying = 0
	return true
}

// flush records what is left, has what came of it taken, and returns why that did not work. It does not wait longer than the limit.
func (s *saver) flush(limit time.Duration, take func(saved) (bool, *Overtaken)) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	wait := func() error {
		select {
		case m := <-s.ended:
			take(m)
			return m.err
		case <-timer.C:
			s.err = ErrStalled
			return s.err
		}
	}
	if s.busy { // A second call beside the one under way could write twice.
		if err := wait(); errors.Is(err, ErrStalled) {
			return err
		}
	}
	w := s.next()
	if w == nil {
		return nil
	}
	go w.Run(context.Background(), nil)
	return wait()
}

// takeSaved takes the outcome of recording in, with what others recorded before, and reports whether it was waited for, and what does
// not count.
func (c *Conversation) takeSaved(m saved) (mine bool, lost *Overtaken) {
	if !c.save.done(m) {
		return false, nil
	}
	if m.err == nil && len(m.tail) > 0 {
		lost = c.merge(m.tail, m.said)
	}
	return true, lost
}

func (m saved) do(c *Conversation) Step {
	mine, lost := c.takeSaved(m)
	if !mine {
		return Step{}
	}
	if c.waiting != nil {
		c.waiting.Heard, c.waiting.Disagreed = len(m.tail) > len(m.said), c.disagreed(m.tail)
		if c.waiting.Overtaken = lost; lost != nil {
			c.waiting.Opened = nil
		}
		return c.release()
	}
	was := c.state
	c.refresh()
	if m.err != nil {
		return Step{}
	}
	s := Step{Overtaken: lost, Disagreed: c.disagreed(m.tail), Was: was, Work: c.save.next()} // That is what was said while the call hung.
	if s.Work == nil {
		s.Work = c.follow()
	}
	return s
}

func (m late) do(c *Conversation) Step {
	if !c.save.busy || m.attempt != c.save.attempt {
		return Step{}
	}
	c.save.err = ErrStalled
	if c.waiting != nil {
		return c.release()
	}
	c.refresh()
	return Step{}
}

func (saved) carried() {}
func (late) carried()  {}
