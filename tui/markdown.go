package tui

import (
	"image/color"
	"regexp"
	"strings"

	"charm.land/glamour/v2"
	gansi "charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// markdown turns Markdown into lines. Glamour renders the prose; code is laid out here, because it is shown one language at
// a time and must never be cut. Renderers take milliseconds to make, so they are made when first needed and kept by width,
// as is what they rendered.
type markdown struct {
	st        *styles
	renderers map[int]*glamour.TermRenderer
	done      map[rendered][]string
}

type rendered struct {
	text  string
	width int
}

func newMarkdown(st *styles) *markdown {
	return &markdown{st: st, renderers: make(map[int]*glamour.TermRenderer), done: make(map[rendered][]string)}
}

// forget drops everything rendered, as after a change of colours.
func (m *markdown) forget() {
	clear(m.renderers)
	clear(m.done)
}

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

// The renderer breaks lines after hyphens, which tears header values and model names apart. What it gets has a hyphen that it
// does not break after, which is changed back in what it returns.
const hardHyphen = "\u2011"

// bareURL is a URL that stands in the text by itself, without what ends its sentence. Between angle brackets it is taken for a
// link whatever characters it has.
var bareURL = regexp.MustCompile(`(^|[\s(])(https://[^\s<>()]*[^\s<>().,;:!?])`)

var rule = regexp.MustCompile(`(?m)^[ |:-]*---[ |:-]*$`)

// prose renders Markdown without code blocks into lines of at most w cells. Items of lists are rendered one by one, so that
// their further lines stand under the first, which Glamour does not do.
func (m *markdown) prose(text string, w int) []string {
	at := rendered{text, w}
	if lines, ok := m.done[at]; ok {
		return lines
	}
	var lines []string
	for i, p := range paragraphs(text) {
		if i > 0 && (p.mark == "" || !p.tight) {
			lines = append(lines, "")
		}
		lead := strings.Repeat(" ", p.indent) + p.mark
		pad := strings.Repeat(" ", ansi.StringWidth(lead))
		for j, l := range m.render(p.text, w-len(pad)) {
			if j == 0 {
				l = lead + l
			} else if l != "" {
				l = pad + l
			}
			lines = append(lines, l)
		}
	}
	m.done[at] = lines
	return lines
}

// paragraph is a piece of prose: an item of a list if it has a mark.
type paragraph struct {
	indent int    // Blanks before the mark.
	mark   string // "• " or "1. "
	text   string
	tight  bool // No blank line stands before it.
}

var itemStart = regexp.MustCompile(`^( *)(?:[-*]|(\d+\.)) +(.*)$`)

// paragraphs takes prose apart at blank lines and at the items of lists.
func paragraphs(text string) []paragraph {
	var out []paragraph
	open, tight := false, false // A paragraph is being read; nothing but its own lines came since the last one.
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			open, tight = false, false
			continue
		}
		if m := itemStart.FindStringSubmatch(line); m != nil {
			mark := "• "
			if m[2] != "" {
				mark = m[2] + " "
			}
			out = append(out, paragraph{len(m[1]), mark, m[3], tight})
			open, tight = true, true
			continue
		}
		if !open {
			out = append(out, paragraph{text: line})
			open, tight = true, true
			continue
		}
		last := &out[len(out)-1]
		if last.mark != "" {
			line = strings.TrimLeft(line, " ")
		}
		last.text += "\n" + line
	}
	return out
}

// render has Glamour render one paragraph.
func (m *markdown) render(text string, w int) []string {
	w = max(w, 8)
	r, ok := m.renderers[w]
	if !ok {
		var err error
		r, err = glamour.NewTermRenderer(glamour.WithStyles(m.style()), glamour.WithWordWrap(w))
		if err != nil {
			return wrap(text, w)
		}
		m.renderers[w] = r
	}
	hard := strings.ReplaceAll(bareURL.ReplaceAllString(text, "$1<$2>"), "-", hardHyphen)
	if rule.MatchString(text) {
		hard = text // A table's or a heading's line of hyphens has to stay one.
	}
	out, err := r.Render(hard)
	if err != nil {
		return wrap(text, w)
	}
	out = strings.ReplaceAll(out, hardHyphen, "-")
	out = strings.ReplaceAll(out, "%E2%80%91", "-")
	var lines []string
	for line := range strings.SplitSeq(strings.Trim(out, "\n"), "\n") {
		lines = append(lines, trimRight(line))
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// trimRight takes blanks off the end of a styled line.
func trimRight(line string) string {
	plain := strings.TrimRight(ansi.Strip(line), " ")
	if plain == "" {
		return ""
	}
	return ansi.Truncate(line, ansi.StringWidth(plain), "")
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
			item = "(l: next)"
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

// style is Glamour's style sheet made of ours. Headings of pages are drawn by the screens.
func (m *markdown) style() gansi.StyleConfig {
	yes := true
	zero, two := uint(0), uint(2)
	accent, code := hex(m.st.accent.GetForeground()), hex(m.st.code.GetForeground())
	strong := gansi.StylePrimitive{Bold: &yes}
	c := gansi.StyleConfig{
		Document:       gansi.StyleBlock{Margin: &zero},
		BlockQuote:     gansi.StyleBlock{Indent: &two},
		Heading:        gansi.StyleBlock{StylePrimitive: strong},
		Strong:         strong,
		Emph:           gansi.StylePrimitive{Italic: &yes},
		Link:           gansi.StylePrimitive{Underline: &yes},
		LinkText:       gansi.StylePrimitive{},
		Code:           gansi.StyleBlock{StylePrimitive: gansi.StylePrimitive{Color: code, Bold: boldIf(code == nil)}},
		HorizontalRule: gansi.StylePrimitive{Format: "\n────────\n"},
	}
	if m.st.mono {
		c.Code = gansi.StyleBlock{StylePrimitive: gansi.StylePrimitive{Prefix: "`", Suffix: "`"}}
	}
	c.H3 = gansi.StyleBlock{StylePrimitive: gansi.StylePrimitive{Color: accent}}
	return c
}

func boldIf(b bool) *bool { return &b }

// hex returns a colour as the style sheet wants it: a number of the terminal's own colours, or #rrggbb.
func hex(c color.Color) *string {
	switch c := c.(type) {
	case nil, lipgloss.NoColor:
		return nil
	case ansi.BasicColor:
		s := string('0' + rune(c)%8)
		return &s
	default:
		r, g, b, _ := c.RGBA()
		const digits = "0123456789abcdef"
		s := "#"
		for _, v := range []uint32{r, g, b} {
			s += string(digits[v>>12&0xf]) + string(digits[v>>8&0xf])
		}
		return &s
	}
}
