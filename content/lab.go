package content

import (
	"cmp"
	"io/fs"
	"net/netip"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/local"
	"why403/flow/scenario"
)

// Scenarios returns the scenarios of the default playbook, in the order of the verdicts they lead to. It loads them once; the error is
// of type Problems when the files can be read but not used.
func Scenarios() ([]scenario.Scenario, error) { return loadScenarios() }

var loadScenarios = sync.OnceValues(func() ([]scenario.Scenario, error) {
	b, err := Default()
	if err != nil {
		return nil, err
	}
	return readScenarios(embedded(), path.Join("playbooks", b.ID), b)
})

// Scenarios returns those of the playbook that was named, or of the default one, and the playbook. There may be none.
func (l *Library) Scenarios() ([]scenario.Scenario, *Book, error) {
	b, err := l.Usual()
	if err != nil {
		return nil, nil, err
	}
	if b.own {
		files, err := ShippedFiles(b.ID)
		if err != nil {
			return nil, nil, err
		}
		all, err := readScenarios(files, ".", b)
		return all, b, err
	}
	at, err := l.Path(l.Name)
	if err != nil {
		return nil, nil, err
	}
	all, err := LoadScenariosPath(at, b)
	return all, b, err
}

// LoadScenariosPath reads the scenarios of a playbook that LoadPath read from disk.
func LoadScenariosPath(name string, b *Book) ([]scenario.Scenario, error) {
	root, file, err := openRoot(name)
	if err != nil || file != "playbook.yaml" {
		return nil, err
	}
	defer root.Close()
	return readScenarios(root.FS(), ".", b)
}

// readScenarios reads lab/world.yaml and the scenarios in lab/*.yaml beside it, for the book of the same folder.
func readScenarios(fsys fs.FS, dir string, b *Book) ([]scenario.Scenario, error) {
	l := &labLoader{book: b, world: &scenario.World{Request: b.Request}}
	names, err := fs.Glob(fsys, path.Join(dir, "lab", "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, world := range []bool{true, false} { // The world first: the scenarios refer to it.
		for _, name := range names {
			if (path.Base(name) == "world.yaml") != world {
				continue
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			s, root := parse(path.Join("lab", path.Base(name)), data)
			switch {
			case root == nil:
			case world:
				l.readWorld(s, root)
			default:
				s.read(root, "scenarios", &struct{}{}, field{"scenarios": func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.scenario(s, c) }) }})
			}
			l.problems = append(l.problems, s.problems...)
		}
	}
	if len(l.problems) > 0 {
		return nil, l.problems
	}
	rank := make(map[string]int)
	for i, v := range b.Verdicts {
		rank[v.ID] = i
	}
	slices.SortStableFunc(l.scenarios, func(a, b scenario.Scenario) int { return rank[a.Verdict] - rank[b.Verdict] })
	return l.scenarios, nil
}

type labLoader struct {
	book      *Book
	world     *scenario.World
	scenarios []scenario.Scenario
	problems  Problems
}

func (l *labLoader) readWorld(s *source, root *yaml.Node) {
	w := l.world
	s.read(root, "world", w, field{
		"keys": each(s, &w.Keys, func(n *yaml.Node, k *scenario.Key) {
			s.read(n, "world.keys", k, nil)
			if k.Key != "" && !strings.Contains(k.Key, "FAKE") {
				s.problem(n, "write FAKE into it", "the key does not say that it is made up")
			}
		}),
		"betas": each(s, &w.Betas, func(n *yaml.Node, b *scenario.KnownBeta) {
			if n.Kind == yaml.ScalarNode {
				b.Value = s.text(n)
				return
			}
			s.read(n, "world.betas", b, nil)
		}),
		"refusals": each(s, &w.Refusals, func(n *yaml.Node, r *scenario.Refusal) {
			s.read(n, "world.refusals", r, nil)
			if r.Message == "" && r.Body == "" && r.Headers == nil {
				s.problem(n, "give it a type and a message, or a body", "the refusal says nothing")
			}
		}),
		"answers": each(s, &w.Answers, func(n *yaml.Node, a *scenario.Served) {
			s.read(n, "world.answers", a, nil)
			if _, err := path.Match(a.Path, "/"); err != nil {
				s.problem(n, "* stands for a part of it, such as /repos/*/*", "%q is no path", a.Path)
			}
		}),
	})
}

