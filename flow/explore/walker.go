package explore

import (
	"cmp"
	"slices"

	"why403/flow"
)

// walker computes positions as flow.Walk does, in memory that it uses again. What it finds is true until its next use.
type walker struct {
	*book
	facts   []flow.Value // What counts, by question.
	weights []weight
	levels  []flow.Level
	sure    []flow.Confidence
	rests   []int // By verdict: the place of the last question that its surest proof rests on, from 1 on.

	work int // Questions and rules looked at so far.

	// The rest serves key: what can no longer change.
	final   []bool       // By question: its value stays as it is in facts.
	settled []bool       // By verdict: it stays ruled out, or stays unraised unless something raises it.
	truth   []flow.Truth // By rule.
	buf     []byte
}

// weight is what speaks for and against one verdict.
type weight struct {
	proof, hint, against flow.Confidence
	raised, backed       bool // Backed: something speaks for it.
}

func newWalker(b *book) *walker {
	n, v := len(b.questions), len(b.pb.Verdicts)
	return &walker{
		book: b, facts: make([]flow.Value, n), weights: make([]weight, v), levels: make([]flow.Level, v),
		sure: make([]flow.Confidence, v), rests: make([]int, v), final: make([]bool, n), settled: make([]bool, v), truth: make([]flow.Truth, len(b.rules)),
	}
}

// at goes to where the answers lead, and returns the question that is asked there, or -1 at an end. Unknown stands for
// questions that were not answered.
func (w *walker) at(answers []flow.Value) int {
	w.work += len(w.questions) + len(w.rules)
	copy(w.facts, answers)
	for i := range w.questions {
		if w.facts[i] != flow.Unknown && !w.guarded(i) {
			w.facts[i] = flow.Unknown // The question no longer lies on the path.
		}
	}
	w.stand()
	if v, _ := w.foremost(flow.Proven); v >= 0 && w.holds(v) {
		return -1
	}
	for i := range w.questions {
		if w.asks(i) {
			return i
		}
	}
	return -1
}

func (w *walker) asks(i int) bool {
	return w.facts[i] == flow.Unknown && w.matters(i) && w.guarded(i)
}

// holds reports whether the proof of a verdict stands, as package flow has it: no answer leads to a question before those that it rests
// on, and as much speaks for no other cause against which as much speaks.
func (w *walker) holds(v int) bool {
	for i := range max(w.rests[v]-1, 0) {
		if w.asks(i) && w.follows(i) {
			return false
		}
	}
	return !slices.ContainsFunc(w.weights, func(t weight) bool { return t.proof > 0 && t.proof == t.against && t.proof >= w.sure[v] })
}

// follows reports whether the question is only asked because of an answer, as package flow has it.
func (w *walker) follows(i int) bool {
	q := &w.questions[i]
	if slices.ContainsFunc(w.choices[i], func(o option) bool {
		return slices.ContainsFunc(o, func(c chosen) bool { return w.facts[c.question] != flow.Unknown })
	}) {
		return true
	}
	for _, cl := range slices.Concat(q.when, q.unless) {
		for _, of := range cl {
			if of.fact < 0 || w.facts[of.fact] == flow.Unknown {
				continue
			}
			was := w.facts[of.fact]
			for _, w.facts[of.fact] = range []flow.Value{flow.Unknown, flow.Unsure} {
				if !w.guarded(i) {
					w.facts[of.fact] = was
					return true
				}
			}
			w.facts[of.fact] = was
		}
	}
	return false
}

// along reports whether the question was answered along with an earlier one: one choice asked for both, and nobody was unsure.
func (w *walker) along(q int, answers []flow.Value) bool {
	if q < 0 || w.choices[q] == nil {
		return false
	}
	begun := false
	for _, option := range w.choices[q] {
		agrees, has := true, false
		for _, a := range option {
			switch answers[a.question] {
			case flow.Unsure:
				return false
			case a.value:
				begun = true
			case flow.Unknown:
				has = has || a.question == q
			default:
				begun, agrees = true, false
			}
		}
		if agrees && !has {
			return false
		}
	}
	return begun
}

func (w *walker) guarded(i int) bool {
	q := &w.questions[i]
	return flow.Eval(q.when, q.unless, w.now) == flow.Always
}

func (w *walker) matters(i int) bool {
	q := &w.questions[i]
	for _, v := range q.decides {
		if l := w.levels[v]; l != flow.RuledOut && l != flow.Proven || l == flow.Proven && i+1 < w.rests[v] {
			return true
		}
	}
	return q.gate
}

