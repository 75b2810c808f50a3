package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// use goes on with another playbook.
func (a *App) use(b conversation.Opened) {
	a.cfg.Opened, a.t.pb = b, b.Playbook
	a.t.md.forget()
}

// turn opens a playbook beside the program, to go on in it. Until it is open nothing changes.
func (a *App) turn(w *conversation.Work) tea.Cmd {
	if w == nil {
		return nil
	}
	a.turnings++
	turning := a.turnings
	return works(a.ctx, w, nil, func(do conversation.Action) tea.Cmd {
		if turning != a.turnings || a.busy() {
			return nil // Something else was done meanwhile.
		}
		return a.does(do, a.turnedTo)
	})
}

// turnedTo goes on in the playbook that was opened.
func (a *App) turnedTo(s conversation.Step) tea.Cmd {
	switch {
	case s.Err != nil:
		a.status = status{text: conversation.StaysInBook(s.Err), bad: true}
		return nil
	case s.Opened == nil:
		return nil // Something was said meanwhile, and would be taken back in its place.
	}
	say := i18n.Format("Going on with what is known: %s")
	if s.Undone > 0 {
		say = i18n.Format("Taken back; again in: %s")
	}
	a.t.reading, a.t.because = nil, ""
	return a.arrive(status{text: fmt.Sprintf(say, page.Line(s.Opened.Playbook.Title))})
}

// switchPlaybook goes on in the playbook that the verdict names.
func (a *App) switchPlaybook() tea.Cmd {
	v := a.t.pos.Verdict
	if v == nil || a.cfg.Books == nil || v.SwitchTo == "" || a.t.pos.Solved {
		return nil
	}
	return a.turn(a.conv.Do(conversation.Take{ID: v.SwitchTo, Why: a.t.pb.ID + ": " + v.Title}).Work)
}

// take goes on in a playbook that the person chose.
func (a *App) take(id string) tea.Cmd {
	a.pop()
	return a.turn(a.conv.Do(conversation.Take{ID: id, Why: conversation.TakenByHand(), Picked: true}).Work)
}

// openBooks shows the list of playbooks, which is made beside the program.
func (a *App) openBooks() tea.Cmd {
	if a.cfg.Books == nil {
		return nil
	}
	list := func(titles []flow.Title) func(*conversation.State) conversation.Page {
		return func(now *conversation.State) conversation.Page { return now.Shelved(titles, a.t.because) }
	}
	s, titles := pageOf(a.t, conversation.TakeBook, list(nil)), a.cfg.Books.Titles
	a.push(s)
	return aside(func() ([]flow.Title, error) { return titles(), nil }, func(all []flow.Title, _ error) tea.Cmd {
		s.Show(list(all))
		on(a, func(top *pageScreen) { a.top().follow = a.top().follow || top == s })
		return nil
	})
}
