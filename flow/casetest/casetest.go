// Package casetest runs the cases beside a playbook: what is pasted and answered in each, and where that has to lead.
// It performs no I/O, and never changes what a case wants.
package casetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"why403/flow"
)

// Case is one test of a playbook. It wants one of three ends: a verdict, a question, or neither.
type Case struct {
	Name string
	From string // Where the text was met; may be empty.
	Text string // What is pasted; may be empty.
	// Known is what probes and other machines have shown before the first question.
	Known   map[string]flow.Value
	Answers map[string]flow.Value
	// Want is the verdict it ends at, Asks the question that is open at the end; Open is set when neither may come.
	Want string
	Asks string
	Open bool
	// Sure is how sure the verdict has to be; NoConfidence for any.
	Sure  flow.Confidence
	Facts map[string]flow.Value // What has to be read in the text; other facts may be, too.
	Notes map[string]string     // What has to be noted from the text.
	Pos   flow.Pos
}

// End is where a case wants to arrive, or has arrived, as a test file writes it: "want: ID", "asks: ID", or "open: true".
type End string

// Wants returns the end that the case names, or "" if it names none.
func (c *Case) Wants() End {
	switch {
	case c.Want != "":
		return End("want: " + c.Want)
	case c.Asks != "":
		return End("asks: " + c.Asks)
	case c.Open:
		return "open: true"
	default:
		return ""
	}
}

func endOf(p flow.Position) End {
	switch p.Outcome {
	case flow.Concluded:
		return End("want: " + p.Verdict.ID)
	case flow.Asking:
		return End("asks: " + p.Question.ID)
	default:
		return "open: true"
	}
}

// CaseResult is what became of a case.
type CaseResult struct {
	Case    Case
	End     End
	Sure    flow.Confidence // How sure the verdict is; NoConfidence without one.
	Asked   []flow.Fact     // The questions on the way, with the answers given.
	Reading flow.Reading    // What was read in the text.
	// Wrong lists what differs from what the case wants, a sentence each; empty when it passed.
	Wrong []string

	last    flow.Position
	unasked map[string]flow.Value
}

// Run pastes the text of the case and gives its answers as they are asked for, until a question comes for which it has none,
// or an end. Read finds facts in a text.
func Run(pb *flow.Playbook, read func([]byte) flow.Reading, c Case) CaseResult {
	r := CaseResult{Case: c}
	s := new(flow.Session)
	if c.Text != "" {
		r.Reading = read([]byte(c.Text))
		s.Read(r.Reading, flow.Pasted, time.Time{})
	}
	for _, id := range slices.Sorted(maps.Keys(c.Known)) {
		s.Assert(time.Time{}, flow.Fact{ID: id, Value: c.Known[id], From: flow.Probed, Rule: "case"})
	}
	left := maps.Clone(c.Answers)
	for {
		r.last = flow.Walk(pb, s.Facts())
		if r.last.Outcome != flow.Asking {
			break
		}
		v, ok := left[r.last.Question.ID]
		if !ok {
			break
		}
		f := flow.Fact{ID: r.last.Question.ID, Value: v, From: flow.You}
		delete(left, f.ID)
		r.Asked = append(r.Asked, f)
		s.Say(pb, f, time.Time{})
	}
	r.End, r.Sure, r.unasked = endOf(r.last), r.last.Sure, left
	r.compare(left)
	return r
}

// Agreed returns the result as it is once the case wants the end that it came to.
func (r CaseResult) Agreed() CaseResult {
	r.Case.Want, r.Case.Asks, r.Case.Open = "", "", r.last.Outcome == flow.Open
	switch r.last.Outcome {
	case flow.Concluded:
		r.Case.Want = r.last.Verdict.ID
	case flow.Asking:
		r.Case.Asks = r.last.Question.ID
	case flow.Open:
	}
	r.Wrong = nil
	r.compare(r.unasked)
	return r
}

func (r *CaseResult) compare(left map[string]flow.Value) {
	wrong := func(format string, args ...any) { r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...)) }
	switch want := r.Case.Wants(); want {
	case r.End:
	case "":
		wrong("the case wants no end; it came to %q", string(r.End))
	default:
		wrong("came to %q, not %q", string(r.End), string(want))
	}
	if want := r.Case.Sure; want != flow.NoConfidence && want != r.Sure && r.last.Verdict != nil {
		wrong("the verdict is %s, not %s", r.Sure, want)
	}
	if len(left) > 0 {
		wrong("nobody asked for %s", strings.Join(slices.Sorted(maps.Keys(left)), ", "))
	}
	for _, id := range slices.Sorted(maps.Keys(r.Case.Facts)) {
		got := flow.Unknown
		for _, f := range r.Reading.Facts {
			if f.ID == id {
				got = f.Value
			}
		}
		if want := r.Case.Facts[id]; got != want {
			wrong("%s was read as %s, not %s", id, got, want)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Case.Notes)) {
		got := ""
		for _, n := range r.Reading.Notes {
			if n.Name == name {
				got = n.Text
			}
		}
		if want := r.Case.Notes[name]; got != want {
			wrong("the note %s is %q, not %q", name, got, want)
		}
	}
}
