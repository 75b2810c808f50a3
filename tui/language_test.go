package tui

import (
	"fmt"
	"strings"
	"testing"

	"why403/content/words/wordstest"
)

// keyNames are the same in every language.
const keyNames = "enter tab esc ctrl f1 space pgdn"

// benchWords are what the bench calls its build and its other session.
const benchWords = " test yesterday"

// In another language nothing on a screen stays English but what the playbook says and the names of keys.
func TestAnotherLanguage(t *testing.T) {
	if !wordstest.Again(t, "../content/words/en.yaml") {
		return
	}
	b := newBench(t, 100, 40)
	playbook := fmt.Sprintf("%+v", b.app.cfg.Playbook) + keyNames + benchWords
	b.wants(wordstest.Foreign("Paste the error, then press enter"))
	for _, keys := range [][]string{nil, {"tab"}, {"f1"}, {"esc", "down", "enter"}, {"w"}, {"esc", "t"}, {"esc", "z"}, {"esc", "R"}} {
		b.press(keys...)
		if left := wordstest.Left(b.screen(), playbook); len(left) > 0 {
			t.Errorf("after %s, still English: %s\n%s", keys, strings.Join(left, ", "), b.screen())
		}
	}
}
