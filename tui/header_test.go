package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestHeaderSaysWhose holds that the first row says whose call it is, at every width and wherever the call stands: the rest gives way.
func TestHeaderSaysWhose(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	theirs := func(ticket string) func(*Config) {
		return func(c *Config) {
			probing(c)
			c.Session.Open(flow.About{Whose: flow.Customer, Ticket: ticket}, c.Now())
		}
	}
	for _, ticket := range []string{"", "T-1", "https://support.example.com/tickets/4711-the-long-one"} {
		for name, keys := range map[string][]string{
			"start": nil, "list": {"tab"}, "question": {"tab", "n"}, "back": {"tab", "n", "y", "b"}, "parked": {"tab", "n", "z", "enter"}, "verdict": {"tab", "n", "y", "n"},
			"verify": {"tab", "n", "y", "n", "v"}, "solved": {"tab", "n", "y", "n", "v", "y", "enter"}, "open": {"tab", "n", "?", "?", "?", "?"}, "card": {"tab", "n", "r"}, "trail": {"tab", "n", "y", "t"},
		} {
			b := newBench(t, 80, 24, theirs(ticket)).press(keys...)
			for w := minWidth; w <= 120; w++ {
				b.size(w, 16)
				row, _, _ := strings.Cut(b.screen(), "\n")
				if !strings.Contains(row, "customer's call") {
					t.Errorf("%s, %d wide: %q", name, w, row)
				}
				if w >= 60 && ticket == "T-1" && !strings.Contains(row, "T-1") {
					t.Errorf("%s, %d wide: %q has no ticket", name, w, row)
				}
			}
		}
	}
}

// TestWhoIsHere holds that the first row says that others are in the session, by name where there is room; that who comes and leaves is
// told; and that no row moves for it.
func TestWhoIsHere(t *testing.T) {
	t.Parallel()
	var here []string
	b := newBench(t, 80, 24, desk, func(c *Config) { c.Company = func() ([]string, error) { return here, nil } })
	b.press("tab", "n").wants("Can you see the little lamp")
	below := func() string {
		_, rest, _ := strings.Cut(b.screen(), "\n")
		_, rest, _ = strings.Cut(rest, "\n")
		return rest
	}
	for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}, {40, 12}} {
		here = nil
		b.send(changedMsg{})
		b.press("down", "up")
		b.size(size[0], size[1])
		row, _, _ := strings.Cut(b.screen(), "\n")
		rest := below()
		for _, tt := range []struct {
			names      []string
			wide, some string
			came       string
		}{
			{[]string{"bob"}, "with bob", "+1", "Now here: bob."},
			{[]string{"bob", "bob", "customer"}, "with bob, the customer", "+2", "Now here: the customer."},
			{[]string{"bob", "customer", "dee who has a name that is as long as it may be"}, "with 3 others", "+3", "Now here: dee who"},
			{[]string{"customer"}, "with the customer", "+1", "Not here any more: bob."},
		} {
			here = tt.names
			b.send(changedMsg{})
			now, _, _ := strings.Cut(b.screen(), "\n")
			if size[0] >= 80 && !strings.Contains(now, tt.wide) && !strings.Contains(now, "with bob, the customer, dee who") || !strings.Contains(now, tt.wide) && !strings.Contains(now, tt.some) || strings.Contains(now, "…") {
				t.Errorf("%v, %v: the first row is %q, before %q", size, tt.names, now, row)
			}
			if size[1] > 12 {
				b.wants(tt.came)
			}
			b.press("down", "up") // What is said of a key goes with the next.
			if below() != rest {
				t.Errorf("%v, %v: rows moved:\n%s\n%s", size, tt.names, rest, below())
			}
		}
	}
}

