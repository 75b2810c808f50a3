package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/sessions"
)

func (c *console) remove() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "rm SESSION|TICKET…",
		Short: "Remove sessions for good",
		Long: `Removes sessions from this machine, after showing which, and asks. Reports and files that were written from them stay; so
does what a disk or a backup keeps.

` + statuses(map[int]string{exitVerdict: "removed", exitOpen: "nothing was removed"}),
		Example: `  why403 sessions rm k7q2
  why403 sessions rm T-1234 --yes`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: c.sessionNames(1),
		RunE:              func(cmd *cobra.Command, args []string) error { return c.removeSessions(cmd.Context(), args, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "remove them without asking")
	return cmd
}

func (c *console) removeSessions(ctx context.Context, args []string, yes bool) error {
	store := c.store()
	var names []string
	for _, arg := range args {
		f, err := sessions.Find(store, arg)
		if damaged := new(journal.FileError); err != nil && (f.Name == "" || !errors.As(err, &damaged)) {
			return err
		}
		if err := f.Stored("removed"); err != nil {
			return err
		}
		names = append(names, f.Name)
	}
	list := c.search(ctx, sessions.Filter{Names: names})
	if len(list.Entries) > 0 {
		if _, err := io.WriteString(c.out, list.Table(c.now(), c.columns())); err != nil {
			return fmt.Errorf("write the list: %w", err)
		}
	}
	for _, name := range names {
		if _, err := store.Read(name); err != nil {
			fmt.Fprintln(c.err, i18n.T("why403: cannot be read, and goes as well: %v", err))
		}
	}
	if err := c.allowed(ctx, yes, i18n.T("Remove for good?"), i18n.T("nothing was removed")); err != nil {
		return err
	}
	for _, name := range names {
		if err := store.Remove(ctx, name); err != nil {
			return err
		}
		fmt.Fprintln(c.err, i18n.T("why403: removed session %s", name))
	}
	return nil
}
