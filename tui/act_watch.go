package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
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
	s := &watchScreen{t: a.t, began: a.cfg.Now(), cancel: cancel}
	a.watch = s
	a.push(s)
	a.status = status{}
	w := a.conv.Do(conversation.Listen{}).Work
	return tea.Batch(
		works(ctx, w, nil, func(do conversation.Action) tea.Cmd { return a.watching(s, do) }),
		a.tick(spinTime, turnedMsg{s}),
	)
}

// watching shows the address and waits.
func (a *App) watching(s *watchScreen, do conversation.Action) tea.Cmd {
	step := a.conv.Do(do)
	if a.watch != s {
		return shut(step.Watch) // Left meanwhile.
	}
	if step.Err != nil {
		return a.watchOver(i18n.T("The address could not be opened: %s", a.t.shown(step.Err.Error())))
	}
	s.watch = step.Watch
	ctx, cancel := context.WithCancel(a.ctx)
	before := s.cancel
	s.cancel = func() { cancel(); before() }
	return works(ctx, step.Work, s.feed.put, func(do conversation.Action) tea.Cmd { return a.seen(s, do) })
}

// watchOver ends the watch and leaves its screen saying why.
func (a *App) watchOver(why string) tea.Cmd {
	s := a.watch
	s.drain()
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
func shut(w conversation.Watch) tea.Cmd {
	if w == nil {
		return nil
	}
	return func() tea.Msg {
		_ = w.Close() // It has nothing left to lose.
		return nil
	}
}

// seen records what the failing call showed, in the place of what an earlier one did, and goes on from there.
func (a *App) seen(s *watchScreen, do conversation.Action) tea.Cmd {
	if a.watch != s {
		return nil
	}
	slow := a.cfg.Now().Sub(s.began) > graceAfter
	return a.does(do, func(step conversation.Step) tea.Cmd {
		ended := status{}
		if step.Ended != nil {
			ended = status{text: i18n.T("Nothing failed: %s", a.t.shown(step.Ended.Error())), bad: true}
			if step.Act == 0 {
				return a.watchOver(ended.text)
			}
		}
		closed := a.unwatch()
		if step.Act > 0 {
			a.readAct = step.Act
		}
		a.t.reading, a.t.seen = step.Seen, true
		cmd := tea.Batch(closed, a.arrive(ended))
		if slow {
			return tea.Batch(cmd, a.grace())
		}
		return cmd
	})
}
