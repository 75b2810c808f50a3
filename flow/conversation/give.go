package conversation

import (
	"context"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// How says what becomes of a text that was read already when another one is given.
type How uint8

// The ways to give a text.
const (
	Asking  How = iota // The person says which, unless there is no error in the new one: then it is added.
	Added              // Both are read as one. One without an error takes nothing back.
	Instead            // The new one takes the place of the old.
)

// Give hands a text over to be read.
type Give struct {
	Text []byte
	How  How
	// Printed is the rival whose text this is, which a person said the failing call printed; else nil.
	Printed *flow.Rival
}

// Read is how a text was read.
type Read struct {
	Reading flow.Reading
	// Unasked is set where another text was read already and in this one is an error: nothing is recorded before somebody says
	// which to read. Likewise where there are rivals in the reading: the text of one is to be given then, instead.
	Unasked bool
	Chose   bool        // The playbook was chosen by the text.
	Because []flow.Fact // What made the text its own.
	Quiet   bool        // It was added without being asked, since no error is in it.
}

// Which is the question which of several errors in a text the failing call printed. It has no answer that a fact could hold: the
// text of the one is given instead.
func Which(rivals []flow.Rival) *flow.Question {
	q := &flow.Question{
		ID:  flow.Printed,
		Ask: i18n.T("Which of these did your failing call print?"),
		Why: i18n.T("Each of them names a cause as plainly, and they have different fixes. Nothing in the text tells which came last."),
	}
	for _, r := range rivals {
		if r.Older {
			r.Summary = i18n.T("older: %s", r.Summary)
		}
		q.How = append(q.How, r.Summary)
	}
	return q
}

// Rivals is that question as a page, from which the text of one is given.
func Rivals(rivals []flow.Rival) Page {
	q := Which(rivals)
	blocks := []page.Block{page.Text{Text: q.Ask, Tone: page.Strong}, page.Text{Text: q.Why}, page.Gap{}}
	for i, r := range rivals {
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(q.How[i]), Pick: Give{Text: r.Text, How: Instead, Printed: &r}})
	}
	return Page{Blocks: append(blocks, page.Gap{}, page.Text{Text: i18n.T("esc goes back to the text."), Tone: page.Faint, Seen: true}), Choose: i18n.T("this one")}
}

// examplesPage lists texts to try.
func (s *State) examplesPage(string) Page {
	blocks := []page.Block{page.Text{Text: i18n.T("Try an example: what would it say to this?"), Tone: page.Strong}, page.Gap{}}
	for i, e := range s.Book.Playbook.Examples {
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(e.Title), Pick: Give{Text: []byte(e.Text), How: Instead}})
	}
	return Page{Blocks: blocks, Choose: i18n.T("read it")}
}

// Shelved lists the playbooks, of which one can be gone on in; nil as long as nobody knows which there are. Why says why this one is in use, if
// a text decided it.
func (s *State) Shelved(titles []flow.Title, why string) Page {
	p := Page{Choose: i18n.T("go on in it"), Blocks: []page.Block{
		page.Text{Text: i18n.T("Playbooks"), Tone: page.Heading},
		page.Text{Text: i18n.T("Each knows one problem. What means the same in both is kept, and so is the text; the rest waits until you come back, and %s takes the change back.", s.call(UndoLast))},
		page.Gap{},
	}}
	if titles == nil {
		p.Blocks = append(p.Blocks, page.Text{Text: i18n.T("Reading the list…"), Tone: page.Faint})
	}
	for i, t := range titles {
		id := page.Line(t.ID)
		if t.ID == s.Book.Playbook.ID {
			p.At = i
			if id += i18n.T(" · in use"); why != "" {
				id += ": " + why
			}
		}
		p.Blocks = append(p.Blocks, page.Item{N: i + 1, Text: page.Line(t.Title), Pick: Take{ID: t.ID, Why: TakenByHand(), Picked: true}, Under: []page.Block{page.Text{Text: id, Tone: page.Faint}}})
	}
	p.Blocks = append(p.Blocks, typed(i18n.T("Type playbook and a number.")))
	return p
}

// read is a text that was read.
type read struct {
	Read

	text  []byte
	book  *Opened // The playbook, if it is another one.
	kept  error   // Why it is not.
	looks *Looked // What a command that looks at a machine printed in it.
	added bool    // It is read together with the one before.
	alone bool    // Of the one before, only what it showed is at hand.
}

// maxKept is how long a text is kept for another playbook to read it again, in bytes.
const maxKept = 16 << 20

func keep(text []byte) []byte {
	if len(text) > maxKept {
		return nil
	}
	return text
}

// Keep has the conversation keep a text that its session has read before, and the errors in it that do not count.
func (c *Conversation) Keep(text []byte, unused ...string) {
	c.text, c.unused = keep(text), unused
	c.refresh()
}

