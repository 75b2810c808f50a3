package tui

import (
	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

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
