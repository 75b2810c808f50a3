package page

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"why403/flow/redact"
)

// Document is a Markdown text, taken apart into what stands below one another.
type Document []Part

// Part is a paragraph, a heading, a row of a table, or code. One without runs and code is a list item with nothing in it.
type Part struct {
	Gap     bool   // A blank line stands before it.
	Lead    string // Begins its first line: the marks of the list items that it begins, behind the indent of those around it.
	In      []Mark // The list items that it stands in, the outermost first.
	Quoted  bool   // It stands in a quote.
	Heading bool
	Level   int  // A heading's level, from 1.
	Rule    bool // It is a line across the page.
	Runs    []Run
	// Code is the lines of code; what else a Part has is empty then, but for Gap and Lead.
	Code     string
	Fenced   bool   // The code stands between fences.
	Language string // The language of fenced code; empty where none is stated.
}

// Mark is a list item that a part stands in. What stands in the same list and item has the same numbers.
type Mark struct {
	List, Item int
	Ordered    bool
}

// Run is a piece of a Part that looks the same throughout. It breaks where its text has a line end.
type Run struct {
	Text                   string
	Strong, Emphasis, Code bool
	Link                   string // Where it leads.
	URL                    bool   // The text is the address itself.
	Behind                 bool   // The address stands behind the words that lead there.
}

// markdown parses what pages are written in. It knows no HTML: that is text.
var markdown = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
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
})

// Read takes a Markdown text apart. Nothing in what it returns acts on a terminal.
func Read(md string) Document {
	src := []byte(redact.Terminal(lineEnds.Replace(md)))
	r := reader{src: src}
	r.children(markdown().Parse(text.NewReader(src)), "", "")
	return r.parts
}

// reader gathers the parts of one text.
type reader struct {
	src   []byte
	parts Document
	code  bool // The last part is fenced code, which a blank line follows.

	in           []Mark
	quotes       int // How many quotes it stands in.
	lists, items int // Seen so far.
}

// add appends a part.
func (r *reader) add(p Part) {
	p.Gap = (p.Gap || r.code || p.Fenced) && len(r.parts) > 0
	p.In, p.Quoted = slices.Clone(r.in), r.quotes > 0
	r.parts, r.code = append(r.parts, p), p.Fenced
}

// children takes apart the blocks in n. The first line begins with first, the others with rest.
func (r *reader) children(n ast.Node, first, rest string) {
	from := len(r.parts)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		lead, at := rest, len(r.parts)
		if at == from {
			lead = first
		}
		r.block(c, lead, rest)
		// In a quote the blank line has a mark, but two paragraphs in a row always have one between them.
		if at > from && at < len(r.parts) && (c.HasBlankPreviousLines() || c.Kind() == ast.KindParagraph && c.PreviousSibling().Kind() == ast.KindParagraph) {
			r.parts[at].Gap = true
		}
	}
}

func (r *reader) block(n ast.Node, first, rest string) {
	switch n := n.(type) {
	case *ast.List:
		r.lists++
		r.in = append(r.in, Mark{List: r.lists, Ordered: n.IsOrdered()})
		r.children(n, first, rest)
		r.in = r.in[:len(r.in)-1]
	case *ast.ListItem:
		mark := "• "
		if list, ok := n.Parent().(*ast.List); ok && list.IsOrdered() {
			i := list.Start
			for s := n.PreviousSibling(); s != nil; s = s.PreviousSibling() {
				i++
			}
			mark = fmt.Sprintf("%d. ", i)
		}
		r.items++
		r.in[len(r.in)-1].Item = r.items
		at := len(r.parts)
		if r.children(n, first+mark, rest+blanks(mark)); len(r.parts) == at {
			r.add(Part{Lead: first + strings.TrimRight(mark, " ")})
		}
	case *ast.Blockquote:
		r.quotes++
		r.children(n, first+"  ", rest+"  ")
		r.quotes--
	case *ast.Heading:
		r.add(Part{Lead: first, Heading: true, Level: n.Level, Runs: r.runs(n, Run{})})
	case *ast.ThematicBreak:
		r.add(Part{Lead: first, Rule: true})
	case *ast.CodeBlock:
		r.add(Part{Lead: first, Code: strings.TrimRight(string(n.Lines().Value(r.src)), "\n")})
	case *ast.FencedCodeBlock:
		if code := strings.TrimRight(string(n.Lines().Value(r.src)), "\n"); strings.TrimSpace(code) != "" {
			r.add(Part{Lead: first, Code: code, Fenced: true, Language: string(n.Language(r.src))})
		}
	case *table.Table:
		r.table(n, first, rest)
	default:
		if runs := r.runs(n, Run{}); len(runs) > 0 {
			r.add(Part{Lead: first, Runs: runs})
		}
	}
}

