package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestEvidenceOfOneAnswer holds that a verdict that rests on somebody's answer says whose word carries it, on the screen and in the ticket,
// and that its message asks for nothing that the answer gave.
func TestEvidenceOfOneAnswer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 40, shippedCall(book), callOf(flow.Customer))
	b.paste(calls[0].text).press("enter", "2")
	b.wants("supported-countries lists them", "+ The failing process goes online in a country that isn't on the API's list — the customer said").lacks("shows as loc=")
	ticket := b.ticket()
	if want := "- The failing process goes online in a country that isn't on the API's list (said by the customer)\n"; !strings.Contains(ticket, want) {
		t.Errorf("the ticket lacks %q:\n%s", want, ticket)
	}
}
