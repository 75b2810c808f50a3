package explore

import (
	"fmt"
	"testing"

	"why403/flow"
	"why403/flow/racetest"
)

// large is a playbook of n questions of which every path asks all, and of which the last one needs every other answer.
func large(n int) *flow.Playbook {
	pb := &flow.Playbook{ID: "large", Unexplained: "none", Facts: map[string]flow.FactInfo{}, Verdicts: []flow.Verdict{{ID: "none"}}}
	for i := range n {
		id := fmt.Sprintf("q%d", i)
		pb.Facts[id] = flow.FactInfo{About: id}
		pb.Questions = append(pb.Questions, flow.Question{ID: id})
		pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: "v" + id})
		both := flow.Clause{{Fact: id, Values: []flow.Value{flow.Yes}}, {Fact: fmt.Sprintf("q%d", n-1), Values: []flow.Value{flow.Yes}}}
		pb.Rules = append(pb.Rules, flow.Rule{When: flow.Cond{both}, Suggests: []string{"v" + id}, Sure: flow.Weak})
	}
	return pb
}

// TestLargeIsBounded wants a large playbook to be looked at as far as the work allows, and that to be told.
func TestLargeIsBounded(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const work = 2_000_000
	r := Explore(t.Context(), large(300), Depth{work: work})
	if r.Method != Sampled || !r.Cut || r.Samples < 2 || r.Samples >= DefaultSamples || r.Interrupted {
		t.Errorf("%s, cut %v, %d samples, interrupted %v", r.Method, r.Cut, r.Samples, r.Interrupted)
	}
	if len(r.Longest) != 300 {
		t.Errorf("the longest path has %d questions", len(r.Longest))
	}
	p := Order(t.Context(), large(300), OrderOptions{Depth: Depth{work: work}})
	if !p.Cut || p.Drawn < 1 || p.Drawn >= 500 || p.Cases < 1 || p.Cases >= DefaultSamples || p.Today.Questions != 300 || p.Interrupted {
		t.Errorf("cut %v, %d and %d cases, %v questions", p.Cut, p.Drawn, p.Cases, p.Today.Questions)
	}
	small := Order(t.Context(), large(3), OrderOptions{})
	if small.Cut || !small.Exact || Explore(t.Context(), large(3), Depth{}).Cut {
		t.Error("a small one is cut")
	}
}
