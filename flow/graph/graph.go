// Package graph draws a playbook: its questions, and where each answer to them leads.
// It performs no I/O, and every edge in it is one that a walk took.
package graph

import (
	"math/rand/v2"

	"why403/flow"
)

// Graph is a playbook as nodes and edges.
type Graph struct {
	Nodes []Node
	Edges []Edge
	Left  int // Questions whose answers were not followed, because the playbook is so large.
}

// Node is a question, a verdict, or the end at which nothing is decided, which has no id.
type Node struct {
	ID      string
	Title   string
	Verdict bool
	Passed  bool // A session that is drawn over the graph came by.
}

// Edge leads from a question to what comes next when it is given one of the answers.
type Edge struct {
	From, To string // Ids of nodes; an empty To is the end at which nothing is decided.
	Answers  []flow.Value
	Passed   bool // A session took it; then Answers holds the answer that was given.
}

// Bounds of the search for a way to every question.
const (
	maxWays  = 3_000 // Conversations that are tried for questions that the shortest ways do not come to.
	maxAsked = 60    // Questions in one of them.
	maxTried = 300   // Questions of a playbook for which any are tried.
	// Walks, each counted by the playbook's questions and rules: the ways and edges of a few hundred questions.
	maxWork = 2_000_000
)

// Of returns the graph of a playbook. An answer leads where it leads on the shortest way to its question that was found; on
// another way the same answer may lead further, as more is known there. The nodes are in the playbook's order.
func Of(pb *flow.Playbook) *Graph {
	g := new(Graph)
	left := maxWork / (len(pb.Questions) + len(pb.Rules) + 1)
	edges := left
	ways := shortest(pb, &left)
	ends := make(map[string]bool)
	for i := range pb.Questions {
		q := &pb.Questions[i]
		g.Nodes = append(g.Nodes, Node{ID: q.ID, Title: pb.Facts[q.ID].About})
		way, found := ways[q.ID]
		if edges -= 3; edges < 0 || !found && left <= 0 {
			g.Left++
			continue
		}
		if !found {
			continue
		}
		for _, v := range []flow.Value{flow.Yes, flow.No, flow.Unsure} {
			to := next(flow.Walk(pb, way.then(q.ID, v).facts()))
			ends[to] = true
			g.lead(q.ID, to, v)
		}
	}
	for _, v := range pb.Verdicts {
		g.Nodes = append(g.Nodes, Node{ID: v.ID, Title: v.Title, Verdict: true})
	}
	if ends[""] {
		g.Nodes = append(g.Nodes, Node{Verdict: true})
	}
	return g
}

// lead adds the answer to the edge that has the same ends.
func (g *Graph) lead(from, to string, v flow.Value) {
	for i := len(g.Edges) - 1; i >= 0 && g.Edges[i].From == from; i-- {
		if g.Edges[i].To == to {
			g.Edges[i].Answers = append(g.Edges[i].Answers, v)
			return
		}
	}
	g.Edges = append(g.Edges, Edge{From: from, To: to, Answers: []flow.Value{v}})
}

// next is the id of what is asked or found.
func next(p flow.Position) string {
	switch p.Outcome {
	case flow.Asking:
		return p.Question.ID
	case flow.Concluded:
		return p.Verdict.ID
	default:
		return ""
	}
}

// way is the answers on one way, the last one apart, so that ways share what they have in common. A nil way is the start.
type way struct {
	before *way
	last   flow.Fact
	length int
}

func (w *way) then(id string, v flow.Value) *way {
	return &way{before: w, last: flow.Fact{ID: id, Value: v, From: flow.You}, length: w.len() + 1}
}

func (w *way) len() int {
	if w == nil {
		return 0
	}
	return w.length
}

func (w *way) facts() []flow.Fact {
	facts := make([]flow.Fact, w.len())
	for ; w != nil; w = w.before {
		facts[w.length-1] = w.last
	}
	return facts
}

// shortest returns for each question the answers on the shortest way to it that was found: first going on only from the first
// way to each question, then by conversations at random, the same ones each time.
func shortest(pb *flow.Playbook, left *int) map[string]*way {
	ways := make(map[string]*way)
	queue := []*way{nil}
	for ; len(queue) > 0 && *left > 0; *left-- {
		w := queue[0]
		queue = queue[1:]
		p := flow.Walk(pb, w.facts())
		if p.Outcome != flow.Asking {
			continue
		}
		if _, known := ways[p.Question.ID]; known {
			continue
		}
		ways[p.Question.ID] = w
		for _, v := range []flow.Value{flow.Yes, flow.No, flow.Unsure} {
			queue = append(queue, w.then(p.Question.ID, v))
		}
	}
	r := rand.New(rand.NewPCG(4, 3))
	for n := 0; n < maxWays && len(ways) < len(pb.Questions) && len(pb.Questions) <= maxTried; n++ {
		var w *way
		for range maxAsked {
			p := flow.Walk(pb, w.facts())
			if p.Outcome != flow.Asking {
				break
			}
			id := p.Question.ID
			if known, ok := ways[id]; !ok || w.len() < known.len() {
				ways[id] = w
			}
			w = w.then(id, [...]flow.Value{flow.Yes, flow.Yes, flow.No, flow.No, flow.Unsure}[r.IntN(5)])
		}
	}
	return ways
}

// Draw marks the way that a session went: the answers that count, in their order, up to where it stands.
func (g *Graph) Draw(pb *flow.Playbook, facts []flow.Fact) {
	p := flow.Walk(pb, facts)
	from, given := "", flow.Unknown
	pass := func(to string) {
		g.pass(to)
		if from != "" {
			g.take(from, to, given)
		}
	}
	for _, step := range p.Trail {
		if step.OffPath || step.Question == nil || !step.Fact.Answered() {
			continue
		}
		pass(step.Fact.ID)
		from, given = step.Fact.ID, step.Fact.Value
	}
	pass(next(p))
}

func (g *Graph) pass(id string) {
	for i := range g.Nodes {
		if g.Nodes[i].ID == id {
			g.Nodes[i].Passed = true
			return
		}
	}
	g.Nodes = append(g.Nodes, Node{ID: id, Verdict: true, Passed: true}) // The end at which nothing is decided.
}

// take marks the edge as passed with the answer, apart from other answers that lead to the same.
func (g *Graph) take(from, to string, v flow.Value) {
	after := len(g.Edges)
	for i := 0; i < len(g.Edges); i++ {
		e := &g.Edges[i]
		if e.From != from {
			continue
		}
		after = i + 1
		if at := indexOf(e.Answers, v); at >= 0 && e.To == to {
			e.Answers = append(e.Answers[:at:at], e.Answers[at+1:]...)
			if len(e.Answers) == 0 {
				e.Answers, e.Passed = []flow.Value{v}, true
				return
			}
		}
	}
	g.Edges = append(g.Edges[:after:after], append([]Edge{{From: from, To: to, Answers: []flow.Value{v}, Passed: true}}, g.Edges[after:]...)...)
}

func indexOf(vs []flow.Value, v flow.Value) int {
	for i, other := range vs {
		if other == v {
			return i
		}
	}
	return -1
}
