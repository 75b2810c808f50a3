package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/i18n"
)

// doneMsg is what came of a work, for the conversation that gave it out: after an earlier session was gone on with there is
// another.
type doneMsg struct {
	of     *conversation.Conversation
	action conversation.Action
}

// thenMsg goes on with what was done beside the program, once nothing is being saved.
type thenMsg func() tea.Cmd

// aside has something done beside the program, and then goes on with what came of it.
func aside[T any](do func() (T, error), then func(T, error) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		came, err := do()
		return thenMsg(func() tea.Cmd { return then(came, err) })
	}
}

// works runs a work beside the program; tell hears how far it is, if it is not nil.
func works(ctx context.Context, w *conversation.Work, tell func(conversation.WorkProgress), then func(conversation.Action) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		do := w.Run(ctx, tell)
		return thenMsg(func() tea.Cmd { return then(do) })
	}
}

// converse begins a conversation about a session.
func (a *App) converse(s *flow.Session, record func([]flow.Event) error) {
	a.conv = conversation.New(conversation.Ports{Record: record, Shared: a.cfg.Shared, By: a.cfg.By, Guest: a.cfg.Guest, Now: a.cfg.Now, Books: a.cfg.Books, Join: evidence.Join, Call: func(c conversation.Command) string { return keyName(c.Keys[0]) }}, a.cfg.Opened, s)
	a.took()
}

// took has the screens show where the conversation stands.
func (a *App) took() {
	a.t.state = a.conv.State()
	a.t.settled()
}

// does has it done and, once it is saved or cannot be, goes on. Keys wait until then.
func (a *App) does(do conversation.Action, then func(conversation.Step) tea.Cmd) tea.Cmd {
	switch s := a.conv.Do(do); {
	case a.conv.Saving():
		a.after = then
		return a.work(s.Work)
	case s.Work != nil:
		return a.turn(s.Work) // It leads to another playbook, which is opened first.
	default: // Nothing is to be saved; or an earlier call still hangs, and it was said that nothing is being saved.
		return a.follow(s, then)
	}
}

// waits has something done once what is being saved is shown, and reports whether anything is being saved.
func (a *App) waits(do func() tea.Cmd) bool {
	before := a.after
	if before == nil {
		return false
	}
	a.after = func(s conversation.Step) tea.Cmd { return tea.Batch(before(s), do()) }
	return true
}

// work saves beside the program.
func (a *App) work(w *conversation.Work) tea.Cmd {
	conv, ctx := a.conv, a.ctx
	run := func() tea.Msg { return doneMsg{conv, w.Run(ctx, nil)} }
	if w.Limit == 0 {
		return run
	}
	return tea.Batch(run, a.tick(w.Limit, doneMsg{conv, w.Late}))
}

// follow shows what a step has led to.
func (a *App) follow(s conversation.Step, then func(conversation.Step) tea.Cmd) tea.Cmd {
	a.took()
	if s.Moved {
		a.t.was = s.Was
	}
	if s.Opened != nil {
		a.use(a.t.state.Book)
	}
	if s.Overtaken != nil {
		return a.overtaken(s)
	}
	cmd := then(s)
	if text := s.Unwaiting(a.t.state); text != "" {
		a.status.text = strings.TrimSpace(a.status.text + " " + text)
	}
	a.contradicted(s)
	if s.Heard { // The next key is meant for what would have come without that.
		return tea.Batch(cmd, a.grace())
	}
	return cmd
}

// done goes on after events are stored, or could not be.
func (a *App) done(m doneMsg) tea.Cmd {
	if m.of != a.conv {
		return nil
	}
	s := a.conv.Do(m.action)
	var cmd tea.Cmd
	switch {
	case s.Done && a.after != nil:
		cmd = a.goOn(s)
	case s.Opened != nil: // Others have taken the session to another playbook.
		cmd = a.othersSaid(s)
	case s.Overtaken != nil:
		a.took()
		cmd = a.overtaken(s)
	case s.Disagreed != nil:
		a.took()
		a.contradicted(s)
	}
	if s.Work != nil { // What was said while a call hung.
		cmd = tea.Batch(cmd, a.work(s.Work))
	}
	if a.leaving {
		return tea.Batch(cmd, a.end())
	}
	return cmd
}

// goOn shows what follows from the events, and says of keys that came too early that they did nothing.
func (a *App) goOn(s conversation.Step) tea.Cmd {
	then := a.after
	a.after = nil
	cmd := a.follow(s, then)
	if n := a.ignored; n > 0 {
		say := i18n.T("One key was ignored while the answer was being saved.")
		if n > 1 {
			say = i18n.T("%d keys were ignored while the answer was being saved.", n)
		}
		if a.status.text != "" {
			say = a.status.text + " · " + say
		}
		a.status, a.ignored = status{text: say, bad: true}, 0
	}
	return cmd
}

// about records who and what the session is about.
func (a *App) about(ab flow.About) tea.Cmd {
	if ab == a.t.state.Session.About() {
		a.back()
		return nil
	}
	turns := ab.Whose != a.t.state.Session.About().Whose
	return a.does(conversation.SetAbout{About: ab}, func(conversation.Step) tea.Cmd {
		a.pop()
		a.status = status{text: i18n.T("Noted.")}
		if turns {
			a.t.say, a.t.voice = ab.Whose == flow.Customer, voice{}
		}
		if turns && a.t.say {
			a.status = status{text: sayTheirs}
		}
		return nil
	})
}

// leave quits. If not everything is recorded it says so first.
func (a *App) leave() tea.Cmd {
	if a.conv.State().Unsaved != nil && !a.warned {
		a.warned = true
		a.status = status{text: i18n.T("Nothing since saving failed is saved. q again quits without it."), bad: true}
		return nil
	}
	if a.undecided() && !a.warned {
		a.warned = true
		a.status = status{text: i18n.T("What you pasted isn't read yet. q again quits without it."), bad: true}
		return nil
	}
	a.left, a.leaving = true, true
	return a.end()
}

// undecided reports whether a text waits for somebody to say what is to be done with it.
func (a *App) undecided() bool {
	return slices.ContainsFunc(a.layers, func(l layer) bool {
		s, page := l.screen.(*pageScreen)
		_, offer := l.screen.(*offerScreen)
		return offer || page && s.stays
	})
}

// interrupt quits as soon as what was said is recorded; the second time, at once.
func (a *App) interrupt() tea.Cmd {
	if a.leaving {
		return tea.Quit
	}
	a.leaving = true
	return a.end()
}

// end quits once nothing is under way and the terminal has had the time to answer.
func (a *App) end() tea.Cmd {
	if a.after != nil || !a.settled {
		return nil
	}
	return tea.Quit
}
