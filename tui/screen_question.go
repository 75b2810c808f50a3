package tui

import (
	"strconv"
	"strings"

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
	is               bool // The option was chosen before.
}

// answers lists the answers in their order: the options that are left of a choice, else yes and no; and not sure.
func (s *questionScreen) answers() []answer {
	var all []answer
	values := []flow.Value{flow.Yes, flow.No, flow.Unsure}
	if c, options := s.t.state.ChoiceAt(s.q.ID); c != nil {
		was, _ := s.t.state.Before(s.q.ID)
		for _, o := range options {
			title := page.Line(o.Title)
			all = append(all, answer{key: strconv.Itoa(c.Number(o)), word: title, means: page.Line(o.Detail), do: picked{s.q.ID, c.ID, o.ID, title}, is: was.Option == o})
		}
		values = values[2:]
	}
	for _, v := range values {
		key, word := answerWords(v)
		all = append(all, answer{key: key, word: word, means: conversation.Meaning(s.q, v), value: v, do: answered{s.q.ID, v}})
	}
	return all
}

// choosing reports whether the answers are the options of a choice.
func (s *questionScreen) choosing() bool {
	_, options := s.t.state.ChoiceAt(s.q.ID)
	return len(options) > 0
}

func newQuestion(t *state, q *flow.Question, back bool) *questionScreen {
	s := &questionScreen{t: t, q: q, back: back, cursor: -1}
	_, fits := s.offer()
	for i, a := range s.answers() {
		if a.is || s.fits(a, fits) && s.earlier().Value == flow.Unknown {
			s.cursor = i
		}
		if a.value != flow.Unknown && a.value == s.earlier().Value && !s.earlier().Parked() {
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

// offer returns what the words of whoever answers suggest, and the option that they fit.
func (s *questionScreen) offer() (flow.Offer, *flow.Option) {
	o, fits, _ := s.t.state.Offered(s.q.ID)
	return o, fits
}

// offers reports whether somebody's words suggest something here.
func (s *questionScreen) offers() bool { o, _ := s.offer(); return o.Words != "" }

// fits reports whether an answer is the one that somebody's words suggest.
func (s *questionScreen) fits(a answer, option *flow.Option) bool {
	if s.choosing() {
		return option != nil && a.value == flow.Unknown && a.word == page.Line(option.Title)
	}
	o, _ := s.offer()
	return o.Words != "" && a.value == o.Value
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
		how := able(conversation.ShowHow).as(i18n.T("how to check"))
		how.rare = theirs
		keys = append(keys, how)
	}
	back := bind(goBack, "b", keyBack, "left", "b").explain(conversation.Named(conversation.LookBack).Long)
	back.rare = theirs
	keys = append(keys, back,
		escaping(),
	)
	z, words, copies := parking(), s.t.wording(), bind(command(conversation.CopyText), "c", s.copyLabel(), "c").explain(i18n.T("copy %s", s.copyWord()))
	copies.less = briefly(conversation.CopyText)
	z.rare, words.rare, copies.rare = !theirs, !theirs, !theirs // With a customer they are used all the time.
	keys = append(keys, copies, words, z)
	for _, watch := range s.t.watching() {
		keys = append(keys, watch.quiet())
	}
	keys = append(append(keys, s.t.looking()...), s.t.shelved()...)
	if s.q.Say != "" {
		help, long := i18n.T("say it"), i18n.T("say it: the wording to read out to a customer")
		if s.t.say {
			help, long = i18n.T("yours"), i18n.T("back to the wording for yourself")
		}
		keys = append(keys, bind(command(conversation.ShowSay), "s", help, "s").explain(long).quiet())
	}
	keys = append(keys, able(conversation.EditFact), able(conversation.PasteText).quiet(), s.t.speaking(), s.t.switching(), s.t.ticketing(), able(conversation.Finish).quiet())
	keys = append(append(keys, s.t.noting()...), s.t.inviting()...)
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

// parking is the key that leaves a question to somebody else.
func parking() bound {
	return able(conversation.ParkQuestion).quiet()
}

// wording is the key for the customer's own words.
func (t *state) wording() bound {
	return able(conversation.KeepWords).quiet()
}
