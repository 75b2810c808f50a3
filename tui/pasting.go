package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

// A screen that appears by itself takes no keys until the keyboard was quiet for graceQuiet, or graceMax has passed: what is
// typed then was meant for the screen before.
const (
	graceAfter = 300 * time.Millisecond // A screen that comes sooner was waited for.
	graceQuiet = 425 * time.Millisecond
	graceMax   = 1500 * time.Millisecond
)

func (a *App) grace() tea.Cmd {
	a.graceEnds = a.cfg.Now().Add(graceMax)
	a.graceID++
	return a.tick(graceQuiet, graceMsg{a.graceID})
}

// swallows reports whether keys are not taken now.
func (a *App) swallows() bool { return !a.graceEnds.IsZero() && a.cfg.Now().Before(a.graceEnds) }

// graceMore waits for quiet again after a key.
func (a *App) graceMore() tea.Cmd {
	a.graceID++
	return a.tick(graceQuiet, graceMsg{a.graceID})
}

func (a *App) graceOver(m graceMsg) {
	if m.id == a.graceID {
		a.graceEnds = time.Time{}
	}
}

// A terminal without bracketed paste sends a paste as keys, line ends as enter. An enter that is followed by another key
// within enterWait was one of those.
const enterWait = 60 * time.Millisecond

// mayBePaste reports whether an enter could be a line end of a paste: there is text, and it was typed.
func (a *App) mayBePaste() bool {
	area, ok := a.pasteArea()
	return ok && !area.empty() && !area.pasted
}

// pasteArea returns the area that takes a text now, if there is one.
func (a *App) pasteArea() (*area, bool) {
	switch s := a.top().screen.(type) {
	case *startScreen:
		return &s.area, !s.list
	case *handBackScreen:
		return &s.area, !s.busy
	case *noteScreen:
		return &s.area, true
	case *answersScreen:
		return &s.area, !s.busy
	default:
		return nil, false
	}
}

func (a *App) waitEnter() tea.Cmd {
	a.enterID++
	if area, ok := a.pasteArea(); ok {
		area.pending = true
	}
	return a.tick(enterWait, enterMsg{a.enterID})
}

// pasteGoesOn turns an enter into a line end if another key follows it at once.
func (a *App) pasteGoesOn(msg tea.KeyPressMsg) bool {
	area, ok := a.pasteArea()
	if !ok || !area.pending {
		return false
	}
	area.pending = false
	a.enterID++
	area.add("\n")
	return msg.Text != ""
}

// entered takes an enter that no key followed.
func (a *App) entered(m enterMsg) tea.Cmd {
	area, ok := a.pasteArea()
	if m.id != a.enterID || !ok || !area.pending {
		return nil
	}
	area.pending = false
	switch a.top().screen.(type) {
	case *handBackScreen:
		return a.readBack(false)
	case *noteScreen:
		return a.keepText()
	case *answersScreen:
		return a.readAnswers(false)
	default:
		do, _ := find(a.keys(true), "enter")
		return a.do(do)
	}
}

// burstMsg is text that came faster than anybody types, from a terminal that does not bracket pastes.
type burstMsg struct{ text string }

// fewKeys is how many bytes may be keys that were pressed fast, or pasted by mistake, and not a text to be read.
const fewKeys = 16

// burst takes a paste that came as keys. Where text is typed it is text, and the enter that it ends with is the enter key.
// Anywhere else none of it is taken for keys: an answer is one key, pressed.
func (a *App) burst(msg burstMsg) tea.Cmd {
	switch {
	case a.swallows():
		return a.graceMore()
	case a.small():
		return nil
	}
	if ty, ok := a.top().screen.(typist); ok && ty.Typing() {
		text, enter := strings.CutSuffix(msg.text, "\r")
		cmd := a.pasted(tea.PasteMsg{Content: text})
		if enter {
			return tea.Batch(cmd, a.key(tea.KeyPressMsg{Code: tea.KeyEnter}))
		}
		return cmd
	}
	if text := strings.TrimSpace(msg.text); len(text) <= fewKeys && !strings.ContainsAny(text, "\r\n") {
		a.status = status{text: i18n.T("Several keys came at once, as in a paste, so none counted. Press one at a time."), hint: true}
		return nil
	}
	return a.pasted(tea.PasteMsg{Content: msg.text})
}

// lineMax is the longest text that a field of one line takes, in bytes: longer than any path, key or name.
const lineMax = 4 << 10

// pasted takes a bracketed paste. Only a screen that asks for text takes it as it is; anywhere else it is offered to be read
// as another error, and never taken for keys.
func (a *App) pasted(msg tea.PasteMsg) tea.Cmd {
	if msg.Content == "" {
		return nil
	}
	if a.after != nil || a.leaving {
		a.ignored++
		return nil
	}
	if !strings.Contains(msg.Content, "\n") { // Terminals paste line ends as the enter key.
		msg.Content = strings.ReplaceAll(msg.Content, "\r", "\n")
	}
	if a.busy() {
		a.status = status{text: sayBusy, hint: true}
		return nil
	}
	switch s := a.top().screen.(type) {
	case *cardScreen, *commandScreen: // What can be pasted here is what the command printed.
		a.openHandBack()
		return a.forward(msg)
	case *parkedScreen: // What can be pasted here is the answers.
		if a.cfg.Checklist == nil || len(a.t.state.Session.Parked()) == 0 {
			return a.offer(msg)
		}
		a.openAnswers()
		a.status = status{}
		return a.forward(msg)
	case *fileScreen, *aboutScreen, *settingsScreen, *roleScreen, *workedScreen, *fillScreen:
		if len(msg.Content) > lineMax {
			a.status = status{text: i18n.T("This is too long for one line, so nothing of it was taken. esc, then p, pastes a text to be read."), hint: true}
			return nil
		}
		a.status = status{}
		return a.forward(msg)
	case *startScreen, *handBackScreen, *noteScreen, *answersScreen:
		a.status = status{}
		return a.forward(msg)
	case *offerScreen:
		if a.t.handedBack(msg.Content) {
			a.pop()
			return a.offer(msg)
		}
		s.text = msg.Content
	case *readingScreen:
	case *copyScreen:
		if s.command {
			a.openHandBack()
			return a.forward(msg)
		}
		return a.offer(msg)
	case *verifyScreen:
		if id := conversation.RequestID(msg.Content); id != "" {
			return a.itWorks(id)
		}
		return a.offer(msg)
	default:
		return a.offer(msg)
	}
	return nil
}
