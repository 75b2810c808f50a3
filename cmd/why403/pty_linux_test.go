package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"why403/flow/must"
)

// terminal is a program on a terminal that answers no query.
type terminal struct {
	t         testing.TB
	cmd       *exec.Cmd
	ptmx, tty *os.File
	before    unix.Termios
	ended     chan struct{}

	mu      sync.Mutex
	out     []byte
	changed chan struct{}
	stalled bool // Nobody reads what is written.
	waits   int  // The bytes that waited to be read when that was last looked at,
	same    int  // and how often in a row it was as many.
}

// openPTY opens a pseudo-terminal of that size, in cells.
func openPTY(t testing.TB, w, h int) (ptmx, tty *os.File) {
	t.Helper()
	ptmx, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	must.NoError(t, err)
	raw, err := ptmx.SyscallConn()
	must.NoError(t, err)
	var n int
	var failed error
	err = raw.Control(func(fd uintptr) {
		number, err := unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		n, failed = number, errors.Join(err,
			unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0),
			unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(h), Col: uint16(w)}))
	})
	must.NoError(t, errors.Join(err, failed))
	if tty, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	return ptmx, tty
}

// onTerminal starts the program with a terminal of that size as all three of its streams.
func onTerminal(t testing.TB, cmd *exec.Cmd, w, h int, env ...string) *terminal {
	t.Helper()
	ptmx, tty := openPTY(t, w, h)
	tm := &terminal{t: t, cmd: cmd, ptmx: ptmx, tty: tty, changed: make(chan struct{}, 1), ended: make(chan struct{})}
	tm.before = tm.termios()
	if cmd.Stdin == nil {
		cmd.Stdin = tm.tty
	}
	if cmd.Stdout == nil {
		cmd.Stdout = tm.tty
	}
	cmd.Stderr = tm.tty
	if cmd.Env == nil {
		cmd.Env = append(os.Environ(), "TERM=xterm-256color", "WHY403_STATE_DIR="+t.TempDir())
	}
	cmd.Env = append(cmd.Env, env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	must.NoError(t, cmd.Start())
	go func() {
		_ = cmd.Wait()
		close(tm.ended)
	}()
	go tm.read()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-tm.ended
		_ = tm.tty.Close()
		_ = ptmx.Close()
	})
	return tm
}

func (tm *terminal) read() {
	buf := make([]byte, 16<<10)
	for {
		n, err := tm.ptmx.Read(buf)
		tm.mu.Lock()
		tm.out = append(tm.out, buf[:n]...)
		stalled := tm.stalled
		tm.mu.Unlock()
		select {
		case tm.changed <- struct{}{}:
		default:
		}
		if err != nil || stalled {
			return
		}
	}
}

// stall stops reading what the program writes, so that it has no room left.
func (tm *terminal) stall() {
	tm.mu.Lock()
	tm.stalled = true
	tm.mu.Unlock()
}

// full reports whether the program can write no more: what waits to be read does not grow.
func (tm *terminal) full() bool {
	raw, err := tm.ptmx.SyscallConn()
	must.NoError(tm.t, err)
	waits := 0
	must.NoError(tm.t, raw.Control(func(fd uintptr) { waits, _ = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }))
	tm.mu.Lock()
	defer tm.mu.Unlock()
	if waits != tm.waits {
		tm.waits, tm.same = waits, 0
	}
	tm.same++
	return waits > 0 && tm.same > 20
}

func (tm *terminal) written() string {
	tm.mu.Lock()
	defer tm.mu.Unlock()
	return string(tm.out)
}

// until waits for a condition.
func (tm *terminal) until(what string, is func() bool) {
	tm.t.Helper()
	deadline := time.After(30 * time.Second)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for !is() {
		select {
		case <-tm.changed:
		case <-look.C:
		case <-deadline:
			out := tm.written()
			tm.t.Fatalf("not within 30 s: %s\n%q", what, out[max(len(out)-4000, 0):])
		}
	}
}

// wants waits until a text was written whole, as those are that are new on the screen.
func (tm *terminal) wants(text string) *terminal {
	tm.t.Helper()
	tm.until(text, func() bool { return strings.Contains(tm.written(), text) })
	return tm
}

func (tm *terminal) send(keys string) *terminal {
	tm.t.Helper()
	if _, err := tm.ptmx.WriteString(keys); err != nil {
		tm.t.Fatal(err)
	}
	return tm
}

func (tm *terminal) paste(text string) *terminal { return tm.send("\x1b[200~" + text + "\x1b[201~") }

// exit waits until the program has ended and returns its exit status; -1 for a signal.
func (tm *terminal) exit() int {
	tm.t.Helper()
	tm.until("the end", func() bool {
		select {
		case <-tm.ended:
			return true
		default:
			return false
		}
	})
	const last = "that was all"
	tm.mu.Lock()
	stalled := tm.stalled
	tm.mu.Unlock()
	if stalled {
		return tm.cmd.ProcessState.ExitCode()
	}
	if _, err := tm.tty.WriteString(last); err == nil { // What it wrote before has been read once this is.
		tm.wants(last)
	}
	return tm.cmd.ProcessState.ExitCode()
}

func (tm *terminal) termios() unix.Termios {
	tm.t.Helper()
	raw, err := tm.tty.SyscallConn()
	must.NoError(tm.t, err)
	var t *unix.Termios
	if e := raw.Control(func(fd uintptr) { t, err = unix.IoctlGetTermios(int(fd), unix.TCGETS) }); e != nil || err != nil {
		tm.t.Fatal(e, err)
	}
	return *t
}

// left lists what a terminal is left in that it was not in before.
func (tm *terminal) left() []string {
	var left []string
	if tm.termios() != tm.before {
		left = append(left, "raw mode")
	}
	out := []byte(tm.written())
	for mode, name := range map[string]string{
		"?1049": "alternate screen", "?2004": "bracketed paste", "?1002": "mouse", "?1003": "mouse", "?1006": "mouse reports", "?25": "no cursor", "?2026": "synchronized output",
	} {
		on, off := bytes.LastIndex(out, []byte("\x1b["+mode+"h")), bytes.LastIndex(out, []byte("\x1b["+mode+"l"))
		if mode == "?25" {
			on, off = off, on
		}
		if on > off {
			left = append(left, name)
		}
	}
	return left
}

// givenBack waits until the terminal is as it was.
func (tm *terminal) givenBack() *terminal {
	tm.t.Helper()
	tm.until("the terminal as it was", func() bool { return len(tm.left()) == 0 })
	return tm
}
