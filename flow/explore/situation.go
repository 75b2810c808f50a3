package explore

import "why403/flow"

// key returns a text that is the same for two places only if the same can still happen at both: the same questions with the
// same ends. It has to be called after at, for the same answers. The text is true until the next call.
//
// It holds what can still change and nothing else: which questions can still be asked, which clauses of their guards and of
// the rules can still become true, and the weight of what holds for good. An answer that nothing waits for leaves no trace.
// Whether something is final is found cautiously: what is overlooked only keeps two places apart that are the same.
func (w *walker) key(answers []flow.Value) []byte {
	w.work += len(w.questions) + len(w.rules)
	clear(w.settled)
	clear(w.final)
	for range 2 { // A verdict that is settled can end questions, which can settle verdicts.
		w.finish(answers)
		w.settle()
	}
	w.buf = w.buf[:0]
	for i := range w.questions {
		if w.final[i] {
			w.buf = append(w.buf, 0)
			continue
		}
		w.buf = append(w.buf, 1+byte(answers[i]))
		w.residue(w.questions[i].when)
		w.residue(w.questions[i].unless)
	}
	for v, t := range w.weights {
		rests := w.rests[v]
		if w.settled[v] {
			t, rests = weight{against: flow.Certain, raised: t.raised || t.backed}, 0
		}
		w.buf = append(w.buf, byte(t.proof)|byte(t.hint)<<2|byte(t.against)<<4|flag(t.raised)<<6|flag(t.backed)<<7, byte(rests))
	}
	for i := range w.rules {
		r := &w.rules[i]
		if w.truth[i] != flow.Maybe || w.idle(r) {
			w.buf = append(w.buf, 0)
			continue
		}
		w.buf = append(w.buf, 1)
		w.residue(r.when)
		w.residue(r.unless)
	}
	for i := range w.questions {
		if w.choices[i] != nil && !w.final[i] {
			w.buf = append(w.buf, flag(w.along(i, answers)))
		}
	}
	return w.buf
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// finish finds the questions whose value is final, in the order of the questions: a guard names only earlier ones.
func (w *walker) finish(answers []flow.Value) {
	for i := range w.questions {
		if w.final[i] {
			continue
		}
		g := flow.Eval(w.questions[i].when, w.questions[i].unless, w.lasting)
		w.final[i] = g == flow.Never || g == flow.Always && answers[i] != flow.Unknown || answers[i] == flow.Unknown && w.idleQuestion(i)
	}
	for i := range w.rules {
		w.truth[i] = flow.Eval(w.rules[i].when, w.rules[i].unless, w.lasting)
	}
}

// idleQuestion reports whether all that the question decides is settled for good.
func (w *walker) idleQuestion(i int) bool {
	q := &w.questions[i]
	if q.gate {
		return false
	}
	for _, v := range q.decides {
		if !w.settled[v] || !w.weights[v].raised && !w.weights[v].backed {
			return false
		}
	}
	return true
}

// settle weighs what holds for good, and finds the verdicts for which no proof can come any more that outweighs what speaks
// against them.
func (w *walker) settle() {
	w.unweighted()
	for i := range w.rules {
		if w.truth[i] == flow.Always {
			w.rules[i].add(w.weights)
		}
	}
	for v, t := range w.weights {
		w.settled[v] = t.against > t.proof
	}
	for i := range w.rules {
		if r := &w.rules[i]; w.truth[i] == flow.Maybe {
			for _, v := range r.proves {
				w.settled[v] = w.settled[v] && r.sure < w.weights[v].against
			}
		}
	}
}

// idle reports whether the rule would add nothing to what holds for good.
func (w *walker) idle(r *rule) bool {
	for _, v := range r.raises {
		if t := w.weights[v]; !t.raised && !(w.settled[v] && t.backed) {
			return false
		}
	}
	for _, v := range r.proves {
		if t := w.weights[v]; (t.proof < r.sure || !t.backed) && !(w.settled[v] && (t.raised || t.backed)) {
			return false
		}
	}
	for _, v := range r.suggests {
		if t := w.weights[v]; (t.hint < r.sure || !t.backed) && !(w.settled[v] && (t.raised || t.backed)) {
			return false
		}
	}
	for _, v := range r.rulesOut {
		if w.weights[v].against < r.sure && !w.settled[v] {
			return false
		}
	}
	return true
}

// lasting is the truth of a term that stays, whatever is still answered.
func (w *walker) lasting(t term) flow.Truth {
	if t.fact >= 0 && !w.final[t.fact] {
		return flow.Maybe
	}
	return w.now(t)
}

// residue writes which clauses can still become true. With the questions that are not final it says all that is left of the
// condition.
func (w *walker) residue(c cond) {
	var bits byte
	for i := range c {
		if flow.Eval(c[i:i+1], nil, w.lasting) != flow.Never {
			bits |= 1 << (i % 8)
		}
		if i%8 == 7 {
			w.buf, bits = append(w.buf, bits), 0
		}
	}
	if len(c)%8 != 0 {
		w.buf = append(w.buf, bits)
	}
}
