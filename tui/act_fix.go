package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
)

// laterTime is after how long a fix is to be checked again.
const laterTime = 10 * time.Minute

// tried records whether the full request works after the fix. Not yet is no fact; it ends on what is left to do.
func (a *App) tried(v flow.Value, same bool) tea.Cmd {
	verdict := a.t.pos.Verdict
	if verdict == nil {
		return nil
	}
	if v == flow.Unsure {
		a.pop()
		if !a.cfg.Guest {
			a.push(&endScreen{t: a.t, over: true})
		}
		return nil
	}
	if v == flow.Yes && a.t.state.Answering() == flow.Customer {
		a.push(newWorked(a.t))
		return nil
	}
	if v == flow.Yes {
		return a.itWorks("")
	}
	do := conversation.Tried{Works: v, Same: same, From: a.t.speaker(flow.FixedFact(verdict.ID))}
	return a.does(do, func(conversation.Step) tea.Cmd {
		if same && a.cfg.Guest {
			return a.arrive(status{})
		}
		if same {
			return a.arrive(status{text: a.t.state.StillRefused(verdict)})
		}
		a.t.reading = nil
		cmd := a.arrive(status{})
		a.awaits()
		return cmd
	})
}

// untried takes back that a different error came, which nobody has pasted, and asks again whether the fix works.
func (a *App) untried() tea.Cmd {
	return a.does(conversation.Undo{}, func(s conversation.Step) tea.Cmd {
		if s.Asks != nil {
			return a.asksUndo(s)
		}
		return tea.Batch(a.arrive(status{}), a.command(conversation.Verify))
	})
}

// itWorks records that the full request works after the fix, and which request showed it.
func (a *App) itWorks(id string) tea.Cmd {
	verdict := a.t.pos.Verdict
	if verdict == nil {
		return nil
	}
	do := conversation.Tried{Works: flow.Yes, From: a.t.speaker(flow.FixedFact(verdict.ID)), Request: a.t.shown(id)}
	return a.does(do, func(conversation.Step) tea.Cmd {
		a.t.reading = nil
		delete(a.t.drafts, workedDraft)
		return a.arrive(status{})
	})
}

// later records when the fix is to be checked again.
func (a *App) later() tea.Cmd {
	return a.does(conversation.Later{At: a.cfg.Now().Add(laterTime)}, func(conversation.Step) tea.Cmd {
		cmd := a.arrive(status{})
		a.push(&endScreen{t: a.t, over: true})
		return cmd
	})
}

// verifies reports whether what lies on top was opened to find out whether the fix works.
func (a *App) verifies() bool {
	return slices.ContainsFunc(a.layers, func(l layer) bool {
		_, ok := l.screen.(*verifyScreen)
		return ok
	})
}
