package flow

import "slices"

// proof is what proves a cause, of the rules that are the surest.
type proof struct {
	sure   Confidence
	rests  int  // The place of the last question that it rests on as a person's answer; 0 where it needs nobody's.
	spoken bool // It rests on more than the error's own words.
}

// add counts a reason in; its last answer is of the question at that place.
func (p *proof) add(why Reason, last int) {
	switch {
	case why.Sure > p.sure:
		*p = proof{sure: why.Sure, rests: last, spoken: !why.read()}
	case why.Sure == p.sure:
		p.rests, p.spoken = min(p.rests, last), p.spoken || !why.read()
	}
}

// hold is what a proof is worth beside all else that is known.
type hold uint8

const (
	settled   hold = iota
	awaited        // An answer that somebody was asked for could still lead elsewhere.
	due            // An answer leads to a question that stands before those that it rests on.
	contested      // As much speaks for another cause, and as much against that one.
)

// proven returns the foremost proven cause, and whether it stands. In which order answers arrive decides nothing: one that was
// parked, or is changed, counts as if it had been given when it was asked.
func (w *walk) proven() (*Standing, hold) {
	s := w.foremost(Proven)
	if s == nil {
		return nil, settled
	}
	h := w.holds(s)
	if h == settled && w.awaits(s) {
		h = awaited
	}
	return s, h
}

func (w *walk) holds(s *Standing) hold {
	for i := range max(w.rests(s)-1, 0) {
		if q := &w.pb.Questions[i]; w.asks(q) && w.follows(q) {
			return due
		}
	}
	for i := range w.standing {
		if o := &w.standing[i]; o.Disputed && w.proofs[i].spoken && w.proofs[i].sure >= s.Sure {
			return contested
		}
	}
	return settled
}

// follows reports whether the question is only asked because of an answer that somebody gave, or that counts no more. Any other one that
// is open was passed over: whoever answers a later one first has done so knowingly.
func (w *walk) follows(q *Question) bool {
	if c := w.pb.ChoiceOf(q.ID); c != nil && slices.ContainsFunc(w.pb.Questions, func(o Question) bool { return c.Covers(o.ID) && w.facts[o.ID].Answered() }) {
		return true // It was left to whoever that choice was handed to.
	}
	for _, cl := range slices.Concat(q.When, q.Unless) {
		for _, t := range cl {
			said := w.said[t.Fact] // It may lie off the path by now.
			if !said.Answered() {
				continue
			}
			for _, v := range []Value{Unknown, Unsure, said.Value} {
				if !Holds(q.When, q.Unless, func(fact string) Value {
					if fact == t.Fact {
						return v
					}
					return w.facts[fact].Value
				}) {
					return true
				}
			}
		}
	}
	return false
}

// awaits reports whether an answer that is waited for could lead elsewhere.
func (w *walk) awaits(s *Standing) bool {
	if len(w.shown) == len(w.facts) { // Nothing is parked.
		return false
	}
	for i := range w.pb.Questions {
		q := &w.pb.Questions[i]
		f := w.facts[q.ID]
		if !f.Parked() {
			continue
		}
		for _, v := range []Value{Yes, No, Unsure} {
			f.Value, f.Asked = v, ""
			then := w.with(f)
			then.settle()
			if now := then.foremost(Proven); now == nil || now.Verdict != s.Verdict || then.holds(now) != settled {
				return true
			}
		}
	}
	return false
}

// place is where the question stands among all, from 1 on; 0 if it is none.
func (w *walk) place(id string) int {
	return 1 + slices.IndexFunc(w.pb.Questions, func(q Question) bool { return q.ID == id })
}

// last is the place of the last question that the reason rests on as a person's answer.
func (w *walk) last(r Reason) int {
	last := 0
	for _, f := range r.Facts {
		if f.Answered() {
			last = max(last, w.place(f.ID))
		}
	}
	return last
}

// rests is where the last answer stands that the proof of the cause needs.
func (w *walk) rests(s *Standing) int { return w.proofs[w.index[s.Verdict.ID]].rests }
