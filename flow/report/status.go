package report

import "why403/flow"

// The exit statuses of a diagnosis, the same for every format and wherever it is printed.
const (
	StatusVerdict     = 0
	StatusOpen        = 3
	StatusUnexplained = 4
	StatusElsewhere   = 5
	StatusNoError     = 6
)

// Status returns the exit status of a position.
func Status(pb *flow.Playbook, p flow.Position) int {
	switch {
	case p.Outcome != flow.Concluded:
		return StatusOpen
	case p.Verdict.ID == pb.Unexplained:
		return StatusUnexplained
	case p.Verdict.Elsewhere:
		return StatusElsewhere
	default:
		return StatusVerdict
	}
}
