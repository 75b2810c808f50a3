package casetest

import (
	"cmp"
	"slices"

	"why403/flow"
)

// CoverKind is what can be covered.
type CoverKind string

// A question is covered when a case comes to it, an edge when a case gives that answer to it, a sign when something that it
// said of a case's text was kept, a rule when it held in a case, and a screen when a case ends at its verdict.
const (
	Questions CoverKind = "questions"
	Edges     CoverKind = "edges"
	Signs     CoverKind = "signs"
	Rules     CoverKind = "rules"
	Screens   CoverKind = "screens"
)

// Kinds returns all of them, in the order in which they are reported.
func Kinds() []CoverKind { return []CoverKind{Questions, Edges, Signs, Rules, Screens} }

// Coverable is one thing that cases can cover.
type Coverable struct {
	Kind CoverKind
	Name string // The id; of an edge, question=answer; of a rule, its reason.
	Pos  flow.Pos
	// Covered is the number of cases that come by.
	Covered int
	// Never says why no case can come by, where somebody has proved it; empty otherwise.
	Never string
}

// Cover counts for every question, edge, sign, rule and screen the results that come by. The items are in the order of kinds,
// and of the playbook. Signs are the ids of all signs, with their places.
func Cover(pb *flow.Playbook, signs map[string]flow.Pos, results []CaseResult) []Coverable {
	type key struct {
		kind CoverKind
		name string
	}
	seen := make(map[key]int)
	rules := make([]int, len(pb.Rules))
	for _, r := range results {
		once := make(map[key]bool)
		mark := func(k CoverKind, name string) { once[key{k, name}] = true }
		for _, f := range r.Asked {
			mark(Questions, f.ID)
			mark(Edges, f.ID+"="+f.Value.String())
		}
		switch r.last.Outcome {
		case flow.Asking:
			mark(Questions, r.last.Question.ID)
		case flow.Concluded:
			mark(Screens, r.last.Verdict.ID)
		case flow.Open:
		}
		for _, id := range r.Reading.Signs {
			mark(Signs, id)
		}
		for k := range once {
			seen[k]++
		}
		for i := range pb.Rules {
			if held(pb.Rules[i], r.last.Trail) {
				rules[i]++
			}
		}
	}
	var items []Coverable
	add := func(k CoverKind, name string, p flow.Pos) {
		items = append(items, Coverable{Kind: k, Name: name, Pos: p, Covered: seen[key{k, name}]})
	}
	for _, q := range pb.Questions {
		add(Questions, q.ID, q.Pos)
	}
	for _, q := range pb.Questions {
		for _, v := range []flow.Value{flow.Yes, flow.No, flow.Unsure} {
			add(Edges, q.ID+"="+v.String(), q.Pos)
		}
	}
	ids := make([]string, 0, len(signs))
	for id := range signs {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(signs[a].Line, signs[b].Line), cmp.Compare(a, b))
	})
	for _, id := range ids {
		add(Signs, id, signs[id])
	}
	for i, r := range pb.Rules {
		items = append(items, Coverable{Kind: Rules, Name: r.Because, Pos: r.Pos, Covered: rules[i]})
	}
	for _, v := range pb.Verdicts {
		add(Screens, v.ID, v.Pos)
	}
	return items
}

// held reports whether the rule's condition holds, and its exception does not, at the end of a case.
func held(r flow.Rule, trail []flow.TrailStep) bool {
	known := make(map[string]flow.Value, len(trail))
	for _, step := range trail {
		if !step.OffPath {
			known[step.Fact.ID] = step.Fact.Value
		}
	}
	return flow.Holds(r.When, r.Unless, func(fact string) flow.Value { return known[fact] })
}
