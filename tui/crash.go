package tui

import (
	"reflect"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"why403/tui/tty"
)

// guarded is a program whose panics end it the usual way: the terminal is given back, what was answered is saved, and Run says
// what happened. Bubble Tea's own recover prints into the picture, and does not let the last answer be saved.
type guarded struct {
	tea.Model
	crash atomic.Pointer[tty.Crash] // The first one.
	last  tea.View                  // The last picture that could be drawn.
	quit  func()
}

func (g *guarded) caught(value any) { g.crash.CompareAndSwap(nil, tty.Caught(value)) }

// Init starts the program.
func (g *guarded) Init() (cmd tea.Cmd) {
	defer func() {
		if v := recover(); v != nil {
			g.caught(v)
			cmd = tea.Quit
		}
	}()
	return g.guard(g.Model.Init())
}

// Update hands a message on.
func (g *guarded) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer func() {
		if v := recover(); v != nil {
			g.caught(v)
			m, cmd = g, tea.Quit
		}
	}()
	if g.crash.Load() != nil {
		return g, tea.Quit
	}
	_, cmd = g.Model.Update(msg)
	return g, g.guard(cmd)
}

// View draws the program, or what it last drew.
func (g *guarded) View() (v tea.View) {
	defer func() {
		if p := recover(); p != nil {
			g.caught(p)
			v = g.last
			go g.quit() // The loop that takes it waits for this picture.
		}
	}()
	if g.crash.Load() == nil {
		g.last = g.Model.View()
	}
	return g.last
}

// guard returns the command with a recover around it and around those that it returns.
func (g *guarded) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if v := recover(); v != nil {
				g.caught(v)
				msg = tea.QuitMsg{}
			}
		}()
		msg = cmd()
		// A batch, or a sequence, whose type has no name outside of Bubble Tea.
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				v.Index(i).Set(reflect.ValueOf(g.guard(v.Index(i).Interface().(tea.Cmd))))
			}
		}
		return msg
	}
}
