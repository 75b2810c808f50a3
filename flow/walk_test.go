package flow

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// is makes a condition of one term.
func is(fact string, v ...Value) Cond { return Cond{{{Fact: fact, Values: v}}} }

// network is a playbook of two causes, told apart by three questions and one sign.
func network() *Playbook {
	return &Playbook{
		ID: "network", Unexplained: "none",
		Facts: map[string]FactInfo{
			"page": {About: "a page answered"}, "here": {About: "works here", Retest: true},
			"proxy": {About: "there is a proxy"}, "off-proxy": {About: "works off the proxy", Retest: true},
		},
		Questions: []Question{
			{ID: "here", Ask: "here?"},
			{ID: "proxy", Ask: "proxy?", When: is("here", No), Usual: Yes},
			{ID: "off-proxy", Ask: "off?", When: is("proxy", Yes, Unsure), Decides: []string{"proxy-refuses"}, Usual: Yes},
		},
		Verdicts: []Verdict{
			{ID: "proxy-refuses", Title: "proxy", Always: true, Precedence: 1},
			{ID: "model", Title: "model", Always: true, Precedence: 2},
			{ID: "none", Title: "none"},
		},
		Rules: []Rule{
			{When: is("page", Yes), Suggests: []string{"proxy-refuses"}, Sure: Weak, Because: "a page"},
			{When: is("here", Yes), RulesOut: []string{"proxy-refuses"}, Sure: Strong, Because: "works here"},
			{When: is("here", No), RulesOut: []string{"model"}, Sure: Strong, Because: "fails here"},
			{When: is("proxy", No), RulesOut: []string{"proxy-refuses"}, Sure: Strong, Because: "no proxy"},
			{When: is("off-proxy", Yes), Proves: []string{"proxy-refuses"}, Sure: Strong, Because: "works off it"},
			{When: is("off-proxy", No), RulesOut: []string{"proxy-refuses"}, Sure: Strong, Because: "fails off it"},
			{When: is("here", Yes), Suggests: []string{"model"}, Sure: Weak, Because: "works here"},
		},
	}
}

func you(id string, v Value) Fact { return Fact{ID: id, Value: v, From: You} }

func TestWalk(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		facts    []Fact
		outcome  Outcome
		at       string // Id of the question or the verdict.
		sure     Confidence
		left     int
		standing map[string]Level
		aside    []string
		again    []string
	}{
		{
			name: "nothing known", outcome: Asking, at: "here", left: 3,
			standing: map[string]Level{"proxy-refuses": Possible, "model": Possible},
		},
		{
			name: "a known fact is not asked", facts: []Fact{{ID: "here", Value: No, From: Probed}}, outcome: Asking, at: "proxy", left: 2,
			standing: map[string]Level{"proxy-refuses": Possible, "model": RuledOut},
		},
		{
			name: "proof ends it", facts: []Fact{you("here", No), you("proxy", Yes), you("off-proxy", Yes)}, outcome: Concluded, at: "proxy-refuses", sure: Strong,
			standing: map[string]Level{"proxy-refuses": Proven, "model": RuledOut},
		},
		{
			name: "a likely cause waits for the questions", facts: []Fact{you("here", Yes)}, outcome: Concluded, at: "model", sure: Weak,
			standing: map[string]Level{"proxy-refuses": RuledOut, "model": Likely},
		},
		{
			name: "all ruled out", facts: []Fact{you("here", No), you("proxy", No)}, outcome: Concluded, at: "none", sure: Strong,
			standing: map[string]Level{"proxy-refuses": RuledOut, "model": RuledOut},
		},
		{
			name: "unsure keeps it open and is offered again", facts: []Fact{you("here", No), you("proxy", Yes), you("off-proxy", Unsure)}, outcome: Open,
			standing: map[string]Level{"proxy-refuses": Possible, "model": RuledOut}, again: []string{"off-proxy"},
		},
		{
			name: "an answer off the path is kept and does not count", facts: []Fact{you("proxy", No), you("here", Unsure)}, outcome: Open,
			standing: map[string]Level{"proxy-refuses": Possible, "model": Possible}, aside: []string{"proxy"}, again: []string{"here"},
		},
		{
			name: "what was measured counts off the path too", facts: []Fact{{ID: "off-proxy", Value: Yes, From: Probed}}, outcome: Concluded, at: "proxy-refuses", sure: Strong,
			standing: map[string]Level{"proxy-refuses": Proven, "model": Possible},
		},
		{
			name: "reasons of equal weight dispute it", facts: []Fact{you("here", Yes), {ID: "off-proxy", Value: Yes, From: Probed}}, outcome: Concluded, at: "model", sure: Weak,
			standing: map[string]Level{"proxy-refuses": Possible, "model": Likely},
		},
		{
			name:    "a fix that did not help neither rules its cause out nor leaves it in question",
			facts:   []Fact{you("here", No), you("proxy", Yes), you("off-proxy", Yes), you("fixed:proxy-refuses", No)},
			outcome: Concluded, at: "none", sure: Strong,
			standing: map[string]Level{"proxy-refuses": FixTried, "model": RuledOut},
		},
		{
			name: "a fix that helped ends it", facts: []Fact{you("here", No), you("fixed:model", Yes)}, outcome: Concluded, at: "model", sure: Certain,
			standing: map[string]Level{"proxy-refuses": Possible, "model": RuledOut},
		},
		{
			name: "a withdrawn fact is asked again", facts: []Fact{you("here", No), {ID: "here", From: You}}, outcome: Asking, at: "here", left: 3,
			standing: map[string]Level{"proxy-refuses": Possible, "model": Possible},
		},
		{
			name: "a fact nobody declared decides nothing", facts: []Fact{you("unheard-of", Yes)}, outcome: Asking, at: "here", left: 3,
			standing: map[string]Level{"proxy-refuses": Possible, "model": Possible},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := Walk(network(), tt.facts)
			at := ""
			if p.Question != nil {
				at = p.Question.ID
			}
			if p.Verdict != nil {
				at = p.Verdict.ID
			}
			if p.Outcome != tt.outcome || at != tt.at || p.Sure != tt.sure || p.Left() != tt.left {
				t.Errorf("got %v %q (%v), %d left; want %v %q (%v), %d left", p.Outcome, at, p.Sure, p.Left(), tt.outcome, tt.at, tt.sure, tt.left)
			}
			got := make(map[string]Level)
			for _, s := range p.Standings {
				got[s.Verdict.ID] = s.Level
			}
			if diff := cmp.Diff(tt.standing, got); diff != "" {
				t.Errorf("standings:\n%s", diff)
			}
			var aside, again []string
			for _, s := range p.Trail {
				if s.OffPath {
					aside = append(aside, s.Fact.ID)
				}
			}
			for _, q := range p.Again {
				again = append(again, q.ID)
			}
			if diff := cmp.Diff(tt.aside, aside); diff != "" {
				t.Errorf("aside:\n%s", diff)
			}
			if diff := cmp.Diff(tt.again, again); diff != "" {
				t.Errorf("again:\n%s", diff)
			}
		})
	}
}

