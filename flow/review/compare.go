package review

import (
	"fmt"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Side is one that is compared with another.
type Side struct {
	Playbook *flow.Playbook // The one that it is in.
	Label    string
	Session  *flow.Session
}

// compared is a session with where it stands.
type compared struct {
	Side

	at    flow.Position
	facts []flow.Fact // In the order in which they were said.
}

func (s Side) walked() *compared {
	facts := s.Session.Facts()
	return &compared{s, flow.Walk(s.Playbook, facts), facts}
}

func (c *compared) fact(id string) (flow.Fact, bool) {
	for _, f := range c.facts {
		if f.ID == id {
			return f, true
		}
	}
	return flow.Fact{}, false
}

// same returns a fact that means the same as in the other session.
func (c *compared) same(other *compared, id string) (flow.Fact, bool) {
	if h := (flow.Handing{From: other.Playbook, To: c.Playbook}); c.Playbook.ID != other.Playbook.ID && !h.Same(id) {
		return flow.Fact{}, false
	}
	return c.fact(id)
}

// says is what a fact says, in words.
func (c *compared) says(id string) string { return statement(c.Playbook, id) }

func (c *compared) title() string {
	if t := page.Line(c.Side.Session.About().Ticket); t != "" {
		return c.Label + ", ticket " + t
	}
	return c.Label
}

// level is where a cause stands, in words.
func (c *compared) level(id string) string {
	st, ok := c.at.Standing(id)
	if !ok && c.Playbook.Verdict(id) == nil {
		return i18n.T("not in its playbook")
	}
	if !ok {
		return i18n.T("not considered")
	}
	return i18n.Certainty(string(st.Degree()))
}

// Compare tells what was said in only one of two sessions, and what they came to, in lines of up to width columns.
func Compare(x, y Side, width int) string {
	p, a, b := &text{width: width}, x.walked(), y.walked()

	p.hang("A: ", a.title())
	p.hang("   ", Stand(a.Playbook, a.at))
	p.hang("B: ", b.title())
	p.hang("   ", Stand(b.Playbook, b.at))
	if a.Playbook.ID != b.Playbook.ID {
		p.blank()
		p.hang("", i18n.T("A is in the playbook %s, B in %s.", a.Playbook.ID, b.Playbook.ID))
	}
	p.blank()
	if a.Playbook.ID == b.Playbook.ID && a.at.Where() == b.at.Where() {
		p.hang("", i18n.T("Both end at the same place."))
	} else {
		p.hang("", i18n.T("They are at different places."))
	}
	list := func(heading string, lines []string) {
		if len(lines) == 0 {
			return
		}
		p.blank()
		p.hang("", heading)
		for _, l := range lines {
			p.hang("  - ", l)
		}
	}
	var values, words []string
	for _, f := range a.facts {
		g, ok := b.same(a, f.ID)
		switch {
		case ok && f.Value != g.Value:
			values = append(values, fmt.Sprintf("%s: A %s, B %s", a.says(f.ID), said(a.Playbook, f), said(b.Playbook, g)))
		case ok && f.From != g.From:
			words = append(words, i18n.T("%s: %s, A by %s, B by %s", a.says(f.ID), value(a.Playbook, f), f.From, g.From))
		}
	}
	list(i18n.T("Other values:"), values)
	list(i18n.T("Only in A:"), onlyIn(a, b))
	list(i18n.T("Only in B:"), onlyIn(b, a))
	list(i18n.T("The same value from another source:"), words)
	var causes []string
	for _, of := range []*compared{a, b} {
		for i := range of.Playbook.Verdicts {
			id := of.Playbook.Verdicts[i].ID
			if of == b && a.Playbook.Verdict(id) != nil {
				continue // It was compared with the others of A.
			}
			if x, y := a.level(id), b.level(id); x != y {
				causes = append(causes, fmt.Sprintf("%s: A %s, B %s", id, x, y))
			}
		}
	}
	list(i18n.T("Causes that change:"), causes)
	if len(values)+len(words)+len(causes)+len(onlyIn(a, b))+len(onlyIn(b, a)) == 0 {
		p.hang("", i18n.T("The same facts are known in both."))
	}
	return p.take()
}

// onlyIn lists what is known in a session and not in the other.
func onlyIn(in, other *compared) []string {
	var lines []string
	for _, f := range in.facts {
		if _, ok := other.same(in, f.ID); !ok {
			lines = append(lines, in.says(f.ID)+": "+said(in.Playbook, f))
		}
	}
	return lines
}

// value is what was said of a fact, or who is asked.
func value(pb *flow.Playbook, f flow.Fact) string {
	if f.Parked() {
		return i18n.T("parked with %s", pb.Role(f.Asked))
	}
	return f.Value.String()
}

// said is a fact's value with its source.
func said(pb *flow.Playbook, f flow.Fact) string {
	if f.Parked() {
		return value(pb, f)
	}
	return fmt.Sprintf("%s (%s)", f.Value, f.From)
}
