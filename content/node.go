package content

import (
	"errors"
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// source is one YAML file being read. It collects problems instead of stopping at the first.
type source struct {
	file     string
	lines    func() []string // Cleaned; most are never asked for.
	problems Problems
	raw      map[*yaml.Node]string // The texts that were cleaned, as they were written.
}

// linesOf splits a text into its lines when somebody asks for them.
func linesOf(text func() string) func() []string {
	return sync.OnceValue(func() []string { return strings.Split(text(), "\n") })
}

// parse returns the root node of the file, or nil when it is not YAML.
func parse(file string, data []byte) (*source, *yaml.Node) {
	s := &source{file: file, lines: linesOf(func() string { return clean(string(data)) })}
	var doc yaml.Node
	err := yaml.Load(data, &doc)
	if err == nil {
		if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
			if !s.measure(doc.Content[0]) {
				return s, nil
			}
			s.tidy(doc.Content[0])
			return s, doc.Content[0]
		}
		s.at(flow.Pos{File: file, Line: 1, Col: 1}, "the file is empty", "")
		return s, nil
	}
	var many *yaml.LoadErrors
	if errors.As(err, &many) {
		for _, e := range many.Errors {
			s.at(flow.Pos{File: file, Line: max(e.Mark.Line, 1), Col: max(e.Mark.Column, 1)}, e.Message, "")
		}
		return s, nil
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		s.at(flow.Pos{File: file, Line: max(one.Mark.Line, 1), Col: max(one.Mark.Column, 1)}, one.Message, "")
		return s, nil
	}
	s.at(flow.Pos{File: file, Line: 1, Col: 1}, err.Error(), "")
	return s, nil
}

func (s *source) pos(n *yaml.Node) flow.Pos {
	return flow.Pos{File: s.file, Line: n.Line, Col: n.Column}
}

func (s *source) problem(n *yaml.Node, hint, format string, args ...any) {
	s.at(s.pos(n), fmt.Sprintf(format, args...), hint)
}

func (s *source) at(p flow.Pos, text, hint string) {
	line := ""
	if lines := s.lines(); p.Line >= 1 && p.Line <= len(lines) {
		line = strings.TrimRight(lines[p.Line-1], "\r")
	}
	s.problems = append(s.problems, LoadProblem{Pos: p, Text: clean(text), Hint: hint, Line: line})
}

// mapping reads a mapping whose keys are all among those that are known; required names those that must be there.
func mapping[T any](s *source, n *yaml.Node, known map[string]T, required []string, read func(key string, n *yaml.Node)) {
	seen := make(map[string]bool)
	is := s.eachPair(n, keysToValues, "", func(k, v *yaml.Node) {
		if _, ok := known[k.Value]; !ok {
			s.problem(k, flow.Suggest(k.Value, slices.Sorted(maps.Keys(known))), "unknown key %q", k.Value)
			return
		}
		seen[k.Value] = true
		read(k.Value, v)
	})
	for _, r := range required {
		if is && !seen[r] {
			s.problem(n, "", "the key %q is missing", r)
		}
	}
}

const keysToValues = "keys to values"

// eachPair reads a mapping of what is said, and reports whether n is one.
func (s *source) eachPair(n *yaml.Node, of, hint string, read func(k, v *yaml.Node)) bool {
	if n.Kind != yaml.MappingNode {
		s.problem(n, hint, "expected a mapping of %s", of)
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		read(n.Content[i], resolve(n.Content[i+1]))
	}
	return true
}

// list reads a sequence.
func (s *source) list(n *yaml.Node, each func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		s.problem(n, "write the entries as a list, each after a dash", "expected a list")
		return
	}
	for _, c := range n.Content {
		each(resolve(c))
	}
}

// text reads a scalar, with the white space of wrapped lines folded.
func (s *source) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		s.problem(n, "", "expected a text")
		return ""
	}
	if p := tooLong(s.pos(n), n.Value); p != nil {
		s.at(p.Pos, p.Text, "")
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (s *source) into(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *dst = s.text(n) }
}

// texts reads a list of scalars; one scalar alone is a list of one.
func (s *source) texts(dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			*dst = append(*dst, s.text(n))
			return
		}
		s.list(n, func(c *yaml.Node) { *dst = append(*dst, s.text(c)) })
	}
}

// pattern reads a regular expression: a scalar, or a list of alternatives, one of which has to match. An alternative can be an alias of
// such a list.
func (s *source) pattern(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var all []string
		var alternative func(*yaml.Node)
		alternative = func(n *yaml.Node) {
			if n.Kind == yaml.SequenceNode {
				s.list(n, alternative)
				return
			}
			one := n.Value // With the spaces at its ends: "error: " is not "error:".
			if s.text(n) == "" {
				return
			}
			if _, err := syntax.Parse(one, syntax.Perl); err != nil {
				s.problem(n, "", "%v", err) // Joined with the others it would have no place of its own.
				return
			}
			all = append(all, one)
		}
		if n.Kind == yaml.SequenceNode {
			s.list(n, alternative)
		} else {
			all = append(all, s.text(n))
		}
		if *dst = strings.Join(all, "|"); len(*dst) > maxPattern {
			s.problem(n, "make several of it", "the pattern is longer than %d KiB", maxPattern>>10)
			*dst = ""
		}
	}
}

func (s *source) flag(dst *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch n.Value {
		case "true":
			*dst = true
		case "false":
			*dst = false
		default:
			s.problem(n, "", "expected true or false, not %q", n.Value)
		}
	}
}

func (s *source) number(dst *int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if _, err := fmt.Sscanf(n.Value, "%d", dst); err != nil || fmt.Sprint(*dst) != n.Value {
			s.problem(n, "", "expected a whole number, not %q", n.Value)
		}
	}
}

// amount reads a number that is not negative.
func (s *source) amount(dst *float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || !(v >= 0 && v <= 1e6) {
			s.problem(n, "", "expected a number from 0 to 1000000, not %q", n.Value)
			return
		}
		*dst = v
	}
}

func (s *source) value(n *yaml.Node) flow.Value {
	v, err := flow.ParseValue(n.Value)
	if err != nil || v == flow.Unknown {
		s.problem(n, "", "%q is none of yes, no, unsure", n.Value)
	}
	return v
}

// cond reads a condition: a mapping is a clause whose terms must all hold, a list of mappings holds when one of them does.
// A term's value is yes, no, unsure, or a list of those. A list inside the list, as an alias makes one, is spliced in.
func (s *source) cond(dst *flow.Cond) func(*yaml.Node) {
	var read func(n *yaml.Node)
	read = func(n *yaml.Node) {
		n = resolve(n)
		if n.Kind == yaml.SequenceNode {
			s.list(n, read)
			return
		}
		*dst = append(*dst, s.clause(n))
	}
	return read
}

// resolve follows an alias to its anchor.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func (s *source) clause(n *yaml.Node) flow.Clause {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		s.problem(n, "write {fact: yes}, or a list of such", "expected a condition over facts")
		return nil
	}
	var cl flow.Clause
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		t := flow.Term{Fact: k.Value, Pos: s.pos(k)}
		if v.Kind == yaml.SequenceNode {
			for _, c := range v.Content {
				t.Values = append(t.Values, s.value(c))
			}
		} else {
			t.Values = []flow.Value{s.value(v)}
		}
		cl = append(cl, t)
	}
	return cl
}
