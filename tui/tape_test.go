package tui

import (
	"bytes"
	"io"
	"sync"
)

// tape keeps what is written to another writer.
type tape struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	next io.Writer
}

func (t *tape) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p)
	return t.next.Write(p)
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

// keyboard is an input that says only what a test sends.
type keyboard struct{ keys chan []byte }

func newKeyboard() *keyboard { return &keyboard{make(chan []byte, 16)} }

func (k *keyboard) send(s string) { k.keys <- []byte(s) }

func (k *keyboard) Read(p []byte) (int, error) {
	b, ok := <-k.keys
	if !ok {
		return 0, io.EOF
	}
	return copy(p, b), nil
}
