package content

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"why403/flow"
)

// LoadProblem is one thing wrong with a playbook, for its author.
type LoadProblem struct {
	Pos  flow.Pos
	Text string // What is wrong, lower case, no full stop.
	Hint string // What to do; may be empty.
	Line string // The source line that Pos names; may be empty.
	// Warning is set for what should be looked at and does not keep the playbook from being used.
	Warning bool
	// Never is set where it is proved that nothing can come by what stands at Pos.
	Never bool
}

// Problems is every problem of a playbook. As an error it lists them all.
type Problems []LoadProblem

// Error lists the problems, one block each: place and text, the line, a caret under the column, and the hint.
func (ps Problems) Error() string {
	var b strings.Builder
	ps.Print(&b)
	return strings.TrimRight(b.String(), "\n")
}

// sort brings the problems into the order of their places.
func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b LoadProblem) int {
		if c := strings.Compare(a.Pos.File, b.Pos.File); c != 0 {
			return c
		}
		if a.Pos.Line != b.Pos.Line {
			return a.Pos.Line - b.Pos.Line
		}
		return a.Pos.Col - b.Pos.Col
	})
}

// Print writes the problems in the order of their places.
func (ps Problems) Print(w io.Writer) {
	sorted := slices.Clone(ps)
	sorted.sort()
	for _, p := range sorted {
		word := ""
		if p.Warning {
			word = "warning: "
		}
		fmt.Fprintf(w, "%s:%d:%d: %s%s\n", p.Pos.File, p.Pos.Line, p.Pos.Col, word, p.Text)
		if p.Line != "" {
			fmt.Fprintf(w, "    %s\n    %s^\n", p.Line, indentTo(p.Line, p.Pos.Col))
		}
		if p.Hint != "" {
			fmt.Fprintf(w, "    hint: %s\n", p.Hint)
		}
	}
}

// indentTo returns the white space before column col of the line, with its tabs kept so that a caret lines up.
func indentTo(line string, col int) string {
	var b strings.Builder
	n := 1
	for _, r := range line {
		if n >= col {
			break
		}
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteRune(' ')
		}
		n++
	}
	return b.String()
}