func (l *labLoader) scenario(s *source, n *yaml.Node) {
	sc := scenario.Scenario{World: l.world}
	s.read(n, "scenario", &sc, field{
		"verdict": l.known(s, "verdict", l.verdicts(), &sc.Verdict),
		"also": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				var v string
				l.known(s, "verdict", l.verdicts(), &v)(c)
				sc.Also = append(sc.Also, v)
			})
		},
		"call":  func(n *yaml.Node) { sc.Call = l.call(s, n) },
		"fixed": func(n *yaml.Node) { c := l.call(s, n); sc.Fixed = &c },
		"have": func(n *yaml.Node) {
			s.read(n, "scenario.have", &sc.Have, field{"other": l.known(s, "key", l.keyNames(), &sc.Have.Other)})
		},
		"answers": func(n *yaml.Node) { sc.Answers = l.answers(s, n) },
		"refuse":  func(n *yaml.Node) { sc.Refuse = l.refuse(s, n) },
	})
	sc.Country = cmp.Or(sc.Country, "DE")
	if sc.Colo == "" {
		sc.Colo = "FRA"
	}
	for name := range sc.Machine {
		if !slices.ContainsFunc(Doctor().Variables, func(v local.Variable) bool { return v.Name == name }) {
			s.problem(n, "shared/doctor.yaml lists them", "a look does not know the variable %q", name)
		}
	}
	for _, a := range sc.Addresses {
		if _, err := netip.ParseAddr(a); err != nil {
			s.problem(n, "", "%q is no address", a)
		}
	}
	if (sc.Text == "") == (sc.Call.Path == "") {
		s.problem(n, "", "a scenario has either a call or a text")
	}
	for _, o := range l.scenarios {
		if o.ID == sc.ID {
			s.problem(n, "", "the scenario %q is there twice", sc.ID)
		}
	}
	l.scenarios = append(l.scenarios, sc)
}

func (l *labLoader) call(s *source, n *yaml.Node) scenario.Call {
	c := scenario.Call{Key: "main"}
	if len(l.world.Answers) == 0 && len(l.book.Request.Messages) > 0 { // A world of which the lab knows the endpoints.
		c.Method, c.Path = "POST", l.book.Request.Messages[0]
	}
	s.read(n, "call", &c, field{"key": l.known(s, "key", l.keyNames(), &c.Key)})
	if c.Method == "" && c.Body != "" {
		c.Method = "POST"
	}
	c.Method = cmp.Or(c.Method, "GET")
	return c
}

func (l *labLoader) answers(s *source, n *yaml.Node) map[string]flow.Value {
	var said []flow.Said
	s.said(&said)(n)
	out := make(map[string]flow.Value)
	for _, a := range said {
		if l.book.Question(a.Fact) == nil {
			s.at(a.Pos, "there is no question \""+a.Fact+"\"", flow.Suggest(a.Fact, l.book.QuestionIDs()))
		}
		out[a.Fact] = a.Value
	}
	return out
}

func (l *labLoader) refuse(s *source, n *yaml.Node) map[scenario.RefusalRule]string {
	var pairs map[string]string
	s.pairs(&pairs)(n)
	out := make(map[scenario.RefusalRule]string)
	for rule, id := range pairs {
		if !slices.Contains(scenario.Rules(), scenario.RefusalRule(rule)) {
			var names []string
			for _, r := range scenario.Rules() {
				names = append(names, string(r))
			}
			s.problem(n, flow.Suggest(rule, names), "there is no rule %q", rule)
		}
		if l.world.Refusal(id) == nil {
			s.problem(n, flow.Suggest(id, l.refusals()), "there is no refusal %q", id)
		}
		out[scenario.RefusalRule(rule)] = id
	}
	return out
}

// known reads one of the names.
func (l *labLoader) known(s *source, what string, names []string, dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*dst = s.text(n)
		if !slices.Contains(names, *dst) {
			s.problem(n, flow.Suggest(*dst, names), "there is no %s %q", what, *dst)
		}
	}
}

func (l *labLoader) verdicts() []string {
	var ids []string
	for _, v := range l.book.Verdicts {
		ids = append(ids, v.ID)
	}
	return ids
}

func (l *labLoader) keyNames() []string {
	var names []string
	for _, k := range l.world.Keys {
		names = append(names, k.Name)
	}
	return names
}

func (l *labLoader) refusals() []string {
	var ids []string
	for _, r := range l.world.Refusals {
		ids = append(ids, r.ID)
	}
	return ids
}

// each reads a list into dst.
func each[T any](s *source, dst *[]T, read func(*yaml.Node, *T)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.list(n, func(c *yaml.Node) {
			var v T
			read(c, &v)
			*dst = append(*dst, v)
		})
	}
}

// pairs reads a mapping of names to texts.
func (s *source) pairs(dst *map[string]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		texts := make(map[string]string)
		if s.eachPair(n, "names to texts", "write {name: text}", func(k, v *yaml.Node) { texts[k.Value] = s.text(v) }) {
			*dst = texts
		}
	}
}

// day reads a day, YYYY-MM-DD, in UTC.
func (s *source) day(dst *time.Time) func(*yaml.Node) {
	return func(n *yaml.Node) {
		t, err := time.Parse(time.DateOnly, n.Value)
		if err != nil {
			s.problem(n, "write it like 2026-11-23", "%q is not a day", n.Value)
			return
		}
		*dst = t
	}
}
