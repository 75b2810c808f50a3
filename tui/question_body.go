package tui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// The rows of a question in a window of 24 rows, counted from the first of its body: nothing moves from one question to the next.
// In a lower window all of them stand higher, by as many rows; in a higher one they stay, and what is left is empty.
const (
	bodyRows   = 18
	choicesRow = 8  // What asks the API, or whose word it is; in a choice, its first option.
	answersRow = 2  // Yes, from there on; two rows each.
	meansCol   = 20 // What an answer means.
	detailCol  = 39 // What tells an option from the others.
	askMax     = 74
)

// Body shows the question, why it is asked, and the answers, each in its row. Where there is no room for that it is what it takes to
// answer, then the rest.
func (s *questionScreen) Body(w, h int) body {
	const gap, page = 3, 78
	switch {
	case !s.t.roomy:
		return s.brief(w, h)
	case w < wide:
		return s.column(min(w, page), h)
	}
	right := s.t.panel(s.t.state.Beside(h > bodyRows+4), w-page-gap)
	for i := range right.rows {
		right.rows[i].text = s.t.st.dim.Render("│  ") + right.rows[i].text
	}
	for len(right.rows) < bodyRows {
		right.rows = append(right.rows, row{text: s.t.st.dim.Render("│")})
	}
	return beside(s.column(page, h), right, page, 0)
}

// Strip is the row of the causes, unless they stand beside the question, or its answers need the room.
func (s *questionScreen) Strip(w, h int) row {
	if s.t.roomy && w >= wide || !s.t.roomy && len(s.brief(w, h-1).rows) > h-1 && s.choosing() {
		return row{}
	}
	return s.t.strip(w)
}

// asked is the question, in words to read out if those are wanted. Where it is tight, nothing but the words.
func (s *questionScreen) asked(b *body, w int, tight bool) {
	st := &s.t.st
	w = min(w, askMax)
	switch {
	case !s.t.say || s.q.Say == "":
		b.add(st.strong, page.Wrap(page.Line(s.q.Ask), w)...)
		return
	case tight:
		b.add(st.strong, page.Wrap(page.Line(s.q.Say), w)...)
		return
	}
	at := len(b.rows)
	s.t.draw(b, conversation.ToRead(page.Line(s.q.Say)), w, still)
	if how := i18n.T("h how to check"); conversation.HasHow(s.q) && s.theirs() { // The bar has other keys with a customer.
		text := b.rows[at].text
		gap := strings.Repeat(" ", max(w-ansi.StringWidth(text)-len(how), 1))
		b.rows[at] = row{text + gap + s.t.st.accent.Render("h") + s.t.st.dim.Render(how[1:]), command(conversation.ShowHow)}
	}
}

// wrote is what somebody wrote that suggests an answer, and what enter does with it; nil where nothing does.
func (s *questionScreen) wrote(w int) []string {
	offer, fits := s.offer()
	if offer.Words == "" {
		return nil
	}
	text := page.Quote(s.t.mask(offer.Words))
	if i := slices.IndexFunc(s.answers(), func(a answer) bool { return s.fits(a, fits) }); i >= 0 {
		if _, ok := s.t.state.Before(s.q.ID); !ok {
			text += " · " + i18n.T("enter confirms: %s", s.answers()[i].word)
		}
	}
	return page.Hang(s.t.state.Wrote(offer), text, min(w, askMax))
}

// goesWith is what stands between the question and its answers: for whom it waits, what suggests an answer unless that stands elsewhere,
// what was read.
func (s *questionScreen) goesWith(w int, offer bool) body {
	st := &s.t.st
	w = min(w, askMax)
	b := body{focus: -1}
	s.t.draw(&b, append(s.t.state.Clues(s.q.ID), s.t.state.Kept(s.q)...), w, still)
	if offer {
		b.add(st.dim, s.wrote(w)...)
	}
	if text := s.t.state.AnsweredBefore(s.q.ID); text != "" {
		if s.back {
			text += " " + i18n.T("Looking changes nothing. Only another answer does.")
		} else if s.cursor >= 0 {
			text += " " + i18n.T("enter confirms it.")
		}
		b.add(st.dim, page.Wrap(text, w)...)
	}
	if s.t.reading != nil && !s.back {
		b.join(s.t.readNotes(w))
	}
	if !s.theirs() {
		b.rows = append(b.rows, s.t.speakerRows(s.t.speaker(s.q.ID), w)...)
	}
	return b
}

