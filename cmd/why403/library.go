package main

import (
	"io"
	"slices"
	"sync"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/probe"
)

// library is the playbooks that a conversation can go on in, with what goes with each.
type library struct {
	c      *console // Says nothing: the conversation has the terminal.
	flags  probing
	screen bool                // Settings come from a form.
	now    func() *keptSession // The one that is held: an earlier session can be gone on with.

	mu   sync.Mutex
	last *probe.Bound // What the playbook that was opened last is asked with.
	been []string     // The playbooks of the conversation.
}

func (c *console) library(flags probing, screen bool, first *probe.Bound, now func() *keptSession) *library {
	silent := *c
	silent.err = io.Discard
	return &library{c: &silent, flags: flags, screen: screen, last: first, now: now, been: append(now().session.Playbooks(), now().book.ID)}
}

// Choose reads a text with the playbook that it belongs to, unless one was named.
func (l *library) Choose(text []byte) (flow.Chosen, bool) {
	if l.c.playbooks().Named() {
		return flow.Chosen{}, false
	}
	ch, err := l.c.playbooks().Choose(text)
	if err != nil {
		return flow.Chosen{}, false
	}
	return flow.Chosen{Playbook: ch.ID, Reading: ch.Reading, Because: ch.Because}, true
}

// Titles lists the playbooks.
func (l *library) Titles() []flow.Title { return l.c.playbooks().Titles() }

// open returns the playbook with what sends its probes: with what was given and typed until now, if its calls go to the same
// service, else with what the environment and the flags say.
func (l *library) open(id string) (*content.Book, *probe.Bound, error) {
	book, err := l.c.playbooks().WithID(id)
	if err != nil {
		return nil, nil, err
	}
	session := func() *flow.Session { return l.now().session }
	l.mu.Lock()
	defer l.mu.Unlock()
	book = l.c.playbooks().Recalling(book, l.been)
	if !slices.Contains(l.been, id) {
		l.been = append(l.been, id)
	}
	trusted, err := l.c.trustIn(book)
	if err != nil {
		return nil, nil, err
	}
	if p := l.last.For(book.Playbook, book.Read, trusted); p != nil {
		l.last = p
		return book, p, nil
	}
	p, err := l.c.prober(l.flags, book, session)
	if err == nil {
		l.last = p
	}
	return book, p, err
}

// reporter writes reports with the playbook.
func (l *library) reporter(book *content.Book) reporter {
	return reporter{book, l.c.now, func() string { return l.now().log.Name() }}
}

// Open returns the playbook with the id.
func (l *library) Open(id string) (conversation.Book, error) {
	book, probes, err := l.open(id)
	if err != nil {
		return conversation.Book{}, err
	}
	with := bare(book)
	with.Escalation, with.Watcher, with.Reporter, with.Checklist = l.c.escalation(book), watcher{book, probes.Prober}, l.reporter(book), asker{book}
	if with.Prober = probes; l.screen {
		with.Prober = probe.Form{Bound: probes}
	}
	return with, nil
}
