package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/handover"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/tui"
)

// A reminder is offered at the start only while it is fresh, and looked for only where it can be found quickly. The list of
// sessions shows all of them.
const (
	reminded    = 14 * 24 * time.Hour // How long after its time.
	lookedAtDue = 100                 // Sessions, those written last.
)

func (c *console) resume() *cobra.Command {
	var flags talking
	cmd := &cobra.Command{
		Use:   "resume [SESSION|TICKET|FILE]",
		Short: "Go on with a session; without a name, with the one used last",
		Long: `Goes on with a session where it stopped. SESSION is a name that "why403 sessions" lists, or any part of it that no
other session has; or give the ticket.

FILE is a session that somebody handed over. It becomes a new session on this machine, which notes where it came from. If
what the tool knows differs between the two machines, it says so, and what the session stood at then.`,
		Example: `  why403 resume
  why403 resume k7q2
  why403 resume T-1234
  why403 resume ./handed-over.jsonl`,
		Args: usage(cobra.MaximumNArgs(1)),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runResume(cmd.Context(), flags, args) },
	}
	flags.flags(cmd)
	return cmd
}

func (c *console) runResume(ctx context.Context, flags talking, args []string) error {
	store := c.store()
	f, err := find(store, args)
	if err != nil {
		return err
	}
	book, err := c.bookOf(f)
	if err != nil {
		return err
	}
	if f.path != "" {
		t, err := c.takeIn(store, book, f)
		if err != nil {
			return err
		}
		return c.talk(ctx, flags, store, t)
	}
	t, err := c.reopen(store, f.name)
	if err != nil {
		return err
	}
	c.changedSince(book, t.session)
	return c.talk(ctx, flags, store, t)
}

// found is a session that a person named: one of the store, or one in a file.
type found struct {
	name   string
	path   string // Of the file; empty for a session of the store.
	events []flow.Event
	header *handover.Header // Nil unless the file tells what the session stood at.
}

// find looks for the session that the first argument means: a session's name, its ticket, or a file. Without one it is the
// session used last.
func find(store *journal.Store, args []string) (found, error) {
	if len(args) == 0 {
		last, err := store.Last()
		if errors.Is(err, journal.ErrNotFound) {
			return found{}, usagef("start one with why403", "there is no session to go on with")
		}
		if err != nil {
			return found{}, err
		}
		return stored(store, last.Name)
	}
	arg := args[0]
	if strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) {
		return openSession(arg)
	}
	name, err := store.Find(arg)
	if err == nil {
		return stored(store, name)
	}
	if !errors.Is(err, journal.ErrNotFound) && !errors.Is(err, journal.ErrAmbiguous) && !errors.Is(err, journal.ErrName) {
		return found{}, err
	}
	names := ticketed(store, arg)
	if len(names) == 1 {
		return stored(store, names[0])
	}
	if len(names) > 1 {
		const most = 5
		shown := strings.Join(names[:min(most, len(names))], ", ")
		return found{}, usagef("name one of them, the latest is first: "+shown, "%d sessions have the ticket %q", len(names), arg)
	}
	if _, missing := os.Stat(arg); missing == nil {
		return openSession(arg)
	}
	return found{}, usagef("why403 sessions lists them; a file is named with its path, such as ./session.jsonl", "%w", err)
}

func stored(store *journal.Store, name string) (found, error) {
	events, err := store.Read(name)
	return found{name: name, events: events}, err
}

// ticketed returns the names of the sessions with the ticket, the one used last first; where none has it, of those whose
// ticket holds the text.
func ticketed(store *journal.Store, ticket string) []string {
	list, _ := store.List() // What cannot be read has no ticket.
	var same, part []string
	for _, sum := range list {
		have, want := strings.ToLower(oneLine(sum.About.Ticket)), strings.ToLower(oneLine(ticket))
		switch {
		case have == want && want != "":
			same = append(same, sum.Name)
		case want != "" && strings.Contains(have, want):
			part = append(part, sum.Name)
		}
	}
	if len(same) > 0 {
		return same
	}
	return part
}

