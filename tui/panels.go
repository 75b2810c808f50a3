package tui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
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

// narrow is the width below which a list has no column for the words that say how something stands, unless it says so itself.
const narrow = 42

// panel draws a page that stands beside or below another.
func (t *state) panel(blocks []page.Block, w int) body {
	b := body{focus: -1}
	t.draw(&b, blocks, w, list{cursor: -1, under: 2, narrow: 30})
	return b
}

// choseBook keeps why a text was read with the playbook in use, without the words that showed it: they stand beside it.
func (t *state) choseBook(because []flow.Fact) {
	because = slices.Clone(because)
	for i := range because {
		because[i].Quote = ""
	}
	t.because = page.Line(t.pb.Statements(because))
	if t.undecided = t.because == ""; t.undecided {
		t.because = i18n.T("nothing in the text decides which")
	}
}

// readLine says what was read in the last text.
func (t *state) readLine() status {
	r := t.reading
	if len(r.Facts)+len(r.Notes) == 0 && !t.seen {
		if page.Line(r.Summary) == "" {
			return status{text: sayNoError, bad: true}
		}
		return status{text: sayNoError + i18n.T(" It begins: %s", page.Quote(r.Summary)), short: sayNoError, bad: true}
	}
	summary := page.Line(r.Summary)
	if summary == "" {
		summary = i18n.T("nothing in it names a cause; the questions find out")
	}
	line := i18n.T("Read: %s", summary)
	if t.seen {
		line = i18n.T("Seen: %s", summary)
	}
	more := " · t " + i18n.T("trail")
	st := status{text: line + more, cut: more}
	for _, m := range r.Warnings {
		st = status{text: line + " · " + page.Line(m), bad: true}
	}
	return st
}

// readNotes is what else is to be said of it.
func (t *state) readNotes(w int) body {
	st, r := &t.st, t.reading
	b := body{focus: -1}
	if n := len(r.Others); n > 0 { // The last of them in one row: diagnose lists them all.
		say := i18n.T("Not used: %s", page.Line(r.Others[n-1]))
		more := ""
		if n > 1 {
			more = i18n.T(" · and %d more", n-1)
		}
		b.add(st.dim, ansi.Truncate(say, w-ansi.StringWidth(more), "…")+more)
	}
	if t.because != "" {
		with := i18n.T("Playbook: %s", page.Line(t.pb.Title))
		if t.undecided {
			with = i18n.T("Read as: %s. Nothing in the text says otherwise", t.state.Service())
		}
		for _, l := range page.Wrap(i18n.T("%s · P switches", with), w) {
			b.choice(command(conversation.TakeBook), st.dim, l)
		}
	}
	return b
}

// pad fills a text with blanks to n cells, and one at least.
func pad(s string, n int) string {
	return fmt.Sprintf("%-*s ", n-1, s)
}
