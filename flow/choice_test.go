package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// TestChoiceBesideAMootQuestion holds that a question which is not asked, since something else made it moot, leaves the rest of its choice
// to be asked as one, and that the answer is one.
func TestChoiceBesideAMootQuestion(t *testing.T) {
	t.Parallel()
	pb := choosing()
	pb.Facts["grey"] = flow.FactInfo{About: "It is grey"}
	pb.Questions[0].Unless = flow.Cond{{{Fact: "grey", Values: []flow.Value{flow.Yes}}}}
	pb.Questions[1].When = nil
	s := new(flow.Session)
	s.Assert(time.Unix(0, 0), flow.Fact{ID: "grey", Value: flow.Yes, From: flow.Pasted})
	p := flow.Walk(pb, s.Facts())
	if p.Question.ID != "blue" || len(p.Options) != 2 {
		t.Fatalf("it asks %s with %d options", p.Question.ID, len(p.Options))
	}
	for _, word := range []string{"blue", "none", "unsure"} {
		s := flow.Replay(s.Events())
		s.Assert(time.Unix(0, 0), pb.Choose(s, p.Choice, word, flow.You, "")...)
		pick, ok := pb.Pick(s, "blue")
		if !ok || (pick.Option == nil) != (word == "unsure") || word != "unsure" && pick.Option.ID != word {
			t.Errorf("%s: the answer is %+v, %v", word, pick, ok)
		}
		if next := flow.Walk(pb, s.Facts()); next.Question.ID != "heavy" {
			t.Errorf("%s: next it asks %s", word, next.Question.ID)
		}
	}
}

