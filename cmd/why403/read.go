package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// Where bytes come in. Every file that a person names, and standard input, is read by what stands here: no more of it than the
// limit, and no longer than until somebody interrupts.

const (
	// maxText is how much of a text is taken into memory, in bytes. The reader itself looks at the first and the last 8 MiB.
	maxText    = 256 << 20
	maxAnswers = 1 << 20  // Of a file of answers, in bytes: some ten thousand.
	maxSession = 64 << 20 // Of a session's file, in bytes, as the journal has it.
)

// source is what is read.
type source struct {
	path  string // Empty for standard input.
	most  int64  // Bytes; 0 if it is read line by line.
	plain bool   // Only a regular file will do: nobody could interrupt the wait for another.
	hint  string // What to do instead.
}

func (s source) name() string {
	if s.path == "" {
		return "standard input"
	}
	return s.path
}

// refuse is the error of a source that cannot be read.
func (s source) refuse(format string, args ...any) error {
	if s.hint == "" {
		return usagef("name a file that can be read, or - for standard input", format, args...)
	}
	return usagef(s.hint, format, args...)
}

// open opens the file, or says what it is instead of one that can be read.
func (s source) open(ctx context.Context) (io.ReadCloser, error) {
	refuse := func(what string) error { return s.refuse("%s is %s", s.path, what) }
	info, err := os.Stat(s.path)
	if err != nil {
		return nil, s.refuse("%w", err)
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return nil, refuse("a folder")
	case mode.IsRegular() && s.most > 0 && info.Size() > s.most:
		return nil, s.tooLong()
	case s.plain && !mode.IsRegular():
		return nil, refuse("not a regular file")
	case mode&os.ModeSocket != 0:
		return nil, refuse("a socket")
	}
	type opened struct {
		f   *os.File
		err error
	}
	all := make(chan opened, 1)
	go func() { // A pipe is opened once somebody opens its other end.
		f, err := os.Open(s.path)
		all <- opened{f, err}
	}()
	select {
	case o := <-all:
		if o.err != nil {
			return nil, s.refuse("%w", o.err)
		}
		if info.Mode()&os.ModeDevice != 0 && s.path != os.DevNull && !term.IsTerminal(o.f.Fd()) {
			return nil, errors.Join(refuse("a device, which may never end"), o.f.Close())
		}
		return o.f, nil
	case <-ctx.Done():
		return nil, &exitError{code: exitInterrupted}
	}
}

// read reads the file whole.
func (s source) read(ctx context.Context) ([]byte, error) {
	f, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return s.readFrom(ctx, f)
}

// readFrom reads whole what was opened.
func (s source) readFrom(ctx context.Context, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(interruptible(ctx, r), s.most+1))
	switch {
	case ctx.Err() != nil:
		return nil, &exitError{code: exitInterrupted}
	case err != nil:
		return nil, s.refuse("read %s: %w", s.name(), err)
	case int64(len(data)) > s.most:
		return nil, s.tooLong()
	default:
		return data, nil
	}
}

func (s source) tooLong() error {
	return usagef("cut out the part that matters", "%s is longer than %d MiB", s.name(), s.most>>20)
}

// interruptible returns a reader whose reads end when the context does. What was being read then is lost.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	p := &pump{ctx: ctx, came: make(chan []byte)}
	go func() {
		for {
			b := make([]byte, 64<<10)
			n, err := r.Read(b)
			if err != nil {
				p.err = err
			}
			if n > 0 {
				select {
				case p.came <- b[:n]:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				close(p.came)
				return
			}
		}
	}()
	return p
}

type pump struct {
	ctx  context.Context
	came chan []byte
	rest []byte
	err  error // Set before came is closed.
}

func (p *pump) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		select {
		case next, ok := <-p.came:
			if !ok {
				return 0, p.err
			}
			p.rest = next
		case <-p.ctx.Done():
			return 0, fmt.Errorf("interrupted: %w", p.ctx.Err())
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// openText reads the file that a person named in a conversation.
func openText(path string) ([]byte, error) {
	data, err := source{path: path, most: maxText, plain: true}.read(context.Background())
	var e *exitError
	if errors.As(err, &e) {
		return nil, e.err // The conversation says what to do.
	}
	return data, err
}
