package flow_test

import (
	"strings"
	"testing"

	"why403/flow"
)

// choosing is a small playbook whose three questions are asked as one, but for the last.
func choosing() *flow.Playbook {
	is := func(facts ...any) []flow.Said {
		var said []flow.Said
		for i := 0; i < len(facts); i += 2 {
			said = append(said, flow.Said{Fact: facts[i].(string), Value: facts[i+1].(flow.Value)})
		}
		return said
	}
	questions := []flow.Question{{ID: "red"}, {ID: "blue", When: flow.Cond{{{Fact: "red", Values: []flow.Value{flow.No}}}}}, {ID: "heavy"}}
	facts := make(map[string]flow.FactInfo)
	for _, q := range questions {
		facts[q.ID] = flow.FactInfo{About: "It is " + q.ID}
	}
	return &flow.Playbook{
		Facts: facts, Questions: questions, Unexplained: "none", Verdicts: []flow.Verdict{{ID: "none"}},
		Choices: []flow.Choice{{ID: "colour", Options: []flow.Option{
			{ID: "red", Title: "red", Facts: is("red", flow.Yes)},
			{ID: "blue", Title: "blue", Facts: is("red", flow.No, "blue", flow.Yes)},
			{ID: "none", Title: "none", Facts: is("red", flow.No, "blue", flow.No)},
		}}},
	}
}

// TestChoice holds when a choice stands in the place of a question, and with which options.
func TestChoice(t *testing.T) {
	t.Parallel()
	for known, want := range map[string]string{
		"":                 "red: red blue none",
		"red=no":           "blue: blue none", // What is known narrows it.
		"red=yes":          "heavy:",
		"red=unsure":       "heavy:", // Not sure goes on with the questions one by one.
		"red=no blue=no":   "heavy:",
		"blue=yes":         "red: red blue", // Nothing known contradicts these two.
		"blue=no":          "red: red none",
		"heavy=yes":        "red: red blue none",
		"red=no heavy=yes": "blue: blue none",
	} {
		pb := choosing()
		var facts []flow.Fact
		for _, f := range strings.Fields(known) {
			id, word, _ := strings.Cut(f, "=")
			v, _ := flow.ParseValue(word)
			facts = append(facts, flow.Fact{ID: id, Value: v, From: flow.Pasted})
		}
		p := flow.Walk(pb, facts)
		got := p.Question.ID + ":"
		for _, o := range p.Options {
			got += " " + o.ID
		}
		if got != want || (p.Choice == nil) != (p.Options == nil) {
			t.Errorf("with %q it asks %q, want %q", known, got, want)
		}
	}
}

// TestChoiceLint holds what a choice cannot be.
func TestChoiceLint(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(c *flow.Choice){
		"":                                    func(*flow.Choice) {},
		`no question asks for "green"`:        func(c *flow.Choice) { c.Options[0].Facts[0].Fact = "green" },
		`"red" and "blue" can both be so`:     func(c *flow.Choice) { c.Options[1].Facts = c.Options[1].Facts[1:] },
		`have the same title`:                 func(c *flow.Choice) { c.Options[2].Title = "Blue" },
		`has 1 options, and takes 2 to 9`:     func(c *flow.Choice) { c.Options = c.Options[:1] },
		`the option "red" says nothing`:       func(c *flow.Choice) { c.Options[0].Facts = nil },
		`the id of the choice "red" stands`:   func(c *flow.Choice) { c.ID = "red" },
		`the choice id "A b" is not well`:     func(c *flow.Choice) { c.ID = "A b" },
		`the option id "No!" is not well for`: func(c *flow.Choice) { c.Options[2].ID = "No!" },
	} {
		pb := choosing()
		spoil(&pb.Choices[0])
		var got []string
		for _, p := range flow.Lint(pb) {
			if strings.Contains(p.Text, "option") || strings.Contains(p.Text, "choice") || strings.Contains(p.Text, "green") {
				got = append(got, p.Text)
			}
		}
		if all := strings.Join(got, "\n"); want == "" && all != "" || !strings.Contains(all, want) {
			t.Errorf("lint says %q, want %q", all, want)
		}
	}
}
