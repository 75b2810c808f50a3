package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

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

// causesPanel lists every cause considered so far with where it stands.
func causesPanel(t *talk, w int) body {
	b := body{focus: -1}
	if len(t.pos.Standings) == 0 {
		return b
	}
	b.add(t.st.heading, i18n.T("Causes"))
	for _, s := range t.state.Standings() {
		b.add(levelStyle(&t.st, s.Level), causeLines(s, w)...)
	}
	return b
}

// causesBeside is the panel beside a question: it also says why a cause is ruled out.
func causesBeside(t *talk, w int) body {
	b := body{focus: -1}
	if len(t.pos.Standings) == 0 {
		return b
	}
	b.add(t.st.heading, i18n.T("Causes"))
	for _, s := range t.state.Standings() {
		b.add(levelStyle(&t.st, s.Level), causeLines(s, w)...)
		if s.Level == flow.RuledOut && len(s.Against) > 0 {
			b.add(t.st.dim, page.Hang("  ", page.Line(s.Against[0].Text), w)...)
		}
	}
	return b
}

// narrow is the width below which a panel has no column for the words that say how something stands.
const narrow = 42

// causeLines names a cause with how it stands.
func causeLines(s flow.Standing, w int) []string {
	sign, word, _ := strings.Cut(signed(conversation.LevelSign(s.Level), conversation.LevelWord(s.Level)), " ")
	if w < narrow {
		return page.Hang(sign+" ", fmt.Sprintf("%s (%s)%s", conversation.CauseName(s.Verdict), word, disputed(s)), w)
	}
	return page.Hang(pad(signed(conversation.LevelSign(s.Level), conversation.LevelWord(s.Level)), 12), conversation.CauseName(s.Verdict)+disputed(s), w)
}

// factColumn names a fact with its value.
func factColumn(t *talk, f flow.Fact, w int) []string {
	sign, word, _ := strings.Cut(signed(conversation.FactSign(f), conversation.FactWord(f)), " ")
	if w < narrow {
		return page.Hang(sign+" ", word+": "+t.state.Statement(f.ID), w)
	}
	return page.Hang(pad(signed(conversation.FactSign(f), conversation.FactWord(f)), 12), t.state.Statement(f.ID), w)
}

func disputed(s flow.Standing) string {
	if s.Disputed {
		return i18n.T(" (! reasons both ways)")
	}
	return ""
}

func levelStyle(st *styles, l flow.Level) lipgloss.Style {
	switch l {
	case flow.Proven:
		return st.good
	case flow.Likely:
		return st.strong
	case flow.RuledOut:
		return st.dim
	default:
		return lipgloss.NewStyle()
	}
}

// trailPanel lists what is known, the newest last.
func trailPanel(t *talk, w int) body {
	b := body{focus: -1}
	if len(t.pos.Trail) == 0 {
		return b
	}
	b.add(t.st.heading, i18n.T("Known so far"))
	for _, s := range t.pos.Trail {
		if s.OffPath {
			b.add(t.st.dim, page.Hang("– ", i18n.T("kept, not on the path: %s", t.state.Statement(s.Fact.ID)), w)...)
			continue
		}
		b.add(lipgloss.NewStyle(), factColumn(t, s.Fact, w)...)
	}
	return b
}

// choseBook keeps why a text was read with the playbook in use, without the words that showed it: they stand beside it.
func (t *talk) choseBook(because []flow.Fact) {
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
func readingPanel(t *talk, w, h int) body {
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

// fixPanel shows the fix in one sentence so that it is seen first, with a bar at its side rather than by colour alone.
func fixPanel(t *talk, v *flow.Verdict, w int) body {
	b := body{focus: -1}
	for _, l := range page.Wrap(i18n.T("Fix: %s", page.Line(v.Fix)), w-2) {
		b.raw(t.st.good.Render("┃ ") + t.st.strong.Render(l))
	}
	return b
}

// pad fills a text with blanks to n cells, and one at least.
func pad(s string, n int) string {
	return fmt.Sprintf("%-*s ", n-1, s)
}
