package conversation

import (
	"why403/flow"
	"why403/flow/i18n"
)

// counter is how many questions were asked so far, how many of them wait for somebody else, and how many are left at most. With every
// answer the last falls by one at least; where something that was said since has opened questions again, it is not known any more.
type counter struct {
	asked, parked, left int
	lost                bool
}

// mostLeft is the highest number of questions left that is worth saying.
const mostLeft = 9

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

// lower takes what is left at the position.
func (c *counter) lower(p flow.Position) {
	n := p.Left()
	c.lost = c.lost || c.left >= 0 && n > c.left
	if c.left < 0 || n < c.left {
		c.left = n
	}
}

// Number is the number of the question that is asked, from 1.
func (s *State) Number() int { return s.counted().asked + 1 }

// Left says how many questions are left at most; "" where that is not known, or too many to be of use. It never says more than before.
func (s *State) Left() string {
	switch c := s.counted(); {
	case c.lost, c.left < 1, c.left > mostLeft:
		return ""
	case c.left == 1:
		return i18n.T("last question")
	default:
		return i18n.T("up to %d left", c.left)
	}
}

// Progress says how many questions were answered, how many wait for somebody else and how many are left at most, and the same in fewer
// words.
func (s *State) Progress() []string {
	c := s.counted()
	short := i18n.T("%d answered", c.asked-c.parked)
	if c.parked > 0 {
		short += " · " + i18n.T("%d parked", c.parked)
	}
	if left := s.Left(); left != "" {
		return []string{short + " · " + left, short}
	}
	return []string{short}
}
