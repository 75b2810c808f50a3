package explore_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/explore"
)

// tally is what is known of one end.
type tally struct {
	Paths          int64
	Longest        int
	Share, Minutes float64
}

// brute walks every path with flow.Walk itself, once for every cause.
func brute(pb *flow.Playbook) map[string]tally {
	stated, without := 0.0, 0.0
	for _, v := range pb.Verdicts {
		if stated += v.Prior; v.Prior == 0 {
			without++
		}
	}
	into := make(map[string]tally)
	for _, v := range pb.Verdicts {
		prior := v.Prior
		if prior == 0 {
			prior = (100 - stated) / without
		}
		if without == 0 {
			prior *= 100 / stated
		}
		bruteIf(pb, v.ID, nil, prior/100, 0, into)
	}
	for id, x := range into {
		x.Paths /= int64(len(pb.Verdicts))
		into[id] = x
	}
	return into
}

func bruteIf(pb *flow.Playbook, cause string, facts []flow.Fact, share, minutes float64, into map[string]tally) {
	p := flow.Walk(pb, facts)
	if p.Outcome != flow.Asking {
		id := endOf(p)
		x := into[id]
		x.Paths++
		x.Longest = max(x.Longest, len(facts))
		x.Share += share
		x.Minutes += share * minutes
		into[id] = x
		return
	}
	o := p.Question.LikelihoodIf(cause)
	for i, v := range given {
		then := append(slices.Clone(facts), flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		bruteIf(pb, cause, then, share*[]float64{o.Yes, o.No, o.Unsure}[i], minutes+p.Question.Effort.Total(), into)
	}
}

// endOf names an end: the verdict, its level, and what stands equally.
func endOf(p flow.Position) string {
	at := func(l flow.Level, sure flow.Confidence, but string) []string {
		var out []string
		for _, s := range p.Standings {
			if s.Level == l && s.Sure == sure && s.Verdict.ID != but {
				out = append(out, s.Verdict.ID)
			}
		}
		slices.Sort(out)
		return out
	}
	if p.Verdict == nil {
		return fmt.Sprint("", flow.Possible, at(flow.Possible, flow.NoConfidence, ""))
	}
	s, _ := p.Standing(p.Verdict.ID)
	if s.Level != flow.Proven && s.Level != flow.Likely {
		return fmt.Sprint(p.Verdict.ID, flow.Unraised, []string{})
	}
	return fmt.Sprint(p.Verdict.ID, s.Level, at(s.Level, s.Sure, p.Verdict.ID))
}

// What is counted by situations is what walking every path counts: the same ends, as many paths, the same longest, and the
// example of every end leads there.
func TestExploreIsWalk(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := books().Draw(t, "playbook")
		want := brute(pb)
		r := explore.Explore(context.Background(), pb, explore.Depth{})
		if r.Method != explore.Exhaustive || r.Interrupted {
			t.Fatalf("%v, interrupted %v", r.Method, r.Interrupted)
		}
		got := make(map[string]tally)
		longest, minutes := 0, 0.0
		for _, e := range r.Ends {
			id := fmt.Sprint(e.Verdict, e.Level, e.Equal)
			got[id] = tally{Paths: e.Paths.Int64(), Longest: e.Longest, Share: e.Share}
			var facts []flow.Fact
			for _, a := range e.Example {
				facts = append(facts, flow.Fact{ID: a.Question, Value: a.Value, From: flow.You})
			}
			if at := endOf(flow.Walk(pb, facts)); at != id {
				t.Errorf("the example of %s leads to %s: %v", id, at, e.Example)
			}
		}
		for id, x := range want {
			longest, minutes = max(longest, x.Longest), minutes+x.Minutes
			x.Minutes = 0
			want[id] = x
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Fatalf("want -, got +:\n%s", diff)
		}
		if len(r.Longest) != longest || math.Abs(r.Minutes-minutes) > 1e-9 {
			t.Fatalf("longest %d and %v minutes, want %d and %v", len(r.Longest), r.Minutes, longest, minutes)
		}
	})
}
