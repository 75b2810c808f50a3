package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

// on does something to the screen that is seen, if it is of that kind.
func on[S screen](a *App, do func(S)) {
	if s, ok := a.top().screen.(S); ok {
		do(s)
	}
}

// anew changes what a screen shows so that it is read from the top.
func (a *App) anew(change func()) {
	change()
	a.top().off, a.status = 0, status{}
}

// simply carries out an intent without parameters.
func (a *App) simply(in simple) (cmd tea.Cmd) {
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
		on(a, (*commandScreen).Turn)
		on(a, func(s *pageScreen) {
			if tabs := s.Languages(); len(tabs) > 0 {
				shown := max(slices.Index(tabs, a.t.lang), 0) // The first, unless there is code in the one that was asked for.
				a.t.lang = tabs[(shown+1)%len(tabs)]
			}
		})
	case lookElsewhere:
		on(a, func(s *lookScreen) { s.elsewhere, a.top().off = true, 0 })
	case invite:
		return a.invite()
	case revoke:
		return a.revoke()
	case nothingPasted:
		cmd = a.do(focused(true))
		a.status = status{text: sayEmptyPaste, hint: true}
	case clearText:
		if area, ok := a.pasteArea(); ok {
			area.clear()
		}
		if s, ok := a.top().screen.(interface{ Fresh() }); ok {
			s.Fresh()
		}
	case readAdded:
		on(a, func(s *offerScreen) { cmd = a.give(gave{text: s.text, how: conversation.Added}) })
	case readAgain:
		on(a, func(s *offerScreen) { cmd = a.give(gave{text: s.text, how: conversation.Instead}) })
	case keepText:
		return a.keepText()
	case newLine:
		on(a, func(s *noteScreen) {
			if s.area.held != "" {
				cmd = a.do(told(sayTooLarge))
				return
			}
			s.area.input.InsertString("\n")
			s.remember()
		})
	case turnNote:
		on(a, func(was *noteScreen) {
			a.pop()
			a.openNote(was.other)
			on(a, func(s *noteScreen) { s.other, s.turns = was.fact, true })
		})
	case readAnswers, takeAnswers:
		return a.readAnswers(in == takeAnswers)
	case copyLetter:
		on(a, func(s *answersScreen) { cmd = a.copy(i18n.T("the letter"), s.Letter()) })
	case toggleStrict:
		a.t.strict = !a.t.strict
		on(a, func(s *previewScreen) { cmd = a.write(s) })
	case makeSure: // What is asked now stands at the top.
		on(a, func(s *cardScreen) { a.anew(func() { s.sure = true }) })
	case fromHere:
		on(a, func(s *cardScreen) { a.anew(func() { s.here = true }) })
	case stopRun:
		return a.stop()
	case toggleDetails:
		on(a, func(s *runScreen) { s.details = !s.details })
	case readBack, takeBack:
		return a.readBack(in == takeBack)
	case widenCommand:
		on(a, func(s *commandScreen) { a.anew(s.Widen) })
	case saveSettings:
		return a.setUp()
	case watchAgain:
		return a.startWatch()
	}
	return cmd
}
