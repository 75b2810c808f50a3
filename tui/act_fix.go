package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
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
	var events []flow.Event
	if notes := a.notDue(); notes != nil {
		events = a.session.Note(a.cfg.Now(), notes...)
	}
	events = append(events, a.session.Tried(a.t.pb, verdict.ID, v, a.t.speaker(flow.FixedFact(verdict.ID)), a.cfg.Now())...)
	return a.record(events, func() tea.Cmd { return a.arrive(status{text: sayNotThat}) })
}

// itWorks records that the full request works after the fix, and which request showed it.
func (a *App) itWorks(id string) tea.Cmd {
	verdict := a.t.pos.Verdict
	if verdict == nil {
		return nil
	}
	a.t.reading = nil
	fixed := flow.FixedFact(verdict.ID)
	facts, notes := a.worked(flow.Fact{ID: fixed, Value: flow.Yes, From: a.t.speaker(fixed)}, id)
	return a.record(a.session.Tell(a.cfg.Now(), facts, notes), func() tea.Cmd {
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

// notDue returns the note that takes back when to check again; nil if there is none to take back.
func (a *App) notDue() []flow.Note {
	if a.session.NoteText(flow.CheckAgain) == "" {
		return nil
	}
	return []flow.Note{{Name: flow.CheckAgain, From: flow.You}}
}

// worked records that the full request works after the fix, with the request that showed it; an unknown one takes the place
// of an earlier one, too.
func (a *App) worked(f flow.Fact, id string) (facts []flow.Fact, notes []flow.Note) {
	notes = a.notDue()
	if id != "" || a.session.NoteText(flow.FixedBy) != "" {
		notes = append(notes, flow.Note{Name: flow.FixedBy, Text: a.t.shown(id), From: f.From})
	}
	return []flow.Fact{f}, notes
}

// rerun returns what follows from the failing request having been sent again from the verify screen: if it worked, that is
// the answer there.
func (a *App) rerun(told []flow.Told) (facts []flow.Fact, notes []flow.Note) {
	verdict := a.t.pos.Verdict
	if verdict == nil || !a.verifies() {
		return nil, nil
	}
	i := slices.IndexFunc(told, func(t flow.Told) bool { return t.Probe == fullProbe })
	if i < 0 || !works(told[i]) {
		return nil, nil
	}
	f := flow.Fact{ID: flow.FixedFact(verdict.ID), Value: flow.Yes, From: flow.Probed, Rule: fullProbe}
	if facts := told[i].Facts; len(facts) > 0 {
		f.From, f.Quote = facts[0].From, facts[0].Quote
	}
	return a.worked(f, told[i].RequestID)
}

// works reports whether the request was answered, rather than refused.
func works(t flow.Told) bool { return t.Tells && t.Status >= 200 && t.Status < 300 }

// verifies reports whether what lies on top was opened to find out whether the fix works.
func (a *App) verifies() bool {
	return slices.ContainsFunc(a.layers, func(l layer) bool {
		_, ok := l.screen.(*verifyScreen)
		return ok
	})
}
