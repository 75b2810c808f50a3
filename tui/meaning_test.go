package tui

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/page"
)

// TestMeaningStandsWithItsAnswer holds, for every question and choice in a small window, that what the highlighted answer means is in sight with
// it, also where the text was scrolled before.
func TestMeaningStandsWithItsAnswer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, whose := range []flow.Source{flow.You, flow.Customer} {
		for _, text := range []string{"", "403 {\"error\":{\"type\":\"forbidden\",\"message\":\"Request not allowed\"}}"} {
			for _, size := range [][2]int{{60, 16}, {70, 18}} {
				b := newBench(t, size[0], size[1], bookOf(book, whose, ""))
				if text == "" {
					b.press("tab", "n")
				} else {
					b.paste(text).press("enter")
				}
				live, ok := b.app.top().screen.(*questionScreen)
				if !ok {
					t.Fatalf("no question:\n%s", b.screen())
				}
				all := []*questionScreen{live}
				for i := range book.Questions {
					all = append(all, newQuestion(b.app.t, &book.Questions[i], false))
				}
				for _, q := range all {
					q.cursor = -1
					b.app.push(q)
					b.press("space")
					for range q.answers() {
						b.press("down")
						a := q.answers()[q.cursor]
						screen := b.screen()
						whole := strings.Join(strings.Fields(screen), " ")
						if means := page.Line(a.means); !strings.Contains(screen, "▸ "+a.key) || means != "" && !strings.Contains(whole, strings.Join(strings.Fields(means), " ")) {
							t.Errorf("%s, %v, %s: %q is not with its answer %q:\n%s", whose, size, q.q.ID, a.means, a.word, screen)
						}
					}
					b.app.pop()
				}
			}
		}
	}
}

// TestRefusalsAreSeen holds that in a window whose rows a question needs all, what was refused is said all the same.
func TestRefusalsAreSeen(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, size := range [][2]int{{60, 16}, {40, 12}} {
		b := newBench(t, size[0], size[1], bookOf(book, flow.Customer, ""))
		b.press("tab", "n", "ctrl+z").wants("nothing to take back")
		b.paste(elsewhere).press("enter").wants("go online from").paste("Hi, it is the office one.").wants("says nothing new")
	}
}

// TestCustomersSeeNoMeanings holds that who joins as the customer sees answers without what they mean for the causes, also highlighted.
func TestCustomersSeeNoMeanings(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, text := range []string{"403 permission_error", second} {
		b := newBench(t, 60, 16, func(c *Config) {
			c.Playbook, c.Read, c.Guest = book.Playbook, book.Read, true
			c.Opening = new(flow.Reading)
			*c.Opening = book.Read([]byte(text))
		})
		q, ok := b.app.top().screen.(*guestQuestion)
		if !ok {
			t.Fatalf("no question:\n%s", b.screen())
		}
		for range q.answers() {
			b.press("down")
			for _, a := range q.answers() {
				if means := page.Line(a.means); means != "" && strings.Contains(flat(b.screen()), means) {
					t.Errorf("the customer sees %q:\n%s", means, b.screen())
				}
			}
		}
	}
}
