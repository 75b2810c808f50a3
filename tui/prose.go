package tui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// newParser returns a parser of what prose may hold. It knows no HTML, which is text here, and no fences.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// printer lays out one text that was parsed.
type printer struct {
	st  *styles
	src []byte
}

// children lays out the blocks in n, with a blank line where the text has one.
func (p *printer) children(n ast.Node, w int) []string {
	var lines []string
	i := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		// In a quote the blank line has a mark, but two paragraphs in a row always have one between them.
		if lines != nil && (c.HasBlankPreviousLines() || c.Kind() == ast.KindParagraph && c.PreviousSibling().Kind() == ast.KindParagraph) {
			lines = append(lines, "")
		}
		lines = append(lines, p.block(c, i, w)...)
		i++
	}
	return lines
}

// block lays out n, which is the ith of its siblings.
func (p *printer) block(n ast.Node, i, w int) []string {
	switch n := n.(type) {
	case *ast.List:
		return p.children(n, w)
	case *ast.ListItem:
		mark := "• "
		if list, ok := n.Parent().(*ast.List); ok && list.IsOrdered() {
			mark = fmt.Sprintf("%d. ", list.Start+i)
		}
		return inset(mark, p.children(n, w-ansi.StringWidth(mark)))
	case *ast.Blockquote:
		return inset("  ", p.children(n, w-2))
	case *ast.Heading:
		return p.lay(p.runs(n, look{heading: true}), w)
	case *ast.ThematicBreak:
		return []string{strings.Repeat("─", 8)}
	case *ast.CodeBlock:
		var lines []string
		for _, l := range cleanLines(strings.TrimRight(string(n.Lines().Value(p.src)), "\n")) {
			for _, part := range code(l, max(w, 8)) {
				lines = append(lines, p.st.code.Render(part))
			}
		}
		return lines
	case *table.Table:
		return p.table(n, w)
	default:
		return p.lay(p.runs(n, look{}), w)
	}
}

// inset puts a mark before the first line and as many blanks before the others.
func inset(mark string, lines []string) []string {
	if len(lines) == 0 {
		return []string{strings.TrimRight(mark, " ")}
	}
	pad := strings.Repeat(" ", ansi.StringWidth(mark))
	for i, l := range lines {
		switch {
		case i == 0:
			lines[i] = mark + l
		case l != "":
			lines[i] = pad + l
		}
	}
	return lines
}

// table lays out each row as a list item that names its columns, which fits any width.
func (p *printer) table(n ast.Node, w int) []string {
	var lines []string
	head := n.FirstChild()
	for row := head.NextSibling(); row != nil; row = row.NextSibling() {
		var runs []run
		column := head.FirstChild()
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.HasChildren() {
				runs = append(append(runs, p.runs(column, look{})...), run{text: ": "})
				runs = append(append(runs, p.runs(cell, look{})...), run{text: "\n"})
			}
			column = column.NextSibling()
		}
		if len(runs) > 0 {
			runs = runs[:len(runs)-1]
		}
		lines = append(lines, inset("• ", p.lay(runs, w-2))...)
	}
	return lines
}

// run is a piece of a paragraph that looks the same throughout. It breaks where it has a line end.
type run struct {
	text string
	look look
}

// look is what a piece of text is marked as.
type look struct {
	heading, strong, emphasis, code bool
	link                            string // Where it leads.
	url                             bool   // It is the address itself.
}

// runs returns the text inside n.
func (p *printer) runs(n ast.Node, l look) []run {
	var out []run
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		l := l
		switch c := c.(type) {
		case *ast.Text:
			switch out = append(out, run{p.text(c, l.code), l}); {
			case c.HardLineBreak():
				out = append(out, run{"\n", l})
			case c.SoftLineBreak():
				out = append(out, run{" ", l})
			}
			continue
		case *ast.AutoLink:
			l.link, l.url = string(c.URL(p.src)), true
			if c.AutoLinkType == ast.AutoLinkEmail {
				l.link = "mailto:" + l.link
			}
			out = append(out, run{string(c.Label(p.src)), l})
			continue
		case *ast.CodeSpan:
			l.code = true
		case *ast.Emphasis:
			l.strong = l.strong || c.Level > 1
			l.emphasis = l.emphasis || c.Level == 1
		case *ast.Link:
			l.link = clean(literal(c.Destination))
		}
		in := p.runs(c, l)
		switch c.(type) {
		case *ast.CodeSpan:
			if p.st.mono {
				in = slices.Concat([]run{{"`", l}}, in, []run{{"`", l}})
			}
		case *ast.Link: // The address has to be readable where links cannot be followed.
			if len(in) > 0 {
				in = append(in, run{text: " "})
			}
			l.url = true
			in = append(in, run{l.link, l})
		}
		out = append(out, in...)
	}
	return out
}

// text returns what a piece of text stands for.
func (p *printer) text(n *ast.Text, code bool) string {
	if code {
		return strings.ReplaceAll(string(n.Value(p.src)), "\n", " ")
	}
	return literal(n.Value(p.src))
}

// literal resolves backslashes and entities. An entity can stand for a character that acts on a terminal, which the text itself
// does not hold.
func literal(s []byte) string {
	return strings.Map(visible, string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))))
}

// lay breaks a paragraph into styled lines. It is wrapped as plain text; since that changes nothing but blanks, the looks
// are found again by counting the other characters.
func (p *printer) lay(runs []run, w int) []string {
	var plain strings.Builder
	var looks []look // Of each character that is not blank.
	for _, r := range runs {
		for _, c := range r.text {
			blank := unicode.IsSpace(c)
			if unicode.IsControl(c) && !blank {
				continue
			}
			plain.WriteRune(c)
			if !blank {
				looks = append(looks, r.look)
			}
		}
	}
	lines := wrap(plain.String(), max(w, 8))
	for i, line := range lines {
		var out strings.Builder
		from, at := 0, look{}
		for j, c := range line {
			if c == ' ' {
				continue
			}
			if looks[0] != at {
				p.write(&out, line[from:j], at)
				from, at = j, looks[0]
			}
			looks = looks[1:]
		}
		p.write(&out, line[from:], at)
		lines[i] = out.String()
	}
	return lines
}

// write styles a text but not the blanks at its end.
func (p *printer) write(out *strings.Builder, s string, l look) {
	text := strings.TrimRight(s, " ")
	blanks := s[len(text):]
	style := lipgloss.NewStyle()
	switch {
	case l.heading:
		style = p.st.heading
	case l.code && !p.st.mono:
		style = p.st.code
		if _, none := style.GetForeground().(lipgloss.NoColor); none {
			style = style.Bold(true)
		}
	}
	if l.strong {
		style = style.Bold(true)
	}
	if text = style.Italic(l.emphasis).Render(text); l.url {
		text = ansi.NewStyle().Underline(true).Styled(text) // Lipgloss would underline character by character.
	}
	if l.link != "" && text != "" {
		text = ansi.SetHyperlink(l.link, "id=link") + text + ansi.ResetHyperlink()
	}
	out.WriteString(text + blanks)
}
