package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/review"
	"why403/flow/sessions"
)

func (c *console) replay() *cobra.Command {
	var step bool
	cmd := &cobra.Command{
		Use:   "replay [SESSION|TICKET|FILE]",
		Short: "Print a session as it went, step by step",
		Long: `Prints a session as it went: when something was said, by whom, in which words, what was asked next, and where causes
went from there. What was taken back later is marked. Without a name it is the session used last.

Positions are computed with what this machine knows now.`,
		Args: cobra.MaximumNArgs(1),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runReplay(cmd.Context(), args, step) },
	}
	cmd.Flags().BoolVar(&step, "step", false, "wait for enter after each step; needs a terminal")
	return cmd
}

func (c *console) runReplay(ctx context.Context, args []string, step bool) error {
	if step && (!c.inTerminal || !c.outTerminal) {
		return usagef("leave --step out", "there is no terminal to wait on")
	}
	f, err := c.newest("replay", args)
	if err != nil {
		return err
	}
	book, err := c.bookOf(f)
	if err != nil {
		return err
	}
	c.changedSince(book, flow.Replay(f.Events))
	through, err := c.booksOf(f, book)
	if err != nil {
		return err
	}
	var enter <-chan string
	if step {
		enter = linesOf(c.in)
	}
	r := review.Play(through, cmp.Or(f.Name, f.Path), f.Events, c.columns())
	for {
		text, next := r.Next()
		if _, err := io.WriteString(c.out, text); err != nil {
			return fmt.Errorf("write the session: %w", err)
		}
		if !next {
			return nil
		}
		if ctx.Err() != nil {
			return &exitError{code: exitInterrupted}
		}
		if !step || r.Left() == 0 {
			continue
		}
		fmt.Fprint(c.err, i18n.T("-- enter for the next step --"))
		select {
		case _, more := <-enter:
			if !more {
				fmt.Fprintln(c.err)
				return nil // The input is closed: nobody wants to see more.
			}
		case <-ctx.Done():
			fmt.Fprintln(c.err)
			return &exitError{code: exitInterrupted}
		}
	}
}

// booksOf returns the playbooks that the session was in, by id, the last one also under "".
func (c *console) booksOf(f sessions.Found, last *content.Book) (map[string]*flow.Playbook, error) {
	books := map[string]*flow.Playbook{last.ID: last.Playbook, "": last.Playbook}
	for _, e := range f.Events {
		if e.About == nil || books[e.About.Playbook] != nil {
			continue
		}
		b, err := c.playbooks().WithID(e.About.Playbook)
		if err != nil {
			return nil, usagef(flow.HintOf(err), "session %s: %w", f.Label(), err)
		}
		books[e.About.Playbook] = b.Playbook
	}
	return books, nil
}
