//go:build unix

package journal

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"why403/flow"
	"why403/flow/must"
)

// kills is how many processes are killed; the more, the more moments of their work are met.
var kills = flag.Int("kills", 40, "`how many` processes TestKilledAtAnyMoment kills")

// TestMain lets the test binary play the program that is killed, or that meets a limit.
func TestMain(m *testing.M) {
	switch play, dir, name := os.Getenv("JOURNAL_TEST_PLAY"), os.Getenv("JOURNAL_TEST_DIR"), os.Getenv("JOURNAL_TEST_NAME"); play {
	case "":
		os.Exit(m.Run())
	case "append":
		exitOn(playAppend(Open(dir), name))
	case "limit":
		exitOn(playLimit(Open(dir)))
	case "stranger":
		exitOn(playStranger(Open(dir), name))
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// playAppend appends until it is killed, and prints the session's name and each number that is acknowledged.
func playAppend(s *Store, name string) error {
	l, session := s.Create(began), new(flow.Session)
	if name != "" {
		var events []flow.Event
		var err error
		if l, events, err = s.Resume(name); err != nil {
			return err
		}
		session = flow.Replay(events)
	}
	fmt.Println(l.Name())
	for {
		facts := []flow.Fact{
			{ID: "a", Value: flow.Yes, From: flow.You, Quote: strings.Repeat("words ", rand.IntN(300))},
			{ID: "b", Value: flow.No, From: flow.You},
		}
		if err := l.Append(session.Assert(began, facts...)); err != nil {
			return err
		}
		fmt.Println(session.Len())
	}
}

// playLimit runs into the largest size the system lets it write, and out of it again.
func playLimit(s *Store) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	l, session := s.Create(began), new(flow.Session)
	fact := flow.Fact{ID: "a", Value: flow.Yes, From: flow.You, Quote: strings.Repeat("words ", 100)}
	if err := l.Append(session.Assert(began, fact)); err != nil {
		return err
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1000, Max: limit.Max}); err != nil {
		return err
	}
	for range 3 {
		if err := l.Append(session.Assert(began, fact)); !errors.Is(err, ErrNotSaved) || !errors.Is(err, unix.EFBIG) {
			return fmt.Errorf("append past the limit: %w", err)
		}
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := l.Append(nil); err != nil {
		return err
	}
	return l.Close()
}

// playStranger goes on with a session in a folder that it may not write.
func playStranger(s *Store, name string) error {
	l, events, err := s.Resume(name)
	if err != nil || len(events) != 3 {
		return fmt.Errorf("resume: %d events, %w", len(events), err)
	}
	if err := l.Append(answer(flow.Replay(events), "z", flow.Yes)); !errors.Is(err, ErrNotSaved) {
		return fmt.Errorf("append: %w", err)
	}
	if err := l.Close(); !errors.Is(err, ErrNotSaved) {
		return fmt.Errorf("close: %w", err)
	}
	if err := s.Create(began).Append(answer(new(flow.Session), "a", flow.Yes)); !errors.Is(err, ErrNotSaved) {
		return fmt.Errorf("append to a new session: %w", err)
	}
	return nil
}

func play(t *testing.T, what string, s *Store, name string) *exec.Cmd {
	t.Helper()
	exe := must.Have(t, os.Executable)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "JOURNAL_TEST_PLAY="+what, "JOURNAL_TEST_DIR="+s.Dir(), "JOURNAL_TEST_NAME="+name)
	return cmd
}

// TestKilledAtAnyMoment kills a program that appends, many times, and wants all that it said was saved.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	name := ""
	for round := range *kills {
		if round%8 == 0 {
			name = ""
		}
		cmd := play(t, "append", s, name)
		var talk strings.Builder
		cmd.Stderr = &talk
		out, err := cmd.StdoutPipe()
		must.NoError(t, err)
		must.NoError(t, cmd.Start())
		in := bufio.NewScanner(out)
		acked := 0
		var said []string
		hear := func(line string) {
			said = append(said, line)
			if n, err := strconv.Atoi(line); err == nil {
				acked = n
			}
		}
		for range rand.IntN(8) {
			if in.Scan() {
				hear(in.Text())
			}
		}
		for range rand.IntN(1 << 16) { // Some moment in the middle of whatever it does.
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatalf("it ended by itself: %v: %s", err, talk.String())
		}
		for in.Scan() {
			hear(in.Text())
		}
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait() // Killed, which is no failure here.
		if talk.Len() > 0 {
			t.Fatalf("round %d: %s", round, talk.String())
		}
		if len(said) > 0 {
			name = said[0]
		}
		if acked == 0 {
			if name == "" {
				continue
			}
			if _, err := os.Lstat(s.path(name)); err != nil {
				name = ""
				continue
			}
		}
		events, err := s.Read(name)
		if err != nil || len(events) < acked {
			t.Fatalf("round %d: %d events acknowledged, %d are there: %v", round, acked, len(events), err)
		}
		if len(events)%2 != 0 {
			t.Fatalf("round %d: half of an act is there", round)
		}
	}
	if list, errs := s.List(); len(list) < 5 || errs != nil {
		t.Errorf("%d sessions, %v", len(list), errs)
	}
}

func TestTheSystemsOwnLimit(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	if out, err := play(t, "limit", s, "").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	last, err := s.Last()
	if err != nil || last.Events != 4 {
		t.Errorf("%d events, %v", last.Events, err)
	}
}

// TestAFolderThatCannotBeWritten runs as another user where the test runs as root, whom no permission stops.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	base, err := os.MkdirTemp("", "why403") // t.TempDir lies in a folder that others cannot enter.
	must.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	s := Open(filepath.Join(base, "sessions"))
	name, _ := stored(t, s)
	cmd := play(t, "stranger", s, name)
	if os.Geteuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		exe := filepath.Join(base, "play")
		copyFile(t, cmd.Path, exe)
		cmd.Path, cmd.Dir = exe, "/"
		for _, p := range []string{base, s.Dir(), s.path(name)} {
			must.NoError(t, os.Chown(p, nobody, nobody))
		}
	}
	for p, mode := range map[string]os.FileMode{s.path(name): 0o400, s.Dir(): 0o500} {
		must.NoError(t, os.Chmod(p, mode))
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
