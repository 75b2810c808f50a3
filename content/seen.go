package content

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

const (
	seenHeading = "Seen before" // The section of a verdict's screen that names public reports of the same.
	mostSeen    = 3
	seenCols    = 100 // Of what a report came to, without its address.
)

// reportAt is a public report on GitHub, as owner/repository#number.
var reportAt = regexp.MustCompile(`^([\w.-]+/[\w.-]+)#([1-9]\d*)$`)

// seen reads seen.yaml: of each verdict up to three public reports, the newest first, with what the cause was and what helped in
// words of our own. They become the last section of the verdict's screen.
func (l *loader) seen(s *source, root *yaml.Node) {
	s.fields(root, field{"seen": func(n *yaml.Node) {
		if n.Kind != yaml.MappingNode {
			s.problem(n, "", "expected a mapping of verdicts to reports")
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			l.reports(s, n.Content[i], n.Content[i+1])
		}
	}}, "seen")
}

func (l *loader) reports(s *source, verdict, list *yaml.Node) {
	var lines []string
	before := "9999-12-31"
	s.list(list, func(n *yaml.Node) {
		var at, date, cause, helped string
		s.fields(n, field{"at": s.into(&at), "date": s.into(&date), "cause": s.into(&cause), "helped": s.into(&helped)}, "at", "date", "cause")
		where := reportAt.FindStringSubmatch(at)
		_, err := time.Parse(time.DateOnly, date)
		text := cause
		if helped != "" {
			text += "; what helped: " + helped
		}
		switch {
		case where == nil:
			s.problem(n, "", "at: %q is not owner/repository#number", at)
			return
		case err != nil:
			s.problem(n, "", "date: %q is not a day like 2026-11-23", date)
		case date > before:
			s.problem(n, "put the newest first", "the report of %s stands behind one of %s", date, before)
		case len(text) > seenCols:
			s.problem(n, "say it in a few words; the report has the rest", "what came of %s is %d characters long, and %d fit", at, len(text), seenCols)
		}
		before = date
		lines = append(lines, fmt.Sprintf("- https://github.com/%s/issues/%s (%s): %s.", where[1], where[2], date, text))
	})
	if len(lines) > mostSeen {
		s.problem(list, "", "%d reports of %s, and nobody reads more than %d", len(lines), verdict.Value, mostSeen)
	}
	l.reported = append(l.reported, flow.Page{
		ID: verdict.Value, Pos: s.pos(verdict),
		Sections: []flow.Section{{Heading: seenHeading, Body: "Public reports of this, the newest first:\n\n" + strings.Join(lines, "\n")}},
	})
}
