package content

import (
	"cmp"
	"errors"
	"maps"
	"slices"

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
	s.read(root, "signs", &struct{}{}, field{"signs": func(n *yaml.Node) { list = n }})
	if list == nil {
		return nil, nil, s.problems
	}
	return readSigns(s, list, facts)
}

// readSigns reads the entries under signs.
func readSigns(s *source, n *yaml.Node, facts func(id string) bool) ([]evidence.Sign, *evidence.Signs, Problems) {
	l := &signLoader{source: s, facts: facts, known: make(map[string]reading)}
	s.list(n, l.entry)
	ready, err := evidence.Compile(l.signs, sharedSet(), evidence.Index{})
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
	known map[string]reading
}

// reading is where a sign was read: its file, and its fields in it.
type reading struct {
	*source
	places map[string]*yaml.Node
}

// entry reads a sign, or one that is shared.
func (l *signLoader) entry(n *yaml.Node) {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == "shared" {
			l.include(n)
			return
		}
	}
	sign, places := l.sign(n)
	l.add(sign, reading{l.source, places}, places["id"])
}

// add takes a sign in, unless there is one of its id, which stands at n.
func (l *signLoader) add(sign evidence.Sign, from reading, n *yaml.Node) {
	if _, twice := l.known[sign.ID]; twice {
		l.problem(n, "", "the id %q is used twice", sign.ID)
		return
	}
	l.known[sign.ID] = from
	l.signs = append(l.signs, sign)
}

// include reads an entry that names a shared sign, and may say what that means in this playbook. What the shared sign says of
// facts that this playbook has not is left out.
func (l *signLoader) include(n *yaml.Node) {
	var here evidence.Sign
	at := n
	meaning := l.meaning(&here)
	meaning["shared"] = func(v *yaml.Node) { here.ID, at = l.text(v), v }
	l.read(n, "include", &here, meaning)
	node, ok := commonSigns().entries[here.ID]
	if !ok {
		l.problem(at, flow.Suggest(here.ID, slices.Sorted(maps.Keys(commonSigns().entries))), "no shared sign is called %q", here.ID)
		return
	}
	there := &signLoader{source: commonSigns().source(), facts: func(string) bool { return true }}
	sign, places := there.sign(node)
	l.problems = append(l.problems, there.problems...)
	sign.Says = slices.DeleteFunc(sign.Says, func(s evidence.SaidFact) bool {
		return !l.facts(s.Fact) || slices.ContainsFunc(here.Says, func(h evidence.SaidFact) bool { return h.Fact == s.Fact })
	})
	sign.Says = append(sign.Says, here.Says...)
	sign.Names, sign.AnsweredBy = cmp.Or(here.Names, sign.Names), cmp.Or(here.AnsweredBy, sign.AnsweredBy)
	sign.Elsewhere = sign.Elsewhere || here.Elsewhere
	if here.Names == "" && sign.Names != "" && !l.facts(sign.Names) {
		l.problem(at, "say which fact of this playbook it names", "the shared sign %q names %q, and no fact is called so", sign.ID, sign.Names)
	}
	l.add(sign, reading{there.source, places}, at)
}

// sign reads a sign, and where its fields stand.
func (l *signLoader) sign(n *yaml.Node) (evidence.Sign, map[string]*yaml.Node) {
	var sign evidence.Sign
	places := map[string]*yaml.Node{"id": n}
	own := l.meaning(&sign)
	own["unless"] = func(v *yaml.Node) {
		unless := func(n *yaml.Node) {
			var m evidence.Match
			note(places, "unless.", n)
			l.read(n, "match", &m, nil)
			sign.Unless = append(sign.Unless, m)
		}
		if v.Kind == yaml.SequenceNode {
			l.list(v, unless)
			return
		}
		unless(v)
	}
	note(places, "", n)
	l.read(n, "sign", &sign, own)
	return sign, places
}

// meaning returns the readers of what a sign means to a playbook.
func (l *signLoader) meaning(sign *evidence.Sign) field {
	return field{
		"names": func(v *yaml.Node) {
			sign.Names = l.text(v)
			l.fact(v, sign.Names)
		},
		"says": func(v *yaml.Node) {
			l.eachPair(v, keysToValues, "", func(k, v *yaml.Node) {
				l.fact(k, k.Value)
				sign.Says = append(sign.Says, evidence.SaidFact{Fact: k.Value, Value: l.value(v)})
			})
		},
	}
}

// note notes where each key of a mapping stands, and each value, because of several exceptions the values tell them apart.
func note(places map[string]*yaml.Node, prefix string, n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := prefix+n.Content[i].Value, resolve(n.Content[i+1])
		if places[key] = v; key == "unless" {
			continue // Its own keys are noted with each exception.
		}
		if v.Kind == yaml.ScalarNode {
			places[key+"="+v.Value] = v
		}
		for _, c := range v.Content {
			places[key+"="+c.Value] = c
		}
	}
}

// fact checks that the playbook has the fact.
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
		at := l.known[f.Sign]
		n := cmp.Or(at.places[f.Field+"="+f.Value], at.places[f.Field], at.places["id"])
		before := len(at.problems)
		switch {
		case f.Field != "id":
			at.problem(n, "", "%s: %v", f.Field, f.Err)
		case f.Sign != "": // A sign without an id was reported where it was read.
			at.problem(n, "", "%v", f.Err)
		}
		if at.source != l.source {
			l.problems = append(l.problems, at.problems[before:]...)
		}
	}
}
