package conversation

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// TakenByHand is why a playbook is used that a person took.
func TakenByHand() string { return i18n.T("taken by hand") }

// NotSaved says that events are not stored, and why.
func NotSaved(err error) string { return i18n.T("NOT BEING SAVED: %s", page.Line(err.Error())) }

// StaysInBook says why the conversation goes on in the playbook it is in.
func StaysInBook(err error) string {
	return i18n.T("The playbook stays as it is: %s", page.Line(err.Error()))
}

// NothingNew says that a text that was added changes nothing.
func NothingNew() string {
	return i18n.T("This text says nothing new, so nothing changed.")
}

// AddedQuietly says that a text was added without being asked for.
func (s *State) AddedQuietly() string {
	return i18n.T("There is no error in this text, so it was added to what was read. %s takes it back.", s.call(UndoLast))
}

// AddOrInstead asks what becomes of a second text, and says what either means.
func AddOrInstead() (ask, means string) {
	return i18n.T("A text was read already. Add this one to it, or read it instead?"),
		i18n.T("If you add it, both are read as one text, and the error that says most decides. If you read it instead, it replaces what the other one showed. Your answers stay.")
}

// TakenAs says that what a command printed was taken as an answer.
func (s *State) TakenAs(v flow.Value, quote string) string {
	return i18n.T("Taken as %s: “%s”. %s takes it back.", ValueWord(v), quote, s.call(UndoLast))
}

// Unwaiting says for whom questions waited that wait no more, though this person neither answered them nor took anything back; "" if there are
// none.
func (s Step) Unwaiting(now *State) string {
	if s.Was == nil || s.Checked != nil || s.Undone > 0 || s.Overtaken != nil || s.Was.Book.Playbook.Question(s.Fact.ID) != nil {
		return ""
	}
	var said, topics []string
	for _, f := range s.Was.Session.Parked() {
		is, known := now.Session.Fact(f.ID)
		if known && is.Parked() {
			continue
		}
		topic := s.Was.Topic(f.ID)
		if slices.Contains(topics, topic) {
			continue
		}
		topics = append(topics, topic)
		if known {
			said = append(said, i18n.T("No longer waits for %s, because it is known now: %s.", s.Was.Role(f.Asked), topic))
		} else {
			said = append(said, i18n.T("No longer waits for %s, because the call is another one now: %s.", s.Was.Role(f.Asked), topic))
		}
	}
	return strings.Join(said, " ")
}

// Sooner says who said otherwise a moment before this person, and that this person's word does not count. A guest is told no name.
func (s Step) Sooner(now *State) string {
	o := s.Overtaken
	who := page.Line(o.By)
	switch {
	case now.guest:
		who = i18n.T("Your support engineer")
	case o.By == o.Mine[0].By:
		who = i18n.T("You yourself, in another window,")
	}
	about := func(e flow.Event) bool { return e.Fact != nil && o.Theirs.Fact != nil && e.Fact.ID == o.Theirs.Fact.ID }
	switch {
	case o.Theirs.Reads():
		return i18n.T("%s gave a text a moment before. Yours is not read yet; it waits where texts are pasted.", who)
	case o.Theirs.Fact != nil && !slices.ContainsFunc(o.Mine, about):
		return i18n.T("%s said a moment before that a fix did not help. Your answer, about the call before that, does not count.", who)
	case o.Theirs.Fact != nil:
		mine, id := *s.Was, o.Theirs.Fact.ID
		mine.Session = flow.Replay(slices.Concat(s.Was.Session.Events(), o.Mine))
		return i18n.T("%s answered first: %s. Yours does not count: %s.", who, now.answer(id), mine.answer(id))
	case o.Theirs.Note != nil:
		return i18n.T("%s wrote there a moment before. Your text is not kept yet; it is still in the box.", who)
	default:
		return i18n.T("%s changed that a moment before. What you did does not count.", who)
	}
}

// Later says who said otherwise a moment after this person, whose word counts; "" if nobody did. A guest is told no name.
func (s Step) Later(now *State) string {
	d := s.Disagreed
	if d == nil {
		return ""
	}
	who := page.Line(d.By)
	if now.guest {
		who = i18n.T("Your support engineer")
	}
	switch {
	case d.Mine.Reads():
		return i18n.T("%s gave another text a moment after you. Yours counts.", who)
	case d.Mine.Fact != nil && d.Theirs.Fact.ID != d.Mine.Fact.ID:
		return i18n.T("%s answered a moment after you, about the call before your fix. That does not count.", who)
	case d.Mine.Fact != nil:
		theirs, id := *now, d.Mine.Fact.ID
		theirs.Session = flow.Replay(slices.DeleteFunc(now.Session.Events(), func(e flow.Event) bool { return e.Act > d.Theirs.Act }))
		return i18n.T("%s answered otherwise a moment after you: %s. Yours counts: %s.", who, theirs.answer(id), now.answer(id))
	case d.Mine.Note != nil:
		return i18n.T("%s wrote another note in the same place a moment after you. Yours is kept.", who)
	default:
		return i18n.T("%s changed the same a moment after you. What you did counts.", who)
	}
}

// answer is what was answered to a question, in as few words as there are.
func (s *State) answer(question string) string {
	r := s.Row(question)
	if r.Pick != nil && r.Pick.Option != nil {
		return page.Line(r.Pick.Option.Title)
	}
	return factWord(r.Fact())
}

// Answered is what is said of a question until it is parked, with the words that go with it; "" where nothing is, or it waits already.
func (s *State) Answered(question string) string {
	f, known := s.Session.Fact(question)
	if !known || f.Parked() {
		return ""
	}
	said := s.Topic(question) + ": " + s.answer(question)
	if f.Quote != "" {
		said += " " + page.Quote(oneLine(f.Quote))
	}
	return said
}

// Gone names what a step took back: the text that was read and what to do now, else the first of the rows that count no more, and how many
// others.
func (s Step) Gone(now *State) string {
	if _, read := s.TextTaken(); read {
		return i18n.T("the text that was read; %s takes it again.", now.call(PasteText))
	}
	gone, _ := s.Taken(now)
	return s.Was.gone(gone)
}

// TextTaken reports whether the step took a text back that was read, and what it said, masked; "" where it was not kept.
func (s Step) TextTaken() (text string, read bool) {
	for _, e := range s.Was.Session.Events() {
		if s.Undone == 0 || e.Act != s.Undone {
			continue
		}
		read = read || e.Reads()
		if e.Note != nil && e.Note.Name == flow.Given {
			text = e.Note.Text
		}
	}
	return text, read
}

func (s *State) gone(rows []Row) string {
	if len(rows) == 0 {
		return i18n.T("the last change")
	}
	first := s.RowText(rows[0])
	if len(rows) == 1 {
		return first
	}
	return i18n.T("%s, and %d more", first, len(rows)-1)
}

// sureUndo asks whether what is to be taken back is meant, which others would miss.
func (s *State) sureUndo(then *State, text bool, since []flow.Event) string {
	what, again := i18n.T("the text that was read, for everybody here"), s.call(UndoLast)
	if !text && s.guest {
		what = i18n.T("your last answer")
	} else if !text {
		gone, _ := Step{Was: s}.Taken(then)
		what = s.gone(gone)
	}
	switch {
	case len(since) == 0:
		return i18n.T("This takes back %s. %s once more does it.", what, again)
	case s.guest:
		return i18n.T("Your support engineer went on since. This takes back %s. %s once more does it.", what, again)
	default:
		return i18n.T("%s went on since. This takes back what is yours: %s. %s once more does it.", page.Line(since[0].By), what, again)
	}
}
