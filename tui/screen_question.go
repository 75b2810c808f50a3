package tui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// questionScreen asks for one fact, or shows what was answered before.
type questionScreen struct {
	t      *state
	q      *flow.Question
	back   bool // The question was answered before and is looked at again.
	over   bool // It lies over a verdict that its answer could change.
	cursor int  // The highlighted choice; -1 for none, so that enter alone never answers.
}

// answer is one of the answers there are, with the key that gives it.
type answer struct {
	key, word, means string
	value            flow.Value // Unknown for an option of a choice.
	do               intent
}

// answers lists the answers in their order: the options that are left of a choice, else yes and no; and not sure.
func (s *questionScreen) answers() []answer {
	var all []answer
	values := []flow.Value{flow.Yes, flow.No, flow.Unsure}
	if c, options := s.t.state.Choice(); c != nil && !s.back && !s.over && s.t.pos.Question.ID == s.q.ID {
		for i, o := range options {
			title := page.Line(o.Title)
			all = append(all, answer{key: strconv.Itoa(i + 1), word: title, means: page.Line(o.Detail), do: picked{s.q.ID, c.ID, o.ID, title}})
		}
		values = values[2:]
	}
	for _, v := range values {
		key, word := answerWords(v)
		all = append(all, answer{key, word, conversation.Meaning(s.q, v), v, answered{s.q.ID, v}})
	}
	return all
}

// choosing reports whether the answers are the options of a choice.
func (s *questionScreen) choosing() bool { return s.answers()[0].value == flow.Unknown }

func newQuestion(t *state, q *flow.Question, back bool) *questionScreen {
	s := &questionScreen{t: t, q: q, back: back, cursor: -1}
	for i, a := range s.answers() {
		if a.value != flow.Unknown && (a.value == s.earlier().Value || s.earlier().Value == flow.Unknown && a.value == s.offer().Value) {
			s.cursor = i
		}
	}
	return s
}

// earlier returns what was said of the question before, also if it was withdrawn since.
func (s *questionScreen) earlier() flow.Fact {
	f, _ := s.t.state.Session.Earlier(s.q.ID)
	return f
}

// offer returns the answer that the words of whoever answers suggest.
func (s *questionScreen) offer() flow.Offer {
	o, _ := s.t.state.Session.Offer(s.q.ID)
	return o
}

func (s *questionScreen) Move(n int) {
	switch {
	case s.cursor < 0 && n > 0:
		s.cursor = 0
	case s.cursor < 0:
		s.cursor = len(s.answers()) - 1
	default:
		s.cursor = min(max(s.cursor+n, 0), len(s.answers())-1)
	}
}

func (s *questionScreen) Choose() intent {
	if s.cursor < 0 {
		return told(sayChooseFirst)
	}
	return s.answers()[s.cursor].do
}

func (s *questionScreen) Keys() []bound {
	theirs := s.t.state.Answering() == flow.Customer
	keys := s.answering()
	for _, b := range s.t.asking(s.q) {
		b.rare = theirs // The body names it.
		keys = append(keys, b)
	}
	for _, b := range s.t.look() {
		keys = append(keys, b.quiet()) // Likewise.
	}
	if s.back && !s.over {
		keys = append(keys, bind(goOn, "→", i18n.T("forward"), "right").explain(i18n.T("forward again; the answer stays")))
	}
	if conversation.HasHow(s.q) {
		how := able(conversation.ShowHow, opened(atHow)).as(i18n.T("how to check"))
		how.rare = theirs
		keys = append(keys, how)
	}
	back := bind(goBack, "b", keyBack, "left", "b").explain(helpBackLookAtThe)
	back.rare = theirs
	keys = append(keys, back,
		bind(escape, "esc", keyClose, "esc").explain(i18n.T("close what is open on the question, then back")).quiet(),
	)
	z, words := parking(), s.t.wording()
	z.rare, words.rare = !theirs, !theirs // With a customer they are used all the time.
	keys = append(keys, z)
	for _, watch := range s.t.watching() {
		keys = append(keys, watch.quiet())
	}
	keys = append(append(keys, looking()...), s.t.shelved()...)
	if s.q.Say != "" {
		help, long := i18n.T("say it"), i18n.T("say it: the wording to read out to a customer")
		if s.t.say {
			help, long = i18n.T("yours"), i18n.T("back to the wording for yourself")
		}
		keys = append(keys, bind(toggleSay, "s", help, "s").explain(long).quiet())
	}
	keys = append(keys,
		bind(copyHere, "c", s.copyLabel(), "c").explain(i18n.T("copy %s", s.copyWord())),
		words,
	)
	keys = append(keys, able(conversation.EditFact, opened(atTrail)).quiet(), able(conversation.PasteText, opened(atPaste)).quiet(), s.t.speaking(), s.t.switching())
	keys = append(keys, s.t.noting()...)
	for _, b := range s.t.reporting() {
		keys = append(keys, b.quiet())
	}
	for _, b := range choosing(i18n.T("take the highlighted answer")) {
		keys = append(keys, b.quiet())
	}
	return keys
}

