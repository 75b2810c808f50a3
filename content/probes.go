package content

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

func (l *loader) probes(s *source, root *yaml.Node) {
	s.fields(root, field{
		"commands": l.namedLanguages(s),
		"probes":   func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { l.pb.Probes = append(l.pb.Probes, s.probe(c)) }) },
	}, "probes")
}

func (s *source) probe(n *yaml.Node) flow.Probe {
	p := flow.Probe{Pos: s.pos(n), Credential: flow.FailingKey}
	s.fields(n, field{
		"id":       s.into(&p.ID),
		"title":    s.into(&p.Title),
		"why":      s.into(&p.Why),
		"measures": s.into((*string)(&p.Measures)),
		"at":       s.into(&p.At),
		"method":   s.into(&p.Method),
		"path": func(n *yaml.Node) {
			if p.Path = s.text(n); p.Path != "" && p.Path[0] != '/' && p.Path[0] != '{' {
				s.problem(n, "it begins with a slash, such as /v1/models", "%q is no path: what stands there would go on with the name of the host", p.Path)
				p.Path = "/"
			}
		},
		"beta":       s.into(&p.Beta),
		"body":       s.into(&p.Body),
		"credential": func(n *yaml.Node) { p.Credential = flow.Credential(s.text(n)) },
		"route":      func(n *yaml.Node) { p.Route = flow.Route(s.text(n)) },
		"needs":      s.texts(&p.Needs),
		"after":      s.texts(&p.After),
		"tokens":     s.number(&p.Cost.Tokens),
		"money":      s.into(&p.Cost.Money),
		"deadline":   s.duration(&p.Deadline),
		"replies":    func(n *yaml.Node) { s.list(n, func(c *yaml.Node) { p.Replies = append(p.Replies, s.reply(c)) }) },
		"differs":    func(n *yaml.Node) { p.Differs = s.reply(n) },
	}, "id", "title", "why", "deadline", "replies")
	return p
}

// request reads what is known of the failing call's own shape: its keys, endpoints, stored objects and beta features.
func (l *loader) request(s *source, root *yaml.Node) {
	r := &l.pb.Request
	l.asked, l.base = s, root
	s.fields(root, field{
		"base_url": func(n *yaml.Node) { l.base, r.BaseURL = n, s.text(n) },
		"hosts":    func(n *yaml.Node) { l.hosts = n; s.texts(&r.Hosts)(n) },
		"name":     s.into(&r.Name),
		"headers": func(n *yaml.Node) {
			s.eachPair(n, func(k, v *yaml.Node) {
				h := flow.Header{Value: s.text(v)}
				if strings.EqualFold(k.Value, "accept") {
					h.Name = "Accept"
				} else {
					s.header(&h.Name)(k)
				}
				if slices.Contains([]string{"authorization", "cookie", "proxy-authorization"}, strings.ToLower(h.Name)) || strings.EqualFold(h.Name, r.KeyHeader) {
					s.problem(k, "keys are named under variables", "%q is no header that every request is sent with", h.Name)
				}
				r.Headers = append(r.Headers, h)
			})
		},
		"answers": func(n *yaml.Node) {
			a := &r.Answers
			s.fields(n, field{
				"request_id": s.into(&a.RequestID), "request_id_in": s.into(&a.RequestIDIn), "request_id_like": s.expression(&a.RequestIDLike),
				"type": s.into(&a.Type), "message": s.into(&a.Message), "has": s.likes(&a.Has, s.expression),
				"organization": s.into(&a.Organization), "workspace": s.into(&a.Workspace), "bare": s.into(&a.Bare),
			})
		},
		"places": func(n *yaml.Node) {
			s.eachPair(n, func(k, v *yaml.Node) {
				p := flow.NamedPlace{Name: k.Value, Pos: s.pos(k)}
				if !placeName.MatchString(p.Name) || slices.Contains(flow.RequestPlaces(), p.Name) {
					s.problem(k, "in lower case letters with _ between words, and none that there is already", "%q is no name of a place", p.Name)
				}
				s.fields(v, field{"about": s.into(&p.About), "like": s.expression(&p.Like)}, "about")
				r.Places = append(r.Places, p)
			})
		},
		"models": func(n *yaml.Node) {
			s.fields(n, field{"probe": s.into(&r.ProbeModel)}, "probe")
		},
		"keys": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				k := flow.KeyKind{Pos: s.pos(c)}
				s.fields(c, field{
					"prefix": s.into(&k.Prefix), "title": s.into(&k.Title), "bearer": s.flag(&k.Bearer), "says": s.said(&k.Says),
				}, "prefix", "title")
				r.Keys = append(r.Keys, k)
			})
		},
		"objects": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				o := flow.ObjectKind{Pos: s.pos(c)}
				s.fields(c, field{"prefix": s.into(&o.Prefix), "path": s.into(&o.Path)}, "prefix", "path")
				r.Objects = append(r.Objects, o)
			})
		},
		"betas": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				b := flow.Beta{Pos: s.pos(c)}
				s.fields(c, field{
					"value": s.into(&b.Value), "fields": s.texts(&b.Fields), "tools": s.texts(&b.Tools), "paths": s.texts(&b.Paths),
					"needed": s.flag(&b.Needed), "about": s.into(&b.About), "source": s.into(&b.Source), "checked": s.into(&b.Checked),
				}, "value", "about", "source", "checked")
				r.Betas = append(r.Betas, b)
			})
		},
		"key_header":  s.header(&r.KeyHeader),
		"beta_header": s.header(&r.BetaHeader),
		"variables": func(n *yaml.Node) {
			v := &r.Variables
			s.fields(n, field{
				"key": l.variables(s, &v.Key), "token": l.variables(s, &v.Token), "admin": l.variables(s, &v.Admin), "other": l.variables(s, &v.Other),
				"also_base_url": s.texts(&v.AlsoBase),
				"base_url": func(n *yaml.Node) {
					if v.BaseURL = s.text(n); !baseName.MatchString(v.BaseURL) {
						s.problem(n, "it ends in BASE_URL or API_URL, such as ACME_BASE_URL", "%q is no variable that a base URL is taken from", v.BaseURL)
						v.BaseURL = ""
					}
					l.named = append(l.named, n)
				},
			})
		},
		"messages": s.texts(&r.Messages),
		"noted": func(n *yaml.Node) {
			s.list(n, func(c *yaml.Node) {
				h := flow.NotedHeader{Pos: s.pos(c)}
				s.fields(c, field{"header": s.into(&h.Name), "note": s.into(&h.Note)}, "header", "note")
				r.Noted = append(r.Noted, h)
			})
		},
		"seen": func(n *yaml.Node) {
			f := &r.Seen
			f.Pos = s.pos(n)
			s.fields(n, field{
				"direct": s.into(&f.Direct), "uses_beta": s.into(&f.UsesBeta), "beta_sent": s.into(&f.BetaSent),
				"beta_missing": s.into(&f.BetaMissing), "beta_lost": s.into(&f.BetaLost), "stored_object": s.into(&f.StoredObject),
				"browser": s.into(&f.Browser), "tunnel": s.into(&f.Tunnel),
			})
		},
		"classes": func(n *yaml.Node) {
			for i := 0; i+1 < len(n.Content); i += 2 {
				k := n.Content[i]
				r.Classes = append(r.Classes, flow.ClassFact{Fact: k.Value, Class: flow.Class(n.Content[i+1].Value), Pos: s.pos(k)})
			}
		},
	}, "base_url")
}

