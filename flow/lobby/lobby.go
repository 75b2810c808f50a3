// Package lobby keeps what a server has of a session beside the session itself: who is in it at the moment, and the codes that let a
// customer in. Here it is in files; package postgres keeps the same for several servers.
package lobby

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Lobby keeps who is in a session and the codes that admit customers. Times are the server's; a code is only known by its hash.
// Implementations are safe for concurrent use and pass lobbytest.Run.
type Lobby interface {
	// Invite keeps a code of a session until the time. If so many of that session can be used already, it is ErrFull.
	Invite(ctx context.Context, c InviteCode, now time.Time, most int) error
	// Admit uses a code up, and returns the session that it leads to. One that is not there, was used or revoked, or is past its time is
	// ErrNone.
	Admit(ctx context.Context, hash string, now time.Time) (session string, err error)
	// Admitted reports whether who came in by a code may stay: it was not revoked, and they did not leave.
	Admitted(ctx context.Context, hash string) (bool, error)
	// Left records that the customer admitted by the code has left.
	Left(ctx context.Context, hash string) error
	// Revoke makes all codes of a session void, those of who is inside, too, and returns how many that were.
	Revoke(ctx context.Context, session string, now time.Time) (int, error)

	// Here says that somebody is in a session until the time, for the first time or once more.
	Here(ctx context.Context, p Person, until time.Time) error
	// Gone records that the person has left.
	Gone(ctx context.Context, p Person) error
	// Present returns who is in a session, in the order of their names.
	Present(ctx context.Context, session string, now time.Time) ([]Person, error)

	// Watch sends whenever a code of the session was revoked, or somebody came or left. Several at once may come as one. Who is gone because
	// their time is over is not told of. The channel is closed once ctx ends.
	Watch(ctx context.Context, session string) <-chan struct{}
}

// InviteCode is a way into a session.
type InviteCode struct {
	Hash    string // The code's hash, as 64 hexadecimal digits.
	Session string
	Until   time.Time
}

// Person is somebody who is in a session, by one window.
type Person struct {
	ID      string // The window's id: hexadecimal digits.
	Session string
	Name    string
}

var (
	// ErrNone says that there is no such code that could be used.
	ErrNone = errors.New("no such code")
	// ErrFull says that a session has as many codes as it may.
	ErrFull = errors.New("the session has as many codes as it may")
)

// Stays is how long a used code is known after its time: longer than anybody may stay who came in by it.
const Stays = 24 * time.Hour

// Valid reports whether a text can be a hash, the name of a session or the id of a window. None leads out of a folder.
func Valid(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
