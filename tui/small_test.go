package tui

import (
	"strings"
	"testing"

	"why403/content"
)

// TestHowInASmallWindow holds that how to check a question shows a step at once, however many answers there are.
func TestHowInASmallWindow(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`403 {"error":{"type":"forbidden","message":"Request not allowed"}}`, "permission error", "403"} {
		for _, size := range [][2]int{{60, 16}, {80, 24}, {60, 20}, {120, 40}} {
			b := newBench(t, 80, 24, func(c *Config) { c.Playbook, c.Read = book.Playbook, book.Read }).paste(text).press("enter")
			b.size(size[0], size[1])
			b.press("h")
			if s := b.screen(); !strings.Contains(s, " 1. ") || !strings.Contains(s, "How to check") {
				t.Errorf("%v: %q has no step on its first screen:\n%s", size, text, s)
			}
		}
	}
}

// TestSentence holds that a notice that is too long for a row ends with a sentence, or says that it is cut.
func TestSentence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		w    int
		want string
	}{
		{"Nothing changed.", 20, "Nothing changed."},
		{"It was read. Nothing in it names a cause.", 20, "It was read."},
		{"It was read and nothing in it names a cause.", 20, "It was read and …"},
	} {
		if got := sentence(tt.text, tt.w); got != tt.want {
			t.Errorf("%q comes to %q, want %q", tt.text, got, tt.want)
		}
	}
}
