package conversation

import (
	"why403/flow"
	"why403/flow/i18n"
)

// counter is how many questions were asked so far, how many of them wait for somebody else, and about how many are left. With every answer the second falls
// by one at least; 0 is for a few that could not be told before.
type counter struct{ asked, parked, left int }

// count goes through the answers again in the order in which they were given. What was said in one act answered one question.
func (s *State) count() counter {
	pb, facts := s.Book.Playbook, s.Session.Facts()
	acts := s.Session.Acts()
	c, last := counter{left: -1}, 0
	for i, f := range facts {
		if pb.Question(f.ID) == nil || !f.Answered() || acts[f.ID] == last {
			continue
		}
		last = acts[f.ID]
		c.lower(flow.Walk(pb, facts[:i]))
		c.asked, c.left = c.asked+1, max(c.left-1, 0)
		if f.Parked() {
			c.parked++
		}
	}
	c.lower(s.Position())
	c.asked += s.Session.Before(pb) // What was answered stays answered, though a fix has it asked anew.
	return c
}

// lower takes what is left at the position, unless that is more than what was said before.
func (c *counter) lower(p flow.Position) {
	if n := p.Left(); c.left < 0 || n < c.left {
		c.left = n
	}
}

// Number is the number of the question that is asked, from 1.
func (s *State) Number() int { return s.counted().asked + 1 }

// Left says about how many questions are left. It never says more than before.
func (s *State) Left() string {
	switch n := s.counted().left; {
	case n >= 12:
		return i18n.T("12 or more left")
	case n == 1:
		return i18n.T("about 1 left")
	case n < 1:
		return i18n.T("a few quick checks left")
	default:
		return i18n.T("about %d left", n)
	}
}

// Progress says how many questions were answered and about how many are left, and the same in fewer words.
func (s *State) Progress() []string {
	c := s.counted()
	answered := i18n.T("%d answered", c.asked-c.parked)
	return []string{answered + " · " + s.Left(), answered}
}
