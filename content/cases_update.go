package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/casetest"
)

// UpdateCases writes into a file of cases where each of them ended, by the place of the case, and leaves everything else as
// it is, comments and order included. What it returns says the same as before but for these ends; where it could not, it
// fails and returns nothing.
func UpdateCases(data []byte, ends map[flow.Pos]casetest.End) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return nil, fmt.Errorf("update cases: %w", err)
	}
	e := newEditor(string(data))
	at := make(map[[2]int]casetest.End)
	for p, end := range ends {
		at[[2]int{p.Line, p.Col}] = end
	}
	changed := make(map[*yaml.Node]casetest.End)
	var visit func(n *yaml.Node) error
	visit = func(n *yaml.Node) error {
		place := [2]int{n.Line, n.Column}
		if end, ok := at[place]; ok && n.Kind == yaml.MappingNode {
			delete(at, place)
			changed[n] = end
			return e.write(n, string(end))
		}
		for _, c := range n.Content {
			if err := visit(c); err != nil {
				return err
			}
		}
		return nil
	}
	if err := visit(&doc); err != nil {
		return nil, err
	}
	if len(at) > 0 {
		return nil, fmt.Errorf("update cases: %d cases are no longer where they were read", len(at))
	}
	out := []byte(e.text())
	var again yaml.Node
	if err := yaml.Load(out, &again); err != nil || !sameBut(&doc, &again, changed) {
		return nil, fmt.Errorf("update cases: they are written in a way that cannot be changed safely; write the ends by hand")
	}
	return out, nil
}

// editor changes a text at places that a parser has found.
type editor struct {
	old    string
	starts []int // Of the lines, in bytes.
	edits  []edit
}

type edit struct {
	from, to int // Bytes.
	text     string
}

func newEditor(text string) *editor {
	e := &editor{old: text, starts: []int{0}}
	if strings.HasPrefix(text, "\ufeff") {
		e.starts[0] = len("\ufeff") // The parser counts the columns from behind it.
	}
	for i := range len(text) {
		if text[i] == '\n' {
			e.starts = append(e.starts, i+1)
		}
	}
	return e
}

// offset returns where the node begins, in bytes. The parser counts columns in characters, from 1.
func (e *editor) offset(n *yaml.Node) (int, bool) {
	if n.Line < 1 || n.Line > len(e.starts) {
		return 0, false
	}
	at := e.starts[n.Line-1]
	for range n.Column - 1 {
		if at >= len(e.old) || e.old[at] == '\n' {
			return 0, false
		}
		_, size := utf8.DecodeRuneInString(e.old[at:])
		at += size
	}
	return at, true
}

// lineEnd returns where the next line begins, and how this file ends a line.
func (e *editor) lineEnd(at int) (next int, eol string) {
	i := strings.IndexByte(e.old[at:], '\n')
	switch {
	case i < 0:
		return len(e.old), "\n"
	case at+i > 0 && e.old[at+i-1] == '\r':
		return at + i + 1, "\r\n"
	default:
		return at + i + 1, "\n"
	}
}

// after returns where a scalar ends, if it is on one line.
func (e *editor) after(n *yaml.Node) (int, bool) {
	at, ok := e.offset(n)
	if !ok || n.Kind != yaml.ScalarNode {
		return 0, false
	}
	next, _ := e.lineEnd(at)
	line := e.old[at:next]
	switch n.Style {
	case 0:
		return at + len(n.Value), strings.HasPrefix(line, n.Value)
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		for i := 1; i < len(line); i++ {
			switch {
			case line[i] == '\\' && line[0] == '"', line[i] == '\'' && line[0] == '\'' && strings.HasPrefix(line[i+1:], "'"):
				i++
			case line[i] == line[0]:
				return at + i + 1, true
			}
		}
	}
	return 0, false
}

// write puts the end into the case: in the place of the one that is there, or behind the name; before a name of several lines.
func (e *editor) write(n *yaml.Node, end string) error {
	hand := fmt.Errorf("update cases: line %d: this case has to be changed by hand, to %q", n.Line, end)
	var key, name *yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		from, ok := e.offset(k)
		switch k.Value {
		case "name":
			key, name = k, v
		case "want", "asks", "open":
			to, one := e.after(v)
			if !ok || !one || v.Line != k.Line {
				return hand
			}
			e.edits = append(e.edits, edit{from, to, end})
			return nil
		}
	}
	if name == nil {
		return hand
	}
	from, ok := e.offset(key)
	to, one := e.after(name)
	indent := strings.Repeat(" ", max(n.Content[0].Column-1, 0))
	next, eol := e.lineEnd(from)
	switch {
	case !ok:
		return hand
	case n.Style&yaml.FlowStyle != 0 && one:
		e.edits = append(e.edits, edit{to, to, ", " + end})
	case n.Style&yaml.FlowStyle != 0:
		return hand
	case one && name.Line == key.Line && strings.HasSuffix(e.old[:next], "\n"):
		e.edits = append(e.edits, edit{next, next, indent + end + eol})
	case one && name.Line == key.Line:
		e.edits = append(e.edits, edit{next, next, eol + indent + end})
	default:
		e.edits = append(e.edits, edit{from, from, end + eol + indent})
	}
	return nil
}

// text returns the text with all edits made.
func (e *editor) text() string {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	at := 0
	for _, ed := range e.edits {
		if ed.from < at {
			continue // Two edits in one place; the comparison that follows refuses the result.
		}
		out.WriteString(e.old[at:ed.from])
		out.WriteString(ed.text)
		at = ed.to
	}
	out.WriteString(e.old[at:])
	return out.String()
}

// sameBut reports whether two files say the same but for the ends of the changed cases.
func sameBut(a, b *yaml.Node, changed map[*yaml.Node]casetest.End) bool {
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || a.Value != b.Value || a.Anchor != b.Anchor {
		return false
	}
	as, bs := a.Content, b.Content
	if want, ok := changed[a]; ok {
		var is []string
		as, _ = withoutEnds(as)
		if bs, is = withoutEnds(bs); len(is) != 1 || is[0] != string(want) {
			return false
		}
	}
	return slices.EqualFunc(as, bs, func(x, y *yaml.Node) bool { return sameBut(x, y, changed) })
}

// withoutEnds splits the entries of a case into those that say its end, as they would be written, and the others.
func withoutEnds(entries []*yaml.Node) (rest []*yaml.Node, ends []string) {
	for i := 0; i+1 < len(entries); i += 2 {
		switch k, v := entries[i], entries[i+1]; k.Value {
		case "want", "asks", "open":
			ends = append(ends, k.Value+": "+v.Value)
		default:
			rest = append(rest, k, v)
		}
	}
	return rest, ends
}
