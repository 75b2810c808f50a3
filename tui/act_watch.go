package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/i18n"
)

type (
	// watchingMsg is the address that calls can be sent to.
	watchingMsg struct {
		attempt int
		watch   Watch
		err     error
	}
	// seenMsg is what the first failing call showed.
	seenMsg struct {
		attempt int
		reading flow.Reading
		err     error
	}
)

// startWatch opens an address and waits for a call that fails.
func (a *App) startWatch() tea.Cmd {
	if a.busy() || a.cfg.Watcher == nil {
		return nil
	}
	if _, ok := a.top().screen.(*watchScreen); ok {
		a.pop()
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.turns++
	s := &watchScreen{t: a.t, attempt: a.turns, began: a.cfg.Now(), cancel: cancel}
	a.watch = s
	a.push(s)
	a.status = status{}
	watcher, attempt := a.cfg.Watcher, s.attempt
	return tea.Batch(
		func() tea.Msg {
			w, err := watcher.Watch(ctx)
			return watchingMsg{attempt, w, err}
		},
		a.tick(spinTime, turnedMsg{attempt}),
	)
}

// watching shows the address and waits.
func (a *App) watching(m watchingMsg) tea.Cmd {
	s := a.watch
	if s == nil || s.attempt != m.attempt {
		if m.err != nil {
			return nil
		}
		return shut(m.watch) // Left meanwhile.
	}
	if m.err != nil {
		return a.watchOver(i18n.T("! The address could not be opened: %s", a.t.shown(m.err.Error())))
	}
	s.watch = m.watch
	ctx, cancel := context.WithCancel(a.ctx)
	before := s.cancel
	s.cancel = func() { cancel(); before() }
	return func() tea.Msg {
		r, err := m.watch.Wait(ctx)
		return seenMsg{m.attempt, r, err}
	}
}

// watchOver ends the watch and leaves its screen saying why.
func (a *App) watchOver(why string) tea.Cmd {
	s := a.watch
	if s.watch != nil {
		s.calls = s.watch.Calls()
	}
	s.err = why
	return a.unwatch()
}

// unwatch ends the watch, and returns the command that closes its address.
func (a *App) unwatch() tea.Cmd {
	if a.watch == nil {
		return nil
	}
	a.watch.cancel()
	w := a.watch.watch
	a.watch = nil
	return shut(w)
}

// shut closes an address beside the program: calls under way may take a moment to end.
func shut(w Watch) tea.Cmd {
	if w == nil {
		return nil
	}
	return func() tea.Msg {
		w.Close()
		return nil
	}
}

// seen records what the failing call showed, in the place of what an earlier one did, and goes on from there.
func (a *App) seen(m seenMsg) tea.Cmd {
	s := a.watch
	if s == nil || s.attempt != m.attempt {
		return nil
	}
	if before := a.after; before != nil {
		a.after = func() tea.Cmd { return tea.Batch(before(), a.seen(m)) }
		return nil
	}
	events := a.session.Saw(m.reading, a.cfg.Now())
	ended := status{}
	if m.err != nil {
		ended = status{text: i18n.T("! Nothing was seen to fail: %s", a.t.shown(m.err.Error())), bad: true}
		if len(events) == 0 {
			return a.watchOver(ended.text)
		}
	}
	slow := a.cfg.Now().Sub(s.began) > graceAfter
	closed := a.unwatch()
	show := func() tea.Cmd {
		a.t.reading, a.t.seen = &m.reading, true
		cmd := a.arrive(ended)
		if slow {
			return tea.Batch(cmd, a.grace())
		}
		return cmd
	}
	if len(events) == 0 {
		return tea.Batch(closed, show())
	}
	a.readAct = events[0].Act
	return tea.Batch(closed, a.record(events, show))
}
