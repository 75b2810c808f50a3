package explore_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/explore"
	"why403/flow/racetest"
)

// tests is a playbook of questions that do not depend on each other: each ends the walk with its chance of a yes, for its
// minutes. The last of them that is said to no leaves everything ruled out.
func tests(chances, minutes []float64) *flow.Playbook {
	pb := &flow.Playbook{Verdicts: []flow.Verdict{{ID: "none"}}, Unexplained: "none"}
	for i, p := range chances {
		id, v := fmt.Sprintf("q%d", i), fmt.Sprintf("v%d", i)
		pb.Questions = append(pb.Questions, flow.Question{ID: id, Odds: flow.Odds{Yes: p, No: 1 - p}, Effort: flow.Effort{Minutes: minutes[i]}})
		pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: v, Always: true})
		pb.Rules = append(
			pb.Rules,
			flow.Rule{When: is(id, flow.Yes), Proves: []string{v}, Sure: flow.Strong},
			flow.Rule{When: is(id, flow.No), RulesOut: []string{v}, Sure: flow.Strong},
		)
	}
	return pb
}

func TestOrder(t *testing.T) {
	t.Parallel()
	bound := tests([]float64{.1, .5, .25}, []float64{10, 1, 1})
	bound.Questions[1].When = is("q0", flow.No) // So q1 cannot come first, although it is the best.
	for name, c := range map[string]struct {
		pb          *flow.Playbook
		today, best float64
		order       []string
		moves       []explore.Move
	}{
		// 10 + .9*(1 + .5*1) beside 1 + .5*(1 + .75*10).
		"the dearest first": {
			tests([]float64{.1, .5, .25}, []float64{10, 1, 1}), 11.35, 5.25,
			[]string{"q1", "q2", "q0"},
			[]explore.Move{{Question: "q0", From: 1, To: 3, After: "q2"}},
		},
		"the best already": {tests([]float64{.5, .25}, []float64{1, 1}), 1.5, 1.5, []string{"q0", "q1"}, nil},
		// 10 + .9*(1 + .5*1) beside 1 + .75*(10 + .9*1).
		"a guard in the way": {
			bound, 11.35, 9.175,
			[]string{"q2", "q0", "q1"},
			[]explore.Move{{Question: "q2", From: 3, To: 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := explore.Order(context.Background(), c.pb, explore.OrderOptions{Depth: explore.Depth{Samples: 100}})
			if !p.Exact || !p.All || math.Abs(p.Today.Minutes-c.today) > 1e-9 || math.Abs(p.Best.Minutes-c.best) > 1e-9 {
				t.Errorf("exact %v, all %v: %v, then %v minutes; want %v and %v", p.Exact, p.All, p.Today.Minutes, p.Best.Minutes, c.today, c.best)
			}
			if diff := cmp.Diff(c.order, p.Order); diff != "" {
				t.Errorf("order: want -, got +:\n%s", diff)
			}
			if diff := cmp.Diff(c.moves, p.Moves); diff != "" {
				t.Errorf("moves: want -, got +:\n%s", diff)
			}
		})
	}
}

// Where there are too many orders, the search finds the one that is best for independent tests: by chance over cost.
func TestSearchedOrder(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	pb := tests([]float64{.05, .1, .15, .2, .25, .3, .35, .4}, []float64{8, 7, 6, 5, 4, 3, 2, 1})
	p := explore.Order(context.Background(), pb, explore.OrderOptions{Depth: explore.Depth{Samples: 100}})
	// By chance over cost the last question is the best and the first the worst.
	least := explore.Explore(context.Background(), tests([]float64{.4, .35, .3, .25, .2, .15, .1, .05}, []float64{1, 2, 3, 4, 5, 6, 7, 8}), explore.Depth{}).Minutes
	if p.All || !p.Exact || p.Tried < 2 {
		t.Errorf("all %v, exact %v, %d tried", p.All, p.Exact, p.Tried)
	}
	// The search sees drawn cases, so the last places, which few of them reach, may be exchanged.
	if !slices.Equal(p.Order[:3], []string{"q7", "q6", "q5"}) || p.Best.Minutes > least*1.05 {
		t.Errorf("%v for %v minutes, want %v; today %v", p.Order, p.Best.Minutes, least, p.Today.Minutes)
	}
}

// Figures that nobody stated are named, and an order that is not better is not proposed.
func TestOrderOfAnyPlaybook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pb := books().Draw(t, "playbook")
		p := explore.Order(context.Background(), pb, explore.OrderOptions{Depth: explore.Depth{Samples: 20}, Tries: 20})
		if p.Best.Minutes > p.Today.Minutes+1e-9 || len(p.NoOdds) != len(pb.Questions) {
			t.Fatalf("best %v, today %v, %d without odds", p.Best.Minutes, p.Today.Minutes, len(p.NoOdds))
		}
		then := *pb
		then.Questions = nil
		for _, id := range p.Order {
			then.Questions = append(then.Questions, *pb.Question(id))
		}
		place := make(map[string]int)
		for i, q := range then.Questions {
			place[q.ID] = i
			for _, cl := range slices.Concat(q.When, q.Unless) {
				for _, x := range cl {
					if _, earlier := place[x.Fact]; pb.Question(x.Fact) != nil && !earlier {
						t.Fatalf("%s stands before %s, which its guard names: %v", q.ID, x.Fact, p.Order)
					}
				}
			}
		}
		if r := explore.Explore(context.Background(), &then, explore.Depth{}); math.Abs(r.Minutes-p.Best.Minutes) > 1e-9 {
			t.Fatalf("the order costs %v, not %v", r.Minutes, p.Best.Minutes)
		}
	})
}