// now is the truth of a term by the answers so far.
func (w *walker) now(t term) flow.Truth {
	v := flow.Unknown
	if t.fact >= 0 {
		v = w.facts[t.fact]
	}
	if t.values&(1<<v) != 0 {
		return flow.Always
	}
	return flow.Never
}

// add puts the rule's weight on the verdicts.
func (r *rule) add(weights []weight) {
	for _, v := range r.raises {
		weights[v].raised = true
	}
	for _, v := range r.proves {
		weights[v].proof, weights[v].backed = max(weights[v].proof, r.sure), true
	}
	for _, v := range r.suggests {
		weights[v].hint, weights[v].backed = max(weights[v].hint, r.sure), true
	}
	for _, v := range r.rulesOut {
		weights[v].against = max(weights[v].against, r.sure)
	}
}

func (w *walker) unweighted() {
	for v := range w.weights {
		w.weights[v] = weight{raised: w.pb.Verdicts[v].Always}
	}
}

func (w *walker) stand() {
	w.unweighted()
	clear(w.rests)
	for i := range w.rules {
		r := &w.rules[i]
		if flow.Eval(r.when, r.unless, w.now) == flow.Always {
			for _, v := range r.proves {
				if last := w.last(r); r.sure > w.weights[v].proof || r.sure == w.weights[v].proof && last < w.rests[v] {
					w.rests[v] = last
				}
			}
			r.add(w.weights)
		}
	}
	for v, t := range w.weights {
		w.levels[v], w.sure[v] = t.level()
	}
}

// last is the place of the last answer that a rule which holds rests on.
func (w *walker) last(r *rule) int {
	last := 0
	for i := range r.when {
		if flow.Eval(r.when[i:i+1], nil, w.now) != flow.Always {
			continue
		}
		for _, t := range r.when[i] {
			if t.fact >= 0 && w.facts[t.fact] != flow.Unknown {
				last = max(last, t.fact+1)
			}
		}
		break
	}
	return last
}

// level is the rule by which package flow weighs a cause.
func (t weight) level() (flow.Level, flow.Confidence) {
	switch {
	case t.proof > t.against:
		return flow.Proven, t.proof
	case t.against > 0 && t.against == t.proof:
		return flow.Possible, flow.NoConfidence
	case t.against > 0 && (t.raised || t.backed):
		return flow.RuledOut, t.against
	case t.against > 0:
		return flow.Unraised, flow.NoConfidence
	case t.hint > 0:
		return flow.Likely, t.hint
	case t.raised:
		return flow.Possible, flow.NoConfidence
	default:
		return flow.Unraised, flow.NoConfidence
	}
}

// foremost returns the verdict that is shown of those at the level, and the others that stand as surely; -1 if there is none.
func (w *walker) foremost(l flow.Level) (best int, equal []int) {
	best = -1
	for v := range w.levels {
		if w.levels[v] != l {
			continue
		}
		if best < 0 || cmp.Or(-cmp.Compare(w.sure[v], w.sure[best]), w.earlier(l, v, best), cmp.Compare(w.pb.Verdicts[v].Precedence, w.pb.Verdicts[best].Precedence)) < 0 {
			best = v
		}
	}
	return best, w.equal(best)
}

// equal returns the other verdicts that stand as surely.
func (w *walker) equal(best int) []int {
	var equal []int
	for v := range w.levels {
		if best >= 0 && v != best && w.levels[v] == w.levels[best] && w.sure[v] == w.sure[best] {
			equal = append(equal, v)
		}
	}
	return equal
}

// earlier compares two proven verdicts by where their proofs were complete.
func (w *walker) earlier(l flow.Level, v, best int) int {
	if l != flow.Proven {
		return 0
	}
	return cmp.Compare(w.rests[v], w.rests[best])
}

// outcome is how a path ends; only what at has found to be an end has one.
func (w *walker) outcome() (verdict int, level flow.Level, equal []int) {
	if v, _ := w.foremost(flow.Proven); v >= 0 && !w.holds(v) {
		w.levels[v], w.sure[v] = flow.Likely, flow.Weak
		return v, flow.Likely, w.equal(v)
	}
	for _, l := range []flow.Level{flow.Proven, flow.Likely} {
		if v, equal := w.foremost(l); v >= 0 {
			return v, l, equal
		}
	}
	v, rest := w.foremost(flow.Possible)
	if v < 0 {
		for i := range w.pb.Verdicts {
			if w.pb.Verdicts[i].ID == w.pb.Unexplained {
				return i, flow.Unraised, nil
			}
		}
		return -1, flow.Unraised, nil
	}
	return -1, flow.Possible, append([]int{v}, rest...)
}
