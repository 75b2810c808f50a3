package verify

import "why403/flow"

// How many clauses are tried: for one goal, and on average over all of them, so that the time is linear in the playbook. Past
// either the goal counts as possible: a check that gives up accuses nobody.
const (
	maxSteps  = 20_000
	meanSteps = 1_000
)

// goal is a condition with its exception.
type goal struct{ when, unless flow.Cond }

// search is the try for one goal, and what it has decided so far.
type search struct {
	*checker
	left    map[string]values // The values that are still free for a fact; facts that are not there may have any, or none.
	guarded map[string]bool   // Questions whose own guards are among the goals.
	unless  []flow.Cond
	trail   []step // What was decided, the latest last, to be taken back.
	steps   int
}

// step is one decision: a fact that was narrowed, or a question whose guard became a goal.
type step struct {
	fact   string
	guard  bool
	before values
	known  bool
}

// possible reports whether some combination of facts reaches the goal. A fact that only a question can give brings the
// question's guard along, and so on upwards.
func (c *checker) possible(g goal) bool {
	s := &search{checker: c, left: make(map[string]values), guarded: make(map[string]bool)}
	c.budget += meanSteps
	ok := s.try([]goal{g})
	c.budget -= s.steps
	return ok
}

func (s *search) try(goals []goal) bool {
	if s.steps++; s.steps > min(maxSteps, s.budget) {
		s.unproved++
		return true
	}
	if len(goals) == 0 {
		return s.avoids()
	}
	g, rest := goals[0], goals[1:]
	exceptions, decided := len(s.unless), len(s.trail)
	if len(g.unless) > 0 {
		s.unless = append(s.unless, g.unless)
	}
	if len(g.when) == 0 && s.try(rest) {
		return true
	}
	for _, cl := range g.when {
		more, ok := s.demand(cl)
		if ok && s.try(append(more, rest...)) {
			return true
		}
		s.rewind(decided)
	}
	s.unless = s.unless[:exceptions]
	return false
}

// demand narrows the facts to what the clause wants. It returns the guards that have to hold besides, and whether the clause
// can be fulfilled with what was decided before.
func (s *search) demand(cl flow.Clause) ([]goal, bool) {
	var more []goal
	for _, t := range cl {
		free := set(t.Values) & s.can(t.Fact)
		before, known := s.left[t.Fact]
		if known {
			free &= before
		}
		if free == 0 {
			return nil, false
		}
		s.left[t.Fact] = free
		s.trail = append(s.trail, step{fact: t.Fact, before: before, known: known})
		if q := s.asked[t.Fact]; q != nil && free&s.machine[t.Fact] == 0 && !s.guarded[t.Fact] {
			s.guarded[t.Fact] = true
			s.trail = append(s.trail, step{fact: t.Fact, guard: true})
			more = append(more, goal{q.When, q.Unless})
		}
	}
	return more, true
}

// rewind takes back what was decided after the first n steps.
func (s *search) rewind(n int) {
	for i := len(s.trail) - 1; i >= n; i-- {
		switch d := s.trail[i]; {
		case d.guard:
			delete(s.guarded, d.fact)
		case d.known:
			s.left[d.fact] = d.before
		default:
			delete(s.left, d.fact)
		}
	}
	s.trail = s.trail[:n]
}

// avoids reports whether no exception is forced. Facts that are free can always stay unknown.
func (s *search) avoids() bool {
	for _, cond := range s.unless {
		for _, cl := range cond {
			if s.forced(cl) {
				return false
			}
		}
	}
	return true
}

func (s *search) forced(cl flow.Clause) bool {
	for _, t := range cl {
		left, decided := s.left[t.Fact]
		if !decided || left&^set(t.Values) != 0 {
			return false
		}
	}
	return true
}
