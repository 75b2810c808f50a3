package tui

import (
	"errors"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

func TestReport(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "y", "n", "R").wants("For a ticket", "Strict: off").press("down", "enter")
	b.wants("A plain summary", "# No coffee (text)", "Ticket: T-1", "2 things were masked.", "machine.kitchen").press("c").wants("the report: A plain summary")
	if !strings.Contains(b.clip, "machine.kitchen.example.com") {
		t.Fatalf("copied %q", b.clip)
	}
	b.press("esc").wants("# No coffee (text)").press("tab").wants("3 things were masked.", "Strict: on", "[host]").lacks("machine.kitchen").press("ctrl+s").wants("✓ In a file: reports/no-coffee-T-1.text")
	if k := b.app.cfg.Reporter.(*clerk); len(k.saved) != 1 || strings.Contains(k.saved[0], "machine.kitchen") {
		t.Fatalf("saved %q", k.saved)
	}
	b.press("esc", "esc", "v", "y", "enter").wants("✓ Solved").press("R", "enter").wants("Outcome: verdict", "Strict: on")

	b = newBench(t, 80, 24)
	b.paste("E4").press("enter").lacks("R report").press("R").wants("The tank is empty").lacks("Give this session")
}

// TestReportLate holds that a report that is no longer asked for shows nowhere, and a file of another text is not claimed.
func TestReportLate(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk)
	b.press("tab", "n", "y", "n", "R")
	_, slow := b.app.Update(keyPress("enter"))
	b.wants("Writing it…").press("tab").wants("3 things were masked.").run(slow)
	b.wants("3 things were masked.")
	_, file := b.app.Update(keyPress("ctrl+s"))
	b.wants("Writing the file…").press("tab").run(file)
	b.wants("2 things were masked.").lacks("In a file")
}

func TestLater(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, ownDesk)
	b.press("tab", "n", "y", "n", "v", "L").wants("Not verified yet", "Check again from 2026-11-23 12:10 UTC on")
	if got := b.app.t.state.Session.NoteText(flow.CheckAgain); got != "2026-11-23T12:10:00Z" {
		t.Fatalf("noted %q", got)
	}
	b.press("esc", "t").wants("to be checked again from: 2026-11-23 12:10 UTC").press("esc", "v", "y").wants("✓ Solved", "Fixed: 2026-11-23 12:00 UTC, you said")
	if got := b.app.t.state.Session.NoteText(flow.CheckAgain); got != "" {
		t.Errorf("it is still to be checked at %q", got)
	}
	b.press("ctrl+z").wants("Taken back", "The tank is empty")
	if got := b.app.t.state.Session.NoteText(flow.CheckAgain); got == "" {
		t.Error("undo left the time out")
	}
	b.press("v", "n").wants("That was not it, or not all of it")
	if got := b.app.t.state.Session.NoteText(flow.CheckAgain); got != "" {
		t.Errorf("it is still to be checked at %q", got)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, ownDesk)
	b.wants("check again T-9, the tank", "continue yesterday's").press("tab", "v").wants("A check was due.", "Make the fix, then send the full original request again. Does it work now?").press("esc").wants("The tank is empty")
	b.press("v", "y").wants("✓ Solved")

	b = newBench(t, 80, 24, ownDesk, func(c *Config) {
		c.Due.Resume = func() (*flow.Session, func([]flow.Event) error, error) { return nil, nil, errors.New("it is torn") }
	})
	b.press("tab", "v").wants("cannot be continued: it is torn", "Paste what failed.")
}

func TestWorked(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, desk)
	b.press("tab", "n", "y", "n", "v", "y").wants("The id of the request that worked, if it is known:").press("R", "enter").wants(`"R" is no request id`).lacks("Solved")
	b.press("backspace").paste(" req_FAKE9\n").press("esc", "y").wants("req_FAKE9").press("enter")
	b.wants("✓ Solved", "the customer said", "Request id: req_FAKE9").press("enter").wants("✓ Solved", "the customer said") // One enter too many leaves nothing.
	f, ok := b.app.t.state.Session.Fixed()
	if want := (flow.Fixed{Verdict: "no-water", At: b.now, RequestID: "req_FAKE9", From: flow.Customer}); !ok || f != want {
		t.Fatalf("fixed as %+v", f)
	}
	b.press("ctrl+z").wants("The tank is empty").press("v", "tab", "y", "enter").wants("✓ Solved", "you said").lacks("Request id")
}

