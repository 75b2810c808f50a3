package tty

import (
	"io"

	"github.com/charmbracelet/x/term"
)

// Raw returns the input as what a program takes its keys from that gets them from Stream: it can be set to raw mode, and there
// is nothing to read.
func Raw(in io.Reader) io.Reader {
	if f, ok := in.(term.File); ok {
		return raw{f}
	}
	return nothing{}
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

type raw struct{ f term.File }

func (raw) Read([]byte) (int, error)      { return 0, io.EOF }
func (r raw) Write(p []byte) (int, error) { return r.f.Write(p) }
func (raw) Close() error                  { return nil }
func (r raw) Fd() uintptr                 { return r.f.Fd() }
