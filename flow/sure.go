package flow

// What is said of how sure something is, everywhere the same: the names of the texts of the catalogue's section "certainty"; see
// words.Certainty. Package flow says nothing itself.

// Degree is how sure a verdict is.
type Degree string

// The degrees, as they stand in JSON. That it works now is somebody's word about the fix, and no proof of the cause.
const (
	Undecided Degree = "" // There is no verdict, or it is that nothing explains the error, for which no evidence speaks.
	AsWeak    Degree = "weak"
	AsStrong  Degree = "strong"
	AsCertain Degree = "certain"
	AsSolved  Degree = "solved"
)

// Degree returns how sure the verdict is.
func (p Position) Degree(pb *Playbook) Degree {
	switch {
	case p.Solved:
		return AsSolved
	case p.Verdict == nil || p.Verdict.ID == pb.Unexplained || p.Sure == NoConfidence:
		return Undecided
	default:
		return Degree(p.Sure.String())
	}
}

// SureText names what is said of how sure the verdict is, and of what that rests on; it is "" where there is nothing to be sure
// of.
func (p Position) SureText(pb *Playbook) string {
	switch d := p.Degree(pb); {
	case d == Undecided:
		return ""
	case d == AsSolved:
		return "solved-" + p.By.word()
	case p.likely():
		return "likely-" + string(d)
	default:
		return "sure-" + string(d)
	}
}

// TellText names the sentence that tells a customer how sure the verdict is; it is "" where there is nothing to be sure of, or
// nothing left to do.
func (p Position) TellText(pb *Playbook) string {
	switch d := p.Degree(pb); {
	case d == Undecided || d == AsSolved:
		return ""
	case p.likely():
		return "tell-weak"
	default:
		return "tell-" + string(d)
	}
}

// likely reports whether the verdict is just the likeliest cause, and not shown to be the one.
func (p Position) likely() bool {
	s, ok := p.Standing(p.Verdict.ID)
	return ok && s.Level != Proven
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

// LevelText names the word or two for where a cause stands.
func (l Level) LevelText() string { return "level-" + l.String() }

// Text names what is said of where a cause stands where there is room for more than its level.
func (s Standing) Text() string {
	switch {
	case s.Disputed:
		return "stands-disputed"
	case s.Level == RuledOut:
		return "stands-ruled_out"
	default:
		return s.Level.LevelText()
	}
}

// LeftText names the clause for what is left of a position that is open: how many causes, and whether an answer is awaited.
func (p Position) LeftText() string {
	n := 0
	for _, s := range p.Standings {
		if s.Level != RuledOut {
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
