package tui

import "testing"

// TestEscGoesOnePlaceBack holds that esc leads from whatever was copied to the page that it was copied on, from there to the one before,
// and never from where the call stands to an old question: b does that.
func TestEscGoesOnePlaceBack(t *testing.T) {
	t.Parallel()
	const stays = "b looks at the answer before"
	t.Run("a verdict", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, 80, 24, desk)
		b.press("tab", "n", "y", "n").wants("cause found").press("c").wants("Sent to the clipboard").press("esc").wants("cause found", "Do this now")
		b.press("esc").wants("cause found", stays).press("esc").wants("cause found").press("b").wants("looking back")
		b.press("b", "esc").wants("cause found")
	})
	t.Run("a report", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, 80, 24, desk)
		b.press("tab", "n", "y", "n", "R").wants("Give this session").press("enter").wants("# No coffee").press("c").wants("Sent to the clipboard")
		b.press("esc").wants("# No coffee").press("esc").wants("Give this session").press("esc").wants("Do this now").press("esc").wants(stays)
	})
	t.Run("the end", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, 80, 24, ownDesk)
		b.press("tab", "n", "y", "n", "v", "y").wants("Solved").press("R", "enter", "c", "esc", "esc", "esc").wants("Solved").press("esc").wants("Solved", stays)
	})
	t.Run("a question", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, 80, 24, desk)
		b.press("tab", "n", "y").wants("answered").press("c").wants("Sent to the clipboard").press("esc", "esc", "esc").wants(stays).lacks("looking back")
		b.press("b").wants("looking back").press("esc").lacks("looking back")
	})
}
