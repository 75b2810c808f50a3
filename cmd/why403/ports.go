package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/capture"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/local"
	"why403/flow/page"
	"why403/flow/probe"
	"why403/flow/report"
)

// What a conversation reaches the world through: playbooks, a watch, reports and checklists.

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
	return ch.Chosen(), true
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

// Open returns the playbook with the id.
func (l *library) Open(id string) (conversation.Opened, error) {
	book, probes, err := l.open(id)
	if err != nil {
		return conversation.Opened{}, err
	}
	return l.equip(book, probes), nil
}

// equip returns the playbook with what goes with it.
func (l *library) equip(book *content.Book, probes *probe.Bound) conversation.Opened {
	with := headless.Bare(book)
	with.Escalation, with.Watcher, with.Checklist, with.Looker = l.c.escalation(book), watcher{book, probes.Prober}, checklist.Of{Playbook: book.Playbook}, l.c.looker(book)
	with.Reporter = reporter{book, l.c.now, func() string { return l.now().log.Name() }}
	if with.Prober = probes; l.screen {
		with.Prober = probe.Form{Bound: probes}
	}
	return with
}

// watcher watches for a conversation.
type watcher struct {
	book   *content.Book
	prober *probe.Prober
}

// Watch opens an address that passes calls on to where the probes go.
func (w watcher) Watch(context.Context) (conversation.Watch, error) {
	if w.book.Request.Variables.BaseURL == "" {
		return nil, errNoVariable
	}
	upstream, err := w.prober.Address()
	if err != nil {
		return nil, err
	}
	return capture.Attend(capture.WatchOptions{Shape: w.book.Request, Read: w.book.Read, Upstream: upstream})
}

// looker looks at this machine for a conversation.
type looker struct {
	book    *content.Book
	machine local.Machine
}

// looker looks from the folder that the program was started in; nil if nobody can tell which.
func (c *console) looker(book *content.Book) conversation.Looker {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	return looker{book, local.Here(dir, c.now())}
}

func (l looker) Decides() []string  { return content.Doctor().Decides(l.book.Playbook) }
func (l looker) Plan() []page.Block { return content.Doctor().Plan(l.machine) }

func (l looker) Programs() []flow.Title {
	var out []flow.Title
	for _, p := range content.Doctor().ProgramsOf(l.book.Playbook) {
		out = append(out, flow.Title{ID: p.ID, Title: p.Title})
	}
	return out
}

func (l looker) Look(ctx context.Context, program string) conversation.Looked {
	r, err := examine(ctx, content.Doctor(), l.machine)
	if err != nil {
		return conversation.Looked{Err: err}
	}
	return conversation.Looked{Facts: r.Facts(l.book.Playbook, program, flow.Machine), Told: r.Blocks(), From: flow.Machine}
}

func (l looker) Commands() []flow.CommandTemplate {
	out := slices.Clone(content.Doctor().Commands)
	for i := range out {
		out[i].Text = content.Doctor().Command(out[i])
	}
	return out
}

func (l looker) Output(text []byte, from flow.Source) (conversation.Looked, []byte, bool) {
	if !local.IsOutput(text) {
		return conversation.Looked{}, text, false
	}
	r, rest, ok := content.Doctor().Output(string(text))
	if !ok {
		return conversation.Looked{}, text, false
	}
	return conversation.Looked{Facts: r.Facts(l.book.Playbook, "", from), Told: r.Blocks(), From: from}, []byte(rest), true
}

// reporter writes a session in the forms in which it is given to others.
type reporter struct {
	book *content.Book
	now  func() time.Time
	name func() string // The session's name.
}

func (r reporter) Formats() []flow.Format { return report.Formats() }

func (r reporter) Write(id string, s *flow.Session, p flow.Position, strict bool) (flow.Written, error) {
	return report.Write(r.book.Playbook, s, p, id, report.Options{Now: r.now(), Strict: strict})
}

// maxSaved is how many reports of one session and format are kept apart by a number.
const maxSaved = 1000

// Save writes the text to a new file in the folder that the program was started in. No file is ever written over.
func (r reporter) Save(id, text string) (string, error) {
	ext := ".txt"
	if i := slices.IndexFunc(report.Formats(), func(f flow.Format) bool { return f.ID == id }); i >= 0 {
		ext = cmp.Or(report.Formats()[i].Ext, ext)
	}
	for n := 1; n <= maxSaved; n++ {
		name := "why403-" + r.name() + "-" + id
		if n > 1 {
			name += fmt.Sprintf("-%d", n)
		}
		path, err := filepath.Abs(name + ext)
		if err != nil {
			return "", fmt.Errorf("save the report: %w", err)
		}
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		return path, files.Write(path, []byte(text), 0o600, false)
	}
	return "", fmt.Errorf("save the report: there are %d of this session here already", maxSaved)
}
