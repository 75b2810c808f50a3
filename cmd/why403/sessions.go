package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/sessions"
)

// store returns where sessions are kept. Nothing is touched before something is to be stored.
func (c *console) store() *journal.Store { return journal.Open(journal.Dir(c.env)) }

// listing holds the flags of the sessions command.
type listing struct {
	sessions.Filter

	since string
	json  bool
}

func (c *console) sessions() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:   "sessions [WORD]…",
		Short: "List the sessions kept on this machine, and search them",
		Long: `Lists the sessions kept on this machine, the one used last first. With words, only those that hold all of them: in the
name, the ticket, the notes, the words of the error, or the verdict.

PARKED counts the questions that wait for somebody else. A line below a session says when its fix is to be checked again.
A word that is also a command, or list, is searched for behind --: why403 sessions -- list.`,
		Example: `  why403 sessions
  why403 sessions --parked
  why403 sessions allowed range --since 7d
  why403 sessions --ticket T-1234 --json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if l.Words, err = c.searched(cmd, args); err != nil {
				return err
			}
			return c.runSessions(cmd, l)
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.Ticket, "ticket", "", "only sessions whose ticket holds `TEXT`")
	f.StringVar(&l.Verdict, "verdict", "", "only sessions that stand at the verdict with this `ID`")
	f.BoolVar(&l.Open, "open", false, "only sessions without a verdict")
	f.BoolVar(&l.Parked, "parked", false, "only sessions with a question that waits for somebody else")
	completeWith(cmd, "ticket", c.ticketNames)
	completeWith(cmd, "verdict", c.verdictNames)
	sinceFlag(cmd, &l.since)
	f.BoolVar(&l.json, "json", false, "print one JSON object")
	cmd.AddCommand(c.export(), c.forget(), c.remove())
	return cmd
}

// searched returns the words to search for. "list" in front of them, as other programs have it, is none, and where another program's
// command stands in front of a session, the one that is meant is named. Behind -- every word is searched for.
func (c *console) searched(cmd *cobra.Command, args []string) ([]string, error) {
	if len(args) == 0 || cmd.ArgsLenAtDash() == 0 {
		return args, nil
	}
	if slices.Contains(habits["sessions"], strings.ToLower(args[0])) {
		return args[1:], nil
	}
	if meant := byHabit(cmd, args[0]); meant != "" && len(args) > 1 {
		if f, err := sessions.Find(c.store(), args[1]); err == nil {
			return nil, usagef(i18n.T("did you mean %s?", meant+" "+f.Label()), "why403 sessions has no command %q", args[0])
		}
	}
	return args, nil
}

func (c *console) runSessions(cmd *cobra.Command, l listing) error {
	if _, err := c.playbooks().Usual(); err != nil {
		return err
	}
	if l.Verdict != "" {
		ids, err := c.playbooks().VerdictIDs()
		if err != nil {
			return err
		}
		if !slices.Contains(ids, l.Verdict) {
			return usagef(flow.Suggest(l.Verdict, ids), "--verdict: there is no verdict %q", l.Verdict)
		}
	}
	var err error
	if l.Since, err = sessions.ParseSince(l.since, c.now()); err != nil {
		return err
	}
	list := c.search(cmd.Context(), l.Filter)
	switch {
	case l.json:
		err = printJSON(c.out, list.Object(c.now()))
	case list.All == 0 && len(list.Unread) == 0:
		fmt.Fprintln(c.err, i18n.T("why403: there is no session yet; they are kept in %s", c.store().Dir()))
	case len(list.Entries) == 0 && list.All > 0:
		fmt.Fprintln(c.err, i18n.T("why403: no session matches (%d kept)", list.All))
	default:
		_, err = io.WriteString(c.out, list.Table(c.now(), c.columns()))
	}
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	if len(list.Entries) == 0 && len(l.Words) > 0 {
		if hint := meantCommand(cmd, l.Words[0]); hint != "" {
			fmt.Fprintln(c.err, i18n.T("why403: hint: %s", hint))
		}
	}
	for _, err := range list.Unread {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	}
	if len(list.Unread) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// search looks at the sessions of this machine.
func (c *console) search(ctx context.Context, f sessions.Filter) sessions.List {
	books := c.playbooks().Shelf()
	return sessions.Search(ctx, c.store(), func(s *flow.Session) *flow.Playbook {
		if b := books.Of(s); b != nil {
			return b.Playbook
		}
		return nil
	}, f)
}

// sinceFlag adds the flag that sessions.ParseSince reads.
func sinceFlag(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "since", "", "only sessions used since then: `TIME` is a duration such as 36h, 7d or 2w, or a date such as 2026-11-23, in UTC")
}

// newest finds the session that is meant; of several with one ticket it takes the one used last, and says how to have the others.
func (c *console) newest(command string, args []string) (sessions.Found, error) {
	f, err := sessions.FindNewest(c.store(), args...)
	if err == nil && len(f.Older) > 0 {
		const most = 5
		fmt.Fprintln(c.err, i18n.T("why403: %d sessions have this ticket; this is the one used last, %s. The others:", len(f.Older)+1, f.Name))
		for _, name := range f.Older[:min(most, len(f.Older))] {
			fmt.Fprintf(c.err, "  why403 %s %s\n", command, name)
		}
	}
	return f, err
}
