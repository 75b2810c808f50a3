// Package lobbytest holds what every lobby.Lobby must do.
package lobbytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"why403/flow/lobby"
)

// soon is how long a change may take to be heard of on a busy machine.
const soon = 20 * time.Second

var now = time.Date(2026, 11, 29, 6, 0, 0, 0, time.UTC)

// Run tests the lobbies of one kind. place makes an empty place with these sessions, and returns what opens it: every call as another
// server does, beside those that are open.
func Run(t *testing.T, place func(t *testing.T, sessions ...string) (open func() lobby.Lobby)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, func() lobby.Lobby){
		"codes":              codes,
		"one code, many":     once,
		"a code is revoked":  revoked,
		"who is here":        here,
		"those who watch":    watching,
		"a context that end": ended,
		"names":              names,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place(t, "one", "two"))
		})
	}
}

// hash stands for that of a code.
func hash(n int) string { return fmt.Sprintf("%064x", n) }

func invite(t *testing.T, l lobby.Lobby, n int, session string, at time.Time) {
	t.Helper()
	if err := l.Invite(t.Context(), lobby.InviteCode{Hash: hash(n), Session: session, Until: at.Add(time.Hour)}, at, 3); err != nil {
		t.Fatalf("invite: %v", err)
	}
}

// admits uses a code; the session is "" where there is none to be used.
func admits(t *testing.T, l lobby.Lobby, n int, at time.Time) string {
	t.Helper()
	session, err := l.Admit(t.Context(), hash(n), at)
	if err != nil && !errors.Is(err, lobby.ErrNone) {
		t.Fatalf("admit: %v", err)
	}
	return session
}

func stays(t *testing.T, l lobby.Lobby, n int) bool {
	t.Helper()
	ok, err := l.Admitted(t.Context(), hash(n))
	if err != nil {
		t.Fatalf("admitted: %v", err)
	}
	return ok
}

func codes(t *testing.T, open func() lobby.Lobby) {
	a := open()
	invite(t, a, 1, "one", now)
	if stays(t, a, 1) {
		t.Error("somebody is in by a code that nobody used")
	}
	b := open() // After a restart, or on another server.
	if got := admits(t, b, 1, now.Add(time.Hour-time.Second)); got != "one" {
		t.Errorf("it leads to %q", got)
	}
	if got := admits(t, a, 1, now); got != "" {
		t.Error("it is used twice")
	}
	if !stays(t, open(), 1) {
		t.Error("who came in is not known after a restart")
	}
	if err := a.Left(t.Context(), hash(1)); err != nil {
		t.Fatal(err)
	}
	if stays(t, b, 1) || admits(t, a, 1, now) != "" {
		t.Error("it is known after they left")
	}
	invite(t, a, 2, "one", now)
	if got := admits(t, b, 2, now.Add(time.Hour)); got != "" {
		t.Error("it is used past its time")
	}
	if got := admits(t, b, 9, now); got != "" {
		t.Error("a code that nobody made is used")
	}
	// Only so many of one session can be used at a time, whoever gives them out.
	later := now.Add(2 * time.Hour)
	invite(t, a, 3, "one", later)
	invite(t, b, 4, "one", later)
	invite(t, a, 5, "one", later)
	fourth := lobby.InviteCode{Hash: hash(6), Session: "one", Until: later.Add(time.Hour)}
	if err := b.Invite(t.Context(), fourth, later, 3); !errors.Is(err, lobby.ErrFull) {
		t.Errorf("a fourth code: %v", err)
	}
	invite(t, b, 7, "two", later)
	admits(t, b, 3, later)
	if err := b.Invite(t.Context(), fourth, later, 3); err != nil {
		t.Errorf("once one was used: %v", err)
	}
}

func once(t *testing.T, open func() lobby.Lobby) {
	servers := []lobby.Lobby{open(), open()}
	invite(t, servers[0], 1, "one", now)
	var in atomic.Int32
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			if session, err := servers[n%2].Admit(t.Context(), hash(1), now); err == nil && session == "one" {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in by one code", in.Load())
	}
}

func revoked(t *testing.T, open func() lobby.Lobby) {
	a, b := open(), open()
	invite(t, a, 1, "one", now)
	invite(t, a, 2, "one", now)
	invite(t, a, 3, "two", now)
	admits(t, b, 1, now)
	n, err := b.Revoke(t.Context(), "one", now)
	if err != nil || n != 2 {
		t.Errorf("%d were revoked, %v", n, err)
	}
	if stays(t, a, 1) || admits(t, a, 2, now) != "" {
		t.Error("a revoked code counts")
	}
	if admits(t, a, 3, now) != "two" {
		t.Error("another session's is revoked, too")
	}
	invite(t, a, 4, "one", now)
	if n, err := b.Revoke(t.Context(), "one", now.Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("%d past their time were revoked, %v", n, err)
	}
	if n, err := b.Revoke(t.Context(), "none", now); err != nil || n != 0 {
		t.Errorf("of no session %d were revoked, %v", n, err)
	}
}

