package flow

import (
	"strings"
	"testing"
	"time"
)

// TestBy holds that what several people record in one session tells who did, and that nobody takes back what another said.
func TestBy(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 29, 5, 0, 0, 0, time.UTC)
	says := func(s *Session, fact string) { s.Assert(at, Fact{ID: fact, Value: Yes, From: Customer}) }
	s := new(Session)
	says(s, "alone") // Before anybody else came.
	s.As("ann")
	says(s, "door")
	s = Replay(s.Events())
	s.As("bob")
	says(s, "window")
	says(s, "door")
	if got := s.Authors(); got["alone"] != "" || got["door"] != "bob" || got["window"] != "bob" {
		t.Errorf("who said it: %v", got)
	}
	s = Replay(s.Events())
	s.As("ann")
	if events, ok := s.Undo(at); !ok || len(events) != 1 || events[0].Undoes != 2 || events[0].By != "ann" {
		t.Errorf("taken back: %+v, %v", events, ok)
	}
	if events, ok := s.Undo(at); ok {
		t.Errorf("ann takes back what bob said, or nobody knows who: %+v", events)
	}
	if got := s.Authors(); got["door"] != "bob" {
		t.Errorf("who said it: %v", got)
	}
	s.As("sk-ant-" + "api03-FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE-AA\x1b[2J")
	says(s, "wall")
	if by := s.Authors()["wall"]; strings.Contains(by, "FAKEFAKE") || strings.Contains(by, "\x1b") {
		t.Errorf("a name is recorded as it was given: %q", by)
	}
}
