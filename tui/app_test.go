package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

func TestConversation(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n").wants("Is the lamp beside the switch on", "up to 4 left", "Without power")
	b.press("enter").wants("Nothing is chosen yet")
	b.press("y").wants("yes: The machine has power · ctrl+z undo", "Is there water")
	b.press("?").wants("not sure: Lift the tank", "Is the valve open?")
	b.press("y").wants("Not decided yet", "▸ Is there water in the tank?")
	b.press("enter").wants("Is there water in the tank?", "Last answer: not sure, you said.")
	b.press("n").wants("Cause 2 in the guide", "cause found", "Because: certain", "The tank was seen to be empty — you said")
	b.press("w").wants("no: There is water in the tank — you said").press("esc")
	b.press("v", "n").wants("That was not it, or not all of it", "None of the known causes explains it", "Dear maker")
	b.wants("nothing explains it").lacks("verify the fix", "Because", "cause found")
}

// TestHowSure holds that a cause is called found only when it is proven.
func TestHowSure(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "n", "?", "y", "y")
	b.wants("likely cause", "Because: likely").lacks("cause found")
	b = newBench(t, 80, 24)
	b.press("tab", "n", "n", "y").wants("cause found", "Because: strong").lacks("likely")
	b = newBench(t, 80, 24)
	b.press("tab", "n", "?", "?", "?", "?").wants("not decided").lacks("Because:", "cause found")
}

func TestLookingBackChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "y", "y")
	n := b.app.t.state.Session.Len()
	b.press("b").wants("Is there water", "looking back", "Last answer: yes, you said. Looking changes nothing")
	b.press("left").wants("Is the lamp")
	b.press("right").wants("Is there water")
	b.press("enter").wants("Is the valve")
	b.press("b", "b", "b").wants("Is the lamp", sayFirst)
	b.press("right", "right").wants("Is the valve")
	if b.app.t.state.Session.Len() != n {
		t.Fatalf("looking recorded %d events", b.app.t.state.Session.Len()-n)
	}
	b.press("b", "b", "n").wants("no: The machine has power", "Does another machine")
	b.holds("water", flow.Yes)
	b.press("ctrl+z").wants("Taken back", "Is the valve")
}

func TestUndo(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "ctrl+z").wants("There is nothing to take back: nothing was answered or read.")
	b.press("n", "y", "n").wants("The tank is empty")
	b.press("ctrl+z").wants("Taken back: no: There is water in the tank", "Is there water")
	b.press("ctrl+z").wants("Is the lamp")
	b.paste("E4").press("enter").wants("Read: E4")
	b.press("ctrl+z").wants("Is the lamp").lacks("Read:")
}

func TestTrailChange(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 30)
	b.press("tab", "n", "n", "y").wants("The machine gets no power")
	b.press("e").wants("The trail", "no The machine has power", "you said")
	b.press("home", "enter", "up").wants("What this changes", "no longer on the path (kept): Another machine works at this socket",
		"next question: Is there water", "1 The machine gets no power: strong → ruled out")
	b.holds("power", flow.No)
	b.press("esc", "home", "enter", "up", "enter").wants("Is there water")
	b.holds("power", flow.Yes)
	b.press("t").wants("(kept, not on the path now)")
	b.press("home", "down", "enter", "down").wants("✓ counts again: Another machine works")
}

func TestConflict(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.paste("lamp off").press("enter").wants("Read: lamp off", "Does another machine")
	b.press("t", "home", "enter", "up", "enter").wants("! the text says no, you say yes: the last word counts")
	b.press("t").wants("yes The machine has power", "! the text says no, you say yes: the last word counts")
	b.press("esc", "n").wants("The tank is empty", "! The machine has power: the text says no, you say yes")
}

