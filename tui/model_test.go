package tui

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestAnyKeys presses keys, pastes, clicks, waits, resizes and breaks the disk in any order, with a desk and without. Whatever
// happens: nothing panics, the screen stands where the facts lead, everything said is in the session and on disk as it was
// said, and looking changes nothing. A long run: go test ./tui -run TestAnyKeys -rapid.checks=10000.
func TestAnyKeys(t *testing.T) {
	t.Parallel()
	keys := []string{
		"y", "n", "?", "u", "b", "left", "right", "up", "down", "enter", "esc", "tab", "e", "t", "h", "g", "s", "c", "p", "w", "v", "f", "F", "S", "C", "+",
		"x", "l", "r", "o", "O", "$", "L", "D", "a", "1", "2", "space", "pgup", "pgdown", "ctrl+z", "ctrl+u", "f1", "H", "backspace",
		"z", "Z", "C", "+", "\"", "R", "i", "ctrl+s", "ctrl+j", "down", "enter",
	}
	// What is done in one go at a desk: single keys find these ways too seldom.
	ways := [][]string{
		{"tab", "n"},
		{"z", "enter"},
		{"t", "n"},
		{"t", "enter", "down", "enter"},
		{"t", "enter", "up", "enter"},
		{"Z", "p"},
		{"Z", "enter"},
		{"v", "y", "enter"},
		{"v", "L"},
		{"R", "enter", "ctrl+s"},
		{"R", "enter", "c"},
		{"w", "enter"},
	}
	texts := []string{"E4: tank", "lamp off", "nothing", "\x1b[31m", "", "[power] no it is dark\n[water] yes", "[valve] maybe", "Ms. Baker"}
	desks := []func(*Config){func(*Config) {}, ownDesk, desk}
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t, 80, 24, desks[rapid.IntRange(0, len(desks)-1).Draw(rt, "desk")])
		b.keepsAll()
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			before := b.app.t.state.Session.Events()
			switch rapid.IntRange(0, 15).Draw(rt, "kind") {
			case 0:
				b.size(rapid.IntRange(1, 140).Draw(rt, "w"), rapid.IntRange(1, 50).Draw(rt, "h"))
			case 1, 2:
				b.paste(rapid.SampledFrom(texts).Draw(rt, "text"))
			case 3:
				b.send(tea.MouseClickMsg{X: 5, Y: rapid.IntRange(0, 50).Draw(rt, "y"), Button: tea.MouseLeft})
			case 4:
				b.full = rapid.SampledFrom([]error{nil, nil, errDisk}).Draw(rt, "disk")
			case 5:
				b.sendTicks()
			case 6, 7, 8:
				for _, name := range rapid.SampledFrom(ways).Draw(rt, "way") {
					pressAndKeep(rt, b, name)
				}
			default:
				pressAndKeep(rt, b, rapid.SampledFrom(keys).Draw(rt, "key"))
			}
			if b.quit && !b.app.left {
				rt.Fatal("it quit without being asked")
			}
			invariants(rt, b, before)
			if b.quit { // Asked for, such as by enter at the end.
				break
			}
		}
		b.full = nil
		must.NoError(rt, b.app.conv.Close(conversation.SaveLimit))
		if !sameEvents(b.disk, b.app.conv.State().Session.Events()) {
			rt.Fatalf("on disk: %v\nsaid: %v", b.disk, b.app.t.state.Session.Events())
		}
	})
}

func invariants(rt *rapid.T, b *bench, before []flow.Event) {
	want := flow.Walk(b.app.t.pb, b.app.t.state.Session.Facts())
	if !reflect.DeepEqual(b.app.t.pos, want) {
		rt.Fatalf("the screen stands at %v, the facts lead to %v", b.app.t.pos, want)
	}
	now := b.app.t.state.Session.Events()
	resumed := len(now) > 0 && len(before) > 0 && !reflect.DeepEqual(now[0], before[0]) // Before anything was said, another session.
	if len(now) < len(before) && !resumed {
		rt.Fatalf("%d events became %d", len(before), len(now))
	}
	switch s := b.app.layers[0].screen.(type) {
	case *questionScreen:
		if !s.back && s.q != want.Question {
			rt.Fatalf("question %q is shown, %v is to be asked", s.q.ID, want.Question)
		}
	case *verdictScreen:
		if want.Outcome == flow.Asking || want.Solved {
			rt.Fatalf("a verdict is shown at %v", want.Outcome)
		}
	case *endScreen:
		if !want.Solved {
			rt.Fatal("the end is shown, nothing is solved")
		}
	case *startScreen:
	default:
		rt.Fatalf("%T lies at the bottom", s)
	}
	b.app.View()
}

// TestEveryBinding presses every key of every binding of every scene. Each has help, is found by its name, and does what the
// full list says it does: it carries out its intent, which a screen without it would not.
func TestEveryBinding(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			first := sc.bench(t, 80, 24)
			for _, bd := range first.app.keys(first.app.frame().most > 0) {
				if bd.Help().Key == "" || bd.Help().Desc == "" {
					t.Errorf("%v has no help", bd.Keys())
				}
				for _, name := range bd.Keys() {
					b := sc.bench(t, 80, 24)
					before := changeable(b)
					b.press(name)
					if b.quit {
						continue
					}
					b.sendTicks()
					if after := changeable(b); after == before && !idle(b, bd.do) {
						t.Errorf("%s (%s) does nothing", name, bd.Help().Desc)
					}
				}
			}
			seen := make(map[string]bool)
			for _, bd := range first.app.keys(true) {
				for _, name := range bd.Keys() {
					if seen[name] {
						t.Errorf("%s is bound twice", name)
					}
					seen[name] = true
				}
			}
		})
	}
}

// changeable is what a key can change.
func changeable(b *bench) string {
	top := b.app.top()
	return fmt.Sprintf("%s|%d|%d|%T|%v|%s|%v", b.screen(), b.app.t.state.Session.Len(), len(b.app.layers), top.screen, top.off, b.clip, b.app.leaving)
}

// idle reports whether an intent rightly changes nothing where it is: at the end of a list or text.
func idle(b *bench, do intent) bool {
	switch do := do.(type) {
	case moved, scrolled, paged:
		return true
	case named: // The same mistake again says the same.
		return strings.Contains(b.screen(), "! ")
	case command:
		return do == command(conversation.CopyText) && b.clip != "" || do == command(conversation.SaveReport) && strings.Contains(b.screen(), "! ")
	case simple:
		return do == newLine || (do == readBack || do == saveSettings || do == watchAgain || do == readAnswers) && strings.Contains(b.screen(), "! ")
	default:
		return false
	}
}

// sendTicks lets the time pass that was asked for.
func (b *bench) sendTicks() {
	ticks := b.ticks
	b.ticks = nil
	for _, m := range ticks {
		switch m.(type) {
		case turnedMsg:
		default:
			b.send(m)
		}
	}
}
