package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// openDesk shows a screen that goes with a customer on the line.
func (a *App) openDesk(n conversation.Name) {
	switch n {
	case conversation.ParkQuestion:
		if q := a.asked(); q != nil {
			a.push(newRole(a.t, q))
			a.top().follow = true
		}
	case conversation.ShowParked:
		a.push(&parkedScreen{t: a.t})
	case conversation.TakeAnswers:
		a.openAnswers()
	case conversation.KeepWords:
		a.openWords()
	case conversation.WriteNote: // On the step that is highlighted, or else on the session.
		if s, ok := a.top().screen.(*pageScreen); ok {
			if fact, ok := s.pick().(conversation.AtFact); ok {
				a.openNote(string(fact))
				return
			}
		}
		q := a.asked()
		a.openNote("")
		if s, ok := a.top().screen.(*noteScreen); ok && q != nil {
			s.other, s.turns = q.ID, true
		}
	case conversation.ShowReport:
		if a.t.canReport() {
			a.push(newReports(a.t))
		}
	case conversation.SendFull:
		if c, ok := a.t.card(flow.FullProbe); ok {
			a.push(newCards(a.t, nil, []flow.Card{c}))
		}
	}
}

// asked returns the question that is seen, if one is.
func (a *App) asked() *flow.Question {
	switch s := a.top().screen.(type) {
	case *questionScreen:
		return s.q
	case *howScreen:
		return s.q
	default:
		return nil
	}
}

func (a *App) openNote(fact string) {
	a.push(newNote(a.t, fact, false, a.t.state.Session.NoteText(flow.NoteOn(fact))))
}

func (a *App) openWords() {
	if s, ok := a.top().screen.(*changeScreen); ok {
		a.push(newNote(a.t, s.id, true, s.words))
		return
	}
	if q := a.asked(); q != nil {
		a.push(newNote(a.t, q.ID, true, a.t.state.Words(q.ID)))
	}
}

func (a *App) openAnswers() {
	role := ""
	if s, ok := a.top().screen.(*parkedScreen); ok {
		_, g, _ := s.at()
		role = g.Role
	}
	if a.cfg.Checklist != nil {
		a.push(a.t.letter(role))
	}
}

// nextVoice has the answer be another's word.
func (a *App) nextVoice() {
	switch s := a.top().screen.(type) {
	case *changeScreen:
		s.Speak()
	case *verifyScreen:
		a.t.voice = voice{s.fact(), a.t.next(a.t.speaker(s.fact()))}
	default:
		if q := a.asked(); q != nil {
			a.t.voice = voice{q.ID, a.t.next(a.t.speaker(q.ID))}
		}
	}
}

// showVoice says whose word the answer is now, unless a row in sight does.
func (a *App) showVoice() {
	from := a.t.voice.from
	if s, ok := a.top().screen.(*changeScreen); ok {
		from = s.from
	}
	word := conversation.SpeakerWord(from)
	a.status = status{}
	if !slices.ContainsFunc(a.frame().rows, func(r row) bool { return strings.Contains(ansi.Strip(r.text), "tab  "+word) }) {
		a.status = status{text: i18n.T("Whose word it will be: %s.", word), hint: true}
	}
}

// switchWhose records that the call is a customer's, or the person's own again.
func (a *App) switchWhose() tea.Cmd {
	ab := a.t.state.Session.About()
	say := sayTheirs
	if ab.Whose == flow.Customer {
		ab.Whose, say = flow.You, i18n.T("Answers count as yours again.")
	} else {
		ab.Whose = flow.Customer
	}
	return a.does(conversation.SetAbout{About: ab}, func(conversation.Step) tea.Cmd {
		a.t.say, a.t.voice = ab.Whose == flow.Customer, voice{}
		a.status = status{text: say}
		return nil
	})
}

// park records who must find a question's answer out, and goes on with the next.
func (a *App) park(in parked) tea.Cmd {
	do := conversation.Park{Fact: in.question, Role: in.role}
	if a.t.voice.fact == in.question {
		do.From = a.t.voice.from
	}
	say := status{
		text:  i18n.T("Parked for %s: %s · ctrl+z undo", a.t.state.Role(in.role), a.t.state.Topic(in.question)),
		short: i18n.T("Parked for %s · ctrl+z undo", a.t.state.Role(in.role)),
	}
	if old := a.t.state.Answered(in.question); old != "" {
		say.text = i18n.T("Taken back, so that it can be asked: %s.", old) + " " + say.text
	}
	a.t.voice = voice{} // Who asks somebody is no matter.
	return a.say(do, say, func() {
		delete(a.t.drafts, "role:"+in.question)
		a.forget()
	})
}

// keepText keeps what was written: a note is recorded before the screen closes, words go with the next answer.
func (a *App) keepText() tea.Cmd {
	s, ok := a.top().screen.(*noteScreen)
	if !ok {
		return nil
	}
	text := s.Text()
	if len(text) > textLimit {
		return a.do(told(i18n.T("This is %s; a note or quote may have %s. The rest belongs where errors are pasted: p.", sizeWord(len(text)), sizeWord(textLimit))))
	}
	if s.words {
		return a.keepWords(s, text)
	}
	name := flow.NoteOn(s.fact)
	switch old := a.t.state.Session.NoteText(name); {
	case text == old && text == "":
		return a.do(told(i18n.T("Nothing is written yet; esc goes back.")))
	case text == old:
		delete(a.t.drafts, s.draft())
		return a.back()
	}
	say := i18n.T("Note kept.")
	if text == "" {
		say = i18n.T("Note taken away; ctrl+z brings it back.")
	}
	return a.does(conversation.KeepNote{Fact: s.fact, Text: text}, func(conversation.Step) tea.Cmd {
		delete(a.t.drafts, s.draft())
		a.pop()
		a.status = status{text: say}
		return a.support()
	})
}