func (s *questionScreen) theirs() bool { return s.t.state.Answering() == flow.Customer }

// ways are the rows of what can be done to find the answer out; with a customer on the line, whose word it is comes first.
func (s *questionScreen) ways(w int) []row {
	var out []row
	way := func(name conversation.Name, short string, do intent, details ...string) {
		c, detail := conversation.Named(name), ""
		for _, d := range slices.Backward(details) {
			if meansCol+ansi.StringWidth(d) <= w {
				detail = d
			}
		}
		out = append(out, row{"   " + s.t.st.accent.Render(keyName(c.Keys[0])) + "  " + s.t.st.strong.Render(pad(short, meansCol-6)) + s.t.st.dim.Render(detail), do})
	}
	if s.theirs() {
		out = append(out, s.t.speakerRows(s.t.speaker(s.q.ID), w)...)
	} else if details := s.t.state.Asks(s.t.cards(), s.q); details != nil {
		way(conversation.AskAPI, conversation.Named(conversation.AskAPI).Short, command(conversation.AskAPI), details...)
	}
	if s.t.state.CanLook() != "" && !s.back {
		where, shows := s.t.state.LookShort()
		way(conversation.LookHere, where, command(conversation.LookHere), shows)
	}
	return out
}

// answerRow is an answer by its key and word, or by the part of the word that fits.
func (s *questionScreen) answerRow(i int, a answer, word string) string {
	if i == s.cursor {
		return " " + s.t.st.chosen.Render("▸ "+a.key+"  "+word)
	}
	return "   " + s.t.st.accent.Render(a.key) + "  " + s.t.st.strong.Render(word)
}

// column is the question with everything in its row. What goes with it gives way to the answers, and stands below them then.
func (s *questionScreen) column(w, h int) body {
	b, last := s.inRows(w, h, true)
	if last >= h {
		b, _ = s.inRows(w, h, false)
	}
	return b
}

// inRows is column, with what goes with the question above its answers or below them, and the last row of these.
func (s *questionScreen) inRows(w, h int, above bool) (b body, last int) {
	st := &s.t.st
	b = body{focus: -1}
	s.asked(&b, w, false)
	first := choicesRow + min(h-bodyRows, 0)
	ways, with, later := s.ways(w), s.goesWith(w, true), body{focus: -1}
	if !above {
		with, later = later, with
	}
	all := s.answers()
	if s.choosing() {
		with.rows, ways = append(with.rows, ways...), nil
	}
	var why, below []string
	if s.q.Why != "" {
		why = page.Wrap(page.Line(s.q.Why), min(w, askMax))
	}
	if room := first - 1 - len(b.rows) - len(with.rows); room >= len(why)+1 {
		b.gap()
		b.add(st.dim, why...)
	} else {
		below = why
	}
	if len(with.rows) > 0 {
		for len(b.rows)+len(with.rows) < first-1 {
			b.raw("")
		}
		b.join(with)
	}
	for len(b.rows) < first {
		b.raw("")
	}
	b.gap()
	first = len(b.rows)
	put := func(at int, rows ...row) {
		for len(b.rows) < first+at {
			b.raw("")
		}
		b.rows = append(b.rows, rows...)
	}
	at, column := answersRow, meansCol
	if s.choosing() {
		at, column = s.options(put, all[:len(all)-1], w)
	} else {
		put(0, ways...)
	}
	for i, a := range all {
		if a.value == flow.Unknown {
			continue
		}
		line := s.answerRow(i, a, a.word)
		means := page.Wrap(a.means, w-column)
		for j, l := range means {
			if j == 0 {
				put(at, row{line + strings.Repeat(" ", max(column-ansi.StringWidth(line), 1)) + st.dim.Render(l), a.do})
				continue
			}
			put(at+j, row{strings.Repeat(" ", column) + st.dim.Render(l), a.do})
		}
		if len(means) == 0 {
			put(at, row{line, a.do})
		}
		if i == s.cursor {
			b.focus = first + at
		}
		last = len(b.rows) - 1
		at += 2
	}
	if f, _ := s.t.state.Session.Fact(s.q.ID); s.q.Role != "" && !f.Parked() && (at < bodyRows-choicesRow || !s.choosing()) {
		put(at, row{"   " + st.accent.Render("z") + st.dim.Render("  "+i18n.T("park it for %s", s.t.state.Role(s.q.Role))), command(conversation.ParkQuestion)})
	}
	if len(later.rows) > 0 {
		b.gap()
		b.join(later)
	}
	if below != nil {
		b.gap()
		b.add(st.dim, below...)
	}
	return b, last
}

