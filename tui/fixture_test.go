package tui

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
)

// is writes a condition: every pair of fact and value, or any of the conditions joined with or.
func is(fact string, values ...flow.Value) flow.Cond {
	return flow.Cond{{{Fact: fact, Values: values}}}
}

// fixture is a playbook about a coffee machine: small enough to know by heart, with everything that a screen can show.
func fixture() *flow.Playbook {
	screen := func(meaning string) flow.ScreenText {
		return flow.ScreenText{Sections: []flow.Section{
			{Heading: "What it means", Body: meaning + " See <https://example.com/docs/machines/model-b-2025-05-14/first-steps>, or\n[the manual](https://example.com/manual)."},
			{Heading: "The fix in steps", Body: "1. Open the lid and look at the `X-Brew-Mode: strong-2025-05-14` label on its inner side.\n2. Turn the **main** valve."},
			{Heading: "The request", Body: "Ask the machine itself:\n\n```curl\ncurl https://machine.example.com/v1/brew -H \"X-Brew-Mode: strong-2025-05-14\" --data '{\"cups\": 2}'\n```\n\n```python\nimport machine\n\nmachine.brew(cups=2)\n```\n\n```go\nmachine.Brew(2)\n```\n"},
			{Heading: "What not to do", Body: "Do not buy another machine."},
		}}
	}
	return &flow.Playbook{
		ID: "coffee", Title: "Why is there no coffee?", Checked: "2026-11-23", Unexplained: "unexplained",
		Facts: map[string]flow.FactInfo{
			"power":        {About: "The machine has power"},
			"water":        {About: "There is water in the tank"},
			"valve":        {About: "The valve behind the tank is open"},
			"other-works":  {About: "Another machine works at this socket", Retest: true},
			"display-says": {About: "The display names the fault"},
		},
		Questions: []flow.Question{
			{
				ID: "power", Decides: []string{"no-power"}, Ask: "Is the lamp beside the switch on, or does the display show anything at all?",
				Say: "Can you see the little lamp beside the switch, and is it lit?", Why: "Without power nothing else matters, and it is the quickest to see.",
				How: []string{"Look at the lamp beside the switch.", "Press the switch once and wait for ten seconds."},
				Yes: "It has power; on to the water.", No: "The socket or the cable is to blame.", Unsure: "Both stay possible. Plug a lamp into the same socket to know.", Usual: flow.Yes,
				Link: "https://example.com/console/settings/machines/power-supply",
			},
			{
				ID: "other-works", When: is("power", flow.No, flow.Unsure), Decides: []string{"no-power", "socket"}, Ask: "Does another machine work at this socket?",
				Say: "If you plug something else in there, does it work?", Why: "It tells the socket from the machine.", Yes: "The machine is to blame.", No: "The socket is dead.", Unsure: "Plug something else in.",
			},
			{
				ID: "water", Decides: []string{"no-water"}, Ask: "Is there water in the tank?", Say: "Is there water in it?", Why: "An empty tank stops the pump.",
				How: []string{"Lift the tank."}, Yes: "Then the valve.", No: "Fill it.", Unsure: "Lift the tank: a full one is heavy.", Command: "machine status --tank --verbose",
			},
			{ID: "valve", Decides: []string{"valve"}, Ask: "Is the valve open?", Why: "A closed valve lets nothing through.", Yes: "Not the valve.", No: "Open it.", Unsure: "Turn it once."},
		},
		Verdicts: []flow.Verdict{
			{ID: "no-power", Short: "power", Number: 1, Always: true, Title: "The machine gets no power", Remedy: flow.Remedy{Fix: []string{"Plug it in, and switch the socket on."}}, Screen: screen("The machine is off.")},
			{ID: "no-water", Short: "water", Number: 2, Always: true, Title: "The tank is empty", Remedy: flow.Remedy{
				Take: flow.InOrder, Fix: []string{"Fill the tank with water up to the mark.", "Then brew {model|what you brewed} again."},
				Who: "Whoever stands beside it.", Send: "The machine {host|in the kitchen} has no water. Please fill its tank.", Check: "The display shows OK.",
			}, Screen: screen("There is nothing to brew with.")},
			{ID: "valve", Short: "valve", Number: 3, Always: true, Title: "The valve behind the tank is closed", Remedy: flow.Remedy{Fix: []string{"Turn the valve to the left until it stops."}}, Screen: screen("Water does not get through.")},
			{ID: "socket", Title: "The socket is dead", Remedy: flow.Remedy{Fix: []string{"Use another socket and have this one repaired."}}, Screen: screen("No machine works here.")},
			{ID: "unexplained", Title: "None of the known causes explains it", Remedy: flow.Remedy{Fix: []string{"Send the prepared text to the maker."}}, Screen: flow.ScreenText{Sections: []flow.Section{{Heading: "What it means", Body: "Everything known is ruled out."}}}},
		},
		Rules: []flow.Rule{
			{When: is("power", flow.No), Suggests: []string{"no-power"}, Sure: flow.Weak, Because: "The lamp is dark."},
			{When: flow.Cond{{{Fact: "power", Values: []flow.Value{flow.No}}, {Fact: "other-works", Values: []flow.Value{flow.Yes}}}}, Proves: []string{"no-power"}, Sure: flow.Strong, Because: "Another machine works at the same socket, this one does not."},
			{When: is("other-works", flow.No), Proves: []string{"socket"}, RulesOut: []string{"no-power"}, Sure: flow.Strong, Because: "Nothing works at this socket."},
			{When: is("power", flow.Yes), RulesOut: []string{"no-power"}, Sure: flow.Strong, Because: "The lamp is lit."},
			{When: is("water", flow.No), Proves: []string{"no-water"}, Sure: flow.Certain, Because: "The tank was seen to be empty."},
			{When: is("water", flow.Yes), RulesOut: []string{"no-water"}, Sure: flow.Certain, Because: "There is water in the tank."},
			{When: is("valve", flow.No), Proves: []string{"valve"}, Sure: flow.Strong, Because: "The valve is closed."},
			{When: is("valve", flow.Yes), RulesOut: []string{"valve"}, Sure: flow.Strong, Because: "The valve is open."},
			{When: is("display-says", flow.Yes), Proves: []string{"no-water"}, Sure: flow.Certain, Because: "The display says that the tank is empty."},
		},
		Reference: []flow.ScreenText{
			{ID: "short", Title: "The 30-second answer", Sections: []flow.Section{{Heading: "In short", Body: "Look at the lamp **first**, then at the tank.\n\n- lamp\n- tank, with its `X-Tank-Level` label"}, {Heading: "", Body: "```text\nE4: tank empty\n```"}}},
		},
		Tables: []flow.Table{{ID: "marks", Title: "What the marks mean", Rows: []flow.TableRow{
			{Item: "upper mark", Claim: "holds 12 cups", Finding: "holds 10 cups since the model of 2025", Judged: "outdated", Source: "https://example.com/marks/the-upper-mark-of-2025", Checked: "2026-11-20"},
			{Item: "lower mark", Finding: "stops the pump", Judged: "new", Source: "machine-sdk v1.2.0", Checked: "2026-11-21"},
		}}},
		Examples: []flow.Example{
			{ID: "tank", Title: "A display that names the fault", Text: "E4: tank empty\nplease fill"},
			{ID: "vague", Title: "A display that says nothing useful", Text: "ERROR"},
		},
	}
}

