// Package stats counts what sessions came to, how many questions each took and how long.
// It never stores or sends anything, and looks at no text that somebody gave.
package stats

import (
	"cmp"
	"slices"
	"time"

	"why403/flow"
)

// Pause is what a gap between two events counts at most: nobody works on one question longer, people go away.
const Pause = 10 * time.Minute

// Counter gathers sessions. The zero Counter is empty and ready to use.
type Counter struct {
	totals  sample
	named   map[string]*sample // By verdict id; "" holds the sessions without a verdict.
	titles  map[string]string
	parked  int
	foreign int
}

// sample holds what was measured of some sessions.
type sample struct {
	sessions, solved int
	questions        []int
	spent            []time.Duration
}

func (s *sample) add(solved bool, questions int, spent time.Duration) {
	s.sessions++
	if solved {
		s.solved++
	}
	s.questions, s.spent = append(s.questions, questions), append(s.spent, spent)
}

func (s *sample) group(id, title string) VerdictGroup {
	g := VerdictGroup{ID: id, Title: title, Sessions: s.sessions, Solved: s.solved}
	for i := range s.questions {
		g.Questions += s.questions[i]
		g.Spent += s.spent[i]
	}
	g.UsualQuestions, g.UsualSpent = median(s.questions), median(s.spent)
	return g
}

// median returns the middle one, of an even number the lower of the two; 0 of none.
func median[T cmp.Ordered](values []T) T {
	var zero T
	if len(values) == 0 {
		return zero
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

// VerdictGroup is what the sessions with one verdict took.
type VerdictGroup struct {
	ID, Title      string // Empty for the sessions without a verdict.
	Sessions       int
	Solved         int // Sessions in which the full request was seen to work after the fix.
	Questions      int // The questions of all of them; see questions.
	UsualQuestions int // The median.
	Spent          time.Duration
	UsualSpent     time.Duration
}

// Stats is what was counted.
type Stats struct {
	All      VerdictGroup   // The group of all sessions; without an id.
	Verdicts []VerdictGroup // The commonest first.
	Open     VerdictGroup   // The sessions without a verdict.
	Parked   int            // Sessions with a question that waits for somebody else.
	Foreign  int            // Sessions that were left out, being about another playbook.
}

// Add counts a session. One in which nothing was said counts nowhere; one about another playbook only as left out.
func (c *Counter) Add(pb *flow.Playbook, s *flow.Session) {
	if id := s.About().Playbook; id != "" && id != pb.ID {
		c.foreign++
		return
	}
	events := s.Events()
	if !slices.ContainsFunc(events, func(e flow.Event) bool { return e.Kind == flow.Asserted || e.Kind == flow.Noted }) {
		return
	}
	if c.named == nil {
		c.named, c.titles = make(map[string]*sample), make(map[string]string)
	}
	p := flow.Walk(pb, s.Facts())
	id := ""
	if p.Verdict != nil {
		id = p.Verdict.ID
		c.titles[id] = p.Verdict.Title
	}
	if c.named[id] == nil {
		c.named[id] = new(sample)
	}
	if len(s.Parked()) > 0 {
		c.parked++
	}
	questions, spent := questions(pb, events), spent(events)
	c.totals.add(p.Solved, questions, spent)
	c.named[id].add(p.Solved, questions, spent)
}

// Stats returns what was counted so far.
func (c *Counter) Stats() Stats {
	out := Stats{All: c.totals.group("", ""), Parked: c.parked, Foreign: c.foreign}
	for id, s := range c.named {
		if id == "" {
			out.Open = s.group("", "")
			continue
		}
		out.Verdicts = append(out.Verdicts, s.group(id, c.titles[id]))
	}
	slices.SortFunc(out.Verdicts, func(a, b VerdictGroup) int {
		return cmp.Or(cmp.Compare(b.Sessions, a.Sessions), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// questions returns how many different questions of the playbook a person answered, those included whose answer was taken
// back later: they took their time, too.
func questions(pb *flow.Playbook, events []flow.Event) int {
	asked := make(map[string]bool)
	for _, e := range events {
		if e.Kind == flow.Asserted && e.Fact.Value != flow.Unknown && e.Fact.Answered() && pb.Question(e.Fact.ID) != nil {
			asked[e.Fact.ID] = true
		}
	}
	return len(asked)
}

// spent returns the time from the first event to the last, with every gap counted as Pause at most. A clock that went back
// counts as none.
func spent(events []flow.Event) time.Duration {
	var sum time.Duration
	for i := 1; i < len(events); i++ {
		sum += min(max(0, events[i].At.Sub(events[i-1].At)), Pause)
	}
	return sum
}
