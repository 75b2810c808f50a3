package graph

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"why403/flow"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

func term(id string, vs ...flow.Value) flow.Clause { return flow.Clause{{Fact: id, Values: vs}} }

func said(facts ...flow.Fact) *flow.Session {
	s := new(flow.Session)
	s.Assert(time.Unix(0, 0), facts...)
	return s
}

// small asks a, then b on no, and then c, which the shortest way to b does not come to.
func small() *flow.Playbook {
	pb := &flow.Playbook{
		ID: "small", Unexplained: "none", Facts: map[string]flow.FactInfo{"a": {About: `It says "a"`}, "b": {About: "B"}, "c": {About: "C"}},
		Questions: []flow.Question{
			{ID: "a"},
			{ID: "b", When: flow.Cond{term("a", flow.No, flow.Unsure)}},
			{ID: "c", When: flow.Cond{append(term("a", flow.Unsure), term("b", flow.No)...)}},
		},
		Verdicts: []flow.Verdict{{ID: "none", Title: "None"}, {ID: "one", Title: "One", Always: true}, {ID: "two", Title: "Two"}},
		Rules: []flow.Rule{
			{When: flow.Cond{term("a", flow.Yes)}, Proves: []string{"one"}, Sure: flow.Strong, Because: "a"},
			{When: flow.Cond{term("b", flow.No)}, RulesOut: []string{"one"}, Sure: flow.Strong, Because: "b"},
			{When: flow.Cond{term("c", flow.Yes)}, Proves: []string{"two"}, Sure: flow.Strong, Because: "c"},
		},
	}
	return pb
}

func TestWrite(t *testing.T) {
	t.Parallel()
	pb := small()
	const text = `   1 a: It says "a"
     ├ yes = one
     └ no, unsure → 2 b
   2 b: B
     ├ yes, unsure = not decided
     └ no = none
   3 c: C
     ├ yes = two
     └ no, unsure = none
`
	if d := cmp.Diff(text, Of(pb).Write(Text)); d != "" {
		t.Errorf("text (-want +got):\n%s", d)
	}
	drawn := Of(pb)
	drawn.Draw(pb, said(
		flow.Fact{ID: "a", Value: flow.Unsure, From: flow.You}, flow.Fact{ID: "b", Value: flow.No, From: flow.You}, flow.Fact{ID: "c", Value: flow.Yes, From: flow.Customer},
	))
	const way = `●  1 a: It says "a"
     ├ yes = one
     ├ no → 2 b
●    └ unsure → 2 b
●  2 b: B
     ├ yes, unsure = not decided
     ├ no = none
●    └ no → 3 c
●  3 c: C
●    ├ yes = two
     └ no, unsure = none
`
	if d := cmp.Diff(way, drawn.Write(Text)); d != "" {
		t.Errorf("with a session (-want +got):\n%s", d)
	}
	const mermaid = `flowchart TD
  n_a["It says #quot;a#quot;"]
  n_b["B"]
  n_c["C"]
  n_none(["None"])
  n_one(["One"])
  n_two(["Two"])
  n_undecided(["Not decided"])
  n_a -->|yes| n_one
  n_a -->|no| n_b
  n_a ==>|unsure| n_b
  n_b -->|yes, unsure| n_undecided
  n_b -->|no| n_none
  n_b ==>|no| n_c
  n_c ==>|yes| n_two
  n_c -->|no, unsure| n_none
  classDef passed stroke-width:4px
  class n_a,n_b,n_c,n_two passed
`
	if d := cmp.Diff(mermaid, drawn.Write(Mermaid)); d != "" {
		t.Errorf("mermaid (-want +got):\n%s", d)
	}
	for _, want := range []string{`"a" [label="It says \"a\"", penwidth=3]`, `"one" [label="One", shape=oval]`, `"b" -> "c" [label="no", penwidth=3]`, `"b" -> "undecided" [label="yes, unsure"]`} {
		if got := drawn.Write(DOT); !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
}

// TestOpenEnd holds that a session that stands at a question ends there, and that one that came to nothing is drawn, too.
func TestOpenEnd(t *testing.T) {
	t.Parallel()
	pb := small()
	g := Of(pb)
	g.Draw(pb, said(flow.Fact{ID: "a", Value: flow.No, From: flow.You}))
	for _, n := range g.Nodes {
		if want := n.ID == "a" || n.ID == "b"; n.Passed != want {
			t.Errorf("%s: passed %t, want %t", n.ID, n.Passed, want)
		}
	}
	g = Of(pb)
	g.Draw(pb, said(flow.Fact{ID: "a", Value: flow.No, From: flow.You}, flow.Fact{ID: "b", Value: flow.Yes, From: flow.You}))
	if got := g.Write(Text); !strings.Contains(got, "●    └ yes = not decided") {
		t.Errorf("the end is not marked:\n%s", got)
	}
}

// TestLines holds that the text fits a terminal.
func TestLines(t *testing.T) {
	t.Parallel()
	pb := small()
	pb.Facts["a"] = flow.FactInfo{About: strings.Repeat("ö", 100)}
	line, _, _ := strings.Cut(Of(pb).Write(Text), "\n")
	if got := len([]rune(line)); got != 80 || !strings.HasSuffix(line, "…") {
		t.Errorf("%d characters: %s", got, line)
	}
}

// TestChoice holds that a choice is one node with an answer for each of its options, and its questions are nodes of their own only
// where they are asked alone.
func TestChoice(t *testing.T) {
	t.Parallel()
	pb := small()
	pb.Choices = []flow.Choice{{ID: "abc", About: "Which", Options: []flow.Option{
		{ID: "first", Facts: []flow.Said{{Fact: "a", Value: flow.Yes}}},
		{ID: "second", Facts: []flow.Said{{Fact: "a", Value: flow.No}, {Fact: "b", Value: flow.No}}},
	}}}
	const text = `   1 abc: Which
     ├ first = one
     ├ second = none
     └ unsure → 2 b
   2 b: B
     ├ yes, unsure = not decided
     └ no → 3 c
   3 c: C
     ├ yes = two
     └ no, unsure = none
`
	if d := cmp.Diff(text, Of(pb).Write(Text)); d != "" {
		t.Errorf("text (-want +got):\n%s", d)
	}
	if got := Of(pb).Write(Mermaid); !strings.Contains(got, `n_abc{{"Which"}}`) {
		t.Errorf("no node of its own:\n%s", got)
	}
	g := Of(pb)
	g.Draw(pb, said(flow.Fact{ID: "a", Value: flow.No, From: flow.You}, flow.Fact{ID: "b", Value: flow.No, From: flow.You}))
	if got := g.Write(Text); !strings.Contains(got, "●  1 abc: Which") || !strings.Contains(got, "●    ├ second = none") || strings.Contains(got, "●  2") {
		t.Errorf("the answer is not one:\n%s", got)
	}
}
