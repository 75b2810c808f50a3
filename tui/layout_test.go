package tui

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
	"why403/flow/racetest"
)

// scene is a screen and the way to it from the start.
type scene struct {
	name   string
	go_    func(b *bench)
	change func(c *Config) // Nil for none.
}

// bench returns the scene in a window.
func (sc scene) bench(t testing.TB, w, h int) *bench {
	t.Helper()
	b := sc.start(t, w, h)
	sc.go_(b)
	return b
}

// start returns the bench from which the scene's way begins.
func (sc scene) start(t testing.TB, w, h int) *bench {
	t.Helper()
	if sc.change == nil {
		return newBench(t, w, h)
	}
	return newBench(t, w, h, sc.change)
}

func scenes() []scene {
	keys := func(names ...string) func(*bench) { return func(b *bench) { b.press(names...) } }
	return append(append(append(probeScenes(), deskScenes()...), lookScenes()...), []scene{
		{name: "start", go_: keys()},
		{name: "start-list", go_: keys("tab")},
		{name: "question", go_: keys("tab", "n")},
		{name: "question-chosen", go_: keys("tab", "n", "n", "down")},
		{name: "question-after-unsure", go_: keys("tab", "n", "?")},
		{name: "question-say", go_: keys("tab", "n", "s")},
		{name: "question-back", go_: keys("tab", "n", "y", "b")},
		{name: "how", go_: keys("tab", "n", "h")},
		{name: "how-command", go_: keys("tab", "n", "y", "h")},
		{name: "causes", go_: keys("tab", "n", "n", "w")},
		{name: "trail", go_: func(b *bench) { b.paste("lamp off").press("enter", "y"); b.press("b", "t") }},
		{name: "preview", go_: keys("tab", "n", "n", "n", "y", "t", "home", "enter", "up")},
		{name: "verdict", go_: func(b *bench) { b.paste("E4").press("enter") }},
		{name: "verdict-end", go_: func(b *bench) { b.paste("E4").press("enter"); b.press(strings.Fields(strings.Repeat("space ", 12))...) }},
		{name: "section", go_: func(b *bench) { b.paste("E4").press("enter").section("The request").press("tab") }},
		{name: "verify", go_: func(b *bench) { b.paste("E4").press("enter", "v") }},
		{name: "open", go_: keys("tab", "n", "?", "?", "?", "?")},
		{name: "unexplained", go_: keys("tab", "n", "y", "y", "y")},
		{name: "end", go_: func(b *bench) { b.paste("E4").press("enter", "v", "y") }},
		{name: "end-not-yet", go_: func(b *bench) { b.paste("E4").press("enter", "v", "?") }},
		{name: "reference", go_: keys("tab", "g")},
		{name: "page", go_: keys("tab", "g", "enter")},
		{name: "table", go_: keys("tab", "g", "down", "enter")},
		{name: "examples", go_: keys("tab", "x")},
		{name: "rivals", go_: func(b *bench) { b.paste("E4 and E5").press("enter") }, change: func(c *Config) {
			c.Read = func([]byte) flow.Reading {
				return flow.Reading{Summary: "E4", Rivals: []flow.Rival{{Summary: "E5: lamp off"}, {Summary: "E4"}}}
			}
		}},
		{name: "file", go_: keys("tab", "O", "x", "enter")},
		{name: "about", go_: keys("tab", "a")},
		{name: "keys", go_: keys("tab", "n", "f1")},
		{name: "copy", go_: func(b *bench) { b.paste("E4").press("enter", "c") }},
		{name: "second-text", go_: func(b *bench) { b.paste("E4").press("enter").paste("lamp off") }},
		{name: "offer", go_: func(b *bench) { b.press("tab", "n").paste("yes\nno\n\x1b[31mquestion\n") }},
		{name: "held", go_: func(b *bench) { b.paste(strings.Repeat("many lines of a long log\r\n", 4000)) }},
		{name: "unsaved", go_: func(b *bench) { b.full = errDisk; b.press("tab", "n", "y") }},
	}...)
}

var errDisk = fmt.Errorf("write %q: no space left on device", "sessions/2026.jsonl")

