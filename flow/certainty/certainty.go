// Package certainty says how sure something is. All front ends and reports take these words from here, so that the same thing
// is not certain in one place and likely in another. It decides nothing: where a cause stands is computed by package flow.
package certainty

import (
	"fmt"

	"why403/content/words"
	"why403/flow"
)

// phrase gives the texts of this package by name.
var phrase = words.In("certainty")

var (
	sayCertain  = phrase("sayCertain")
	sayStrong   = phrase("sayStrong")
	sayWeak     = phrase("sayWeak")
	sayUnproven = phrase("sayUnproven")

	saySolvedBy  = phrase("saySolvedBy")
	bySelf       = phrase("bySelf")
	byCustomer   = phrase("byCustomer")
	byColleague  = phrase("byColleague")
	byProbe      = phrase("byProbe")
	byCommand    = phrase("byCommand")
	byOther      = phrase("byOther")
	tellSolved   = phrase("tellSolved")
	tellCertain  = phrase("tellCertain")
	tellStrong   = phrase("tellStrong")
	tellUnproven = phrase("tellUnproven")

	levelProven     = phrase("levelProven")
	levelLikely     = phrase("levelLikely")
	levelPossible   = phrase("levelPossible")
	levelRuledOut   = phrase("levelRuledOut")
	levelUnraised   = phrase("levelUnraised")
	standsDisputed  = phrase("standsDisputed")
	standsNotAlone  = phrase("standsNotAlone")
	openNone        = phrase("openNone")
	openOne         = phrase("openOne")
	openMany        = phrase("openMany")
	openNoneAwaited = phrase("openNoneAwaited")
	openOneAwaited  = phrase("openOneAwaited")
	openManyAwaited = phrase("openManyAwaited")
)

// Degree is how sure a verdict is.
type Degree string

// The degrees, as they stand in JSON. That it works now is somebody's word about the fix, and no proof of the cause.
const (
	None    Degree = "" // There is no verdict, or it is that nothing explains the error, for which no evidence speaks.
	Weak    Degree = "weak"
	Strong  Degree = "strong"
	Certain Degree = "certain"
	Solved  Degree = "solved"
)

// Of returns how sure the verdict of the position is.
func Of(pb *flow.Playbook, p flow.Position) Degree {
	switch {
	case p.Solved:
		return Solved
	case p.Verdict == nil || p.Verdict.ID == pb.Unexplained:
		return None
	default:
		return of(p.Sure)
	}
}

func of(c flow.Confidence) Degree {
	switch c {
	case flow.Certain:
		return Certain
	case flow.Strong:
		return Strong
	case flow.Weak:
		return Weak
	default:
		return None
	}
}

// Words says how sure the verdict of the position is, and what that rests on; it is "" where there is nothing to be sure of.
func Words(pb *flow.Playbook, p flow.Position) string {
	var say string
	switch Of(pb, p) {
	case Solved:
		return fmt.Sprintf(saySolvedBy, by(p.By))
	case Certain:
		say = sayCertain
	case Strong:
		say = sayStrong
	case Weak:
		say = sayWeak
	case None:
		return ""
	}
	if !proven(p) {
		say += sayUnproven
	}
	return say
}

// proven reports whether the verdict is shown to be the cause, and is not just the likeliest.
func proven(p flow.Position) bool {
	s, ok := p.Standing(p.Verdict.ID)
	return !ok || s.Level == flow.Proven
}

// Tell says to a customer, in a sentence, how sure the verdict is; it is "" where there is nothing to be sure of.
func Tell(pb *flow.Playbook, p flow.Position) string {
	switch d := Of(pb, p); {
	case d == None:
		return ""
	case d == Solved:
		return fmt.Sprintf(tellSolved, by(p.By))
	case d == Weak || !proven(p):
		return tellUnproven
	case d == Strong:
		return tellStrong
	default:
		return tellCertain
	}
}

// by says who saw that it works, or what.
func by(f flow.Fact) string {
	switch {
	case f.From == flow.Probed || f.From == flow.Captured:
		return byProbe
	case f.From.Person() && !f.Answered():
		return byCommand
	case f.From == flow.You:
		return bySelf
	case f.From == flow.Customer:
		return byCustomer
	case f.From == flow.Colleague:
		return byColleague
	default:
		return byOther
	}
}

// Level is where a cause stands, in a word or two.
func Level(l flow.Level) string {
	switch l {
	case flow.Proven:
		return levelProven
	case flow.Likely:
		return levelLikely
	case flow.Possible:
		return levelPossible
	case flow.RuledOut:
		return levelRuledOut
	default:
		return levelUnraised
	}
}

// Standing is where a cause stands, with what a word would leave out.
func Standing(s flow.Standing) string {
	switch {
	case s.Disputed:
		return standsDisputed
	case s.Level == flow.RuledOut:
		return standsNotAlone
	default:
		return Level(s.Level)
	}
}

// Left says what is left of a position that is open, as a clause: how many causes, and whether an answer is awaited.
func Left(p flow.Position) string {
	n, awaited := 0, false
	for _, s := range p.Standings {
		if s.Level != flow.RuledOut {
			n++
		}
	}
	for _, st := range p.Trail {
		awaited = awaited || st.Fact.Parked() && !st.Aside
	}
	switch min(n, 2) {
	case 0:
		return either(awaited, openNoneAwaited, openNone)
	case 1:
		return either(awaited, openOneAwaited, openOne)
	default:
		return either(awaited, openManyAwaited, openMany)
	}
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
