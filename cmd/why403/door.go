package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// named reports whether the person named a playbook. Nothing chooses another one then, and nothing hands over by itself.
func (c *console) named() bool { return c.playbookName != "" || c.testOnlyBook != nil }

// has reports whether a session in the playbook with the id can be gone on with: the one that was named, or else any that is
// at hand. A session that does not tell is in the usual one.
func (c *console) has(id string) bool {
	if id == "" {
		return true
	}
	b, err := c.bookWithID(id)
	return err == nil && b.ID == id && (!c.named() || c.isNamed(id))
}

func (c *console) isNamed(id string) bool {
	b, err := c.book()
	return err == nil && b.ID == id
}

// installed returns the installed playbooks that can be used, each id once. One that cannot claims no text; playbook list tells
// of it.
func (c *console) installed() []*content.Book {
	var books []*content.Book
	for _, name := range c.installedNames() {
		b, err := c.openInstalled(name)
		if err == nil && !slices.Contains(content.Shipped(), b.ID) && !slices.ContainsFunc(books, func(o *content.Book) bool { return o.ID == b.ID }) {
			books = append(books, b)
		}
	}
	return books
}

// choosing reads a text with the playbook that it belongs to.
type choosing func(text []byte) (content.Choice, error)

// chooser returns what reads a text with the playbook that was named, else with the one that the text belongs to, of those that
// ship and those that are installed now. It is safe for concurrent use.
func (c *console) chooser() (choosing, error) {
	if !c.named() {
		installed := c.installed()
		return func(text []byte) (content.Choice, error) { return content.Choose(text, installed...) }, nil
	}
	book, err := c.book()
	if err != nil {
		return nil, err
	}
	return func(text []byte) (content.Choice, error) {
		return content.Choice{Book: book, Reading: book.Read(text)}, nil
	}, nil
}

// choose reads one text as chooser says.
func (c *console) choose(text []byte) (content.Choice, error) {
	read, err := c.chooser()
	if err != nil {
		return content.Choice{}, err
	}
	return read(text)
}

// bookWithID returns the playbook with the id: one that ships, one that is installed, or the one that was named. What a
// session was begun with is looked for by this.
func (c *console) bookWithID(id string) (*content.Book, error) {
	if c.named() {
		if b, err := c.book(); err != nil || b.ID == id {
			return b, err
		}
	}
	b, err := content.Ship(id)
	if !errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	names := slices.Clone(c.installedNames())
	if i := slices.Index(names, id); i > 0 { // It mostly has the name of its file.
		names[0], names[i] = names[i], names[0]
	}
	var broken []error
	for _, name := range names {
		b, err := c.openInstalled(name)
		if err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", name, err))
			continue
		}
		if b.ID == id {
			return b, nil
		}
	}
	if slices.Contains(names, id) {
		return nil, usagef("why403 playbook lint "+id, "the playbook %q is installed, and cannot be used: %w", id, errors.Join(broken...))
	}
	return nil, usagef("install it in "+booksDir(c.env)+", or name it with --playbook PATH", "the playbook %q is not installed on this machine", id)
}

// been returns the ids of the playbooks that the session was in.
func been(s *flow.Session) []string {
	var ids []string
	for _, e := range s.Events() {
		if e.About == nil {
			continue
		}
		for _, id := range []string{e.About.HandedFrom, e.About.Playbook} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// recalling returns the playbook with the statements of facts that only the session's other playbooks have, so that they can
// be told in words. Nothing in it decides by them.
func (c *console) recalling(book *content.Book, others []string) *content.Book {
	facts := maps.Clone(book.Facts)
	for _, id := range others {
		if id == book.ID {
			continue
		}
		b, err := c.bookWithID(id)
		if err != nil {
			continue // Then the ids have to do.
		}
		for id, info := range b.Facts {
			if _, ok := facts[id]; !ok {
				facts[id] = flow.FactInfo{About: info.About}
			}
		}
	}
	if len(facts) == len(book.Facts) {
		return book
	}
	pb, with := *book.Playbook, *book
	pb.Facts, with.Playbook = facts, &pb
	return &with
}

// titles lists the playbooks that can be gone on with.
func (c *console) titles() []flow.Title {
	var list []flow.Title
	add := func(b *content.Book) {
		if !slices.ContainsFunc(list, func(t flow.Title) bool { return t.ID == b.ID }) {
			list = append(list, flow.Title{ID: b.ID, Title: b.Title, About: b.About})
		}
	}
	if c.named() {
		if b, err := c.book(); err == nil {
			add(b)
		}
	}
	for _, id := range content.Shipped() {
		if b, err := content.Ship(id); err == nil {
			add(b)
		}
	}
	for _, b := range c.installed() {
		add(b)
	}
	return list
}

// handed is a session in the playbook where it was handed to in the end.
type handed struct {
	book *content.Book
	talk *conversation.Conversation
	at   flow.Position
	from []*content.Book // Those it came through.
}

// next returns the session handed over to the playbook that the verdict names, and whether there is one that it can go on in:
// one where it has not been, and that does not send it back. The text may be nil.
func (c *console) next(h handed, text []byte) (handed, bool) {
	v := h.at.Verdict
	if c.named() || v == nil || v.HandsTo == "" || h.at.Solved {
		return h, false
	}
	through := append(slices.Clone(h.from), h.book)
	to, err := c.bookWithID(v.HandsTo)
	if err != nil || slices.ContainsFunc(through, func(b *content.Book) bool { return b.ID == to.ID }) {
		return h, false
	}
	n := handed{from: through, talk: c.headless(&textLibrary{c: c, book: h.book}, flow.Replay(h.talk.State().Session.Events()))}
	n.talk.Keep(text)
	n.talk.Wait(context.Background(), n.talk.Do(conversation.Take{ID: to.ID, Why: h.book.ID + ": " + v.Title}), nil)
	n.at = n.talk.State().Position()
	if w := n.at.Verdict; w != nil && slices.ContainsFunc(through, func(b *content.Book) bool { return b.ID == w.HandsTo }) {
		return h, false
	}
	n.book = c.recalling(to, been(n.talk.State().Session))
	n.talk.Equip(bare(n.book))
	return n, true
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
	choose choosing      // Nil where no text is read.
	book   *content.Book // The one in use, or opened last.
	err    error         // Why a text could not be read.
}

// Choose reads a text with the playbook that it belongs to, or that was named.
func (s *textLibrary) Choose(text []byte) (flow.Chosen, bool) {
	ch, err := s.choose(text)
	if err != nil {
		s.err = err
		return flow.Chosen{}, false
	}
	s.book = ch.Book
	return flow.Chosen{Playbook: ch.ID, Reading: ch.Reading, Because: ch.Because}, true
}

// Titles lists the playbooks.
func (s *textLibrary) Titles() []flow.Title { return s.c.titles() }

// Open returns the playbook with the id.
func (s *textLibrary) Open(id string) (conversation.Book, error) {
	if s.book.ID != id {
		b, err := s.c.bookWithID(id)
		if err != nil {
			return conversation.Book{}, err
		}
		s.book = b
	}
	return bare(s.book), nil
}

// opened tells on standard error which playbook a text was read with, unless it is the usual one.
func (c *console) opened(choice content.Choice) {
	if c.named() || choice.ID == content.DefaultID {
		return
	}
	why := choice.Statements(choice.Because)
	why, _ = redact.Secrets(redact.Terminal(why))
	fmt.Fprintln(c.err, i18n.T("why403: read with %s: %s\nwhy403: --playbook names another; playbook list shows them", choice.ID, why))
}
