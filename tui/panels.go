package tui

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// join appends another body's rows.
func (b *body) join(o body) {
	if o.focus >= 0 && b.focus < 0 {
		b.focus = len(b.rows) + o.focus
	}
	b.rows = append(b.rows, o.rows...)
}

// narrow is the width below which a list has no column for the words that say how something stands.
const narrow = 42

// panel draws a page that stands beside or below another.
func (t *state) panel(blocks []page.Block, w int) body {
	b := body{focus: -1}
	t.draw(&b, blocks, w, list{cursor: -1, under: 2})
	return b
}

// choseBook keeps why a text was read with the playbook in use, without the words that showed it: they stand beside it.
func (t *state) choseBook(because []flow.Fact) {
	because = slices.Clone(because)
	for i := range because {
		because[i].Quote = ""
	}
	t.because = page.Line(t.pb.Statements(because))
	if t.because == "" {
		t.because = i18n.T("nothing in the text decides which")
	}
}

// readingPanel says what was read in the last text.
func readingPanel(t *state, w, h int) body {
	st, r := &t.st, t.reading
	b := body{focus: -1}
	summary := page.Line(r.Summary)
	if summary == "" {
		summary = i18n.T("nothing in it that names a cause; the questions find out")
	}
	lead := i18n.T("✓ Read: ")
	if t.seen {
		lead = i18n.T("✓ Seen: ")
	}
	if len(r.Facts)+len(r.Notes) == 0 && !t.seen {
		begins := sayNoError + page.Quote(r.Summary)
		if page.Line(r.Summary) == "" {
			begins, _, _ = strings.Cut(sayNoError, i18n.T(" It begins"))
		}
		b.add(st.warn, page.Hang("! ", begins, w)...)
	} else {
		b.add(st.good, page.Hang(lead, summary, w)...)
	}
	if h >= 16 {
		shown := 0
		for _, f := range r.Facts {
			if f.Value != flow.Yes || shown == 2 {
				continue
			}
			shown++
			b.add(st.dim, page.Hang("  ", t.state.Statement(f.ID)+" "+page.Quote(f.Quote), w)...)
		}
	}
	if n := len(r.Others); n == 1 {
		b.add(st.dim, page.Hang("  ", i18n.T("1 other error in the text (not used)"), w)...)
	} else if n > 1 {
		b.add(st.dim, page.Hang("  ", i18n.T("%d other errors in the text (not used)", n), w)...)
	}
	if t.because != "" {
		for _, l := range page.Hang("  ", i18n.T("Playbook %s: %s · P takes another", page.Line(t.pb.ID), t.because), w) {
			b.choice(opened(atBooks), st.dim, l)
		}
	}
	for _, m := range r.Warnings {
		b.add(st.warn, page.Hang("! ", page.Line(m), w)...)
	}
	return b
}

// pad fills a text with blanks to n cells, and one at least.
func pad(s string, n int) string {
	return fmt.Sprintf("%-*s ", n-1, s)
}
