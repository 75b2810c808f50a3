package explore_test

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/explore"
)

func is(fact string, vs ...flow.Value) flow.Cond { return flow.Cond{{{Fact: fact, Values: vs}}} }

// two is a playbook of two questions: the first proves a; its no leads to the second, which proves b.
func two() *flow.Playbook {
	return &flow.Playbook{
		Facts: map[string]flow.FactInfo{"first": {About: "First."}, "second": {About: "Second."}},
		Questions: []flow.Question{
			{ID: "first", Odds: flow.Odds{Yes: .5, No: .4, Unsure: .1}, Effort: flow.Effort{Minutes: 1}},
			{ID: "second", When: is("first", flow.No), Odds: flow.Odds{Yes: .75, No: .25}, Effort: flow.Effort{Minutes: 10}},
		},
		Verdicts: []flow.Verdict{{ID: "a", Always: true}, {ID: "b", Always: true}, {ID: "none"}},
		Rules: []flow.Rule{
			{When: is("first", flow.Yes), Proves: []string{"a"}, Sure: flow.Strong},
			{When: is("first", flow.No), RulesOut: []string{"a"}, Sure: flow.Strong},
			{When: is("second", flow.Yes), Proves: []string{"b"}, Sure: flow.Strong},
			{When: is("second", flow.No), RulesOut: []string{"b"}, Sure: flow.Strong},
		},
		Unexplained: "none",
	}
}

// aside is a playbook in which an answer falls off the path: when second counts again for a, middle is asked after it, and its
// yes takes second away.
func aside() *flow.Playbook {
	return &flow.Playbook{
		Facts: map[string]flow.FactInfo{"first": {}, "middle": {}, "second": {}},
		Questions: []flow.Question{
			{ID: "first"}, {ID: "middle", Decides: []string{"a"}}, {ID: "second", Unless: is("middle", flow.Yes)},
		},
		Verdicts: []flow.Verdict{{ID: "a", Always: true}, {ID: "b", Always: true}, {ID: "none"}},
		Rules: []flow.Rule{
			{When: is("first", flow.Yes, flow.No), RulesOut: []string{"a"}, Sure: flow.Strong},
			{When: is("first", flow.Yes), Suggests: []string{"b"}, Sure: flow.Weak},
			{When: is("second", flow.Yes), Suggests: []string{"b"}, Sure: flow.Weak},
			{When: is("second", flow.Yes, flow.No), Proves: []string{"a"}, Sure: flow.Strong},
		},
		Unexplained: "none",
	}
}

// under returns two with the odds of second where b is the cause, as often as the prior says, and those of the first question.
func under(prior float64, first, second flow.Odds) *flow.Playbook {
	pb := two()
	pb.Verdicts[1].Prior = prior
	pb.Questions[0].OddsIf = map[string]flow.Odds{"b": first}
	pb.Questions[1].OddsIf = map[string]flow.Odds{"b": second}
	return pb
}

func ends(r *explore.Arrivals) map[string]string {
	out := make(map[string]string)
	for _, e := range r.Ends {
		out[fmt.Sprint(e.Verdict, e.Equal)] = fmt.Sprintf("%v paths, %.3f, %.3f questions", e.Paths, e.Share, e.Mean)
	}
	return out
}

// shares is ends in numbers, to be compared up to what adding in another order changes.
func shares(r *explore.Arrivals) map[string][3]float64 {
	out := make(map[string][3]float64)
	for _, e := range r.Ends {
		paths, _ := new(big.Float).SetInt(e.Paths).Float64()
		out[fmt.Sprint(e.Verdict, e.Equal)] = [3]float64{paths, e.Share, e.Mean}
	}
	return out
}