func (s *source) reply(n *yaml.Node) flow.Reply {
	r := flow.Reply{Pos: s.pos(n)}
	s.fields(n, field{
		"status":       s.texts(&r.Status),
		"type":         s.texts(&r.Type),
		"by":           s.into(&r.By),
		"lists":        s.into(&r.Lists),
		"lacks":        s.into(&r.Lacks),
		"key_status":   s.texts(&r.KeyStatus),
		"organization": s.into(&r.Organization),
		"workspace":    s.into(&r.Workspace),
		"uses_beta":    func(n *yaml.Node) { r.UsesBeta = s.value(n) },
		"names_object": func(n *yaml.Node) { r.NamesObject = s.value(n) },
		"header":       s.likes(&r.Headers, s.expression),
		"member":       s.likes(&r.Members, s.expression),
		"number":       s.likes(&r.Numbers, s.numbers),
		"finds":        s.texts(&r.Finds),
		"when":         s.cond(&r.When),
		"unless":       s.cond(&r.Unless),
		"says":         s.said(&r.Says),
		"told":         s.flag(&r.Told),
		"reads":        s.flag(&r.Reads),
		"means":        s.into(&r.Means),
	}, "means")
	return r
}

var (
	placeName   = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	numberRange = regexp.MustCompile(`^[0-9]{1,9}(-[0-9]{0,9})?$`)
)

// numbers reads a number, or a range of them.
func (s *source) numbers(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *dst = s.text(n); !numberRange.MatchString(*dst) {
			s.problem(n, "such as 0, 1-59, or 1- for all from 1 on", "%q is no range of numbers", *dst)
		}
	}
}

// likes reads a mapping of names to what stands there.
func (s *source) likes(dst *[]flow.Like, read func(*string) func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.eachPair(n, func(k, v *yaml.Node) {
			l := flow.Like{Name: k.Value}
			read(&l.Like)(v)
			*dst = append(*dst, l)
		})
	}
}

// eachPair reads a mapping.
func (s *source) eachPair(n *yaml.Node, read func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		s.problem(n, "", "expected a mapping of keys to values")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		read(n.Content[i], resolve(n.Content[i+1]))
	}
}

// said reads a mapping of facts to their values.
func (s *source) said(dst *[]flow.Said) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.MappingNode {
			s.problem(n, "write {fact: yes}", "expected a mapping of facts to values")
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			*dst = append(*dst, flow.Said{Fact: k.Value, Value: s.value(v), Pos: s.pos(k)})
		}
	}
}

func (s *source) duration(dst *time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d, err := time.ParseDuration(n.Value)
		if err != nil {
			s.problem(n, "write it like 10s", "%q is not a duration", n.Value)
			return
		}
		*dst = d
	}
}