// readFixture reads a text of the coffee machine: E4 names the fault, anything else names nothing.
func readFixture(text []byte) flow.Reading {
	s := string(text)
	if strings.Contains(s, "E4") {
		return flow.Reading{
			Summary: "E4: tank empty", Facts: []flow.Fact{{ID: "display-says", Value: flow.Yes, From: flow.Pasted, Quote: "E4: tank empty", Rule: "e4"}},
			Notes: []flow.Note{{Name: "code", Text: "E4", From: flow.Pasted}}, Others: []string{"E2: descale"}, Warnings: []string{"The middle of the text was not read."},
		}
	}
	if strings.Contains(s, "lamp off") {
		return flow.Reading{Summary: "lamp off", Facts: []flow.Fact{{ID: "power", Value: flow.No, From: flow.Pasted, Quote: "lamp off"}}}
	}
	return flow.Reading{}
}

// bench is an App that a test drives by messages, with everything it recorded. Commands run at once, in order; ticks do not
// run by themselves.
type bench struct {
	t     testing.TB
	app   *App
	now   time.Time
	disk  []flow.Event
	full  error     // What recording answers.
	ticks []tea.Msg // Asked for and not sent.
	clip  string
	quit  bool
}

func newBench(t testing.TB, w, h int, change ...func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	cfg := Config{
		Opened: conversation.Opened{
			Playbook: fixture(), Read: readFixture,
			Escalation: func(s *flow.Session, p flow.Position) (string, error) {
				return "Dear maker,\n\nthere is no coffee, although everything was checked.\nOutcome: " + p.Outcome.String(), nil
			},
		},
		Session: &flow.Session{},
		Now:     func() time.Time { return b.now },
		Record: func(e []flow.Event) error {
			if b.full != nil {
				return b.full
			}
			b.disk = append(b.disk, e...)
			return nil
		},
		OpenFile: func(path string) ([]byte, error) {
			if path == "e4.txt" {
				return []byte("E4: tank empty"), nil
			}
			return nil, errors.New("no such thing")
		},
		Last: &conversation.LastSession{Name: "old", Title: "yesterday's machine", Resume: func() (*flow.Session, func([]flow.Event) error, error) {
			s := &flow.Session{}
			s.Assert(b.now, flow.Fact{ID: "power", Value: flow.Yes, From: flow.You})
			b.disk = s.Events()
			return s, func(e []flow.Event) error { b.disk = append(b.disk, e...); return nil }, nil
		}},
	}
	for _, c := range change {
		c(&cfg)
	}
	b.app = New(cfg)
	b.app.tick = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		b.ticks = append(b.ticks, msg)
		return nil
	}
	b.run(b.app.Init())
	b.send(tea.WindowSizeMsg{Width: w, Height: h})
	b.send(settledMsg{})
	return b
}

