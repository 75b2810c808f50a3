package tui

import (
	"slices"

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
		if s, ok := a.top().screen.(*startScreen); ok {
			s.Focus(bool(in))
			a.top().follow, a.status = true, status{}
		}
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
		if s, ok := a.top().screen.(*fillScreen); ok {
			s.Turn(int(in))
		}
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
		a.turnCard(int(in))
	case simple:
		return a.simply(in)
	}
	return nil
}

// simply carries out an intent without parameters.
func (a *App) simply(in simple) tea.Cmd {
	switch in {
	case fillIn:
		return a.filled()
	case goBack:
		return a.back()
	case escape:
		return a.escape()
	case goOn:
		return a.forth()
	case interrupt:
		return a.interrupt()
	case nextLang:
		if s, ok := a.top().screen.(*commandScreen); ok {
			s.Turn()
			return nil
		}
		a.nextLang()
	case lookElsewhere:
		if s, ok := a.top().screen.(*lookScreen); ok {
			s.elsewhere, a.top().off = true, 0
		}
	case invite:
		return a.invite()
	case revoke:
		return a.revoke()
	case nothingPasted:
		cmd := a.do(focused(true))
		a.status = status{text: sayEmptyPaste, hint: true}
		return cmd
	case clearText:
		if area, ok := a.pasteArea(); ok {
			area.clear()
		}
		if s, ok := a.top().screen.(interface{ Fresh() }); ok {
			s.Fresh()
		}
	case readAdded, readAgain:
		if s, ok := a.top().screen.(*offerScreen); ok {
			how := conversation.Instead
			if in == readAdded {
				how = conversation.Added
			}
			return a.give(gave{text: s.text, how: how})
		}
	default:
		return a.onDesk(in)
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

// command does what is done by that name on the screen that is seen, or shows its screen over that.
func (a *App) command(n conversation.Name) tea.Cmd {
	switch n {
	case conversation.UndoLast:
		return a.undo()
	case conversation.Quit:
		return a.leave()
	case conversation.NextCall:
		cmd := a.leave()
		a.next = a.left
		return cmd
	case conversation.NoText:
		keep := a.unread()
		if a.arrive(status{}); keep() {
			a.status = status{text: i18n.T("%s shows what you pasted; it was not read.", able(conversation.PasteText).Help().Key)}
		}
		return nil
	case conversation.ResumeLast:
		return a.resume(a.cfg.Last, false)
	case conversation.ResumeDue:
		return a.resume(a.cfg.Due, true)
	case conversation.SwitchPlaybook:
		return a.switchPlaybook()
	case conversation.SayWorks:
		return a.tried(flow.Yes, false)
	case conversation.SaySame, conversation.SayDifferent:
		return a.tried(flow.No, n == conversation.SaySame)
	case conversation.SayNotYet:
		return a.tried(flow.Unsure, false)
	case conversation.SayLater:
		return a.later()
	case conversation.SetSpeaker:
		a.nextVoice()
		a.showVoice()
		return nil
	case conversation.AboutCustomer:
		return a.switchWhose()
	case conversation.SaveReport:
		return a.saveReport()
	case conversation.CopySupport:
		return a.copy(i18n.T("the text for support"), a.t.support)
	case conversation.CopyText:
		if _, letter := a.top().screen.(*parkedScreen); letter && len(a.t.state.Session.Parked()) > 0 && a.fill(a.t.state.LetterLacks(), command(n)) {
			return nil
		}
		if c, ok := a.top().screen.(copier); ok {
			return a.copy(c.Copy())
		}
		return nil
	case conversation.ShowSay:
		if _, asks := a.top().screen.(*questionScreen); asks {
			a.t.say = !a.t.say
			return nil
		}
	case conversation.EditFact: // On the trail it is what is highlighted.
		if s, ok := a.top().screen.(*pageScreen); ok && s.name == conversation.ShowTrail {
			return a.do(chose{})
		}
		n = conversation.ShowTrail
	}
	a.status = status{}
	return a.open(n)
}

// open shows a screen over the present one: what a command has of its own here, else its page.
func (a *App) open(n conversation.Name) tea.Cmd {
	switch n {
	case conversation.ShowHow:
		if s, ok := a.top().screen.(*guestQuestion); ok {
			a.push(&howScreen{t: a.t, q: s.q})
		} else if q := a.asked(); q != nil {
			a.push(&howScreen{t: a.t, q: q})
		}
	case conversation.PasteText:
		if a.draft == nil {
			a.draft = newStart(a.t, &a.cfg, true)
		}
		a.draft.instead = false
		a.push(a.draft)
		a.top().follow = true
	case conversation.UseExample:
		a.push(&examplesScreen{newPage(a.t, conversation.Show{Name: n})})
	case conversation.OpenFile:
		a.push(newFile(a.t))
	case conversation.SetTicket:
		s := newAbout(a.t, a.w)
		a.push(s)
		a.top().follow = true
		return s.Init()
	case conversation.Verify:
		a.push(&verifyScreen{t: a.t, cursor: -1})
	case conversation.ShowHelp:
		a.push(&keysScreen{t: a.t, keys: a.keys(a.frame().most > 0)})
	case conversation.Finish:
		a.push(&endScreen{t: a.t, over: true})
	case conversation.WatchCall:
		return a.startWatch()
	case conversation.TakeBook:
		return a.openBooks()
	case conversation.LookHere:
		a.push(&lookScreen{t: a.t})
	case conversation.AskAPI, conversation.SendFree, conversation.WriteCommand, conversation.HandOutput, conversation.ShowSettings:
		return a.openProbe(n)
	case conversation.ParkQuestion, conversation.ShowParked, conversation.TakeAnswers, conversation.KeepWords, conversation.WriteNote, conversation.ShowReport, conversation.SendFull:
		a.openDesk(n)
	default:
		return a.show(conversation.Show{Name: n})
	}
	return nil
}

// show shows the page of a command, in the place of the one before it or after it.
func (a *App) show(of conversation.Show) tea.Cmd {
	a.status = status{}
	if of.Name == conversation.ShowReport {
		return a.report(of.Of)
	}
	if conversation.Named(of.Name).Page == nil {
		return nil
	}
	if s, ok := a.top().screen.(*pageScreen); ok && (s.page().Before == of || s.page().After == of) {
		a.pop()
	}
	a.push(newPage(a.t, of))
	return nil
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

// nextLang shows requests in the next language.
func (a *App) nextLang() {
	s, ok := a.top().screen.(*pageScreen)
	if !ok {
		return
	}
	if tabs := s.Languages(); len(tabs) > 0 {
		shown := max(slices.Index(tabs, a.t.lang), 0) // The first, unless there is code in the one that was asked for.
		a.t.lang = tabs[(shown+1)%len(tabs)]
	}
}

// copy sends a text to the clipboard. Whether it arrived cannot be known, so the text is shown to select as well.
func (a *App) copy(what, text string) tea.Cmd {
	if text == "" {
		a.status = status{text: i18n.T("There is nothing to copy here."), hint: true}
		return nil
	}
	switch a.top().screen.(type) {
	case *copyScreen:
		a.status = status{text: i18n.T("Sent to the clipboard once more."), hint: true}
	default:
		c, command := a.top().screen.(*commandScreen)
		language := ""
		if command {
			language = c.language()
		}
		a.push(&copyScreen{t: a.t, what: what, text: text, command: command, language: language})
		a.status = status{}
	}
	return tea.SetClipboard(text)
}

// arrive shows where the session stands now.
func (a *App) arrive(st status) tea.Cmd {
	a.t.walk()
	a.status, a.t.voice = st, voice{}
	a.layers = []layer{{screen: a.here()}}
	return a.support()
}
