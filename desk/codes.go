package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	codeLife  = 30 * time.Minute // How long a code can be used.
	mostCodes = 3                // That can be used, of one session.

	failsEach = 5   // Wrong codes from one address in a while, before no code from there is looked at.
	failsAll  = 100 // From all addresses; a code has 49 bits.
	failsFor  = time.Minute
)

// letters are what codes are made of: those that nobody confuses.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// codes let customers into one session each, once.
type codes struct {
	now func() time.Time

	mu     sync.Mutex
	open   map[[sha256.Size]byte]*code // That can be used, by the hash of what is typed.
	inside map[*guest]bool
	fails  map[string]int // By address, since the time.
	failed int
	since  time.Time
}

// code is a way into one session.
type code struct {
	session string
	by      string // Who gave it out.
	until   time.Time
}

// guest is a customer who came in by a code.
type guest struct {
	session string
	leave   context.CancelCauseFunc
}

var (
	errCode    = errors.New("this code is not valid: it was used, it is older than 30 minutes, it was revoked, or it is mistyped. Ask your support engineer for another one")
	errFails   = errors.New("too many wrong codes; wait a minute")
	errCodes   = fmt.Errorf("%d codes of this session can still be used; X revokes them", mostCodes)
	errRevoked = errors.New("your support engineer has ended this; thank you")
)

// make gives a code out.
func (c *codes) make(session, by string) (string, error) {
	var b [10]byte
	_, _ = rand.Read(b[:]) // It never fails; see crypto/rand.
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	text := string(b[:5]) + "-" + string(b[5:])
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for key, o := range c.open {
		if !c.now().Before(o.until) {
			delete(c.open, key)
		} else if o.session == session {
			n++
		}
	}
	if n >= mostCodes {
		return "", errCodes
	}
	if c.open == nil {
		c.open, c.inside = make(map[[sha256.Size]byte]*code), make(map[*guest]bool)
	}
	c.open[sha256.Sum256([]byte(text))] = &code{session, by, c.now().Add(codeLife)}
	return text, nil
}

// use takes a code that somebody at the address typed, and returns the session that it leads to. It can be used no more.
func (c *codes) use(text string, from net.Addr) (session string, err error) {
	host, _, err := net.SplitHostPort(from.String())
	if err != nil {
		host = from.String()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.fails == nil || now.Sub(c.since) >= failsFor || now.Before(c.since) {
		c.fails, c.failed, c.since = make(map[string]int), 0, now
	}
	if c.fails[host] >= failsEach || c.failed >= failsAll {
		return "", errFails
	}
	key := sha256.Sum256([]byte(strings.ToLower(text)))
	o := c.open[key]
	if o == nil || !now.Before(o.until) {
		c.fails[host]++
		c.failed++
		return "", errCode
	}
	delete(c.open, key)
	return o.session, nil
}

// enter says that a customer is in the session, until what it returns is called.
func (c *codes) enter(g *guest) (left func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inside[g] = true
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.inside, g)
	}
}

// revoke makes all codes of a session void, and sends those away who came in by one. It returns how many of both there were.
func (c *codes) revoke(session string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for key, o := range c.open {
		if o.session == session && c.now().Before(o.until) {
			n++
		}
		if o.session == session {
			delete(c.open, key)
		}
	}
	for g := range c.inside {
		if g.session == session {
			g.leave(errRevoked)
			n++
		}
	}
	return n
}
