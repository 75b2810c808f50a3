package casetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"why403/flow"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

// small asks two questions; the text "seen" proves one verdict, and answers another.
var small = &flow.Playbook{
	ID: "small", Unexplained: "none", Facts: map[string]flow.FactInfo{"seen": {}, "a": {}, "b": {}},
	Questions: []flow.Question{{ID: "a", Pos: flow.Pos{Line: 1}}, {ID: "b", When: flow.Cond{term("a", flow.No)}, Pos: flow.Pos{Line: 2}}},
	Verdicts:  []flow.Verdict{{ID: "none"}, {ID: "one"}, {ID: "two"}},
	Rules: []flow.Rule{
		{When: flow.Cond{term("seen", flow.Yes)}, Proves: []string{"one"}, Sure: flow.Certain, Because: "It was seen."},
		{When: flow.Cond{term("a", flow.Yes)}, Raises: []string{"one", "two"}, Because: "Either."},
		{When: flow.Cond{term("b", flow.Yes)}, Proves: []string{"two"}, Sure: flow.Strong, Because: "It is."},
	},
}

func term(id string, v flow.Value) flow.Clause {
	return flow.Clause{{Fact: id, Values: []flow.Value{v}}}
}

func read(text []byte) flow.Reading {
	if !strings.Contains(string(text), "seen") {
		return flow.Reading{}
	}
	return flow.Reading{
		Facts: []flow.Fact{{ID: "seen", Value: flow.Yes, From: flow.Pasted, Rule: "s"}},
		Notes: []flow.Note{{Name: "n", Text: "1"}}, Signs: []string{"s"},
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	yes := map[string]flow.Value{"a": flow.No, "b": flow.Yes}
	for name, c := range map[string]struct {
		c     Case
		end   End
		wrong string
	}{
		"a text":          {Case{Text: "seen", Want: "one", Sure: flow.Certain, Facts: map[string]flow.Value{"seen": flow.Yes}, Notes: map[string]string{"n": "1"}}, "want: one", ""},
		"answers":         {Case{Answers: yes, Want: "two"}, "want: two", ""},
		"a question":      {Case{Answers: map[string]flow.Value{"a": flow.No}, Asks: "b"}, "asks: b", ""},
		"measured":        {Case{Known: map[string]flow.Value{"seen": flow.Yes}, Want: "one"}, "want: one", ""},
		"another verdict": {Case{Answers: yes, Want: "one"}, "want: two", `came to "want: two", not "want: one"`},
		"no end":          {Case{}, "asks: a", `the case wants no end; it came to "asks: a"`},
		"never asked":     {Case{Text: "seen", Want: "one", Answers: yes}, "want: one", "nobody asked for a, b"},
		"less sure":       {Case{Answers: yes, Want: "two", Sure: flow.Certain}, "want: two", "the verdict is strong, not certain"},
		"read otherwise":  {Case{Text: "nothing", Asks: "a", Facts: map[string]flow.Value{"seen": flow.Yes}}, "asks: a", "seen was read as unknown, not yes"},
		"noted otherwise": {Case{Text: "seen", Want: "one", Notes: map[string]string{"n": "2"}}, "want: one", `the note n is "1", not "2"`},
		"open":            {Case{Answers: map[string]flow.Value{"a": flow.Yes}, Open: true}, "open: true", ""},
	} {
		r := Run(small, read, c.c)
		if got := strings.Join(r.Wrong, "; "); got != c.wrong || r.End != c.end {
			t.Errorf("%s: came to %s, wrong %q, want %s, %q", name, r.End, got, c.end, c.wrong)
		}
		if agreed := r.Agreed(); agreed.Case.Wants() != r.End {
			t.Errorf("%s: agreed on %q, not %q", name, agreed.Case.Wants(), r.End)
		}
	}
}

func TestCover(t *testing.T) {
	t.Parallel()
	var results []CaseResult
	for _, c := range []Case{
		{Text: "seen", Want: "one"},
		{Answers: map[string]flow.Value{"a": flow.No, "b": flow.Yes}, Want: "two"},
		{Answers: map[string]flow.Value{"a": flow.No}, Asks: "b"},
	} {
		results = append(results, Run(small, read, c))
	}
	var got []string
	for _, it := range Cover(small, map[string]flow.Pos{"s": {Line: 1}, "t": {Line: 2}}, results) {
		got = append(got, fmt.Sprintf("%s %s %d", it.Kind, it.Name, it.Covered))
	}
	want := []string{
		"questions a 2", "questions b 2",
		"edges a=yes 0", "edges a=no 2", "edges a=unsure 0", "edges b=yes 1", "edges b=no 0", "edges b=unsure 0",
		"signs s 1", "signs t 0",
		"rules It was seen. 1", "rules Either. 0", "rules It is. 1",
		"screens none 0", "screens one 1", "screens two 1",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
