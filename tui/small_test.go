package tui

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestHowInASmallWindow holds that how to check a question shows a step at once, however many answers there are.
func TestHowInASmallWindow(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
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

// TestQuestionStaysWhole holds for every question of the playbook, in small windows and read out or not, that wherever it is scrolled to its words are
// in sight to the last one or not at all, that its answers are, and that going on by pages skips no row.
func TestQuestionStaysWhole(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 60, 16, bookOf(book, flow.Customer, ""))
	b.paste("permission error").press("enter")
	scrolled := 0
	for _, q := range book.Questions {
		for _, size := range [][2]int{{60, 16}, {40, 12}, {60, 20}} {
			for _, say := range []bool{true, false} {
				b.app.t.say, b.app.t.roomy = say, false
				s := newQuestion(b.app.t, &q, false)
				var words body
				w := size[0] - 2*margin
				s.asked(&words, w, false)
				if say {
					words.rows = words.rows[1:] // That it is to be read out.
				}
				for h := size[1] - 6; h <= size[1]-4; h++ {
					all := s.Body(w, h)
					seen := make([]bool, len(all.rows))
					for off := 0; ; {
						rows, top, page := sight(all, off, h)
						shown := 0
						for _, r := range words.rows {
							if slices.ContainsFunc(rows, func(o row) bool { return ansi.Strip(o.text) == ansi.Strip(r.text) }) {
								shown++
							}
						}
						if shown != 0 && shown != len(words.rows) && len(words.rows)+leastPage+len(all.fixed) <= h {
							t.Errorf("%s at %dx%d from row %d on: %d rows of %d", q.ID, w, h, off, shown, len(words.rows))
						}
						pinned := 0
						if all.title < top {
							pinned = all.above(page)
						}
						for i := top + pinned; i < min(top+page, len(seen)); i++ {
							seen[i] = true
						}
						if off >= len(all.rows)-page {
							break
						}
						scrolled++
						off = min(off+max(page-max(all.above(page), 1), 1), len(all.rows)-page)
					}
					if i := slices.Index(seen, false); i >= 0 && len(all.rows) > 0 {
						t.Errorf("%s at %dx%d: row %d is skipped", q.ID, w, h, i)
					}
				}
			}
		}
	}
	if scrolled < 100 {
		t.Errorf("only %d pages were turned", scrolled)
	}
}

// TestSentence holds that a notice that is too long for a row ends with a sentence, or does not go there.
func TestSentence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		w    int
		want string
	}{
		{"Nothing changed.", 20, "Nothing changed."},
		{"It was read. Nothing in it names a cause.", 20, "It was read."},
		{"It was read and nothing in it names a cause.", 20, ""},
	} {
		if got := sentence(tt.text, tt.w); got != tt.want {
			t.Errorf("%q comes to %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestNoticeIsWhole holds that in a window of 60 columns what a key did instead of what was meant is said to the end of a sentence, above what is
// shown where no row holds it, and that the bar has its keys then.
func TestNoticeIsWhole(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"This is short.",
		"It was read. Nothing in it names a cause, and nothing that was said before it counts any more.",
		"It was read and nothing in it names a cause, so that everything that was said before it still counts.",
	} {
		b := newBench(t, 60, 16).press("tab", "n")
		b.app.t.say = true
		b.app.do(told(text))
		lines := strings.Split(b.screen(), "\n")
		foot, above := strings.TrimSpace(lines[len(lines)-1]), flat(strings.Join(lines[:len(lines)-1], "\n"))
		switch {
		case sentence(text, 58) != "" && foot != sentence(text, 58) && !strings.Contains(above, text):
			t.Errorf("%q is not said:\n%s", text, b.screen())
		case sentence(text, 58) == "" && (!strings.Contains(above, text) || !strings.Contains(foot, "F1")):
			t.Errorf("%q is not said above what is shown:\n%s", text, b.screen())
		}
	}
}

// TestOptionsOnce holds that in a small window the options of a question stand on its first page alone: what follows keeps the question and
// the row that names their keys, and leaves the rest to the text.
func TestOptionsOnce(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, 60, 16, desk, func(c *Config) { c.Playbook = book.Playbook })
	b.press("tab", "n", "1").wants("1 ").press("space").wants("the answers stand above")
	if n := strings.Count(b.screen(), "not sure"); n > 1 {
		t.Errorf("the options stand there %d times:\n%s", n, b.screen())
	}
}

// TestNewestNotice holds that in a small window, too, what happened last is said in one row, whatever an older notice said: of what is parked, of what
// is taken back, and of a key that does nothing.
func TestNewestNotice(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, size := range [][2]int{{60, 16}, {80, 24}} {
		b := newBench(t, size[0], size[1], bookOf(book, flow.Customer, "CS-1"))
		b.press("tab").press("Z").wants("Z works from the first question on").press("tab")
		b.paste("403 permission_error").press("enter", "z", "enter").wants("Parked for")
		b.press("ctrl+z").wants("Taken back: ")
		b.press("ctrl+z").wants("Taken back: the text that was read; p takes it again.").lacks("and 2 more")
		b.press("esc", "esc").wants(sayFirst).press("v").lacks(sayFirst).wants("v works on ")
		b.press("?").wants("not sure: We").press("ctrl+z").wants("Taken back: ")
		b.press("p").wants("403 permission_error") // What was taken back stands where texts are pasted.
	}
}