// table has each row as a list item that names its columns, which fits any width and can be read aloud.
func (r *reader) table(n ast.Node, first, rest string) {
	head := n.FirstChild()
	for row := head.NextSibling(); row != nil; row = row.NextSibling() {
		var runs []Run
		column := head.FirstChild()
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.HasChildren() {
				if runs != nil {
					runs = append(runs, Run{Text: "\n"})
				}
				if column != nil && column.HasChildren() {
					runs = append(append(runs, r.runs(column, Run{})...), Run{Text: ": "})
				}
				runs = append(runs, r.runs(cell, Run{})...)
			}
			if column != nil {
				column = column.NextSibling()
			}
		}
		r.add(Part{Lead: first + "• ", Runs: runs})
		first = rest
	}
}

// runs returns the text inside n, all of which looks at least like l.
func (r *reader) runs(n ast.Node, l Run) []Run {
	var out []Run
	put := func(s string, l Run) {
		l.Text = s
		out = append(out, l)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		l := l
		switch c := c.(type) {
		case *ast.Text:
			switch put(r.text(c, l.Code), l); {
			case c.HardLineBreak():
				put("\n", l)
			case c.SoftLineBreak():
				put(" ", l)
			}
			continue
		case *ast.AutoLink:
			l.Link, l.URL = string(c.URL(r.src)), true
			if c.AutoLinkType == ast.AutoLinkEmail {
				l.Link = "mailto:" + l.Link
			}
			put(string(c.Label(r.src)), l)
			continue
		case *ast.CodeSpan:
			l.Code = true
			put(words(r.runs(c, l)), l)
			continue
		case *ast.Emphasis:
			l.Strong = l.Strong || c.Level > 1
			l.Emphasis = l.Emphasis || c.Level == 1
		case *ast.Link:
			l.Link = strings.Join(strings.Fields(literal(c.Destination)), " ")
		}
		in := r.runs(c, l)
		if _, ok := c.(*ast.Link); ok { // The address has to be readable where links cannot be followed.
			address := l
			address.Text, address.URL = l.Link, true
			if said := words(in); said == "" || said == l.Link {
				in = []Run{address}
			} else {
				address.Behind = true
				in = append(in, Run{Text: " "}, address)
			}
		}
		out = append(out, in...)
	}
	return out
}

// words returns the texts of runs.
func words(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// text returns what a piece of text stands for.
func (r *reader) text(n *ast.Text, code bool) string {
	if code {
		return strings.ReplaceAll(string(n.Value(r.src)), "\n", " ")
	}
	return literal(n.Value(r.src))
}

// literal resolves backslashes and entities. An entity can stand for a character that acts on a terminal, which the text itself
// does not hold.
func literal(s []byte) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))))
}

// Languages returns the languages of the code between fences, in order, each once. There is nothing to choose from in fewer than
// two.
func (d Document) Languages() []string {
	var out []string
	for _, p := range d {
		if p.Language != "" && !slices.Contains(out, p.Language) {
			out = append(out, p.Language)
		}
	}
	return out
}

// In returns the document with its code in one language, where it has several: the one given, or else its first. Code whose
// language is not stated stays. The language shown is returned, too; it is empty where there is nothing to choose from.
func (d Document) In(language string) (Document, string) {
	all := d.Languages()
	if len(all) < 2 {
		return d, ""
	}
	if !slices.Contains(all, language) {
		language = all[0]
	}
	return slices.DeleteFunc(slices.Clone(d), func(p Part) bool { return p.Language != "" && p.Language != language }), language
}

// CodeIn returns the code in a language, for copying.
func (d Document) CodeIn(language string) string {
	var out []string
	for _, p := range d {
		if p.Fenced && p.Language == language {
			out = append(out, p.Code)
		}
	}
	return strings.Join(out, "\n\n")
}

// Items returns what stands in each item of the document's outermost lists, as plain text on lines of its own.
func (d Document) Items() []string {
	var out []string
	for i := 0; i < len(d); {
		j := i + 1
		if len(d[i].In) == 0 {
			i = j
			continue
		}
		for j < len(d) && len(d[j].In) > 0 && d[j].In[0].Item == d[i].In[0].Item {
			j++
		}
		item := slices.Clone(d[i:j])
		item[0].Lead, item[0].Gap = "", false
		out = append(out, strings.Join(item.lines(nil, "", 0), "\n"))
		i = j
	}
	return out
}