// options puts the options of a choice, each in the row of its number, and returns the row of not sure and the column of details.
func (s *questionScreen) options(put func(at int, rows ...row), all []answer, w int) (at, column int) {
	st := &s.t.st
	longest, detail := 0, 0
	for _, a := range all {
		longest, detail = max(longest, ansi.StringWidth(a.word)), max(detail, ansi.StringWidth(a.means))
	}
	column = detailCol
	if column+detail > w || longest+8 > column {
		column = longest + 8
	}
	c, _ := s.t.state.ChoiceAt(s.q.ID)
	for i := range c.Options {
		n := c.Number(&c.Options[i])
		at := slices.IndexFunc(all, func(a answer) bool { return a.key == strconv.Itoa(n) })
		if at < 0 { // What is out keeps its row, so that no other moves.
			out := page.Line(c.Options[i].Title) + i18n.T(" · ruled out")
			put(n-1, row{text: "   " + st.dim.Render("–  "+ansi.Truncate(out, w-6, "…"))})
			continue
		}
		a := all[at]
		line := s.answerRow(at, a, a.word)
		if a.means != "" && column+ansi.StringWidth(a.means) <= w {
			line += strings.Repeat(" ", max(column-ansi.StringWidth(line), 1)) + st.dim.Render(a.means)
		}
		put(n-1, row{line, a.do})
	}
	return len(c.Options), column
}

// brief is the question with its answers in one row, and below them what stands beside them where there is room.
func (s *questionScreen) brief(w, h int) body {
	st := &s.t.st
	b := body{focus: -1}
	s.asked(&b, w, false)
	ways, choices := s.ways(w), s.short(w)
	title := 0
	switch {
	case !s.t.say || s.q.Say == "":
	default:
		title = 1 // Under what says that it is to be read out.
		tight := body{focus: -1}
		if s.asked(&tight, w, true); len(b.rows)+len(choices.rows) > h && len(tight.rows)+len(choices.rows) <= h {
			b, title = tight, 0
		}
	}
	asked, wrote := len(b.rows), s.wrote(w)
	above := len(wrote) > 0 && len(b.rows)+len(wrote)+len(choices.rows) <= h
	if above {
		b.add(st.dim, wrote...)
	}
	var under []row
	if len(b.rows)+len(ways)+len(choices.rows) > h {
		ways, under = nil, ways
	}
	if left := h - len(b.rows) - len(choices.rows); left > 1+len(ways) {
		b.gap()
	}
	for i, r := range ways {
		b.rows = append(b.rows, row{strings.TrimPrefix(r.text, "   "), r.hit})
		if left := h - len(b.rows) - len(choices.rows); i == len(ways)-1 && left > 0 {
			b.gap()
		}
	}
	if len(ways) == 0 && h-len(b.rows)-len(choices.rows) > 0 {
		b.gap()
	}
	if choices.focus >= 0 {
		b.focus, b.under = len(b.rows)+choices.focus, choices.under
	}
	pinned := choices.rows
	if s.choosing() && len(b.rows)+len(choices.rows) <= h { // Whoever reads on has seen them: one row leaves more to the text.
		pinned = []row{{text: st.accent.Render(conversation.Numbers(s.t.state.ChoiceAt(s.q.ID))+" ?") + st.dim.Render("  "+i18n.T("the answers stand above"))}}
	}
	b.keep(title, asked, len(b.rows), len(choices.rows), pinned)
	b.rows = append(b.rows, choices.rows...)
	b.gap()
	for _, r := range under {
		b.rows = append(b.rows, row{strings.TrimPrefix(r.text, "   "), r.hit})
	}
	b.gap()
	b.join(s.goesWith(w, !above))
	if s.t.reading != nil && !s.back {
		b.add(ink{}, page.Wrap(s.t.readLine().text, w)...)
	}
	if s.q.Why != "" {
		b.gap()
		b.add(st.dim, page.Wrap(page.Line(s.q.Why), w)...)
	}
	b.gap()
	for i, a := range s.answers() {
		if a.means != "" && i != s.cursor && (!s.choosing() || !s.beside(a, w)) {
			b.add(st.dim, page.Wrap(a.word+": "+a.means, w)...)
		}
	}
	return b
}

