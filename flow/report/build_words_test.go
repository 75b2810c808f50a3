package report

import (
	"slices"
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
	if !slices.ContainsFunc(d.Words, func(w Words) bool { return w.Text == "it blinks" && w.From == "customer" && w.At != "" }) {
		t.Errorf("the words are not among %v", d.Words)
	}
	if slices.ContainsFunc(d.Environment, func(i Item) bool { return i.Text == "it blinks" }) {
		t.Errorf("the words are a property of the call: %v", d.Environment)
	}
}
