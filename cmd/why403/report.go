package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/redact"
	"why403/flow/report"
)

// reporting holds the flags of the report command.
type reporting struct {
	format string
	output string
	redact string
	copy   bool
	force  bool
	full   bool
	schema bool

	sessionFile string
}

// What --redact can be.
const (
	redactSecrets = "secrets"
	redactStrict  = "strict"
)

// formatIDs returns the ids of the formats, the usual one first.
func formatIDs() []string {
	var ids []string
	for _, f := range report.Formats() {
		ids = append(ids, f.ID)
	}
	return ids
}

func (c *console) report() *cobra.Command {
	var r reporting
	var forms strings.Builder
	for _, f := range report.Formats() {
		fmt.Fprintf(&forms, "  %-9s %s\n", f.ID, f.Title)
	}
	cmd := &cobra.Command{
		Use:   "report [SESSION|TICKET|FILE]",
		Short: "Write a session up: for a ticket, for the customer, for a program, to print",
		Long: `Writes a session up, without a name the one used last. SESSION is a name that "why403 sessions" lists, or any part of
its beginning or its last part that no other session has, or its ticket; FILE is a session's file, also of another machine.

The formats:
` + forms.String() + `
Keys and tokens are masked in all of them; --redact strict also masks names of hosts, mail and IP addresses, and names of users
in paths; a person who is named in prose stays. How many things were masked is told on standard error, never what they were.
When the finished text still holds anything that looks like a secret, nothing is given out.`,
		Example: `  why403 report
  why403 report --format customer --redact strict --copy
  why403 report k7q2 --format html --output report.html
  why403 report k7q2 --session-file colleague.jsonl`,
		Args: cobra.MaximumNArgs(1),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runReport(cmd.Context(), r, args) },
	}
	f := cmd.Flags()
	oneOf(cmd, &r.format, "format", report.FormatMarkdown, "the `FORM`: "+strings.Join(formatIDs(), ", "), formatIDs()...)
	f.StringVar(&r.output, "output", "-", "write to `FILE`, readable by you alone, and print its path; - is standard output")
	c.redactFlag(cmd, &r.redact)
	f.StringVar(&r.sessionFile, "session-file", "", "write the session itself to `FILE`, without secrets, for why403 resume on another machine")
	f.BoolVar(&r.full, "full", false, "write out the steps of the fix, the request, how to verify it and the sources, too")
	f.BoolVar(&r.copy, "copy", false, "have the terminal put it on the clipboard (OSC 52) instead of printing it")
	f.BoolVar(&r.force, "force", false, "let --output replace a file")
	f.BoolVar(&r.schema, "schema", false, "print the JSON Schema of --format json and stop")
	return cmd
}

// redactFlag adds the flag that says what to mask.
func (c *console) redactFlag(cmd *cobra.Command, to *string) {
	oneOf(cmd, to, "redact", redactSecrets, "`WHAT` to mask: secrets, or strict with names of hosts, addresses, and names of users in paths", redactSecrets, redactStrict)
}

func (c *console) runReport(_ context.Context, r reporting, args []string) error {
	if r.schema {
		_, err := c.out.Write(report.ReportSchema())
		return err
	}
	if r.copy && !isTerminal(c.screen) {
		return usagef("use --output FILE", "--copy: there is no terminal on standard error that could be asked to copy")
	}
	if r.sessionFile != "" {
		return c.exportSession(c.store(), args, r.sessionFile, r.redact)
	}
	f, err := c.newest("report", args)
	if err != nil {
		return err
	}
	book, s, err := c.replayed(f)
	if err != nil {
		return err
	}
	w, err := report.Write(book.Playbook, s, flow.Walk(book.Playbook, s.Facts()), r.format, report.Options{Now: c.now(), Strict: r.redact == redactStrict, Full: r.full})
	if err != nil {
		return err
	}
	return c.give(r, w)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// give hands the report out.
func (c *console) give(r reporting, w flow.Written) error {
	if r.output != "-" {
		path, err := filepath.Abs(r.output)
		if err != nil {
			return fmt.Errorf("find %s: %w", r.output, err)
		}
		switch err := files.Write(path, []byte(w.Text), 0o600, r.force); {
		case errors.Is(err, files.ErrExists):
			return usagef("name another file, or replace it with --force", "%s exists already", path)
		case err != nil:
			return err
		}
		fmt.Fprintln(c.out, redact.Terminal(path))
	}
	if r.copy {
		fmt.Fprint(c.screen, ansi.SetSystemClipboard(w.Text))
		fmt.Fprintln(c.err, i18n.T("why403: asked the terminal to copy %d bytes; terminals that know no OSC 52 ignore it", len(w.Text)))
	}
	if r.output == "-" && !r.copy {
		if _, err := fmt.Fprint(c.out, w.Text); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	switch {
	case w.Masked == 1:
		fmt.Fprintln(c.err, i18n.T("why403: 1 thing was masked"))
	case w.Masked > 1 || r.redact == redactStrict:
		fmt.Fprintln(c.err, i18n.T("why403: %d things were masked", w.Masked))
	}
	return nil
}
