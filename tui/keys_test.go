package tui

import (
	"fmt"
	"strings"
	"testing"

	"why403/flow"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"f1": tea.KeyF1, "home": tea.KeyHome, "end": tea.KeyEnd,
}

// keyPress makes the message that the terminal sends for a key, and is sure of its name.
func keyPress(name string) tea.KeyPressMsg {
	k := tea.Key{}
	rest, ctrl := strings.CutPrefix(name, "ctrl+")
	if ctrl {
		k.Mod = tea.ModCtrl
	}
	if code, ok := keyCodes[rest]; ok {
		k.Code = code
		if rest == "space" {
			k.Text = " "
		}
	} else {
		k.Code = []rune(rest)[0]
		if !ctrl {
			k.Text = rest
		}
	}
	if msg := tea.KeyPressMsg(k); msg.String() != name {
		panic(fmt.Sprintf("key %q is called %q", name, msg.String()))
	}
	return tea.KeyPressMsg(k)
}

// plain takes styles and links off.
func plain(s string) string { return ansi.Strip(s) }

// flat puts a screen on one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// clipboard returns the text of a clipboard message, whose type is not exported.
func clipboard(msg tea.Msg) (string, bool) {
	if fmt.Sprintf("%T", msg) == "tea.setClipboardMsg" {
		return fmt.Sprint(msg), true
	}
	return "", false
}

func TestPasteToSolved(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.wants("Paste what failed.").paste("E4: tank empty\n").press("enter")
	b.wants("Read: E4: tank empty", "Cause 2", "The tank is empty", "Fill the tank with water up to the mark.")
	b.press("v").wants("Make the fix, then send the full original request again. Does it work now?", "y it works", "n no, the same error", "d no, a different error", "? the fix is not made yet").press("y").wants("✓ Solved")
	b.press("q")
	if !b.quit || !b.app.left {
		t.Fatal("q did not quit")
	}
	if got, want := len(b.disk), b.app.t.state.Session.Len(); got != want {
		t.Fatalf("%d events recorded, %d said", got, want)
	}
}

// TestChangeByKey holds that an answer's own key highlights it where it is changed, and that nothing changes before enter.
func TestChangeByKey(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "y", "t", "enter").wants("This is the current answer").press("n").wants("What this changes")
	if v := value(t, b, "power"); v != flow.Yes {
		t.Fatalf("a key that looks changed the answer to %v", v)
	}
	b.press("u").wants("What this changes").press("y").wants("This is the current answer").press("n", "enter")
	if v := value(t, b, "power"); v != flow.No {
		t.Fatalf("the answer is %v after the change", v)
	}
}

// TestNextCall holds that the end leads on to another call.
func TestNextCall(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "y", "f").wants("Answer: Is there water", "N next call").press("N")
	if !b.quit || !b.app.left || !b.app.next {
		t.Fatal("N does not begin the next call")
	}
}