// copyLabel says in two words what is copied, since the same key shows a command elsewhere.
func (s *questionScreen) copyLabel() string {
	switch {
	case s.t.say && s.q.Say != "":
		return i18n.T("copy wording")
	case s.q.Command != "":
		return i18n.T("copy command")
	default:
		return i18n.T("copy question")
	}
}

func (s *questionScreen) copyWord() string {
	what, _ := s.Copy()
	return what
}

// Copy gives what is most useful: the wording for the customer when it is shown, else the command that finds the answer out.
func (s *questionScreen) Copy() (what, text string) {
	switch {
	case s.t.say && s.q.Say != "":
		return i18n.T("the customer's wording"), s.q.Say
	case s.q.Command != "":
		return whatCommand, strings.TrimRight(s.q.CommandIn(s.t.state.Session), "\n")
	default:
		return i18n.T("the question"), s.q.Ask
	}
}

// Body shows, in the order of need: the question, the answers, why. A high window has room for why before the answers.
func (s *questionScreen) Body(w, h int) body {
	if w < twoColumns-2*margin {
		b := s.column(w, h)
		b.gap()
		b.join(s.t.panel(s.t.state.Where(false), w))
		b.gap()
		b.join(s.t.panel(s.t.state.Known(), w))
		return b
	}
	lw := (w * 11) / 20
	rw := w - lw - 4
	right := s.t.panel(s.t.state.Where(true), rw)
	right.gap()
	right.join(s.t.panel(s.t.state.Known(), rw))
	return beside(s.column(lw, h), right, lw, 4)
}

// column is the question itself.
func (s *questionScreen) column(w, h int) body {
	st := &s.t.st
	w = min(w, textMax)
	b := body{focus: -1}
	if s.t.reading != nil && !s.back {
		b.join(s.read(w, h))
	}
	if f, _ := s.t.state.Session.Fact(s.q.ID); s.back && !f.Parked() {
		b.add(st.dim, page.Wrap(i18n.T("You answered this before. Looking changes nothing; another answer does."), w)...)
		b.gap()
	}
	title := len(b.rows)
	if s.t.say && s.q.Say != "" {
		title++
		b.add(st.dim, i18n.T("Read this out:"))
		b.add(st.strong, page.Wrap("“"+page.Line(s.q.Say)+"”", w)...)
	} else {
		b.add(st.strong, page.Wrap(page.Line(s.q.Ask), w)...)
	}
	if text := s.t.state.CanAsk(s.t.cards, s.q); text != "" {
		for _, l := range page.Wrap(text, w) {
			b.choice(opened(atCard), st.good, l)
		}
	}
	if text := s.t.state.CanLook(); text != "" && !s.back {
		for _, l := range page.Wrap(text, w) {
			b.choice(opened(atLook), st.good, l)
		}
	}
	s.t.draw(&b, s.t.state.Kept(s.q), w, still)
	var why []string
	if s.q.Why != "" {
		why = page.Wrap(i18n.T("Why: %s", page.Line(s.q.Why)), w)
	}
	full := s.choices(w, true)
	short := full
	if len(b.rows)+1+len(full.rows) > h {
		short = s.choices(w, false)
	}
	whyFirst := len(b.rows)+1+len(why)+1+len(full.rows) <= h
	if whyFirst && len(why) > 0 {
		if len(b.rows)+len(why)+len(full.rows)+6 <= h {
			b.gap()
		}
		b.add(st.dim, why...)
	}
	b.gap()
	if short.focus >= 0 {
		b.focus = len(b.rows) + short.focus
	}
	b.keep(title, len(b.rows), len(short.rows), s.choices(w, false).rows)
	b.rows = append(b.rows, short.rows...)
	if !whyFirst {
		b.gap()
		b.add(st.dim, why...)
		if len(short.rows) != len(full.rows) {
			b.gap()
			b.join(s.meanings(w))
		}
	}
	return b
}

