package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/i18n"
)

// recordMax is how long an answer waits for the disk before the conversation goes on without it.
const recordMax = 3 * time.Second

// record stores events and, once they are stored or cannot be, goes on. Keys wait until then.
func (a *App) record(events []flow.Event, then func() tea.Cmd) tea.Cmd {
	a.after = then
	cmd := a.save.add(events)
	if cmd == nil { // An earlier call still hangs; it was said that nothing is being saved.
		a.after = nil
		return then()
	}
	return tea.Batch(cmd, a.tick(recordMax, lateMsg{a.save.attempt}))
}

// recorded goes on after the events are stored, or could not be.
func (a *App) recorded(m recordedMsg) tea.Cmd {
	if !a.save.done(m) {
		return nil
	}
	var cmd tea.Cmd
	if a.after != nil {
		cmd = a.goOn()
	} else if m.err == nil {
		cmd = a.save.next() // What was said while the call hung.
	}
	if a.leaving {
		return tea.Batch(cmd, a.end())
	}
	return cmd
}

// late goes on although the disk has not answered.
func (a *App) late(m lateMsg) tea.Cmd {
	if !a.save.busy || m.attempt != a.save.attempt {
		return nil
	}
	a.save.err = errStillSaving
	if a.after != nil {
		return a.goOn()
	}
	return nil
}

// goOn shows what follows from the events, and says of keys that came too early that they did nothing.
func (a *App) goOn() tea.Cmd {
	then := a.after
	a.after = nil
	cmd := then()
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
	if ab == a.session.About() {
		a.back()
		return nil
	}
	return a.record(a.session.Open(ab, a.cfg.Now()), func() tea.Cmd {
		a.t.say, a.t.voice = ab.Whose == flow.Customer, voice{}
		a.pop()
		a.status = status{text: i18n.T("Noted. Answers now count as the customer's, and questions come in words to read out.")}
		if ab.Whose != flow.Customer {
			a.status = status{text: i18n.T("Noted.")}
		}
		return nil
	})
}

// leave quits. If not everything is recorded it says so first.
func (a *App) leave() tea.Cmd {
	if a.save.err != nil && !a.warned {
		a.warned = true
		a.status = status{text: i18n.T("Nothing since the error is saved. q again quits all the same."), bad: true}
		return nil
	}
	a.left, a.leaving = true, true
	return a.end()
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
