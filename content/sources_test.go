package content

import (
	"testing"
	"time"
)

// The day of a stored copy counts before that on which it was looked at, and 90 days make a source old.
func TestSourceDates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]struct {
		date string
		old  bool
	}{
		"https://a.example, stored copy of 2026-08-22":                      {"2026-08-22", true},
		"https://a.example (checked 2026-11-23): stored copy of 2026-08-30": {"2026-08-30", false},
		"a/b#1, 2025-01-02; a/b#2, 2026-11-24":                              {"2026-11-24", false},
		"a/b#2, 2026-11-24; a/b#1, 2025-01-02":                              {"2026-11-24", false},
		"https://a.example":                                                 {"", false},
		"https://a.example/specification/2025-06-18/basic":                  {"", false},
	} {
		if c := (Sourced{Date: dated(text)}); c.Date != want.date || c.Stale(now) != want.old {
			t.Errorf("%q: %q, old %t; want %v", text, c.Date, c.Stale(now), want)
		}
	}
}
