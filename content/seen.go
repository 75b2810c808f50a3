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
	s.read(root, "seen", &struct{}{}, field{"seen": func(n *yaml.Node) {
		s.eachPair(n, "verdicts to reports", "", func(k, v *yaml.Node) { l.reports(s, k, v) })
	}})
}

func (l *loader) reports(s *source, verdict, list *yaml.Node) {
	var lines []string
	before := "9999-12-31"
	s.list(list, func(n *yaml.Node) {
		var r struct{ At, Date, Cause, Helped string }
		s.read(n, "report", &r, nil)
		where := reportAt.FindStringSubmatch(r.At)
		_, err := time.Parse(time.DateOnly, r.Date)
		text := r.Cause
		if r.Helped != "" {
			text += "; what helped: " + r.Helped
		}
		switch {
		case where == nil:
			s.problem(n, "", "at: %q is not owner/repository#number", r.At)
			return
		case err != nil:
			s.problem(n, "", "date: %q is not a day like 2026-11-23", r.Date)
		case r.Date > before:
			s.problem(n, "put the newest first", "the report of %s stands behind one of %s", r.Date, before)
		case len(text) > seenCols:
			s.problem(n, "say it in a few words; the report has the rest", "what came of %s is %d characters long, and %d fit", r.At, len(text), seenCols)
		}
		before = r.Date
		lines = append(lines, fmt.Sprintf("- https://github.com/%s/issues/%s (%s): %s.", where[1], where[2], r.Date, text))
	})
	if len(lines) > mostSeen {
		s.problem(list, "", "%d reports of %s, and nobody reads more than %d", len(lines), verdict.Value, mostSeen)
	}
	l.reported = append(l.reported, flow.ScreenText{
		ID: verdict.Value, Pos: s.pos(verdict),
		Sections: []flow.Section{{Heading: seenHeading, Body: "Public reports of this, the newest first:\n\n" + strings.Join(lines, "\n")}},
	})
}
