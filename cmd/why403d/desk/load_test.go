package desk

import (
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// many is how many sessions are open at once.
const many = 500

// typist is a session whose picture nobody looks at, but for when it changes.
type typist struct {
	in   io.Writer
	drew chan time.Time
}

// Write is given what the session draws.
func (p *typist) Write(b []byte) (int, error) {
	select {
	case p.drew <- time.Now():
	default:
	}
	return len(b), nil
}

// types presses a key and returns how long the picture took to follow; false if it never did.
func (p *typist) types(key string) (time.Duration, bool) {
	for len(p.drew) > 0 {
		<-p.drew
	}
	began := time.Now()
	if _, err := io.WriteString(p.in, key); err != nil {
		return 0, false
	}
	select {
	case at := <-p.drew:
		return at.Sub(began), true
	case <-time.After(patience):
		return patience, false
	}
}

// BenchmarkSessions has 500 sessions at once, clients and server on this machine, each of which types a key every two seconds. It
// tells how long a frame takes after its key, and what a session takes of memory, its client's included.
func BenchmarkSessions(b *testing.B) {
	limits := Usual()
	limits.Waiting, limits.PerAddress, limits.PerPerson = many, many, many
	s := open(b, limits)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	all := make([]*typist, many)
	var opening sync.WaitGroup
	turns := make(chan struct{}, 16)
	for i := range all {
		turns <- struct{}{}
		opening.Go(func() {
			defer func() { <-turns }()
			session, err := s.dial("ann").NewSession()
			if err != nil {
				b.Error(err)
				return
			}
			p := &typist{drew: make(chan time.Time, 64)}
			session.Stdout = p
			if p.in, err = session.StdinPipe(); err != nil {
				b.Error(err)
			}
			if err := session.RequestPty("xterm-256color", 24, 80, nil); err != nil {
				b.Error(err)
			}
			if err := session.Shell(); err != nil {
				b.Error(err)
			}
			<-p.drew
			all[i] = p
		})
	}
	opening.Wait()
	if b.Failed() {
		return
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	time.Sleep(2 * time.Second) // All have drawn their first picture.
	var mu sync.Mutex
	var took []time.Duration
	key, keys := 0, []string{"\t", "\x1b"} // To the list, and back: the whole picture of both is little.
	for b.Loop() {
		var typing sync.WaitGroup
		for i, p := range all {
			typing.Go(func() {
				time.Sleep(time.Duration(i) * 2 * time.Second / many)
				d, ok := p.types(keys[key%2])
				if !ok {
					b.Error("a key was followed by no frame")
				}
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
			})
		}
		typing.Wait()
		key++
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(.5), "ms-p50")
	b.ReportMetric(at(.99), "ms-p99")
	b.ReportMetric(at(1), "ms-max")
	b.ReportMetric(float64(after.HeapInuse+after.StackInuse-before.HeapInuse-before.StackInuse)/many/1024, "KiB/session")
	b.Logf("%d sessions, %d keys", many, len(took))
}
