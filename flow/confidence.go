package flow

import (
	"fmt"
	"slices"
	"strings"
)

// Confidence is how well something is shown.
type Confidence uint8

// Certain is an exact error code or a documented text; Strong is a controlled comparison or a reported family of texts;
// Weak is a description only.
const (
	NoConfidence Confidence = iota
	Weak
	Strong
	Certain
)

// String returns the confidence as it is written in playbooks and JSON.
func (c Confidence) String() string {
	switch c {
	case NoConfidence:
		return "none"
	case Weak:
		return "weak"
	case Strong:
		return "strong"
	case Certain:
		return "certain"
	default:
		return fmt.Sprintf("Confidence(%d)", uint8(c))
	}
}

// ParseConfidence reads weak, strong or certain.
func ParseConfidence(s string) (Confidence, error) {
	for _, c := range []Confidence{Weak, Strong, Certain} {
		if c.String() == s {
			return c, nil
		}
	}
	return NoConfidence, fmt.Errorf("confidence %q is none of weak, strong, certain", s)
}

// Level is where a cause stands.
type Level uint8

// The levels a cause can stand at. Unraised causes have nothing for or against them and are not listed.
const (
	Unraised Level = iota
	RuledOut
	FixTried // Its fix was made and the request is still refused: what speaks for it stands, and nothing else rules it out.
	Possible
	Likely
	Proven
)

// String returns the level as it is written in JSON.
func (l Level) String() string {
	switch l {
	case Unraised:
		return "unraised"
	case RuledOut:
		return "ruled_out"
	case FixTried:
		return "fix_tried"
	case Possible:
		return "possible"
	case Likely:
		return "likely"
	case Proven:
		return "proven"
	default:
		return fmt.Sprintf("Level(%d)", uint8(l))
	}
}

// Reason is why a cause stands where it stands: a rule's sentence and the facts it rests on.
type Reason struct {
	Text  string
	Sure  Confidence
	Facts []Fact
}

// Apart returns the reasons in their order, without those whose sentence another one contains; what these rest on goes with it.
func Apart(reasons []Reason) []Reason {
	holds := func(a, b int) bool { // Reason a, another one, says all that b does.
		long, short := strings.ToLower(reasons[a].Text), strings.TrimRight(strings.ToLower(reasons[b].Text), ".")
		return a != b && short != "" && strings.Contains(long, short) && (a < b || len(long) > len(short)+1)
	}
	var out []Reason
	for i, r := range reasons {
		contained := false
		r.Facts = slices.Clone(r.Facts)
		for j, o := range reasons {
			contained = contained || holds(j, i)
			if !holds(i, j) {
				continue
			}
			for _, f := range o.Facts {
				if !slices.Contains(r.Facts, f) {
					r.Facts = append(r.Facts, f)
				}
			}
		}
		if !contained {
			out = append(out, r)
		}
	}
	return out
}

// Standing is one cause with what speaks for and against it.
type Standing struct {
	Verdict *Verdict
	Level   Level
	Sure    Confidence // How sure the level is.
	For     []Reason
	Against []Reason
	// Disputed is set when equally good reasons speak both ways. The cause then stands at Possible.
	Disputed bool
}
