package explore_test

import (
	"fmt"

	"pgregory.net/rapid"

	"why403/flow"
)

var given = []flow.Value{flow.Yes, flow.No, flow.Unsure}

// books generates small playbooks that lint clean: guards over earlier questions and one fact that nobody is asked for, and
// rules that prove, suggest, raise and rule out over all of them, so that an answer can fall off the path and come back.
func books() *rapid.Generator[*flow.Playbook] {
	return rapid.Custom(func(t *rapid.T) *flow.Playbook {
		pb := &flow.Playbook{ID: "generated", Facts: map[string]flow.FactInfo{"seen": {About: "seen"}}, Unexplained: "none"}
		var vids []string
		for i := range rapid.IntRange(1, 4).Draw(t, "verdicts") {
			vids = append(vids, fmt.Sprintf("v%d", i))
			pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: vids[i], Always: rapid.Bool().Draw(t, "always"), Precedence: rapid.IntRange(0, 2).Draw(t, "precedence"), Prior: float64(rapid.IntRange(0, 24).Draw(t, "prior"))})
		}
		pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: "none"})
		ids := []string{"seen"}
		for i := range rapid.IntRange(1, 5).Draw(t, "questions") {
			id := fmt.Sprintf("q%d", i)
			q := flow.Question{ID: id, Usual: rapid.SampledFrom(given).Draw(t, "usual"), Effort: flow.Effort{Minutes: float64(rapid.IntRange(0, 5).Draw(t, "minutes"))}}
			q.When, q.Unless = cond(t, ids, 0), cond(t, ids, 0)
			q.Decides = rapid.SliceOfNDistinct(rapid.SampledFrom(vids), 0, len(vids), rapid.ID[string]).Draw(t, "decides")
			for _, v := range rapid.SliceOfNDistinct(rapid.SampledFrom(append(vids, "none")), 0, 2, rapid.ID[string]).Draw(t, "odds under") {
				if q.OddsIf == nil {
					q.OddsIf = make(map[string]flow.Odds)
				}
				yes := rapid.IntRange(0, 10).Draw(t, "yes")
				no := rapid.IntRange(0, 10-yes).Draw(t, "no")
				q.OddsIf[v] = flow.Odds{Yes: float64(yes) / 10, No: float64(no) / 10, Unsure: float64(10-yes-no) / 10}
			}
			pb.Questions = append(pb.Questions, q)
			pb.Facts[id] = flow.FactInfo{About: id}
			ids = append(ids, id)
		}
		sure := rapid.SampledFrom([]flow.Confidence{flow.Weak, flow.Strong, flow.Certain})
		for _, v := range vids {
			for range rapid.IntRange(0, 2).Draw(t, "rounds") {
				pb.Rules = append(
					pb.Rules,
					flow.Rule{When: cond(t, ids, 1), Unless: cond(t, ids, 0), Proves: []string{v}, Sure: sure.Draw(t, "sure")},
					flow.Rule{When: cond(t, ids, 1), Unless: cond(t, ids, 0), Suggests: []string{v}, Sure: sure.Draw(t, "sure")},
					flow.Rule{When: cond(t, ids, 1), RulesOut: []string{v}, Sure: sure.Draw(t, "sure")},
					flow.Rule{When: cond(t, ids, 1), Raises: []string{v}, Sure: flow.Weak},
				)
			}
		}
		return pb
	})
}

func cond(t *rapid.T, ids []string, least int) flow.Cond {
	var c flow.Cond
	for range rapid.IntRange(least, 2).Draw(t, "clauses") {
		var cl flow.Clause
		for range rapid.IntRange(1, 2).Draw(t, "terms") {
			cl = append(cl, flow.Term{
				Fact:   rapid.SampledFrom(ids).Draw(t, "fact"),
				Values: rapid.SliceOfNDistinct(rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}), 1, 3, rapid.ID[flow.Value]).Draw(t, "values"),
			})
		}
		c = append(c, cl)
	}
	return c
}