func TestCustomer(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, func(c *Config) { c.Session.Open(flow.About{Whose: flow.Customer, Ticket: "T-1"}, c.Now()) })
	b.wants("customer's call T-1").press("tab", "n").wants("Read out", "Can you see the little lamp")
	b.press("c").wants("Sent to the clipboard: the customer's wording")
	if !strings.HasPrefix(b.clip, "Can you see") {
		t.Fatalf("copied %q", b.clip)
	}
	b.press("esc", "y").wants("Is there water in it?")
	b.saidBy("power", flow.Customer)
	b.press("s").wants("Is there water in the tank?").press("c")
	b.copied("machine status --tank --verbose")
}

func TestCopyRequest(t *testing.T) {
	t.Parallel()
	b := newBench(t, 100, 60)
	b.paste("E4").press("enter").section("The request").wants("[curl] python go", "curl https://machine").lacks("machine.brew(cups=2)")
	b.press("tab").wants("curl [python] go", "machine.brew(cups=2)").lacks("curl https://machine")
	b.press("c").wants("the request (python)")
	b.copied("import machine\n\nmachine.brew(cups=2)")
	if b.app.View().MouseMode != tea.MouseModeNone {
		t.Fatal("the mouse cannot select")
	}
	b.press("esc", "esc", "v", "d").wants("Paste the new error").press("tab", "n", "y").wants("Is the valve")
	b.press("n").section("The request").wants("curl [python] go")
}

func TestUnsaved(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.full = errDisk
	b.press("tab", "n", "y").wants("NOT BEING SAVED: write", "no space left on device", "Is there water")
	b.press("q").wants("q again quits")
	if b.quit {
		t.Fatal("quit without a word")
	}
	b.full = nil
	b.press("y").wants("Is the valve").lacks("NOT BEING SAVED")
	if len(b.disk) != 2 || b.disk[0].Fact.ID != "power" {
		t.Fatalf("on disk: %v", b.disk)
	}
	b.press("q")
	if !b.quit {
		t.Fatal("did not quit")
	}
}

// TestSavedFirst holds that an answer is on disk before the next question is shown, and that keys wait as long.
func TestSavedFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n")
	_, cmd := b.app.Update(keyPress("y"))
	b.wants("Is the lamp").press("n", "n").wants("Is the lamp")
	b.run(cmd)
	b.wants("Is there water", "yes: The machine has power", "2 keys were ignored while the answer was being saved.")
	b.facts(1)
	_, cmd = b.app.Update(keyPress("y"))
	b.press("n").run(cmd)
	b.wants("Is the valve", "One key was ignored while the answer was being saved.")
	b.press("?").lacks("ignored")
}

// TestDiskHangs holds that a disk that never answers stops nothing.
func TestDiskHangs(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n")
	_, hung := b.app.Update(keyPress("y"))
	b.press("n").send(b.ticks[len(b.ticks)-1])
	b.wants("NOT BEING SAVED: the disk does not answer", "Is there water", "One key was ignored")
	b.press("y").wants("Is the valve")
	b.run(hung)
	b.lacks("NOT BEING SAVED")
	if len(b.disk) != 2 {
		t.Fatalf("%d events on disk, want 2", len(b.disk))
	}
}

func TestInterrupt(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n")
	_, cmd := b.app.Update(keyPress("y"))
	b.press("ctrl+c")
	if b.quit {
		t.Fatal("quit before the answer was recorded")
	}
	b.run(cmd)
	if !b.quit || b.app.left || len(b.disk) != 1 {
		t.Fatalf("quit %v, left %v, %d on disk", b.quit, b.app.left, len(b.disk))
	}
}

// TestQuitWaits holds that the terminal's answers to the questions of the start do not end in the shell.
func TestQuitWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.app.settled = false
	b.press("tab", "q")
	if b.quit {
		t.Fatal("quit at once")
	}
	b.send(settledMsg{})
	if !b.quit {
		t.Fatal("did not quit")
	}
}

func TestReading(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.paste("E4")
	_, cmd := b.app.Update(keyPress("enter"))
	b.wants("Reading the text…", "2 bytes").press("y", "n")
	b.send(turnedMsg{b.app.top().screen.(*readingScreen)})
	b.wants("/ Reading")
	b.press("esc").wants("E4").run(cmd)
	b.wants("Paste what failed.")
	b.facts(0)
}