// present is the names of who is in a session.
func present(t *testing.T, l lobby.Lobby, at time.Time) string {
	t.Helper()
	all, err := l.Present(t.Context(), "one", at)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

func here(t *testing.T, open func() lobby.Lobby) {
	a, b := open(), open()
	comes := func(l lobby.Lobby, id, session, name string, until time.Duration) lobby.Person {
		t.Helper()
		p := lobby.Person{ID: id, Session: session, Name: name}
		if err := l.Here(t.Context(), p, now.Add(until)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	ann := comes(a, "a1", "one", "ann", time.Minute)
	comes(b, "b1", "one", "Bob \u00fc", time.Minute)
	comes(b, "c1", "two", "cy", time.Minute)
	comes(b, "a2", "one", "ann", 2*time.Minute)
	if got := present(t, b, now); got != "Bob \u00fc ann ann" {
		t.Errorf("here are %q", got)
	}
	comes(b, "b1", "one", "Bob \u00fc", 3*time.Minute) // Still.
	if got := present(t, a, now.Add(time.Minute)); got != "Bob \u00fc ann" {
		t.Errorf("after a minute there are %q", got)
	}
	for range 2 {
		if err := b.Gone(t.Context(), ann); err != nil {
			t.Fatal(err)
		}
	}
	if got := present(t, open(), now.Add(2*time.Minute)); got != "Bob \u00fc" {
		t.Errorf("after two there are %q", got)
	}
}

func watching(t *testing.T, open func() lobby.Lobby) {
	a, b := open(), open()
	ctx, cancel := context.WithCancel(t.Context())
	here, there := a.Watch(ctx, "one"), b.Watch(ctx, "one")
	heard := func(what string, so func(l lobby.Lobby) bool) {
		t.Helper()
		for l, rings := range map[lobby.Lobby]<-chan struct{}{a: here, b: there} {
			limit := time.After(soon)
			for is := false; !is; {
				select {
				case <-rings:
					is = so(l)
				case <-limit:
					t.Fatalf("not heard %s", what)
				}
			}
		}
	}
	p := lobby.Person{ID: "a1", Session: "one", Name: "ann"}
	if err := a.Here(t.Context(), p, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	heard("that she came", func(l lobby.Lobby) bool { return present(t, l, now) == "ann" })
	invite(t, a, 1, "one", now)
	admits(t, b, 1, now)
	if _, err := a.Revoke(t.Context(), "one", now); err != nil {
		t.Fatal(err)
	}
	heard("that a code is void", func(l lobby.Lobby) bool { return !stays(t, l, 1) })
	if err := a.Gone(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	heard("that she left", func(l lobby.Lobby) bool { return present(t, l, now) == "" })
	cancel()
	limit := time.After(soon)
	for _, rings := range []<-chan struct{}{here, there} {
		for open := true; open; {
			select {
			case _, open = <-rings:
			case <-limit:
				t.Fatal("the channel stays open")
			}
		}
	}
}

func ended(t *testing.T, open func() lobby.Lobby) {
	l := open()
	invite(t, l, 1, "one", now)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, admitting := l.Admit(ctx, hash(1), now)
	_, asking := l.Admitted(ctx, hash(1))
	_, revoking := l.Revoke(ctx, "one", now)
	_, listing := l.Present(ctx, "one", now)
	p := lobby.Person{ID: "a1", Session: "one", Name: "ann"}
	for what, err := range map[string]error{
		"invite": l.Invite(ctx, lobby.InviteCode{Hash: hash(2), Session: "one", Until: now}, now, 3), "admit": admitting, "admitted": asking, "left": l.Left(ctx, hash(1)),
		"revoke": revoking, "here": l.Here(ctx, p, now), "gone": l.Gone(ctx, p), "present": listing,
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if admits(t, l, 1, now) != "one" {
		t.Error("something was done all the same")
	}
}

func names(t *testing.T, open func() lobby.Lobby) {
	l := open()
	for _, n := range []string{"", ".", "..", "../x", "/etc/passwd", "a\x00b", "%", "one'; drop table why403_codes; --", strings.Repeat("a", 1000)} {
		if _, err := l.Admit(t.Context(), n, now); err == nil {
			t.Errorf("%q is used", n)
		}
		if ok, _ := l.Admitted(t.Context(), n); ok {
			t.Errorf("somebody came in by %q", n)
		}
		if err := l.Invite(t.Context(), lobby.InviteCode{Hash: hash(1), Session: n, Until: now.Add(time.Hour)}, now, 3); err == nil {
			t.Errorf("a code leads to %q", n)
		}
		if err := l.Here(t.Context(), lobby.Person{ID: "a1", Session: n, Name: "ann"}, now.Add(time.Hour)); err == nil {
			t.Errorf("somebody is in %q", n)
		}
		if all, _ := l.Present(t.Context(), n, now); len(all) > 0 {
			t.Errorf("in %q there are %v", n, all)
		}
		ctx, cancel := context.WithCancel(t.Context())
		l.Watch(ctx, n)
		cancel()
	}
	if slices.Contains([]string{admits(t, l, 1, now)}, "one") {
		t.Error("a code was made")
	}
}
