package tui

import (
	"fmt"
	"sort"

	"why403/flow"
)

// talk is what all screens show parts of. Screens read it; only App changes it.
type talk struct {
	pb      *flow.Playbook
	session *flow.Session
	pos     flow.Position // The walk of the session's facts; computed anew after every change.
	st      styles
	md      *markdown

	say     bool          // Questions are shown in the customer's wording.
	lang    string        // The language requests are shown in.
	reading *flow.Reading // The last text's, shown above the screen that follows from it; nil after the next answer.
	support string        // The text for support, once it is written.
}

// walk computes where the session stands.
func (t *talk) walk() { t.pos = flow.Walk(t.pb, t.session.Facts()) }

// path returns the questions that a person answered and that lie on the path, in the playbook's order.
func (t *talk) path() []*flow.Question {
	order := make(map[*flow.Question]int, len(t.pb.Questions))
	for i := range t.pb.Questions {
		order[&t.pb.Questions[i]] = i
	}
	var out []*flow.Question
	for _, s := range t.pos.Trail {
		if s.Question != nil && !s.Aside && s.Fact.From.Person() {
			out = append(out, s.Question)
		}
	}
	sort.Slice(out, func(i, j int) bool { return order[out[i]] < order[out[j]] })
	return out
}

// from returns who answers: the customer if the session is about one's call.
func (t *talk) from() flow.Source {
	if t.session.About().Whose == flow.Customer {
		return flow.Customer
	}
	return flow.You
}

// statement returns what yes to the fact says.
func (t *talk) statement(id string) string {
	if info, ok := t.pb.Facts[id]; ok && info.About != "" {
		return clean(info.About)
	}
	for i := range t.pb.Verdicts {
		if v := &t.pb.Verdicts[i]; flow.FixedFact(v.ID) == id {
			return fmt.Sprintf(sayFixed, v.Title)
		}
	}
	if q := t.pb.Question(id); q != nil {
		return clean(q.Ask)
	}
	return clean(id)
}

// sourceWord says who or what said a fact.
func sourceWord(s flow.Source) string {
	switch s {
	case flow.Pasted:
		return "from the text"
	case flow.Probe:
		return "measured"
	case flow.Capture:
		return "seen in the request"
	case flow.You:
		return "you said"
	case flow.Customer:
		return "the customer said"
	case flow.Colleague:
		return "a colleague said"
	default:
		return clean(string(s))
	}
}

// valueWord returns the value with its sign.
func valueWord(v flow.Value) string {
	switch v {
	case flow.Yes:
		return "✓ yes"
	case flow.No:
		return "✗ no"
	case flow.Unsure:
		return "? not sure"
	case flow.Unknown:
		return "– withdrawn"
	default:
		return v.String()
	}
}

// levelWord returns the standing with its sign.
func levelWord(l flow.Level) string {
	switch l {
	case flow.Proven:
		return "✓ proven"
	case flow.Likely:
		return "~ likely"
	case flow.Possible:
		return "· possible"
	case flow.RuledOut:
		return "✗ ruled out"
	case flow.Unraised:
		return "  not considered"
	default:
		return l.String()
	}
}

// causeName returns the title, with the guide's number if it has one.
func causeName(v *flow.Verdict) string {
	if v.Number > 0 {
		return fmt.Sprintf("%d %s", v.Number, v.Title)
	}
	return v.Title
}

// left says about how many questions remain.
func left(n int) string {
	switch {
	case n >= 12:
		return "12 or more left"
	case n == 1:
		return "about 1 left"
	default:
		return fmt.Sprintf("about %d left", n)
	}
}
