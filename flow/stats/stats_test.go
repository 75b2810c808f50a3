package stats

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"why403/flow"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

var began = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// door asks two questions: a no to the first proves power, a no to the second the card.
func door() *flow.Playbook {
	no := func(fact string) flow.Cond { return flow.Cond{{{Fact: fact, Values: []flow.Value{flow.No}}}} }
	return &flow.Playbook{
		ID: "door", Facts: map[string]flow.FactInfo{"beeps": {}, "other": {}},
		Questions: []flow.Question{{ID: "beeps"}, {ID: "other"}},
		Verdicts:  []flow.Verdict{{ID: "power", Title: "No power"}, {ID: "card", Title: "The card", Always: true}},
		Rules: []flow.Rule{
			{When: no("beeps"), Proves: []string{"power"}, Sure: flow.Strong},
			{When: no("other"), Proves: []string{"card"}, Sure: flow.Weak},
		},
	}
}

// step is something said some minutes after the step before.
type step struct {
	after float64
	fact  flow.Fact
}

func session(about string, steps ...step) *flow.Session {
	s := new(flow.Session)
	s.Open(flow.About{Playbook: about}, began)
	at := began
	for _, st := range steps {
		at = at.Add(time.Duration(st.after * float64(time.Minute)))
		s.Assert(at, st.fact)
	}
	return s
}

func says(after float64, id string, v flow.Value) step {
	return step{after, flow.Fact{ID: id, Value: v, From: flow.You}}
}

func TestStats(t *testing.T) {
	t.Parallel()
	pb := door()
	var c Counter
	for _, s := range []*flow.Session{
		session("door", says(1, "beeps", flow.No)),
		session("door", says(2, "beeps", flow.Yes), says(3, "other", flow.No), says(60, flow.FixedFact("card"), flow.Yes)),
		session("door", says(1, "beeps", flow.Yes), says(1, "other", flow.No), says(-5, "other", flow.No)),
		session("door", says(4, "beeps", flow.Yes), says(1, "other", flow.Unknown), says(1, "other", flow.No)),
		session("door", says(2, "beeps", flow.Yes), step{0.5, flow.Fact{ID: "other", Value: flow.Unsure, From: flow.You, Asked: "Ann"}}),
		session("door", step{1, flow.Fact{ID: "beeps", Value: flow.No, From: flow.Customer, Rule: "measured"}}),
		session("door"),
		session("window", says(9, "beeps", flow.No)),
	} {
		c.Add(pb, s)
	}
	// The last power session has no answer: what a person's machine measured was no question.
	m := time.Minute
	want := Stats{
		All: VerdictGroup{Sessions: 6, Solved: 1, Questions: 9, UsualQuestions: 2, Spent: 1*m + 15*m + 2*m + 6*m + 150*time.Second + 1*m, UsualSpent: 2 * m},
		Verdicts: []VerdictGroup{
			{ID: "card", Title: "The card", Sessions: 3, Solved: 1, Questions: 6, UsualQuestions: 2, Spent: 23 * m, UsualSpent: 6 * m},
			{ID: "power", Title: "No power", Sessions: 2, Questions: 1, UsualQuestions: 0, Spent: 2 * m, UsualSpent: 1 * m},
		},
		Open:   VerdictGroup{Sessions: 1, Questions: 2, UsualQuestions: 2, Spent: 150 * time.Second, UsualSpent: 150 * time.Second},
		Parked: 1, Foreign: 1,
	}
	if d := cmp.Diff(want, c.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNothingCounted(t *testing.T) {
	t.Parallel()
	var c Counter
	if d := cmp.Diff(Stats{}, c.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
