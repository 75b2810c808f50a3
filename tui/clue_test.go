package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// elsewhere is the edge's refusal with where its data center is.
const elsewhere = "HTTP/2 403\nserver: cloudflare\ncf-ray: 9a1b2c3d4e5f6789-FRA\ncontent-type: application/json\n\n{\"error\":{\"type\":\"forbidden\",\"message\":\"Request not allowed\"}}\n"

// TestClue holds that what the error hints at stands, with its limit, wherever somebody decides by it: with the question, with why, with
// the verdict's reasons, in the ticket, and in the letter to whoever has to answer.
func TestClue(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, shippedCall(book), callOf(flow.Customer))
	clue := []string{"cf-ray …-FRA", "not proof"}
	b.paste(elsewhere).press("enter").wants("which country does that machine").wants(clue...)
	b.press("w").wants(clue...).press("esc", "z", "enter")
	b.press("Z")
	if letter := cleaned(office{book.Playbook}.Write(b.app.t.state.Session, "", 0)); !strings.Contains(letter, clue[0]) || !strings.Contains(letter, clue[1]) {
		t.Errorf("the letter lacks %q:\n%s", clue, letter)
	}
	b.press("esc", "ctrl+z", "2").wants("The request comes from a country", "Because")
	b.press("space").wants(clue...)
	ticket := b.ticket()
	if !strings.Contains(ticket, clue[0]) || !strings.Contains(ticket, clue[1]) {
		t.Errorf("the ticket lacks %q:\n%s", clue, ticket)
	}
}

// cleaned is a text whose lines are one.
func cleaned(text string) string { return strings.Join(strings.Fields(text), " ") }
