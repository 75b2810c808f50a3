package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"why403/flow/lobby"
)

const (
	codeLife  = 30 * time.Minute // How long a code can be used.
	mostCodes = 3                // That can be used, of one session.

	failsEach = 5      // Wrong codes from one address in a while, before no code from there is looked at.
	failsAll  = 20_000 // From all addresses: so many a minute find one of 100 codes once in 700 years. Fewer would let one client keep all customers out.
	failsFor  = time.Minute
)

// letters are what codes are made of: those that nobody confuses.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// codes let customers into one session each, once. They are kept in the lobby, by their hash; who guesses is counted here.
type codes struct {
	lobby lobby.Lobby
	now   func() time.Time

	mu     sync.Mutex
	fails  map[string]int // By address, since the time.
	failed int
	since  time.Time
}

var (
	errCode    = errors.New("this code is not valid: it was used, it is older than 30 minutes, it was revoked, or it is mistyped. Ask your support engineer for another one")
	errFails   = errors.New("too many wrong codes; wait a minute")
	errCodes   = fmt.Errorf("%d codes of this session can still be used; X revokes them", mostCodes)
	errRevoked = errors.New("your support engineer has ended this; thank you")
)

// hashed is what a code is kept by.
func hashed(code string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(code)))
	return hex.EncodeToString(sum[:])
}

// make gives a code out.
func (c *codes) make(ctx context.Context, session string) (string, error) {
	var b [10]byte
	_, _ = rand.Read(b[:]) // It never fails; see crypto/rand.
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	text := string(b[:5]) + "-" + string(b[5:])
	now := c.now()
	err := c.lobby.Invite(ctx, lobby.InviteCode{Hash: hashed(text), Session: session, Until: now.Add(codeLife)}, now, mostCodes)
	if errors.Is(err, lobby.ErrFull) {
		err = errCodes
	}
	return text, err
}

// use takes a code that somebody at the address typed, and returns the session that it leads to. It can be used no more.
func (c *codes) use(ctx context.Context, text string, from net.Addr) (session string, err error) {
	host := origin(from)
	if !c.guesses(host) {
		return "", errFails
	}
	session, err = c.lobby.Admit(ctx, hashed(text), c.now())
	switch {
	case errors.Is(err, lobby.ErrNone):
		return "", errCode
	case err != nil:
		err = &unseen{err}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails[host]-- // It was no guess.
	c.failed--
	return session, err
}

// unseen says that a code could not be looked up, and not why: that is for the server's log.
type unseen struct{ error }

func (*unseen) Error() string {
	return "the code cannot be looked up at the moment. Try again in a minute; it still works"
}

// guesses counts a wrong code, and reports whether one from the address is looked at.
func (c *codes) guesses(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); c.fails == nil || now.Sub(c.since) >= failsFor || now.Before(c.since) {
		c.fails, c.failed, c.since = make(map[string]int), 0, now
	}
	if c.fails[host] >= failsEach || c.failed >= failsAll {
		return false
	}
	c.fails[host]++
	c.failed++
	return true
}

// guard sends a customer away once the code that they came in by is void. It returns false where it is already. Who is in while nothing can
// be looked up stays.
func (v *visit) guard(session, hash string) bool {
	l := v.desk.lobby
	void := func() bool {
		ctx, cancel := context.WithTimeout(v.ctx, saveMax)
		defer cancel()
		in, err := l.Admitted(ctx, hash)
		return err == nil && !in
	}
	rings := l.Watch(v.ctx, session)
	if void() {
		return false
	}
	go func() {
		for range rings {
			if void() {
				v.leave(errRevoked)
				return
			}
		}
	}()
	return true
}