// openSession reads a session in a file: one that was handed over, or a file of the journal.
func openSession(path string) (found, error) {
	text, err := files.Source{Path: path, Most: maxSession, Regular: true, Hint: "why403 sessions lists the sessions of this machine"}.Read(context.Background())
	if err != nil {
		return found{}, err
	}
	f := found{path: path}
	if !handover.Is(text) {
		f.events, err = journal.ReadFile(path)
		if errors.Is(err, journal.ErrDamaged) && len(f.events) == 0 {
			return f, usagef("a session is written to a file with why403 sessions export", "%s: %w", path, handover.ErrNotSession)
		}
		if err != nil {
			return f, usagef("", "%w", err)
		}
		if len(f.events) == 0 {
			return f, usagef("ask for it again", "%s: there is nothing in it", path)
		}
		f.name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		return f, nil
	}
	header, events, err := handover.Unpack(text)
	if err != nil {
		hint := i18n.T("ask for the file again; it was changed on the way")
		if errors.Is(err, handover.ErrNewer) {
			hint = i18n.T("update why403")
		}
		return f, usagef(hint, "%s: %w", path, err)
	}
	f.name, f.events, f.header = header.Session, events, &header
	return f, nil
}

// about returns the id of the playbook that the session is about; it is empty if the session does not tell.
func (f *found) about() string {
	if f.header != nil && f.header.Playbook != "" {
		return f.header.Playbook
	}
	return flow.Replay(f.events).About().Playbook
}

// bookOf returns the playbook that the session is in. One that was named has to be that one.
func (c *console) bookOf(f found) (*content.Book, error) {
	id := f.about()
	if c.playbooks().Named() || id == "" {
		book, err := c.playbooks().Usual()
		if err != nil {
			return nil, err
		}
		return book, f.fits(book)
	}
	book, err := c.playbooks().WithID(id)
	if err != nil {
		return nil, usagef(flow.HintOf(err), "session %s: %w", f.label(), err)
	}
	return c.playbooks().Recalling(book, flow.Replay(f.events).Playbooks()), f.fits(book)
}

// changedSince says that the playbook is not what it was when the session began, or came into it.
func (c *console) changedSince(book *content.Book, s *flow.Session) {
	if digest := s.About().Digest; digest != "" && digest != book.Digest {
		fmt.Fprintln(c.err, i18n.T("why403: what the tool knows has changed since this session began; the verdict may differ"))
	}
}

// fits refuses a session that is in another playbook.
func (f *found) fits(book *content.Book) error {
	for _, id := range []string{f.about(), flow.Replay(f.events).About().Playbook} {
		if id != "" && id != book.ID {
			return usagef("leave --playbook out, and the session's own is used", "session %s belongs to the playbook %q, not to %q", f.label(), id, book.ID)
		}
	}
	return nil
}

// label is what to call the session.
func (f *found) label() string {
	if f.path != "" {
		return f.path
	}
	return f.name
}

// origin says where the session came from.
func (f *found) origin() string {
	from := f.name
	if from == "" {
		from = filepath.Base(f.path)
	}
	if f.header == nil {
		return i18n.T("%s, a copy of its file", from)
	}
	return i18n.T("%s, handed over %s", from, f.header.Exported.UTC().Format(minuteUTC))
}

// takeIn makes a session of this machine out of one in a file, and says what differs.
func (c *console) takeIn(store *journal.Store, book *content.Book, f found) (*keptSession, error) {
	if err := f.fits(book); err != nil {
		return nil, err
	}
	origin := f.origin()
	store.Each(func(sum journal.Summary, _ *flow.Session) {
		if sum.About.Origin == origin {
			fmt.Fprintln(c.err, i18n.T("why403: this session was taken in before, as %s, which stays as it is", sum.Name))
		}
	})
	t := &keptSession{book: book, session: flow.Replay(f.events), log: store.Create(c.now())}
	about := t.session.About()
	about.Name, about.Origin, about.Playbook = t.log.Name(), origin, book.ID
	conversation.Begin(t.session, about, c.now())
	if err := t.record(t.session.Events()); errors.Is(err, journal.ErrNotSaved) {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	} else if err != nil {
		return nil, errors.Join(err, t.log.Close())
	}
	fmt.Fprintln(c.err, i18n.T("why403: taken in as session %s, from %s", t.log.Name(), origin))
	if f.header != nil {
		for _, line := range differs(book, *f.header, flow.Walk(book.Playbook, t.session.Facts())) {
			fmt.Fprintf(c.err, "why403: %s\n", line)
		}
	} else {
		c.changedSince(book, t.session)
	}
	return t, nil
}

