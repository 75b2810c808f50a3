package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/journal"
	"why403/flow/must"
	"why403/flow/sessions"
)

// put stores a session whose fix is to be checked again, and returns its name.
func put(t *testing.T, store *journal.Store, book string, checkAgain time.Time, more ...flow.Fact) string {
	t.Helper()
	at := checkAgain.Add(-time.Hour)
	s := new(flow.Session)
	s.Open(flow.About{Playbook: book, Ticket: "T-1"}, at)
	s.Note(at, flow.Note{Name: flow.CheckAgain, Text: checkAgain.Format(time.RFC3339), From: flow.You})
	s.Assert(at, more...)
	log := store.Create(at)
	must.NoError(t, log.Append(s.Events()))
	must.NoError(t, log.Close())
	return log.Name()
}

func TestTheLongestWaitIsBroughtUp(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	c := &console{err: io.Discard, now: func() time.Time { return now }, env: func(string) string { return "" }}
	store := journal.Open(t.TempDir() + "/sessions")
	if _, ok := sessions.Due(store, now, c.playbooks().Has); ok {
		t.Error("an empty folder has something due")
	}
	put(t, store, book.ID, now.Add(time.Minute))
	put(t, store, book.ID, now.Add(-time.Hour), flow.Fact{ID: flow.FixedFact("model-access"), Value: flow.Yes, From: flow.You})
	put(t, store, book.ID, now.Add(-sessions.Fresh-time.Minute))
	put(t, store, "door", now.Add(-time.Hour))
	if got, ok := sessions.Due(store, now, c.playbooks().Has); ok {
		t.Errorf("%s is due, which is later, fixed, old, or about another playbook", got.Name)
	}
	put(t, store, book.ID, now.Add(-time.Minute))
	want := put(t, store, book.ID, now.Add(-2*time.Minute))
	got, ok := sessions.Due(store, now, c.playbooks().Has)
	if !ok || got.Name != want {
		t.Errorf("%q is due, want %q", got.Name, want)
	}
	var used *keptSession
	last := c.dueSession(store, func(t *keptSession) { used = t })
	if last == nil || last.Name != want || last.Title != "ticket T-1, due since 2026-11-24 09:58 UTC" {
		t.Fatalf("offered: %+v", last)
	}
	s, record, err := last.Resume()
	if err != nil || used == nil {
		t.Fatal(err)
	}
	must.NoError(t, record(s.Assert(now, flow.Fact{ID: flow.FixedFact("model-access"), Value: flow.Yes, From: flow.You})))
	must.NoError(t, used.log.Close())
	if got, _ := sessions.Due(store, now, c.playbooks().Has); got.Name == want {
		t.Error("a fixed session is still due")
	}
}

// TestResumedTextIsAdded holds that a text which comes with the start is added to what the session has read, as a second file is to a
// first.
func TestResumedTextIsAdded(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const (
		refused = `API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`
		trace   = "fl=464f103\nh=api.anthropic.com\nip=203.0.113.9\nvisit_scheme=https\nuag=curl/8.5.0\ncolo=HKG\nhttp=http/2\nloc=HK\ntls=TLSv1.3\n"
		listed  = `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`
		words   = "On my phone's hotspot it works."
	)
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		text  string
		fact  string
		value flow.Value
		offer string
	}{
		"without an error": {trace, "supported-region", flow.No, ""},
		"with another one": {listed, "ip-allowlist-text", flow.Yes, ""},
		"somebody's words": {words, "forbidden-text", flow.Yes, "works-elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &console{err: io.Discard, now: func() time.Time { return now }, env: func(string) string { return "" }}
			talk := &keptSession{book: book, session: new(flow.Session), log: journal.Open(t.TempDir()).Create(now)}
			t.Cleanup(func() { _ = talk.log.Close() })
			talk.session.Open(flow.About{Playbook: book.ID, Digest: book.Digest}, now)
			must.NoError(t, c.readOpening(talk, []byte(refused)))
			before := talk.session.Facts()
			talk.session.Assert(now, flow.Fact{ID: "works-now", Value: flow.No, From: flow.You})
			must.NoError(t, c.readOpening(talk, []byte(tt.text)))
			for _, f := range before {
				if g, _ := talk.session.Fact(f.ID); g.Value != f.Value && tt.text != listed {
					t.Errorf("%s is %s, was %s", f.ID, g.Value, f.Value)
				}
			}
			if f, _ := talk.session.Fact("forbidden-text"); tt.text != listed && f.Value != flow.Yes { // Of two errors the one that says more decides.
				t.Error("what the first text showed is gone")
			}
			if given := talk.session.NoteText(flow.Given); !strings.Contains(given, "Request not allowed") || !strings.Contains(given, strings.TrimSpace(tt.text)) {
				t.Errorf("the session keeps %q", given)
			}
			if f, _ := talk.session.Fact(tt.fact); f.Value != tt.value {
				t.Errorf("%s is %s, want %s", tt.fact, f.Value, tt.value)
			}
			if f, _ := talk.session.Fact("works-now"); f.Value != flow.No {
				t.Error("the answer is gone")
			}
			if o, ok := talk.session.Offer(tt.offer); ok != (tt.offer != "") {
				t.Errorf("it offers %v", o)
			}
		})
	}
}

// TestWhatContinues holds that the row which goes on with a session names its ticket, whose call it is, the error and where it stood, as far as there is room.
func TestWhatContinues(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	s := new(flow.Session)
	s.Note(now, flow.Note{Name: "status", Text: "403", From: flow.Pasted}, flow.Note{Name: "error_type", Text: "permission_error", From: flow.Pasted})
	sum := journal.Summary{About: flow.About{Ticket: "CS-7", Whose: flow.Customer}}
	last := new(console).offer(nil, sum, s, "2 answered", "3 hours ago", nil)
	for w, want := range map[int]string{
		100: "ticket CS-7, customer's call, 403 permission_error, 2 answered, 3 hours ago",
		70:  "CS-7, customer's call, 403 permission_error, 2 answered, 3 hours ago",
		58:  "CS-7, customer's call, 2 answered, 3 hours ago",
		42:  "CS-7, 2 answered, 3 hours ago",
		24:  "CS-7, 3 hours ago",
	} {
		if got := last.Fits(w); got != want {
			t.Errorf("in %d cells %q, want %q", w, got, want)
		}
	}
}
