package tui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
)

// recordedMsg says that recording ended, well or not. seq is the last event it was about.
type recordedMsg struct {
	attempt int
	err     error
}

// lateMsg says that recording takes too long to wait for.
type lateMsg struct{ attempt int }

// saver records events in their order, one call at a time. What could not be recorded is offered again with what follows.
type saver struct {
	record  func([]flow.Event) error
	unsaved []flow.Event // Not acknowledged; the first flying of them are on their way.
	flying  int
	attempt int
	busy    bool
	ended   chan error // Gets the outcome of the call under way as well, for flush.
	err     error      // Why the last call failed; nil once everything is recorded.
}

// add takes events over and returns the command that records them; nil while another call is under way, which will be
// followed by one for these.
func (s *saver) add(events []flow.Event) tea.Cmd {
	s.unsaved = append(s.unsaved, events...)
	if s.busy {
		return nil
	}
	return s.next()
}

// next starts a call for everything that is not recorded yet.
func (s *saver) next() tea.Cmd {
	if len(s.unsaved) == 0 {
		return nil
	}
	s.busy, s.flying = true, len(s.unsaved)
	s.attempt++
	s.ended = make(chan error, 1)
	attempt, record, events, ended := s.attempt, s.record, append([]flow.Event(nil), s.unsaved...), s.ended
	return func() tea.Msg {
		err := record(events)
		ended <- err
		return recordedMsg{attempt, err}
	}
}

// done takes the outcome of a call in, and reports whether it was the one under way.
func (s *saver) done(m recordedMsg) bool {
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

// errStillSaving is why events are not known to be recorded when the disk does not answer.
var errStillSaving = errors.New("the disk does not answer")

// flushMax is how long leaving waits for the disk.
const flushMax = 3 * time.Second

// flush records, after the program has ended, what is left, and returns why that did not work. It does not wait longer
// than flushMax.
func (s *saver) flush() error {
	limit := time.NewTimer(flushMax)
	defer limit.Stop()
	if s.busy { // A second call beside the one under way could write twice.
		select {
		case err := <-s.ended:
			s.done(recordedMsg{s.attempt, err})
		case <-limit.C:
			return errStillSaving
		}
	}
	cmd := s.next()
	if cmd == nil {
		return nil
	}
	go cmd()
	select {
	case err := <-s.ended:
		s.done(recordedMsg{s.attempt, err})
		return err
	case <-limit.C:
		return errStillSaving
	}
}
