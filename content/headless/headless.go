// Package headless goes on with a session where nobody talks: a text chooses the playbook that it belongs to, and a verdict that
// switches to another one is followed there. Commands, batches and servers do so.
package headless

import (
	"context"
	"slices"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/evidence"
)

// Beginning is what a session is begun or gone on with. What is not said to be needed may be left out.
type Beginning struct {
	Library *content.Library // Needed.
	Book    *content.Book    // The one that the session is in; needed.
	Choose  content.Choosing // Nil where no text is read.
	Session *flow.Session    // Nil for a new one.
	Now     func() time.Time // Needed.
	Record  func(events []flow.Event) error
}

// Talk is a session in the playbook to which it has come.
type Talk struct {
	*conversation.Conversation
	Book *content.Book
	From []*content.Book // Those it came through.

	books  *books
	rivals []flow.Rival // Of which it is asked which one the call printed.
}

// Open returns the session.
func (s Beginning) Open() *Talk {
	if s.Session == nil {
		s.Session = new(flow.Session)
	}
	b := &books{library: s.Library, choose: s.Choose, book: s.Book}
	ports := conversation.Ports{Now: s.Now, Record: s.Record, Books: b, Join: evidence.Join}
	return &Talk{Conversation: conversation.New(ports, Bare(s.Book), s.Session), Book: s.Book, books: b}
}

// Bare is a playbook by itself, which nothing can be sent, looked at or written up with.
func Bare(b *content.Book) conversation.Opened {
	return conversation.Opened{Playbook: b.Playbook, Digest: b.Digest, Read: b.Read}
}

// Read gives it a text, and of several errors in it that are asked about the one with the number, 0 for none. It returns what was
// read, and the text that was. A number that is not there is wrong usage.
func (t *Talk) Read(ctx context.Context, g conversation.Give, which int) (*conversation.Read, []byte, error) {
	read, err := t.give(ctx, g)
	if err != nil || which == 0 {
		return read, g.Text, err
	}
	rivals := read.Reading.Rivals
	switch n := len(rivals); {
	case n == 0:
		return nil, nil, flow.Usagef("leave the number out", "there is no error %d to choose: the text shows which one it is about", which)
	case which < 0 || which > n:
		return nil, nil, flow.Usagef("leave the number out to see them", "there is no error %d: there are %d to choose from", which, n)
	}
	r := rivals[which-1]
	read, err = t.give(ctx, conversation.Give{Text: r.Text, How: conversation.Instead, Printed: &r})
	return read, r.Text, err
}

func (t *Talk) give(ctx context.Context, g conversation.Give) (*conversation.Read, error) {
	read := t.Wait(ctx, t.Do(g), nil).Read
	t.Book, t.rivals = t.books.book, nil
	if read.Unasked {
		t.rivals = read.Reading.Rivals
	}
	return read, t.books.err
}

// Position is where the session stands: at the question which of several errors the call printed, while that is open.
func (t *Talk) Position() flow.Position {
	if len(t.rivals) > 0 {
		return flow.Position{Outcome: flow.Asking, Question: conversation.Which(t.rivals)}
	}
	return t.State().Position()
}

// Next goes on in the playbook that the verdict switches to, and reports whether there is one to go on in. Where a person named the
// playbook, it stays there.
func (t *Talk) Next() bool {
	if len(t.rivals) > 0 || t.books.library.Named() {
		return false
	}
	through := append(slices.Clone(t.From), t.Book)
	var ids []string
	for _, b := range through {
		ids = append(ids, b.ID)
	}
	next, ok := t.Switched(ids)
	if !ok {
		return false
	}
	t.Conversation, t.Book, t.From = next, t.books.book, through
	return true
}

// books is the playbooks that a session can go on in: what a text chooses, and what a verdict switches to.
type books struct {
	library *content.Library
	choose  content.Choosing
	book    *content.Book // The one in use, or opened last.
	been    []string      // Those that were in use before it.
	err     error         // Why a text could not be read.
}

// Choose reads a text with the playbook that it belongs to, or that was named.
func (s *books) Choose(text []byte) (flow.Chosen, bool) {
	ch, err := s.choose(text)
	if err != nil {
		s.err = err
		return flow.Chosen{}, false
	}
	s.been, s.book = append(s.been, s.book.ID), ch.Book
	return ch.Chosen(), true
}

// Titles lists the playbooks.
func (s *books) Titles() []flow.Title { return s.library.Titles() }

// Open returns the playbook with the id.
func (s *books) Open(id string) (conversation.Opened, error) {
	if s.book.ID != id {
		b, err := s.library.WithID(id)
		if err != nil {
			return conversation.Opened{}, err
		}
		s.been = append(s.been, s.book.ID)
		s.book = s.library.Recalling(b, s.been)
	}
	return Bare(s.book), nil
}
