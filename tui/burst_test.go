package tui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/racetest"
	"why403/tui/tty"
)

// pieces is an input that comes in pieces, as from a terminal that is pasted into, and then waits.
type pieces struct {
	rest []byte
	size int
	stop chan struct{}
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		<-p.stop
		return 0, io.EOF
	}
	n := copy(b, p.rest[:min(p.size, len(p.rest))])
	p.rest = p.rest[n:]
	return n, nil
}

// rows is a log as it is typed: lines that end with the enter key.
func rows(size int) []byte {
	line := []byte(`2026-11-28 ERROR 403 {"type":"error","error":{"type":"permission_error"}}` + "\r")
	return bytes.Repeat(line, size/len(line)+1)[:size]
}

// TestRowsAreOneMessage counts the messages that come of a megabyte that is pasted without brackets: each is an update and a
// picture.
func TestRowsAreOneMessage(t *testing.T) {
	t.Parallel()
	in := &pieces{rest: rows(1 << 20), size: 1000, stop: make(chan struct{})}
	defer close(in.stop)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	messages, length := 0, 0
	if err := tty.Stream(ctx, in, "xterm-256color", func(event any) {
		messages++
		if b, ok := event.(tty.Burst); ok {
			length += len(b.Text)
		}
		if length == 1<<20 {
			cancel()
		}
	}); err != nil {
		t.Fatal(err)
	}
	// A start and an end belong to each paste. A machine that stops for a while cuts a paste in two.
	if length != 1<<20 || messages > 30 {
		t.Errorf("%d messages with %d bytes", messages, length)
	}
}

// TestRowsAnywhere types rows at once on every screen, and holds that they are text where text is typed, and answer nothing
// anywhere else.
func TestRowsAnywhere(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const rows = "y\rn\r?\ry"
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			b := sc.bench(t, 80, 24)
			facts := fmt.Sprint(b.app.t.state.Session.Facts())
			b.send(burstMsg{rows})
			if got := fmt.Sprint(b.app.t.state.Session.Facts()); got != facts {
				t.Errorf("facts are %s, were %s", got, facts)
			}
			b.send(burstMsg{"yn"})
			if got := fmt.Sprint(b.app.t.state.Session.Facts()); got != facts {
				t.Errorf("facts are %s, were %s", got, facts)
			}
		})
	}
}

// TestBurstIsText holds what becomes of a burst where text is typed.
func TestBurstIsText(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 24)
	b.send(burstMsg{"E4: tank\rempty"})
	b.wants("E4: tank", "empty")
	b.press("ctrl+u")
	b.send(burstMsg{"E4: tank\r"}) // The last enter is the key.
	b.wants("The tank is empty")

	b = newBench(t, 80, 24).press("tab", "O")
	b.send(burstMsg{"e4.txt\r"})
	b.wants("The tank is empty")

	b = newBench(t, 80, 24).press("tab", "O")
	b.send(burstMsg{strings.Repeat("a", 1<<20)})
	b.wants("too long for one line").lacks("aaaa")

	b = newBench(t, 80, 24).press("tab", "n")
	b.send(burstMsg{"yn"})
	b.wants("Several keys came at once", "Is the lamp")
	b.send(burstMsg{strings.Repeat("yes it is lit\r", 20)})
	b.wants("You pasted a text")
}

// TestTypedOn types more than can be edited, key by key, and holds that nothing of it is lost.
func TestTypedOn(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	b := newBench(t, 80, 24)
	area, _ := b.app.pasteArea()
	var want strings.Builder
	want.WriteString(strings.Repeat("0", editMaxBytes-100)) // To type all of it would take half a minute.
	area.input.SetValue(want.String())
	for i := range 200 {
		c := string(rune('a' + i%26))
		b.app.Update(keyPress(c))
		want.WriteString(c)
	}
	b.send(keyPress("enter"))
	b.send(keyPress("z"))
	if got := area.Text(); got != want.String()+"\nz" {
		t.Errorf("%d bytes of %d: …%q", len(got), want.Len()+2, got[max(len(got)-20, 0):])
	}
}

// counting counts how often a text is looked through for secrets, which is the dearest part of a picture.
func counting(n *atomic.Int64) func(*Config) {
	return func(c *Config) {
		c.Mask = func(s string) string { n.Add(int64(len(s))); return s }
	}
}

// TestBurstWork counts the bytes that are looked through for a large burst.
func TestBurstWork(t *testing.T) {
	t.Parallel()
	work := func(size int) int64 {
		var n atomic.Int64
		b := newBench(t, 80, 24, counting(&n))
		b.send(burstMsg{string(rows(size))})
		b.screen()
		return n.Load()
	}
	if small, large := work(100<<10), work(1<<20); large > 11*small {
		t.Errorf("100 KiB take %d, 1 MiB takes %d", small, large)
	}
}

// TestGuardedCommands holds that a panic in a command ends the program, however deep in batches the command is.
func TestGuardedCommands(t *testing.T) {
	t.Parallel()
	boom := func() tea.Msg { panic("boom") }
	for name, cmd := range map[string]tea.Cmd{"alone": boom, "in a batch": tea.Batch(boom, boom), "in a sequence": tea.Sequence(boom, boom), "deep": tea.Batch(tea.Sequence(tea.Batch(boom, boom), boom), boom)} {
		g := new(guarded)
		var run func(cmd tea.Cmd) bool
		run = func(cmd tea.Cmd) bool {
			quit := false
			switch msg := cmd().(type) {
			case tea.QuitMsg:
				return true
			case tea.BatchMsg:
				for _, c := range msg {
					quit = run(c) || quit
				}
			default:
				all := reflect.ValueOf(msg) // A sequence, whose type has no name outside of Bubble Tea.
				for i := range all.Len() {
					quit = run(all.Index(i).Interface().(tea.Cmd)) || quit
				}
			}
			return quit
		}
		if !run(g.guard(cmd)) {
			t.Errorf("%s: it goes on", name)
		}
		var crash *tty.Crash
		if err := error(g.crash.Load()); !errors.As(err, &crash) || crash.Value != "boom" || !bytes.Contains(crash.Stack, []byte("TestGuardedCommands")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkRows pastes without brackets into the program, whole: 1 MB is to take ten times as long as 100 KB.
func BenchmarkRows(b *testing.B) {
	for _, size := range []int{100 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				in := &pieces{rest: rows(size), size: 4095, stop: make(chan struct{})}
				ctx, cancel := context.WithCancel(b.Context())
				cfg := testConfig(fixture())
				read := 0
				cfg.Read = func(text []byte) flow.Reading {
					read += len(text)
					cancel()
					return flow.Reading{}
				}
				in.rest[size-1] = '\r' // The enter that has it read.
				if _, err := Run(ctx, cfg, in, io.Discard, tea.WithWindowSize(80, 24), tea.WithoutSignals(), tea.WithEnvironment([]string{"TERM=xterm-256color"})); err != nil {
					b.Fatal(err)
				}
				close(in.stop)
				if read < size-2 {
					b.Fatalf("%d bytes were read", read)
				}
			}
		})
	}
}