// run carries a command out and sends what it answers.
func (b *bench) run(cmd tea.Cmd) {
	if cmd == nil || blinks(cmd) {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			b.run(c)
		}
	case tea.QuitMsg:
		b.quit = true
	case doneMsg, thenMsg:
		b.send(msg)
	default:
		if s, ok := clipboard(msg); ok {
			b.clip = s
		}
		if strings.HasPrefix(reflect.TypeOf(msg).PkgPath(), "charm.land/huh/") { // A form goes on by itself.
			b.send(msg)
		}
	}
}

// blinks reports whether the command only waits until a cursor is to blink: half a second each time.
func blinks(cmd tea.Cmd) bool {
	f := runtime.FuncForPC(reflect.ValueOf(cmd).Pointer())
	return f != nil && strings.Contains(f.Name(), "cursor.(*Model).Blink")
}

func (b *bench) send(msg tea.Msg) {
	_, cmd := b.app.Update(msg)
	b.run(cmd)
}

// press sends keys by their names; a name of one character is typed.
func (b *bench) press(names ...string) *bench {
	b.t.Helper()
	for _, n := range names {
		b.send(keyPress(n))
	}
	return b
}

func (b *bench) paste(text string) *bench {
	b.send(tea.PasteMsg{Content: text})
	return b
}

// screen returns what is shown, without styles.
func (b *bench) screen() string { return plain(b.app.View().Content) }

// wants fails unless every text is on the screen, line breaks aside.
func (b *bench) wants(texts ...string) *bench {
	b.t.Helper()
	screen := b.screen()
	for _, text := range texts {
		if !strings.Contains(flat(screen), text) {
			b.t.Fatalf("the screen lacks %q:\n%s", text, screen)
		}
	}
	return b
}

func (b *bench) lacks(texts ...string) *bench {
	b.t.Helper()
	screen := b.screen()
	for _, text := range texts {
		if strings.Contains(flat(screen), text) {
			b.t.Fatalf("the screen has %q:\n%s", text, screen)
		}
	}
	return b
}

// holds fails unless that is what is known of a fact.
func (b *bench) holds(id string, want flow.Value) *bench {
	b.t.Helper()
	if f, _ := b.app.t.state.Session.Fact(id); f.Value != want {
		b.t.Errorf("%s is %+v, want %s", id, f, want)
	}
	return b
}

// saidBy fails unless it is the word of those that a fact rests on.
func (b *bench) saidBy(id string, want flow.Source) *bench {
	b.t.Helper()
	if f, _ := b.app.t.state.Session.Fact(id); f.From != want {
		b.t.Errorf("%s is %+v, want the word of %q", id, f, want)
	}
	return b
}

// facts fails unless so many are known.
func (b *bench) facts(want int) *bench {
	b.t.Helper()
	if got := b.app.t.state.Session.Facts(); len(got) != want {
		b.t.Fatalf("%d facts are known, want %d: %v", len(got), want, got)
	}
	return b
}

// copied fails unless that was copied last.
func (b *bench) copied(want string) *bench {
	b.t.Helper()
	if b.clip != want {
		b.t.Errorf("copied %q, want %q", b.clip, want)
	}
	return b
}

// section opens the section with that heading of the verdict that is shown.
func (b *bench) section(heading string) *bench {
	b.t.Helper()
	v, ok := b.app.top().screen.(*verdictScreen)
	if !ok {
		b.t.Fatalf("no verdict is shown: %T", b.app.top().screen)
	}
	for i, s := range b.app.t.pos.Verdict.Screen.Sections {
		if s.Heading == heading {
			v.cursor = i
			return b.press("enter")
		}
	}
	b.t.Fatalf("the verdict has no section %q", heading)
	return b
}
