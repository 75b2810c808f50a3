package verify_test

import (
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/verify"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

func is(fact string, vs ...flow.Value) flow.Cond { return flow.Cond{{{Fact: fact, Values: vs}}} }

// book is a playbook without a problem: a question, another that follows from its yes, and two verdicts.
func book() *flow.Playbook {
	return &flow.Playbook{
		Facts: map[string]flow.FactInfo{"first": {About: "First."}, "second": {About: "Second."}, "seen": {About: "Seen."}},
		Questions: []flow.Question{
			{ID: "first", Ask: "?", Why: "w", How: []string{"h"}},
			{ID: "second", When: is("first", flow.Yes), Ask: "?", Why: "w", How: []string{"h"}},
		},
		Verdicts: []flow.Verdict{{ID: "a"}, {ID: "b"}, {ID: "none"}},
		Rules: []flow.Rule{
			{When: is("second", flow.Yes), Proves: []string{"a"}, Sure: flow.Strong},
			{When: is("second", flow.No), Proves: []string{"b"}, Sure: flow.Strong},
			{When: is("seen", flow.Yes), Proves: []string{"b"}, Sure: flow.Certain},
		},
		Unexplained: "none",
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(pb *flow.Playbook)
		want  string // Empty for no problem.
	}{
		"sound":                          {func(*flow.Playbook) {}, ""},
		"a fact that nothing asserts":    {func(pb *flow.Playbook) { pb.Facts["lost"] = flow.FactInfo{} }, `nothing asserts the fact "lost"`},
		"an answer that changes nothing": {func(pb *flow.Playbook) { pb.Rules = pb.Rules[2:] }, `the answer to "second" changes nothing`},
		"a guard against itself": {func(pb *flow.Playbook) {
			pb.Questions[1].Unless = is("first", flow.Yes)
		}, `the question "second" can never be asked`},
		"a guard that contradicts the guard before": {func(pb *flow.Playbook) {
			pb.Facts["third"] = flow.FactInfo{}
			pb.Questions = append(pb.Questions, flow.Question{
				ID: "third", Ask: "?", Why: "w", How: []string{"h"},
				When: flow.Cond{{{Fact: "second", Values: []flow.Value{flow.Yes}}, {Fact: "first", Values: []flow.Value{flow.No}}}},
			})
			pb.Rules = append(pb.Rules, flow.Rule{When: is("third", flow.Yes), RulesOut: []string{"b"}})
		}, `the question "third" can never be asked`},
		"a rule that needs what no sign says": {func(pb *flow.Playbook) {
			pb.Rules = append(pb.Rules, flow.Rule{When: is("seen", flow.No), RulesOut: []string{"a"}})
		}, "the rule can never hold"},
		"a verdict that nothing reaches": {func(pb *flow.Playbook) {
			pb.Rules[0].Unless = is("first", flow.Yes)
		}, `no combination of facts leads to "a"`},
		"two verdicts that are one": {func(pb *flow.Playbook) {
			pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: "twin"})
			pb.Rules[0].Proves = []string{"a", "twin"}
		}, `nothing separates "twin" from "a"`},
		"a question without a why": {func(pb *flow.Playbook) { pb.Questions[0].Why = " " }, `the question "first" has an empty why`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pb := book()
			c.spoil(pb)
			var got []string
			for _, p := range verify.Check(pb, []flow.Said{{Fact: "seen", Value: flow.Yes}}) {
				got = append(got, p.Text)
			}
			all := strings.Join(got, "\n")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("got\n%s\nwant %q", all, c.want)
			}
		})
	}
}
