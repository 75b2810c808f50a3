package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/journal"
	"why403/tui"
)

// store returns where sessions are kept. Nothing is touched before something is to be stored.
func (c *console) store() *journal.Store { return journal.Open(journal.Dir(c.env)) }

func (c *console) sessions() *cobra.Command {
	return &cobra.Command{
		Use:   "sessions",
		Short: "List the sessions kept on this machine",
		Args:  usage(cobra.NoArgs),
		RunE:  func(*cobra.Command, []string) error { return c.runSessions() },
	}
}

func (c *console) runSessions() error {
	book, err := content.Default()
	if err != nil {
		return err
	}
	store := c.store()
	list, errs := store.List()
	if len(list) == 0 && len(errs) == 0 {
		fmt.Fprintf(c.err, "why403: there is no session yet; they are kept in %s\n", store.Dir())
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	if len(list) > 0 {
		fmt.Fprintln(w, "SESSION\tLAST ANSWER (UTC)\tANSWERS\tTICKET\tSTANDS AT")
	}
	for _, s := range list {
		stands := "cannot be read"
		if events, err := store.Read(s.Name); err == nil {
			stands = where(flow.Walk(book.Playbook, flow.Replay(events).Facts()))
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", s.Name, s.Last.Format(time.DateTime), s.Answers, dash(s.About.Ticket), stands)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	for _, err := range errs {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	}
	if len(errs) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// where says in a few words what a position is.
func where(p flow.Position) string {
	switch {
	case p.Solved:
		return "solved: " + p.Verdict.ID
	case p.Outcome == flow.Concluded:
		return p.Verdict.ID
	case p.Outcome == flow.Asking:
		return "asks: " + p.Question.ID
	default:
		return "open"
	}
}

// dash stands for what is not there.
func dash(s string) string {
	if s = strings.TrimSpace(s); s != "" {
		return s
	}
	return "-"
}

func (c *console) resume() *cobra.Command {
	var flags talking
	cmd := &cobra.Command{
		Use:   "resume [SESSION]",
		Short: "Go on with a session; without a name, with the one used last",
		Long: `Goes on with a session where it stopped. SESSION is a name that "why403 sessions" lists, or any part of its beginning
or its last part that no other session has.`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runResume(cmd.Context(), flags, args) },
	}
	flags.flags(cmd)
	return cmd
}

func (c *console) runResume(ctx context.Context, flags talking, args []string) error {
	book, err := content.Default()
	if err != nil {
		return err
	}
	store := c.store()
	var name string
	if len(args) > 0 {
		name = args[0]
	} else {
		last, err := store.Last()
		if errors.Is(err, journal.ErrNotFound) {
			return usagef("start one with why403", "there is no session to go on with")
		}
		if err != nil {
			return err
		}
		name = last.Name
	}
	t, err := reopen(store, book, name)
	switch {
	case errors.Is(err, journal.ErrNotFound), errors.Is(err, journal.ErrAmbiguous), errors.Is(err, journal.ErrName):
		return usagef("why403 sessions lists them", "%w", err)
	case err != nil:
		return err
	}
	if digest := t.session.About().Digest; digest != book.Digest {
		fmt.Fprintln(c.err, "why403: what the tool knows has changed since this session began; the verdict may differ")
	}
	return c.talk(ctx, flags, store, t)
}

// reopen opens a session to go on with it.
func reopen(store *journal.Store, book *content.Book, name string) (*conversation, error) {
	log, events, err := store.Resume(name)
	if err != nil {
		return nil, err
	}
	if p := flow.Replay(events).About().Playbook; p != "" && p != book.ID {
		return nil, errors.Join(fmt.Errorf("session %s belongs to the playbook %q, not to %q", log.Name(), p, book.ID), log.Close())
	}
	return &conversation{book: book, session: flow.Replay(events), log: log, recorded: len(events)}, nil
}

// last offers the session used last, if there is one. use is called when the person takes it.
func (c *console) last(store *journal.Store, book *content.Book, use func(*conversation)) *tui.LastSession {
	sum, err := store.Last()
	if err != nil {
		return nil
	}
	title := sum.Last.Format("2006-01-02 15:04") + " UTC"
	if sum.About.Ticket != "" {
		title += ", " + sum.About.Ticket
	}
	return &tui.LastSession{Name: sum.Name, Title: title, Resume: func() (*flow.Session, func([]flow.Event) error, error) {
		t, err := reopen(store, book, sum.Name)
		if err != nil {
			return nil, nil, err
		}
		use(t)
		return t.session, t.record, nil
	}}
}
