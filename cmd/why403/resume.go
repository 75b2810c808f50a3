package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/page"
	"why403/flow/review"
	"why403/flow/sessions"
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
		Args: cobra.MaximumNArgs(1),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runResume(cmd.Context(), flags, args) },
	}
	flags.flags(cmd)
	return cmd
}

func (c *console) runResume(ctx context.Context, flags talking, args []string) error {
	store := c.store()
	f, err := sessions.Find(store, args...)
	if err != nil {
		return err
	}
	book, err := c.bookOf(f)
	if err != nil {
		return err
	}
	if f.Path != "" {
		t, err := c.takeIn(ctx, store, book, f)
		if err != nil {
			return err
		}
		return c.talk(ctx, flags, store, t)
	}
	t, err := c.reopen(store, f.Name)
	if err != nil {
		return err
	}
	c.changedSince(book, t.session)
	return c.talk(ctx, flags, store, t)
}

// bookOf returns the playbook that the session is in. One that was named has to be that one.
func (c *console) bookOf(f sessions.Found) (*content.Book, error) {
	id := f.About()
	if c.playbooks().Named() || id == "" {
		book, err := c.playbooks().Usual()
		if err != nil {
			return nil, err
		}
		return book, f.Fits(book.ID)
	}
	book, err := c.playbooks().WithID(id)
	if err != nil {
		return nil, usagef(flow.HintOf(err), "session %s: %w", f.Label(), err)
	}
	return c.playbooks().Recalling(book, flow.Replay(f.Events).Playbooks()), f.Fits(book.ID)
}

// replayed returns the session with the playbook that it is in, and says if that is not what it was.
func (c *console) replayed(f sessions.Found) (*content.Book, *flow.Session, error) {
	book, err := c.bookOf(f)
	if err != nil {
		return nil, nil, err
	}
	s := flow.Replay(f.Events)
	c.changedSince(book, s)
	return book, s, nil
}

// changedSince says that the playbook is not what it was when the session began, or came into it.
func (c *console) changedSince(book *content.Book, s *flow.Session) {
	if digest := s.About().Digest; digest != "" && digest != book.Digest {
		fmt.Fprintln(c.err, i18n.T("why403: what the tool knows has changed since this session began; the verdict may differ"))
	}
}

// takeIn makes a session of this machine out of one in a file, and says what differs.
func (c *console) takeIn(ctx context.Context, store *journal.Store, book *content.Book, f sessions.Found) (*keptSession, error) {
	if err := f.Fits(book.ID); err != nil {
		return nil, err
	}
	origin := f.Origin()
	store.Each(ctx, func(sum journal.Summary, _ *flow.Session) {
		if sum.About.Origin == origin {
			fmt.Fprintln(c.err, i18n.T("why403: this session was imported before, as %s, which is unchanged", sum.Name))
		}
	})
	t := &keptSession{book: book, session: flow.Replay(f.Events), log: store.Create(c.now())}
	about := t.session.About()
	about.Name, about.Origin, about.Playbook = t.log.Name(), origin, book.ID
	conversation.Begin(t.session, about, c.now())
	if err := t.record(t.session.Events()); errors.Is(err, journal.ErrNotSaved) {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	} else if err != nil {
		return nil, errors.Join(err, t.log.Close())
	}
	fmt.Fprintln(c.err, i18n.T("why403: imported as session %s, from %s", t.log.Name(), origin))
	if f.Header != nil {
		for _, line := range sessions.Differs(book.Playbook, *f.Header, book.Digest, flow.Walk(book.Playbook, t.session.Facts())) {
			fmt.Fprintf(c.err, "why403: %s\n", line)
		}
	} else {
		c.changedSince(book, t.session)
	}
	return t, nil
}

// reopen opens a session to go on with it, in the playbook that it is in.
func (c *console) reopen(store *journal.Store, name string) (*keptSession, error) {
	log, events, err := store.Resume(name)
	if err != nil {
		return nil, err
	}
	f := sessions.Found{Name: log.Name(), Events: events}
	book, err := c.bookOf(f)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &keptSession{book: book, session: flow.Replay(events), log: log, recorded: len(events)}, nil
}

// last offers the session used last, unless it is of another ticket than the one that this call is about, or solved and not the call that was
// just left. In the playbook of this call it says where it stood. use is called when the person takes it.
func (c *console) last(store *journal.Store, this *keptSession, use func(*keptSession)) *conversation.LastSession {
	sum, err := store.Last()
	if ticket := this.session.About().Ticket; err != nil || ticket != "" && sum.About.Ticket != ticket {
		return nil
	}
	events, err := store.Read(sum.Name)
	s := flow.Replay(events)
	if _, solved := s.Fixed(); solved && !c.taken || err != nil {
		return nil
	}
	stood := i18n.T("%d answered", sum.Answers)
	if sum.About.Playbook == this.book.ID {
		stood = cmp.Or(conversation.Stood(this.book.Playbook, s), stood)
	}
	since := i18n.T("a moment ago")
	if ago := c.now().Sub(sum.Last); ago >= time.Minute {
		since = i18n.T("%s ago", sessions.Ago(ago))
	}
	return c.offer(store, sum, s, stood, since, use)
}

// offer makes a session one that can be gone on with from the screen: by its ticket, whose call it is and which error, how far it is, and
// since when; where the row is short, the ticket, how far it is and since when stay.
func (c *console) offer(store *journal.Store, sum journal.Summary, s *flow.Session, far, since string, use func(*keptSession)) *conversation.LastSession {
	bare, ticket, whose := page.Line(sum.About.Ticket), "", ""
	if bare != "" {
		ticket = i18n.T("ticket %s", bare)
	}
	if sum.About.Whose == flow.Customer {
		whose = i18n.T("customer's call")
	}
	failed := page.Line(strings.TrimSpace(s.NoteText("status") + " " + cmp.Or(s.NoteText("error_type"), s.NoteText("error_code"))))
	title := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
	}
	return &conversation.LastSession{Name: sum.Name, Title: title(ticket, whose, failed, far, since), Shorter: []string{
		title(bare, whose, failed, far, since), title(bare, whose, far, since), title(bare, far, since), title(bare, since),
	}, Resume: func() (*flow.Session, func([]flow.Event) error, error) {
		t, err := c.reopen(store, sum.Name)
		if err != nil {
			return nil, nil, err
		}
		use(t)
		return t.session, t.record, nil
	}}
}

// dueSession offers the session that is due to be checked again, or is nil. use is called when the person takes it.
func (c *console) dueSession(store *journal.Store, use func(*keptSession)) *conversation.LastSession {
	sum, ok := sessions.Due(store, c.now(), c.playbooks().Has)
	if !ok {
		return nil
	}
	events, err := store.Read(sum.Name)
	if err != nil {
		return nil
	}
	return c.offer(store, sum, flow.Replay(events), "", i18n.T("due since %s", sum.CheckAgain.Format(review.MinuteUTC)), use)
}
