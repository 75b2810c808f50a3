package flow

import "slices"

// Stand computes where every considered cause stands, and nothing else of the position; it takes a fraction of the time.
func Stand(pb *Playbook, facts []Fact) []Standing {
	w := newWalk(pb, facts)
	w.settle()
	return w.considered()
}

// considered returns the standings of the causes that are considered.
func (w *walk) considered() []Standing {
	var out []Standing
	proven, held := w.proven()
	for i := range w.standing {
		s := w.standing[i]
		if proven != nil && held != settled && s.Verdict == proven.Verdict {
			s.Level, s.Sure = Likely, Weak
		}
		if s.Level != Unraised {
			out = append(out, s)
		}
	}
	return out
}

// reason returns the facts of the first clause that holds.
func (k factSet) reason(r *Rule) Reason {
	out := Reason{Text: r.Because, Sure: r.Sure}
	for i, cl := range r.When {
		if !k.hold(r.When[i:i+1], nil) {
			continue
		}
		for _, t := range cl {
			out.Facts = append(out.Facts, k[t.Fact])
		}
		return out
	}
	return out
}

// read reports whether the error's own words show all that the reason rests on.
func (r Reason) read() bool {
	return !slices.ContainsFunc(r.Facts, func(f Fact) bool { return f.From != Pasted && f.From != Captured })
}

const notReached = "The fix was made, and it is still this cause: the fix hasn't reached the failing call, or it wasn't all of " +
	"it. Restart the program, and check that it uses the key, the address and the settings that were changed."

// NotReached reports whether the reason is that a verdict's fix was made and the error still names that verdict.
func (r Reason) NotReached() bool { return r.Text == notReached }

// stand fills the standings of all verdicts from the rules that hold. A cause whose fix was made and did not help is no longer
// one that may be meant, and not ruled out either: what speaks for it stands. One that the error itself still names stays what it was:
// what was read before the fix counts only where the error is the same, so the fix has not reached the call.
func (w *walk) stand() {
	type weight struct {
		proof, hint, against Confidence
		read                 Confidence // Of the proof, what the error's own words show.
		raised               bool
	}
	weights := make([]weight, len(w.pb.Verdicts))
	w.standing = make([]Standing, len(w.pb.Verdicts))
	w.proofs = make([]proof, len(w.pb.Verdicts))
	for i := range w.pb.Verdicts {
		w.standing[i].Verdict = &w.pb.Verdicts[i]
		weights[i].raised = w.pb.Verdicts[i].Always
	}
	for i := range w.pb.Rules {
		r := &w.pb.Rules[i]
		if !w.shown.hold(r.When, r.Unless) {
			continue
		}
		why := w.shown.reason(r)
		each := func(ids []string, do func(s *Standing, t *weight)) {
			for _, id := range ids {
				if j, ok := w.index[id]; ok {
					do(&w.standing[j], &weights[j])
				}
			}
		}
		for _, id := range r.Proves {
			if j, ok := w.index[id]; ok {
				w.proofs[j].add(why, w.last(why))
			}
		}
		each(r.Raises, func(_ *Standing, t *weight) { t.raised = true })
		each(r.Proves, func(s *Standing, t *weight) {
			s.For, t.proof = append(s.For, why), max(t.proof, r.Sure)
			if r.Sure >= Strong && (why.read() || slices.ContainsFunc(why.Facts, func(f Fact) bool { return f.ID == FixedFact(s.Verdict.ID) })) {
				t.read = max(t.read, r.Sure)
			}
		})
		each(r.Suggests, func(s *Standing, t *weight) {
			s.For, t.hint = append(s.For, why), max(t.hint, r.Sure)
		})
		each(r.RulesOut, func(s *Standing, t *weight) {
			s.Against, t.against = append(s.Against, why), max(t.against, r.Sure)
		})
	}
	for i := range w.standing {
		s, t := &w.standing[i], weights[i]
		switch {
		case t.proof > t.against:
			s.Level, s.Sure = Proven, t.proof
			// The same words cannot say more weakly that it is not what they name.
			s.Against = slices.DeleteFunc(s.Against, func(r Reason) bool { return r.read() && r.Sure < t.read })
		case t.against > 0 && t.against == t.proof:
			s.Level, s.Disputed = Possible, true
		case t.against > 0 && (t.raised || len(s.For) > 0):
			s.Level, s.Sure = RuledOut, t.against
		case t.against > 0:
			s.Level = Unraised
		case t.hint > 0:
			s.Level, s.Sure = Likely, t.hint
		case t.raised:
			s.Level = Possible
		default:
			s.Level = Unraised
		}
		if f := w.facts[FixedFact(s.Verdict.ID)]; f.Value == No {
			refused := Reason{Text: notReached, Sure: Certain, Facts: []Fact{f}}
			if t.read <= t.against {
				refused.Text = "Its fix was made and the full request is still refused."
				if f.Changed() {
					refused.Text = "After its fix the error changed."
				}
				switch s.Disputed = false; {
				case f.Changed() && t.against > 0: // By the other error.
					s.Level, s.Sure = RuledOut, t.against
				case s.Level != RuledOut:
					s.Level, s.Sure = FixTried, Certain
				}
			}
			s.Against = append(s.Against, refused)
		}
	}
}
