package content

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/casetest"
)

// LoadCases reads the tests of a playbook: the list under tests: in its own file, and those in tests/*.yaml of its folder. The
// error is of type Problems when they can be read but not used, and then lists every problem.
func LoadCases(fsys fs.FS, dir string, b *Book) ([]casetest.Case, error) {
	l := &caseLoader{book: b, names: make(map[string]flow.Pos)}
	l.loader = &loader{fsys: fsys, dir: dir, file: b.file, hash: sha256.New()}
	if b.tests {
		if err := l.yaml(b.file, l.inline); err != nil {
			return nil, err
		}
	}
	for _, name := range l.loader.names("tests", ".yaml") {
		if l.alone() {
			break
		}
		if err := l.yaml(path.Join("tests", name), func(s *source, n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.one(s, c) }) }); err != nil {
			return nil, err
		}
	}
	if len(l.problems) > 0 {
		return nil, l.problems
	}
	return l.cases, nil
}

// LoadCasesPath reads the tests of a playbook that LoadPath read from disk.
func LoadCasesPath(name string, b *Book) ([]casetest.Case, error) {
	root, _, err := openRoot(name)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return LoadCases(root.FS(), ".", b)
}

type caseLoader struct {
	*loader
	book  *Book
	cases []casetest.Case
	names map[string]flow.Pos
}

// inline finds the list under tests: in a playbook's own file.
func (l *caseLoader) inline(s *source, root *yaml.Node) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "tests" {
			s.list(resolve(root.Content[i+1]), func(c *yaml.Node) { l.one(s, c) })
		}
	}
}

// one reads a case and checks that everything it names is there.
func (l *caseLoader) one(s *source, n *yaml.Node) {
	c := casetest.Case{Known: make(map[string]flow.Value), Answers: make(map[string]flow.Value), Facts: make(map[string]flow.Value), Notes: make(map[string]string)}
	var ends []*yaml.Node
	s.read(n, "case", &c, field{
		"name": func(n *yaml.Node) { c.Name = l.name(s, n) },
		"text": func(n *yaml.Node) {
			if s.text(n) != "" {
				c.Text = s.rawText(n) // White space counts in what is pasted, and so do escapes.
			}
		},
		"example": func(n *yaml.Node) { c.Text = l.example(s, n) },
		"known":   func(n *yaml.Node) { l.values(s, n, c.Known, l.known(), "fact") },
		"answers": func(n *yaml.Node) { l.values(s, n, c.Answers, l.questions(), "question") },
		"facts":   func(n *yaml.Node) { l.values(s, n, c.Facts, slices.Sorted(maps.Keys(l.book.Facts)), "fact") },
		"notes": func(n *yaml.Node) {
			s.eachPair(n, "a note's name to its text", "write {request_id: req_1}", func(k, v *yaml.Node) { c.Notes[k.Value] = s.text(v) })
		},
		"want": func(n *yaml.Node) {
			c.Want, ends = l.id(s, n, l.verdicts(), "verdict"), append(ends, n)
		},
		"asks": func(n *yaml.Node) {
			c.Asks, ends = l.id(s, n, l.questions(), "question"), append(ends, n)
		},
		"open": func(n *yaml.Node) {
			ends = append(ends, n)
			s.flag(&c.Open)(n)
		},
		"sure": func(n *yaml.Node) {
			var err error
			if c.Sure, err = flow.ParseConfidence(n.Value); err != nil {
				s.problem(n, "there are weak, strong, certain", "%q is no confidence", n.Value)
			}
		},
	})
	if len(ends) > 1 {
		s.problem(ends[1], "keep the one that has to be so", "a case ends in one way: at a verdict (want), a question (asks), or neither (open)")
	}
	if c.Text == "" && (len(c.Facts) > 0 || len(c.Notes) > 0) {
		s.problem(n, "give a text or an example", "without a text nothing is read")
	}
	l.cases = append(l.cases, c)
}

func (l *caseLoader) name(s *source, n *yaml.Node) string {
	name := s.text(n)
	if first, twice := l.names[name]; twice && name != "" {
		s.problem(n, "a name of its own tells which case failed", "the name %q is used in %s:%d, too", name, first.File, first.Line)
	}
	l.names[name] = s.pos(n)
	return name
}

// example returns the text of an example that the playbook has.
func (l *caseLoader) example(s *source, n *yaml.Node) string {
	var ids []string
	for _, e := range l.book.Examples {
		if e.ID == n.Value {
			return e.Text
		}
		ids = append(ids, e.ID)
	}
	s.problem(n, flow.Suggest(n.Value, ids), "there is no example %q", n.Value)
	return ""
}

func (l *caseLoader) id(s *source, n *yaml.Node, known []string, what string) string {
	if !slices.Contains(known, n.Value) {
		s.problem(n, flow.Suggest(n.Value, known), "there is no %s %q", what, n.Value)
	}
	return n.Value
}

func (l *caseLoader) values(s *source, n *yaml.Node, into map[string]flow.Value, known []string, what string) {
	s.eachPair(n, "ids to yes, no or unsure", "write {id: yes}", func(k, v *yaml.Node) { into[l.id(s, k, known, what)] = s.value(v) })
}

// known returns what can be known before anything is asked: any fact, and that a fix helped or did not.
func (l *caseLoader) known() []string {
	ids := slices.Sorted(maps.Keys(l.book.Facts))
	for _, v := range l.verdicts() {
		ids = append(ids, flow.FixedFact(v))
	}
	return ids
}

func (l *caseLoader) questions() []string {
	ids := make([]string, len(l.book.Questions))
	for i, q := range l.book.Questions {
		ids[i] = q.ID
	}
	return ids
}

func (l *caseLoader) verdicts() []string {
	ids := make([]string, len(l.book.Verdicts))
	for i, v := range l.book.Verdicts {
		ids[i] = v.ID
	}
	return ids
}

// Test runs the cases whose name the expression matches, and tells what they cover if that is asked for.
func (b *Book) Test(cases []casetest.Case, only *regexp.Regexp, cover bool) (results []casetest.CaseResult, items []casetest.Coverable) {
	for _, one := range cases {
		if only.MatchString(one.Name) {
			results = append(results, casetest.Run(b.Playbook, b.Read, one))
		}
	}
	if !cover {
		return results, nil
	}
	signs := make(map[string]flow.Pos)
	for _, s := range b.Signs() {
		signs[s.ID] = s.Pos
	}
	items = casetest.Cover(b.Playbook, signs, results)
	if slices.ContainsFunc(items, func(it casetest.Coverable) bool { return it.Covered == 0 }) {
		never := b.never()
		for i, it := range items {
			if it.Covered == 0 {
				items[i].Never = never[it.Pos]
			}
		}
	}
	return results, items
}
