package tui

import (
	"regexp"
	"strings"
	"testing"
)

// canary stands for a key. It does not look like one of a vendor, so that nothing but Mask can know it.
const canary = "canary-0123456789FAKE0123456789FAKEtail"

var canaries = regexp.MustCompile(`canary-[0-9A-Za-z]{5,}`)

func masked(c *Config) {
	c.Mask = func(s string) string {
		return canaries.ReplaceAllStringFunc(s, func(k string) string { return "canary-…" + k[max(len(k)-4, 0):] })
	}
}

// TestSecretIsNeverShown gives a key in every way that a person can, and holds that no window shows it.
func TestSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	typed := func(b *bench, s string) {
		for _, r := range s {
			b.press(string(r))
		}
	}
	for _, tt := range []struct {
		name, shows string
		give        func(b *bench)
	}{
		{"pasted", "tail", func(b *bench) { b.paste("x-api-key: " + canary) }},
		{"pasted, several lines", "tail", func(b *bench) { b.paste("x-api-key: " + canary + "\nHTTP/2 403\n") }},
		{"typed", "tail", func(b *bench) { typed(b, canary) }},
		{"typed after a paste", "403", func(b *bench) { b.paste("403 "); typed(b, canary) }},
		{"held", "more", func(b *bench) { b.paste("more " + canary + "\n" + strings.Repeat("log line\n", 2000)) }},
		{"held, with escapes in it", "more", func(b *bench) { b.paste("more " + canary[:12] + "\x1b[0m" + canary[12:]) }},
		{"held, cut through", "more", func(b *bench) { b.paste("more" + strings.Repeat("\n", 2*editMaxBytes-24) + canary) }},
		{"offered", "You pasted", func(b *bench) { b.press("tab", "n").paste(canary) }},
		{"another text", "Paste another", func(b *bench) { b.press("tab", "n", "p").paste(canary) }},
		{"a file's name", "Which file", func(b *bench) { b.press("tab", "O").paste(canary) }},
		{"a file that is not there", "Which file", func(b *bench) { b.press("tab", "O").paste(canary); b.press("enter") }},
		{"who it is about", "Ticket", func(b *bench) { b.press("tab", "a", "tab"); typed(b, canary) }},
		{"who it was about", "Paste what failed", func(b *bench) { b.app.do(about{Ticket: canary}); b.press("tab", "up", "down") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, 80, 24, masked)
			tt.give(b)
			for _, size := range [][2]int{{80, 24}, {40, 12}, {60, 16}, {120, 40}} {
				b.size(size[0], size[1])
				squeezed := strings.NewReplacer("\n", "", " ", "", "│", "").Replace(b.screen())
				for i := range len(canary) - 8 {
					if part := canary[i : i+8]; strings.Contains(squeezed, part) {
						t.Fatalf("%v: the screen has %q of the key:\n%s", size, part, b.screen())
					}
				}
				if size[1] > 12 {
					b.wants(tt.shows)
				}
			}
		})
	}
}

// TestSecretIsRead holds that what is hidden from the screen is read unchanged.
func TestSecretIsRead(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24, masked)
	text := "x-api-key: " + canary + "\nE4"
	b.paste(text).wants("Secrets in it are masked", "canary-…tail", "E4")
	if got := b.app.top().screen.(*startScreen).area.Text(); got != text {
		t.Fatalf("the text became %q", got)
	}
	b.press("enter").wants("Read: E4")
}
