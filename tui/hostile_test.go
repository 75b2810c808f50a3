package tui

import (
	"regexp"
	"testing"

	tea "charm.land/bubbletea/v2"

	"why403/content"
	"why403/content/contenttest"
	"why403/flow/must"
	"why403/flow/racetest"
)

// ownStyling is what this package writes itself: colours, and links to pages.
var ownStyling = regexp.MustCompile(`\x1b\[[0-9;:]*m|\x1b\]8;[a-z0-9=:]*;(https://[!-~]*)?(\x1b\\|\a)`)

// TestHostilePlaybook goes through the screens of a playbook whose every text acts on a terminal: nothing but line ends and our
// own styling is drawn.
func TestHostilePlaybook(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book, err := content.Load(contenttest.Hostile(), ".")
	must.NoError(t, err)
	look := func(where, text string) {
		if r, ok := contenttest.Acting(ownStyling.ReplaceAllString(text, "")); ok {
			t.Errorf("%s draws %U:\n%q", where, r, text)
		}
	}
	for _, id := range Showable(book.Playbook) {
		for _, columns := range []int{40, 80} {
			look("the screen of "+id, Show(book.Playbook, id, columns))
		}
	}
	// Every key, and from there the keys that lead further.
	keys := []string{"enter", "y", "n", "?", "h", "s", "t", "w", "g", "x", "r", "c", "v", "b", "esc", "tab", "C", "z", "Z", "e", "R", "f1", "down", "space", "D", "$", "i", "P"}
	for _, first := range keys {
		for _, second := range []string{"enter", "y", "h", "t"} {
			b := newBench(t, 80, 24, func(c *Config) { c.Playbook, c.Read, c.Last = book.Playbook, book.Read, nil })
			for _, k := range []string{"tab", "y", first, second} {
				if b.quit {
					break
				}
				b.press(k)
				look("after "+first+" "+second, b.app.View().Content)
				look("the title", b.app.View().WindowTitle)
			}
		}
	}
	b := newBench(t, 80, 24, func(c *Config) { c.Playbook, c.Read, c.Last = book.Playbook, book.Read, nil })
	b.send(tea.PasteMsg{Content: "it was seen" + contenttest.Text})
	b.press("enter")
	look("after a paste", b.app.View().Content)
}