// TestGrace holds that a screen that comes late takes no keys until the keyboard was quiet.
func TestGrace(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.paste("nothing known")
	_, cmd := b.app.Update(keyPress("enter"))
	b.now = b.now.Add(2 * time.Second)
	b.run(cmd)
	b.wants("Is the lamp").press("y", "n").wants("Is the lamp")
	b.ticks = b.ticks[len(b.ticks)-1:]
	b.sendTicks()
	b.press("y").wants("Is there water")

	b = newBench(t, 80, 24)
	b.paste("nothing known")
	_, cmd = b.app.Update(keyPress("enter"))
	b.now = b.now.Add(2 * time.Second)
	b.run(cmd)
	b.now = b.now.Add(graceMax)
	b.press("y").wants("Is there water")
}

func TestPasteOnQuestion(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n").paste("y\nn\ny\n").wants("You pasted a text")
	b.facts(0)
	b.press("esc").wants("Is the lamp").paste("E4: tank empty").press("enter").wants("The tank is empty")
}

// TestPasteAsKeys holds that a terminal without bracketed paste can paste several lines: enter within them does not read.
func TestPasteAsKeys(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	for _, r := range "ERROR\nE4 tank\n" {
		name := string(r)
		switch r {
		case '\n':
			name = "enter"
		case ' ':
			name = "space"
		}
		b.press(name)
	}
	b.wants("ERROR", "E4 tank", "Paste what failed.")
	b.sendTicks()
	b.wants("Read: E4")
}

func TestOneLinePaste(t *testing.T) {
	t.Parallel()
	newBench(t, 80, 24).paste("\x1b[31merror\x1b[0m 7").wants("1 line; ctrl+u clears it")
}

func TestBigPaste(t *testing.T) {
	t.Parallel()
	var got string
	reads := func(c *Config) { c.Read = func(text []byte) flow.Reading { got = string(text); return flow.Reading{} } }
	b := newBench(t, 80, 24, reads)
	rows := strings.Count(b.screen(), "\n")
	text := "\x1b[31mfirst line\x1b[0m\r\n" + strings.Repeat("0123456789abcdef\n", 1<<20)
	b.paste(text).wants("17.0 MiB", "first line", "ctrl+u clears it")
	if n := strings.Count(b.screen(), "\n"); n != rows {
		t.Fatalf("the frame grew from %d to %d rows", rows, n)
	}
	b = newBench(t, 80, 24, reads)
	b.paste(strings.ReplaceAll(strings.Repeat("log line\n", 100), "\n", "\r")).wants(" 100 lines").press("enter")
	if want := strings.Repeat("log line\n", 100); got != want {
		t.Fatalf("a terminal's line ends were read as %q", got[:20])
	}

	b = newBench(t, 80, 24, reads)
	b.paste(text).press("z").wants("too large to edit").press("enter")
	if got != text {
		t.Fatal("the text was changed")
	}
}

// TestTurnedText holds that what turns the direction of a line never reaches the terminal, pasted or typed, and is read as it is.
func TestTurnedText(t *testing.T) {
	t.Parallel()
	for _, r := range "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" {
		var got string
		b := newBench(t, 80, 24, func(c *Config) { c.Read = func(text []byte) flow.Reading { got = string(text); return flow.Reading{} } })
		text := "E4: " + string(r) + "tank"
		b.paste(text).wants("tank")
		if strings.ContainsRune(b.screen(), r) {
			t.Errorf("%U is shown", r)
		}
		b.press("enter")
		if got != text {
			t.Errorf("%U: %q was read as %q", r, text, got)
		}
		b = newBench(t, 80, 24)
		b.press("a", string(r), "b").wants("ab")
		if strings.ContainsRune(b.screen(), r) {
			t.Errorf("%U is shown when it is typed", r)
		}
	}
}

