package content

import (
	"context"
	"fmt"
	"strings"

	"why403/flow"
	"why403/flow/explore"
)

const (
	// Questions and rules up to which every combination of yes and no is tried, and situations: together about a second. Past
	// them a check that gives up accuses nobody.
	deadEndParts      = 1_000
	deadEndSituations = 10_000

	// The path of a dead end is told by its last answers; the first ones are the usual way there.
	deadEndAnswers = 12
)

// deadEnd warns of answers, all of them a clear yes or no, after which there is nothing to ask and no verdict to show. What is
// told is a path that was walked. Unsure is left aside: who knows nothing may end without a verdict.
func (l *textLinter) deadEnd() {
	pb := l.b.Playbook
	if len(pb.Questions)+len(pb.Rules) > deadEndParts {
		return
	}
	r := explore.Explore(context.Background(), pb, explore.Depth{
		Answers: []flow.Value{flow.Yes, flow.No}, Bound: deadEndSituations, Samples: 1,
	})
	if r.Method != explore.Exhaustive {
		return
	}
	var shortest *explore.Ending
	for _, e := range r.Ends {
		if e.Verdict == "" && len(e.Example) > 0 && (shortest == nil || len(e.Example) < len(shortest.Example)) {
			shortest = e
		}
	}
	if shortest == nil {
		return
	}
	way := shortest.Example
	last := pb.Question(way[len(way)-1].Question)
	var said []string
	for _, a := range way[max(0, len(way)-deadEndAnswers):] {
		said = append(said, a.Question+"="+a.Value.String())
	}
	answers := strings.Join(said, " ")
	if len(way) > deadEndAnswers {
		answers = fmt.Sprintf("… %s", answers)
	}
	l.warn(last.Pos, "ask what tells apart what stays possible, or write a rule that suggests one of: "+strings.Join(shortest.Equal, ", "),
		"a combination of answers ends without a verdict: %s", answers)
}
