package tty

import (
	"errors"
	"io"
	"sync"
	"time"
)

// errStalled says that the terminal takes nothing any more.
var errStalled = errors.New("the terminal takes no output")

// maxBehind is how much may wait for a terminal, in bytes: some hundred screens. What is being written counts, too.
const maxBehind = 4 << 20

// Writer writes to a terminal beside the program, so that one which hangs makes nothing else wait: keys, signals and the disk
// still get their turn, and the program can end.
type Writer struct {
	w io.Writer

	mu     sync.Mutex
	queue  []byte
	taken  int // Bytes that are being written.
	busy   bool
	since  time.Time // When the terminal last took something, or was first given something.
	failed error
	shown  func()
	idle   *sync.Cond
}

// NewOutput returns an output to the terminal. Shown is called once, when something is on the screen; it may be nil.
func NewOutput(w io.Writer, shown func()) *Writer {
	o := &Writer{w: w, shown: shown}
	o.idle = sync.NewCond(&o.mu)
	return o
}

// Write takes the bytes over. It fails once the terminal is gone or too far behind.
func (o *Writer) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed == nil && o.taken+len(o.queue) > maxBehind {
		o.failed = errStalled
	}
	if o.failed != nil {
		return 0, o.failed
	}
	o.queue = append(o.queue, p...)
	if !o.busy && len(o.queue) > 0 {
		o.busy, o.since = true, time.Now()
		go o.run()
	}
	return len(p), nil
}

// run writes until there is nothing left.
func (o *Writer) run() {
	for {
		o.mu.Lock()
		b := o.queue
		o.queue, o.taken = nil, len(b)
		if len(b) == 0 || o.failed != nil {
			o.busy = false
			o.idle.Broadcast()
			o.mu.Unlock()
			return
		}
		o.mu.Unlock()

		_, err := o.w.Write(b)

		o.mu.Lock()
		o.since, o.taken = time.Now(), 0
		if err != nil && o.failed == nil {
			o.failed = err
		}
		shown := o.shown
		o.shown = nil
		o.mu.Unlock()
		if shown != nil && err == nil {
			shown()
		}
	}
}

// Stalled returns how long the terminal has taken nothing although there is something for it, and why nothing can be written
// any more.
func (o *Writer) Stalled() (time.Duration, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.busy {
		return 0, o.failed
	}
	return time.Since(o.since), o.failed
}

// Drain waits until everything is written, and reports whether it is. It waits no longer than the limit.
func (o *Writer) Drain(limit time.Duration) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	late := false
	t := time.AfterFunc(limit, func() {
		o.mu.Lock()
		late = true
		o.mu.Unlock()
		o.idle.Broadcast()
	})
	defer t.Stop()
	for o.busy && !late {
		o.idle.Wait()
	}
	return !o.busy && o.failed == nil
}