// TestDraft holds that esc loses no text.
func TestDraft(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n", "p").wants("Paste another text. It is added to what was read.").paste("half an err").press("esc").wants("Is the lamp")
	b.press("p").wants("half an err").press("o", "r", "tab").wants("half an error").press("o", "esc", "esc").wants("Is the lamp")
	b.press("p", "tab", "enter").wants("Is the lamp").lacks("half")
	b.press("p").lacks("half")
}

func TestFileErrors(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.paste("half a text").press("tab", "O", "x", "enter").wants("! ", "no such thing", "esc goes back")
	b.press("esc").wants("half a text")
	b.press("O")
	for _, r := range "e4.txt" {
		b.press(string(r))
	}
	b.press("enter").wants("Read: E4")
}

func TestResume(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.wants("b continue yesterday's machine").paste("403 forbidden").press("tab", "b").wants("Continued. enter reads what you pasted, too", "403 forbidden")
	b.press("esc").wants("Is there water")
	b.press("n").wants("The tank is empty")
	if len(b.disk) != 2 {
		t.Fatalf("%d events on disk", len(b.disk))
	}
	b = newBench(t, 80, 24, func(c *Config) {
		c.Last.Resume = func() (*flow.Session, func([]flow.Event) error, error) { return nil, nil, errors.New("it is torn") }
	})
	b.press("tab", "b").wants("cannot be continued: it is torn", "Paste what failed.")
}

// TestUnreadTextIsKept holds that what was pasted and not read stands where texts are pasted when the questions begin without it.
func TestUnreadTextIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t, 60, 16)
	b.paste("403 forbidden").press("tab", "n").wants("p shows what you pasted; it was not read.").press("p").wants("403 forbidden", "enter read it")
	newBench(t, 60, 16).press("tab", "n").lacks("was not read")
}

func TestBeginsWhereTheSessionStands(t *testing.T) {
	t.Parallel()
	r := readFixture([]byte("lamp off"))
	b := newBench(t, 80, 24, func(c *Config) { c.Session.Read(r, flow.Pasted, c.Now()); c.Opening = &r })
	b.wants("Read: lamp off", "Does another machine")
}

func TestMouse(t *testing.T) {
	t.Parallel()
	for size, no := range map[[2]int]string{{80, 24}: "n  no", {120, 40}: "n  no", {40, 12}: "n no"} {
		b := newBench(t, size[0], size[1])
		b.press("tab", "n")
		b.click(no).wants("Does another machine")
	}
	b := newBench(t, 80, 24)
	b.click("try an example").wants("A display that names").click("A display that names").wants("Read: E4")
	b.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	b.lacks("Cause 2").wants("↑ more")
	b.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	b.wants("Cause 2")
}

// click clicks on the first row with the text.
func (b *bench) click(text string) *bench {
	b.t.Helper()
	for y, l := range strings.Split(b.screen(), "\n") {
		if i := strings.Index(l, text); i >= 0 {
			b.send(tea.MouseClickMsg{X: ansi.StringWidth(l[:i]), Y: y, Button: tea.MouseLeft})
			return b
		}
	}
	b.t.Fatalf("no %q to click on:\n%s", text, b.screen())
	return b
}

func TestAbout(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "a").wants("Whose call fails?", "Ticket").press("esc").wants("my own call")
	b.run(b.app.do(about{Whose: flow.Customer, Ticket: "T-7"}))
	if got := b.app.t.state.Session.About().Ticket; got != "T-7" {
		t.Fatalf("ticket %q", got)
	}
}

// TestAwaitsTheOtherError holds that a session that was left when another error had come after a fix goes on where that is pasted.
func TestAwaitsTheOtherError(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, shippedCall(book), callOf(flow.Customer))
	b.paste(elsewhere).press("enter", "2").wants("The request comes from a country").press("v", "d").wants("Paste the new error")
	events := b.app.t.state.Session.Events()
	again := newBench(t, 80, 24, shippedCall(book), func(c *Config) { c.Session = flow.Replay(events) })
	again.wants("Paste the new error").paste("403 permission_error").press("enter").lacks("Paste the new error", "Add it")
	if again.app.t.state.Session.Outdated() {
		t.Error("the other error was given, and is still awaited")
	}
}
