package tty

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// TestLibraryFails gives the library what it panics on, past the filter, and holds that only that is lost.
func TestLibraryFails(t *testing.T) {
	t.Parallel()
	keys := make(chan string, 10)
	s := &stream{ctx: t.Context(), term: "xterm-256color", send: func(e any) {
		if k, ok := e.(uv.KeyPressEvent); ok {
			keys <- k.Text
		}
	}}
	defer func() { s.decoder.end() }()
	for range 3 {
		if _, err := s.decode([]chunk{{Keys: []byte("\x1b[" + strings.Repeat("1;", 32) + "1m")}}); err != nil {
			t.Fatal(err)
		}
		<-s.decoder.done
		if s.decoder.crash == nil {
			t.Skip("the library no longer panics at 33 parameters")
		}
		if _, err := s.decode([]chunk{{Keys: []byte("y")}}); err != nil { // It learns of the end here.
			t.Fatal(err)
		}
		if s.filter.wait() == 0 {
			t.Error("text that follows at once would be keys")
		}
		if _, err := s.decode(s.filter.feed([]byte("\x1b[A"))); err != nil {
			t.Fatal(err)
		}
		select {
		case k := <-keys:
			if k != "" {
				t.Errorf("%q came", k)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("no key comes any more")
		}
	}
	{
		s.crashes = mostCrashes
		_, _ = s.decode([]chunk{{Keys: []byte("\x1b[" + strings.Repeat("1;", 32) + "1m")}})
		<-s.decoder.done
		var crash *Crash
		if _, err := s.decode([]chunk{{Keys: []byte("y")}}); !errors.As(err, &crash) {
			t.Errorf("it goes on for ever: %v", err)
		}
	}
}

// stuck is a terminal that takes nothing until it is freed.
type stuck struct {
	free chan struct{}
	mu   sync.Mutex
	got  []byte
}

func (s *stuck) Write(p []byte) (int, error) {
	<-s.free
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, p...)
	return len(p), nil
}

// waitTaken waits until the terminal has been given what was written.
func waitTaken(o *Writer) {
	for taken := false; !taken; runtime.Gosched() {
		o.mu.Lock()
		taken = o.busy && len(o.queue) == 0
		o.mu.Unlock()
	}
}

// TestOutputHoldsNobodyUp writes to a terminal that hangs.
func TestOutputHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	term := &stuck{free: make(chan struct{})}
	shown := make(chan struct{})
	o := NewOutput(term, func() { close(shown) })
	for _, s := range []string{"a", "b", "c"} {
		if n, err := io.WriteString(o, s); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if o.Drain(time.Millisecond) {
		t.Error("it is said to be written")
	}
	if d, err := o.Stalled(); d <= 0 || err != nil {
		t.Errorf("stalled for %v: %v", d, err)
	}
	close(term.free)
	<-shown
	if !o.Drain(10*time.Second) || string(term.got) != "abc" {
		t.Errorf("written: %q", term.got)
	}
	if d, _ := o.Stalled(); d != 0 {
		t.Errorf("stalled for %v", d)
	}

	term = &stuck{free: make(chan struct{})}
	o = NewOutput(term, nil)
	for i := range maxBehind>>20 + 1 {
		if i == 1 {
			waitTaken(o) // What the terminal hangs on counts as what waits for it.
		}
		if _, err := o.Write(make([]byte, 1<<20)); err != nil {
			t.Fatalf("%d MiB: %v", i, err)
		}
	}
	if _, err := o.Write([]byte("x")); !errors.Is(err, errStalled) {
		t.Errorf("far behind: %v", err)
	}
	close(term.free)
}

func TestClamp(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	for _, tt := range []struct {
		w, h           int
		columns, lines string
		width, height  int
	}{
		{80, 24, "", "", 80, 24},
		{80, 24, "100", "50", 80, 24},
		{0, 0, "", "", 80, 24},
		{0, 0, "100", "50", 100, 50},
		{0, 0, "x", "-1", 80, 24},
		{-1, 24, "", "", 80, 24},
		{65535, 65535, "", "", maxWidth, maxHeight},
		{0, 0, "999999999", "999999999", maxWidth, maxHeight},
		{1, 1, "", "", 1, 1},
	} {
		env["COLUMNS"], env["LINES"] = tt.columns, tt.lines
		if w, h := Clamp(tt.w, tt.h, func(name string) string { return env[name] }); w != tt.width || h != tt.height {
			t.Errorf("%+v: %d by %d", tt, w, h)
		}
	}
}
