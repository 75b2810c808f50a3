package flow

import (
	"cmp"
	"maps"
	"slices"
)

// Outcome is what a walk arrived at.
type Outcome uint8

// Asking has a question. Concluded has a verdict. Open has neither: everything was asked, and what is unsure, parked or
// disputed could still decide.
const (
	Asking Outcome = iota
	Concluded
	Open
)

// String returns the outcome as it is written in JSON.
func (o Outcome) String() string {
	switch o {
	case Asking:
		return "question"
	case Concluded:
		return "verdict"
	case Open:
		return "open"
	default:
		return "unknown"
	}
}

// Position is where a session stands. It is computed from the facts and never stored.
type Position struct {
	Outcome  Outcome
	Question *Question  // Set when Asking.
	Choice   *Choice    // Asked in the place of the question and of those that follow from it; nil if the question stands for itself.
	Options  []*Option  // The choice's options that nothing known contradicts.
	Verdict  *Verdict   // Set when Concluded.
	Sure     Confidence // How sure the verdict is.
	Solved   bool       // The full original request was seen to work after the verdict's fix.
	By       Fact       // Who or what saw it work; set when Solved.

	// Trail holds the known facts in the order given, those that lie off the path included and marked.
	Trail []TrailStep
	// Standings holds every cause considered so far, in the playbook's order.
	Standings []Standing
	// Again names the questions answered unsure whose answer could still change where a cause stands. It is filled once
	// there is nothing else to ask.
	Again []*Question

	walk *walk // Kept for Left, which most callers have no use for.
}

// Left is how many questions can still be asked at most, this one included, whatever is answered; 0 once concluded. Of a position that no
// walk led to it is the one question that it has.
func (p Position) Left() int {
	switch {
	case p.Outcome != Asking:
		return 0
	case p.walk == nil:
		return 1
	}
	return p.walk.left()
}

// TrailStep is one known fact on the trail.
type TrailStep struct {
	Fact     Fact
	Question *Question // Nil for a fact that no question asks for.
	// OffPath is set for a person's answer to a question that no longer lies on the path. It is kept, does not count, and
	// counts again as soon as the path leads back to its question.
	OffPath bool
}

// Where says in a few words what the position is, for a list.
func (p Position) Where() string {
	switch {
	case p.Solved:
		return "solved: " + p.Verdict.ID
	case p.Outcome == Concluded:
		return p.Verdict.ID
	case p.Outcome == Asking:
		return "asks: " + p.Question.ID
	default:
		return "open"
	}
}

// Standing returns where the verdict stands, and whether it is considered at all.
func (p Position) Standing(id string) (Standing, bool) {
	for _, s := range p.Standings {
		if s.Verdict.ID == id {
			return s, true
		}
	}
	return Standing{}, false
}

// Others are the causes that may be meant instead of the verdict, as they stand in the playbook: beside a likely one all that are
// possible, beside a proven one those for which something else speaks than the words of the error that prove it, and none once its fix has
// helped. Without a verdict they are all that are possible.
func (p Position) Others() []Standing {
	least, verdict := Possible, ""
	var named Confidence // How surely the error names the verdict.
	if p.Verdict != nil {
		verdict = p.Verdict.ID
		if o, ok := p.Standing(verdict); ok && o.Level == Proven {
			least = Likely
			if slices.ContainsFunc(o.For, func(r Reason) bool { return r.Sure == o.Sure && r.read() }) {
				named = o.Sure
			}
		}
	}
	if p.Solved {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Standings), func(o Standing) bool {
		told := o.Level == Likely && o.Sure <= named && !slices.ContainsFunc(o.For, func(r Reason) bool { return !r.read() })
		return o.Level < least || o.Verdict.ID == verdict || told
	})
}

// FixTried are the causes whose fix was made and did not help, as they stand in the playbook; none once a fix has helped. One whose fix led to
// another error is not among them: of that error it is no cause.
func (p Position) FixTried() []Standing {
	if p.Solved {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Standings), func(o Standing) bool {
		return o.Level != FixTried || o.Changed()
	})
}

const maxAgain = 32 // Unsure answers tried out for Again.

// Walk computes the position that the facts lead to. The facts are in the order they were asserted; when two have the same
// id the later counts. Facts that the playbook does not know are listed on the trail and otherwise ignored. Walk takes time
// linear in the size of the playbook.
func Walk(pb *Playbook, facts []Fact) Position {
	w := newWalk(pb, facts)
	p := w.position()
	p.Trail = w.trail(facts)
	if p.Outcome == Asking {
		p.walk = w
		return p
	}
	p.Again = w.again()
	return p
}

