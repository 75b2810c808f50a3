// Package verify proves what a walk cannot show of a playbook: that every question can be asked, every rule can hold, every
// verdict can be reached and told from the others, and nothing is declared in vain.
// It performs no I/O, and never calls something wrong that some combination of facts makes right.
package verify

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
)

// Check returns the problems of a playbook that flow.Lint has nothing against, in its order. Machines are the facts that
// signs can say, with the values they give; those of probes and of the call's shape are known from the playbook.
func Check(pb *flow.Playbook, machines []flow.Said) []flow.Problem {
	c := &checker{pb: pb, machine: make(map[string]values), asked: make(map[string]*flow.Question)}
	for _, s := range slices.Concat(machines, said(pb)) {
		c.machine[s.Fact] |= bit(s.Value)
	}
	for i := range pb.Questions {
		c.asked[pb.Questions[i].ID] = &pb.Questions[i]
	}
	c.facts()
	c.questions()
	held := c.rules()
	c.verdicts(held)
	if c.unproved > 0 {
		c.problems = append(c.problems, flow.Problem{
			Warning: true, Hint: "shorten the chains of guards",
			Text: fmt.Sprintf("too much depends on each other: of %d questions and rules it stays open whether they can ever count", c.unproved),
		})
	}
	return c.problems
}

// said lists what probes and the call's shape assert.
func said(pb *flow.Playbook) []flow.Said {
	var out []flow.Said
	for i := range pb.Probes {
		for _, r := range pb.Probes[i].AllReplies() {
			out = append(out, r.Says...)
		}
	}
	for _, k := range pb.Request.Keys {
		out = append(out, k.Says...)
	}
	// What is seen in a request is seen either way.
	s := pb.Request.Seen
	for _, id := range []string{s.Direct, s.UsesBeta, s.BetaSent, s.BetaMissing, s.BetaLost, s.StoredObject, s.Browser, s.Tunnel} {
		if id != "" {
			out = append(out, flow.Said{Fact: id, Value: flow.Yes}, flow.Said{Fact: id, Value: flow.No})
		}
	}
	return out
}

// values is a set of values.
type values uint8

func bit(v flow.Value) values { return 1 << v }

func set(vs []flow.Value) values {
	var out values
	for _, v := range vs {
		out |= bit(v)
	}
	return out
}

var answers = bit(flow.Yes) | bit(flow.No) | bit(flow.Unsure)

type checker struct {
	pb       *flow.Playbook
	machine  map[string]values // What a fact can be without anybody being asked.
	asked    map[string]*flow.Question
	problems []flow.Problem
	budget   int // Clauses that may still be tried.
	unproved int // Goals that were given up.
}

func (c *checker) add(p flow.Pos, hint, format string, args ...any) {
	c.problems = append(c.problems, flow.Problem{Pos: p, Hint: hint, Text: fmt.Sprintf(format, args...)})
}

// never adds a problem that proves that nothing can come by what stands there.
func (c *checker) never(p flow.Pos, hint, format string, args ...any) {
	c.add(p, hint, format, args...)
	c.problems[len(c.problems)-1].Never = true
}

// can returns the values that a fact can have.
func (c *checker) can(fact string) values {
	if strings.HasPrefix(fact, flow.FixedFact("")) {
		return answers
	}
	v := c.machine[fact]
	if c.asked[fact] != nil {
		v |= answers
	}
	return v
}

// facts reports facts that nothing asserts, and answers that nothing uses. What a machine says may be there only to be shown.
func (c *checker) facts() {
	used := make(map[string]bool)
	use := func(conds ...flow.Cond) {
		for _, cond := range conds {
			for _, cl := range cond {
				for _, t := range cl {
					used[t.Fact] = true
				}
			}
		}
	}
	for _, q := range c.pb.Questions {
		use(q.When, q.Unless)
	}
	for _, r := range c.pb.Rules {
		use(r.When, r.Unless)
	}
	for _, p := range c.pb.Probes {
		for _, r := range p.AllReplies() {
			use(r.When, r.Unless)
		}
	}
	ids := make([]string, 0, len(c.pb.Facts))
	for id := range c.pb.Facts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		pa, pb := c.pb.Facts[a].Pos, c.pb.Facts[b].Pos
		if pa.Line != pb.Line {
			return pa.Line - pb.Line
		}
		return strings.Compare(a, b)
	})
	for _, id := range ids {
		pos := c.pb.Facts[id].Pos
		switch {
		case c.can(id) == 0:
			c.add(pos, "let a sign say it, ask for it in a question, or remove it", "nothing asserts the fact %q", id)
		case !used[id] && c.asked[id] != nil:
			c.add(pos, "name it in a rule or a guard, or do not ask", "the answer to %q changes nothing", id)
		}
	}
}

func (c *checker) questions() {
	for i := range c.pb.Questions {
		q := &c.pb.Questions[i]
		if !c.possible(goal{q.When, q.Unless}) {
			c.never(q.Pos, "no combination of facts fulfils its when and unless", "the question %q can never be asked", q.ID)
		}
		for _, part := range []struct{ name, text string }{{"ask", q.Ask}, {"why", q.Why}, {"how", strings.Join(q.How, "")}} {
			if strings.TrimSpace(part.text) == "" {
				c.add(q.Pos, "a tired person needs it", "the question %q has an empty %s", q.ID, part.name)
			}
		}
	}
}

// rules reports rules that can never hold, and tells which ones can.
func (c *checker) rules() []bool {
	held := make([]bool, len(c.pb.Rules))
	for i := range c.pb.Rules {
		r := &c.pb.Rules[i]
		if held[i] = c.possible(goal{r.When, r.Unless}); !held[i] {
			c.never(r.Pos, "no combination of facts fulfils its when and unless", "the rule can never hold")
		}
	}
	return held
}

func (c *checker) verdicts(held []bool) {
	proves := make(map[string]bool)
	// What the rules say of each verdict, in one text: two verdicts with the same text are never told apart.
	says := make(map[string]*strings.Builder)
	for i, r := range c.pb.Rules {
		for _, id := range slices.Concat(r.Proves, r.Suggests) {
			proves[id] = proves[id] || held[i]
		}
		for _, e := range []struct {
			name string
			ids  []string
		}{{"proves", r.Proves}, {"suggests", r.Suggests}, {"raises", r.Raises}, {"rules out", r.RulesOut}} {
			for _, id := range e.ids {
				if says[id] == nil {
					says[id] = new(strings.Builder)
				}
				fmt.Fprintf(says[id], "%d %s\n", i, e.name)
			}
		}
	}
	first := make(map[string]string)
	for i := range c.pb.Verdicts {
		v := &c.pb.Verdicts[i]
		if v.ID == c.pb.Unexplained || says[v.ID] == nil {
			continue
		}
		if !proves[v.ID] {
			c.never(v.Pos, "every rule that proves or suggests it can never hold", "no combination of facts leads to %q", v.ID)
		}
		text := says[v.ID].String()
		if other, same := first[text]; same {
			c.add(v.Pos, "write a question and a rule that is true of one of them only", "nothing separates %q from %q", v.ID, other)
			continue
		}
		first[text] = v.ID
	}
}
