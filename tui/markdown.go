package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"why403/flow/i18n"
)

// markdown turns Markdown into lines. Code is taken out and laid out here, because it is shown one language at a time and
// must never be cut; Goldmark reads the prose. What was rendered is kept, by text and width.
type markdown struct {
	st     *styles
	parser parser.Parser
	done   map[rendered][]string
}

type rendered struct {
	text  string
	width int
}

func newMarkdown(st *styles) *markdown {
	return &markdown{st: st, parser: newParser(), done: make(map[rendered][]string)}
}

// forget drops everything rendered, as after a change of colours.
func (m *markdown) forget() { clear(m.done) }

// block is a piece of a text: prose, or code in a language.
type block struct {
	lang string // Empty for prose.
	text string
}

// blocks takes the fenced code out of a Markdown text.
func blocks(text string) []block {
	var out []block
	var lines []string
	lang, in := "", false
	flush := func() {
		if s := strings.Join(lines, "\n"); strings.TrimSpace(s) != "" {
			out = append(out, block{lang, s})
		}
		lines = nil
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		fence := strings.TrimLeft(line, " ")
		if !strings.HasPrefix(fence, "```") {
			lines = append(lines, line)
			continue
		}
		flush()
		if in = !in; !in {
			lang = ""
			continue
		}
		if lang = strings.TrimSpace(strings.TrimPrefix(fence, "```")); lang == "" {
			lang = "text"
		}
	}
	flush()
	return out
}

// languages returns the languages of the code in a text, in order, each once.
func languages(bs []block) []string {
	var out []string
	seen := make(map[string]bool)
	for _, b := range bs {
		if b.lang != "" && !seen[b.lang] {
			seen[b.lang] = true
			out = append(out, b.lang)
		}
	}
	return out
}

// prose renders Markdown without code blocks into lines of at most w cells, but no fewer than 8.
func (m *markdown) prose(md string, w int) []string {
	at := rendered{md, w}
	lines, ok := m.done[at]
	if !ok {
		p := printer{st: m.st, src: []byte(md)}
		lines = p.children(m.parser.Parse(text.NewReader(p.src)), w)
		m.done[at] = lines
	}
	return lines
}

// page renders a text with its code, of which the languages but one are left out when there are several. The line that names
// them is the one with the number tab; -1 if there is none.
func (m *markdown) page(text, lang string, w int) (lines []string, tab int) {
	bs := blocks(text)
	tabs := languages(bs)
	if len(tabs) < 2 {
		tabs = nil
	}
	shown := pickLang(tabs, lang)
	tab = -1
	for _, b := range bs {
		if b.lang != "" && tabs != nil && tab < 0 {
			lines = append(lines, "")
			tab = len(lines)
			lines = append(lines, m.tabLines(tabs, shown, w)...)
		}
		if b.lang != "" && tabs != nil && b.lang != shown {
			continue
		}
		if len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, "")
		}
		if b.lang == "" {
			lines = append(lines, m.prose(b.text, w)...)
			continue
		}
		for line := range strings.SplitSeq(b.text, "\n") {
			for _, part := range code(line, w-2) {
				lines = append(lines, "  "+m.st.code.Render(part))
			}
		}
	}
	return lines, tab
}

// pickLang returns the language to show: the one asked for if there is code in it, else the first.
func pickLang(tabs []string, lang string) string {
	for _, t := range tabs {
		if t == lang {
			return t
		}
	}
	if len(tabs) > 0 {
		return tabs[0]
	}
	return ""
}

// tabLines names the languages, the shown one in brackets.
func (m *markdown) tabLines(tabs []string, shown string, w int) []string {
	var lines []string
	line, width := "", 0
	for _, t := range append(append([]string(nil), tabs...), "") {
		item := " " + t + " "
		s := m.st.dim.Render(item)
		switch t {
		case shown:
			item = "[" + t + "]"
			s = m.st.strong.Render(item)
		case "":
			item = i18n.T("(l: next)")
			s = m.st.dim.Render(item)
		}
		n := ansi.StringWidth(item)
		if width > 0 && width+1+n > w {
			lines, line, width = append(lines, line), "", 0
		}
		if width > 0 {
			line, width = line+" ", width+1
		}
		line, width = line+s, width+n
	}
	return append(lines, line)
}
