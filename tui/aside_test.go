package tui

import "testing"

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
