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
	s.fields(root, field{
		"id":          s.into(&pb.ID),
		"title":       s.into(&pb.Title),
		"subject":     s.into(&pb.Subject),
		"about":       s.into(&pb.About),
		"checked":     s.into(&pb.Checked),
		"opens_on":    func(n *yaml.Node) { pb.Opens = s.opening(n) },
		"unexplained": s.into(&pb.Unexplained),
		"sections":    s.texts(&pb.Sections),
		"roles":       func(n *yaml.Node) { l.roles(s, n) },
		"facts":       func(n *yaml.Node) { l.facts(s, n) },
		"questions":   func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.question(s, c) }) },
		"choices":     func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.choice(s, c) }) },
		"verdicts":    func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.verdict(s, c) }) },
		"rules":       func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.rule(s, c) }) },
		// A playbook in one file has these here and not beside it.
		"signs":      func(n *yaml.Node) { l.inlineSigns(s, n) },
		"tables":     func(n *yaml.Node) { l.tableList(s, n) },
		"screens":    func(n *yaml.Node) { l.inlinePages(s, n, func(p flow.Page) { l.screens = append(l.screens, p) }) },
		"reference":  func(n *yaml.Node) { l.inlinePages(s, n, func(p flow.Page) { pb.Reference = append(pb.Reference, p) }) },
		"escalation": s.into(&pb.Escalation),
		"tests":      func(*yaml.Node) { l.tests = true }, // LoadCases reads them.
	}, "id", "title", "checked", "questions", "verdicts", "rules")
}

// opening reads which texts are the playbook's own.
func (s *source) opening(n *yaml.Node) flow.Opening {
	o := flow.Opening{Pos: s.pos(n)}
	s.fields(n, field{"words": s.texts(&o.Words), "when": s.cond(&o.When), "unless": s.cond(&o.Unless), "over": s.texts(&o.Over)}, "when")
	return o
}

// roles reads who can be asked: id to title.
func (l *loader) roles(s *source, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		s.problem(n, "", "expected a mapping of role ids to who that is")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		l.pb.Roles = append(l.pb.Roles, flow.Role{ID: k.Value, Title: s.text(v), Pos: s.pos(k)})
	}
}

// facts reads the facts that no question asks for: id to what yes affirms, or to that and what no affirms.
func (l *loader) facts(s *source, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		s.problem(n, "", "expected a mapping of fact ids to what they state")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		info := flow.FactInfo{Pos: s.pos(k)}
		if v.Kind == yaml.MappingNode {
			s.fields(v, field{"about": s.into(&info.About), "about_no": s.into(&info.AboutNo)}, "about")
		} else {
			info.About = s.text(v)
		}
		l.fact(s, k, info)
	}
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
	q := flow.Question{Pos: s.pos(n)}
	info := flow.FactInfo{Pos: s.pos(n)}
	var reads *yaml.Node
	id := n
	s.fields(n, field{
		"id":       func(n *yaml.Node) { id, q.ID = n, s.text(n) },
		"about":    s.into(&info.About),
		"about_no": s.into(&info.AboutNo),
		"retest": func(n *yaml.Node) {
			if info.WithError = n.Value == "other-error"; info.WithError {
				info.Retest = true
				return
			}
			s.flag(&info.Retest)(n)
		},
		"when":    s.cond(&q.When),
		"unless":  s.cond(&q.Unless),
		"decides": s.texts(&q.Decides),
		"anew":    s.texts(&q.Anew),
		"ask":     s.into(&q.Ask),
		"say":     s.into(&q.Say),
		"why":     s.into(&q.Why),
		"clue": func(n *yaml.Node) {
			s.fields(n, field{"note": s.into(&q.Clue.Note), "says": s.expression(&q.Clue.Says), "text": s.into(&q.Clue.Text)}, "note", "says", "text")
		},
		"how":     s.texts(&q.How),
		"link":    s.into(&q.Link),
		"command": s.into(&q.Command),
		"reads": func(n *yaml.Node) {
			reads = n
			s.fields(n, field{"yes": s.expression(&q.Reads.Yes), "no": s.expression(&q.Reads.No)})
		},
		"said": func(n *yaml.Node) {
			s.fields(n, field{"yes": l.phrases(s, &q.Said.Yes), "no": l.phrases(s, &q.Said.No), "unless": l.phrases(s, &q.Said.Unless)})
			if len(q.Said.Yes)+len(q.Said.No) == 0 {
				s.problem(n, "list patterns under yes or no", "said suggests no answer")
			}
		},
		"yes":    s.into(&q.Yes),
		"no":     s.into(&q.No),
		"unsure": s.into(&q.Unsure),
		"usual":  func(n *yaml.Node) { q.Usual = s.value(n) },
		"role":   s.into(&q.Role),
		"effort": func(n *yaml.Node) {
			s.fields(n, field{
				"minutes":   s.amount(&q.Effort.Minutes),
				"money":     s.amount(&q.Effort.Money),
				"annoyance": s.amount(&q.Effort.Annoyance),
			})
		},
		"odds": s.odds(&q.Odds),
		"odds_if": func(n *yaml.Node) {
			if n.Kind != yaml.MappingNode {
				s.problem(n, "", "expected a mapping of verdict ids to odds")
				return
			}
			q.OddsIf = make(map[string]flow.Odds)
			for i := 0; i+1 < len(n.Content); i += 2 {
				var o flow.Odds
				s.odds(&o)(resolve(n.Content[i+1]))
				q.OddsIf[n.Content[i].Value] = o
			}
		},
	}, "id", "about", "ask", "say", "why", "how", "yes", "no", "unsure")
	if reads != nil && q.Command == "" {
		s.problem(reads, "", "reads is about the output of a command, and there is none")
	}
	l.fact(s, id, info)
	l.pb.Questions = append(l.pb.Questions, q)
}

