package flow

import "testing"

func TestSureText(t *testing.T) {
	t.Parallel()
	pb := &Playbook{Unexplained: "none"}
	a, none := &Verdict{ID: "a"}, &Verdict{ID: "none"}
	at := func(v *Verdict, l Level, c Confidence) Position {
		return Position{Outcome: Concluded, Verdict: v, Sure: c, Standings: []Standing{{Verdict: v, Level: l, Sure: c}}}
	}
	solved := func(by Fact) Position {
		p := at(a, Proven, Certain)
		p.Solved, p.By = true, by
		return p
	}
	tests := []struct {
		name   string
		p      Position
		degree Degree
		words  string
		tell   string
	}{
		{"a code", at(a, Proven, Certain), AsCertain, "certain", "tell-certain"},
		{"a comparison", at(a, Proven, Strong), AsStrong, "strong", "tell-strong"},
		{"a comparison that proves nothing", at(a, Likely, Strong), AsLikely, "likely", "tell-likely"},
		{"a description", at(a, Likely, Weak), AsLikely, "likely", "tell-likely"},
		{"nothing explains it", Position{Outcome: Concluded, Verdict: none, Sure: Strong}, Undecided, "", ""},
		{"open", Position{Outcome: Open}, Undecided, "", ""},
		{"says the developer", solved(Fact{From: You}), AsSolved, "solved-you", ""},
		{"says the customer", solved(Fact{From: Customer}), AsSolved, "solved-customer", ""},
		{"says a colleague", solved(Fact{From: Colleague}), AsSolved, "solved-colleague", ""},
		{"a probe", solved(Fact{From: Probed, Rule: "full"}), AsSolved, "solved-probe", ""},
		{"a customer's command", solved(Fact{From: Customer, Rule: "full"}), AsSolved, "solved-command", ""},
		{"an old session's import", solved(Fact{From: "import"}), AsSolved, "solved-other", ""},
	}
	for _, tt := range tests {
		if d, w, s := tt.p.Degree(pb), tt.p.SureText(pb), tt.p.TellText(pb); d != tt.degree || w != tt.words || s != tt.tell {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", tt.name, d, w, s, tt.degree, tt.words, tt.tell)
		}
	}
}

func TestLeftText(t *testing.T) {
	t.Parallel()
	possible := Standing{Verdict: &Verdict{ID: "a"}, Level: Possible}
	out := Standing{Verdict: &Verdict{ID: "b"}, Level: RuledOut}
	tried := Standing{Verdict: &Verdict{ID: "c"}, Level: FixTried}
	waits := TrailStep{Fact: Fact{ID: "q", Value: Unsure, From: You, Asked: "admin"}}
	aside := waits
	aside.OffPath = true
	tests := []struct {
		standings []Standing
		trail     []TrailStep
		want      string
	}{
		{[]Standing{possible, possible, out}, nil, "open-many"},
		{[]Standing{possible, possible}, []TrailStep{waits}, "open-many"},
		{[]Standing{possible, out, out}, nil, "open-one"},
		{[]Standing{possible, tried}, nil, "open-one"},
		{[]Standing{possible, out}, []TrailStep{aside}, "open-one"},
		{[]Standing{out, possible}, []TrailStep{waits}, "open-one-awaited"},
		{[]Standing{out}, []TrailStep{waits}, "open-none-awaited"},
		{nil, nil, "open-none"},
	}
	for i, tt := range tests {
		if got := (Position{Outcome: Open, Standings: tt.standings, Trail: tt.trail}).LeftText(); got != tt.want {
			t.Errorf("%d: %q, want %q", i, got, tt.want)
		}
	}
}

func TestDegrees(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		s    Standing
		want Degree
	}{
		{Standing{}, AsUnraised},
		{Standing{Level: RuledOut, Sure: Certain}, AsRuledOut},
		{Standing{Level: FixTried, Sure: Certain}, AsFixTried},
		{Standing{Level: Possible, Sure: Strong, Disputed: true}, AsPossible},
		{Standing{Level: Likely, Sure: Strong}, AsLikely},
		{Standing{Level: Proven, Sure: Weak}, AsLikely},
		{Standing{Level: Proven, Sure: Strong}, AsStrong},
		{Standing{Level: Proven, Sure: Certain}, AsCertain},
	} {
		if got := tt.s.Degree(); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.s, got, tt.want)
		}
	}
}
