package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestWhoseWordIsSeen holds that tab shows what it changed, also where the row that says so is out of sight.
func TestWhoseWordIsSeen(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {60, 16}, {40, 12}} {
		for _, keys := range [][]string{{}, {"space"}, {"space", "space"}, {"h"}, {"h", "space"}} {
			b := newBench(t, size[0], size[1], desk)
			b.press("tab", "n").press(keys...)
			b.press("tab").wants("I checked").press("tab").wants("a colleague says").press("tab").wants("the customer says")
		}
	}
}

// TestKeysWhileLookingBack holds that a key which works where the call stands says so while one looks back, and that the key for the next
// call says from a question what leads there.
func TestKeysWhileLookingBack(t *testing.T) {
	t.Parallel()
	for _, w := range []int{80, 60, 40} {
		b := newBench(t, w, 24, desk)
		b.press("tab", "n", "N").wants("f first, then N")
		b.press("y", "n").wants("The tank is empty").press("b").wants("Last answer").press("N").wants("N does nothing here: esc first, then N")
		b.press("v").wants("v does nothing here: esc first, then v").press("esc", "N")
		if !b.app.next {
			t.Errorf("at %d columns N does not begin the next call where it said:\n%s", w, b.screen())
		}
	}
}

// TestHowIsNamedWhereItWorks holds that on a question h is named, in the bar or beside the words to read out, exactly where it shows how to
// check, and that a click there does the same.
func TestHowIsNamedWhereItWorks(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, whose := range []flow.Source{flow.You, flow.Customer} {
		for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}} {
			for _, q := range book.Questions {
				b := newBench(t, size[0], size[1], func(cfg *Config) {
					cfg.Playbook = book.Playbook
					cfg.Session.Open(flow.About{Playbook: book.ID, Whose: whose}, cfg.Now())
				})
				b.press("tab", "n")
				b.app.push(newQuestion(b.app.t, b.app.t.state.AskedAt(q.ID), false))
				named := strings.Contains(flat(b.screen()), "h how")
				b.press("h")
				if _, works := b.app.top().screen.(*howScreen); works != named {
					t.Errorf("%s, %v, %s: h is named %t and works %t", whose, size, q.ID, named, works)
				}
			}
		}
	}
}
