package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"why403/content"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestFirstScreen holds that what was found and what to do now about it stand on the first 24 rows of every verdict's screen.
func TestFirstScreen(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, id := range content.Shipped() {
		book, err := content.Ship(id)
		must.NoError(t, err)
		for i := range book.Verdicts {
			v := &book.Verdicts[i]
			text := ansi.Strip(Show(book.Playbook, v.ID, 80))
			card, _, cut := strings.Cut(text, "\n "+v.Screen.Sections[0].Heading+"\n")
			if rows := strings.Count(card, "\n") + 1; !cut || rows > 24 || !strings.Contains(card, " Do this now\n") && !strings.Contains(card, " Do this now: one of these\n") {
				t.Errorf("%s, %s: %d rows before the first section, and 24 fit:\n%s", id, v.ID, rows, card)
			}
		}
	}
}
