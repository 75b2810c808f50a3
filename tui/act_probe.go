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

// turnedMsg says that the picture of a spinner is due to change.
type turnedMsg struct{ of spinning }

// spinning has a spinner, which turns until what it waits for is over.
type spinning interface{ spins(a *App) bool }

// stopMax is how long a run that was stopped may take to return; then it goes on without it.
const stopMax = 2 * time.Second

// openProbe shows a screen about asking the service.
func (a *App) openProbe(n conversation.Name) tea.Cmd {
	if a.t.state.Book.Prober == nil || n == conversation.ShowSettings && !a.t.state.Sends() {
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

// send sends probes whose requests were shown. Until all have told or could not, the running screen is shown.
func (a *App) send(ids []string) tea.Cmd {
	if a.busy() || !a.t.state.Sends() {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	r := newRun(a.t, ids)
	r.began, r.cancel = a.cfg.Now(), cancel
	a.run = r
	a.push(r)
	a.status = status{}
	w := a.conv.Do(conversation.Send{IDs: ids, Verifies: a.verifies()}).Work
	return tea.Batch(
		works(ctx, w, r.feed.put, func(do conversation.Action) tea.Cmd { return a.ran(r, do) }),
		a.tick(spinTime, turnedMsg{r}),
	)
}

// busy reports whether something is under way that esc stops.
func (a *App) busy() bool { return a.run != nil || a.watch != nil }

// turned draws the next picture of a spinner, with what has happened meanwhile.
func (a *App) turned(m turnedMsg) tea.Cmd {
	if !m.of.spins(a) {
		return nil
	}
	return a.tick(spinTime, m)
}

func (s *runScreen) spins(a *App) bool {
	if a.run != s { // What comes after the end changes nothing.
		return false
	}
	s.turn++
	s.drain()
	return true
}

func (s *watchScreen) spins(a *App) bool {
	if a.watch != s || s.err != "" {
		return false
	}
	s.turn++
	s.drain()
	return true
}

func (s *readingScreen) spins(a *App) bool {
	s.turn++
	return a.top().screen == screen(s)
}

// stop ends a run; the second time, without waiting for it.
func (a *App) stop() tea.Cmd {
	r := a.run
	if r == nil {
		return nil
	}
	r.cancel()
	if r.stopping {
		return a.ran(r, conversation.Stop{})
	}
	r.stopping = true
	return a.tick(stopMax, thenMsg(func() tea.Cmd { return a.ran(r, conversation.Stop{}) }))
}

// ran records what probes told and shows it. A run that was not waited for is not heard any more.
func (a *App) ran(r *runScreen, do conversation.Action) tea.Cmd {
	if a.run != r {
		return nil
	}
	r.cancel()
	a.run = nil
	late := a.cfg.Now().Sub(r.began) > graceAfter
	return a.does(do, func(s conversation.Step) tea.Cmd {
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
	if !ok || s.busy || s.area.empty() {
		return nil
	}
	s.busy, s.err, s.foreign = true, "", false
	w := a.conv.Do(conversation.ReadOutput{Text: []byte(s.area.Text()), Verifies: a.verifies(), Anyway: anyway}).Work
	return works(a.ctx, w, nil, func(do conversation.Action) tea.Cmd { return a.handedBack(s, do) })
}

// handedBack records what a command's output told, or says why it cannot be taken.
func (a *App) handedBack(s *handBackScreen, do conversation.Action) tea.Cmd {
	if a.top().screen != screen(s) {
		return nil // Left meanwhile.
	}
	s.busy = false
	asked := a.t.pos.Question
	return a.does(do, func(step conversation.Step) tea.Cmd {
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
	prober, given := a.t.state.Book.Prober, s.given()
	return aside(func() (bool, error) { return true, prober.Set(given) }, func(_ bool, err error) tea.Cmd { return a.setDone(s, err) })
}

// setDone goes back once the settings are taken, with the cards as they are now.
func (a *App) setDone(s *settingsScreen, err error) tea.Cmd {
	if a.top().screen != screen(s) {
		a.t.walk() // Left meanwhile, and taken all the same.
		return nil
	}
	if err != nil {
		cmd := s.Refuse(err)
		a.top().off = 0
		return cmd
	}
	a.pop()
	a.t.walk()
	a.status = status{text: i18n.T("Nothing was changed."), hint: true}
	if names := s.changed(); len(names) > 0 {
		a.status = status{text: i18n.T("Noted: %s. It counts until why403 ends, and is not stored.", strings.Join(names, ", "))}
	}
	if a.cfg.Now().Sub(s.began) > graceAfter {
		return a.grace()
	}
	return nil
}
