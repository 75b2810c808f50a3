package content

import (
	"regexp"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/evidence"
)

type field = map[string]func(*yaml.Node)

func (l *loader) playbook(s *source, root *yaml.Node) {
	pb := l.pb
	s.read(root, "playbook", pb, field{
		"roles": func(n *yaml.Node) {
			s.eachPair(n, "role ids to who that is", "", func(k, v *yaml.Node) {
				pb.Roles = append(pb.Roles, flow.Role{ID: k.Value, Title: s.text(v), Pos: s.pos(k)})
			})
		},
		"facts": func(n *yaml.Node) {
			s.eachPair(n, "fact ids to what they state", "", func(k, v *yaml.Node) { l.stated(s, k, v) })
		},
		"questions": func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.question(s, c) }) },
		"verdicts":  func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.verdict(s, c) }) },
		// A playbook in one file has these here and not beside it.
		"signs":   func(n *yaml.Node) { l.inlineSigns(s, n) },
		"screens": func(n *yaml.Node) { l.inlinePages(s, n, func(p flow.ScreenText) { l.screens = append(l.screens, p) }) },
		"reference": func(n *yaml.Node) {
			l.inlinePages(s, n, func(p flow.ScreenText) { pb.Reference = append(pb.Reference, p) })
		},
		"tests": func(*yaml.Node) { l.tests = true }, // LoadCases reads them.
	})
}

// stated reads a fact that no question asks for: its id, and what yes affirms, or that and what no affirms.
func (l *loader) stated(s *source, id, n *yaml.Node) {
	var info flow.FactInfo
	if n.Kind == yaml.MappingNode {
		s.read(n, "statements", &info, nil)
	} else {
		info.About = s.text(n)
	}
	info.Pos = s.pos(id)
	l.fact(s, id, info)
}

func (l *loader) fact(s *source, n *yaml.Node, info flow.FactInfo) {
	if _, twice := l.pb.Facts[n.Value]; twice {
		s.problem(n, "", "the fact %q is declared twice", n.Value)
	}
	l.pb.Facts[n.Value] = info
}

// expression reads a regular expression.
func (s *source) expression(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		expr := s.text(n)
		if _, err := regexp.Compile(expr); err != nil {
			s.problem(n, "", "%v", err)
			return
		}
		*dst = expr
	}
}

// phrases reads patterns of what people write. Those of a playbook that ships are known to compile.
func (l *loader) phrases(s *source, dst *[]string) func(*yaml.Node) {
	one := func(n *yaml.Node) {
		p := s.text(n)
		if len(p) > maxPattern {
			s.problem(n, "make several patterns of it", "the pattern is longer than %d KiB", maxPattern>>10)
			return
		}
		if !l.own {
			if err := evidence.CheckPhrase(p); err != nil {
				s.problem(n, "", "%v", err)
				return
			}
		}
		*dst = append(*dst, p)
	}
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			one(n)
			return
		}
		s.list(n, one)
	}
}

func (l *loader) question(s *source, n *yaml.Node) {
	var q struct {
		flow.Question
		Fact flow.FactInfo `key:",inline"`
	}
	var reads *yaml.Node
	id := n
	s.read(n, "question", &q, field{
		"id": func(n *yaml.Node) { id, q.ID = n, s.text(n) },
		"retest": func(n *yaml.Node) {
			if q.Fact.WithError = n.Value == "other-error"; q.Fact.WithError {
				q.Fact.Retest = true
				return
			}
			s.flag(&q.Fact.Retest)(n)
		},
		"reads": func(n *yaml.Node) {
			reads = n
			s.read(n, "question.reads", &q.Reads, nil)
		},
		"said": func(n *yaml.Node) {
			s.read(n, "question.said", &q.Said, field{"yes": l.phrases(s, &q.Said.Yes), "no": l.phrases(s, &q.Said.No), "unless": l.phrases(s, &q.Said.Unless)})
			if len(q.Said.Yes)+len(q.Said.No) == 0 {
				s.problem(n, "list patterns under yes or no", "said suggests no answer")
			}
		},
		"odds_if": func(n *yaml.Node) {
			q.OddsIf = make(map[string]flow.Odds)
			s.eachPair(n, "verdict ids to odds", "", func(k, v *yaml.Node) {
				var o flow.Odds
				s.read(v, "odds", &o, nil)
				q.OddsIf[k.Value] = o
			})
		},
	})
	if reads != nil && q.Command == "" {
		s.problem(reads, "", "reads is about the output of a command, and there is none")
	}
	l.fact(s, id, q.Fact)
	l.pb.Questions = append(l.pb.Questions, q.Question)
}

func (s *source) take(dst *flow.TakeOrder) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *dst = flow.TakeOrder(s.text(n)); *dst != flow.InOrder && *dst != flow.OneOf {
			s.problem(n, "", "%q is none of %s, %s", *dst, flow.InOrder, flow.OneOf)
		}
	}
}

func (l *loader) verdict(s *source, n *yaml.Node) {
	var v flow.Verdict
	s.read(n, "verdict", &v, field{
		"fix": s.steps(&v.Remedy),
		"errors": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				var e flow.ErrorRemedy
				s.read(c, "verdict.errors", &e, field{"fix": s.steps(&e.Remedy)})
				if e.Says == "" && len(e.When) == 0 {
					s.problem(c, "write says or when", "the remedy is for no error in particular")
				}
				e.Needs = evidence.Needs(e.Says)
				v.Errors = append(v.Errors, e)
			})
		},
	})
	l.pb.Verdicts = append(l.pb.Verdicts, v)
}

// steps reads what to do: one sentence or a list, each of which can say when it is done already.
func (s *source) steps(r *flow.Remedy) func(*yaml.Node) {
	step := func(n *yaml.Node) {
		var one struct {
			Do   string
			Done flow.Cond
		}
		if n.Kind == yaml.MappingNode {
			s.read(n, "step", &one, nil)
		} else {
			one.Do = s.text(n)
		}
		r.Fix, r.Done = append(r.Fix, one.Do), append(r.Done, one.Done)
	}
	return func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			s.list(n, step)
			return
		}
		step(n)
	}
}

func (s *source) sure(dst *flow.Confidence) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var err error
		if *dst, err = flow.ParseConfidence(n.Value); err != nil {
			s.problem(n, "", "%v", err)
		}
	}
}

// inlinePages reads pages that stand in the playbook's own file: id to Markdown, as a file in the folder would hold it.
func (l *loader) inlinePages(s *source, n *yaml.Node, use func(flow.ScreenText)) {
	s.eachPair(n, "ids to pages in Markdown", "", func(k, v *yaml.Node) {
		p := parsePage(s.text(v))
		p.ID, p.Pos = k.Value, s.pos(k)
		if p.Title == "" {
			s.problem(k, "begin it with a line \"# Title\"", "the page has no title")
		}
		use(p)
	})
}
