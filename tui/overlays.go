package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// howScreen shows how to find the answer out; it can be given here.
type howScreen struct {
	t *state
	q *flow.Question
}

func (s *howScreen) Keys() []bound {
	what := i18n.T("copy the steps")
	if s.q.Command != "" {
		what = i18n.T("copy the command")
	}
	return append(closing(append(newQuestion(s.t, s.q, false).answering(), bind(command(conversation.CopyText), "c", what, "c"))...), bind(goBack, "h", keyClose, "h").quiet(), s.t.speaking(), s.t.wording(), parking())
}

func (s *howScreen) Copy() (what, text string) {
	if s.q.Command != "" {
		return whatCommand, strings.TrimRight(s.q.CommandIn(s.t.state.Session), "\n")
	}
	lines := make([]string, 0, len(s.q.How)+1)
	for i, step := range s.q.How {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, step))
	}
	if s.q.Link != "" {
		lines = append(lines, s.q.Link)
	}
	return i18n.T("the steps"), strings.Join(lines, "\n")
}

// leastHow is how many rows of the steps are seen at least, their heading among them: answers that leave less stand below them.
const leastHow = 4

func (s *howScreen) Body(w, h int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	ask := s.q.Ask
	if s.t.guest && s.q.Say != "" {
		ask = s.q.Say
	}
	b.add(s.t.st.strong, page.Wrap(page.Line(ask), w)...)
	title := len(b.rows)
	b.gap()
	asked := len(b.rows)
	s.t.draw(&b, s.t.state.How(s.q), w, still)
	b.gap()
	choices := newQuestion(s.t, s.q, false)
	choices.cursor = -1
	rows := choices.short(w).rows
	for _, r := range s.t.speakerRows(s.t.speaker(s.q.ID), w) {
		rows = append([]row{{strings.TrimPrefix(r.text, "   "), r.hit}}, rows...)
	}
	if asked+leastHow+len(rows) <= h {
		b.keep(0, title, len(b.rows), len(rows), rows)
	}
	b.rows = append(b.rows, rows...)
	return b
}

// examplesScreen lists texts to try, with the highlighted one.
type examplesScreen struct{ *pageScreen }

func (s *examplesScreen) Body(w, h int) body {
	b := s.pageScreen.Body(w, h)
	b.gap()
	b.add(s.t.st.heading, i18n.T("Its text"))
	for _, l := range page.Rows(s.t.pb.Examples[s.cursor].Text) {
		b.add(s.t.st.code, page.FoldCode(l, min(w, textMax))...)
	}
	return b
}

// newRivals asks which of several errors in a text the failing call printed.
func newRivals(t *state, rivals []flow.Rival) *pageScreen {
	s := pageOf(t, conversation.NoName, func(*conversation.State) conversation.Page { return conversation.Rivals(rivals) })
	s.stays = true
	return s
}

// readingScreen waits for a text to be read.
type readingScreen struct {
	t     *state
	size  int
	turn  int
	began time.Time
}

func (s *readingScreen) Keys() []bound { return closing() }

func (s *readingScreen) Body(w, _ int) body {
	b := body{focus: -1}
	b.add(s.t.st.strong, page.Wrap(i18n.T("%s Reading the text… %s", spinner[s.turn%len(spinner)], sizeWord(s.size)), w)...)
	return b
}

// offerScreen holds a text that was pasted where nothing asked for one.
type offerScreen struct {
	t    *state
	text string
	more bool // Another text was read already.
}

func (s *offerScreen) Keys() []bound {
	if s.more {
		return closing(bind(readAdded, "enter", i18n.T("add it"), "enter").explain(i18n.T("add it to what was read")), bind(readAgain, "=", i18n.T("read it instead"), "="))
	}
	return closing(
		bind(readAgain, "enter", keyReadIt, "enter"),
	)
}

