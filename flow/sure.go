package flow

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