func TestWalkPeelsTheOuterCauseFirst(t *testing.T) {
	t.Parallel()
	pb := network()
	pb.Rules = append(pb.Rules, Rule{When: is("page", Yes), Proves: []string{"model", "proxy-refuses"}, Sure: Strong, Because: "both"})
	if got := Walk(pb, []Fact{you("page", Yes)}).Verdict.ID; got != "proxy-refuses" {
		t.Errorf("got %s first, want the one that a request meets first", got)
	}
	pb.Rules = append(pb.Rules, Rule{When: is("page", Yes), Proves: []string{"model"}, Sure: Certain, Because: "its code"})
	if got := Walk(pb, []Fact{you("page", Yes)}).Verdict.ID; got != "model" {
		t.Errorf("got %s first, want the surer one", got)
	}
}

// generatedPlaybook is a chain of n questions with n/5 verdicts, each proven by one of them.
func generatedPlaybook(n int) *Playbook {
	pb := &Playbook{ID: "generated", Facts: make(map[string]FactInfo), Unexplained: "none", Verdicts: []Verdict{{ID: "none", Title: "none"}}}
	for i := range n {
		q := Question{ID: fmt.Sprintf("q%d", i), Ask: "?"}
		if i > 0 {
			q.When = is(fmt.Sprintf("q%d", i-1), No, Unsure)
		}
		if i%5 == 0 {
			v := fmt.Sprintf("v%d", i)
			pb.Verdicts = append(pb.Verdicts, Verdict{ID: v, Title: v, Always: true})
			pb.Rules = append(pb.Rules,
				Rule{When: is(q.ID, Yes), Proves: []string{v}, Sure: Strong, Because: "yes"},
				Rule{When: is(q.ID, No), RulesOut: []string{v}, Sure: Strong, Because: "no"})
			q.Decides = []string{v}
		}
		pb.Facts[q.ID] = FactInfo{About: q.ID}
		pb.Questions = append(pb.Questions, q)
	}
	return pb
}

// BenchmarkWalk shows that a walk takes time linear in the playbook: ns/question stays the same.
func BenchmarkWalk(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		pb := generatedPlaybook(n)
		if ps := Lint(pb); len(ps) > 0 {
			b.Fatal(ps)
		}
		var facts []Fact
		for i := range n / 2 {
			facts = append(facts, Fact{ID: fmt.Sprintf("q%d", i), Value: No, From: You})
		}
		b.Run(fmt.Sprintf("questions=%d", n), func(b *testing.B) {
			for b.Loop() {
				if p := Walk(pb, facts); p.Question == nil || p.Question.ID != fmt.Sprintf("q%d", n/2) {
					b.Fatal("wrong question")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/question")
		})
	}
}
