package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"why403/flow/must"
)

// readers are all flags and arguments that read a file, and standard input as {in}.
var readers = map[string][]string{
	"diagnose":         {"diagnose", "{file}"},
	"answers":          {"diagnose", "--answers", "{file}"},
	"batch":            {"diagnose", "--batch", "{file}"},
	"read":             {"probe", "--read", "{file}"},
	"key-file":         {"probe", "--key-file", "{file}"},
	"admin-key-file":   {"probe", "--admin-key-file", "{file}"},
	"other-key-file":   {"probe", "--other-key-file", "{file}"},
	"request":          {"probe", "--request", "{file}"},
	"resume":           {"resume", "{file}"},
	"report":           {"report", "{file}"},
	"replay":           {"replay", "{file}"},
	"diff":             {"diff", "{file}", "{file}"},
	"edit":             {"edit", "{file}", "--answer", "plain-works=yes"},
	"playbook":         {"--playbook", "{file}", "diagnose", "/dev/null"},
	"playbook-lint":    {"playbook", "lint", "{file}"},
	"playbook-test":    {"playbook", "test", "{file}"},
	"standard-input":   {"diagnose", "{in}"},
	"standard-input-2": {"diagnose", "--batch", "{in}"},
	"standard-input-3": {"probe", "--read", "-", "{in}"},
}

// streams are those that may wait for what another program writes.
var streams = []string{"diagnose", "answers", "batch", "read", "standard-input", "standard-input-2", "standard-input-3"}

// reading is the program on a file.
func reading(t *testing.T, name, file string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd, out := exec.Command(builtForTest(t)), new(bytes.Buffer)
	for _, a := range readers[name] {
		if a != "{in}" {
			cmd.Args = append(cmd.Args, strings.ReplaceAll(a, "{file}", file))
			continue
		}
		f, err := os.OpenFile(file, os.O_RDWR, 0) // Both ends of a pipe, so that this does not wait.
		if err != nil {
			if f, err = os.Open(file); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { f.Close() })
		cmd.Stdin = f
	}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Env = append(os.Environ(), "WHY403_STATE_DIR="+t.TempDir(), "TERM=dumb", "ANTHROPIC_API_KEY=", "GOMEMLIMIT=1GiB")
	return cmd, out
}

// TestReadersEnd gives every flag and argument that reads a file what is none, and wants an end and a word on what to do.
func TestReadersEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge")
	f, err := os.Create(huge)
	must.NoError(t, err)
	if err := f.Truncate(10 << 30); err != nil { // It takes no room.
		t.Fatal(err)
	}
	f.Close()
	for name := range readers {
		for what, file := range map[string]string{"endless": "/dev/zero", "folder": dir, "missing": filepath.Join(dir, "none"), "huge": huge} {
			input := strings.HasPrefix(name, "standard-input")
			if input && what != "endless" || what == "folder" && strings.HasPrefix(name, "playbook") {
				continue // A stream has no size and no name; a folder can be a playbook.
			}
			t.Run(name+"/"+what, func(t *testing.T) {
				t.Parallel()
				cmd, out := reading(t, name, file)
				peak := measured(t, cmd)
				err := cmd.Run()
				if code := cmd.ProcessState.ExitCode(); code != exitUsage {
					t.Errorf("exit status %d: %v", code, err)
				}
				if mib := peak(); mib > maxText>>20*4+100 {
					t.Errorf("it took %.0f MiB", mib)
				}
				said := out.String()
				if !input && !strings.Contains(said, file) || input && !strings.Contains(said, "line 1") && !strings.Contains(said, "standard input") {
					t.Errorf("it does not say what: %s", said)
				}
			})
		}
	}
}

// TestReadersAreInterrupted holds that waiting for a pipe that nobody writes to ends by ctrl+c, or is not begun.
func TestReadersAreInterrupted(t *testing.T) {
	t.Parallel()
	for name := range readers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fifo := filepath.Join(t.TempDir(), "fifo")
			must.NoError(t, syscall.Mkfifo(fifo, 0o600))
			cmd, out := reading(t, name, fifo)
			must.NoError(t, cmd.Start())
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			want := exitUsage
			for _, s := range streams {
				if s == name {
					want = exitInterrupted
					reads(t, fifo)
					must.NoError(t, cmd.Process.Signal(os.Interrupt))
				}
			}
			select {
			case <-ended:
			case <-time.After(30 * time.Second):
				_ = cmd.Process.Kill()
				t.Fatal("it waits for ever")
			}
			if code := cmd.ProcessState.ExitCode(); code != want {
				t.Errorf("exit status %d, want %d: %s", code, want, out)
			}
		})
	}
}

// reads waits until somebody reads the pipe, by what becomes of a byte of it.
func reads(t *testing.T, fifo string) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	wait := func() {
		select {
		case <-look.C:
		case <-deadline:
			t.Fatal("nobody reads the pipe")
		}
	}
	var f *os.File
	for err := error(syscall.ENXIO); err != nil; wait() {
		f, err = os.OpenFile(fifo, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	raw, err := f.SyscallConn()
	must.NoError(t, err)
	for left := 1; left > 0; wait() {
		must.NoError(t, raw.Control(func(fd uintptr) { left, _ = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }))
	}
}
