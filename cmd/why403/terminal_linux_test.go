package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// TestCrashGivesBack holds that the terminal is as it was after a panic, wherever it is, before the shell gets it.
func TestCrashGivesBack(t *testing.T) {
	racetest.Sequential(t)
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
			tm.wants("Paste the error")
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
	tm.wants("Paste the error")
	tm.until("a guard", func() bool { return guards(cmd.Process.Pid) == 1 })
	must.NoError(t, cmd.Process.Kill())
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
		{"quit", func(tm *terminal) { tm.send("\tn").wants("What does the error show").send("q") }, exitOpen},
		{"answered", func(tm *terminal) {
			tm.send("\tn").wants("What does the error show").send("1").wants("a gateway or relay").send("q").wants("Saved. To go on with it: why403 resume 20").wants("To write it up: why403 report 20")
		}, exitOpen},
		{"all taken back", func(tm *terminal) {
			tm.send("\tn").wants("What does the error show").send("1").wants("a gateway or relay").send("\x1a").wants("Taken back").send("q").wants("Saved. To go on with it: why403 resume 20")
			if strings.Contains(tm.written(), "why403 report") {
				tm.t.Error("a report of nothing is offered")
			}
		}, exitOpen},
		{"the next call", func(tm *terminal) {
			tm.send("\tn").wants("What does the error show").send("1").wants("a gateway or relay").send("f").wants("next call").send("N").wants("Saved: why403 resume 20")
			if tm.send("\x03"); strings.Contains(tm.written(), "To go on with it") {
				tm.t.Error("the call before is told at length")
			}
		}, exitInterrupted},
		{"ctrl+c", func(tm *terminal) { tm.send("\x03") }, exitInterrupted},
		{"interrupted", func(tm *terminal) { _ = tm.cmd.Process.Signal(os.Interrupt) }, exitInterrupted},
		{"asked to end", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGTERM) }, exitInterrupted},
		{"closed", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGHUP) }, exitInterrupted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(builtForTest(t))
			tm := onTerminal(t, cmd, 80, 24)
			tm.wants("Paste the error")
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

// TestSizes gives the program terminals that say anything about their size, and wants a picture for little memory.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		w, h int
		env  []string
		want string
	}{
		{"as large as can be said", 65535, 65535, nil, "Paste the error"},
		{"wide", 65535, 24, nil, "Paste the error"},
		{"high", 80, 65535, nil, "Paste the error"},
		{"unknown", 0, 0, nil, "Paste the error"},
		{"unknown, and the environment exaggerates", 0, 0, []string{"COLUMNS=999999999", "LINES=999999999"}, "Paste the error"},
		{"one cell", 1, 1, nil, "M"},
		{"plain, as large as can be said", 65535, 65535, []string{"TERM=dumb"}, "error text:"},
		{"plain, unknown", 0, 0, []string{"TERM=dumb"}, "error text:"},
		{"plain, by the environment", 80, 24, []string{"WHY403_PLAIN=1"}, "error text:"},
		{"no TERM", 80, 24, []string{"TERM="}, "TERM is not set"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(builtForTest(t))
			tm := onTerminal(t, cmd, tt.w, tt.h, tt.env...)
			tm.wants(tt.want)
			if peak := peakMemory(t, cmd.Process.Pid); peak > 400 {
				t.Errorf("it took %d MiB", peak)
			}
			if slices.Contains(tm.left(), "alternate screen") {
				tm.send("\x03")
			} else {
				_ = cmd.Process.Signal(os.Interrupt)
			}
			if code := tm.exit(); code != exitInterrupted {
				t.Errorf("exit status %d", code)
			}
			if left := tm.left(); len(left) > 0 {
				t.Errorf("left on: %q", left)
			}
		})
	}
}

// peakMemory returns the most memory in MiB that a running process had. What wait4 says is at least what its parent had.
func peakMemory(t testing.TB, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	must.NoError(t, err)
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	var kib int
	if _, err := fmt.Sscan(peak, &kib); err != nil {
		t.Fatalf("no VmHWM in\n%s", status)
	}
	return kib >> 10
}

