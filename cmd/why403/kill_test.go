package main

import (
	"bytes"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/journal"
)

// kills is how many processes are killed in all; the more, the more moments of their work are met.
var kills = flag.Int("kills", 20, "`how many` processes TestKilled kills")

const (
	answers = 20                   // A process is killed after so many answers at most,
	longer  = 3 * time.Millisecond // and so much later at most, so that it is caught at any point of its work.
)

// TestKilled kills the real program many times, at random moments after it took its first answer, and wants every answer
// back that it had said it recorded.
func TestKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many processes; left out with -short")
	}
	bin := builtForTest(t)
	// Answers and their undoing, for longer than any process lives.
	input := "none\n" + strings.Repeat("y\nundo\nn\nundo\nu\nundo\n", 2000)
	var wg sync.WaitGroup
	var mu sync.Mutex
	most := 0
	for worker := range 2 {
		random := rand.New(rand.NewPCG(403, uint64(worker)))
		wg.Go(func() {
			for range *kills / 2 {
				dir, after, wait := t.TempDir(), 1+random.IntN(answers), time.Duration(random.Int64N(int64(longer)))
				said, err := killed(bin, dir, input, after, wait)
				if err != nil {
					t.Errorf("run the program: %v", err)
					return
				}
				kept, err := recorded(dir)
				if err != nil {
					t.Errorf("killed %v after answer %d: %v", wait, after, err)
					return
				}
				if kept < said {
					t.Errorf("killed %v after answer %d: it said that %d answers were recorded, and %d are there", wait, after, said, kept)
				}
				mu.Lock()
				most = max(most, said)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if most < 10 {
		t.Errorf("no process took more than %d answers; the kills come too early to show anything", most)
	}
}

// killed runs the program, kills it some time after it took so many answers, and returns how many it said were recorded.
func killed(bin, dir, input string, after int, wait time.Duration) (int, error) {
	cmd := exec.Command(bin, "--plain")
	cmd.Env = append(os.Environ(), "WHY403_STATE_DIR="+dir)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	first := make(chan struct{})
	all := make(chan []byte)
	go func() {
		var got bytes.Buffer
		buf := make([]byte, 4096)
		begun := false
		for {
			n, err := out.Read(buf)
			got.Write(buf[:n])
			if !begun && (err != nil || bytes.Count(got.Bytes(), []byte("Recorded:")) >= after) {
				begun = true
				close(first)
			}
			if err != nil {
				break
			}
		}
		all <- got.Bytes()
	}()
	<-first
	time.Sleep(wait) // The moment of the kill; nothing is waited for.
	if err := cmd.Process.Kill(); err != nil {
		return 0, err
	}
	text := <-all
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // It was killed.
	return bytes.Count(text, []byte("Recorded:")), nil
}

// recorded returns how many answers of a person the only session in the folder holds, undone ones included.
func recorded(dir string) (int, error) {
	store := journal.Open(filepath.Join(dir, "sessions"))
	last, err := store.Last()
	if err != nil {
		return 0, err
	}
	log, events, err := store.Resume(last.Name)
	if err != nil {
		return 0, err
	}
	acts := make(map[int]bool) // A choice says several facts in one.
	for _, e := range events {
		if e.Kind == flow.Asserted && e.Fact.From.Person() {
			acts[e.Act] = true
		}
	}
	return len(acts), log.Close()
}