// TestNoChoiceWhereItDoesNotBelong holds that a question stands for itself where an earlier one of its choice has no place.
func TestNoChoiceWhereItDoesNotBelong(t *testing.T) {
	t.Parallel()
	pb := choosing()
	pb.Questions[0].When = flow.Cond{{{Fact: "grey", Values: []flow.Value{flow.Yes}}}}
	pb.Questions[1].When = nil
	if p := flow.Walk(pb, nil); p.Question.ID != "blue" || p.Choice != nil {
		t.Errorf("it asks %s as the choice %v", p.Question.ID, p.Choice)
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
		`has no option "green"`:               func(c *flow.Choice) { c.Left = []flow.Narrowed{{Options: []string{"red", "green"}}} },
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

// TestPick holds that an answered choice is one thing: known as one, changed as one, and parked whole.
func TestPick(t *testing.T) {
	t.Parallel()
	pb, at := choosing(), time.Unix(0, 0)
	c := pb.Choice("colour")
	tell := func(s *flow.Session) string {
		var out []string
		for _, p := range pb.Picks(s) {
			name := "nobody could say"
			if p.Option != nil {
				name = p.Option.ID
			}
			if p.Facts[0].Parked() {
				name = "parked"
			}
			for _, o := range p.Open {
				name += fmt.Sprint(" ", c.Number(o))
			}
			out = append(out, name)
		}
		p := flow.Walk(pb, s.Facts())
		asks := p.Outcome.String()
		if p.Question != nil {
			asks = p.Question.ID
		}
		return strings.Join(append(out, asks), ", ")
	}
	choose := func(option string) func(*flow.Session) {
		return func(s *flow.Session) { s.Assert(at, pb.Choose(s, c, option, "", "")...) }
	}
	said := func(id string, v flow.Value, from flow.Source, asked string) func(*flow.Session) {
		return func(s *flow.Session) { s.Assert(at, flow.Fact{ID: id, Value: v, From: from, Asked: asked}) }
	}
	for _, tt := range []struct {
		name string
		do   []func(*flow.Session)
		want string
	}{
		{"chosen", []func(*flow.Session){choose("blue")}, "blue 1 2 3, heavy"},
		{"changed", []func(*flow.Session){choose("blue"), choose("red")}, "red 1 2 3, heavy"}, // Blue is withdrawn.
		{"to unsure", []func(*flow.Session){choose("blue"), choose("unsure")}, "nobody could say 1 2 3, heavy"},
		{"withdrawn", []func(*flow.Session){choose("blue"), choose("")}, "red"},
		{"the same", []func(*flow.Session){choose("blue"), choose("blue")}, "blue 1 2 3, heavy"},
		{"narrowed", []func(*flow.Session){said("red", flow.No, flow.Pasted, ""), choose("none")}, "none 2 3, heavy"}, // Numbers stay.
		{"one by one", []func(*flow.Session){said("red", flow.No, flow.You, ""), said("blue", flow.Yes, flow.You, "")}, "blue 1 2 3, heavy"},
		{"by two people", []func(*flow.Session){said("red", flow.No, flow.You, ""), said("blue", flow.Yes, flow.Customer, "")}, "heavy"},
		{"not sure, then one by one", []func(*flow.Session){said("red", flow.Unsure, flow.You, ""), said("blue", flow.Yes, flow.You, "")}, "heavy"},
		{"parked", []func(*flow.Session){said("red", flow.Unsure, flow.You, "Bob")}, "parked 1 2 3, heavy"},
		{"parked, then chosen", []func(*flow.Session){said("red", flow.Unsure, flow.You, "Bob"), choose("none")}, "none 1 2 3, heavy"},
		{"parked, narrowed", []func(*flow.Session){said("red", flow.No, flow.Pasted, ""), said("blue", flow.Unsure, flow.You, "Bob")}, "parked 2 3, heavy"},
	} {
		s := new(flow.Session)
		for _, do := range tt.do {
			do(s)
		}
		if got := tell(s); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	s := new(flow.Session)
	choose("blue")(s)
	n := s.Len()
	if choose("blue")(s); s.Len() != n {
		t.Error("the same choice is said again")
	}
	s.Assert(at, flow.Fact{ID: "heavy", Value: flow.Yes, From: flow.You})
	choose("red")(s)
	if s.Undo(at); tell(s) != "blue 1 2 3, verdict" {
		t.Errorf("one step back leads to %q", tell(s))
	}
}

// TestRestSaysWhatWasAsked holds that "none of these" is the word on what was shown, and on nothing that was out by then.
func TestRestSaysWhatWasAsked(t *testing.T) {
	t.Parallel()
	at := time.Unix(0, 0)
	for out, want := range map[string]string{
		"":     "[red no you] [blue no you]",
		"red":  "[blue no you]", // Known from the text.
		"blue": "[red no you]",  // It can matter no more.
	} {
		pb := choosing()
		pb.Questions[1].When = nil
		pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: "paint", Always: true}, flow.Verdict{ID: "sky", Always: true})
		pb.Questions[0].Decides, pb.Questions[1].Decides = []string{"paint"}, []string{"sky"}
		c := &pb.Choices[0]
		c.Options[2].Rest = true
		s := new(flow.Session)
		switch out {
		case "red":
			s.Assert(at, flow.Fact{ID: "red", Value: flow.No, From: flow.Pasted})
		case "blue":
			pb.Rules = []flow.Rule{{When: flow.Cond{{{Fact: "heavy", Values: []flow.Value{flow.Yes}}}}, RulesOut: []string{"sky"}, Sure: flow.Certain}}
			s.Assert(at, flow.Fact{ID: "heavy", Value: flow.Yes, From: flow.Pasted})
		}
		var said []string
		for _, f := range pb.Choose(s, c, "none", flow.You, "") {
			said = append(said, fmt.Sprint([]any{f.ID, f.Value, f.From}))
			s.Assert(at, f)
		}
		if got := strings.Join(said, " "); got != want {
			t.Errorf("%q out: it says %s, want %s", out, got, want)
		}
		if p, ok := pb.Pick(s, map[string]string{"": "red", "red": "blue", "blue": "red"}[out]); !ok || p.Option.ID != "none" {
			t.Errorf("%q out: the pick is %v", out, p.Option)
		}
		if again := pb.Choose(s, c, "none", flow.You, ""); len(again) > 0 {
			t.Errorf("%q out: the same is said again: %v", out, again)
		}
	}
}

// TestChoiceWaitsWhole holds that no question of a choice is asked while somebody else has to choose.
func TestChoiceWaitsWhole(t *testing.T) {
	t.Parallel()
	pb := choosing()
	pb.Questions[1].When = nil // It would be asked by itself.
	parked := flow.Fact{ID: "red", Value: flow.Unsure, From: flow.You, Asked: "Bob"}
	if p := flow.Walk(pb, []flow.Fact{parked}); p.Question.ID != "heavy" {
		t.Errorf("it asks %s", p.Question.ID)
	}
	unsure := flow.Fact{ID: "red", Value: flow.Unsure, From: flow.You}
	if p := flow.Walk(pb, []flow.Fact{unsure}); p.Question.ID != "blue" {
		t.Errorf("after not sure it asks %s", p.Question.ID)
	}
}

// TestChoiceIsWordOfWhoIsAsked holds that what an option says is the word of who is asked, and not of who said a part of it before a fix.
func TestChoiceIsWordOfWhoIsAsked(t *testing.T) {
	t.Parallel()
	pb, at := choosing(), time.Unix(0, 0)
	pb.Verdicts = append(pb.Verdicts, flow.Verdict{ID: "paint", Always: true})
	pb.Rules = []flow.Rule{{When: flow.Cond{{{Fact: "red", Values: []flow.Value{flow.Yes}}}}, Suggests: []string{"paint"}}}
	pb.Questions[0].Decides = []string{"paint"}
	pb.Questions[1].When = nil
	s := new(flow.Session)
	s.Open(flow.About{Whose: flow.Customer}, at)
	s.Assert(at, flow.Fact{ID: "red", Value: flow.Yes, From: flow.You})
	s.Assert(at, flow.Fact{ID: flow.FixedFact("paint"), Value: flow.No, From: flow.You})
	s.Assert(at, flow.Fact{ID: "red", From: flow.You, Rule: "retest"})
	p := flow.Walk(pb, s.Facts())
	if p.Question.ID != "blue" || p.Choice == nil {
		t.Fatalf("it asks %s, as the choice %v", p.Question.ID, p.Choice)
	}
	for _, f := range pb.Choose(s, p.Choice, "none", "", "") {
		if f.From != flow.Customer {
			t.Errorf("%s is the word of %s", f.ID, f.From)
		}
	}
}
