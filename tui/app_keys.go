package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"why403/flow/conversation"
	"why403/flow/i18n"
)

// forward hands a message to the screen that is seen, if it takes any. Fields have keys for the clipboard of the machine that they
// run on, which is not the person's where the terminal is elsewhere.
func (a *App) forward(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok && a.cfg.Remote != nil && key.Matches(k, clipboardKeys()...) {
		a.status = status{text: i18n.T("That key would use another machine's clipboard. Paste with your terminal's own key."), hint: true}
		return nil
	}
	ty, ok := a.top().screen.(typist)
	if !ok {
		return nil
	}
	cmd, do := ty.Type(msg)
	if do != nil {
		return tea.Batch(cmd, a.do(do))
	}
	return cmd
}

// clipboardKeys are the bindings of fields that use the clipboard of the machine they run on.
func clipboardKeys() []key.Binding {
	area := textarea.DefaultKeyMap()
	return []key.Binding{area.Paste, area.CopySelection, textinput.DefaultKeyMap().Paste}
}

// key does what a key is bound to.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	name := msg.String()
	a.flash, a.t.was = "", nil
	if name == "ctrl+c" {
		return a.do(interrupt)
	}
	if strings.ContainsFunc(msg.Text, turns) {
		return nil // It would stand raw in the field.
	}
	if a.swallows() {
		return a.graceMore()
	}
	if a.status.hint {
		a.status = status{}
	}
	if a.after != nil || a.leaving { // The screen that the key was meant for is about to go.
		a.ignored++
		return nil
	}
	if a.small() {
		if name == "q" {
			return a.do(command(conversation.Quit))
		}
		return nil
	}
	if a.pasteGoesOn(msg) {
		return a.forward(msg)
	}
	if do, ok := find(a.keys(true), name); ok {
		if name == "enter" && a.mayBePaste() {
			return a.waitEnter()
		}
		return a.do(do)
	}
	if ty, ok := a.top().screen.(typist); !ok || !ty.Typing() {
		a.flashes++
		a.flash = a.nothing(name)
		return a.tick(flashTime, flashMsg(a.flashes))
	}
	return a.forward(msg)
}

// keys lists what works now: the screen's own keys and those that work everywhere. Scrolling is listed if there is more to see.
func (a *App) keys(scrolls bool) []bound {
	keys := a.allKeys(scrolls)
	if a.cfg.Guest {
		keys = slices.DeleteFunc(keys, func(b bound) bool { return !guestMay(b.do) })
	}
	return keys
}

// nothing says that a key does nothing here, and where it would.
func (a *App) nothing(name string) string {
	named := a.t.shown(keyName(name))
	if q, ok := a.top().screen.(*questionScreen); ok && strings.ContainsAny(name, "0123456789yn") && len(name) == 1 { // An answer of another question.
		for _, b := range q.Keys() {
			if b.bar.Key != "" {
				return i18n.T("%s does nothing here: %s answer", named, b.bar.Key)
			}
		}
	}
	if in(a.beneath(), name) {
		return i18n.T("%s does nothing here: esc first, then %s", named, named)
	}
	if finish := able(conversation.Finish); in([]bound{able(conversation.NextCall)}, name) && in(a.top().Keys(), finish.Keys()[0]) {
		return i18n.T("%s does nothing here: %s first, then %s", named, finish.Help().Key, named)
	}
	if a.cfg.Guest {
		return i18n.T("%s does nothing here", named)
	}
	here := a.t.state.Stage()
	if _, start := a.layers[0].screen.(*startScreen); start {
		here = conversation.AtStart
	}
	return a.t.state.Does(name, named, here)
}

// beneath are the keys of what esc leads to: of what lies under the screen that is seen, or where the call stands while one looks back.
func (a *App) beneath() []bound {
	var keys []bound
	if a.cfg.Guest {
		return nil
	}
	for _, l := range a.layers[:len(a.layers)-1] {
		keys = append(keys, l.Keys()...)
	}
	if q, ok := a.top().screen.(*questionScreen); ok && q.back {
		keys = append(keys, a.here().Keys()...)
	}
	return keys
}

func (a *App) allKeys(scrolls bool) []bound {
	keys := a.top().Keys()
	ty, ok := a.top().screen.(typist)
	typing := ok && ty.Typing()
	if !typing {
		if scrolls {
			keys = append(keys, bind(paged(1), "space", i18n.T("more"), "space", "pgdown").explain(i18n.T("the next page of this text")).quiet(),
				bind(paged(-1), "pgup", i18n.T("up"), "pgup").explain(i18n.T("the page before")).quiet())
			if !in(keys, "down") {
				keys = append(keys, bind(scrolled(1), "↓", i18n.T("line down"), "down", "j").quiet(), bind(scrolled(-1), "↑", i18n.T("line up"), "up", "k").quiet())
			}
		}
		if !in(keys, "g") {
			keys = append(keys, able(conversation.ShowReference).quiet())
		}
		if !in(keys, "q") {
			keys = append(keys, able(conversation.Quit).quiet())
		}
	}
	quit := bind(interrupt, "ctrl+c", i18n.T("quit"), "ctrl+c").explain(i18n.T("quit from anywhere; the session is saved"))
	if !typing && !a.busy() && !in(keys, "ctrl+z") { // In a text, ctrl+z could only be meant for the text.
		keys = append(keys, able(conversation.UndoLast).quiet())
	}
	if !typing {
		quit = quit.quiet()
	}
	keys = append(keys, quit)
	if next := able(conversation.NextCall).quiet(); !typing && !in(keys, "N") && slices.ContainsFunc(a.layers, func(l layer) bool { return in(l.screen.Keys(), "N") }) {
		keys = append(keys, next) // What lies over the end of a call keeps nobody from the next one.
	}
	if _, ok := a.top().screen.(*keysScreen); ok {
		return append(keys, bind(goBack, "F1", keyClose, "f1", "H"))
	}
	if typing {
		return append(keys, bind(command(conversation.ShowHelp), "F1", i18n.T("all keys"), "f1").explain(i18n.T("this list")))
	}
	return append(keys, able(conversation.ShowHelp))
}

// click does what the row under the pointer is bound to.
func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || a.swallows() || a.after != nil || a.leaving || a.small() {
		return nil
	}
	f := a.frame()
	if x := msg.X - margin; msg.Y == f.top+f.room+len(f.strip)+1 {
		return a.do(f.foot.at(x))
	}
	if i := msg.Y - f.top; i >= 0 && i < len(f.rows) {
		if parts, ok := f.rows[i].hit.(several); ok {
			return a.do(parts.at(msg.X - margin))
		}
	}
	if i := msg.Y - f.top - f.room; i >= 0 && i < len(f.strip) && f.strip[i].hit != nil {
		return a.do(f.strip[i].hit)
	}
	if i := msg.Y - f.top; i >= 0 && i < len(f.rows) && f.rows[i].hit != nil {
		return a.do(f.rows[i].hit)
	}
	return nil
}

// wheel scrolls.
func (a *App) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	switch msg.Button {
	case tea.MouseWheelUp:
		return a.do(scrolled(-3))
	case tea.MouseWheelDown:
		return a.do(scrolled(3))
	default:
		return nil
	}
}
