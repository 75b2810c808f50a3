package conversation_test

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/probe"
)

// TestLetterAndCommandAskTheSame holds that where a choice asks for several requests its letter, its page on how to check and the command for another
// machine have all of them, and only what is still open.
func TestLetterAndCommandAskTheSame(t *testing.T) {
	t.Parallel()
	b, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		known    []flow.Fact
		asked    string
		probes   string
		commands int
	}{
		{nil, "plain-works", "plain own-model", 2},
		{[]flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.You}}, "own-model-works", "own-model", 1},
	} {
		s := new(flow.Session)
		s.Open(flow.About{Whose: flow.Customer}, time.Time{})
		s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEone"}`)), flow.Pasted, time.Time{})
		s.Assert(time.Time{}, tt.known...)
		p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{BaseURL: "https://api.anthropic.com", Trust: probe.Own}), func() *flow.Session { return s }, "")
		at := conversation.New(conversation.Ports{}, conversation.Book{Playbook: b.Playbook, Prober: p}, s).State()
		q := at.Asked()
		if q == nil || q.ID != tt.asked {
			t.Fatalf("it asks %+v", q)
		}
		if got := strings.Join(at.Together(strings.Fields(tt.probes)[0], q), " "); got != tt.probes {
			t.Errorf("the command for %s sends %s, want %s", tt.asked, got, tt.probes)
		}
		s.Assert(time.Time{}, flow.Fact{ID: tt.asked, Value: flow.Unsure, From: flow.You, Asked: "Bob"})
		for name, text := range map[string]string{"how to check": q.Command, "the letter": checklist.Write(b.Playbook, s, "")} {
			if n := strings.Count(text, "curl "); n != tt.commands {
				t.Errorf("%s of %s has %d requests, want %d:\n%s", name, tt.asked, n, tt.commands, text)
			}
		}
	}
}
