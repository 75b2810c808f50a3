package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/sessions"
	"why403/flow/stats"
)

func (c *console) stats() *cobra.Command {
	var since string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count what the sessions on this machine came to, and what they took",
		Long: fmt.Sprintf(`Counts the verdicts of the sessions on this machine, how many questions people answered and how many minutes each
session took: from its first event to its last, where a gap of more than %d minutes counts as %d. Nothing is sent anywhere.`,
			stats.Pause/time.Minute, stats.Pause/time.Minute),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runStats(cmd.Context(), since, asJSON) },
	}
	sinceFlag(cmd, &since)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (c *console) runStats(ctx context.Context, since string, asJSON bool) error {
	usual, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	from, err := sessions.ParseSince(since, c.now())
	if err != nil {
		return err
	}
	store := c.store()
	var counter stats.Counter
	books := c.playbooks().Shelf()
	errs := store.Each(ctx, func(sum journal.Summary, s *flow.Session) {
		if !sum.Last.Before(from) {
			book := books.Of(s)
			if book == nil {
				book = usual // Which leaves it out, and says so.
			}
			counter.Add(book.Playbook, s)
		}
	})
	st := counter.Stats()
	switch {
	case asJSON:
		err = printJSON(c.out, st.Object())
	case st.All.Sessions == 0:
		fmt.Fprintln(c.err, i18n.T("why403: there is no session to count; they are kept in %s", store.Dir()))
	default:
		_, err = io.WriteString(c.out, st.Table(c.columns()))
	}
	if err != nil {
		return fmt.Errorf("write the statistics: %w", err)
	}
	for _, err := range errs {
		fmt.Fprintln(c.err, i18n.T("why403: left out: %v", err))
	}
	if len(errs) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}
