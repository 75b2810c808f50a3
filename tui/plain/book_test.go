package plain

import (
	"errors"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/conversation"
)

// houses holds the door's playbook and that of a gate, to which the door's verdict hours switches.
type houses struct{ named bool }

func doorHandsOver() *flow.Playbook {
	pb := door()
	pb.Verdict("hours").SwitchTo = "gate"
	return pb
}

func gate() *flow.Playbook {
	return &flow.Playbook{
		ID: "gate", Title: "Why does the gate not open?", Unexplained: "unexplained",
		Facts: map[string]flow.FactInfo{
			"beeps":  {About: "The reader beeps"},
			"site":   {About: "The gate is on another site"}, // Not what the door means by it.
			"rusty":  {About: "The text says that it is rusty"},
			"shaded": {About: "The gate stands in the shade"},
		},
		Questions: []flow.Question{{ID: "shaded", Ask: "Does the gate stand in the shade?", Yes: "It is cold.", No: "It is warm.", Unsure: "Look."}},
		Verdicts: []flow.Verdict{
			{ID: "rust", Precedence: 1, Title: "The gate is rusty", Remedy: flow.Remedy{Fix: []string{"Oil it."}}, SwitchTo: "nowhere"},
			{ID: "unexplained", Precedence: 99, Title: "Nothing explains the gate", Remedy: flow.Remedy{Fix: []string{"Climb."}}},
		},
		Rules: []flow.Rule{{When: flow.Cond{{{Fact: "rusty", Values: []flow.Value{flow.Yes}}}}, Proves: []string{"rust"}, Sure: flow.Certain, Because: "It says so."}},
	}
}

func readGate(text []byte) flow.Reading {
	if !strings.Contains(string(text), "rusty") {
		return flow.Reading{Summary: "a gate"}
	}
	return flow.Reading{Summary: "a rusty gate", Facts: []flow.Fact{{ID: "rusty", Value: flow.Yes, From: flow.Pasted, Quote: "rusty", Rule: "rusty"}}}
}

func (h *houses) Choose(text []byte) (flow.Chosen, bool) {
	if h.named {
		return flow.Chosen{}, false
	}
	if r := readGate(text); len(r.Facts) > 0 {
		return flow.Chosen{Playbook: "gate", Reading: r, Because: r.Facts}, true
	}
	return flow.Chosen{Playbook: "door", Reading: reading(text)}, true
}

func (h *houses) Titles() []flow.Title {
	return []flow.Title{{ID: "door", Title: "Why does the door not open?"}, {ID: "gate", Title: "Why does the gate not open?"}}
}

func (h *houses) Open(id string) (conversation.Opened, error) {
	switch id {
	case "door":
		return conversation.Opened{Playbook: doorHandsOver(), Digest: "d", Read: reading}, nil
	case "gate":
		return conversation.Opened{Playbook: gate(), Digest: "g", Read: readGate}, nil
	default:
		return conversation.Opened{}, errors.New("it is not installed")
	}
}

func housed() Wiring {
	cfg := config()
	cfg.Playbook, cfg.Books = doorHandsOver(), new(houses)
	cfg.Session.Open(flow.About{Playbook: "door", Digest: "d"}, clock())
	return cfg
}

func TestTextChoosesThePlaybook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, want string
		named            bool
		says             []string
	}{
		{"another one", "it is rusty", "gate", false, []string{"Playbook: Why does the gate not open? (gate): The text says that it is rusty", "type playbook", "VERDICT: The gate is rusty"}},
		{"the usual one", "card expired", "door", false, []string{"Playbook: Why does the door not open? (door): nothing in the text decides"}},
		{"one was named", "it is rusty", "door", true, []string{"Nothing in this text"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := housed()
			cfg.Books = &houses{named: tt.named}
			res, out := talk(t, cfg, tt.text, ".")
			if res.Playbook.ID != tt.want || cfg.Session.About().Playbook != tt.want {
				t.Errorf("it ended in %s, the session in %s, want %s", res.Playbook.ID, cfg.Session.About().Playbook, tt.want)
			}
			says(t, strings.Join(strings.Fields(out), " "), tt.says...)
		})
	}
	// Undo leads back to the usual one; an answer keeps the playbook that it was given in.
	cfg := housed()
	res, out := talk(t, cfg, "it is rusty", ".", "undo", "y", "paste", "it is rusty", ".")
	if res.Playbook.ID != "door" || !strings.Contains(out, "Going on with: Why does the door not open? (door)") {
		t.Errorf("it ended in %s:\n%s", res.Playbook.ID, out)
	}
}

func TestSwitchInPlainText(t *testing.T) {
	t.Parallel()
	cfg := housed()
	res, out := talk(t, cfg, "none", "y", "n", "y", "switch", "switch", "playbook", "playbook 7", "playbook gate", "playbook 1")
	flat := strings.Join(strings.Fields(out), " ")
	says(t, flat,
		"VERDICT: The door keeps hours", "gate goes on from here, with what is known: switch",
		"Going on with: Why does the gate not open? (gate)", "Does the gate stand in the shade?",
		"1. Why does the door not open? door 2. Why does the gate not open? gate · in use Type playbook and a number.",
		`There is no playbook "7".`, "That is the one in use.", "Going on with: Why does the door not open? (door) VERDICT: The door keeps hours",
	)
	if res.Playbook.ID != "door" || res.Position.Verdict == nil || res.Position.Verdict.ID != "hours" {
		t.Errorf("it ended in %s at %+v", res.Playbook.ID, res.Position.Verdict)
	}
	// Where a verdict switches to nobody, or to what is not there, everything stays.
	_, out = talk(t, housed(), "card expired", ".", "switch")
	says(t, out, "leads to no other playbook")
	res, out = talk(t, housed(), "it is rusty", ".", "switch")
	if !strings.Contains(out, "The playbook stays as it is: it is not installed") || res.Playbook.ID != "gate" {
		t.Error(out)
	}
}