func (s *source) odds(dst *flow.Odds) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, field{"yes": s.amount(&dst.Yes), "no": s.amount(&dst.No), "unsure": s.amount(&dst.Unsure)})
	}
}

func (l *loader) choice(s *source, n *yaml.Node) {
	c := flow.Choice{Pos: s.pos(n)}
	s.fields(n, field{
		"id":     s.into(&c.ID),
		"about":  s.into(&c.About),
		"ask":    s.into(&c.Ask),
		"say":    s.into(&c.Say),
		"why":    s.into(&c.Why),
		"how":    s.texts(&c.How),
		"unsure": s.into(&c.Unsure),
		"options": func(n *yaml.Node) {
			s.list(n, func(n *yaml.Node) {
				o := flow.Option{Pos: s.pos(n)}
				s.fields(n, field{
					"id":     s.into(&o.ID),
					"title":  s.into(&o.Title),
					"detail": s.into(&o.Detail),
					"says":   s.said(&o.Facts),
					"rest":   s.flag(&o.Rest),
				}, "id", "title", "says")
				c.Options = append(c.Options, o)
			})
		},
		"left": func(n *yaml.Node) {
			s.list(n, func(n *yaml.Node) {
				o := flow.Narrowed{Pos: s.pos(n)}
				s.fields(n, field{"options": s.texts(&o.Options), "ask": s.into(&o.Ask), "say": s.into(&o.Say), "how": s.texts(&o.How)}, "options")
				c.Left = append(c.Left, o)
			})
		},
	}, "id", "about", "ask", "say", "why", "unsure", "options")
	l.pb.Choices = append(l.pb.Choices, c)
}

func (s *source) take(dst *flow.Take) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *dst = flow.Take(s.text(n)); *dst != flow.InOrder && *dst != flow.OneOf {
			s.problem(n, "", "%q is none of %s, %s", *dst, flow.InOrder, flow.OneOf)
		}
	}
}

