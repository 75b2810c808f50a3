package graph

import (
	"cmp"
	"fmt"
	"strings"
)

// GraphFormat is a way to write a graph.
type GraphFormat string

// Mermaid is a flowchart as code hosts draw it (https://mermaid.js.org/syntax/flowchart.html, checked 2026-11-24), DOT is for
// Graphviz (https://graphviz.org/doc/info/lang.html, checked 2026-11-24), and Text is for a terminal of 80 columns.
const (
	Mermaid GraphFormat = "mermaid"
	DOT     GraphFormat = "dot"
	Text    GraphFormat = "text"
)

// Formats returns all of them.
func Formats() []GraphFormat { return []GraphFormat{Text, Mermaid, DOT} }

// Write returns the graph in the format; verdicts to which nothing leads are left out.
func (g *Graph) Write(f GraphFormat) string {
	switch f {
	case Mermaid:
		return g.mermaid()
	case DOT:
		return g.dot()
	default:
		return g.text()
	}
}

// undecided is the title of the end at which nothing is decided, and its id where one is needed.
const (
	undecided   = "Not decided"
	undecidedID = "undecided"
)

func (n Node) title() string { return cmp.Or(n.Title, n.ID, undecided) }

// drawn returns the nodes that anything leads to, or from.
func (g *Graph) drawn() []Node {
	used := make(map[string]bool)
	for _, e := range g.Edges {
		used[e.From], used[e.To] = true, true
	}
	var nodes []Node
	for _, n := range g.Nodes {
		if used[n.ID] || n.Passed {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func answers(e Edge) string { return strings.Join(e.Answers, ", ") }

func (g *Graph) mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	name := func(id string) string {
		return "n_" + strings.NewReplacer("-", "_", ".", "_").Replace(cmp.Or(id, undecidedID))
	}
	quote := strings.NewReplacer(`"`, "#quot;", "\n", " ")
	for _, n := range g.drawn() {
		open, end := `["`, `"]`
		switch n.Kind {
		case Choice:
			open, end = `{{"`, `"}}`
		case Ending:
			open, end = `(["`, `"])`
		}
		fmt.Fprintf(&b, "  %s%s%s%s\n", name(n.ID), open, quote.Replace(n.title()), end)
	}
	for _, e := range g.Edges {
		arrow := "-->"
		if e.Passed {
			arrow = "==>"
		}
		fmt.Fprintf(&b, "  %s %s|%s| %s\n", name(e.From), arrow, answers(e), name(e.To))
	}
	var passed []string
	for _, n := range g.drawn() {
		if n.Passed {
			passed = append(passed, name(n.ID))
		}
	}
	if len(passed) > 0 {
		fmt.Fprintf(&b, "  classDef passed stroke-width:4px\n  class %s passed\n", strings.Join(passed, ","))
	}
	return b.String()
}

func (g *Graph) dot() string {
	var b strings.Builder
	b.WriteString("digraph playbook {\n  node [shape=box]\n")
	for _, n := range g.drawn() {
		style := ""
		switch n.Kind {
		case Choice:
			style = ", shape=hexagon"
		case Ending:
			style = ", shape=oval"
		}
		if n.Passed {
			style += ", penwidth=3"
		}
		fmt.Fprintf(&b, "  %s [label=%s%s]\n", dotQuote(cmp.Or(n.ID, undecidedID)), dotQuote(n.title()), style)
	}
	for _, e := range g.Edges {
		style := ""
		if e.Passed {
			style = ", penwidth=3"
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s%s]\n", dotQuote(e.From), dotQuote(cmp.Or(e.To, undecidedID)), dotQuote(answers(e)), style)
	}
	b.WriteString("}\n")
	return b.String()
}

func dotQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
}

const columns = 80

// text lists questions and choices with a number each, and under each where its answers lead.
func (g *Graph) text() string {
	number := make(map[string]int)
	for _, n := range g.drawn() {
		if n.Kind != Ending {
			number[n.ID] = len(number) + 1
		}
	}
	mark := func(passed bool) string {
		if passed {
			return "●"
		}
		return " "
	}
	var b strings.Builder
	for _, n := range g.drawn() {
		if n.Kind == Ending {
			continue
		}
		b.WriteString(cut(fmt.Sprintf("%s%3d %s: %s", mark(n.Passed), number[n.ID], n.ID, n.title())) + "\n")
		var edges []Edge
		for _, e := range g.Edges {
			if e.From == n.ID {
				edges = append(edges, e)
			}
		}
		for i, e := range edges {
			branch := "├"
			if i == len(edges)-1 {
				branch = "└"
			}
			to := "= " + cmp.Or(e.To, strings.ToLower(undecided))
			if n := number[e.To]; n > 0 {
				to = fmt.Sprintf("→ %d %s", n, e.To)
			}
			b.WriteString(cut(fmt.Sprintf("%s    %s %s %s", mark(e.Passed), branch, answers(e), to)) + "\n")
		}
	}
	return b.String()
}

// cut shortens a line to as many characters as a terminal has columns.
func cut(line string) string {
	r := []rune(line)
	if len(r) <= columns {
		return line
	}
	return string(r[:columns-1]) + "…"
}