// beside reports whether what an option means stands in its row.
func (s *questionScreen) beside(a answer, w int) bool {
	const lead = 5
	return a.means != "" && !s.t.guest && lead+ansi.StringWidth(a.word)+barGap+ansi.StringWidth(a.means) <= w
}

// short are the answers in one row, or the options of a choice in a row each. What an answer means stands beside it where there is room, and
// under it while it is highlighted.
func (s *questionScreen) short(w int) body {
	st := &s.t.st
	b := body{focus: -1}
	all := s.answers()
	means := func(a answer) {
		if s.t.guest { // It names causes.
			return
		}
		for _, l := range page.Wrap(a.means, w-5) {
			b.rows = append(b.rows, row{"     " + st.dim.Render(l), a.do})
			b.under++
		}
	}
	if s.choosing() {
		for i, a := range all {
			words, inline := page.Wrap(a.word, w-5), s.beside(a, w)
			for j, l := range words {
				text := "     " + st.strong.Render(l)
				if j == 0 {
					text = strings.TrimPrefix(s.answerRow(i, a, l), " ")
				}
				if inline {
					text += strings.Repeat(" ", barGap) + st.dim.Render(a.means)
				}
				b.rows = append(b.rows, row{text, a.do})
			}
			if i == s.cursor {
				b.focus, b.under = len(b.rows)-len(words), len(words)-1
				if !inline && a.means != "" {
					means(a)
				}
			}
		}
		return b
	}
	text, at := "", 0
	var parts several
	for i, a := range all {
		part := st.accent.Render(a.key) + " " + st.strong.Render(a.word)
		if i == s.cursor {
			part = st.chosen.Render("▸ " + a.key + " " + a.word)
		}
		n := ansi.StringWidth(part)
		text += strings.Repeat(" ", at-ansi.StringWidth(text)) + part
		parts = append(parts, span{at: at, width: n, hit: a.do})
		at += n + barGap
	}
	b.rows = []row{{text, parts}}
	if s.cursor >= 0 {
		b.focus = 0
		if a := all[s.cursor]; a.means != "" {
			means(a)
		}
	}
	return b
}

// answering are the keys that answer the question.
func (s *questionScreen) answering() []bound {
	if !s.choosing() {
		return answering(s.q.ID)
	}
	var keys []bound
	all := s.answers()
	numbers := conversation.Numbers(s.t.state.ChoiceAt(s.q.ID))
	for i, a := range all[:len(all)-1] {
		b := bind(a.do, a.key, a.word, a.key)
		if i == 0 {
			b = bind(a.do, numbers, i18n.T("choose"), a.key).explain(a.word)
			b.bar = key.Help{Key: numbers + " ?", Desc: i18n.T("answer")}
		} else {
			b = b.quiet()
		}
		keys = append(keys, b)
	}
	return append(keys, able(conversation.SayUnsure).does(answered{s.q.ID, flow.Unsure}).quiet())
}