func (l *loader) verdict(s *source, n *yaml.Node) {
	v := flow.Verdict{Pos: s.pos(n)}
	s.fields(n, field{
		"id":     s.into(&v.ID),
		"number": s.number(&v.Number),
		"title":  s.into(&v.Title),
		"short":  s.into(&v.Short),
		"name":   s.into(&v.Name),
		"fix":    s.steps(&v.Remedy),
		"take":   s.take(&v.Remedy.Take),
		"who":    s.into(&v.Remedy.Who),
		"send":   s.into(&v.Remedy.Send),
		"check":  s.into(&v.Remedy.Check),
		"errors": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				e := flow.ErrorRemedy{Pos: s.pos(c)}
				s.fields(c, field{
					"says": s.expression(&e.Says), "when": s.cond(&e.When), "title": s.into(&e.Title), "name": s.into(&e.Name), "fix": s.steps(&e.Remedy), "take": s.take(&e.Take), "who": s.into(&e.Who), "send": s.into(&e.Send), "check": s.into(&e.Check),
				}, "fix")
				if e.Says == "" && len(e.When) == 0 {
					s.problem(c, "write says or when", "the remedy is for no error in particular")
				}
				e.Needs = evidence.Needs(e.Says)
				v.Errors = append(v.Errors, e)
			})
		},
		"always":     s.flag(&v.Always),
		"precedence": s.number(&v.Precedence),
		"elsewhere":  s.flag(&v.Elsewhere),
		"switch_to":  s.into(&v.SwitchTo),
		"prior":      s.amount(&v.Prior),
		"leaves":     s.texts(&v.Leaves),
	}, "id", "title", "fix", "precedence")
	l.pb.Verdicts = append(l.pb.Verdicts, v)
}

// steps reads what to do: one sentence or a list, each of which can say when it is done already.
func (s *source) steps(r *flow.Remedy) func(*yaml.Node) {
	step := func(n *yaml.Node) {
		var do string
		var done flow.Cond
		if n.Kind == yaml.MappingNode {
			s.fields(n, field{"do": s.into(&do), "done": s.cond(&done)}, "do", "done")
		} else {
			do = s.text(n)
		}
		r.Fix, r.Done = append(r.Fix, do), append(r.Done, done)
	}
	return func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			s.list(n, step)
			return
		}
		step(n)
	}
}

func (l *loader) rule(s *source, n *yaml.Node) {
	r := flow.Rule{Pos: s.pos(n)}
	s.fields(n, field{
		"when":      s.cond(&r.When),
		"unless":    s.cond(&r.Unless),
		"proves":    s.texts(&r.Proves),
		"suggests":  s.texts(&r.Suggests),
		"raises":    s.texts(&r.Raises),
		"rules_out": s.texts(&r.RulesOut),
		"because":   s.into(&r.Because),
		"sure": func(n *yaml.Node) {
			c, err := flow.ParseConfidence(n.Value)
			if err != nil {
				s.problem(n, "", "%v", err)
			}
			r.Sure = c
		},
	}, "when", "because", "sure")
	l.pb.Rules = append(l.pb.Rules, r)
}

func (l *loader) tables(s *source, root *yaml.Node) {
	s.fields(root, field{"tables": func(n *yaml.Node) { l.tableList(s, n) }}, "tables")
}

func (l *loader) tableList(s *source, n *yaml.Node) {
	s.list(n, func(c *yaml.Node) {
		var t flow.Table
		s.fields(c, field{
			"id":    s.into(&t.ID),
			"title": s.into(&t.Title),
			"rows":  func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { t.Rows = append(t.Rows, s.row(c)) }) },
		}, "id", "title", "rows")
		l.pb.Tables = append(l.pb.Tables, t)
	})
}

// inlinePages reads pages that stand in the playbook's own file: id to Markdown, as a file in the folder would hold it.
func (l *loader) inlinePages(s *source, n *yaml.Node, use func(flow.Page)) {
	if n.Kind != yaml.MappingNode {
		s.problem(n, "", "expected a mapping of ids to pages in Markdown")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], resolve(n.Content[i+1])
		p := parsePage(s.text(v))
		p.ID, p.Pos = k.Value, s.pos(k)
		if p.Title == "" {
			s.problem(k, "begin it with a line \"# Title\"", "the page has no title")
		}
		use(p)
	}
}

func (s *source) row(n *yaml.Node) flow.Row {
	r := flow.Row{Pos: s.pos(n)}
	s.fields(n, field{
		"item":    s.into(&r.Item),
		"claim":   s.into(&r.Claim),
		"finding": s.into(&r.Finding),
		"judged":  s.into(&r.Judged),
		"source":  s.into(&r.Source),
		"checked": s.into(&r.Checked),
	}, "item", "claim", "finding", "judged", "source", "checked")
	return r
}
