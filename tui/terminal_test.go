package tui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/gdamore/tcell/v3/vt"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
)

// terminal is an emulated terminal with the program running in it: real key bytes go in, a true screen comes out.
type terminal struct {
	t      *testing.T
	term   vt.MockTerm
	out    *tape // What was written to it.
	result chan Result
	cancel context.CancelFunc
}

// lines maps line ends, as a real terminal's driver does: to a writer that is no terminal the program sends bare ones.
type lines struct{ term vt.MockTerm }

func (l lines) Write(p []byte) (int, error) {
	_, err := l.term.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

func runTerminal(t *testing.T, w, h int, cfg Config) *terminal {
	t.Helper()
	tm := &terminal{t: t, term: vt.NewMockTerm(vt.MockOptSize{X: vt.Col(w), Y: vt.Row(h)}), result: make(chan Result, 1)}
	must.NoError(t, tm.term.Start())
	tm.out = &tape{next: lines{tm.term}}
	ctx, cancel := context.WithCancel(t.Context())
	tm.cancel = cancel
	go func() {
		res, err := Run(ctx, cfg, tm.term, tm.out, tea.WithWindowSize(w, h), tea.WithoutSignals(),
			tea.WithColorProfile(colorprofile.ANSI256), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		if err != nil {
			t.Errorf("run: %v", err)
		}
		tm.result <- res
	}()
	t.Cleanup(func() { cancel(); _ = tm.term.Stop() })
	return tm
}

// screen returns what the terminal shows.
func (tm *terminal) screen() string {
	size := tm.term.Backend().GetSize()
	var out strings.Builder
	for y := range size.Y {
		var line strings.Builder
		for x := vt.Col(0); x < size.X; x++ {
			c := tm.term.GetCell(vt.Coord{X: x, Y: y})
			if c.C == "" {
				c.C = " "
			}
			line.WriteString(c.C)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}

// wants waits until the texts are on the screen, line breaks aside.
func (tm *terminal) wants(texts ...string) *terminal {
	tm.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		s := tm.screen()
		missing := ""
		for _, text := range texts {
			if !strings.Contains(flat(s), flat(text)) {
				missing = text
			}
		}
		if missing == "" {
			return tm
		}
		if time.Now().After(deadline) {
			tm.t.Fatalf("the terminal lacks %q:\n%s", missing, s)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// lacks waits until the terminal no longer shows the text: a frame arrives piece by piece, and the one before can hold what comes next.
func (tm *terminal) lacks(text string) *terminal {
	tm.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); strings.Contains(tm.screen(), text) && time.Now().Before(deadline); {
		time.Sleep(2 * time.Millisecond)
	}
	return tm
}

func (tm *terminal) send(keys string) *terminal {
	tm.term.SendRaw([]byte(keys))
	return tm
}

func (tm *terminal) paste(text string) *terminal {
	return tm.send("\x1b[200~" + text + "\x1b[201~")
}

func (tm *terminal) resize(w, h int) *terminal {
	tm.term.SetSize(vt.Coord{X: vt.Col(w), Y: vt.Row(h)})
	return tm
}

func (tm *terminal) ended() Result {
	tm.t.Helper()
	select {
	case r := <-tm.result:
		return r
	case <-time.After(10 * time.Second):
		tm.t.Fatalf("it did not end:\n%s", tm.screen())
		return Result{}
	}
}

// TestStories goes the whole way in a terminal for each of the five causes, on what ships: paste, questions, fix, verified.
func TestStories(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for n := 1; n <= 5; n++ {
		v := numbered(book.Playbook, n)
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			cfg := testConfig(book.Playbook)
			answers := answersTo(t, book.Playbook, v)
			tm := runTerminal(t, 80, 24, cfg)
			tm.wants("Paste what failed").paste("{\"type\":\"error\"}\r").wants(`{"type":"error"}`).send("\r")
			tm.wants("Read: the general refusal")
			truth, said := make(map[string]flow.Value), generalRefusal().Facts
			for _, a := range answers {
				truth[a.ID] = a.Value
			}
			for pos := flow.Walk(book.Playbook, said); pos.Outcome == flow.Asking; pos = flow.Walk(book.Playbook, said) {
				g := keyTo(book.Playbook, pos, truth)
				tm.wants(begins(g.ask)).send(g.key)
				said = append(said, saidBy(pos, g.key)...)
			}
			tm.wants(v.Title, "Do this now").send("v").wants("Make the fix, then send the full original request again. Does it work now?").send("y").wants("✓ Solved", v.Title).send("q")
			res := tm.ended()
			if !res.Position.Solved || res.Position.Verdict.ID != v.ID || res.Interrupted || res.Unsaved != nil {
				t.Fatalf("ended as %+v", res)
			}
		})
	}
}

// begins is the beginning of what is asked, as much of it as is surely on one row.
func begins(ask string) string {
	words := strings.Fields(ask)
	return strings.Join(words[:min(len(words), 6)], " ")
}

// saidBy is what the key says at the position.
func saidBy(pos flow.Position, key string) []flow.Fact {
	values := map[string]flow.Value{"y": flow.Yes, "n": flow.No, "?": flow.Unsure}
	if v, ok := values[key]; ok {
		return []flow.Fact{{ID: pos.Question.ID, Value: v, From: flow.You}}
	}
	var facts []flow.Fact
	for _, f := range pos.Options[key[0]-'1'].Facts {
		facts = append(facts, flow.Fact{ID: f.Fact, Value: f.Value, From: flow.You})
	}
	return facts
}

// answersTo finds, by trying, answers that lead from the general refusal to the verdict.
func answersTo(t *testing.T, pb *flow.Playbook, v *flow.Verdict) []flow.Fact {
	t.Helper()
	type node struct{ answers []flow.Fact }
	queue := []node{{}}
	for tried := 0; len(queue) > 0 && tried < 200_000; tried++ {
		n := queue[0]
		queue = queue[1:]
		pos := flow.Walk(pb, append(generalRefusal().Facts, n.answers...))
		if pos.Outcome == flow.Concluded && pos.Verdict.ID == v.ID {
			return n.answers
		}
		if pos.Outcome != flow.Asking || len(n.answers) > 14 {
			continue
		}
		for _, val := range []flow.Value{flow.Yes, flow.No} {
			queue = append(queue, node{append(append([]flow.Fact(nil), n.answers...), flow.Fact{ID: pos.Question.ID, Value: val, From: flow.You})})
		}
	}
	t.Fatalf("no answers lead to %s", v.ID)
	return nil
}

// generalRefusal is what a reader finds in the API's general 403, which names no cause.
func generalRefusal() flow.Reading {
	return flow.Reading{Summary: "the general refusal", Facts: []flow.Fact{
		{ID: "status-403", Value: flow.Yes, From: flow.Pasted, Quote: "403"},
		{ID: "answered-by-api", Value: flow.Yes, From: flow.Pasted, Quote: "request_id"},
	}}
}

func numbered(pb *flow.Playbook, n int) *flow.Verdict {
	for i := range pb.Verdicts {
		if pb.Verdicts[i].Number == n {
			return &pb.Verdicts[i]
		}
	}
	return nil
}

func testConfig(pb *flow.Playbook) Config {
	return Config{
		Opened:  conversation.Opened{Playbook: pb, Read: func([]byte) flow.Reading { return generalRefusal() }},
		Session: &flow.Session{}, Now: time.Now, Record: func([]flow.Event) error { return nil },
	}
}

// TestTerminalResizes changes the window in the middle of a conversation.
func TestTerminalResizes(t *testing.T) {
	t.Parallel()
	tm := runTerminal(t, 80, 24, testConfig(fixture()))
	tm.wants("Paste what failed").send("\t").wants("▸").send("n").wants("up to 4 left")
	tm.resize(40, 12).send("\x1b[48;12;40;0;0t").wants("more ↓")
	tm.resize(30, 8).send("\x1b[48;8;30;0;0t").wants("Make the window larger")
	tm.resize(120, 40).send("\x1b[48;40;120;0;0t").wants("Is the lamp").send("y").wants("Is there water", "Said so far")
}

// TestTerminalGivenBack holds that the screen, the cursor and the modes are given back on every way out.
func TestTerminalGivenBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		leave       func(tm *terminal)
		interrupted bool
	}{
		{"quit", func(tm *terminal) { tm.send("q") }, false},
		{"ctrl+c", func(tm *terminal) { tm.send("\x03") }, true},
		{"context", func(tm *terminal) { tm.cancel() }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tm := runTerminal(t, 80, 24, testConfig(fixture()))
			tm.wants("Paste what failed").send("\t").wants("▸").send("n").wants("Is the lamp")
			tt.leave(tm)
			if res := tm.ended(); res.Interrupted != tt.interrupted {
				t.Errorf("interrupted %v, want %v", res.Interrupted, tt.interrupted)
			}
			// The emulator has no second screen, so what tells is the last word on each mode.
			for _, mode := range []string{"?1049", "?2004", "?1002", "?25"} {
				out := tm.out.String()
				on, off := strings.LastIndex(out, "\x1b["+mode+"h"), strings.LastIndex(out, "\x1b["+mode+"l")
				if mode == "?25" {
					on, off = off, on
				}
				if on > off {
					t.Errorf("mode %s was left on", mode)
				}
			}
		})
	}
}

