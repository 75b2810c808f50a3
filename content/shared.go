package content

import (
	"embed"
	"sync"

	"go.yaml.in/yaml/v4"

	"why403/flow/evidence"
)

//go:embed shared
var shared embed.FS

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
}

var sharedSigns = sync.OnceValue(func() common {
	var c common
	eachShared("shared/lines.yaml", "lines", func(s *source, n *yaml.Node) {
		var l logLine
		s.fields(n, field{
			"id": s.into(&l.ID), "pattern": s.into(&l.Pattern), "unless": s.into(&l.Unless), "after": s.flag(&l.After),
			"example": s.into(&l.example), "source": s.into(&l.source),
		}, "id", "pattern", "example", "source")
		c.lines = append(c.lines, l)
	})
	eachShared("shared/hosts.yaml", "parties", func(s *source, n *yaml.Node) {
		var p party
		s.fields(n, field{
			"id": s.into(&p.ID), "name": s.into(&p.Name), "kind": s.into(&p.Kind), "hosts": s.texts(&p.Hosts),
			"marks": s.into(&p.Marks), "unless": s.into(&p.Unless), "request_id": s.into(&p.RequestID),
			"header": func(n *yaml.Node) {
				for i := 0; i+1 < len(n.Content); i += 2 {
					p.Headers = append(p.Headers, evidence.Header{Name: n.Content[i].Value, Pattern: n.Content[i+1].Value})
				}
			},
			"source": s.into(&p.source),
		}, "id", "name", "kind", "source")
		c.parties = append(c.parties, p)
	})
	return c
})

// eachShared reads the list that a file of the shared ones holds under its only key.
func eachShared(file, key string, entry func(*source, *yaml.Node)) {
	data, err := shared.ReadFile(file)
	if err != nil {
		panic(err) // It is embedded.
	}
	s, root := parse(file, data)
	if root != nil {
		s.fields(root, field{key: func(n *yaml.Node) { s.list(n, func(n *yaml.Node) { entry(s, n) }) }}, key)
	}
	if len(s.problems) > 0 {
		panic("content: " + s.problems.Error()) // A test reads it.
	}
}

// compileSigns makes signs ready, with what all playbooks share.
func compileSigns(signs []evidence.Sign) (*evidence.Signs, error) {
	var c evidence.Common
	all := sharedSigns()
	for _, l := range all.lines {
		c.Lines = append(c.Lines, l.Line)
	}
	for _, p := range all.parties {
		c.Parties = append(c.Parties, p.Party)
	}
	return evidence.Compile(signs, c)
}
