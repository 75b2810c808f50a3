package explore

import (
	"context"
	"math/rand/v2"
	"slices"

	"why403/flow"
)

// OrderOptions say how far to go. The zero OrderOptions are the defaults.
type OrderOptions struct {
	Depth
	Cases int // Drawn cases by which orders are compared during the search; 500 if zero.
	Tries int // Orders tried during the search; 1000 if zero.
}

// exactOrders is how many orders are all tried: those of seven questions that no guard binds.
const exactOrders = 5040

// Figures are what an order of the questions costs on average.
type Figures struct {
	Minutes   float64 // See flow.Effort.Total.
	Questions float64
}

// Move is a question that stands elsewhere in the other order. Places count from 1.
type Move struct {
	Question string `json:"question"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	After    string `json:"after"` // The question before it in the other order; empty at the beginning.
}

// Plan is today's order of the questions beside the best that was found.
type Plan struct {
	Today, Best Figures
	Exact       bool // The figures count every combination of answers; otherwise they rest on Cases drawn ones.
	All         bool // All orders that the guards allow were tried.
	Tried       int
	Drawn       int // Cases on which orders were compared during the search.
	Cases       int // Cases that the figures, if not exact, and Elsewhere rest on.
	Seed        uint64
	Order       []string
	Moves       []Move // The moves of the fewest questions that have to move.
	// Elsewhere is the share of drawn cases in which the best order ends at another verdict than today's, from 0 to 1.
	Elsewhere   float64
	Interrupted bool
	// Cut is set where fewer cases or orders were looked at than asked for, because the playbook is so large.
	Cut      bool
	NoEffort []string // Questions without a stated effort, which count as one minute.
	NoOdds   []string // Questions without stated odds; see flow.Question.Likelihood.
	OddsIf   []string // Questions whose odds are stated for some cause.
}

// Order looks for the order of questions that costs least on average, if every question is answered as its odds under the cause
// say, whatever was answered before. A guard names only earlier questions, so the guards bind the order. Few orders are all tried. Of many,
// it begins with the question of the highest chance to end the walk for its cost, which is the best order for tests that do
// not depend on each other, and with today's, and moves single questions for as long as that helps.
func Order(ctx context.Context, pb *flow.Playbook, o OrderOptions) *Plan {
	o.Depth = o.filled()
	if o.Cases <= 0 {
		o.Cases = 500
	}
	if o.Tries <= 0 {
		o.Tries = 1000
	}
	s := newOrderSearch(ctx, pb, o)
	today := make([]int, len(pb.Questions))
	for i := range today {
		today[i] = i
	}
	best := s.all(today)
	if best == nil {
		best = s.climb(today, s.greedy(today))
	} else {
		s.plan.All = !s.stopped()
	}
	s.compare(today, best)
	return s.plan
}

// orderSearch compares orders of the questions, each a list of places in the playbook's order.
type orderSearch struct {
	ctx   context.Context
	pb    *flow.Playbook
	o     OrderOptions
	plan  *Plan
	needs [][]int        // By question: those that its guard names.
	cases [][]flow.Value // By case and question: what is answered if it is asked.
	work  int            // Questions and rules looked at; see maxWork.
}

func newOrderSearch(ctx context.Context, pb *flow.Playbook, o OrderOptions) *orderSearch {
	s := &orderSearch{ctx: ctx, pb: pb, o: o, plan: &Plan{Seed: o.Seed, Drawn: o.Cases}}
	s.plan.NoOdds, s.plan.OddsIf = stated(pb)
	index := make(map[string]int)
	for i := range pb.Questions {
		q := &pb.Questions[i]
		index[q.ID] = i
		if (q.Effort == flow.Effort{}) {
			s.plan.NoEffort = append(s.plan.NoEffort, q.ID)
		}
	}
	for _, q := range pb.Questions {
		var needs []int
		for _, cl := range slices.Concat(q.When, q.Unless) {
			for _, t := range cl {
				if i, ok := index[t.Fact]; ok && !slices.Contains(needs, i) {
					needs = append(needs, i)
				}
			}
		}
		s.needs = append(s.needs, needs)
	}
	s.plan.Drawn = s.afford(o.Cases)
	s.cases = s.draw(o.Seed, s.plan.Drawn)
	return s
}

// afford returns how many of so many cases can be walked through in an order within a small part of the work, by the first few.
func (s *orderSearch) afford(n int) int {
	const few, part = 10, 20
	today := make([]int, len(s.pb.Questions))
	for i := range today {
		today[i] = i
	}
	before := s.work
	s.run(today, s.draw(s.o.Seed, few), nil)
	each := max((s.work-before)/few, 1)
	if most := max(s.o.work/part/each, 1); n > most {
		s.plan.Cut = true
		return most
	}
	return n
}

func (s *orderSearch) stopped() bool { return s.ctx.Err() != nil }

// draw decides for so many cases what would be answered to every question.
func (s *orderSearch) draw(seed uint64, n int) [][]flow.Value {
	random := rand.New(rand.NewPCG(seed, 404))
	kinds := compile(s.pb).kinds(s.o.Answers)
	out := make([][]flow.Value, n)
	for i := range out {
		out[i] = make([]flow.Value, len(s.pb.Questions))
		cause := drawn(kinds, random)
		for q := range out[i] {
			out[i][q] = s.o.Answers[pick(cause.odds[q], random.Float64())]
		}
	}
	return out
}

// reordered returns the playbook with its questions in the order.
func (s *orderSearch) reordered(order []int) *flow.Playbook {
	pb := *s.pb
	pb.Questions = make([]flow.Question, len(order))
	for to, from := range order {
		pb.Questions[to] = s.pb.Questions[from]
	}
	return &pb
}

// run walks the cases in the order, and returns the mean figures and where every case ended.
func (s *orderSearch) run(order []int, cases [][]flow.Value, asked func(q int, last bool)) (Figures, []int) {
	w := newWalker(compile(s.reordered(order)))
	answers := make([]flow.Value, len(order))
	ends := make([]int, len(cases))
	var f Figures
	for i, answered := range cases {
		clear(answers)
		before := -1
		for {
			q := w.at(answers)
			if before >= 0 && asked != nil {
				asked(order[before], q < 0)
			}
			if q < 0 {
				break
			}
			if !w.along(q, answers) {
				f.Minutes += w.pb.Questions[q].Effort.Total()
				f.Questions++
			}
			answers[q] = answered[order[q]]
			before = q
		}
		ends[i], _, _ = w.outcome()
	}
	s.work += w.work
	n := float64(max(len(cases), 1))
	return Figures{f.Minutes / n, f.Questions / n}, ends
}

// cost is what the order costs in the drawn cases, by which orders are compared.
func (s *orderSearch) cost(order []int) float64 {
	s.plan.Tried++
	f, _ := s.run(order, s.cases, nil)
	return f.Minutes
}

// all tries every order, and returns the best; nil if there are too many.
func (s *orderSearch) all(today []int) []int {
	var orders [][]int
	var extend func(order []int) bool
	extend = func(order []int) bool {
		if len(order) == len(today) {
			orders = append(orders, slices.Clone(order))
			return len(orders) <= exactOrders
		}
		for _, q := range today {
			if s.ready(q, order) && !extend(append(order, q)) {
				return false
			}
		}
		return true
	}
	if len(today) > 12 || !extend(nil) {
		return nil
	}
	// Small playbooks are counted out and not drawn. The first of equally good orders stays, which is nearest to today's.
	best, least := today, 0.0
	for i, order := range orders {
		if s.stopped() {
			break
		}
		s.plan.Tried++
		r := Explore(s.ctx, s.reordered(order), s.o.Depth)
		if c := r.Minutes; i == 0 || c < least-tiny {
			best, least = order, c
		}
	}
	return best
}

// tiny is what sums of rounded numbers differ by, in minutes.
const tiny = 1e-9

// ready reports whether the question can follow: it does not stand there yet, and all that its guard names does.
func (s *orderSearch) ready(q int, order []int) bool {
	if slices.Contains(order, q) {
		return false
	}
	for _, need := range s.needs[q] {
		if !slices.Contains(order, need) {
			return false
		}
	}
	return true
}

// greedy puts first what ends the walk most often for its cost, as measured in today's order. Of equal ones the earlier stays
// first.
func (s *orderSearch) greedy(today []int) []int {
	asked, ended := make([]float64, len(today)), make([]float64, len(today))
	s.run(today, s.cases, func(q int, last bool) {
		asked[q]++
		if last {
			ended[q]++
		}
	})
	ratio := func(q int) float64 {
		return ended[q] / max(asked[q], 1) / max(s.pb.Questions[q].Effort.Total(), tiny)
	}
	var order []int
	stands := make([]bool, len(today))
	ready := func(q int) bool {
		return !stands[q] && !slices.ContainsFunc(s.needs[q], func(need int) bool { return !stands[need] })
	}
	for len(order) < len(today) {
		next := -1
		for _, q := range today {
			if ready(q) && (next < 0 || ratio(q) > ratio(next)) {
				next = q
			}
		}
		if next < 0 {
			return today // The guards bind each other in a circle, which no playbook that loads does.
		}
		order, stands[next] = append(order, next), true
	}
	return order
}

// climb takes the better of the two orders and moves single questions for as long as that helps.
func (s *orderSearch) climb(today, other []int) []int {
	best, least := today, s.cost(today)
	if c := s.cost(other); c < least-tiny {
		best, least = other, c
	}
	for improved := true; improved; {
		improved = false
		for from := range best {
			for to := range best {
				if s.plan.Tried >= s.o.Tries || s.stopped() {
					return best
				}
				if s.work += len(best); s.work > s.o.work {
					s.plan.Cut = true
					return best
				}
				order := moved(best, from, to)
				if from == to || !s.allowed(order) {
					continue
				}
				if c := s.cost(order); c < least-tiny {
					best, least, improved = order, c, true
				}
			}
		}
	}
	return best
}

func moved(order []int, from, to int) []int {
	out := slices.Delete(slices.Clone(order), from, from+1)
	return slices.Insert(out, to, order[from])
}

// allowed reports whether every guard names only earlier questions.
func (s *orderSearch) allowed(order []int) bool {
	place := make([]int, len(order))
	for i, q := range order {
		place[q] = i
	}
	for q, needs := range s.needs {
		for _, need := range needs {
			if place[need] > place[q] {
				return false
			}
		}
	}
	return true
}
