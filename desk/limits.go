package desk

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Limits keep one client from taking what the others need.
type Limits struct {
	Connections int // At once, in all.
	Waiting     int // Of them, those that have not signed in.
	PerAddress  int // Of them again, those from one address.
	Sessions    int // At once, in all.
	PerPerson   int // Of them, those of one key.
	Channels    int // At once, of one connection.

	SignIn  time.Duration // To sign in.
	Idle    time.Duration // Without a key or a text.
	Longest time.Duration // Of a connection.

	Read int64 // Bytes that a connection may send.
	Text int64 // Of them, those of one text that is diagnosed.
}

// Usual are limits for a team on a small machine.
func Usual() Limits {
	return Limits{
		Connections: 1200, Waiting: 100, PerAddress: 20, Sessions: 1000, PerPerson: 16, Channels: 4,
		SignIn: 20 * time.Second, Idle: 30 * time.Minute, Longest: 12 * time.Hour,
		Read: 64 << 20, Text: 8 << 20,
	}
}

// unsignedRead is how many bytes a connection may send before it has signed in.
const unsignedRead = 256 << 10

var errTooMuch = errors.New("it has sent too much")

// gate counts connections and sessions.
type gate struct {
	limits Limits

	mu       sync.Mutex
	all      int
	waiting  int
	from     map[string]int // Waiting, by address.
	sessions int
	persons  map[string]int // Sessions, by key.
}

// conn is a connection that was let in.
type conn struct {
	net.Conn

	gate     *gate
	from     string
	left     atomic.Int64
	channels atomic.Int64
	signed   bool // Under the gate's mu.
	closed   bool // Likewise.
}

// admit lets a connection in, or returns nil.
func (g *gate) admit(c net.Conn) *conn {
	from, _, err := net.SplitHostPort(c.RemoteAddr().String())
	if err != nil {
		from = c.RemoteAddr().String()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.all >= g.limits.Connections || g.waiting >= g.limits.Waiting || g.from[from] >= g.limits.PerAddress {
		return nil
	}
	if g.from == nil {
		g.from, g.persons = make(map[string]int), make(map[string]int)
	}
	g.all++
	g.waiting++
	g.from[from]++
	in := &conn{Conn: c, gate: g, from: from}
	in.left.Store(unsignedRead)
	return in
}

// signedIn says that somebody has signed in on it.
func (c *conn) signedIn() {
	c.gate.mu.Lock()
	defer c.gate.mu.Unlock()
	if !c.signed && !c.closed {
		c.signed = true
		c.waits(-1)
		c.left.Store(c.gate.limits.Read)
	}
}

// waits counts it among those that have not signed in.
func (c *conn) waits(n int) {
	c.gate.waiting += n
	if c.gate.from[c.from] += n; c.gate.from[c.from] == 0 {
		delete(c.gate.from, c.from)
	}
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.left.Add(-int64(n)) < 0 {
		return 0, errors.Join(errTooMuch, c.Close())
	}
	return n, err
}

func (c *conn) Close() error {
	c.gate.mu.Lock()
	if !c.closed {
		c.closed = true
		c.gate.all--
		if !c.signed {
			c.waits(-1)
		}
	}
	c.gate.mu.Unlock()
	return c.Conn.Close()
}

// enter counts a session of the key, until what it returns is called.
func (g *gate) enter(key string) (leave func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.sessions >= g.limits.Sessions:
		return nil, fmt.Errorf("%d sessions are open, and no more are possible; try again later", g.sessions)
	case g.persons[key] >= g.limits.PerPerson:
		return nil, fmt.Errorf("you have %d sessions open, and no more are possible; close one", g.persons[key])
	}
	if g.persons == nil {
		g.persons = make(map[string]int)
	}
	g.sessions++
	g.persons[key]++
	return sync.OnceFunc(func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.sessions--
		if g.persons[key]--; g.persons[key] == 0 {
			delete(g.persons, key)
		}
	}), nil
}

// heard is what a client sends. Whenever something comes, the time starts anew after which it is idle.
type heard struct {
	io.Reader

	idle  *time.Timer
	after time.Duration
}

func (h heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if n > 0 {
		h.idle.Reset(h.after)
	}
	return n, err
}