func (a Give) do(c *Conversation) Step {
	look, join, books, in, choose := c.book.Read, c.ports.Join, c.ports.Books, c.book.Playbook.ID, c.chooses()
	before, heard := c.text, c.session.Heard(flow.Pasted)
	if kept := c.session.NoteText(flow.Given); before == nil && kept != "" { // It was read before the session was gone on with.
		before = []byte(kept)
	}
	outdated, list, looker, speaker := c.session.Outdated(), c.book.Checklist, c.book.Looker, c.session.Speaker("")
	var session *flow.Session // As it is now, to find its letters by.
	if list != nil && a.How == Asking {
		session = c.copied()
	}
	see := func(text []byte) read {
		m, how := read{text: text}, a.How
		if heard && how != Instead {
			if look(text).Summary == "" {
				how, m.Quiet = Added, true
			} else if how == Asking && outdated {
				how = Instead
			} else if how == Asking {
				m.Unasked = true
				return m
			}
		}
		if heard && how == Added {
			if m.alone = before == nil; m.alone {
				m.Reading = look(text)
				return m
			}
			text = join(before, text)
			m.text, m.added = text, true
		}
		if choose && !m.Quiet {
			ch, ok := books.Choose(text)
			if ok && ch.Playbook != in {
				b, err := books.Open(ch.Playbook)
				if ok = err == nil; ok {
					m.book = &b
				}
				m.kept = err
			}
			if ok {
				m.Reading, m.Because, m.Chose = ch.Reading, ch.Because, true
				return m
			}
		}
		m.Reading = look(text)
		return m
	}
	return Step{Work: &Work{Run: func(context.Context, func(WorkProgress)) Action {
		if session != nil {
			if back := list.Read(string(a.Text), session); isLetter(back, len(session.Parked()) > 0, a.Text, look) {
				return checked{Checked: back}
			}
		}
		given := a.Text
		var looks *Looked
		if looker != nil {
			if l, rest, ok := looker.Output(given, speaker); ok {
				if look(rest).Summary == "" {
					return l
				}
				given, looks = rest, &l
			}
		}
		m := see(given)
		if a.Printed != nil || m.added { // It is said already, or the text that was given last has what came last.
			m.Reading.Rivals = nil
		}
		if p := a.Printed; p != nil {
			m.Reading.Notes = append(m.Reading.Notes, flow.Note{Name: flow.Printed, Text: p.Summary, From: flow.Pasted})
			m.Reading.Others = p.Others
		}
		m.Unasked, m.looks = m.Unasked || len(m.Reading.Rivals) > 0, looks
		return m
	}}}
}

// isLetter reports whether a text that is pasted where errors are is a letter that came back, or another call's, and no error: what is read of
// it as one is none. Waits is set where questions wait.
func isLetter(back flow.Checked, waits bool, text []byte, look func([]byte) flow.Reading) bool {
	switch {
	case back.Elsewhere(), waits && back.Answers():
		return true
	case back.Outdated():
		return look([]byte(back.Around)).Summary == ""
	default:
		return waits && back.Replies() && look(text).Summary == ""
	}
}

func (m read) do(c *Conversation) Step {
	s := Step{Read: &m.Read, Kept: m.kept, Opened: m.book}
	if m.Unasked {
		s.Done, s.Was = true, c.state
		return s
	}
	if m.Quiet { // It shows no error, so it takes nothing back.
		m.Reading = c.session.Beside(m.Reading, flow.Pasted)
	}
	var events []flow.Event
	switch b, now := m.book, c.ports.Now(); {
	case b != nil:
		events = c.session.HandOver(flow.Handing{
			From: c.book.Playbook, To: b.Playbook, Digest: b.Digest, Because: b.Playbook.Statements(m.Because), By: flow.Pasted, New: &m.Reading,
		}, now)
	case m.alone && !m.Quiet:
		events = c.session.Tell(now, m.Reading.Facts, m.Reading.Recorded())
	case m.added, m.Quiet:
		events = c.session.Add(m.Reading, flow.Pasted, now)
	default:
		events = c.session.Read(m.Reading, flow.Pasted, now)
	}
	if s.Same = len(events) == 0; s.Same && m.Quiet {
		s.Done, s.Was = true, c.state
		return s
	}
	if m.looks != nil {
		events = append(events, c.session.Looked(m.looks.Facts, m.looks.From, c.ports.Now())...)
		c.looked, s.Looked = true, m.looks
	}
	was := c.text
	if !m.Quiet {
		c.unused = m.Reading.Others
	}
	if !m.alone {
		c.text = keep(m.text)
	}
	if len(events) > 0 {
		c.textWas, c.textAct = was, events[0].Act
	}
	return c.record(events, s)
}