// read is what was read, as far as the question and its answers leave room: whole, its first row, or nothing.
func (s *questionScreen) read(w, h int) body {
	ask := s.q.Ask
	if s.t.say && s.q.Say != "" {
		ask = s.q.Say + "\n" // Read this out.
	}
	room := h - len(page.Wrap(page.Line(ask), w)) - len(s.choices(w, false).rows) - 3
	if strings.HasSuffix(ask, "\n") {
		room--
	}
	b := readingPanel(s.t, w, h)
	switch {
	case room < 1:
		return body{focus: -1}
	case len(b.rows) > room:
		b.rows = b.rows[:1]
	}
	b.gap()
	return b
}

// choices are the three answers under the words that suggest one, each with what it means if there is room.
func (s *questionScreen) choices(w int, meanings bool) body {
	st := &s.t.st
	b := body{focus: -1}
	earlier, offer := s.earlier(), s.offer()
	if offer.Words != "" {
		b.add(st.good, page.Hang(s.t.state.Wrote(), page.Quote(s.t.mask(offer.Words)), w)...)
	}
	b.rows = append(b.rows, s.t.speakerRows(s.t.speaker(s.q.ID), w)...)
	all, column, beside := s.answers(), 0, s.choosing() // What tells an option apart stands beside it if there is room for all.
	for _, a := range all {
		column = max(column, ansi.StringWidth(a.word)+10)
	}
	for _, a := range all[:len(all)-1] {
		beside = beside && column+ansi.StringWidth(a.means) <= w
	}
	for i, a := range all {
		line := "   " + st.accent.Render(a.key) + "  " + st.strong.Render(a.word) + " "
		if i == s.cursor {
			line = "▸ " + st.chosen.Render(" "+a.key+"  "+a.word+" ")
			b.focus = len(b.rows)
		}
		if a.value != flow.Unknown && earlier.Value == a.value {
			line += st.good.Render(" " + saidBefore(earlier))
		}
		if a.value != flow.Unknown && offer.Value == a.value && i == s.cursor {
			line += st.good.Render(" " + i18n.T("← enter confirms"))
		}
		below := meanings
		if a.value == flow.Unknown && beside {
			line += strings.Repeat(" ", max(column-ansi.StringWidth(line), 1)) + st.dim.Render(a.means)
			below = false
		}
		b.rows = append(b.rows, row{line, a.do})
		if a.means != "" && below {
			b.choice(a.do, st.dim, page.Hang("      ", a.means, w)...)
		}
		if f, _ := s.t.state.Session.Fact(s.q.ID); meanings && a.value == flow.Unsure && s.q.Role != "" && !f.Parked() {
			b.choice(opened(atRole), st.dim, page.Hang("      ", i18n.T("z: %s can check this", s.t.state.Role(s.q.Role)), w)...)
		}
	}
	return b
}

func (s *questionScreen) meanings(w int) body {
	b := body{focus: -1}
	for _, a := range s.answers() {
		if a.means != "" {
			b.add(s.t.st.dim, page.Wrap(a.word+": "+a.means, w)...)
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
	for i, a := range all[:len(all)-1] {
		b := bind(a.do, a.key, a.word, a.key)
		if i == 0 {
			b = bind(a.do, fmt.Sprintf("1-%d", len(all)-1), i18n.T("choose"), a.key).explain(a.word)
			b.bar = key.Help{Key: fmt.Sprintf("1-%d ?", len(all)-1), Desc: i18n.T("answer")}
		} else {
			b = b.quiet()
		}
		keys = append(keys, b)
	}
	return append(keys, able(conversation.SayUnsure, answered{s.q.ID, flow.Unsure}).quiet())
}

// parking is the key that leaves a question to somebody else.
func parking() bound {
	return able(conversation.ParkQuestion, opened(atRole)).quiet()
}

// wording is the key for the customer's own words.
func (t *state) wording() bound {
	return able(conversation.KeepWords, opened(atWords)).quiet()
}
