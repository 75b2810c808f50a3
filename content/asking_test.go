package content

import (
	"context"
	"testing"

	"why403/content/contenttest"
	"why403/flow"
	"why403/flow/explore"
	"why403/flow/must"
)

// TestAskedOnAverage holds how many questions the 403's playbook asks on average where nothing was pasted, looked at or sent.
func TestAskedOnAverage(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	r := explore.Explore(context.Background(), b.Playbook, explore.Depth{})
	t.Logf("%.2f questions on average, %s", r.Mean, r.Method)
	if r.Mean > 3.5 || r.Method != explore.Exhaustive {
		t.Errorf("%.2f questions on average, %s; want 3.5 at most, counted exactly", r.Mean, r.Method)
	}
}

// TestAskedAfterTheGuidesError holds how many questions each of the five causes takes after the guide's own error, answered as the
// lab's scenarios are in truth. A choice is one question.
func TestAskedAfterTheGuidesError(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	scenarios := must.Have(t, Scenarios)
	for _, sc := range scenarios {
		v := b.Verdict(sc.Verdict)
		if v == nil || v.Number == 0 || sc.ID != v.ID {
			continue
		}
		t.Run(sc.ID, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			s.Read(b.Read([]byte(contenttest.GuidesError)), flow.Pasted, epoch)
			var asked []string
			p := flow.Walk(b.Playbook, s.Facts())
			for ; p.Outcome == flow.Asking && len(asked) < 20; p = flow.Walk(b.Playbook, s.Facts()) {
				asked = append(asked, truly(b.Playbook, s, p, sc.Answers))
			}
			t.Logf("%d questions: %v", len(asked), asked)
			if verdictID(p) != sc.Verdict || len(asked) > 4 {
				t.Errorf("%d questions lead to %s: %v", len(asked), verdictID(p), asked)
			}
		})
	}
}

// truly answers what is asked by what is so, and returns what was asked with the answer.
func truly(pb *flow.Playbook, s *flow.Session, p flow.Position, truth map[string]flow.Value) string {
	if o := contenttest.Option(p.Options, truth); o != nil {
		s.Assert(epoch, pb.Choose(s, p.Choice, o.ID, flow.You, "")...)
		return p.Choice.ID + "=" + o.ID
	}
	v := contenttest.Answer(p.Question.ID, truth)
	s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	return p.Question.ID + "=" + v.String()
}

// TestOddsAgreeWithRules holds that under a cause no answer has a chance that alone rules the cause out, and that the usual one under a
// cause does not prove another.
func TestOddsAgreeWithRules(t *testing.T) {
	t.Parallel()
	stated := 0
	for id, b := range ships(t) {
		for _, q := range b.Questions {
			for cause, o := range q.OddsIf {
				stated++
				for v, share := range map[flow.Value]float64{flow.Yes: o.Yes, flow.No: o.No} {
					p := flow.Walk(b.Playbook, []flow.Fact{{ID: q.ID, Value: v, From: flow.You}})
					if s, ok := p.Standing(cause); ok && s.Level == flow.RuledOut && share > 0 {
						t.Errorf("%s: %s to %s rules out %s, and has a chance of %v under it", id, v, q.ID, cause, share)
					}
					if p.Verdict != nil && p.Verdict.ID != cause && share > .5 {
						t.Errorf("%s: %s to %s shows %s, and has a chance of %v under %s", id, v, q.ID, p.Verdict.ID, share, cause)
					}
				}
			}
		}
	}
	if stated < 30 {
		t.Errorf("odds are stated for %d causes; are they read?", stated)
	}
}
