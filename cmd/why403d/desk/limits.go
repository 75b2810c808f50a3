package desk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Limits keep one client from taking what the others need.
type Limits struct {
	Connections int // At once, in all.
	Waiting     int // Of them, those where nothing was asked for yet: most of them have not signed in.
	PerAddress  int // Of them again, those from one address.
	Sessions    int // At once, in all.
	PerPerson   int // Of them, those of one key or code; twice as many connections can be.
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
		Connections: 1200, Waiting: 200, PerAddress: 60, Sessions: 1000, PerPerson: 16, Channels: 4,
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
	line     []*conn        // Those that wait, as they came.
	from     map[string]int // How many they are, by address.
	sessions int
	persons  map[string]int // Sessions, by key.
	signed   map[string]int // Connections where something was asked for, by key.

	telling atomic.Int64 // How many are being told why they are refused.
}

// conn is a connection that was let in.
type conn struct {
	net.Conn

	gate     *gate
	from     string
	came     time.Time
	left     atomic.Int64
	channels atomic.Int64
	signed   bool   // Under the gate's mu.
	closed   bool   // Likewise.
	key      string // Likewise: who signed in.
}

// origin is whose connections are counted together: an address, or of the many that one network has in IPv6, all.
func origin(a net.Addr) string {
	at, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return a.String()
	}
	ip := at.Addr().Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}

var (
	errFull    = errors.New("the server has as many connections as it can; try again in a few minutes")
	errAddress = errors.New("too many connections from your address are being opened; try again in a few seconds")
)

// waitsFor is how long a connection keeps its place in the line in any case: who means to sign in takes less.
const waitsFor = 3 * time.Second

// admit lets a connection in, or says why not. Where the line is full the address that has most in it loses its oldest one, so that who
// only opens connections keeps nobody else out.
func (g *gate) admit(c net.Conn) (*conn, error) {
	in := &conn{Conn: c, gate: g, from: origin(c.RemoteAddr()), came: time.Now()}
	in.left.Store(unsignedRead)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.from == nil {
		g.from, g.persons, g.signed = make(map[string]int), make(map[string]int), make(map[string]int)
	}
	if g.from[in.from] >= g.limits.PerAddress {
		return nil, errAddress
	}
	if len(g.line) >= g.limits.Waiting || g.all >= g.limits.Connections && len(g.line) > 0 {
		most := g.line[0]
		for _, o := range g.line {
			if g.from[o.from] > g.from[most.from] {
				most = o
			}
		}
		if g.from[most.from] <= g.from[in.from]+1 && in.came.Sub(most.came) < waitsFor {
			return nil, errFull
		}
		most.leaves()
		go func() { _ = most.Conn.Close() }()
	}
	if g.all >= g.limits.Connections {
		return nil, errFull
	}
	g.all++
	g.from[in.from]++
	g.line = append(g.line, in)
	return in, nil
}

// Refusing takes at most so long, and so many connections at once are told why.
const (
	refuseMax  = 2 * time.Second
	refuseMost = 100
)

// refuse tells a client why, as SSH does before anything is agreed on.
func (g *gate) refuse(c net.Conn, why error) {
	if g.telling.Add(1) <= refuseMost {
		const disconnect, tooMany = 1, 12 // Of RFC 4253.
		payload := gossh.Marshal(struct {
			Kind           byte
			Reason         uint32
			Says, Language string
		}{disconnect, tooMany, why.Error(), ""})
		pad := 8 - (4+1+len(payload))%8
		if pad < 4 {
			pad += 8
		}
		packet := binary.BigEndian.AppendUint32([]byte("SSH-2.0-why403d\r\n"), uint32(1+len(payload)+pad))
		packet = append(append(append(packet, byte(pad)), payload...), make([]byte, pad)...)
		_ = c.SetDeadline(time.Now().Add(refuseMax))
		if _, err := c.Write(packet); err == nil {
			_, _ = io.CopyN(io.Discard, c, unsignedRead) // Until it has read that: closed at once, the rest of its own words would take the answer away.
		}
	}
	g.telling.Add(-1)
}

// signedIn says that somebody has signed in on it, and asks for something. They may have so many connections.
func (c *conn) signedIn(key string) bool {
	g := c.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.signed || c.closed {
		return !c.closed
	}
	if g.signed[key] >= 2*g.limits.PerPerson {
		return false
	}
	c.leavesLine()
	c.signed, c.key = true, key
	g.signed[key]++
	c.left.Store(g.limits.Read)
	return true
}

// leavesLine counts it no more among those that wait.
func (c *conn) leavesLine() {
	g := c.gate
	g.line = slices.DeleteFunc(g.line, func(o *conn) bool { return o == c })
	if g.from[c.from]--; g.from[c.from] == 0 {
		delete(g.from, c.from)
	}
}

// leaves counts it no more.
func (c *conn) leaves() {
	if c.closed {
		return
	}
	g := c.gate
	c.closed = true
	g.all--
	if !c.signed {
		c.leavesLine()
	} else if g.signed[c.key]--; g.signed[c.key] == 0 {
		delete(g.signed, c.key)
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
	c.leaves()
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
