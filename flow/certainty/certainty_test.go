package certainty

import (
	"testing"

	"why403/flow"
)

func TestWords(t *testing.T) {
	t.Parallel()
	pb := &flow.Playbook{Unexplained: "none"}
	a, none := &flow.Verdict{ID: "a"}, &flow.Verdict{ID: "none"}
	at := func(v *flow.Verdict, l flow.Level, c flow.Confidence) flow.Position {
		return flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: c, Standings: []flow.Standing{{Verdict: v, Level: l, Sure: c}}}
	}
	solved := func(by flow.Fact) flow.Position {
		p := at(a, flow.Proven, flow.Certain)
		p.Solved, p.By = true, by
		return p
	}
	tests := []struct {
		name   string
		p      flow.Position
		degree Degree
		words  string
		tell   string
	}{
		{"a code", at(a, flow.Proven, flow.Certain), Certain, sayCertain, tellCertain},
		{"a comparison", at(a, flow.Proven, flow.Strong), Strong, sayStrong, tellStrong},
		{"a comparison that proves nothing", at(a, flow.Likely, flow.Strong), Strong, sayStrong + sayUnproven, tellUnproven},
		{"a description", at(a, flow.Likely, flow.Weak), Weak, sayWeak + sayUnproven, tellUnproven},
		{"nothing explains it", flow.Position{Outcome: flow.Concluded, Verdict: none, Sure: flow.Strong}, None, "", ""},
		{"open", flow.Position{Outcome: flow.Open}, None, "", ""},
		{"says the developer", solved(flow.Fact{From: flow.You}), Solved, "solved, as said by the developer", "It is solved, as said by the developer."},
		{"says the customer", solved(flow.Fact{From: flow.Customer}), Solved, "solved, as said by the customer", "It is solved, as said by the customer."},
		{"says a colleague", solved(flow.Fact{From: flow.Colleague}), Solved, "solved, as said by a colleague", "It is solved, as said by a colleague."},
		{"a probe", solved(flow.Fact{From: flow.Probed, Rule: "full"}), Solved, "solved, as measured by a probe", "It is solved, as measured by a probe."},
		{"a customer's command", solved(flow.Fact{From: flow.Customer, Rule: "full"}), Solved, "solved, as measured by a command run elsewhere", "It is solved, as measured by a command run elsewhere."},
		{"an old session's import", solved(flow.Fact{From: "import"}), Solved, "solved, as recorded in the session", "It is solved, as recorded in the session."},
	}
	for _, tt := range tests {
		if d, w, s := Of(pb, tt.p), Words(pb, tt.p), Tell(pb, tt.p); d != tt.degree || w != tt.words || s != tt.tell {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", tt.name, d, w, s, tt.degree, tt.words, tt.tell)
		}
	}
}

func TestLeft(t *testing.T) {
	t.Parallel()
	possible := flow.Standing{Verdict: &flow.Verdict{ID: "a"}, Level: flow.Possible}
	out := flow.Standing{Verdict: &flow.Verdict{ID: "b"}, Level: flow.RuledOut}
	waits := flow.Step{Fact: flow.Fact{ID: "q", Value: flow.Unsure, From: flow.You, Asked: "admin"}}
	aside := waits
	aside.Aside = true
	tests := []struct {
		standings []flow.Standing
		trail     []flow.Step
		want      string
	}{
		{[]flow.Standing{possible, possible, out}, nil, openMany},
		{[]flow.Standing{possible, possible}, []flow.Step{waits}, openManyAwaited},
		{[]flow.Standing{possible, out, out}, nil, openOne},
		{[]flow.Standing{possible, out}, []flow.Step{aside}, openOne},
		{[]flow.Standing{out, possible}, []flow.Step{waits}, openOneAwaited},
		{[]flow.Standing{out}, []flow.Step{waits}, openNoneAwaited},
		{nil, nil, openNone},
	}
	for i, tt := range tests {
		if got := Left(flow.Position{Outcome: flow.Open, Standings: tt.standings, Trail: tt.trail}); got != tt.want {
			t.Errorf("%d: %q, want %q", i, got, tt.want)
		}
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]flow.Standing{
		"proven": {Level: flow.Proven}, "likely": {Level: flow.Likely}, "possible": {Level: flow.Possible}, "not considered": {},
		"ruled out as the only cause": {Level: flow.RuledOut}, "possible; equally good reasons speak for and against it": {Level: flow.Possible, Disputed: true},
	} {
		if got := Standing(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
