package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"why403/flow/must"
)

// A process starts as a copy of its parent, and the peak of memory that the system tells of it is at least what the parent had.
// So a program whose peak is asked for is started by a process that is new and small: the test binary, as measurer.

func init() { programs["measurer"] = measurer }

const intoVariable = "WHY403_TEST_PEAK" // Names the file that the peak in KiB goes to.

// measurer runs the program that its arguments name, and ends as that did.
func measurer() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	_ = cmd.Run() // Its status is passed on.
	peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if err := os.WriteFile(os.Getenv(intoVariable), fmt.Append(nil, peak), 0o600); err != nil {
		panic(err)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// measured makes the command one whose peak is known afterwards, in MiB.
func measured(t testing.TB, cmd *exec.Cmd) (peak func() float64) {
	t.Helper()
	self := must.Have(t, os.Executable)
	into := filepath.Join(t.TempDir(), "peak")
	cmd.Path, cmd.Args = self, append([]string{"measurer", cmd.Path}, cmd.Args[1:]...)
	cmd.Env = append(cmd.Environ(), intoVariable+"="+into)
	return func() float64 {
		said, err := os.ReadFile(into)
		must.NoError(t, err)
		kib, err := strconv.ParseFloat(strings.TrimSpace(string(said)), 64)
		must.NoError(t, err)
		return kib / 1024
	}
}

// TestMeasured holds that the peak is the program's own, whatever this process has had.
func TestMeasured(t *testing.T) {
	t.Parallel()
	program := builtForTest(t)
	had := make([]byte, 256<<20)
	for i := 0; i < len(had); i += 4096 {
		had[i] = 1
	}
	cmd := exec.Command(program, "--version")
	peak := measured(t, cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if mib := peak(); mib < 5 || mib > 128 {
		t.Errorf("%.0f MiB, beside %d here", mib, len(had)>>20)
	}
}
