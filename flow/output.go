package flow

import (
	"regexp"
	"strings"
)

// Output says what the output of a question's command answers, by regular expressions. An empty one matches nothing.
type Output struct{ Yes, No string }

const maxOutput = 4 << 10 // Bytes; what is longer is no output of a question's command.

// Answer returns what the output of the question's command answers, with the words that say so. It is Unknown where neither
// expression matches, or both do.
func (q *Question) Answer(output string) (Value, string) {
	output = strings.TrimSpace(strings.ReplaceAll(output, "\r\n", "\n"))
	if len(output) > maxOutput {
		return Unknown, ""
	}
	find := func(expr string) []int {
		if expr == "" {
			return nil
		}
		return regexp.MustCompile(expr).FindStringIndex(output)
	}
	yes, no := find(q.Reads.Yes), find(q.Reads.No)
	switch {
	case yes != nil && no == nil:
		return Yes, output[yes[0]:yes[1]]
	case no != nil && yes == nil:
		return No, output[no[0]:no[1]]
	default:
		return Unknown, ""
	}
}
