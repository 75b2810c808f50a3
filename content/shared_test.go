package content

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"

	"why403/flow/evidence"
)

// logLine is a kind of log line that is not read, with one such line and where its form is documented.
type logLine struct {
	evidence.Line
	example, source string
}

// party is who answers, with where its hosts and marks are documented.
type party struct {
	evidence.Party
	source string
}

// common is what the signs of all playbooks share.
type common struct {
	lines   []logLine
	parties []party
	when    evidence.When
}

// sharedSigns reads the files of what is shared.
var sharedSigns = sync.OnceValue(func() common {
	var c common
	eachShared("shared/lines.yaml", "lines", func(s *source, n *yaml.Node) {
		var l logLine
		s.fields(n, field{
			"id": s.into(&l.ID), "pattern": s.pattern(&l.Pattern), "unless": s.pattern(&l.Unless), "after": s.flag(&l.After), "retry": s.flag(&l.Retry),
			"example": s.into(&l.example), "source": s.into(&l.source),
		}, "id", "pattern", "example", "source")
		c.lines = append(c.lines, l)
	})
	words := func(to *[]string) func(*source, *yaml.Node) {
		return func(s *source, n *yaml.Node) {
			var w string
			s.pattern(&w)(n)
			*to = append(*to, w)
		}
	}
	eachOf("shared/when.yaml", map[string]func(*source, *yaml.Node){
		"before": words(&c.when.Before), "now": words(&c.when.Now), "over": words(&c.when.Over), "answered": words(&c.when.Answered), "order": words(&c.when.Order),
		"about": words(&c.when.About), "known": words(&c.when.Known), "nth": words(&c.when.Nth), "row": words(&c.when.Row), "noun": words(&c.when.Noun),
	})
	eachShared("shared/hosts.yaml", "parties", func(s *source, n *yaml.Node) {
		var p party
		var names []string
		s.fields(n, field{
			"id": s.into(&p.ID), "name": s.into(&p.Name), "kind": s.into(&p.Kind), "hosts": s.texts(&p.Hosts),
			"paths": s.texts(&p.Paths), "names": s.texts(&names), "marks": s.pattern(&p.Marks), "unless": s.pattern(&p.Unless), "clients": s.pattern(&p.Clients), "explained": s.flag(&p.Explained), "request_id": s.into(&p.RequestID),
			"header": func(n *yaml.Node) {
				for i := 0; i+1 < len(n.Content); i += 2 {
					p.Headers = append(p.Headers, evidence.HeaderMatch{Name: n.Content[i].Value, Pattern: n.Content[i+1].Value})
				}
			},
			"source": s.into(&p.source),
		}, "id", "name", "kind", "source")
		p.Marks = strings.ReplaceAll(p.Marks, "{names}", "(?:"+strings.Join(names, "|")+")")
		c.parties = append(c.parties, p)
	})
	return c
})

// eachShared reads the list that a file of the shared ones holds under its only key.
func eachShared(file, key string, entry func(*source, *yaml.Node)) {
	eachOf(file, map[string]func(*source, *yaml.Node){key: entry})
}

// eachOf reads the lists of a file.
func eachOf(file string, entries map[string]func(*source, *yaml.Node)) {
	data, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	s, root := parse(file, data)
	if root != nil {
		lists := make(field)
		for key, entry := range entries {
			lists[key] = func(n *yaml.Node) { s.list(n, func(n *yaml.Node) { entry(s, n) }) }
		}
		s.fields(root, lists, slices.Collect(maps.Keys(entries))...)
	}
	if len(s.problems) > 0 {
		panic("content: " + s.problems.Error())
	}
}

// forCompile leaves the sources out.
func (c common) forCompile() evidence.Common {
	out := evidence.Common{When: c.when}
	for _, l := range c.lines {
		out.Lines = append(out.Lines, l.Line)
	}
	for _, p := range c.parties {
		out.Parties = append(out.Parties, p.Party)
	}
	return out
}

// TestLogLines holds that every kind of log line is taken out by its example, and by itself says nothing of a call.
func TestLogLines(t *testing.T) {
	t.Parallel()
	const refusal = `403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE"}`
	b := book(t)
	for _, l := range sharedSigns().lines {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			if r := b.Read([]byte(l.example)); len(r.Facts) > 0 && !l.After {
				t.Errorf("alone it shows %v", r.Facts)
			}
			for _, text := range []string{l.example + "\n" + refusal, refusal + "\n" + l.example} {
				r := b.Read([]byte(text))
				if concluded(b, r) != "org-policy" {
					t.Errorf("%q leads to %q (%s)", text, concluded(b, r), r.Summary)
				}
				if strings.ContainsAny(l.example, "45") && mayHaveStatus.MatchString(l.example) && len(r.Others) == 0 {
					t.Errorf("it is not listed beside the error")
				}
			}
			if !strings.HasPrefix(l.source, "https://") {
				t.Errorf("source %q", l.source)
			}
		})
	}
}

var mayHaveStatus = regexp.MustCompile(`(?:^|\D)[45]\d\d(?:\D|$)`)

// fields reads a mapping of a file that schema.yaml is not about: each key by its function.
func (s *source) fields(n *yaml.Node, known field, required ...string) {
	mapping(s, n, known, required, func(key string, n *yaml.Node) { known[key](n) })
}
