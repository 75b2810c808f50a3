package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestWhoActsNext holds that a call which nothing explains, or of which nothing is decided, says who acts next: on the screen and in the ticket.
func TestWhoActsNext(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, whose := range []flow.Source{flow.You, flow.Customer} {
		bench := func() *bench { return newBench(t, 80, 40, shippedCall(book), callOf(whose)) }
		b := bench()
		b.paste(elsewhere).press("enter", "7", "n", "n").wants("None of the known causes explains it", "Who: ")
		ticket := b.ticket()
		if !strings.Contains(ticket, "**Who:** ") || whose == flow.Customer && strings.Contains(ticket, "support engineer") {
			t.Errorf("%s: the ticket says nobody who acts next, or the wrong one:\n%s", whose, ticket)
		}
		b = bench()
		b.press("tab", "n")
		for i := 0; b.app.t.pos.Outcome == flow.Asking; i++ {
			if b.press("?"); i > 100 {
				t.Fatal("it asks for ever")
			}
		}
		if b.app.t.pos.Outcome == flow.Open {
			b.wants("Not decided yet", "Who: ")
		}
	}
}