func (s *offerScreen) Body(w, h int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	ask, what := i18n.T("You pasted a text. Read it as the error?"), i18n.T("Your answers stay. esc drops it.")
	if s.more {
		ask, what = conversation.AddOrInstead()
		what += i18n.T(" esc drops it.")
	}
	b.add(s.t.st.strong, page.Wrap(ask, w)...)
	b.add(ink{}, page.Wrap(what, w)...)
	b.gap()
	b.add(s.t.st.dim, sizeWord(len(s.text)))
	for _, l := range maskedLines(s.t.mask, s.text) {
		if len(b.rows) > h+editMaxLines {
			break
		}
		b.add(s.t.st.code, page.FoldCode(l, w)...)
	}
	return b
}

// keysScreen lists every key that works on the screen below it.
type keysScreen struct {
	t    *state
	keys []bound
}

func (s *keysScreen) Keys() []bound { return closing() }

func (s *keysScreen) Body(w, _ int) body {
	b := body{focus: -1}
	b.add(s.t.st.strong, i18n.T("Keys that work here"))
	part := func(title string, in func(bound) bool) {
		var rows []string
		for _, k := range s.keys {
			if in(k) {
				rows = append(rows, k.listed(min(w, textMax))...)
			}
		}
		if rows != nil {
			b.gap()
			b.add(s.t.st.heading, title)
			b.add(ink{}, rows...)
		}
	}
	part(i18n.T("On this screen"), func(k bound) bool { return k.name == conversation.NoName && !k.moves() })
	for _, g := range conversation.Grouped(func(conversation.Command) bool { return true }) {
		part(g.Title, func(k bound) bool { return slices.Contains(g.Names, k.name) })
	}
	part(i18n.T("Move"), bound.moves)
	b.gap()
	b.add(s.t.st.dim, page.Wrap(i18n.T("The mouse works too: a click takes a line, the wheel scrolls. With shift, the terminal selects."), min(w, textMax))...)
	return b
}

// listed is the key with what it does, as the list of all keys has it.
func (b bound) listed(w int) []string {
	names := make([]string, 0, len(b.Keys()))
	for _, n := range b.Keys() {
		names = append(names, keyName(n))
	}
	return page.Hang(pad(strings.Join(names, " "), 14), cmp.Or(b.long, b.Help().Desc), w)
}

// moves reports whether the key only moves what is in sight or highlighted.
func (b bound) moves() bool {
	switch b.do.(type) {
	case moved, scrolled, paged:
		return true
	default:
		return false
	}
}

// copyScreen shows a text bare, so that the terminal can select it.
type copyScreen struct {
	t          *state
	what, text string
	command    bool   // The text is a command, whose output comes back.
	language   string // The shell that runs it; empty if it is for none.
}

func (s *copyScreen) Keys() []bound {
	keys := []bound{bind(command(conversation.CopyText), "c", i18n.T("copy again"), "c")}
	if s.command {
		keys = append(keys, outputBack())
	}
	return closing(keys...)
}

func (s *copyScreen) Copy() (what, text string) { return s.what, s.text }

func (s *copyScreen) Body(w, _ int) body {
	b := body{focus: -1}
	b.add(s.t.st.good, page.Wrap(i18n.T("Sent to the clipboard: %s. Terminals do not confirm that; if it is not there, select it here.", s.what), w)...)
	rows := marked(s.language, s.text, w)
	if folded(rows) {
		b.add(s.t.st.warn, page.Wrap(sayFolded(), w)...)
	}
	b.gap()
	b.raw(rows...)
	return b
}

// marked breaks a text into rows of w cells. What a shell runs still runs when it is copied from them; of other lines, no row is taken for
// a whole one.
func marked(language, text string, w int) (rows []string) {
	if page.IsShell(language) {
		return page.FoldIn(language, text, w)
	}
	for _, line := range page.Rows(text) {
		rows = append(rows, page.Marked(line, w)...)
	}
	return rows
}

// folded reports whether a row goes on in the next one where only a mark says so.
func folded(rows []string) bool {
	return slices.ContainsFunc(rows, func(r string) bool { return strings.HasSuffix(r, page.FoldMark) })
}

func sayFolded() string {
	return i18n.T("Rows that end in %s go on in the next one: c has the text whole, and a wider window shows it so.", page.FoldMark)
}
