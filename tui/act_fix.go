package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/i18n"
)

// laterTime is after how long a fix is to be checked again.
const laterTime = 10 * time.Minute

// tried records whether the full request works after the fix. Not yet is no fact; it ends on what is left to do.
func (a *App) tried(v flow.Value) tea.Cmd {
	verdict := a.t.pos.Verdict
	if verdict == nil {
		return nil
	}
	if v == flow.Unsure {
		a.pop()
		a.push(&endScreen{t: a.t, over: true})
		return nil
	}
	if v == flow.Yes && a.t.from() == flow.Customer {
		a.push(newWorked(a.t))
		return nil
	}
	if v == flow.Yes {
		return a.itWorks("")
	}
	a.t.reading = nil
	events := a.session.Tried(a.t.pb, verdict.ID, v, a.t.speaker(flow.FixedFact(verdict.ID)), a.cfg.Now())
	return a.record(events, func() tea.Cmd {
		return a.arrive(status{text: i18n.T("Not that alone. Going on with what is left. p pastes the new error.")})
	})
}

// itWorks records that the full request works after the fix, and which request showed it.
func (a *App) itWorks(id string) tea.Cmd {
	verdict := a.t.pos.Verdict
	if verdict == nil {
		return nil
	}
	a.t.reading = nil
	fixed := flow.FixedFact(verdict.ID)
	f := flow.Fact{ID: fixed, Value: flow.Yes, From: a.t.speaker(fixed)}
	return a.record(a.session.Worked(a.t.pb, f, a.t.shown(id), a.cfg.Now()), func() tea.Cmd {
		delete(a.t.drafts, workedDraft)
		return a.arrive(status{})
	})
}

// later records when the fix is to be checked again.
func (a *App) later() tea.Cmd {
	at := a.cfg.Now().Add(laterTime).UTC().Format(time.RFC3339)
	note := flow.Note{Name: flow.CheckAgain, Text: at, From: flow.You}
	return a.record(a.session.Note(a.cfg.Now(), note), func() tea.Cmd {
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
