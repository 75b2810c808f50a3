package plain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	catalogue "why403/content/words"
	"why403/flow"
)

// cause finds the one cause that the text names by its number, its id or a part of its title, or says which there are.
func (c *conversation) cause(p flow.Position, name string) (*flow.Verdict, bool) {
	name = strings.ToLower(name)
	n, err := strconv.Atoi(name)
	var found []*flow.Verdict
	for i := range c.Playbook.Verdicts {
		v := &c.Playbook.Verdicts[i]
		switch {
		case v.ID == c.Playbook.Unexplained:
		case strings.EqualFold(v.ID, name), err == nil && v.Number == n && n > 0:
			return v, true
		case strings.Contains(strings.ToLower(v.Title), name):
			found = append(found, v)
		}
	}
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		c.out.say(fmt.Sprintf(saidNoSuchCause, short(name)))
		c.listCauses(p)
	default:
		c.out.say(saidManyCauses)
		for _, v := range found {
			c.out.hang("- ", v.Title+" ("+v.ID+")")
		}
	}
	return nil, false
}

// short is a piece of what was typed, too short to hold a secret.
func short(s string) string {
	const most = 24
	if r := []rune(clean(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return clean(s)
}

// listCauses names the causes that are considered, and after them the others.
func (c *conversation) listCauses(p flow.Position) {
	considered := make(map[string]bool)
	for _, s := range ranked(p) {
		considered[s.Verdict.ID] = true
		c.out.hang("- ", s.Verdict.Title+" ("+called(s.Verdict)+")")
	}
	var others []string
	for _, v := range c.Playbook.Verdicts {
		if !considered[v.ID] && v.ID != c.Playbook.Unexplained {
			others = append(others, v.ID)
		}
	}
	if len(others) > 0 {
		c.out.hang(saidNotConsideredOthers, strings.Join(others, ", "))
	}
}

// called is the shortest name of a cause.
func called(v *flow.Verdict) string {
	if v.Number > 0 {
		return strconv.Itoa(v.Number)
	}
	return v.ID
}

// whyCause prints what speaks for a cause and what against it.
func (c *conversation) whyCause(p flow.Position, name string) {
	v, ok := c.cause(p, name)
	if !ok {
		return
	}
	s, considered := p.Standing(v.ID)
	if !considered {
		c.out.say(v.Title)
		c.out.say(saidNotConsidered)
		return
	}
	c.out.say(v.Title + ": " + catalogue.Certainty(s.Text()))
	c.because(saidFor, s.For)
	c.because(saidAgainst, s.Against)
	if len(s.For)+len(s.Against) == 0 {
		c.out.say(saidNoReason)
	}
	c.out.say(fmt.Sprintf(saidAskWould, called(v)))
}

// would prints the questions that would move a cause; without a name those of the verdict.
func (c *conversation) would(p flow.Position, name string) {
	v := p.Verdict
	switch {
	case name != "":
		var ok bool
		if v, ok = c.cause(p, name); !ok {
			return
		}
	case v == nil || v.ID == c.Playbook.Unexplained:
		c.out.say(saidNeedsCause)
		c.listCauses(p)
		return
	}
	at := saidNotConsidered
	if s, ok := p.Standing(v.ID); ok {
		at = catalogue.Certainty(s.Text())
	}
	c.out.say(v.Title + ": " + at)
	qs := flow.WouldChange(c.Playbook, c.Session.Facts(), v.ID)
	if len(qs) == 0 {
		c.out.say(saidWouldNothing)
		return
	}
	c.out.say(saidWould)
	for i, q := range qs {
		c.out.hang(fmt.Sprintf("%3d. ", i+1), fmt.Sprintf(wouldAsk, q.Ask, c.effort(q)))
	}
}

// effort says how long an answer takes, what it costs, who gives it, and whether it is known to be open.
func (c *conversation) effort(q *flow.Question) string {
	minutes := q.Effort.Minutes
	if q.Effort == (flow.Effort{}) {
		minutes = q.Effort.Total()
	}
	parts := []string{oneMinute}
	switch {
	case minutes < 1:
		parts[0] = underMinute
	case math.Round(minutes) > 1:
		parts[0] = fmt.Sprintf(someMinutes, minutes)
	}
	if q.Effort.Money > 0 {
		parts = append(parts, fmt.Sprintf(someMoney, q.Effort.Money))
	}
	switch f, known := c.Session.Fact(q.ID); {
	case known && f.Parked():
		return strings.Join(append(parts, fmt.Sprintf(parkedWith, c.asked(f))), ", ")
	case known:
		parts = append(parts, wasUnsure)
	}
	who := whoYou
	if q.Role != "" {
		who = c.Playbook.Role(q.Role)
	} else if c.mode() == flow.Customer {
		who = whoCustomer
	}
	return strings.Join(slices.Insert(parts, 1, who), ", ")
}
