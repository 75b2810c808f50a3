package flow

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// playbooks generates small playbooks that lint clean: questions with guards over earlier facts and signs, and rules over
// all of them.
func playbooks() *rapid.Generator[*Playbook] {
	return rapid.Custom(func(t *rapid.T) *Playbook {
		pb := &Playbook{ID: "generated", Facts: make(map[string]FactInfo), Unexplained: "v-none"}
		signs := rapid.IntRange(0, 4).Draw(t, "signs")
		questions := rapid.IntRange(1, 8).Draw(t, "questions")
		verdicts := rapid.IntRange(1, 5).Draw(t, "verdicts")
		for i := range signs {
			pb.Facts[fmt.Sprintf("s%d", i)] = FactInfo{About: "sign"}
		}
		var vids []string
		for i := range verdicts {
			id := fmt.Sprintf("v%d", i)
			vids = append(vids, id)
			pb.Verdicts = append(pb.Verdicts, Verdict{ID: id, Title: id, Always: rapid.Bool().Draw(t, "always"), Precedence: rapid.IntRange(0, 9).Draw(t, "precedence")})
		}
		pb.Verdicts = append(pb.Verdicts, Verdict{ID: "v-none", Title: "none"})
		known := func(n int) []string {
			var ids []string
			for i := range signs {
				ids = append(ids, fmt.Sprintf("s%d", i))
			}
			for i := range n {
				ids = append(ids, fmt.Sprintf("q%d", i))
			}
			return ids
		}
		for i := range questions {
			id := fmt.Sprintf("q%d", i)
			pb.Facts[id] = FactInfo{About: id, Retest: rapid.Bool().Draw(t, "retest")}
			q := Question{ID: id, Ask: id, Usual: value().Draw(t, "usual")}
			if ids := known(i); len(ids) > 0 {
				q.When = cond(ids, 1, Yes, No, Unsure).Draw(t, "when")
				q.Unless = cond(ids, 1, Yes, No, Unsure).Draw(t, "unless")
			}
			q.Decides = rapid.SliceOfNDistinct(rapid.SampledFrom(vids), 0, len(vids), rapid.ID[string]).Draw(t, "decides")
			pb.Questions = append(pb.Questions, q)
		}
		ids := known(questions)
		for _, v := range vids {
			pb.Rules = append(pb.Rules,
				Rule{When: need(ids, Yes, No).Draw(t, "proof"), Proves: []string{v}, Sure: Strong, Because: "proof"},
				Rule{When: need(ids, Yes, No, Unsure).Draw(t, "hint"), Suggests: []string{v}, Sure: Weak, Because: "hint"},
				Rule{When: need(ids, Yes, No).Draw(t, "against"), RulesOut: []string{v}, Sure: confidence().Draw(t, "sure"), Because: "against"},
				Rule{When: need(ids, Yes, No, Unsure).Draw(t, "raise"), Raises: []string{v}, Sure: Weak, Because: "raise"})
		}
		return pb
	})
}

func value() *rapid.Generator[Value] { return rapid.SampledFrom([]Value{Yes, No, Unsure}) }

func confidence() *rapid.Generator[Confidence] {
	return rapid.SampledFrom([]Confidence{Weak, Strong, Certain})
}

func cond(ids []string, most int, values ...Value) *rapid.Generator[Cond] {
	return rapid.Custom(func(t *rapid.T) Cond {
		var c Cond
		for range rapid.IntRange(0, most).Draw(t, "clauses") {
			c = append(c, clause(t, ids, values))
		}
		return c
	})
}

func need(ids []string, values ...Value) *rapid.Generator[Cond] {
	return rapid.Custom(func(t *rapid.T) Cond {
		c := Cond{clause(t, ids, values)}
		if rapid.Bool().Draw(t, "two") {
			c = append(c, clause(t, ids, values))
		}
		return c
	})
}

func clause(t *rapid.T, ids []string, values []Value) Clause {
	var cl Clause
	for range rapid.IntRange(1, 2).Draw(t, "terms") {
		cl = append(cl, Term{
			Fact:   rapid.SampledFrom(ids).Draw(t, "fact"),
			Values: rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, len(values), rapid.ID[Value]).Draw(t, "values"),
		})
	}
	return cl
}

// sources generates who says a fact.
func sources() *rapid.Generator[Source] {
	return rapid.SampledFrom([]Source{Pasted, Probed, Captured, You, Customer, Colleague})
}

// factsOf generates facts of the playbook with distinct ids, verdicts tried without success included.
func factsOf(pb *Playbook) *rapid.Generator[[]Fact] {
	var ids []string
	for i := range pb.Questions {
		ids = append(ids, pb.Questions[i].ID)
	}
	for i := range 4 {
		ids = append(ids, fmt.Sprintf("s%d", i))
	}
	for i := range pb.Verdicts {
		ids = append(ids, FixedFact(pb.Verdicts[i].ID))
	}
	fact := rapid.Custom(func(t *rapid.T) Fact {
		return Fact{
			ID:    rapid.SampledFrom(ids).Draw(t, "id"),
			Value: value().Draw(t, "value"),
			From:  sources().Draw(t, "from"),
		}
	})
	return rapid.SliceOfNDistinct(fact, 0, len(ids), func(f Fact) string { return f.ID })
}