// walk is the state of one computation: the facts that count, by id.
type walk struct {
	pb       *Playbook
	facts    factSet        // What counts: for guards, a parked question was answered unsure.
	shown    factSet        // What rules may rest on: a parked question is not answered yet.
	said     factSet        // What is known, answers off the path included.
	standing []Standing     // How all verdicts stand, in the playbook's order; filled by settle.
	proofs   []proof        // What proves them, whatever speaks against it; beside standing.
	index    map[string]int // Verdict id to its place in standing.
}

// factSet are facts by id.
type factSet map[string]Fact

func newWalk(pb *Playbook, facts []Fact) *walk {
	w := &walk{pb: pb, said: make(factSet, len(facts)), index: make(map[string]int, len(pb.Verdicts))}
	for _, f := range facts {
		if f.Value == Unknown {
			delete(w.said, f.ID)
			continue
		}
		w.said[f.ID] = f
	}
	for i := range pb.Verdicts {
		w.index[pb.Verdicts[i].ID] = i
	}
	return w
}

// position finds the outcome, the question or the verdict, and the standings. It may be called again after said changed.
func (w *walk) position() Position {
	w.settle()
	p := Position{Standings: w.considered()}
	if s := w.solved(); s != nil {
		p.Outcome, p.Verdict, p.Sure, p.Solved, p.By = Concluded, s.Verdict, Certain, true, w.facts[FixedFact(s.Verdict.ID)]
		return p
	}
	proven, held := w.proven()
	if proven != nil && held <= awaited {
		p.Outcome, p.Verdict, p.Sure = Concluded, proven.Verdict, proven.Sure
		if held == awaited {
			p.Sure = Weak
		}
		return p
	}
	if q := w.next(); q != nil {
		p.Outcome, p.Question = Asking, q
		p.Choice, p.Options = w.choice(q)
		return p
	}
	p.Outcome = Open
	if w.waits() {
		return p
	}
	if proven != nil {
		p.Outcome, p.Verdict, p.Sure = Concluded, proven.Verdict, Weak
		return p
	}
	if s := w.foremost(Likely); s != nil {
		p.Outcome, p.Verdict, p.Sure = Concluded, s.Verdict, s.Sure
		return p
	}
	if w.foremost(Possible) == nil {
		if v := w.pb.Verdict(w.pb.Unexplained); v != nil {
			p.Outcome, p.Verdict, p.Sure = Concluded, v, Strong
		}
	}
	return p
}

// settle finds what counts and where every cause stands by it.
func (w *walk) settle() {
	w.drop()
	w.stand()
}

// drop leaves in facts what counts: everything but a person's answer to a question whose guard does not hold. One pass is
// enough because a guard names only facts of earlier questions, or facts that no question asks for.
func (w *walk) drop() {
	w.facts = maps.Clone(w.said)
	for i := range w.pb.Questions {
		q := &w.pb.Questions[i]
		if f, ok := w.facts[q.ID]; ok && f.Answered() && !w.guarded(q) {
			delete(w.facts, q.ID)
		}
	}
	w.shown = w.facts
	for id, f := range w.facts {
		if !f.Parked() {
			continue
		}
		if len(w.shown) == len(w.facts) {
			w.shown = maps.Clone(w.facts)
		}
		delete(w.shown, id)
	}
}

func (w *walk) guarded(q *Question) bool { return w.facts.hold(q.When, q.Unless) }

// hold reports whether the condition holds, and the exception does not.
func (k factSet) hold(when, unless Cond) bool { return Holds(when, unless, k.value) }

func (k factSet) value(fact string) Value { return k[fact].Value }

// solved returns the verdict whose fix was seen to work, if there is one.
func (w *walk) solved() *Standing {
	for i := range w.standing {
		if w.facts[FixedFact(w.standing[i].Verdict.ID)].Value == Yes {
			return &w.standing[i]
		}
	}
	return nil
}

// foremost returns the surest cause at the level; of equally sure ones, the one that would have been proven first if all had been asked in
// order, then the one that a request meets first.
func (w *walk) foremost(l Level) *Standing {
	var best *Standing
	for i := range w.standing {
		s := &w.standing[i]
		if s.Level != l {
			continue
		}
		if best == nil || cmp.Or(-cmp.Compare(s.Sure, best.Sure), cmp.Compare(w.rests(s), w.rests(best)), cmp.Compare(s.Verdict.Precedence, best.Verdict.Precedence)) < 0 {
			best = s
		}
	}
	return best
}

