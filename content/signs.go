package content

import (
	"errors"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/evidence"
)

// loadSigns reads signs.yaml, as written and ready for use, and reports everything wrong with it: keys that do not exist,
// patterns that do not compile, and facts that the playbook does not know, which facts tells.
func loadSigns(file string, data []byte, facts func(id string) bool) ([]evidence.Sign, *evidence.Signs, Problems) {
	s, root := parse(file, data)
	if root == nil {
		return nil, nil, s.problems
	}
	var list *yaml.Node
	s.fields(root, field{"signs": func(n *yaml.Node) { list = n }}, "signs")
	if list == nil {
		return nil, nil, s.problems
	}
	return readSigns(s, list, facts)
}

// readSigns reads the entries under signs.
func readSigns(s *source, n *yaml.Node, facts func(id string) bool) ([]evidence.Sign, *evidence.Signs, Problems) {
	l := &signLoader{source: s, facts: facts, nodes: make(map[string]map[string]*yaml.Node)}
	s.list(n, l.sign)
	ready, err := compileSigns(l.signs)
	l.compiled(err)
	if len(s.problems) > 0 {
		return nil, nil, s.problems
	}
	return l.signs, ready, nil
}

// signLoader remembers where each field of each sign stands, for the mistakes that only compiling shows.
type signLoader struct {
	*source
	facts func(id string) bool
	signs []evidence.Sign
	nodes map[string]map[string]*yaml.Node
}

func (l *signLoader) sign(n *yaml.Node) {
	sign := evidence.Sign{Pos: l.pos(n)}
	places := map[string]*yaml.Node{"id": n}
	known := l.match("", &sign.When, places)
	known["id"] = func(v *yaml.Node) {
		sign.ID = l.text(v)
		places["id"] = v
	}
	known["unless"] = func(v *yaml.Node) {
		places["unless"] = v
		if v.Kind == yaml.SequenceNode {
			l.list(v, func(c *yaml.Node) { l.unless(&sign, c, places) })
			return
		}
		l.unless(&sign, v, places)
	}
	known["names"] = func(v *yaml.Node) {
		sign.Names = l.text(v)
		l.fact(v, sign.Names)
	}
	known["says"] = func(v *yaml.Node) {
		l.pairs(v, func(k, v *yaml.Node) {
			l.fact(k, k.Value)
			sign.Says = append(sign.Says, evidence.Said{Fact: k.Value, Value: l.value(v)})
		})
	}
	known["notes"] = func(v *yaml.Node) {
		l.pairs(v, func(k, v *yaml.Node) {
			sign.Notes = append(sign.Notes, evidence.Noted{Name: k.Value, Text: l.text(v)})
		})
	}
	known["answered_by"] = l.into(&sign.AnsweredBy)
	known["source"] = l.into(&sign.Source)
	known["made-up"] = l.flag(&sign.MadeUp)
	known["last"] = l.flag(&sign.Last)
	known["elsewhere"] = l.flag(&sign.Elsewhere)
	known["anywhere"] = func(v *yaml.Node) {
		places["anywhere"] = v
		l.flag(&sign.Anywhere)(v)
	}
	l.fields(n, known, "id")
	if _, twice := l.nodes[sign.ID]; twice {
		l.problem(places["id"], "", "the id %q is used twice", sign.ID)
		return
	}
	l.nodes[sign.ID] = places
	l.signs = append(l.signs, sign)
}

func (l *signLoader) unless(sign *evidence.Sign, n *yaml.Node, places map[string]*yaml.Node) {
	var m evidence.Match
	l.fields(n, l.match("unless.", &m, places))
	sign.Unless = append(sign.Unless, m)
}

// pattern reads a pattern.
func (l *signLoader) pattern(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*dst = l.text(n)
		if len(*dst) > maxPattern {
			l.problem(n, "make several signs of it", "the pattern is longer than %d KiB", maxPattern>>10)
			*dst = ""
		}
	}
}

// match returns the readers of the conditions; they note in places where each of them stands.
func (l *signLoader) match(prefix string, m *evidence.Match, places map[string]*yaml.Node) map[string]func(*yaml.Node) {
	known := map[string]func(*yaml.Node){
		"code":       l.texts(&m.Codes),
		"type":       l.texts(&m.Types),
		"status":     l.texts(&m.Status),
		"body":       l.texts(&m.Body),
		"party":      l.texts(&m.Party),
		"host":       l.pattern(&m.Host),
		"url":        l.pattern(&m.URL),
		"request_id": l.pattern(&m.RequestID),
		"message":    l.pattern(&m.Message),
		"text":       l.pattern(&m.Text),
		"header": func(n *yaml.Node) {
			l.pairs(n, func(k, v *yaml.Node) {
				h := evidence.Header{Name: k.Value}
				l.pattern(&h.Pattern)(v)
				m.Headers = append(m.Headers, h)
			})
		},
	}
	for key, read := range known {
		known[key] = func(n *yaml.Node) {
			// Of several exceptions the values tell them apart.
			places[prefix+key] = n
			if n.Kind == yaml.ScalarNode {
				places[prefix+key+"="+n.Value] = n
			}
			for _, c := range n.Content {
				places[prefix+key+"="+c.Value] = c
			}
			read(n)
		}
	}
	return known
}

// pairs reads a mapping whose keys are free.
func (l *signLoader) pairs(n *yaml.Node, each func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		l.problem(n, "", "expected a mapping of keys to values")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		each(n.Content[i], n.Content[i+1])
	}
}

func (l *signLoader) fact(n *yaml.Node, id string) {
	if !l.facts(id) {
		l.problem(n, "declare it under facts: in playbook.yaml, or ask for it in a question", "no fact is called %q", id)
	}
}

// compiled reports what compiling found, each at its place.
func (l *signLoader) compiled(err error) {
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		return
	}
	for _, e := range joined.Unwrap() {
		var f *evidence.FieldError
		if !errors.As(e, &f) {
			l.at(flow.Pos{File: l.file, Line: 1, Col: 1}, e.Error(), "")
			continue
		}
		places := l.nodes[f.Sign]
		n := places[f.Field+"="+f.Value]
		if n == nil {
			n = places[f.Field]
		}
		if n == nil {
			n = places["id"]
		}
		switch {
		case f.Field != "id":
			l.problem(n, "", "%s: %v", f.Field, f.Err)
		case f.Sign != "": // A sign without an id was reported where it was read.
			l.problem(n, "", "%v", f.Err)
		}
	}
}