// TestPasteShowsWhatItIs holds that a text that was pasted and is longer than the area shows how long it is, how it begins and, where
// there is room, how it ends; and that what is typed after it is seen.
func TestPasteShowsWhatItIs(t *testing.T) {
	t.Parallel()
	long := "Traceback (most recent call last):\n" + strings.Repeat("  File \"/app/somewhere.py\", line 12, in call\n", 20) + "E4: tank empty, at last\n"
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 16}, {40, 12}} {
		b := newBench(t, size[0], size[1]).paste(long).wants("22 lines", "ctrl+u")
		if size[1] > 16 {
			b.wants("Traceback (most", "E4: tank empty, at last")
		}
		if size[1] == 16 {
			b.wants("E4: tank empty")
		}
		b.types("Z").wants("Z")
		b.press("ctrl+u").paste("E4").wants("E4").lacks("lines")
	}
}

// TestQuestionFirst holds that of a choice in a small window the question stands whole, the options right below it, and what else can
// be done below them; and that what a question is about is said as the choice says it, wherever it waits.
func TestQuestionFirst(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, whose := range []flow.Source{flow.You, flow.Customer} {
		for _, size := range [][2]int{{40, 12}, {46, 14}, {60, 16}, {79, 19}} {
			b := newBench(t, size[0], size[1], bookOf(book, whose, "")).paste(egress + "anthropic.PermissionDeniedError: Error code: 403 - {'error': {'type': 'forbidden', 'message': 'Request not allowed'}}\n").press("enter")
			b.wants("1 it works now", "2 the country is not supported")
			q := b.app.t.state.Asked()
			ask := q.Ask
			if whose == flow.Customer {
				ask = q.Say
			}
			if !strings.Contains(strings.ReplaceAll(flat(b.screen()), "┃ ", ""), ask) {
				t.Errorf("%v, %s: the question is cut:\n%s", size, whose, b.screen())
			}
			b.press("z").wants("Who must check this? The network path to the API").lacks("The unchanged request works by now")
		}
	}
}

// TestFormLeavesPaste holds that behind the form for ticket and host, filled in or left, enter reads the text that was pasted before, and never goes
// on with an earlier call; and that a customer's call is announced only where the form made it one.
func TestFormLeavesPaste(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"ticket":       {"tab", "a", "C", "S", "5", "enter", "enter", "enter"},
		"nothing":      {"tab", "a", "enter", "enter", "enter"},
		"left":         {"tab", "a", "esc"},
		"customer":     {"tab", "C", "tab"},
		"from the row": {"tab", "down", "a", "C", "S", "5", "enter", "enter", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, 80, 24, desk).paste("E4: tank empty").press(keys...)
			b.lacks("▸ b", "A customer's call now: answers").press("enter").wants("The tank is empty").lacks("yesterday's machine")
		})
	}
	b := newBench(t, 80, 24, desk).paste("E4: tank empty").press("tab").lacks("▸ b").press("up", "up").wants("▸ b")
	b.press("a", "esc", "enter").wants("The tank is empty")
	newBench(t, 80, 24, desk).press("tab", "a", "C", "S", "5", "enter", "enter", "enter", "enter").wants("Nothing pasted yet")
	newBench(t, 80, 24).press("tab", "a", "enter", "enter", "down", "enter").wants("A customer's call now: answers")
}

// TestTicketStandsFirst holds that a ticket of the usual length stands in the first row at every size, before the program's name.
func TestTicketStandsFirst(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 12}, {46, 14}, {60, 16}, {80, 24}, {120, 40}} {
		b := newBench(t, size[0], size[1], desk, func(c *Config) { c.Session.Open(flow.About{Whose: flow.Customer, Ticket: "CS-5001"}, c.Now()) })
		b.press("tab", "n", "y")
		row, _, _ := strings.Cut(b.screen(), "\n")
		for _, want := range []string{"customer's call", "CS-5001", "1 answered"} {
			if !strings.Contains(row, want) {
				t.Errorf("%v: the first row lacks %q: %q", size, want, row)
			}
		}
	}
}
