package explore

import (
	"slices"
)

// compare fills the plan with the figures of both orders: counted out where the bound allows, and otherwise from cases that
// the search did not see, so that it is not praised for what it fitted.
func (s *orderSearch) compare(today, best []int) {
	p := s.plan
	fresh := s.draw(s.o.Seed+1, s.afford(s.o.Samples))
	p.Cases = len(fresh)
	var endsToday, endsBest []int
	p.Today, endsToday = s.run(today, fresh, nil)
	p.Best, endsBest = s.run(best, fresh, nil)
	if a, ok := s.counted(today); ok {
		if b, ok := s.counted(best); ok {
			p.Today, p.Best, p.Exact = a, b, true
		}
	}
	p.Interrupted = s.stopped()
	if p.Best.Minutes >= p.Today.Minutes-tiny {
		best, p.Best, endsBest = today, p.Today, endsToday
	}
	differ := 0
	for i := range endsToday {
		if endsToday[i] != endsBest[i] {
			differ++
		}
	}
	p.Elsewhere = float64(differ) / float64(len(fresh))
	for _, q := range best {
		p.Order = append(p.Order, s.pb.Questions[q].ID)
	}
	s.moves(best)
}

// counted returns the exact figures of the order, and false where there are more situations than the bound or no time.
func (s *orderSearch) counted(order []int) (Figures, bool) {
	e := newExplorer(compile(s.reordered(order)), s.o.Depth)
	e.work = s.work
	e.exhaust(s.ctx)
	r := e.finish()
	return Figures{r.Minutes, r.Mean}, r.Method == Exhaustive && !r.Interrupted
}

// moves finds the fewest questions that have to move: all but the longest run that keeps its order.
func (s *orderSearch) moves(best []int) {
	// Run is the length of the longest run that ends at a place, before the place in front of it on that run.
	run, before := make([]int, len(best)), make([]int, len(best))
	last := -1
	for i := range best {
		run[i], before[i] = 1, -1
		for j := range i {
			if best[j] < best[i] && run[j]+1 > run[i] {
				run[i], before[i] = run[j]+1, j
			}
		}
		if last < 0 || run[i] > run[last] {
			last = i
		}
	}
	var stay []int
	for i := last; i >= 0; i = before[i] {
		stay = append(stay, i)
	}
	for to, from := range best {
		if slices.Contains(stay, to) {
			continue
		}
		m := Move{Question: s.pb.Questions[from].ID, From: from + 1, To: to + 1}
		if to > 0 {
			m.After = s.pb.Questions[best[to-1]].ID
		}
		s.plan.Moves = append(s.plan.Moves, m)
	}
}
