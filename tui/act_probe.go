package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

type (
	// ranMsg is what came of the probes of that attempt.
	ranMsg struct {
		attempt int
		action  conversation.Action
	}
	// turnedMsg says that the spinner's picture of a run or a watch is due to change.
	turnedMsg struct{ attempt int }
	// stopMsg says that a run which was stopped has had the time to end.
	stopMsg struct{ attempt int }
	// backMsg is what was read in a command's output.
	backMsg struct {
		attempt int
		action  conversation.Action
	}
	// setMsg says whether settings were taken.
	setMsg struct {
		screen *settingsScreen
		err    error
	}
)

// stopMax is how long a run that was stopped may take to return; then it goes on without it.
const stopMax = 2 * time.Second

// openProbe shows a screen about asking the service.
func (a *App) openProbe(n conversation.Name) tea.Cmd {
	if a.t.prober == nil || n == conversation.ShowSettings && !a.t.state.Sends() {
		return nil
	}
	switch n {
	case conversation.AskAPI:
		var q *flow.Question
		var first []string
		if s, ok := a.top().screen.(*runScreen); ok {
			first = s.more()
			a.pop() // What told is noted already.
		}
		if s, ok := a.top().screen.(*questionScreen); ok {
			q = s.q
		}
		if cards := a.t.help(q); len(cards) > 0 {
			slices.SortStableFunc(cards, func(x, y flow.Card) int {
				return cmp.Compare(uint(slices.Index(first, x.Probe.ID)), uint(slices.Index(first, y.Probe.ID)))
			})
			a.push(newCards(a.t, q, cards))
		}
	case conversation.SendFree:
		if s, ok := a.top().screen.(*cardScreen); ok && s.theirs() {
			a.push(newCommand(a.t, s.together(), s.ids, true))
		} else if ok {
			a.push(newFree(a.t, s.ids))
		}
	case conversation.WriteCommand:
		if s, ok := a.top().screen.(*guestQuestion); ok && len(s.commands()) > 0 {
			a.push(newCommand(a.t, s.commands()[:1], s.commands(), true))
		}
		if s, ok := a.top().screen.(*cardScreen); ok && !a.fill(a.t.state.CommandLacks(s.together()), command(n)) {
			a.push(newCommand(a.t, s.together(), s.ids, false))
		}
	case conversation.HandOutput:
		a.openHandBack()
	case conversation.ShowSettings:
		s := newSettings(a.t, a.w)
		a.push(s)
		a.top().follow = true
		return s.Init()
	}
	return nil
}

// onProbe carries out an intent about asking the service or watching the call.
func (a *App) onProbe(in simple) tea.Cmd {
	switch in {
	case makeSure, fromHere:
		a.onCard(in)
	case stopRun:
		return a.stop()
	case toggleDetails:
		if s, ok := a.top().screen.(*runScreen); ok {
			s.details = !s.details
		}
	case readBack:
		return a.readBack(false)
	case takeBack:
		return a.readBack(true)
	case widenCommand:
		if s, ok := a.top().screen.(*commandScreen); ok {
			s.Widen()
			a.top().off, a.status = 0, status{}
		}
	case saveSettings:
		return a.setUp()
	case watchAgain:
		return a.startWatch()
	}
	return nil
}

// onCard carries out what is meant for the card that is seen.
func (a *App) onCard(in simple) {
	s, ok := a.top().screen.(*cardScreen)
	if !ok {
		return
	}
	switch in {
	case makeSure:
		s.sure = true
	case fromHere:
		s.here = true
	}
	a.top().off, a.status = 0, status{} // What is asked now stands at the top.
}

// turnCard shows another card.
func (a *App) turnCard(n int) {
	if s, ok := a.top().screen.(*cardScreen); ok {
		s.Turn(n)
		a.top().off, a.status = 0, status{}
	}
}