// TestStalled stops reading what the program writes, and holds that it still ends and that the answers are kept.
func TestStalled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(tm *terminal)
	}{
		{"ctrl+c", func(tm *terminal) { tm.send("\x03") }},
		{"asked to end", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGTERM) }},
		{"hung up", func(tm *terminal) { _ = tm.cmd.Process.Signal(syscall.SIGHUP) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(builtForTest(t))
			dir := t.TempDir()
			tm := onTerminal(t, cmd, 80, 24, "WHY403_STATE_DIR="+dir)
			tm.wants("Paste the error").send("\tn").wants("What does the error show").send("1").wants("403 in JSON · ctrl+z")
			tm.stall()
			tm.until("no room left", func() bool {
				tm.send("\x1bOP") // Shows another screen every time.
				return tm.full()
			})
			tt.end(tm)
			if code := tm.exit(); code != exitInterrupted {
				t.Errorf("exit status %d", code)
			}
			if n, err := recorded(dir); n != 1 || err != nil {
				t.Errorf("%d answers are kept: %v", n, err)
			}
		})
	}
}

// TestWindowCloses closes the terminal under the program.
func TestWindowCloses(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(builtForTest(t))
	dir := t.TempDir()
	tm := onTerminal(t, cmd, 80, 24, "WHY403_STATE_DIR="+dir)
	tm.wants("Paste the error").send("\tn").wants("What does the error show").send("1").wants("403 in JSON · ctrl+z")
	_ = tm.tty.Close()
	_ = tm.ptmx.Close()
	if code := tm.exit(); code != exitInterrupted {
		t.Errorf("exit status %d", code)
	}
	if n, err := recorded(dir); n != 1 || err != nil {
		t.Errorf("%d answers are kept: %v", n, err)
	}
}

// TestBurstAnswersNothing pastes without brackets on a question, and holds that nothing of it is an answer.
func TestBurstAnswersNothing(t *testing.T) {
	t.Parallel()
	for _, burst := range []string{"yn", "yes\r", "y\r", "y\rn\ry\r", "nnnn", strings.Repeat("you may not\r", 100), "E\x1b[" + strings.Repeat("1;", 40) + "1my\rn"} {
		cmd := exec.Command(builtForTest(t))
		dir := t.TempDir()
		tm := onTerminal(t, cmd, 80, 24, "WHY403_STATE_DIR="+dir)
		tm.wants("Paste the error").send("\tn").wants("What does the error show").send(burst)
		tm.until("what came of it", func() bool {
			return strings.Contains(tm.written(), "Several keys came at once") || strings.Contains(tm.written(), "You pasted a text. Read it as ")
		})
		tm.send("\x03")
		if code := tm.exit(); code != exitInterrupted {
			t.Errorf("%q: exit status %d", burst, code)
		}
		if n, _ := recorded(dir); n != 0 {
			t.Errorf("%q: %d answers were taken from it", burst, n)
		}
	}
}

// TestNewPlaybookInterrupted holds that asking for a new playbook ends as every other prompt does.
func TestNewPlaybookInterrupted(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(tm *terminal){
		"ctrl+c":      func(tm *terminal) { tm.send("\x03") },
		"interrupted": func(tm *terminal) { _ = tm.cmd.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(builtForTest(t), "playbook", "new")
			cmd.Dir = t.TempDir()
			tm := onTerminal(t, cmd, 80, 24)
			tm.wants("Name")
			leave(tm)
			if code := tm.exit(); code != exitInterrupted {
				t.Errorf("exit status %d, want %d\n%q", code, exitInterrupted, tm.written())
			}
			tm.wants("nothing was written")
			if files, err := os.ReadDir(cmd.Dir); err != nil || len(files) > 0 {
				t.Errorf("it left %v, %v", files, err)
			}
		})
	}
}