// TestRerun holds that the failing request, sent again from the verify screen, answers whether the fix works, and nowhere else.
func TestRerun(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, ownDesk)
	b.press("tab", "n", "y", "n", "v", "r").wants("Brew what failed", `{"cups":2}`)
	if n := len(b.app.cfg.Prober.(*machine).runs); n != 0 {
		t.Fatal("it was sent before it was shown")
	}
	b.press("enter").wants("✓ Solved", "Fixed: 2026-11-23 12:00 UTC, measured", "Request id: req_FAKE1")
	if f := b.said("fixed:no-water"); f.From != flow.Probed || f.Rule != "full" {
		t.Errorf("recorded %+v", f)
	}

	b = newBench(t, 80, 40, ownDesk)
	b.app.cfg.Prober.(*machine).still = true
	b.press("tab", "n", "y", "n", "v", "r", "enter").wants("Brew what failed 403", "It did not work from here. If the fix was made, v and then n goes on with what is left.")
	if _, ok := b.app.t.state.Session.Fixed(); ok {
		t.Fatal("a refusal counts as fixed")
	}

	b = newBench(t, 80, 40, desk)
	b.press("tab", "n", "y", "n", "v").wants("the customer sends the failing request again").press("r", "enter").wants("The command for the customer", "ask --machine full")
	b.press("v").paste("full nonce n1").press("enter").wants("✓ Solved", "measured at the customer's", "req_FAKE1")

	b = newBench(t, 80, 40, ownDesk)
	b.press("tab", "n", "y", "n")
	b.run(b.app.do(sent{[]string{"full"}}))
	if _, ok := b.app.t.state.Session.Fixed(); ok {
		t.Fatal("a request that nobody sent to verify counts as a fix")
	}

	b = newBench(t, 80, 24, probing)
	b.paste("E4").press("enter", "v").lacks("send the failing request").press("r").wants("Make the fix, then send the full original request again. Does it work now?")
}

// TestPreviewDrawnOnce holds that a long report is cut on the screen, and laid out once for a width.
func TestPreviewDrawnOnce(t *testing.T) {
	t.Parallel()
	s := &previewScreen{t: newBench(t, 80, 24).app.t}
	s.Show(flow.Written{Text: strings.Repeat("line\n", 2*previewMax)}, nil)
	rows := s.drawn(80)
	if len(rows) != previewMax+1 || !strings.Contains(rows[previewMax].text, "and 4000 more lines") {
		t.Fatalf("%d rows", len(rows))
	}
	if again := s.drawn(80); &again[0] != &rows[0] {
		t.Error("it is laid out anew for the same width")
	}
}

// TestDifferentErrorIsTakenBack holds that who says that another error came, and then pastes none, is asked again where that was said,
// with nothing recorded; and that there is a way on for who has no text.
func TestDifferentErrorIsTakenBack(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(*Config){"my own": ownDesk, "a customer's": desk} {
		b := newBench(t, 80, 24, config).press("tab", "n", "y", "n")
		before := b.app.t.state.Session.Facts()
		b.press("v", "d").wants("Paste the new error", "n answer questions instead")
		for _, l := range []string{"y", "half"} {
			b.press("esc").wants("Does it work now?").lacks("Paste the new")
			if now := b.app.t.state.Session.Facts(); len(lost(before, now)) > 0 || len(now) != len(before) {
				t.Errorf("%s: %v is what stands, not %v", name, now, before)
			}
			b.press("esc").wants("The tank is empty", "Do this now").press("v", "d").types(l)
		}
		b.press("esc", "d").wants("yhalf").press("tab", "n").wants("Is the")
		b.holds("fixed:no-water", flow.No)
		b.press("ctrl+z").wants("The tank is empty").press("p").wants("Paste another text").press("esc").wants("The tank is empty")
	}
}

// TestEnterConfirmsWhatWasAnswered holds that after the same error an answer that was given before the fix is highlighted and confirmed by
// enter, whether it is yes, no, or an option of a choice.
func TestEnterConfirmsWhatWasAnswered(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	values, options := 0, 0
	for _, digit := range []string{"1", "2", "3", "4", "5", "6"} {
		b := newBench(t, 80, 24, func(c *Config) { c.Playbook, c.Read, c.Prober = book.Playbook, book.Read, nil })
		b.paste(blocked).press("enter", "1", digit)
		for range 8 { // To whatever verdict it leads.
			if b.app.t.pos.Outcome == flow.Asking {
				b.press("y", "2")
			}
		}
		if b.app.t.state.Stage() != conversation.AtVerdict {
			continue
		}
		for b.press("v", "n"); b.app.t.state.Asked() != nil; {
			asked := b.app.t.state.Asked().ID
			before, ok := b.app.t.state.Before(asked)
			if !ok {
				break
			}
			if b.wants("Last answer: "+before.Word()+", you said. enter confirms it.", "▸ ").press("enter"); b.said(asked).Value != before.Value {
				t.Errorf("%s is confirmed as %+v, and was %+v", asked, b.said(asked), before)
			}
			if values++; before.Option != nil {
				options++
			}
		}
	}
	if values < 3 || options == 0 {
		t.Errorf("%d answers were confirmed, %d of them options", values, options)
	}
}
