package tui

import (
	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// do carries an intent out. It is the only place where the session changes.
func (a *App) do(in intent) tea.Cmd {
	if a.cfg.Guest && !guestMay(in) {
		return nil
	}
	if in != command(conversation.Quit) && in != command(conversation.NextCall) {
		a.warned = false
	}
	if in != command(conversation.UndoLast) {
		a.undoes = conversation.Undo{}
	}
	switch in := in.(type) {
	case moved:
		a.move(int(in))
	case scrolled:
		a.scroll(int(in))
	case paged:
		a.scroll(int(in) * a.frame().step)
	case chose:
		if l, ok := a.top().screen.(lister); ok {
			return a.do(l.Choose())
		}
	case focused:
		on(a, func(s *startScreen) {
			s.Focus(bool(in))
			a.top().follow, a.status = true, status{}
		})
	case told:
		a.status = status{text: string(in), hint: true}
	case command:
		return a.command(conversation.Name(in))
	case shown:
		return a.show(conversation.Show(in))
	case edited:
		a.push(newChange(a.t, string(in)))
	case looked:
		_, known := a.t.state.Session.Fact(string(in))
		q := newQuestion(a.t, a.t.state.AskedAt(string(in)), known)
		q.over = true
		a.status = status{}
		a.push(q)
	case answered:
		return a.answer(in)
	case picked:
		say := status{text: i18n.T("%s · ctrl+z undo", in.title)}
		return a.say(conversation.Choose{Choice: in.choice, Option: in.option, From: a.t.speaker(in.question)}, say, a.forget)
	case changed:
		return a.change(in)
	case worked:
		id := conversation.RequestID(string(in))
		if in != "" && id == "" {
			a.status = status{text: conversation.NoRequestID(string(in)), hint: true}
			return nil
		}
		return a.itWorks(id)
	case parked:
		return a.park(in)
	case gave:
		return a.give(in)
	case nextField:
		on(a, func(s *fillScreen) { s.Turn(int(in)) })
	case named:
		return a.load(string(in))
	case about:
		return a.about(flow.About(in))
	case sent:
		return a.send(in.ids)
	case took:
		return a.take(string(in))
	case lookedAt:
		return a.lookAt(string(in))
	case turnedCard:
		on(a, func(s *cardScreen) { a.anew(func() { s.Turn(int(in)) }) })
	case simple:
		return a.simply(in)
	}
	return nil
}

func (a *App) move(n int) {
	l, ok := a.top().screen.(lister)
	if !ok {
		return
	}
	l.Move(n)
	a.top().follow = true
	if a.status.hint {
		a.status = status{}
	}
	a.top().off = a.frame().off
}

func (a *App) scroll(n int) {
	f := a.frame()
	a.top().off = min(max(f.off+n, 0), f.most)
	a.top().follow = false
}

// back closes what lies on top; on the conversation itself it looks at the answer before.
func (a *App) back() tea.Cmd {
	a.status = status{}
	var closed tea.Cmd
	if _, ok := a.top().screen.(*watchScreen); ok {
		closed = a.unwatch()
	}
	if s, ok := a.top().screen.(*startScreen); ok && s.instead {
		return a.untried()
	}
	if a.pop() || a.cfg.Guest {
		return closed
	}
	path := a.t.path()
	i := len(path)
	if q, ok := a.top().screen.(*questionScreen); ok && q.back {
		for j := range path {
			if path[j].ID == q.q.ID {
				i = j
			}
		}
	}
	switch a.top().screen.(type) {
	case *startScreen:
		return nil
	case *questionScreen:
		if i == 0 {
			a.status = status{text: sayFirst, hint: true}
			return nil
		}
	default:
		if i == 0 {
			a.status = status{text: i18n.T("No question was answered before this; p pastes another text, q leaves."), hint: true}
			return nil
		}
	}
	return a.look(path[i-1].ID)
}

// escape closes what is open, one thing at a time: the customer's wording if it was asked for, what the status says, what lies over
// where the call stands, and looking back. From there it leads nowhere.
func (a *App) escape() tea.Cmd {
	switch {
	case a.t.say && a.t.state.Answering() != flow.Customer:
		a.t.say = false
		return nil
	case a.status.text != "" && !a.status.hint:
		a.status = status{}
		return nil
	case len(a.layers) > 1:
		return a.back()
	}
	if q, ok := a.top().screen.(*questionScreen); ok && q.back {
		return a.arrive(status{})
	}
	switch {
	case a.cfg.Guest:
	case len(a.t.path()) > 0:
		a.status = status{text: i18n.T("Nothing is open here; b looks at the answer before."), hint: true}
	default:
		return a.back()
	}
	return nil
}

// forth goes forward again after looking back; nothing changes.
func (a *App) forth() tea.Cmd {
	q, ok := a.top().screen.(*questionScreen)
	if !ok || !q.back {
		return nil
	}
	path := a.t.path()
	for i := range path {
		if path[i].ID == q.q.ID && i+1 < len(path) {
			return a.look(path[i+1].ID)
		}
	}
	a.arrive(status{})
	return nil
}

// look shows a question that was answered before.
func (a *App) look(id string) tea.Cmd {
	a.status, a.t.voice = status{}, voice{}
	q := a.t.state.AskedAt(id)
	if q == nil {
		a.arrive(status{})
		return nil
	}
	a.layers = []layer{{screen: newQuestion(a.t, q, true)}}
	return nil
}

// copy sends a text to the clipboard. Whether it arrived cannot be known, so the text is shown to select as well.
func (a *App) copy(what, text string) tea.Cmd {
	if text == "" {
		a.status = status{text: i18n.T("There is nothing to copy here."), hint: true}
		return nil
	}
	s := &copyScreen{t: a.t, what: what, text: text}
	switch top := a.top().screen.(type) {
	case *copyScreen:
		a.status = status{text: i18n.T("Sent to the clipboard once more."), hint: true}
		return tea.SetClipboard(text)
	case *commandScreen:
		s.command, s.language = true, top.language()
	}
	a.push(s)
	a.status = status{}
	return tea.SetClipboard(text)
}

// arrive shows where the session stands now.
func (a *App) arrive(st status) tea.Cmd {
	a.t.walk()
	a.status, a.t.voice = st, voice{}
	a.layers = []layer{{screen: a.here()}}
	return a.support()
}