// next returns the first question that is not answered, whose guard holds, and whose answer can still matter.
func (w *walk) next() *Question {
	for i := range w.pb.Questions {
		if q := &w.pb.Questions[i]; w.asks(q) {
			return q
		}
	}
	return nil
}

// asks reports whether nobody has answered the question, and its answer can matter.
func (w *walk) asks(q *Question) bool {
	_, known := w.facts[q.ID]
	return !known && w.guarded(q) && w.matters(q) && !w.handed(q)
}

// waits reports whether a question is parked that would be asked, if nobody else had been asked it.
func (w *walk) waits() bool {
	for i := range w.pb.Questions {
		q := &w.pb.Questions[i]
		if w.facts[q.ID].Parked() && w.guarded(q) && w.matters(q) {
			return true
		}
	}
	return false
}

// matters reports whether a verdict that the question decides is still unsettled. That its fix did not help settles it, unless
// the answer also leads to other questions: what is found out anew can lead elsewhere.
func (w *walk) matters(q *Question) bool {
	if len(q.Decides) == 0 {
		return true
	}
	for _, id := range q.Decides {
		j, ok := w.index[id]
		if !ok {
			continue
		}
		switch l := w.standing[j].Level; {
		case l == Proven && w.place(q.ID) < w.proofs[j].rests: // It would have been asked before anything proved it.
			return true
		case l != RuledOut && l != FixTried && l != Proven, w.facts[FixedFact(id)].Value == No && w.leads(q.ID):
			return true
		}
	}
	return false
}

// speaks reports whether the answer to a question matters, or is about a cause whose fix did not help: it is not asked alone then, and
// stands among the options of a choice.
func (w *walk) speaks(q *Question) bool {
	return w.matters(q) || slices.ContainsFunc(q.Decides, func(id string) bool { j, ok := w.index[id]; return ok && w.standing[j].Level == FixTried })
}

// leads reports whether a guard rests on the fact.
func (w *walk) leads(id string) bool {
	names := func(cl Clause) bool { return slices.ContainsFunc(cl, func(t Term) bool { return t.Fact == id }) }
	return slices.ContainsFunc(w.pb.Questions, func(q Question) bool {
		return slices.ContainsFunc(q.When, names) || slices.ContainsFunc(q.Unless, names)
	})
}

func (w *walk) trail(facts []Fact) []TrailStep {
	questions := make(map[string]*Question, len(w.pb.Questions))
	for i := range w.pb.Questions {
		questions[w.pb.Questions[i].ID] = &w.pb.Questions[i]
	}
	last := make(map[string]int, len(facts))
	for i, f := range facts {
		last[f.ID] = i
	}
	var steps []TrailStep
	for i, f := range facts {
		if last[f.ID] != i || f.Value == Unknown {
			continue
		}
		_, counts := w.facts[f.ID]
		steps = append(steps, TrailStep{Fact: f, Question: questions[f.ID], OffPath: !counts})
	}
	return steps
}

// left counts the questions whose guard can still hold once those before them are answered in some way.
func (w *walk) left() int {
	n := 0
	open := make(map[string]bool)
	of := func(t Term) Truth {
		switch f, known := w.facts[t.Fact]; {
		case known && slices.Contains(t.Values, f.Value):
			return Always
		case !known && open[t.Fact]:
			return Maybe
		default:
			return Never
		}
	}
	for i := range w.pb.Questions {
		q := &w.pb.Questions[i]
		if _, known := w.facts[q.ID]; !known && Eval(q.When, q.Unless, of) > Never {
			open[q.ID] = true
			n++
		}
	}
	return n
}

// again tries yes and no in place of each unsure answer and keeps the questions for which either changes a standing or
// leads to a question not asked yet.
func (w *walk) again() []*Question {
	var out []*Question
	tried := 0
	for i := range w.pb.Questions {
		q := &w.pb.Questions[i]
		f, ok := w.facts[q.ID]
		if !ok || f.Value != Unsure {
			continue
		}
		if tried++; tried > maxAgain {
			break
		}
		if w.changes(f, Yes) || w.changes(f, No) {
			out = append(out, q)
		}
	}
	return out
}

func (w *walk) changes(f Fact, v Value) bool {
	f.Value, f.Asked = v, ""
	then := w.with(f)
	then.settle()
	if then.foremost(Proven) == nil && then.next() != nil {
		return true
	}
	for i := range w.standing {
		if w.standing[i].Level != then.standing[i].Level {
			return true
		}
	}
	return false
}