// send sends probes whose requests were shown. Until all have told or could not, the running screen is shown.
func (a *App) send(ids []string) tea.Cmd {
	if a.busy() || !a.t.state.Sends() {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.turns++
	r := newRun(a.t, ids)
	r.attempt, r.began, r.cancel = a.turns, a.cfg.Now(), cancel
	a.run = r
	a.push(r)
	a.status = status{}
	w := a.conv.Do(conversation.Send{IDs: ids, Verifies: a.verifies()}).Work
	return tea.Batch(
		func() tea.Msg { return ranMsg{r.attempt, w.Run(ctx, r.feed.put)} },
		a.tick(spinTime, turnedMsg{r.attempt}),
	)
}

// busy reports whether something is under way that esc stops.
func (a *App) busy() bool { return a.run != nil || a.watch != nil }

// turned draws the next picture of a spinner, with what has happened meanwhile.
func (a *App) turned(m turnedMsg) tea.Cmd {
	switch {
	case a.run != nil && a.run.attempt == m.attempt:
		a.run.turn++
		a.run.drain()
	case a.watch != nil && a.watch.attempt == m.attempt && a.watch.err == "":
		a.watch.turn++
		a.watch.drain()
	default:
		return nil
	}
	return a.tick(spinTime, m)
}

// stop ends a run; the second time, without waiting for it.
func (a *App) stop() tea.Cmd {
	r := a.run
	if r == nil {
		return nil
	}
	r.cancel()
	if r.stopping {
		return a.ran(ranMsg{r.attempt, conversation.Stop{}})
	}
	r.stopping = true
	return a.tick(stopMax, stopMsg{r.attempt})
}

// ran records what probes told and shows it. A run that was not waited for is not heard any more.
func (a *App) ran(m ranMsg) tea.Cmd {
	r := a.run
	if r == nil || r.attempt != m.attempt {
		return nil
	}
	if a.waits(func() tea.Cmd { return a.ran(m) }) {
		return nil
	}
	r.cancel()
	a.run = nil
	late := a.cfg.Now().Sub(r.began) > graceAfter
	return a.does(m.action, func(s conversation.Step) tea.Cmd {
		r.end(s.Told)
		return a.told(s, r, late)
	})
}

// told shows what probes told, which is recorded. Late says that the screen comes by itself, so that keys may be meant for the
// one before.
func (a *App) told(step conversation.Step, s *runScreen, late bool) tea.Cmd {
	if step.Works { // The end says it all.
		a.t.reading = nil
		return a.arrive(status{})
	}
	then := status{}
	if a.verifies() && len(s.facts()) > 0 {
		then = status{text: i18n.T("It did not work from here. If the fix was made, v and then n goes on with what is left."), bad: true}
	}
	if step.Act > 0 {
		a.t.reading = nil
	}
	cmd := a.arrive(then)
	if a.cfg.Guest {
		a.status = status{text: i18n.T("Thank you, that was read.")}
		return cmd
	}
	a.push(s)
	if late {
		return tea.Batch(cmd, a.grace())
	}
	return cmd
}

// readBack has a command's output read.
func (a *App) readBack(anyway bool) tea.Cmd {
	s, ok := a.top().screen.(*handBackScreen)
	if !ok || s.attempt != 0 || s.area.empty() {
		return nil
	}
	a.turns++
	s.attempt, s.err, s.foreign = a.turns, "", false
	w := a.conv.Do(conversation.ReadOutput{Text: []byte(s.area.Text()), Verifies: a.verifies(), Anyway: anyway}).Work
	attempt, ctx := s.attempt, a.ctx
	return func() tea.Msg { return backMsg{attempt, w.Run(ctx, nil)} }
}

// handedBack records what a command's output told, or says why it cannot be taken.
func (a *App) handedBack(m backMsg) tea.Cmd {
	s, ok := a.top().screen.(*handBackScreen)
	if !ok || s.attempt != m.attempt {
		return nil // Left meanwhile.
	}
	if a.waits(func() tea.Cmd { return a.handedBack(m) }) {
		return nil
	}
	s.attempt = 0
	asked := a.t.pos.Question
	return a.does(m.action, func(step conversation.Step) tea.Cmd {
		if step.Err != nil {
			s.err, s.whole, s.foreign = a.t.shown(step.Err.Error()), true, step.Foreign
			a.top().off = 0
			return nil
		}
		s := newTold(a.t, step.Told)
		s.passed, s.asked = step.Passed, asked
		return a.told(step, s, false)
	})
}

// setUp hands the settings over.
func (a *App) setUp() tea.Cmd {
	s, ok := a.top().screen.(*settingsScreen)
	if !ok || s.saving {
		return nil
	}
	s.saving, s.began, s.err = true, a.cfg.Now(), ""
	prober, given := a.t.prober, s.given()
	return func() tea.Msg { return setMsg{s, prober.Set(given)} }
}

// setDone goes back once the settings are taken, with the cards as they are now.
func (a *App) setDone(m setMsg) tea.Cmd {
	if a.top().screen != screen(m.screen) {
		a.t.walk() // Left meanwhile, and taken all the same.
		return nil
	}
	if m.err != nil {
		cmd := m.screen.Refuse(m.err)
		a.top().off = 0
		return cmd
	}
	a.pop()
	a.t.walk()
	a.status = status{text: i18n.T("Nothing was changed."), hint: true}
	if names := m.screen.changed(); len(names) > 0 {
		a.status = status{text: i18n.T("Noted: %s. It counts until why403 ends, and is not stored.", strings.Join(names, ", "))}
	}
	if a.cfg.Now().Sub(m.screen.began) > graceAfter {
		return a.grace()
	}
	return nil
}
