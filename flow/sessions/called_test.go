package sessions

import (
	"testing"
	"time"

	"why403/flow"
	"why403/flow/journal"
)

// TestCalled holds that a session goes by its ticket where that means it alone and needs no quotes.
func TestCalled(t *testing.T) {
	t.Parallel()
	store, now := journal.Open(t.TempDir()+"/sessions"), time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	begin := func(ticket string) (*flow.Session, string) {
		s := new(flow.Session)
		s.Open(flow.About{Ticket: ticket}, now)
		s.Assert(now, flow.Fact{ID: "power", Value: flow.Yes, From: flow.You})
		log := store.Create(now)
		defer log.Close()
		if err := log.Append(s.Events()); err != nil {
			t.Fatal(err)
		}
		return s, log.Name()
	}
	for _, ticket := range []string{"CS-1", "4711", "JIRA-12_a", "Über-7"} {
		if s, name := begin(ticket); Called(store, s, name) != ticket {
			t.Errorf("%s is called %s", ticket, Called(store, s, name))
		}
	}
	for _, ticket := range []string{"", "-f", "a b", "$(id)", "https://desk.example/7", "x;y"} {
		if s, name := begin(ticket); Called(store, s, name) != name {
			t.Errorf("%q is called %s", ticket, Called(store, s, name))
		}
	}
	if s, name := begin("CS-1"); Called(store, s, name) != name {
		t.Error("of two sessions with a ticket one goes by it")
	}
}
