package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/i18n"
)

// Book is a playbook with what goes with it. A conversation has one at a time; the fields mean what they do in Config.
type Book struct {
	Playbook   *flow.Playbook
	Digest     string // The hash of what it says.
	Read       func(text []byte) flow.Reading
	Escalation func(*flow.Session, flow.Position) (string, error)
	Prober     Prober
	Watcher    Watcher
	Checklist  Checklist
	Reporter   Reporter
}

// Books are the playbooks that a conversation can go on in. Its methods may be slow; they run beside the program.
type Books interface {
	// Choose reads a text with the playbook that it belongs to; ok is false where nothing chooses, because one was named.
	Choose(text []byte) (chosen flow.Chosen, ok bool)
	// Titles lists them.
	Titles() []flow.Title
	// Open returns the one with the id. The error says what to do.
	Open(id string) (Book, error)
}

type (
	// bookMsg is a playbook to go on in.
	bookMsg struct {
		attempt int
		book    Book
		again   *flow.Reading // What its signs read in the text at hand; nil if there is none.
		why     string
		undo    bool // It is the one before, and what led out of it is to be taken back.
		err     error
	}
	// titlesMsg is the list of playbooks.
	titlesMsg []flow.Title
)

// maxKept is how long a text is kept for another playbook to read it again, in bytes.
const maxKept = 16 << 20

func keep(text []byte) []byte {
	if len(text) > maxKept {
		return nil
	}
	return text
}

// use goes on with another playbook.
func (a *App) use(b Book) {
	a.cfg.Playbook, a.cfg.Read, a.cfg.Escalation = b.Playbook, b.Read, b.Escalation
	a.cfg.Prober, a.cfg.Watcher, a.cfg.Checklist, a.cfg.Reporter = b.Prober, b.Watcher, b.Checklist, b.Reporter
	t := a.t
	t.pb, t.prober, t.watches, t.checklist, t.reporter = b.Playbook, b.Prober, b.Watcher != nil, b.Checklist, b.Reporter
	t.cards = nil
	t.md.forget()
}

// chooses reports whether a text that is read now chooses the playbook: nobody named or took one, and nobody answered in this
// one yet.
func (a *App) chooses() bool {
	return a.cfg.Books != nil && !a.picked &&
		!slices.ContainsFunc(a.session.Facts(), func(f flow.Fact) bool { return f.From != flow.Pasted })
}

// read reads a text beside the program, by the playbook that it belongs to; together with what was read before, as how says.
func (a *App) read(text []byte, how giving) tea.Cmd {
	attempt, read, books, in, choose := a.attempt, a.cfg.Read, a.cfg.Books, a.t.pb.ID, a.chooses()
	before, heard := a.text, a.session.Heard(flow.Pasted)
	return func() tea.Msg {
		m := readMsg{attempt: attempt, text: text}
		if heard && how == asking {
			if read(text).Summary != "" {
				m.unasked = true
				return m
			}
			how, m.quiet = added, true
		}
		if heard && how == added {
			if m.alone = before == nil; m.alone {
				m.reading = read(text)
				return m
			}
			text = evidence.Join(before, text)
			m.text, m.added = text, true
		}
		if choose && !m.quiet {
			ch, ok := books.Choose(text)
			if ok && ch.Playbook != in {
				b, err := books.Open(ch.Playbook)
				if ok = err == nil; ok {
					m.book = &b
				}
			}
			if ok {
				m.reading, m.because, m.chose = ch.Reading, ch.Because, true
				return m
			}
		}
		m.reading = read(text)
		return m
	}
}

// turn opens the playbook with the id, to go on in it. Until it is open nothing changes.
func (a *App) turn(id, why string, undo bool) tea.Cmd {
	a.turnings++
	attempt, books, text := a.turnings, a.cfg.Books, a.text
	if undo {
		text = nil
	}
	return func() tea.Msg {
		m := bookMsg{attempt: attempt, why: why, undo: undo}
		m.book, m.err = books.Open(id)
		if m.err == nil && text != nil {
			r := m.book.Read(text)
			m.again = &r
		}
		return m
	}
}

// bookOpened goes on in the playbook that was opened.
func (a *App) bookOpened(m bookMsg) tea.Cmd {
	if m.attempt != a.turnings || a.after != nil || a.busy() {
		return nil // Something else was done meanwhile.
	}
	if m.err != nil {
		a.status = status{text: i18n.T("The playbook stays as it is: %s", clean(m.err.Error())), bad: true}
		return nil
	}
	var events []flow.Event
	say, id := i18n.Format("Going on with what is known: %s"), m.book.Playbook.ID
	if m.undo {
		if before, other := a.before(); !other || before != id {
			return nil // Something was said meanwhile, and would be taken back in its place.
		}
		events, _ = a.session.Undo(a.cfg.Now())
		say = i18n.Format("Taken back; again in: %s")
	} else {
		if id == a.t.pb.ID {
			return nil
		}
		events = a.session.HandOver(flow.Handing{
			From: a.t.pb, To: m.book.Playbook, Digest: m.book.Digest, Because: m.why, By: flow.You, Again: m.again,
		}, a.cfg.Now())
	}
	return a.record(events, func() tea.Cmd {
		a.t.reading, a.t.because = nil, ""
		a.use(m.book)
		return a.arrive(status{text: fmt.Sprintf(say, clean(m.book.Playbook.Title))})
	})
}

// handOver goes on in the playbook that the verdict names.
func (a *App) handOver() tea.Cmd {
	v := a.t.pos.Verdict
	if v == nil || a.cfg.Books == nil || v.HandsTo == "" || a.t.pos.Solved {
		return nil
	}
	return a.turn(v.HandsTo, a.t.pb.ID+": "+v.Title, false)
}

// take goes on in a playbook that the person chose.
func (a *App) take(id string) tea.Cmd {
	a.pop()
	if id == a.t.pb.ID {
		return nil
	}
	a.picked = true
	return a.turn(id, i18n.T("taken by hand"), false)
}

// before returns the playbook that the session would be in if the last act were taken back, if it is another one.
func (a *App) before() (id string, other bool) {
	if a.cfg.Books == nil {
		return "", false
	}
	then := flow.Replay(a.session.Events())
	if _, ok := then.Undo(a.cfg.Now()); !ok {
		return "", false
	}
	id = then.About().Playbook
	return id, id != "" && id != a.t.pb.ID
}

// openBooks shows the list of playbooks, which is made beside the program.
func (a *App) openBooks() tea.Cmd {
	if a.cfg.Books == nil {
		return nil
	}
	a.push(&booksScreen{t: a.t})
	titles := a.cfg.Books.Titles
	return func() tea.Msg { return titlesMsg(titles()) }
}

func (a *App) listed(titles titlesMsg) {
	s, ok := a.top().screen.(*booksScreen)
	if !ok {
		return
	}
	s.titles = titles
	s.cursor = max(0, slices.IndexFunc(s.titles, func(t flow.Title) bool { return t.ID == a.t.pb.ID }))
	a.top().follow = true
}
