package tty

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// Burst is text that came faster than anybody types, without being marked as a paste.
type Burst struct{ Text string }

// Paste is text that was pasted.
type Paste struct{ Text string }

// Crash is a panic that was caught.
type Crash struct {
	Value any
	Stack []byte
}

// Caught makes a panic's value an error, with where it happened. It is called by what recovered.
func Caught(value any) *Crash { return &Crash{value, debug.Stack()} }

func (c *Crash) Error() string { return fmt.Sprintf("panic: %v", c.Value) }

const (
	readSize = 32 << 10
	// gather is how long text is waited for that belongs to what has just come. Pastes of terminals that do not bracket come
	// in pieces less than a millisecond apart; two keys are never that close.
	gather = 3 * time.Millisecond
	// mostCrashes is how often the library may fail on what was typed before that is taken for the end.
	mostCrashes = 100
)

// Stream reads the terminal until the context ends or nothing more comes, and sends what comes as Paste,
// Burst, and events of package uv. It returns nil at the end of the input. The library that takes sequences apart runs under a recover: what it fails
// on is lost, and what follows is not.
func Stream(ctx context.Context, in io.Reader, term string, send func(event any)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r, err := uv.NewCancelReader(in)
	if err != nil {
		return fmt.Errorf("read the terminal: %w", err)
	}
	came, failed := make(chan []byte), make(chan error, 1)
	go func() { failed <- read(ctx, r, came) }()
	s := &stream{ctx: ctx, came: came, failed: failed, term: term, send: send}
	err = s.run()
	stop()
	if r.Cancel() {
		select {
		case <-failed:
		case <-time.After(500 * time.Millisecond): // The library waits as long for a read to be given up.
		}
	}
	_ = r.Close()
	return err
}

// read hands over what comes in.
func read(ctx context.Context, r io.Reader, came chan<- []byte) error {
	for {
		buf := make([]byte, readSize)
		n, err := r.Read(buf)
		if n > 0 {
			select {
			case came <- buf[:n]:
			case <-ctx.Done():
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

type stream struct {
	ctx     context.Context
	came    <-chan []byte
	failed  chan error
	term    string
	send    func(any)
	filter  filter
	decoder *decoder
	crashes int
}

func (s *stream) run() error {
	quiet := time.NewTimer(time.Hour)
	defer func() { s.decoder.end() }()
	for {
		quiet.Stop()
		if d := s.filter.wait(); d > 0 {
			quiet.Reset(d)
		}
		var chunks []chunk
		select {
		case b := <-s.came:
			chunks = s.filter.feed(s.more(b))
		case <-quiet.C:
			chunks = s.filter.idle()
		case err := <-s.failed:
			s.failed <- nil
			for s.filter.wait() > 0 {
				if _, err := s.decode(s.filter.idle()); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		case <-s.ctx.Done():
			return nil
		}
		if more, err := s.decode(chunks); err != nil || !more {
			return err
		}
	}
}

// more adds what comes right behind keys that are text.
func (s *stream) more(b []byte) []byte {
	if !s.filter.typing() || b[0] < ' ' {
		return b
	}
	wait := time.NewTimer(gather)
	defer wait.Stop()
	for len(b) < readSize {
		select {
		case next := <-s.came:
			b = append(b, next...)
			wait.Reset(gather)
		case <-wait.C:
			return b
		case <-s.ctx.Done():
			return b
		}
	}
	return b
}

// decode has chunks taken apart. It reports false when the context has ended.
func (s *stream) decode(chunks []chunk) (bool, error) {
	for _, c := range chunks {
		if c.Keys == nil {
			s.decoder.end() // The keys before it come first.
			s.decoder = nil
			if c.Fast {
				s.send(Burst{c.Text})
			} else {
				s.send(Paste{c.Text})
			}
			continue
		}
		if s.decoder == nil {
			s.decoder = newDecoder(s.ctx, s.term, s.send)
		}
		select {
		case s.decoder.chunks <- c.Keys:
		case <-s.decoder.done:
			if s.ctx.Err() != nil {
				return false, nil
			}
			if s.crashes++; s.crashes > mostCrashes {
				return false, s.decoder.crash
			}
			s.decoder, s.filter.ended = nil, true
		case <-s.ctx.Done():
			return false, nil
		}
	}
	return true, nil
}

// decoder has the library take chunks apart and sends what it finds.
type decoder struct {
	chunks chan []byte
	rest   []byte
	stop   context.CancelFunc
	ctx    context.Context
	done   chan struct{} // Closed when it has ended, by a panic or because it was told to.
	crash  *Crash
}

func newDecoder(ctx context.Context, term string, send func(any)) *decoder {
	d := &decoder{chunks: make(chan []byte), done: make(chan struct{})}
	d.ctx, d.stop = context.WithCancel(ctx)
	events := make(chan uv.Event)
	r := uv.NewTerminalReader(d, term)
	r.EscTimeout = time.Millisecond // Nothing comes in parts.
	go func() {
		defer close(events)
		defer func() {
			if v := recover(); v != nil {
				d.crash = Caught(v)
			}
			d.stop()
		}()
		_ = r.StreamEvents(d.ctx, events) // It fails by a panic only: Read has no error but the end.
	}()
	go func() {
		defer close(d.done)
		for e := range events {
			send(e)
		}
	}()
	return d
}

// Read gives the library one chunk at a time.
func (d *decoder) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		select {
		case d.rest = <-d.chunks:
			if d.rest == nil {
				return 0, io.EOF
			}
		case <-d.ctx.Done():
			return 0, io.EOF
		}
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

// end has it finish what it was given.
func (d *decoder) end() {
	if d == nil {
		return
	}
	close(d.chunks)
	<-d.done
	d.stop()
}
