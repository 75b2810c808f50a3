// Package graph draws a playbook: its questions and choices, and where each answer to them leads.
// It performs no I/O, and every edge in it is one that a walk took.
package graph

import (
	"math/rand/v2"
	"slices"

	"why403/flow"
)

// Graph is a playbook as nodes and edges.
type Graph struct {
	Nodes []Node
	Edges []Edge
	Left  int // Questions and choices whose answers were not followed, because the playbook is so large.
}

// NodeKind is what a node stands for.
type NodeKind int

// The kinds. An Ending is a verdict, or where nothing is decided.
const (
	Question NodeKind = iota
	Choice
	Ending
)

// Node is a question, a choice, a verdict, or the end at which nothing is decided, which has no id.
type Node struct {
	ID     string
	Title  string
	Kind   NodeKind
	Passed bool // A session that is drawn over the graph came by.
}

// Edge leads from a question or a choice to what comes next when it is given one of the answers.
type Edge struct {
	From, To string   // Ids of nodes; an empty To is the end at which nothing is decided.
	Answers  []string // yes, no and unsure; of a choice, the ids of its options and unsure.
	Passed   bool     // A session took it; then Answers holds the answer that was given.
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
// another way the same answer may lead further, as more is known there, and a choice may have fewer options left. The nodes are
// in the playbook's order.
func Of(pb *flow.Playbook) *Graph {
	g := new(Graph)
	left := maxWork / (len(pb.Questions) + len(pb.Rules) + 1)
	edges := left
	ways := shortest(pb, &left)
	ends := make(map[string]bool)
	add := func(n Node) {
		g.Nodes = append(g.Nodes, n)
		way, found := ways[n.ID]
		if !found && left > 0 {
			return
		}
		var all []answer
		if found {
			all = answersTo(flow.Walk(pb, way.facts()))
		}
		if edges -= max(len(all), 3); edges < 0 || !found {
			g.Left++
			return
		}
		for _, a := range all {
			to := next(flow.Walk(pb, way.then(a).facts()))
			ends[to] = true
			g.lead(n.ID, to, a.word)
		}
	}
	drawn := make(map[*flow.Choice]bool)
	for i := range pb.Questions {
		q := &pb.Questions[i]
		if c := pb.ChoiceOf(q.ID); c != nil && !drawn[c] {
			drawn[c] = true
			add(Node{ID: c.ID, Title: c.About, Kind: Choice})
		}
		add(Node{ID: q.ID, Title: pb.Facts[q.ID].About})
	}
	for _, v := range pb.Verdicts {
		g.Nodes = append(g.Nodes, Node{ID: v.ID, Title: v.Title, Kind: Ending})
	}
	if ends[""] {
		g.Nodes = append(g.Nodes, Node{Kind: Ending})
	}
	return g
}

// lead adds the answer to the edge that has the same ends.
func (g *Graph) lead(from, to, word string) {
	for i := len(g.Edges) - 1; i >= 0 && g.Edges[i].From == from; i-- {
		if g.Edges[i].To == to {
			g.Edges[i].Answers = append(g.Edges[i].Answers, word)
			return
		}
	}
	g.Edges = append(g.Edges, Edge{From: from, To: to, Answers: []string{word}})
}

// next is the id of what is asked or found.
func next(p flow.Position) string {
	switch {
	case p.Outcome == flow.Asking && p.Choice != nil:
		return p.Choice.ID
	case p.Outcome == flow.Asking:
		return p.Question.ID
	case p.Outcome == flow.Concluded:
		return p.Verdict.ID
	default:
		return ""
	}
}

// answer is one answer to what is asked, with what it says.
type answer struct {
	word string
	said []flow.Fact
}

// answersTo returns the answers that can be given where something is asked.
func answersTo(p flow.Position) []answer {
	var all []answer
	say := func(word string, said ...flow.Said) {
		a := answer{word: word}
		for _, f := range said {
			a.said = append(a.said, flow.Fact{ID: f.Fact, Value: f.Value, From: flow.You})
		}
		all = append(all, a)
	}
	values := []flow.Value{flow.Yes, flow.No, flow.Unsure}
	if p.Choice != nil {
		for _, o := range p.Options {
			say(o.ID, o.Facts...)
		}
		values = values[2:]
	}
	for _, v := range values {
		say(v.String(), flow.Said{Fact: p.Question.ID, Value: v})
	}
	return all
}

// way is the answers on one way, the last one apart, so that ways share what they have in common. A nil way is the start.
type way struct {
	before *way
	last   answer
	length int
}

func (w *way) then(a answer) *way { return &way{before: w, last: a, length: w.len() + 1} }

func (w *way) len() int {
	if w == nil {
		return 0
	}
	return w.length
}

func (w *way) facts() []flow.Fact {
	if w == nil {
		return nil
	}
	return append(w.before.facts(), w.last.said...)
}

// shortest returns for each question and choice the answers on the shortest way to it that was found: first going on only from
// the first way to each, then by conversations at random, the same ones each time.
func shortest(pb *flow.Playbook, left *int) map[string]*way {
	ways := make(map[string]*way)
	queue := []*way{nil}
	for ; len(queue) > 0 && *left > 0; *left-- {
		w := queue[0]
		queue = queue[1:]
		p := flow.Walk(pb, w.facts())
		if _, known := ways[next(p)]; p.Outcome != flow.Asking || known {
			continue
		}
		ways[next(p)] = w
		for _, a := range answersTo(p) {
			queue = append(queue, w.then(a))
		}
	}
	r := rand.New(rand.NewPCG(4, 3))
	for n := 0; n < maxWays && len(ways) < len(pb.Questions)+len(pb.Choices) && len(pb.Questions) <= maxTried; n++ {
		var w *way
		for range maxAsked {
			p := flow.Walk(pb, w.facts())
			if p.Outcome != flow.Asking {
				break
			}
			if known, ok := ways[next(p)]; !ok || w.len() < known.len() {
				ways[next(p)] = w
			}
			all := answersTo(p)
			w = w.then(all[min(r.IntN(2*len(all)-1)/2, len(all)-1)]) // Unsure half as often as another one.
		}
	}
	return ways
}

// Draw marks the way that a session went: the answers that count, in their order, up to where it stands.
func (g *Graph) Draw(pb *flow.Playbook, s *flow.Session) {
	p := flow.Walk(pb, s.Facts())
	from, given := "", ""
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
		id, word := step.Fact.ID, step.Fact.Value.String()
		if pick, ok := pb.Pick(s, id); ok {
			if id = pick.Choice.ID; id == from {
				continue
			}
			if pick.Option != nil {
				word = pick.Option.ID
			}
		}
		pass(id)
		from, given = id, word
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
	g.Nodes = append(g.Nodes, Node{ID: id, Kind: Ending, Passed: true}) // The end at which nothing is decided.
}

// take marks the edge as passed with the answer, apart from other answers that lead to the same.
func (g *Graph) take(from, to, word string) {
	after := len(g.Edges)
	for i := 0; i < len(g.Edges); i++ {
		e := &g.Edges[i]
		if e.From != from {
			continue
		}
		after = i + 1
		if at := slices.Index(e.Answers, word); at >= 0 && e.To == to {
			e.Answers = slices.Delete(slices.Clone(e.Answers), at, at+1)
			if len(e.Answers) == 0 {
				e.Answers, e.Passed = []string{word}, true
				return
			}
		}
	}
	g.Edges = slices.Insert(g.Edges, after, Edge{From: from, To: to, Answers: []string{word}, Passed: true})
}
