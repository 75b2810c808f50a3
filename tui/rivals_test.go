package tui

import (
	"strings"
	"testing"

	"why403/flow"
)

// twoErrors has two errors that name different causes.
const twoErrors = "job-1 " + modelText + "\njob-2 " + `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth authentication is currently not allowed for this organization."}}`

// TestRivals holds that of two errors that name different causes nothing decides until the person says which the call printed.
func TestRivals(t *testing.T) {
	t.Parallel()
	first := func() *bench {
		b := shelved(t, "anthropic-403").paste(twoErrors).press("enter")
		return b.wants("Which of these did your failing call print?", "Your IP address", "OAuth authentication")
	}
	b := first()
	if n := b.app.t.state.Session.Len(); len(b.app.t.state.Session.Facts()) > 0 {
		t.Errorf("undecided, %d events are recorded: %v", n, b.app.t.state.Session.Facts())
	}
	b.press("enter").wants("blocks this network or this way")
	if got := b.app.t.state.Session.NoteText(flow.Printed); got == "" {
		t.Error("what the person said is not kept")
	}
	if got := flow.Walk(b.app.t.pb, flow.Replay(b.app.t.state.Session.Events()).Facts()).Verdict; got == nil || got.ID != "org-policy" {
		t.Errorf("replayed it ends at %v", got)
	}
	first().press("down", "enter").wants("doesn't allow login tokens")
	b = first().press("q").wants("isn't read yet", "q again quits", "Which of these")
	if b.quit {
		t.Error("it quits without a word, and the text is lost")
	}
	if b.press("q"); !b.quit {
		t.Error("asked twice, it does not quit")
	}
	b = first().press("esc")
	if len(b.app.t.state.Session.Facts()) > 0 {
		t.Errorf("dropped, it says %v", b.app.t.state.Session.Facts())
	}
	b = shelved(t, "anthropic-403", func(c *Config) {
		r := c.Read([]byte(twoErrors))
		c.Opening = &r
	})
	b.wants("Which of these").press("down", "enter").wants("doesn't allow login tokens")

	b = shelved(t, "anthropic-403").paste(refusedText).press("enter")
	before := b.app.t.state.Session.Facts()
	b.paste(twoErrors).press("=").wants("Which of these")
	if l := lost(before, b.app.t.state.Session.Facts()); len(l) > 0 {
		t.Errorf("before it is said, %v are gone", l)
	}
	b.press("down", "enter").wants("doesn't allow login tokens")
}

// TestNotUsed holds that a verdict's first screen says that the text held other errors, without a row more for it, and that the trail lists them.
func TestNotUsed(t *testing.T) {
	t.Parallel()
	text := "POST https://db.example/x 502 Bad Gateway\nEACCES: permission denied, open '/data'\n\n" + modelText
	opened := func(text string) *bench {
		return shelved(t, "anthropic-403", func(c *Config) {
			r := c.Read([]byte(text))
			c.Opening = &r
			c.Session.Read(r, flow.Pasted, c.Now())
		})
	}
	for _, b := range []*bench{opened(text), shelved(t, "anthropic-403").paste(text).press("enter")} {
		b.wants("2 other errors in the text, not used: t", "Do this now").press("t").wants("Other errors in the text, not used", "502 Bad Gateway", "EACCES: permission denied")
	}
	opened(modelText).wants("Do this now").lacks("other error")
}

// TestOlderCanBeMeant holds that errors that are older stand behind those of which only the person knows which one it is, and can be chosen.
func TestOlderCanBeMeant(t *testing.T) {
	t.Parallel()
	older := `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth token does not meet scope requirement user:inference"}}`
	text := strings.Repeat("2026-11-20T08:00:00Z ERROR "+older+"\n", 2) + "2026-11-28T10:00:00Z ERROR " + strings.ReplaceAll(twoErrors, "\n", "\n2026-11-28T10:00:00Z ERROR ")
	b := shelved(t, "anthropic-403").paste(text).press("enter").wants("Which of these did your failing call print?", "older: 403 permission_error: OAuth token does not meet scope requirement")
	b.press("down", "down", "enter")
	if got := b.app.t.pos.Verdict; got == nil || got.ID != "oauth-scope" {
		t.Errorf("it leads to %+v", got)
	}
}
