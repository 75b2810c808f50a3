package flow

import "fmt"

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