func TestExplore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pb      *flow.Playbook
		answers []flow.Value
		want    map[string]string
		paths   int64
		mean    float64
		minutes float64
		longest []explore.Leg
	}{
		"every answer": {
			two(), nil, map[string]string{
				"a[]":    "1 paths, 0.500, 1.000 questions",
				"[a b]":  "1 paths, 0.100, 1.000 questions",
				"b[]":    "1 paths, 0.300, 2.000 questions",
				"none[]": "1 paths, 0.100, 2.000 questions",
				"[b]":    "1 paths, 0.000, 2.000 questions", // Nobody is unsure of the second, as its odds say.
			}, 5, 1.4, 5, []explore.Leg{{Question: "first", Value: flow.No}, {Question: "second", Value: flow.Yes}},
		},
		"without unsure": {
			two(), []flow.Value{flow.Yes, flow.No}, map[string]string{
				"a[]":    "1 paths, 0.556, 1.000 questions",
				"b[]":    "1 paths, 0.333, 2.000 questions",
				"none[]": "1 paths, 0.111, 2.000 questions",
			}, 3, 1 + 4./9, 1 + 40./9, []explore.Leg{{Question: "first", Value: flow.No}, {Question: "second", Value: flow.Yes}},
		},
		// Where b is the cause nobody says yes first, and everybody then: .4 of the cases. In the other .6 all is as above.
		"odds under a cause": {
			under(40, flow.Odds{No: .8, Unsure: .2}, flow.Odds{Yes: 1}), nil, map[string]string{
				"a[]":    "1 paths, 0.300, 1.000 questions", // .6 x .5
				"[a b]":  "1 paths, 0.140, 1.000 questions", // .6 x .1 + .4 x .2
				"b[]":    "1 paths, 0.500, 2.000 questions", // .6 x .4 x .75 + .4 x .8
				"none[]": "1 paths, 0.060, 2.000 questions", // .6 x .4 x .25
				"[b]":    "1 paths, 0.000, 2.000 questions",
			}, 5, 1.56, 6.6, []explore.Leg{{Question: "first", Value: flow.No}, {Question: "second", Value: flow.Yes}},
		},
		"odds under a cause, without unsure": {
			under(40, flow.Odds{No: .8, Unsure: .2}, flow.Odds{Unsure: 1}), []flow.Value{flow.Yes, flow.No}, map[string]string{
				"a[]":    "1 paths, 0.333, 1.000 questions", // .6 x 5/9
				"b[]":    "1 paths, 0.400, 2.000 questions", // .6 x 4/9 x .75 + .4 x .5: no answer has a chance, so both have the same
				"none[]": "1 paths, 0.267, 2.000 questions",
			}, 3, 1 + .6*4/9 + .4, 1 + 10*(.6*4/9+.4), []explore.Leg{{Question: "first", Value: flow.No}, {Question: "second", Value: flow.Yes}},
		},
		"no question": {
			&flow.Playbook{Verdicts: []flow.Verdict{{ID: "none"}}, Unexplained: "none"}, nil,
			map[string]string{"none[]": "1 paths, 1.000, 0.000 questions"},
			1, 0, 0, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := explore.Explore(context.Background(), c.pb, explore.Depth{Answers: c.answers})
			if diff := cmp.Diff(c.want, ends(r)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			if r.Method != explore.Exhaustive || r.Paths.Int64() != c.paths {
				t.Errorf("%v: %v paths, want %d", r.Method, r.Paths, c.paths)
			}
			if math.Abs(r.Mean-c.mean) > 1e-9 || math.Abs(r.Minutes-c.minutes) > 1e-9 {
				t.Errorf("%v questions in %v minutes, want %v in %v", r.Mean, r.Minutes, c.mean, c.minutes)
			}
			if diff := cmp.Diff(c.longest, r.Longest); diff != "" {
				t.Errorf("longest: want -, got +:\n%s", diff)
			}
		})
	}
}

// An answer that falls off the path later is not taken for one that counts for good.
func TestAnswersThatFallOffThePath(t *testing.T) {
	t.Parallel()
	pb := aside()
	want := brute(pb)
	got := make(map[string]int64)
	for _, e := range explore.Explore(context.Background(), pb, explore.Depth{}).Ends {
		got[fmt.Sprint(e.Verdict, e.Level, e.Equal)] = e.Paths.Int64()
	}
	for id, x := range want {
		if got[id] != x.Paths {
			t.Errorf("%s: %d paths, want %d", id, got[id], x.Paths)
		}
	}
}

// Odds under a cause that are those of the question change no figure; neither do any under a cause that never is one.
func TestOddsThatSayNothingNew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := books().Draw(t, "playbook")
		for i := range pb.Questions {
			pb.Questions[i].OddsIf = nil
		}
		before := explore.Explore(context.Background(), pb, explore.Depth{})
		pb.Verdicts[0].Prior, pb.Verdicts[len(pb.Verdicts)-1].Prior = 100, 0
		for i := range pb.Questions {
			q := &pb.Questions[i]
			q.OddsIf = map[string]flow.Odds{"v0": q.Likelihood(), "none": {Yes: 1}}
		}
		after := explore.Explore(context.Background(), pb, explore.Depth{})
		if math.Abs(before.Mean-after.Mean) > 1e-9 || math.Abs(before.Minutes-after.Minutes) > 1e-9 {
			t.Fatalf("%v questions in %v minutes, before %v in %v", after.Mean, after.Minutes, before.Mean, before.Minutes)
		}
		if diff := cmp.Diff(shares(before), shares(after), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Fatalf("before -, after +:\n%s", diff)
		}
	})
}

