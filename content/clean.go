package content

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"why403/flow/redact"
)

// Nobody vouches for a playbook, and what it says goes to terminals, pages and tickets. All of it is cleaned here, as it is read:
// a text of its own by clean, a YAML file by tidy, once its escapes are undone. Nothing that shows it cleans it again. What is
// not shown stays as it is: the text of a test, which is read as if it were pasted.

// clean returns the text without anything that acts on a terminal; of control characters only line ends stay.
func clean(s string) string {
	return redact.Terminal(strings.ReplaceAll(s, "\t", "    "))
}

// tidy cleans every text of the tree, and reports keys that stand in a mapping twice: of two values one would count and nobody
// could see which. The second ones are taken out.
func (s *source) tidy(n *yaml.Node) {
	if cleaned := clean(n.Value); cleaned != n.Value {
		if s.raw == nil {
			s.raw = make(map[*yaml.Node]string)
		}
		s.raw[n] = n.Value
		n.Value = cleaned
	}
	for _, c := range n.Content {
		s.tidy(c)
	}
	if n.Kind == yaml.MappingNode {
		s.once(n)
	}
}

func (s *source) once(n *yaml.Node) {
	const few = 16 // Keys; up to so many are compared with each other, which is quicker than to remember them.
	var seen map[string]*yaml.Node
	if len(n.Content) > 2*few {
		seen = make(map[string]*yaml.Node, len(n.Content)/2)
	}
	kept := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		first := seen[k.Value]
		for j := 0; seen == nil && j < kept; j += 2 {
			if n.Content[j].Value == k.Value {
				first = n.Content[j]
				break
			}
		}
		if first != nil && k.Kind == yaml.ScalarNode {
			s.problem(k, "keep one of them", "the key %q stands here twice, first in line %d", k.Value, first.Line)
			continue
		}
		if seen != nil {
			seen[k.Value] = k
		}
		n.Content[kept], n.Content[kept+1] = k, n.Content[i+1]
		kept += 2
	}
	n.Content = n.Content[:kept]
}

// rawText is a text as it was written, with what acts on a terminal.
func (s *source) rawText(n *yaml.Node) string {
	if raw, ok := s.raw[n]; ok {
		return raw
	}
	return n.Value
}
