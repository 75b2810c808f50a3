// Package files is where bytes come in that a person names, and where files are written: no more is read than a limit, and no longer
// than until somebody interrupts; what is written is there whole or not at all. It looks at nothing that it reads.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"why403/flow"

	"github.com/charmbracelet/x/term"
)

// Input is what is read: a file, or standard input.
type Input struct {
	Path    string // Empty for standard input.
	Most    int64  // Bytes; 0 if it is read line by line.
	Regular bool   // Only a regular file will do: nobody could interrupt the wait for another.
	Hint    string // What to do instead.
}

// Name is the source in words.
func (s Input) Name() string {
	if s.Path == "" {
		return "standard input"
	}
	return s.Path
}

// refuse is the error of a source that cannot be read.
func (s Input) refuse(format string, args ...any) error {
	if s.Hint == "" {
		return flow.Usagef("name a file that can be read, or - for standard input", format, args...)
	}
	return flow.Usagef(s.Hint, format, args...)
}

// Open opens the file, or says what it is instead of one that can be read.
func (s Input) Open(ctx context.Context) (io.ReadCloser, error) {
	refuse := func(what string) error { return s.refuse("%s is %s", s.Path, what) }
	info, err := os.Stat(s.Path)
	if err != nil {
		return nil, s.refuse("%w", err)
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return nil, refuse("a folder")
	case mode.IsRegular() && s.Most > 0 && info.Size() > s.Most:
		return nil, s.tooLong()
	case s.Regular && !mode.IsRegular():
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
		f, err := os.Open(s.Path)
		all <- opened{f, err}
	}()
	select {
	case o := <-all:
		if o.err != nil {
			return nil, s.refuse("%w", o.err)
		}
		if info.Mode()&os.ModeDevice != 0 && s.Path != os.DevNull && !term.IsTerminal(o.f.Fd()) {
			return nil, errors.Join(refuse("a device, which may never end"), o.f.Close())
		}
		return o.f, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Read reads the file whole.
func (s Input) Read(ctx context.Context) ([]byte, error) {
	f, err := s.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return s.ReadFrom(ctx, f)
}

// ReadFrom reads whole what was opened.
func (s Input) ReadFrom(ctx context.Context, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(Interruptible(ctx, r), s.Most+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, s.refuse("read %s: %w", s.Name(), err)
	case int64(len(data)) > s.Most:
		return nil, s.tooLong()
	default:
		return data, nil
	}
}

func (s Input) tooLong() error {
	return flow.Usagef("cut out the part that matters", "%s is longer than %d MiB", s.Name(), s.Most>>20)
}

// Interruptible returns a reader whose reads end when the context does. What was being read then is lost.
func Interruptible(ctx context.Context, r io.Reader) io.Reader {
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
