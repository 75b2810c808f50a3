package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestCrashGivesBack holds that the terminal is as it was after a panic, wherever it is, before the shell gets it.
func TestCrashGivesBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		where string
		exit  int // A panic that nothing can recover from ends a Go program with 2.
		says  string
	}{
		{"update", exitFailed, "a mistake in an update"},
		{"view", exitFailed, "a mistake in a view"},
		{"command", exitFailed, "a mistake in a command"},
		{"goroutine", 2, "a mistake in a goroutine"},
		{"overflow", 2, "runtime.newstack"},
	} {
		t.Run(tt.where, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0])
			cmd.Args = []string{"crasher"}
			tm := onTerminal(t, cmd, 80, 24, "WHY403_TEST_CRASH="+tt.where)
			tm.wants("Read this text")
			tm.until("a guard", func() bool { return guards(cmd.Process.Pid) == 1 })
			if left := tm.left(); !slices.Contains(left, "raw mode") || !slices.Contains(left, "alternate screen") {
				t.Fatalf("before the crash only %q is on", left)
			}
			tm.paste("E4\r")
			if tt.where != "view" {
				tm.wants("E4").send("\r")
			}
			if code := tm.exit(); code != tt.exit {
				t.Errorf("exit status %d, want %d", code, tt.exit)
			}
			if left := tm.left(); len(left) > 0 { // At once: the shell is next.
				t.Errorf("left on: %q", left)
			}
			out := tm.written()
			if _, after, _ := strings.Cut(out, "\x1b[?1049l"); !strings.Contains(after, "why403: it crashed.") || !strings.Contains(after, tt.says) {
				t.Errorf("it does not say what happened:\n%q", after)
			}
			tm.until("no guard", func() bool { return guards(cmd.Process.Pid) == 0 })
		})
	}
}

// guards counts the processes that guard a program's terminal.
func guards(pid int) int {
	n := 0
	dirs, _ := os.ReadDir("/proc")
	for _, d := range dirs {
		env, err := os.ReadFile("/proc/" + d.Name() + "/environ")
		if err == nil && strings.HasPrefix(string(env), "WHY403_TERMINAL=") && parent(d.Name()) == pid {
			n++
		}
	}
	return n
}

func parent(pid string) int {
	stat, _ := os.ReadFile("/proc/" + pid + "/stat")
	_, after, _ := strings.Cut(string(stat), ") ")
	n := 0
	if f := strings.Fields(after); len(f) > 1 {
		for _, r := range f[1] {
			n = n*10 + int(r-'0')
		}
	}
	return n
}

// TestKillGivesBack holds that the terminal is given back when the program is killed.
func TestKillGivesBack(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(builtForTest(t))
	tm := onTerminal(t, cmd, 80, 24)
	tm.wants("Read this text")
	tm.until("a guard", func() bool { return guards(cmd.Process.Pid) == 1 })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	tm.givenBack()
}

// TestWaysOut holds what the terminal, the exit status and the guard are after every way out.
func TestWaysOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		out  func(tm *terminal)
		exit int
	}{
		{"quit", func(tm *terminal) { tm.send("\tn").wants("Does the error say").send("q") }, exitOpen},
		{"ctrl+c", func(tm *terminal) { tm.send("\x03") }, exitInterrupted},
		{"interrupted", func(tm *terminal) { _ = tm.cmd.Process.Signal(os.Interrupt) }, exitInterrupted},
		{"asked to end", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGTERM) }, exitInterrupted},
		{"closed", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGHUP) }, exitInterrupted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(builtForTest(t))
			tm := onTerminal(t, cmd, 80, 24)
			tm.wants("Read this text")
			tm.until("a guard", func() bool { return guards(cmd.Process.Pid) == 1 })
			tt.out(tm)
			if code := tm.exit(); code != tt.exit {
				t.Errorf("exit status %d, want %d", code, tt.exit)
			}
			if left := tm.left(); len(left) > 0 {
				t.Errorf("left on: %q", left)
			}
			if guards(cmd.Process.Pid) > 0 {
				t.Error("the guard is still there")
			}
		})
	}
}