// differs says how the position now is another than the one that the file states. It says nothing if playbook and position
// are the same.
func differs(book *content.Book, h handover.Header, now flow.Position) []string {
	var lines []string
	if h.Digest != book.Digest {
		const enough = 12 // Characters of a hash.
		lines = append(lines, i18n.T("it was handed over with playbook %.*s, this machine has %.*s", enough, dash(h.Digest), enough, book.Digest))
	}
	if then := h.Where(); then != "" && then != where(now) {
		lines = append(lines, i18n.T("then it stood at %s; now it stands at %s", then, where(now)))
	} else if len(lines) > 0 {
		lines = append(lines, i18n.T("it stands at the same place: %s", where(now)))
	}
	for _, cause := range h.Causes {
		st, _ := now.Standing(cause.ID)
		if level := st.Level.String(); level != cause.Level {
			lines = append(lines, i18n.T("%s was %s then, and is %s now", cause.ID, strings.ReplaceAll(cause.Level, "_", " "), strings.ReplaceAll(level, "_", " ")))
		}
	}
	return lines
}

// maxSession is how much of a session's file is read, in bytes, as the journal has it.
const maxSession = 64 << 20

// reopen opens a session to go on with it, in the playbook that it is in.
func (c *console) reopen(store *journal.Store, name string) (*keptSession, error) {
	log, events, err := store.Resume(name)
	if err != nil {
		return nil, err
	}
	f := found{name: log.Name(), events: events}
	book, err := c.bookOf(f)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &keptSession{book: book, session: flow.Replay(events), log: log, recorded: len(events)}, nil
}

// last offers the session used last, if there is one. use is called when the person takes it.
func (c *console) last(store *journal.Store, use func(*keptSession)) *tui.LastSession {
	sum, err := store.Last()
	if err != nil {
		return nil
	}
	return c.offer(store, sum, sum.Last.Format("2006-01-02 15:04")+" UTC", use)
}

// offer makes a session one that can be gone on with from the screen.
func (c *console) offer(store *journal.Store, sum journal.Summary, title string, use func(*keptSession)) *tui.LastSession {
	if ticket := oneLine(sum.About.Ticket); ticket != "" {
		title += ", " + ticket
	}
	return &tui.LastSession{Name: sum.Name, Title: title, Resume: func() (*flow.Session, func([]flow.Event) error, error) {
		t, err := c.reopen(store, sum.Name)
		if err != nil {
			return nil, nil, err
		}
		use(t)
		return t.session, t.record, nil
	}}
}

// due returns the session whose fix has waited longest to be checked again, and whether there is one.
func (c *console) due(store *journal.Store, now time.Time) (journal.Summary, bool) {
	var first journal.Summary
	store.Recent(lookedAtDue, `"`+flow.CheckAgain+`"`, func(sum journal.Summary, _ *flow.Session) {
		at := sum.CheckAgain
		switch {
		case at.IsZero(), at.After(now), now.Sub(at) > reminded, !c.playbooks().Has(sum.About.Playbook):
		case first.Name == "" || at.Before(first.CheckAgain):
			first = sum
		}
	})
	return first, first.Name != ""
}

// dueSession offers the session that is due to be checked again, or is nil. use is called when the person takes it.
func (c *console) dueSession(store *journal.Store, use func(*keptSession)) *tui.LastSession {
	sum, ok := c.due(store, c.now())
	if !ok {
		return nil
	}
	return c.offer(store, sum, i18n.T("due since %s", sum.CheckAgain.Format(minuteUTC)), use)
}

// remind says that a fix is due to be checked again.
func (c *console) remind(store *journal.Store) {
	sum, ok := c.due(store, c.now())
	if !ok {
		return
	}
	about := ""
	if ticket := oneLine(sum.About.Ticket); ticket != "" {
		about = " (" + ticket + ")"
	}
	fmt.Fprintln(c.err, i18n.T("why403: session %s%s is due to be checked again since %s\nwhy403: to do it: why403 resume %s", sum.Name, about, sum.CheckAgain.Format(minuteUTC), sum.Name))
}
