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
	s.read(root, "probes", l.pb, field{"commands": l.namedLanguages(s)})
}

// path reads the path of a request.
func (s *source) path(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *dst = s.text(n); *dst != "" && (*dst)[0] != '/' && (*dst)[0] != '{' {
			s.problem(n, "it begins with a slash, such as /v1/models", "%q is no path: what stands there would go on with the name of the host", *dst)
			*dst = "/"
		}
	}
}

// request reads what is known of the failing call's own shape: its keys, endpoints, stored objects and beta features.
func (l *loader) request(s *source, root *yaml.Node) {
	r := &l.pb.Request
	l.asked, l.base = s, root
	s.read(root, "request", r, field{
		"base_url": func(n *yaml.Node) { l.base, r.BaseURL = n, s.text(n) },
		"hosts":    func(n *yaml.Node) { l.hosts = n; s.texts(&r.Hosts)(n) },
		"headers": func(n *yaml.Node) {
			s.eachPair(n, keysToValues, "", func(k, v *yaml.Node) {
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
		"places": func(n *yaml.Node) {
			s.eachPair(n, keysToValues, "", func(k, v *yaml.Node) {
				p := flow.NamedPlace{Name: k.Value}
				if !placeName.MatchString(p.Name) || slices.Contains(flow.RequestPlaces(), p.Name) {
					s.problem(k, "in lower case letters with _ between words, and none that there is already", "%q is no name of a place", p.Name)
				}
				s.read(v, "request.places", &p, nil)
				p.Pos = s.pos(k)
				r.Places = append(r.Places, p)
			})
		},
		"models": func(n *yaml.Node) {
			var models struct{ Probe string }
			s.read(n, "request.models", &models, nil)
			r.ProbeModel = models.Probe
		},
		"variables": func(n *yaml.Node) {
			v := &r.Variables
			s.read(n, "request.variables", v, field{
				"key": l.variables(s, &v.Key), "token": l.variables(s, &v.Token), "admin": l.variables(s, &v.Admin), "other": l.variables(s, &v.Other),
				"base_url": func(n *yaml.Node) {
					if v.BaseURL = s.text(n); !baseName.MatchString(v.BaseURL) {
						s.problem(n, "it ends in BASE_URL or API_URL, such as ACME_BASE_URL", "%q is no variable that a base URL is taken from", v.BaseURL)
						v.BaseURL = ""
					}
					l.named = append(l.named, n)
				},
			})
		},
	})
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

// said reads a mapping of facts to their values.
func (s *source) said(dst *[]flow.Said) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.eachPair(n, "facts to values", "write {fact: yes}", func(k, v *yaml.Node) {
			*dst = append(*dst, flow.Said{Fact: k.Value, Value: s.value(v), Pos: s.pos(k)})
		})
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
