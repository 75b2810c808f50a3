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

// What is said of how sure something is, everywhere the same: one scale for verdicts and causes, and the names of the texts that
// i18n.Certainty has. Package flow says nothing itself.

// Degree is how sure something is.
type Degree string

// The scale, as it stands in JSON. That it works now is somebody's word about the fix, and no proof of the cause.
const (
	Undecided  Degree = "" // There is no verdict, or it is that nothing explains the error, for which no evidence speaks.
	AsUnraised Degree = "unraised"
	AsRuledOut Degree = "ruled_out"
	AsFixTried Degree = "fix_tried"
	AsPossible Degree = "possible"
	AsLikely   Degree = "likely"
	AsStrong   Degree = "strong"
	AsCertain  Degree = "certain"
	AsSolved   Degree = "solved"
)

// Degree returns how sure it is that the cause is the one: certain and strong only where something shows it.
func (s Standing) Degree() Degree {
	switch {
	case s.Level == Proven && s.Sure == Certain:
		return AsCertain
	case s.Level == Proven && s.Sure == Strong:
		return AsStrong
	case s.Level >= Likely:
		return AsLikely
	case s.Level == Possible:
		return AsPossible
	case s.Level == FixTried:
		return AsFixTried
	case s.Level == RuledOut:
		return AsRuledOut
	default:
		return AsUnraised
	}
}

// Degree returns how sure the verdict is.
func (p Position) Degree(pb *Playbook) Degree {
	switch {
	case p.Solved:
		return AsSolved
	case p.Verdict == nil || p.Verdict.ID == pb.Unexplained || p.Sure == NoConfidence:
		return Undecided
	}
	s, ok := p.Standing(p.Verdict.ID)
	if s.Sure = p.Sure; !ok {
		s.Level = Proven
	}
	return s.Degree()
}

// SureText names what is said of how sure the verdict is; it is "" where there is nothing to be sure of.
func (p Position) SureText(pb *Playbook) string {
	if d := p.Degree(pb); d != AsSolved {
		return string(d)
	}
	return "solved-" + p.By.word()
}

// TellText names the sentence that tells a customer how sure the verdict is; it is "" where there is nothing to be sure of, or
// nothing left to do.
func (p Position) TellText(pb *Playbook) string {
	d := p.Degree(pb)
	if d == Undecided || d == AsSolved {
		return ""
	}
	return "tell-" + string(d)
}

// word names whose word the fact is.
func (f Fact) word() string {
	switch {
	case f.From == Probed || f.From == Captured:
		return "probe"
	case f.From.Person() && !f.Answered():
		return "command"
	case f.From.Person():
		return string(f.From)
	default:
		return "other"
	}
}

// LeftText names the clause for what is left of a position that is open: how many causes, and whether an answer is awaited.
func (p Position) LeftText() string {
	n := 0
	for _, s := range p.Standings {
		if s.Level >= Possible {
			n++
		}
	}
	if n > 1 {
		return "open-many"
	}
	name := [...]string{"open-none", "open-one"}[n]
	for _, st := range p.Trail {
		if st.Fact.Parked() && !st.OffPath {
			return name + "-awaited"
		}
	}
	return name
}

// Changed reports whether the cause's fix was made and another error came: of that error it is no cause, and of the one before it was none
// that anything disproves.
func (s Standing) Changed() bool {
	return slices.ContainsFunc(s.Against, func(r Reason) bool { return slices.ContainsFunc(r.Facts, Fact.Changed) })
}