func (a *App) keepWords(s *noteScreen, text string) tea.Cmd {
	kept := func(conversation.Step) tea.Cmd {
		delete(a.t.drafts, s.draft())
		a.pop()
		a.status = status{text: i18n.T("Their words will go with the next answer.")}
		if text == "" {
			a.status = status{text: i18n.T("No words go with the answer.")}
		}
		return nil
	}
	if c, ok := a.layers[max(len(a.layers)-2, 0)].screen.(*changeScreen); ok {
		kept(conversation.Step{})
		c.words, c.worded, a.status = text, true, status{}
		return nil
	}
	return a.does(conversation.Words{Fact: s.fact, Text: text}, kept)
}

// readAnswers has a list that came back read.
func (a *App) readAnswers(anyway bool) tea.Cmd {
	s, ok := a.top().screen.(*answersScreen)
	if !ok || s.busy || s.area.empty() {
		return nil
	}
	s.Fresh()
	s.busy = true
	w := a.conv.Do(conversation.Answers{Text: s.area.Text(), Role: s.role, Anyway: anyway}).Work
	return works(a.ctx, w, nil, func(do conversation.Action) tea.Cmd { return a.checked(s, do) })
}

// checked records the answers that came back, as one act, or says why there is none.
func (a *App) checked(from *answersScreen, do conversation.Action) tea.Cmd {
	from.busy = false
	if a.top().screen != screen(from) {
		return nil // Left meanwhile; the text is kept.
	}
	return a.does(do, func(s conversation.Step) tea.Cmd {
		if s.Act == 0 {
			from.Refuse(*s.Checked)
			a.top().off = 0
			return nil
		}
		a.t.reading = nil
		delete(a.t.letters, from.role)
		if s.Checked.Blank {
			return a.fromWords(from.role)
		}
		return a.cameBack(*s.Checked)
	})
}

// refused shows why nothing was taken of a reply that was pasted where errors are, with the reply to correct it.
func (a *App) refused(c flow.Checked, text string) tea.Cmd {
	if c.Outdated() { // There is nothing to correct.
		return a.cameBack(c)
	}
	cmd := a.arrive(status{})
	s := newAnswers(a.t, "")
	if len(c.Unread) > 0 {
		f, _ := a.t.state.Session.Fact(c.Unread[0])
		s.role = f.Asked
	}
	s.area.paste(text)
	s.Refuse(c)
	a.t.letters[s.role] = s
	a.push(s)
	return cmd
}

// cameBack shows what was taken of the answers that came back.
func (a *App) cameBack(c flow.Checked) tea.Cmd {
	cmd := a.arrive(status{})
	a.push(pageOf(a.t, conversation.NoName, func(now *conversation.State) conversation.Page { return now.CameBack(c) }))
	return cmd
}

// fromWords asks the first question that waits for the role, so that it is answered from what was written.
func (a *App) fromWords(role string) tea.Cmd {
	for _, f := range a.t.state.Session.Parked() {
		if role == "" || f.Asked == role {
			a.pop()
			cmd := a.do(looked(f.ID))
			a.status = status{text: i18n.T("Their words are kept, and go with the answer.")}
			return cmd
		}
	}
	return a.arrive(status{})
}

// report writes the session in a format and shows it.
func (a *App) report(id string) tea.Cmd {
	if a.t.state.Book.Reporter == nil {
		return nil
	}
	formats := a.t.state.Book.Reporter.Formats()
	i := slices.IndexFunc(formats, func(f flow.Format) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	s := &previewScreen{t: a.t, format: formats[i]}
	a.push(s)
	return a.write(s)
}

// write has a report written anew.
func (a *App) write(s *previewScreen) tea.Cmd {
	s.writing, s.saving = true, false
	s.saves++
	a.top().off, a.status = 0, status{}
	reporter, id, pos, strict, saves := a.t.state.Book.Reporter, s.format.ID, a.t.pos, a.t.strict, s.saves
	session := flow.Replay(a.t.state.Session.Events()) // A copy, because the session may change meanwhile.
	return aside(func() (flow.Written, error) { return reporter.Write(id, session, pos, strict) }, func(w flow.Written, err error) tea.Cmd {
		if saves == s.saves {
			s.Show(w, err)
		}
		return nil
	})
}

// saveReport writes the report that is shown to a file.
func (a *App) saveReport() tea.Cmd {
	s, ok := a.top().screen.(*previewScreen)
	if !ok || !s.ready() || s.saving || a.cfg.Remote != nil {
		return nil
	}
	s.saving, s.path, s.saveErr = true, "", ""
	a.top().off = 0
	reporter, id, text, saves := a.t.state.Book.Reporter, s.format.ID, s.written.Text, s.saves
	return aside(func() (string, error) { return reporter.Save(id, text) }, func(path string, err error) tea.Cmd {
		switch {
		case saves != s.saves: // It is another text by now.
		case err != nil:
			s.saving, s.saveErr = false, a.t.shown(err.Error())
		default:
			s.saving, s.path = false, page.Line(path)
		}
		return nil
	})
}
