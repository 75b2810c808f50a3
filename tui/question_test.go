package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
)

// TestChoicesStay holds that wherever a question is scrolled to, in any window, what y and n answer is in sight with the
// three answers, and that it is said when there is more.
func TestChoicesStay(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	long := strings.Repeat("Would you please look at the little lamp beside the switch, and tell me? ", 9)
	for name, keys := range map[string][]string{
		"question": nil, "say": {"s"}, "how": {"h"}, "say and how": {"s", "h"}, "chosen": {"down"}, "chosen from below": {"up"}, "back": {"y", "b"},
	} {
		b := newBench(t, 80, 24, func(c *Config) {
			q := &c.Playbook.Questions[0]
			q.Say = long
			for range 12 {
				q.How = append(q.How, "Wait for ten seconds.")
			}
		})
		b.press("tab", "n").press(keys...)
		first := "Is the lamp"
		if b.app.t.say && len(b.app.layers) == 1 {
			first = "Would you please"
		}
		for _, size := range [][2]int{{40, 12}, {60, 16}, {80, 24}, {80, 16}, {110, 14}} {
			b.size(size[0], size[1])
			b.app.top().off = 0
			for off := range 60 {
				f, screen := b.app.frame(), b.screen()
				want := []string{first}
				if f.off < f.most {
					want = append(want, "more ↓")
				}
				for _, text := range want {
					if !strings.Contains(flat(screen), text) {
						t.Fatalf("%s, %v, scrolled by %d: the screen lacks %q:\n%s", name, size, off, text, screen)
					}
				}
				for _, choice := range []string{"y yes", "n no ", "? not sure"} { // The bar names the keys together.
					if !strings.Contains(flat(screen), choice) {
						t.Fatalf("%s, %v, scrolled by %d: %q is not in sight:\n%s", name, size, off, choice, screen)
					}
				}
				if f.off >= f.most {
					break // Further down there is nothing.
				}
				b.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
				b.app.scroll(-2) // The wheel turns by three.
			}
		}
	}
}

func TestEscapeOnQuestion(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.paste("nothing known").press("enter").wants("Is the lamp")
	b.press("esc").wants("Is the lamp", "This is the first question; q leaves")
	b.press("esc", "esc").wants("Is the lamp", "This is the first question; q leaves")
	b.press("s", "h").wants("How to check").press("esc").wants("Read out", "little lamp")
	b.press("esc").wants("Is the lamp").lacks("Read out")
	b.press("y").wants("yes: The machine has power ·", "Is there water").press("esc").wants("Is there water").lacks("yes: The machine has power ·")
	b.press("esc").wants("Is there water", "b looks at the answer before").press("b").wants("Is the lamp", "looking back").press("esc").wants("Is there water").lacks("looking back")
	b.holds("power", flow.Yes)
	b.press("p").wants("Paste another").press("tab", "a").wants("Whose call fails?")

	b = newBench(t, 80, 24)
	b.paste("E4").press("enter", "esc").wants("The tank is empty", "No question was answered before this")

	b = newBench(t, 80, 24, func(c *Config) { c.Session.Open(flow.About{Whose: flow.Customer}, c.Now()) })
	b.press("tab", "n", "esc").wants("Read out", "This is the first question")
	b.press("p", "tab").wants("b continue yesterday's machine").press("esc", "esc").wants("Read out", sayFirst)
}

// TestBarKeeps holds that what works is in the bar and in the list of keys, whatever else is shown.
func TestBarKeeps(t *testing.T) {
	t.Parallel()
	for _, width := range []int{72, 80, 100, 120} {
		b := newBench(t, width, 24)
		b.press("tab", "n", "y", "b")
		undo := strings.Contains(b.screen(), "ctrl+z undo")
		b.press("s").wants("Read out")
		if undo && !strings.Contains(b.screen(), "ctrl+z undo") {
			t.Errorf("%d wide: with the customer's wording the bar lacks undo:\n%s", width, b.screen())
		}
	}
	for name, keys := range map[string][]string{
		"proven": {"n", "n", "y"}, "likely": {"n", "n", "?", "y", "y"}, "unexplained": {"n", "y", "y", "y"}, "open": {"n", "?", "?", "?", "?"},
	} {
		b := newBench(t, 80, 24)
		b.press("tab").press(keys...).press("f1", "space").wants("copy the text for support")
		b.press("esc", "S").wants("the text for support")
		if !strings.HasPrefix(b.clip, "Dear maker") {
			t.Errorf("%s: copied %q", name, b.clip)
		}
	}
}

// TestAnswersStayInSight holds for every question of what ships, and every choice, that it and all its answers are in sight whatever stands beside
// them: kept words, a note, the last answer, what was read.
func TestAnswersStayInSight(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	long := "we have looked at this for quite a while with the two people who set it up, and they said that it is as it was before the move, but that they cannot tell for how long"
	for _, q := range book.Questions {
		s := new(flow.Session)
		s.Open(flow.About{Whose: flow.Customer, Ticket: "CS-1"}, time.Time{})
		s.Assert(time.Time{}, flow.Fact{ID: q.ID, Value: flow.Unsure, From: flow.Customer, Asked: "Jane Doe (platform team)"})
		s.Tell(time.Time{}, nil, []flow.Note{{Name: flow.WordsOn(q.ID), Text: long, From: flow.Customer}, {Name: flow.NoteOn(q.ID), Text: long, From: flow.You}})
		b := newBench(t, 80, 24, desk, func(c *Config) { c.Playbook, c.Read, c.Session = book.Playbook, book.Read, s })
		for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}, {100, 30}} {
			b.size(size[0], size[1])
			sc := newQuestion(b.app.t, b.app.t.state.AskedAt(q.ID), true)
			b.app.push(sc)
			b.app.top().off = 0
			screen := b.screen()
			want := []string{page.Line(sc.q.Ask)}
			if b.app.t.say && sc.q.Say != "" {
				want = []string{page.Line(sc.q.Say)}
			}
			for _, a := range sc.answers() {
				want = append(want, a.key+" "+a.word)
			}
			var left []string // Beside it stand the causes.
			for l := range strings.Lines(screen) {
				l, _, _ = strings.Cut(l, "│")
				left = append(left, strings.ReplaceAll(l, "┃", ""))
			}
			got := flat(strings.Join(left, " "))
			for _, text := range want {
				if !strings.Contains(got, flat(text)) {
					t.Errorf("%s, %v: %q is not in sight:\n%s", q.ID, size, text, screen)
					break
				}
			}
			b.app.pop()
		}
	}
}

// TestChangeKeepsItsAnswers holds that where an answer is changed all there are stay in sight while what each changes is scrolled, also of a choice of
// nine.
func TestChangeKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, desk, func(c *Config) { c.Playbook, c.Read = book.Playbook, book.Read })
	b.press("tab", "n", "1", "9", "t", "enter")
	for _, k := range []string{"3", "9", "u"} {
		b.press(k)
		for range 10 {
			b.wants("What is called, and with what", "1 the Claude API with an API key", "9 some other site", "not sure", "withdrawn")
			b.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		}
		b.app.top().off = 0
	}
}