// TestFits looks at the main screens in every width from 40 to 130 and every height from 12 to 45 (at a desk's, in each width
// one height): no line is wider than the
// window, there are no more lines than it is high, and every word on the screen is a whole word of the text.
func TestFits(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	main := []string{
		"start", "start-list", "question", "question-after-unsure", "question-say", "how-command", "trail", "preview", "verdict", "open", "verify", "end", "table", "about",
		"ask", "card", "card-paid", "card-missing", "card-customer", "free", "command", "run", "result", "settings", "watch", "look", "looked",
		"desk-question", "role", "parked", "waiting", "taken", "note", "desk-trail", "change", "why", "why-not", "verify-desk", "worked", "end-fixed", "report", "report-saved",
	}
	desk := make(map[string]bool)
	for _, sc := range deskScenes() {
		desk[sc.name] = true
	}
	for _, sc := range scenes() {
		if !slices.Contains(main, sc.name) {
			continue
		}
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			b := sc.bench(t, 80, 24)
			known := vocabulary(b, 12, 20, 2000)
			for w := 40; w <= 130; w++ {
				first, step := 12+w%12, 12 // Every height, in a dozen widths.
				if desk[sc.name] {
					first, step = 12+7*w%34, 34 // Every height, too, but one a width.
				}
				for h := first; h <= 45; h += step {
					b.size(w, h)
					check(t, b, known, w, h)
				}
			}
		})
	}
}

// TestFitsScrolled holds the same for every screen in small windows, scrolled to every place.
func TestFitsScrolled(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			b := sc.bench(t, 80, 24)
			known := vocabulary(b, 12, 20, 2000)
			for _, w := range []int{40, 60} {
				b.size(w, 12)
				for range 15 {
					before := b.app.top().off
					b.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
					check(t, b, known, w, 12)
					if b.app.top().off == before {
						break // Further down there is nothing.
					}
				}
			}
		})
	}
}

func (b *bench) size(w, h int) { b.send(tea.WindowSizeMsg{Width: w, Height: h}) }

func check(t *testing.T, b *bench, known map[string]bool, w, h int) {
	t.Helper()
	screen := b.screen()
	lines := strings.Split(screen, "\n")
	if len(lines) > h {
		t.Fatalf("%dx%d: %d lines:\n%s", w, h, len(lines), screen)
	}
	for _, l := range lines {
		if n := ansi.StringWidth(l); n > w {
			t.Fatalf("%dx%d: a line is %d wide: %q", w, h, n, l)
		}
	}
	for _, word := range strings.Fields(screen) {
		if strings.ContainsAny(word, "·✗✓~") && strings.Trim(word, "·✗✓~+0123456789") == "" { // A cause by its number alone.
			continue
		}
		if !known[word] && !known[strings.TrimSuffix(word, ":")] && !piece(known, word, w) {
			t.Fatalf("%dx%d: %q is no whole word:\n%s", w, h, word, screen)
		}
	}
}

// vocabulary returns every word that the screen shows when there is room for all of it, in the ways it is laid out, and those that the help
// bar has instead where there is not.
func vocabulary(b *bench, heights ...int) map[string]bool {
	known := make(map[string]bool)
	for _, c := range conversation.Commands() {
		for _, word := range strings.Fields(briefly(c.Name)) {
			known[word] = true
		}
	}
	for _, word := range strings.Fields(b.app.status.short) {
		known[word] = true
	}
	for _, h := range heights {
		for _, w := range []int{99, 400} {
			b.size(w, h)
			off := b.app.top().off
			for {
				for _, word := range strings.Fields(b.screen()) {
					known[word] = true
				}
				before := b.app.top().off
				b.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
				if b.app.top().off == before {
					break
				}
			}
			b.app.top().off = off
		}
	}
	more := []string{"Rows that end in %s go on in the next one: c has the text whole, and a wider window shows it so.", page.FoldMark, "…", "↑ more", "more ↓", "space: more ↓", "\\ `", "· yes: no: not sure: waits: (certain) (strong) (likely) (possible) (ruled out)", "why403"}
	for _, p := range probes() {
		more = append(more, p.Body)
	}
	for _, k := range b.app.keys(true) {
		more = append(more, k.Help().Key, k.Help().Desc)
	}
	for _, s := range more {
		for _, word := range strings.Fields(s) {
			known[word] = true
		}
	}
	return known
}

// piece reports whether the word is a part of one that no line of the window can hold, such as a long URL, or a border.
func piece(known map[string]bool, word string, w int) bool {
	if strings.Trim(word, "─╭╮╰╯│┃") == "" {
		return true
	}
	for k := range known {
		if ansi.StringWidth(k) > w/2-4 && strings.Contains(k, word) {
			return true
		}
	}
	return false
}

func TestTooSmall(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.press("tab", "n")
	for w := range minWidth {
		for _, h := range []int{0, 1, 5, 11, 30} {
			b.size(w, h)
			b.press("y", "b", "?", "esc")
			if w >= 10 && h >= 6 {
				b.wants("window larger", "40x12")
			}
		}
	}
	b.facts(0)
	b.size(80, 24)
	b.wants("Is the lamp")
	b.size(20, 5)
	b.press("q")
	if !b.quit {
		t.Fatal("q does not quit a window that is too small")
	}
}

