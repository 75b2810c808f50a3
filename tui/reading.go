package tui

import (
	"errors"
	"io/fs"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

type (
	graceMsg struct{ id int }
	enterMsg struct{ id int }
)

// give hands a text to the reader. Until it has answered, the reading screen is shown; esc leaves it and forgets the answer.
// What a command printed is no error, and goes where it belongs.
func (a *App) give(in gave) tea.Cmd {
	text := in.text
	if a.t.handedBack(text) {
		a.draft = nil
		a.openHandBack().area.paste(text)
		return a.readBack(false)
	}
	r := &readingScreen{t: a.t, size: len(text), began: a.cfg.Now()}
	a.push(r)
	a.status = status{}
	w := a.conv.Do(conversation.Give{Text: []byte(text), How: in.how, Printed: in.of}).Work
	return tea.Batch(
		works(a.ctx, w, nil, func(do conversation.Action) tea.Cmd { return a.readDone(r, text, do) }),
		a.tick(spinTime, turnedMsg{r}),
	)
}

// readDone records what was found and goes on from there.
func (a *App) readDone(r *readingScreen, text string, do conversation.Action) tea.Cmd {
	if a.top().screen != screen(r) {
		return nil // Left meanwhile.
	}
	a.given = text
	slow := a.cfg.Now().Sub(r.began) > graceAfter
	return a.does(do, func(s conversation.Step) tea.Cmd {
		read := s.Read
		if read == nil && s.Looked != nil { // What a command that looks at a machine printed.
			a.draft = nil
			return a.saw(s)
		}
		if read == nil { // A letter that came back.
			a.draft = nil
			if s.Act == 0 {
				return a.refused(*s.Checked, text)
			}
			return a.cameBack(*s.Checked)
		}
		if rivals := read.Reading.Rivals; len(rivals) > 0 {
			a.pop()
			a.push(newRivals(a.t, rivals))
			if slow {
				return a.grace()
			}
			return nil
		}
		if read.Unasked {
			a.pop()
			if s, ok := a.top().screen.(*offerScreen); ok {
				s.more = true
				return nil
			}
			a.push(&offerScreen{t: a.t, text: text, more: true})
			if slow {
				return a.grace()
			}
			return nil
		}
		a.draft = nil
		if s.Same && read.Quiet {
			return a.arrive(status{text: conversation.NothingNew(), hint: true})
		}
		if s.Act > 0 {
			a.readAct = s.Act
		}
		if a.t.because = ""; read.Chose {
			a.t.choseBook(read.Because)
		}
		a.t.reading, a.t.seen = &read.Reading, false
		st := status{}
		if read.Quiet {
			st.text = a.t.state.AddedQuietly()
		}
		cmd := a.arrive(st)
		// An enter too many is meant for the text, and would confirm what it suggests.
		if q, ok := a.top().screen.(*questionScreen); slow || ok && q.offers() {
			return tea.Batch(cmd, a.grace())
		}
		return cmd
	})
}

// spinTime is how long each picture of the spinner stays.
const spinTime = 120 * time.Millisecond

// offer asks what to do with a text that was pasted where nothing asked for one.
func (a *App) offer(msg tea.PasteMsg) tea.Cmd {
	if a.t.handedBack(msg.Content) {
		a.openHandBack()
		return a.forward(msg)
	}
	if q := a.asked(); q != nil {
		if v, quote := q.Answer(msg.Content); v != flow.Unknown {
			quote = page.Line(a.t.mask(quote))
			do := conversation.Answer{Fact: q.ID, Value: v, From: a.t.speaker(q.ID), Words: quote}
			return a.say(do, status{text: a.t.state.TakenAs(v, quote)}, a.forget)
		}
	}
	if a.t.state.Session.Heard(flow.Pasted) || a.t.state.Book.Checklist != nil && a.t.state.Book.Checklist.Read(msg.Content, a.t.state.Session).Outdated() {
		return a.give(gave{text: msg.Content})
	}
	a.push(&offerScreen{t: a.t, text: msg.Content})
	a.status = status{}
	return nil
}

// openHandBack shows the area for what a command printed.
func (a *App) openHandBack() *handBackScreen {
	s := newHandBack(a.t)
	s.last = a.cfg.Last != nil && !a.t.begun()
	a.push(s)
	a.status = status{}
	return s
}

// load reads a file.
func (a *App) load(path string) tea.Cmd {
	open := a.cfg.OpenFile
	return aside(func() ([]byte, error) { return open(path) }, a.loaded)
}

// loaded takes a file's content, or says what went wrong and what can be done.
func (a *App) loaded(text []byte, err error) tea.Cmd {
	s, ok := a.top().screen.(*fileScreen)
	if !ok {
		return nil
	}
	switch {
	case err == nil && len(text) == 0:
		s.err = i18n.T("The file is empty. Name another one, or esc goes back to paste.")
	case err == nil:
		a.pop()
		return a.give(gave{text: string(text)})
	case errors.Is(err, fs.ErrNotExist):
		s.err = i18n.T("There is no such file. Check the path (it starts from the folder why403 was started in), or esc goes back.")
	case errors.Is(err, fs.ErrPermission):
		s.err = i18n.T("This user may not read the file. Copy it to where you may, or paste its text: esc goes back.")
	default:
		s.err = i18n.T("That did not work: %s. Name another file, or esc goes back.", page.Line(err.Error()))
	}
	return nil
}

// resume goes on with an earlier session; with one that is due, at the check of its fix.
func (a *App) resume(earlier *conversation.LastSession, due bool) tea.Cmd {
	if earlier == nil {
		return nil
	}
	books, in := a.cfg.Books, a.t.pb.ID
	return aside(func() (e opened, err error) {
		e.session, e.record, e.book, err = earlier.Open(books, in)
		return e, err
	}, func(e opened, err error) tea.Cmd { return a.resumed(e, err, due) })
}

// opened is an earlier session to go on with.
type opened struct {
	session *flow.Session
	record  func([]flow.Event) error
	book    *conversation.Opened // Its playbook, if it is another one.
}

// unread takes what stands on the start screen and was not read, which is left by another way than reading it. The result puts it where texts
// are pasted, and reports whether there is anything.
func (a *App) unread() (keep func() bool) {
	text := ""
	if s, ok := a.top().screen.(*startScreen); ok && !s.paste {
		text = s.area.Text()
	}
	return func() bool {
		if text != "" {
			a.drafts(text)
		}
		return text != ""
	}
}

// awaits leads to where the other error is pasted, if one came after a fix and nobody has given it.
func (a *App) awaits() {
	if _, asks := a.top().screen.(*questionScreen); asks && a.t.state.Session.Outdated() {
		a.command(conversation.PasteText)
		a.draft.instead = true
	}
}

// drafts puts a text where texts are pasted.
func (a *App) drafts(text string) {
	a.draft = newStart(a.t, &a.cfg, true)
	a.draft.area.paste(text)
}

func (a *App) resumed(m opened, err error, due bool) tea.Cmd {
	if a.t.begun() {
		return nil
	}
	if err != nil {
		a.status = status{text: i18n.T("That session cannot be continued: %s", page.Line(err.Error())), bad: true}
		return nil
	}
	keep := a.unread()
	a.t.reading, a.t.because = nil, ""
	if m.book != nil {
		a.use(*m.book)
	}
	a.converse(m.session, m.record)
	a.t.say = a.t.state.Answering() == flow.Customer
	a.cfg.Last, a.cfg.Due = nil, nil
	cmd := a.arrive(status{text: i18n.T("Continued. Everything said before still counts.")})
	if v, ok := a.top().screen.(*verdictScreen); ok && due && !v.open() {
		a.status = status{text: i18n.T("A check was due.")}
		a.push(&verifyScreen{t: a.t, cursor: -1})
	}
	a.awaits()
	if keep() {
		a.push(a.draft)
		a.status = status{text: i18n.T("Continued. enter reads what you pasted, too.")}
	}
	return cmd
}

// support has the text for support written where one may be needed.
func (a *App) support() tea.Cmd {
	a.t.support = ""
	if a.cfg.Escalation == nil || a.t.pos.Outcome == flow.Asking || a.t.pos.Solved {
		return nil
	}
	write, pos := a.cfg.Escalation, a.t.pos
	s := a.t.state.Session
	return aside(func() (string, error) { return write(s, pos) }, func(text string, err error) tea.Cmd {
		if err == nil && s.Len() == a.t.state.Session.Len() {
			a.t.support = text
		}
		return nil
	})
}
