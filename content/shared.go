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

// logLines returns the kinds of log lines that no playbook reads.
var logLines = sync.OnceValue(func() []logLine {
	const file = "shared/lines.yaml"
	data, err := shared.ReadFile(file)
	if err != nil {
		panic(err) // It is embedded.
	}
	var list []logLine
	s, root := parse(file, data)
	if root != nil {
		s.fields(root, field{"lines": func(n *yaml.Node) {
			s.list(n, func(n *yaml.Node) {
				var l logLine
				s.fields(n, field{
					"id": s.into(&l.ID), "pattern": s.into(&l.Pattern), "unless": s.into(&l.Unless), "after": s.flag(&l.After),
					"example": s.into(&l.example), "source": s.into(&l.source),
				}, "id", "pattern", "example", "source")
				list = append(list, l)
			})
		}}, "lines")
	}
	if len(s.problems) > 0 {
		panic("content: " + s.problems.Error()) // A test reads it.
	}
	return list
})

// compileSigns makes signs ready, with what all playbooks share.
func compileSigns(signs []evidence.Sign) (*evidence.Signs, error) {
	all := logLines()
	kinds := make([]evidence.Line, 0, len(all))
	for _, l := range all {
		kinds = append(kinds, l.Line)
	}
	return evidence.Compile(signs, kinds...)
}
