package conversation_test

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/probe"
)

// TestLetterAndCommandAskTheSame holds that where a choice asks for several requests its letter, its page on how to check and the command for another
// machine have all of them, also where one is known already: its words ask for all.
func TestLetterAndCommandAskTheSame(t *testing.T) {
	t.Parallel()
	b := must.Have(t, content.Default)
	for _, tt := range []struct {
		known    []flow.Fact
		asked    string
		probes   string // The first is the one whose command is asked for.
		commands int
		letter   int // Requests, where it is parked: one of what is known asks for the rest alone.
	}{
		{nil, "plain-works", "plain own-model", 2, 2},
		{[]flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.You}}, "own-model-works", "own-model plain", 2, 1},
	} {
		s := new(flow.Session)
		s.Open(flow.About{Whose: flow.Customer}, time.Time{})
		s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEone"}`)), flow.Pasted, time.Time{})
		s.Assert(time.Time{}, tt.known...)
		p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{BaseURL: "https://api.anthropic.com", Trust: probe.Own}), func() *flow.Session { return s }, "")
		at := conversation.New(conversation.Ports{}, conversation.Opened{Playbook: b.Playbook, Prober: p}, s).State()
		q := at.Asked()
		if q == nil || q.ID != tt.asked {
			t.Fatalf("it asks %+v", q)
		}
		if got := at.Together(strings.Fields(tt.probes)[0], q); len(got) != tt.commands || got[0] != "plain" || got[1] != "own-model" {
			t.Errorf("the command for %s sends %v, want plain and own-model", tt.asked, got)
		}
		s.Assert(time.Time{}, flow.Fact{ID: tt.asked, Value: flow.Unsure, From: flow.You, Asked: "Bob"})
		if n := strings.Count(q.Command, "curl "); n != tt.commands {
			t.Errorf("how to check %s has %d requests, want %d", tt.asked, n, tt.commands)
		}
		if letter := checklist.Write(b.Playbook, s, ""); strings.Count(letter, "curl ") != tt.letter || strings.Contains(letter, "two tiny requests") != (tt.letter == 2) {
			t.Errorf("the letter of %s, want %d requests:\n%s", tt.asked, tt.letter, letter)
		}
	}
}
