package report

import (
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// TestWordsThatWait holds that what a customer said to a question that is not answered yet stands with the customer's other
// words, and is no property of the call.
func TestWordsThatWait(t *testing.T) {
	t.Parallel()
	s := call(false)
	s.Note(now, flow.Note{Name: flow.WordsOn("reads"), Text: "it blinks", From: flow.Customer})
	d := build(house(), s, flow.Walk(house(), s.Facts()), newMask(house(), false), Options{Now: now}, "", false)
	if !slices.ContainsFunc(d.Words, func(w ShownWords) bool { return w.Text == "it blinks" && w.From == "customer" && w.At != "" }) {
		t.Errorf("the words are not among %v", d.Words)
	}
	if slices.ContainsFunc(d.Environment, func(i ShownItem) bool { return i.Text == "it blinks" }) {
		t.Errorf("the words are a property of the call: %v", d.Environment)
	}
}

// TestWordsAreNoAnswer holds that what somebody wrote to a question which it does not answer is quoted on the question, under the name of
// who was asked, and never stands beside what an answer would say.
func TestWordsAreNoAnswer(t *testing.T) {
	t.Parallel()
	const prose, says = "No, it does not. Tim", "The reader beeps"
	words := func(from flow.Source) flow.Note {
		return flow.Note{Name: flow.WordsOn("beeps"), Text: prose, From: from}
	}
	parked := flow.Fact{ID: "beeps", Value: flow.Unsure, From: flow.You, Asked: "Dora"}
	for name, c := range map[string]struct {
		asked  bool
		from   flow.Source
		answer flow.Fact
		wants  []string
	}{
		"parked":                    {true, flow.Colleague, flow.Fact{}, []string{"Does the reader beep?\n  - Dora wrote: \"" + prose + "\""}},
		"asked of nobody by name":   {false, flow.Colleague, flow.Fact{}, []string{"- Does the reader beep?\n  - a colleague wrote: \"" + prose}},
		"the customer's":            {false, flow.Customer, flow.Fact{}, []string{"- Does the reader beep?\n  - the customer wrote: \"" + prose}},
		"answered by somebody else": {true, flow.Colleague, flow.Fact{ID: "beeps", Value: flow.No, From: flow.You}, []string{"- Does the reader beep? — Dora wrote: \"" + prose + "\" (", "- The reader beeps: no (checked by us"}},
		"answered with them":        {true, flow.Colleague, flow.Fact{ID: "beeps", Value: flow.No, From: flow.Colleague, Quote: prose}, []string{"- The reader beeps: no (said by Dora, 09:30 UTC) \"" + prose + "\""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			s.Open(flow.About{Playbook: "door", Whose: flow.Customer}, now)
			if c.asked {
				s.Assert(now, parked)
			}
			s.Note(now, words(c.from))
			if c.answer.ID != "" {
				s.Say(door(), c.answer, now)
			}
			w, err := Write(door(), s, flow.Walk(door(), s.Facts()), FormatMarkdown, Options{Now: now})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.wants {
				if !strings.Contains(w.Text, want) {
					t.Errorf("it lacks %q:\n%s", want, w.Text)
				}
			}
			if strings.Contains(w.Text, says+" \"") || strings.Count(w.Text, prose) != 1 {
				t.Errorf("the words stand beside what an answer would say, or not once:\n%s", w.Text)
			}
		})
	}
}