// What is drawn comes near what is counted.
func TestOddsUnderACauseSampled(t *testing.T) {
	t.Parallel()
	pb := under(40, flow.Odds{No: .8, Unsure: .2}, flow.Odds{Yes: 1})
	r := explore.Explore(context.Background(), pb, explore.Depth{Bound: 1, Samples: 40_000})
	if r.Method != explore.Sampled || math.Abs(r.Mean-1.56) > .02 || math.Abs(r.Minutes-6.6) > .2 {
		t.Errorf("%v: %v questions in %v minutes, want 1.56 in 6.6", r.Method, r.Mean, r.Minutes)
	}
}

// many is a playbook of n questions that are all asked, in which no two situations are the same.
func many(n int) *flow.Playbook {
	pb := &flow.Playbook{Verdicts: []flow.Verdict{{ID: "none"}}, Unexplained: "none"}
	for i := range n {
		id, v := fmt.Sprintf("q%d", i), fmt.Sprintf("v%d", i)
		pb.Questions = append(pb.Questions, flow.Question{ID: id})
		pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: v, Always: true})
		pb.Rules = append(
			pb.Rules,
			flow.Rule{When: is(id, flow.Yes), Suggests: []string{v}, Sure: flow.Weak},
			flow.Rule{When: is(id, flow.No), RulesOut: []string{v}, Sure: flow.Strong},
		)
	}
	return pb
}

// Past the bound it samples, says so, finds the same with the same seed, and estimates what can be calculated.
func TestSampled(t *testing.T) {
	t.Parallel()
	o := explore.Depth{Bound: 100, Samples: 400, Seed: 7}
	r := explore.Explore(context.Background(), many(12), o)
	if r.Method != explore.Sampled || r.Samples != 400 || r.Bound != 100 || r.Situations > 100 {
		t.Fatalf("%v with %d samples, %d of %d situations", r.Method, r.Samples, r.Situations, r.Bound)
	}
	if r.Paths.Int64() != 531441 || len(r.Longest) != 12 || math.Abs(r.Mean-12) > 1e-9 || math.Abs(r.Ended-1) > 1e-9 {
		t.Errorf("%v paths, longest %d, mean %v, %v of the cases; want 3^12, 12, 12, 1", r.Paths, len(r.Longest), r.Mean, r.Ended)
	}
	again := explore.Explore(context.Background(), many(12), o)
	if diff := cmp.Diff(ends(r), ends(again)); diff != "" {
		t.Errorf("the same seed gave another result:\n%s", diff)
	}
	o.Seed = 8
	if cmp.Equal(ends(r), ends(explore.Explore(context.Background(), many(12), o))) {
		t.Error("another seed gave the same result")
	}
}

// countdown is a context that ends after it was asked so often.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// What was found until an interruption is told, and that it is not all.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	r := explore.Explore(&countdown{context.Background(), 3}, many(8), explore.Depth{})
	if !r.Interrupted || r.Method != explore.Exhaustive || r.Situations == 0 || r.Ended > 0 {
		t.Errorf("interrupted %v, %v after %d situations, %v of the cases", r.Interrupted, r.Method, r.Situations, r.Ended)
	}
	r = explore.Explore(&countdown{context.Background(), 10}, many(8), explore.Depth{Bound: 10})
	if !r.Interrupted || r.Method != explore.Sampled || r.Samples != 10 || math.Abs(r.Ended-1) > 1e-9 {
		t.Errorf("interrupted %v, %v after %d samples, %v of the cases", r.Interrupted, r.Method, r.Samples, r.Ended)
	}
}

func TestEntropy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shares []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 0}, {[]float64{1, 1}, 1}, {[]float64{50, 25, 25, 0}, 1.5}} {
		if got := explore.Entropy(c.shares); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("Entropy(%v) = %v, want %v", c.shares, got, c.want)
		}
	}
}

func BenchmarkExplore(b *testing.B) {
	for _, n := range []int{4, 6, 8} {
		b.Run(fmt.Sprintf("questions=%d", n), func(b *testing.B) {
			pb, situations := many(n), 0
			for b.Loop() {
				situations = explore.Explore(context.Background(), pb, explore.Depth{}).Situations
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(situations), "ns/situation")
		})
	}
}