// TestScreens compares screens with the ones that were looked at and found good. Colour is the whole difference between
// the two of a pair.
func TestScreens(t *testing.T) {
	t.Parallel()
	golds := map[string]bool{
		"start": true, "second-text": true, "rivals": true, "question": true, "how": true, "trail": true, "preview": true, "verdict": true, "end": true,
		"ask": true, "card": true, "free": true, "result": true, "settings": true, "watch": true, "look": true, "looked": true,
		"desk-question": true, "desk-words-kept": true, "role": true, "parked": true, "waiting": true, "answers": true, "taken": true, "note": true, "desk-trail": true,
		"change": true, "why": true, "why-not": true, "verify-desk": true, "worked": true, "end-fixed": true, "end-later": true, "due": true, "report": true, "report-saved": true,
	}
	for _, sc := range scenes() {
		if !golds[sc.name] {
			continue
		}
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}} {
			for name, profile := range map[string]colorprofile.Profile{"color": colorprofile.TrueColor, "none": colorprofile.ASCII} {
				t.Run(fmt.Sprintf("%s/%dx%d/%s", sc.name, size[0], size[1], name), func(t *testing.T) {
					t.Parallel()
					b := sc.start(t, size[0], size[1])
					b.send(tea.BackgroundColorMsg{Color: ansi.Black})
					b.send(tea.ColorProfileMsg{Profile: profile})
					sc.go_(b)
					golden.RequireEqual(t, render(b, profile))
				})
			}
		}
	}
}

// render returns the screen as a terminal of the profile gets it.
func render(b *bench, p colorprofile.Profile) string {
	var out bytes.Buffer
	w := colorprofile.Writer{Forward: &out, Profile: p}
	if _, err := w.WriteString(b.app.View().Content + "\n"); err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}

// TestNoColour holds that without colour nothing is lost but colour, and that no screen tells by colour alone.
func TestNoColour(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, sc := range scenes() {
		b := sc.bench(t, 80, 24)
		want := b.screen()
		for _, dark := range []bool{true, false} {
			b.app.t.st = refinedStyles(dark)
			b.app.t.md.forget()
			if got := b.screen(); got != want {
				t.Errorf("%s: the text depends on the colours:\n%q\n%q", sc.name, got, want)
			}
			for _, seq := range strings.Split(render(b, colorprofile.ASCII), "\x1b[")[1:] {
				params, _, _ := strings.Cut(seq, "m")
				for p := range strings.SplitSeq(params, ";") {
					if n, err := strconv.Atoi(p); err == nil && n >= 30 {
						t.Errorf("%s: colour without colours: %q", sc.name, params)
					}
				}
			}
		}
	}
}

var hyperlinks = regexp.MustCompile(`\x1b\]8;[^\x07\x1b]*\x07`)

// TestHostileText holds that no control character of a text reaches the terminal, wherever the text is shown.
func TestHostileText(t *testing.T) {
	t.Parallel()
	evil := "E4\x1b]52;c;aGVsbG8=\x07\x1b[2J\u202e\x9b31m\x00 \x1b]0;owned\x07"
	b := newBench(t, 80, 24, func(c *Config) {
		c.Read = func([]byte) flow.Reading {
			return flow.Reading{Summary: evil, Others: []string{evil}, Warnings: []string{evil}, Facts: []flow.Fact{{ID: "display-says", Value: flow.Yes, Quote: evil}, {ID: evil, Value: flow.Yes, Quote: evil}}}
		}
		c.Session.Open(flow.About{Ticket: evil, Name: evil, Target: evil}, c.Now())
		c.Last.Title = evil
		c.Escalation = func(*flow.Session, flow.Position) (string, error) { return evil, nil }
	})
	b.harmless()
	b.paste(evil)
	b.harmless()
	b.press("enter")
	b.harmless()
	for _, k := range []string{"t", "enter", "esc", "esc", "w", "esc", "x", "esc", "f", "esc", "v", "y"} {
		b.press(k)
		b.harmless()
	}
	b.paste(evil)
	b.harmless()
}

// harmless fails if anything on the screen acts on the terminal.
func (b *bench) harmless() {
	b.t.Helper()
	content := hyperlinks.ReplaceAllString(b.app.View().Content, "")
	for _, bad := range []string{"\x1b]52", "\x1b[2J", "\x1b]0;", "\x07", "\x00", "\u202e", "\x9b3", "owned"} {
		if strings.Contains(content, bad) {
			b.t.Fatalf("the screen has %q:\n%q", bad, content)
		}
	}
}
