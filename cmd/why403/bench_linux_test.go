package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"why403/flow/must"
)

// screen is a program on a terminal of 80 columns and 24 lines that answers no query.
type screen struct {
	cmd  *exec.Cmd
	ptmx *os.File
}

// open starts the program with the terminal as all three of its streams.
func open(b *testing.B, bin string) *screen {
	b.Helper()
	ptmx, tty := openPTY(b, 80, 24)
	defer tty.Close()
	cmd := exec.Command(bin)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "WHY403_STATE_DIR="+b.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	must.NoError(b, cmd.Start())
	return &screen{cmd: cmd, ptmx: ptmx}
}

// until reads until the text was written whole, as a first frame is.
func (s *screen) until(b *testing.B, text string) {
	b.Helper()
	must.NoError(b, s.ptmx.SetReadDeadline(time.Now().Add(10*time.Second)))
	var seen []byte
	buf := make([]byte, 16<<10)
	for !bytes.Contains(seen, []byte(text)) {
		n, err := s.ptmx.Read(buf)
		if err != nil {
			b.Fatalf("%q was never shown: %v\n%q", text, err, seen)
		}
		seen = append(seen, buf[:n]...)
	}
}

// rest reads until the program has written nothing for a while: later frames are differences, in which no text is whole.
func (s *screen) rest(b *testing.B) {
	b.Helper()
	buf := make([]byte, 16<<10)
	for {
		must.NoError(b, s.ptmx.SetReadDeadline(time.Now().Add(100*time.Millisecond)))
		if _, err := s.ptmx.Read(buf); err != nil {
			return
		}
	}
}

// keys types and waits for what comes of it.
func (s *screen) keys(b *testing.B, keys string) {
	b.Helper()
	if _, err := s.ptmx.WriteString(keys); err != nil {
		b.Fatal(err)
	}
	s.rest(b)
}

// end kills the program and returns the most memory it had, in MiB.
func (s *screen) end(b *testing.B) float64 {
	b.Helper()
	peak := peakMemory(b, s.cmd.Process.Pid)
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	_ = s.ptmx.Close()
	return float64(peak)
}

// built returns the program of the folder as it ships: stripped.
func built(b *testing.B, folder string) string {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, folder).CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// BenchmarkStart measures from the start of the process to its first frame, with everything it loads, against a bare Bubble
// Tea program in the same run.
func BenchmarkStart(b *testing.B) {
	bare, ours := built(b, "./testdata/bare"), built(b, ".")
	var bareTime, ourTime time.Duration
	for b.Loop() {
		began := time.Now()
		s := open(b, bare)
		s.until(b, "keys: 0")
		bareTime += time.Since(began)
		s.end(b)

		began = time.Now()
		s = open(b, ours)
		s.until(b, "Paste the error")
		ourTime += time.Since(began)
		s.end(b)
	}
	b.ReportMetric(float64(ourTime)/float64(bareTime), "×bare")
	b.ReportMetric(float64(ourTime.Microseconds())/float64(b.N), "µs-ours")
	b.ReportMetric(float64(bareTime.Microseconds())/float64(b.N), "µs-bare")
}

// BenchmarkStartDiagnose measures the whole process on a small error against one that only tells its version.
func BenchmarkStartDiagnose(b *testing.B) {
	bin := built(b, ".")
	file := filepath.Join(b.TempDir(), "error.txt")
	must.NoError(b, os.WriteFile(file, []byte(`403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`), 0o600))
	run := func(args ...string) time.Duration {
		began := time.Now()
		if out, err := exec.Command(bin, args...).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return time.Since(began)
	}
	var version, diagnosis []time.Duration // The medians count: the machine has other things to do.
	for b.Loop() {
		version = append(version, run("--version"))
		diagnosis = append(diagnosis, run("diagnose", file))
	}
	slices.Sort(version)
	slices.Sort(diagnosis)
	v, d := version[b.N/2], diagnosis[b.N/2]
	b.ReportMetric(float64(d)/float64(v), "×version")
	b.ReportMetric(float64(d.Microseconds()), "µs-diagnose")
	b.ReportMetric(float64(v.Microseconds()), "µs-version")
}

// BenchmarkMemory leads one session from a text to the end of a verdict's screen and reports the peak.
func BenchmarkMemory(b *testing.B) {
	bin := built(b, ".")
	peak := 0.0
	for b.Loop() {
		s := open(b, bin)
		s.until(b, "Paste the error")
		s.keys(b, "\x1b[200~"+`{"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`+"\x1b[201~")
		s.keys(b, "\r")
		for range 12 {
			s.keys(b, " ")
		}
		peak = max(peak, s.end(b))
	}
	b.ReportMetric(peak, "MiB-peak")
}
