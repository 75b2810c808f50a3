package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"why403/flow/conversation"
	"why403/flow/page"
)

// list says how the entries of a page are drawn.
type list struct {
	cursor int  // Which of those that lead somewhere is highlighted; -1 where none can be.
	under  int  // How far in stands what is under an entry, in cells.
	folded bool // What is under an entry is drawn of the highlighted one only.
	narrow int  // The width below which there is no column for words; 0 for the usual one.
}

// still draws a page in which nothing is highlighted.
var still = list{cursor: -1, under: 4}

// drawing is a page that is being drawn.
type drawing struct {
	b    *body
	st   *styles
	md   *markdown
	lang string // In which code is shown that stands there in several, unless the page says so.
	list list
	at   int // Entries that lead somewhere so far.
}

// draw appends the blocks of a page, w cells wide.
func (t *state) draw(b *body, blocks []page.Block, w int, l list) {
	d := &drawing{b: b, st: &t.st, md: t.md, lang: t.lang, list: l}
	d.blocks(blocks, 0, w, nil)
}

// blocks draws blocks that far in. A click on any leads to hit, if that is set.
func (d *drawing) blocks(blocks []page.Block, in, w int, hit intent) {
	indent := strings.Repeat(" ", in)
	for _, b := range blocks {
		switch b := b.(type) {
		case page.Gap:
			d.b.gap()
		case page.Text:
			if b.Link {
				d.b.raw(d.link(indent+b.Lead, b.Text, w)...)
				continue
			}
			bar := d.st.good
			if b.Tone == page.Aloud {
				b.Bar, b.Lead, bar = true, "", d.st.accent
			}
			lines := page.Hang(indent+cmp.Or(b.Sign, b.Lead), b.Text, w)
			switch {
			case b.Text == "" && b.Said != "": // It is for who cannot point at anything.
				continue
			case b.Bar:
				for _, l := range page.Hang(b.Lead, b.Text, w-in-2) {
					d.b.raw(indent + bar.Render("┃ ") + tone(d.st, b.Tone).Render(l))
				}
				continue
			}
			d.b.choice(cmp.Or(leadsTo(b.Pick), hit), tone(d.st, b.Tone), lines...)
		case page.Item:
			d.item(b, in, w)
		case page.Group:
			d.blocks(b.Blocks, in+cmp.Or(b.Indent, 2), w, hit)
		case page.Markdown:
			lines := slices.Clone(d.md.page(b.Text, cmp.Or(b.Language, d.lang), w-in-len(b.Lead))) // They are kept there.
			d.b.raw(page.Inset(indent+b.Lead, lines)...)
		case page.Code:
			for _, l := range page.FoldIn(b.Language, b.Text, w-in-2) {
				d.b.choice(hit, d.st.code, indent+"  "+l)
			}
		}
	}
}

// item draws an entry of a list, and what is under it.
func (d *drawing) item(i page.Item, in, w int) {
	hit, style := leadsTo(i.Pick), tone(d.st, i.Tone)
	if i.Bold {
		style = style.bold()
	}
	mark, rest := strings.Repeat(" ", in), strings.Repeat(" ", in)
	if d.list.cursor >= 0 {
		mark += "  "
		rest = mark
		if hit != nil && d.at == d.list.cursor {
			mark, style, d.b.focus = strings.Repeat(" ", in)+"▸ ", d.st.chosen, len(d.b.rows)
		}
	}
	if hit != nil {
		d.at++
	}
	room := w - len(rest)
	var lines []string
	switch {
	case i.Word != "" && room < cmp.Or(d.list.narrow, narrow):
		lines = page.Hang(strings.TrimLeft(i.Sign+" ", " "), i.Word+": "+i.Text, room)
	case i.Word != "":
		lines = page.Hang(pad(i.Sign+" "+i.Word, 12), i.Text, room)
		if i.Sign == "" {
			lines = page.Hang(pad(i.Word, 10), i.Text, room)
		}
	case d.list.cursor < 0 && i.N > 0:
		lines = page.Hang(fmt.Sprintf(" %d  ", i.N), i.Text, room)
	default: // The highlight is as even as the words allow.
		for _, l := range page.Wrap(i.Text, room-2) {
			lines = append(lines, " "+l+" ")
		}
	}
	for _, l := range lines {
		d.b.rows = append(d.b.rows, row{mark + style.Render(l), hit})
		mark = rest
	}
	if !d.list.folded || hit == nil || d.at == d.list.cursor+1 {
		under := d.list.under
		if i.Bold {
			under = max(under, 4)
		}
		d.blocks(i.Under, in+under, w, hit)
	}
}

// link draws an address, which is a hyperlink on each of its lines.
func (d *drawing) link(lead, url string, w int) []string {
	lines := page.Wrap(url, w-len(lead))
	for i := range lines {
		lines[i] = d.st.link.Hyperlink(url, "id=link").Render(lines[i])
	}
	return page.Inset(lead, lines)
}

func tone(st *styles, t page.Tone) ink {
	switch t {
	case page.Heading:
		return st.heading
	case page.Strong, page.Aloud:
		return st.strong
	case page.Faint:
		return st.dim
	case page.Good:
		return st.good
	case page.Warn:
		return st.warn
	default:
		return ink{}
	}
}

// leadsTo returns what choosing a line of a page does here; nil if nothing.
func leadsTo(p page.Destination) intent {
	switch p := p.(type) {
	case conversation.AtFact:
		return edited(p)
	case conversation.AtQuestion:
		return looked(p)
	case conversation.Show:
		return shown(p)
	case conversation.Name:
		return command(p)
	case conversation.Take:
		return took(p.ID)
	case conversation.Give:
		return gave{text: string(p.Text), how: p.How, of: p.Printed}
	default:
		return nil
	}
}

// ways draws entries by the keys that take them, the one under the cursor highlighted, and below each what follows from it if that is wanted.
func (t *state) ways(b *body, ways []page.Item, cursor int, style ink, w int, then bool) {
	const in = "      "
	for i, it := range ways {
		do := leadsTo(it.Pick)
		for j, l := range page.Wrap(it.Text, w-len(in)) {
			line := in + style.Render(l)
			switch {
			case j == 0 && i == cursor:
				line, b.focus = " "+t.st.chosen.Render("▸ "+pad(it.Word, 2)+" "+l), len(b.rows)
			case j == 0:
				line = "   " + t.st.accent.Render(pad(it.Word, 2)) + " " + style.Render(l)
			}
			b.rows = append(b.rows, row{line, do})
		}
		for _, u := range it.Under {
			if text, ok := u.(page.Text); ok && then {
				b.choice(do, t.st.dim, page.Hang(in, text.Text, w)...)
			}
		}
	}
}
