package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/review"
	"why403/flow/sessions"
)

func (c *console) diff() *cobra.Command {
	return &cobra.Command{
		Use:   "diff SESSION|TICKET|FILE SESSION|TICKET|FILE",
		Short: "Compare two sessions: what was said in only one, and what they came to",
		Long: `Compares two sessions, each a name, a ticket or a file: facts known in only one, facts with another value, causes that
stand elsewhere, and the verdicts. Both are walked with what this machine knows now.`,
		Example: `  why403 diff k7q2 b3b3
  why403 diff T-1234 ./handed-over.jsonl`,
		Args: cobra.ExactArgs(2),

		ValidArgsFunction: c.sessionNames(2),

		RunE: func(_ *cobra.Command, args []string) error { return c.runDiff(args) },
	}
}

func (c *console) runDiff(args []string) error {
	store := c.store()
	var pair [2]review.Side
	for i, arg := range args {
		f, err := sessions.Find(store, arg)
		if err != nil {
			return err
		}
		book, err := c.bookOf(f)
		if err != nil {
			return err
		}
		pair[i] = review.Side{Playbook: book.Playbook, Label: f.Label(), Session: flow.Replay(f.Events)}
	}
	if _, err := io.WriteString(c.out, review.Compare(pair[0], pair[1], c.columns())); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}
