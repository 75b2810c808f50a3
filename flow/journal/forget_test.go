package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
)

// TestForget holds that a text is gone from the file, that everything else is as it was, and that nothing happens to a session
// that is open.
func TestForget(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	store := Open(t.TempDir())
	log := store.Create(now)
	session := new(flow.Session)
	const secret = "correct horse FAKE"
	yes := func([]flow.Event) error { return nil }
	for _, events := range [][]flow.Event{
		session.Open(flow.About{Playbook: "p", Ticket: "T-1 " + secret}, now),
		session.Tell(now, []flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Customer, Quote: "it is " + strings.ToUpper(secret)}, {ID: "b", Value: flow.No, From: flow.You}}, nil),
		session.Note(now, flow.Note{Name: flow.NoteOn("a"), Text: secret + secret, From: flow.You}),
		session.Note(now, flow.Note{Name: flow.NoteOn("a"), Text: "nothing here", From: flow.You}),
	} {
		must.NoError(t, log.Append(events))
	}
	if _, err := store.Forget(log.Name(), []string{secret}, yes); !errors.Is(err, ErrLocked) {
		t.Errorf("an open session: got %v, want %v", err, ErrLocked)
	}
	must.NoError(t, log.Close())
	no := errors.New("no")
	if n, err := store.Forget(log.Name(), []string{"not there", secret}, func(become []flow.Event) error {
		if len(become) != 3 || strings.Contains(fmt.Sprint(become[0].About, become[1].Fact, become[2].Note), secret) {
			t.Errorf("asked about %v", become)
		}
		return no
	}); n != 0 || !errors.Is(err, no) {
		t.Errorf("not agreed: %d, %v", n, err)
	}
	before, err := store.Read(log.Name())
	must.NoError(t, err)
	if n, err := store.Forget(log.Name(), []string{"not there"}, yes); n != 0 || err != nil {
		t.Errorf("a text that is not there: %d, %v", n, err)
	}
	if n, err := store.Forget(log.Name(), []string{secret}, yes); n != 3 || err != nil {
		t.Errorf("got %d events, %v; want 3", n, err)
	}
	raw, err := os.ReadFile(log.store.path(log.Name()))
	must.NoError(t, err)
	if bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(secret))) {
		t.Errorf("the file still holds it:\n%s", raw)
	}
	after, err := store.Read(log.Name())
	if err != nil || len(after) != len(before) {
		t.Fatalf("%d events, %v; want %d", len(after), err, len(before))
	}
	for i := range after {
		want := masked(before[i], without(secret))
		if !same(after[i], want) || after[i].Act != before[i].Act || after[i].Seq != before[i].Seq || !after[i].At.Equal(before[i].At) {
			t.Errorf("event %d: got %+v, want %+v", i, after[i], want)
		}
	}
	if names, err := os.ReadDir(store.Dir()); err != nil || len(names) != 1 {
		t.Errorf("the folder holds %v, %v; want the session alone", names, err)
	}
	if info, err := os.Stat(log.store.path(log.Name())); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the new file: %v, %v", info.Mode(), err)
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	store := Open(t.TempDir())
	log := store.Create(now)
	must.NoError(t, log.Append(new(flow.Session).Note(now, flow.Note{Name: "model", Text: "m", From: flow.You})))
	if err := store.Remove(t.Context(), log.Name()); !errors.Is(err, ErrLocked) {
		t.Errorf("an open session: got %v, want %v", err, ErrLocked)
	}
	must.NoError(t, log.Close())
	if err := store.Remove(t.Context(), "zzzz"); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	if err := store.Remove(t.Context(), log.Name()); err != nil {
		t.Error(err)
	}
	if names, err := os.ReadDir(store.Dir()); err != nil || len(names) != 0 {
		t.Errorf("the folder holds %v, %v", names, err)
	}
}
