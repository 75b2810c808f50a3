package sound

import (
	"maps"

	"why403/flow"
)

// maxSteps is how many clauses are tried for one goal. Past it the goal counts as possible: a check that gives up accuses
// nobody.
const maxSteps = 20_000

// goal is a condition with its exception.
type goal struct{ when, unless flow.Cond }

// state is what a try has decided so far.
type state struct {
	left    map[string]values // The values that are still free for a fact; facts that are not there may have any, or none.
	guarded map[string]bool   // Questions whose own guards are among the goals.
	unless  []flow.Cond
}

// possible reports whether some combination of facts reaches the goal. A fact that only a question can give brings the
// question's guard along, and so on upwards.
func (c *checker) possible(g goal) bool {
	steps := 0
	return c.try([]goal{g}, state{left: map[string]values{}, guarded: map[string]bool{}}, &steps)
}

func (c *checker) try(goals []goal, s state, steps *int) bool {
	if *steps++; *steps > maxSteps {
		return true
	}
	if len(goals) == 0 {
		return s.avoids()
	}
	g, rest := goals[0], goals[1:]
	if len(g.unless) > 0 {
		s.unless = append(s.unless[:len(s.unless):len(s.unless)], g.unless)
	}
	if len(g.when) == 0 {
		return c.try(rest, s, steps)
	}
	for _, cl := range g.when {
		then := state{left: maps.Clone(s.left), guarded: maps.Clone(s.guarded), unless: s.unless}
		more, ok := c.demand(cl, &then)
		if ok && c.try(append(more, rest...), then, steps) {
			return true
		}
	}
	return false
}

// demand narrows the facts to what the clause wants. It returns the guards that have to hold besides, and whether the clause
// can be fulfilled with what was decided before.
func (c *checker) demand(cl flow.Clause, s *state) ([]goal, bool) {
	var more []goal
	for _, t := range cl {
		free := set(t.Values) & c.can(t.Fact)
		if before, ok := s.left[t.Fact]; ok {
			free &= before
		}
		if free == 0 {
			return nil, false
		}
		s.left[t.Fact] = free
		if q := c.asked[t.Fact]; q != nil && free&c.machine[t.Fact] == 0 && !s.guarded[t.Fact] {
			s.guarded[t.Fact] = true
			more = append(more, goal{q.When, q.Unless})
		}
	}
	return more, true
}

// avoids reports whether no exception is forced. Facts that are free can always stay unknown.
func (s state) avoids() bool {
	for _, cond := range s.unless {
		for _, cl := range cond {
			if s.forced(cl) {
				return false
			}
		}
	}
	return true
}

func (s state) forced(cl flow.Clause) bool {
	for _, t := range cl {
		left, decided := s.left[t.Fact]
		if !decided || left&^set(t.Values) != 0 {
			return false
		}
	}
	return true
}
