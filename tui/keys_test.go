package tui

import (
	"fmt"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"

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
	b.holds("power", flow.Yes)
	b.press("u").wants("What this changes").press("y").wants("This is the current answer").press("n", "enter")
	b.holds("power", flow.No)
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

// TestNextCallFromTheReport holds that what lies over the end of a call keeps nobody from the next one, that it does so nowhere else, and that
// esc leads from the copied report to where it was copied.
func TestNextCallFromTheReport(t *testing.T) {
	t.Parallel()
	bench := func(keys ...string) *bench {
		b := newBench(t, 80, 24, func(c *Config) { c.Reporter = writer{c.Playbook, c.Now} })
		return b.press("tab", "n").press(keys...)
	}
	for _, keys := range [][]string{{"y", "f", "R"}, {"y", "f", "R", "enter"}, {"y", "f", "R", "enter", "c"}} {
		if b := bench(keys...).press("N"); !b.app.next {
			t.Errorf("after %v N does not begin the next call:\n%s", keys, b.screen())
		}
	}
	if b := bench("R").press("N"); b.app.next {
		t.Error("N begins the next call over a question")
	}
	if b := bench("n", "R", "enter", "c", "esc"); len(b.app.layers) != 3 {
		t.Errorf("esc does not lead one place back from the copied report:\n%s", b.screen())
	}
	if b := bench("n", "R", "enter", "esc"); len(b.app.layers) != 2 {
		t.Errorf("esc leads past the list of forms:\n%s", b.screen())
	}
}

// TestTicketOfTheNextCall holds that a call whose ticket is missing says where it is named.
func TestTicketOfTheNextCall(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		about flow.About
		after bool
		want  bool
	}{
		{flow.About{}, false, false},
		{flow.About{}, true, true},
		{flow.About{Whose: flow.Customer}, false, true},
		{flow.About{Whose: flow.Customer, Ticket: "CS-1"}, true, false},
		{flow.About{Ticket: "CS-1"}, true, false},
	} {
		b := newBench(t, 80, 24, func(c *Config) {
			c.After = tt.after
			c.Session.Open(tt.about, c.Now())
		})
		if got := strings.Contains(b.screen(), "a  name the ticket of this call"); got != tt.want {
			t.Errorf("%+v, after another: %t: it is said: %t\n%s", tt.about, tt.after, got, b.screen())
		}
		if tt.want {
			b.press("tab", "a").wants("Ticket")
		}
	}
}

// TestKeysWhereNothingExplainsIt holds that a key of a verdict says what works where there is none.
func TestKeysWhereNothingExplainsIt(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		b := newBench(t, size[0], size[1], func(c *Config) {
			c.Playbook, c.Read, c.Reporter = book.Playbook, book.Read, writer{book.Playbook, c.Now}
			for _, id := range []string{"status-403", "direct-to-anthropic", "console-key"} {
				c.Session.Assert(c.Now(), flow.Fact{ID: id, Value: flow.Yes, From: flow.You})
			}
			for _, id := range []string{"edge-shaped", "plain-works", "works-elsewhere", "other-key-works", "key-older", "org-has-policy"} {
				c.Session.Assert(c.Now(), flow.Fact{ID: id, Value: flow.No, From: flow.You})
			}
		})
		if v := b.app.t.pos.Verdict; v == nil || v.ID != book.Unexplained {
			t.Fatalf("it is at %s", b.app.t.pos.Where())
		}
		for _, key := range []string{"?", "v", "y"} {
			b.press(key).wants(key + " has no use here: S for support, R report")
		}
	}
}

// TestBarNamesTheNumbers holds that the bar names the numbers that answer, where some are out.
func TestBarNamesTheNumbers(t *testing.T) {
	t.Parallel()
	wrote(t, refusedText).wants("1, 2, 7 ? answer")
}

// TestAnotherAnswerSaysWhichFit holds that the key of an answer that this question has not is told which keys answer it.
func TestAnotherAnswerSaysWhichFit(t *testing.T) {
	t.Parallel()
	wrote(t, refusedText).press("4").wants("4 does nothing here: 1, 2, 7 ? answer").press("y").wants("y does nothing here: 1, 2, 7 ? answer")
	newBench(t, 80, 24, desk).press("tab", "n", "5").wants("5 does nothing here: y n ? answer")
}
