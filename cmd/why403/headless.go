package main

import (
	"context"
	"fmt"
	"slices"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// handed is a session in the playbook where it was handed to in the end.
type handed struct {
	book  *content.Book
	books *textLibrary
	talk  *conversation.Conversation
	at    flow.Position
	from  []*content.Book // Those it came through.
}

// next returns the session handed over to the playbook that the verdict names, and whether it can go on in one.
func (c *console) next(h handed) (handed, bool) {
	if c.playbooks().Named() {
		return h, false
	}
	through := append(slices.Clone(h.from), h.book)
	var ids []string
	for _, b := range through {
		ids = append(ids, b.ID)
	}
	talk, ok := h.talk.Switched(ids)
	if !ok {
		return h, false
	}
	return handed{book: h.books.book, books: h.books, talk: talk, at: talk.State().Position(), from: through}, true
}

// bare is a playbook by itself, for where nobody talks.
func bare(b *content.Book) conversation.Book {
	return conversation.Book{Playbook: b.Playbook, Digest: b.Digest, Read: b.Read}
}

// headless returns the session as what is done without anybody talking.
func (c *console) headless(s *textLibrary, session *flow.Session) *conversation.Conversation {
	return conversation.New(conversation.Ports{Now: c.now, Books: s, Join: evidence.Join}, bare(s.book), session)
}

// textLibrary is the playbooks that a session can go on in where nobody talks: what a text chooses, and what a verdict hands
// over to.
type textLibrary struct {
	c      *console
	choose content.Choosing // Nil where no text is read.
	book   *content.Book    // The one in use, or opened last.
	been   []string         // Those that were in use before it.
	err    error            // Why a text could not be read.
}

// Choose reads a text with the playbook that it belongs to, or that was named.
func (s *textLibrary) Choose(text []byte) (flow.Chosen, bool) {
	ch, err := s.choose(text)
	if err != nil {
		s.err = err
		return flow.Chosen{}, false
	}
	s.been, s.book = append(s.been, s.book.ID), ch.Book
	return flow.Chosen{Playbook: ch.ID, Reading: ch.Reading, Because: ch.Because}, true
}

// read gives a text, and of several errors in it that are asked about the one with the number, 0 for none. It returns the text
// that was read.
func (s *textLibrary) read(ctx context.Context, talk *conversation.Conversation, text []byte, which int) (*conversation.Read, []byte, error) {
	give := func(g conversation.Give) (*conversation.Read, []byte, error) {
		return talk.Wait(ctx, talk.Do(g), nil).Read, g.Text, s.err
	}
	read, text, err := give(conversation.Give{Text: text})
	rivals := read.Reading.Rivals
	switch {
	case err != nil || which == 0:
		return read, text, err
	case which < 0 || which > len(rivals):
		return nil, nil, usagef("leave it out to see what is asked", "there is no error %d to choose: it is asked about %d", which, len(rivals))
	}
	r := rivals[which-1]
	return give(conversation.Give{Text: r.Text, How: conversation.Instead, Printed: r.Summary})
}

// handed returns the session in the playbook that its text chose. Where it is asked which error to read, that is the question.
func (s *textLibrary) handed(talk *conversation.Conversation, read *conversation.Read) handed {
	h := handed{book: s.book, books: s, talk: talk}
	if read.Unasked {
		h.at = flow.Position{Outcome: flow.Asking, Question: conversation.Which(read.Reading.Rivals)}
	}
	return h
}

// Titles lists the playbooks.
func (s *textLibrary) Titles() []flow.Title { return s.c.playbooks().Titles() }

// Open returns the playbook with the id.
func (s *textLibrary) Open(id string) (conversation.Book, error) {
	if s.book.ID != id {
		b, err := s.c.playbooks().WithID(id)
		if err != nil {
			return conversation.Book{}, err
		}
		s.been = append(s.been, s.book.ID)
		s.book = s.c.playbooks().Recalling(b, s.been)
	}
	return bare(s.book), nil
}

// opened tells on standard error which playbook a text was read with, unless it is the usual one.
func (c *console) opened(choice content.Choice) {
	if c.playbooks().Named() || choice.ID == content.DefaultID {
		return
	}
	why := choice.Statements(choice.Because)
	why, _ = redact.Secrets(redact.Terminal(why))
	fmt.Fprintln(c.err, i18n.T("why403: read with %s: %s\nwhy403: --playbook names another; playbook list shows them", choice.ID, why))
}
