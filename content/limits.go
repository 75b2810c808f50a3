package content

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// What a playbook may hold. Anybody can write one, so that a hostile or broken one has to end in a clear error.
const (
	maxFile    = 16 << 20  // Bytes of one file. Ten thousand questions with their texts take 8 MiB.
	maxTotal   = 64 << 20  // Bytes of all files together.
	maxFiles   = 10_000    // Screens and other texts. More would be no folder that a person looks after.
	maxDepth   = 32        // Levels of YAML inside each other; the deepest that anything needs is 8.
	maxNodes   = 4_000_000 // YAML nodes with aliases written out.
	maxText    = 64 << 10  // Bytes of one text. A screen is 2 KiB.
	maxPattern = 4 << 10   // Bytes of one pattern. The longest that ships has 900.
)

// measure checks that the tree is neither too deep nor too large, also once every alias is written out, as reading does.
// It reports whether the tree can be read.
func (s *source) measure(root *yaml.Node) bool {
	m := measuring{size: make(map[*yaml.Node]int)}
	m.visit(root, 1)
	switch {
	case m.circular != nil:
		s.problem(m.circular, "", "%q is inside what it stands for", m.circular.Value)
	case m.deep != nil:
		s.problem(m.deep, "", "more than %d levels inside each other", maxDepth)
	case m.size[root] > maxNodes:
		s.problem(root, "", "with its aliases written out the file has more than %d entries", maxNodes)
	default:
		return true
	}
	return false
}

// measuring is one measurement. A size of 0 marks a node whose measuring is under way.
type measuring struct {
	size           map[*yaml.Node]int
	deep, circular *yaml.Node
}

func (m *measuring) visit(n *yaml.Node, depth int) int {
	if depth > maxDepth {
		m.deep = n
	}
	if m.deep != nil || m.circular != nil {
		return 0
	}
	if n.Kind == yaml.AliasNode {
		size, known := m.size[n.Alias]
		if known && size == 0 {
			m.circular = n
		}
		return size
	}
	m.size[n] = 0
	total := 1
	for _, c := range n.Content {
		total = min(total+m.visit(c, depth+1), maxNodes+1)
	}
	m.size[n] = total
	return total
}

// tooLong returns the problem of a text that is too long, or nil.
func tooLong(p flow.Pos, text string) *LoadProblem {
	if len(text) <= maxText {
		return nil
	}
	return &LoadProblem{Pos: p, Text: fmt.Sprintf("the text is longer than %d KiB", maxText>>10)}
}
