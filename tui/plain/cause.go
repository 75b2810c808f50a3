package plain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// cause finds the one cause that the text names by its number, its id or a part of its title, or says which there are.
func (c *dialog) cause(p flow.Position, name string) (*flow.Verdict, bool) {
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
		c.out.say(i18n.T("No cause is called %q. There are:", short(name)))
		c.listCauses(p)
	default:
		c.out.say(i18n.T("More than one cause is called so:"))
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
func (c *dialog) listCauses(p flow.Position) {
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
		c.out.hang(i18n.T("- not considered: "), strings.Join(others, ", "))
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
func (c *dialog) whyCause(p flow.Position, name string) {
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
	c.out.say(v.Title + ": " + i18n.Certainty(s.Text()))
	c.because(i18n.T("  for: "), s.For)
	c.because(i18n.T("  against: "), s.Against)
	if len(s.For)+len(s.Against) == 0 {
		c.out.say(i18n.T("Nothing speaks for or against it yet."))
	}
	c.out.say(i18n.T("What would change this: would %s", called(v)))
}

// would prints the questions that would move a cause; without a name those of the verdict.
func (c *dialog) would(p flow.Position, name string) {
	v := p.Verdict
	switch {
	case name != "":
		var ok bool
		if v, ok = c.cause(p, name); !ok {
			return
		}
	case v == nil || v.ID == c.Playbook.Unexplained:
		c.out.say(i18n.T("would needs a cause: its number, its id, or a part of its title. There are:"))
		c.listCauses(p)
		return
	}
	at := saidNotConsidered
	if s, ok := p.Standing(v.ID); ok {
		at = i18n.Certainty(s.Text())
	}
	c.out.say(v.Title + ": " + at)
	qs := flow.WouldChange(c.Playbook, c.Session.Facts(), v.ID)
	if len(qs) == 0 {
		c.out.say(i18n.T("No question that can be asked now would change where it stands."))
		return
	}
	c.out.say(i18n.T("What would change where it stands, the cheapest first:"))
	for i, q := range qs {
		c.out.hang(fmt.Sprintf("%3d. ", i+1), fmt.Sprintf("%s (%s)", q.Ask, c.effort(q)))
	}
}

// effort says how long an answer takes, what it costs, who gives it, and whether it is known to be open.
func (c *dialog) effort(q *flow.Question) string {
	minutes := q.Effort.Minutes
	if q.Effort == (flow.Effort{}) {
		minutes = q.Effort.Total()
	}
	parts := []string{i18n.T("about 1 minute")}
	switch {
	case minutes < 1:
		parts[0] = i18n.T("under a minute")
	case math.Round(minutes) > 1:
		parts[0] = i18n.T("about %.0f minutes", minutes)
	}
	if q.Effort.Money > 0 {
		parts = append(parts, i18n.T("about $%.4g", q.Effort.Money))
	}
	switch f, known := c.Session.Fact(q.ID); {
	case known && f.Parked():
		return strings.Join(append(parts, i18n.T("%s was asked", c.asked(f))), ", ")
	case known:
		parts = append(parts, i18n.T("not sure so far"))
	}
	who := i18n.T("you")
	if q.Role != "" {
		who = c.Playbook.Role(q.Role)
	} else if c.mode() == flow.Customer {
		who = i18n.T("the customer")
	}
	return strings.Join(slices.Insert(parts, 1, who), ", ")
}
