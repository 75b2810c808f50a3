package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
)

// rowOf returns the row of the window that has the text; -1 for none.
func (b *bench) rowOf(text string) int {
	for i, l := range strings.Split(b.screen(), "\n") {
		if strings.Contains(l, text) {
			return i
		}
	}
	return -1
}

// TestRunFillsInPlace holds that the rows of what is asked stand from the start, and that nothing moves as they fill in, whatever
// comes first and however it ends.
func TestRunFillsInPlace(t *testing.T) {
	t.Parallel()
	yes := func(id string) flow.Fact { return flow.Fact{ID: id, Value: flow.Yes, From: flow.Probed} }
	no := func(id string) flow.Fact { return flow.Fact{ID: id, Value: flow.No, From: flow.Probed} }
	level := &flow.ProbeResult{Probe: "level", Tells: true, Status: 403, Facts: []flow.Fact{no("water"), yes("power")}}
	lamp := &flow.ProbeResult{Probe: "lamp", Tells: true, Status: 200, Facts: []flow.Fact{yes("power"), yes("other-works")}}
	busy := &flow.ProbeResult{Probe: "lamp", Status: 503, Means: "The machine was busy."}
	for name, steps := range map[string][]conversation.WorkProgress{
		"in their order": {{Progress: flow.Progress{Probe: "lamp", Stage: flow.Resolving}}, {Progress: flow.Progress{Probe: "lamp", Stage: flow.Done, Told: lamp}}, {Progress: flow.Progress{Probe: "level", Stage: flow.Waiting}}, {Progress: flow.Progress{Probe: "level", Stage: flow.Done, Told: level}}},
		"the other way":  {{Progress: flow.Progress{Probe: "level", Stage: flow.Done, Told: level}}, {Progress: flow.Progress{Probe: "lamp", Stage: flow.Pausing}}, {Progress: flow.Progress{Probe: "lamp", Stage: flow.Done, Told: lamp}}},
		"one tells not":  {{Progress: flow.Progress{Probe: "lamp", Stage: flow.Done, Told: busy}}, {Progress: flow.Progress{Probe: "level", Stage: flow.Done, Told: level}}},
	} {
		for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}, {40, 22}} {
			m := &machine{set: flow.Settings{Key: fakeKey}}
			b := newBench(t, size[0], size[1], with(m)).press("tab", "n", "r", "F")
			b.app.Update(keyPress("enter"))
			r := b.app.run
			stood := make(map[string]int)
			holds := func(when string) {
				t.Helper()
				for _, text := range []string{"Ask the machine", "Ask for the level", "Measured", "The machine has power", "There is water"} {
					at := b.rowOf(text)
					if was, seen := stood[text]; seen && was != at {
						t.Errorf("%s, %v, %s: %q moves from row %d to %d\n%s", name, size, when, text, was, at, b.screen())
					}
					if at >= 0 {
						stood[text] = at
					}
				}
			}
			holds("at the start")
			for _, text := range []string{"Ask the machine", "Ask for the level", "Measured"} {
				if _, seen := stood[text]; !seen {
					t.Fatalf("%s, %v: %q does not stand from the start\n%s", name, size, text, b.screen())
				}
			}
			var told []flow.ProbeResult
			for _, p := range steps {
				r.feed.put(p)
				b.app.Update(turnedMsg{r})
				if holds("under way"); p.Told != nil {
					told = append(told, *p.Told)
				}
			}
			if strings.Count(b.screen(), "The machine has power") > 1 {
				t.Errorf("%s, %v: a fact stands twice\n%s", name, size, b.screen())
			}
			r.end(told)
			b.app.run = nil
			holds("at the end")
			b.wants("→ next question", "Asked the API", "enter go on", "D details").lacks("Asking", "sent ")
			if n := ansi.StringWidth(strings.Split(b.screen(), "\n")[0]); n > size[0] {
				t.Errorf("%d wide", n)
			}
		}
	}
}