// TestPanicGivesBack holds that a panic ends with an error and the terminal as it was.
func TestPanicGivesBack(t *testing.T) {
	t.Parallel()
	cfg := testConfig(fixture())
	cfg.Read = func([]byte) flow.Reading { panic("a reader's mistake") }
	term := vt.NewMockTerm()
	must.NoError(t, term.Start())
	t.Cleanup(func() { _ = term.Stop() })
	out := &tape{next: lines{term}}
	errs := make(chan error, 1)
	go func() {
		_, err := Run(t.Context(), cfg, term, out, tea.WithWindowSize(80, 24), tea.WithoutSignals(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		errs <- err
	}()
	tm := &terminal{t: t, term: term}
	tm.wants("Paste what failed").paste("E4").wants("E4").send("\r")
	select {
	case err := <-errs:
		if err == nil || !strings.Contains(err.Error(), "panic") {
			t.Fatalf("err = %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it did not end")
	}
	if s := out.String(); strings.LastIndex(s, "\x1b[?1049l") < strings.LastIndex(s, "\x1b[?1049h") {
		t.Error("the alternate screen was left on")
	}
}

// TestMuteTerminal holds that a terminal that answers nothing sees the first screen at once.
func TestMuteTerminal(t *testing.T) {
	t.Parallel()
	term := vt.NewMockTerm()
	must.NoError(t, term.Start())
	t.Cleanup(func() { _ = term.Stop() })
	keys := newKeyboard()
	began := time.Now()
	done := make(chan error, 1)
	go func() {
		_, err := Run(t.Context(), testConfig(fixture()), keys, lines{term}, tea.WithWindowSize(80, 24), tea.WithoutSignals(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		done <- err
	}()
	tm := &terminal{t: t, term: term}
	tm.wants("Paste what failed")
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("the first screen took %v", d)
	}
	keys.send("\t")
	tm.wants("▸")
	keys.send("q")
	must.NoError(t, <-done)
}
