package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The sizes of a window.
const (
	minWidth  = 40  // Below this, and below minHeight, nothing but a request to enlarge is shown.
	minHeight = 12  //
	wide      = 114 // From this width of the body on, the causes and what was said stand beside it.
	textMax   = 84  // Longer lines are hard to read.
	margin    = 1   // Blank cells left and right of everything.
)

// row is one line of a screen, and what a click on it does.
type row struct {
	text string
	hit  intent
}

// body is what a screen shows. It scrolls as a whole; the row focus is kept in sight.
type body struct {
	rows  []row
	focus int // -1 if no row is more important than others.
	under int // How many rows below it go with it.

	title int // From this row on those of head stay on top once one of them is scrolled away, if fixed is not empty.
	head  []row
	fixed []row // These stay at the bottom unless the rows from first to last of the body are in sight.
	first int
	last  int
}

// keep has the choices, which are the n rows from first on, stay in sight, and so the rows from title to end that they are the answers to.
func (b *body) keep(title, end, first, n int, choices []row) {
	b.title, b.head, b.first, b.last, b.fixed = title, slices.Clone(b.rows[title:end]), first, first+n-1, choices
}

// add appends lines with one style.
func (b *body) add(style ink, lines ...string) {
	for _, l := range lines {
		if l != "" {
			l = style.Render(l)
		}
		b.rows = append(b.rows, row{text: l})
	}
}

// raw appends lines that are styled already.
func (b *body) raw(lines ...string) {
	for _, l := range lines {
		b.rows = append(b.rows, row{text: l})
	}
}

// gap appends a blank line unless there is one already, or nothing above.
func (b *body) gap() {
	if n := len(b.rows); n > 0 && b.rows[n-1].text != "" {
		b.rows = append(b.rows, row{})
	}
}

// choice appends a line to pick from.
func (b *body) choice(hit intent, style ink, lines ...string) {
	for _, l := range lines {
		b.rows = append(b.rows, row{text: style.Render(l), hit: hit})
	}
}

// beside puts two bodies next to each other; clicks go to the left one.
func beside(left, right body, w, gap int) body {
	out := left
	out.rows = nil
	for i := range max(len(left.rows), len(right.rows)) {
		var r row
		if i < len(left.rows) {
			r = left.rows[i]
		}
		if i < len(right.rows) && right.rows[i].text != "" {
			r.text += strings.Repeat(" ", max(w-ansi.StringWidth(r.text), 0)+gap) + right.rows[i].text
		}
		out.rows = append(out.rows, r)
	}
	return out
}

// above is how many rows stay on top of a page of so many rows once they are scrolled away: all of them, or where they leave no room the
// first.
func (b *body) above(page int) int {
	switch {
	case page >= len(b.head)+leastPage:
		return len(b.head)
	case page > 1:
		return min(len(b.head), 1)
	default:
		return 0
	}
}

// leastPage is how many rows scroll at least below several that stay on top.
const leastPage = 2

// sight cuts the part of a body that is in sight, like window, but leaves out neither its title nor its choices. Page is how
// many rows scroll.
func sight(b body, off, h int) (rows []row, top, page int) {
	rows, top = window(b, off, h)
	if len(b.fixed) == 0 {
		return rows, top, h
	}
	page = h
	from := top
	if b.title < top {
		from += len(b.head) // It takes their place.
	}
	if n := h - len(b.fixed); n > 1 && (b.first < from || b.last >= top+h) {
		if b.focus >= b.first && b.focus <= b.last && len(b.fixed) > b.last-b.first {
			b.focus = -1 // It is among the choices at the bottom.
		}
		page = n
		rows, top = window(b, off, page)
	}
	if n := b.above(page); b.title < top && b.focus >= top && b.focus < top+n { // It would lie under them.
		rows, top = window(b, max(b.focus-n, 0), page)
	}
	if n := b.above(page); b.title < top && n > 0 {
		head := slices.Clone(b.head[:n])
		if n < len(b.head) { // Half a question asks something else.
			head[n-1].text = goesOn(head[n-1].text)
		}
		rows = slices.Concat(head, rows[n:])
	}
	if page < h {
		rows = slices.Concat(rows, b.fixed)
	}
	return rows, top, page
}

// goesOn has a row say that its text goes on, in the place of its last word.
func goesOn(text string) string {
	plain := strings.TrimRight(ansi.Strip(text), " ")
	i := strings.LastIndexByte(plain, ' ')
	return ansi.Truncate(text, ansi.StringWidth(plain[:max(i, 0)]), "") + " …"
}

// window cuts the part of a body that is in sight: h rows from off on, moved so that the focus is seen.
func window(b body, off, h int) (rows []row, top int) {
	most := max(len(b.rows)-h, 0)
	off = min(max(off, 0), most)
	if b.focus >= 0 && b.focus < len(b.rows) {
		if last := min(b.focus+b.under, len(b.rows)-1); last >= off+h {
			off = last - h + 1
		}
		if b.focus < off {
			off = b.focus
		}
	}
	return b.rows[off:min(off+h, len(b.rows))], off
}

// trimRight takes blanks off the end of a styled line.
func trimRight(line string) string {
	plain := strings.TrimRight(ansi.Strip(line), " ")
	if plain == "" {
		return ""
	}
	return ansi.Truncate(line, ansi.StringWidth(plain), "")
}
