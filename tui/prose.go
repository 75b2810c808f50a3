package tui

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow/i18n"
	"why403/flow/page"
)

// markdown draws Markdown. What was read and what was drawn is kept.
type markdown struct {
	st   *styles
	read map[string]page.Document
	done map[drawnAs][]string
}

// drawnAs says what was drawn: a text with its code in one language, so many cells wide.
type drawnAs struct {
	text, lang string
	width      int
}

func newMarkdown(st *styles) *markdown {
	return &markdown{st: st, read: make(map[string]page.Document), done: make(map[drawnAs][]string)}
}

// forget drops everything drawn, as after a change of colours.
func (m *markdown) forget() { clear(m.done) }

// document reads a text.
func (m *markdown) document(md string) page.Document {
	d, ok := m.read[md]
	if !ok {
		d = page.Read(md)
		m.read[md] = d
	}
	return d
}

// page draws a text into lines of at most w cells, but no fewer than 8. Of code in several languages one is shown, below a line
// that names them.
func (m *markdown) page(md, lang string, w int) []string {
	doc := m.document(md)
	_, shown := doc.In(lang)
	what := drawnAs{md, shown, w}
	lines, ok := m.done[what]
	if !ok {
		lines = m.draw(doc, shown, w)
		m.done[what] = lines
	}
	return lines
}

func (m *markdown) draw(doc page.Document, shown string, w int) []string {
	var lines []string
	named := false // The languages are.
	for _, p := range doc {
		gap := p.Gap
		if p.Language != "" && shown != "" {
			if !named {
				lines = append(append(lines, ""), m.tabs(doc.Languages(), shown, w)...)
				named, gap = true, true
			}
			if p.Language != shown {
				continue
			}
		}
		if gap && len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, "")
		}
		lines = append(lines, m.part(p, w)...)
	}
	return lines
}

// part draws one part of a document.
func (m *markdown) part(p page.Part, w int) []string {
	n := ansi.StringWidth(p.Lead)
	switch {
	case p.Code != "":
		var lines []string
		if p.Fenced {
			n += 2
		}
		for _, l := range page.FoldIn(p.Language, p.Code, max(w-n, 8)) {
			lines = append(lines, m.st.code.Render(l))
		}
		if p.Fenced {
			return page.Inset(p.Lead+"  ", lines)
		}
		return page.Inset(p.Lead, lines)
	case p.Rule:
		return []string{p.Lead + strings.Repeat("─", 8)}
	case len(p.Runs) == 0:
		return []string{p.Lead}
	default:
		return page.Inset(p.Lead, m.lay(p, max(w-n, 8)))
	}
}

// lay breaks a paragraph into styled lines. It is wrapped as plain text; since that changes nothing but blanks, the looks are found
// again by counting the other characters.
func (m *markdown) lay(p page.Part, w int) []string {
	var text strings.Builder
	var looks []page.Run // Of each character that is not blank.
	put := func(s string, look page.Run) {
		for _, c := range s {
			text.WriteRune(c)
			if !unicode.IsSpace(c) {
				looks = append(looks, look)
			}
		}
	}
	for _, r := range p.Runs {
		look, s := r, r.Text
		look.Text = ""
		if r.Code {
			mark := page.Whole
			if m.st.mono {
				mark = "`"
			}
			s = mark + s + mark
		}
		put(s, look)
	}
	lines := page.Wrap(text.String(), w)
	for i, line := range lines {
		var out strings.Builder
		from, at := 0, page.Run{}
		for j, c := range line {
			if c == ' ' {
				continue
			}
			if looks[0] != at {
				m.write(&out, line[from:j], at, p.Heading)
				from, at = j, looks[0]
			}
			looks = looks[1:]
		}
		m.write(&out, line[from:], at, p.Heading)
		lines[i] = out.String()
	}
	return lines
}

// write styles a text but not the blanks at its end.
func (m *markdown) write(out *strings.Builder, s string, look page.Run, heading bool) {
	s = strings.ReplaceAll(s, page.Whole, "")
	text := strings.TrimRight(s, " ")
	style := lipgloss.NewStyle()
	switch {
	case heading:
		style = m.st.heading.Style
	case look.Code && !m.st.mono:
		style = m.st.code.Style
		if _, none := style.GetForeground().(lipgloss.NoColor); none {
			style = style.Bold(true)
		}
	}
	if look.Strong {
		style = style.Bold(true)
	}
	blanks := s[len(text):]
	if text = style.Italic(look.Emphasis).Render(text); look.URL {
		text = ansi.NewStyle().Underline(true).Styled(text) // Lipgloss would underline character by character.
	}
	if look.Link != "" && text != "" {
		text = ansi.SetHyperlink(look.Link, "id=link") + text + ansi.ResetHyperlink()
	}
	out.WriteString(text + blanks)
}

// tabs names the languages, the shown one in brackets.
func (m *markdown) tabs(all []string, shown string, w int) []string {
	var lines []string
	line, width := "", 0
	for i := range len(all) + 1 {
		item, style := i18n.T("(tab: next)"), m.st.dim
		switch {
		case i == len(all):
		case all[i] == shown:
			item, style = "["+shown+"]", m.st.strong
		default:
			item = " " + all[i] + " "
		}
		n := ansi.StringWidth(item)
		if width > 0 && width+1+n > w {
			lines, line, width = append(lines, line), "", 0
		}
		if width > 0 {
			line, width = line+" ", width+1
		}
		line, width = line+style.Render(item), width+n
	}
	return append(lines, line)
}
