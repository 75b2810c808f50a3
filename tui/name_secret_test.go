package tui

import (
	"testing"

	"why403/flow/redact"
)

// TestSecretIsNoName holds that a key is nobody's name on the screen, either.
func TestSecretIsNoName(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 40, desk, func(c *Config) {
		c.Checklist = office{c.Playbook}
		c.Mask = func(s string) string { s, _ = redact.Secrets(s); return s }
	})
	b.press("tab", "n", "z").paste("sk-ant-api03-FAKEnameFAKEname1234567890abcdef-3CAA").press("enter").wants("not like a name").lacks("FAKEname")
	if n := len(b.app.t.state.Session.Parked()); n > 0 {
		t.Errorf("%d wait for a key", n)
	}
}
