package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/build"
	"why403/flow/bundle"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/review"
	"why403/flow/sessions"
)

func (c *console) export() *cobra.Command {
	mask := redactSecrets
	cmd := &cobra.Command{
		Use:   "export SESSION|TICKET|FILE FILE|-",
		Short: "Write a session to a file for a colleague's machine, without secrets",
		Long: `Writes a session to FILE, or to standard output, with every secret masked. A colleague goes on with it there:
why403 resume FILE. With --redact strict names of hosts, mail and IP addresses, and names of users in paths are masked, too;
it goes on at the same place all the same. A file that exists is never written over.`,
		Example: `  why403 sessions export k7q2 for-ann.jsonl
  why403 sessions export T-1234 - | ssh ann@host 'cat > handed-over.jsonl'`,
		Args: cobra.ExactArgs(2),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(_ *cobra.Command, args []string) error {
			return c.exportSession(c.store(), args[:1], args[1], mask)
		},
	}
	c.redactFlag(cmd, &mask)
	return cmd
}

// exportSession writes the session that the arguments name, without one that used last, to the file; - is standard output.
func (c *console) exportSession(store *journal.Store, args []string, path, mask string) error {
	f, err := sessions.Find(store, args...)
	if err != nil {
		return err
	}
	book, s, err := c.replayed(f)
	if err != nil {
		return err
	}
	p := flow.Walk(book.Playbook, s.Facts())
	file, masked, err := bundle.Pack(f.Events, book.Digest, p, bundle.PackOptions{
		Program: build.Version(), Now: c.now(), Strict: mask == redactStrict, Keep: book.Hosts(),
	})
	if err != nil {
		return fmt.Errorf("hand over session %s: %w", f.Label(), err)
	}
	if path == "-" {
		if _, err := c.out.Write(file); err != nil {
			return fmt.Errorf("write the session: %w", err)
		}
		fmt.Fprintln(c.err, i18n.T("why403: masked now: %d", masked))
		return nil
	}
	if err := files.Write(path, file, 0o600, false); err != nil {
		return err
	}
	shown := path
	if filepath.Base(path) == path {
		shown = "." + string(filepath.Separator) + path
	}
	fmt.Fprintln(c.err, i18n.T("why403: wrote %s: %s; masked now: %d\nwhy403: to go on with it elsewhere: why403 resume %s", shown, review.Where(p), masked, shown))
	return nil
}
