package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"why403/flow/i18n"
	"why403/flow/sessions"
)

const (
	leastForgotten = 4       // Characters of a text that can be forgotten; less would tear words apart everywhere.
	mostForgotten  = 1 << 20 // Bytes that are read for it.
)

func (c *console) forget() *cobra.Command {
	return &cobra.Command{
		Use:   "forget SESSION",
		Short: "Remove a text from a session for good",
		Long: `Removes a text from everything that a session holds: quotes, notes, the customer's words, the ticket. It is typed
without being shown, or read from standard input, each line a text of its own; never given as an argument, where other
programs could see it. Upper and lower case are the same. What stood there becomes "…"; answers stay.`,
		Example: `  why403 sessions forget k7q2
  pbpaste | why403 sessions forget T-1234`,
		Args:              usage(cobra.ExactArgs(1)),
		ValidArgsFunction: c.sessionNames(1),
		RunE:              func(_ *cobra.Command, args []string) error { return c.forgetIn(args) },
	}
}

func (c *console) forgetIn(args []string) error {
	store := c.store()
	f, err := sessions.Find(store, args...)
	if err != nil {
		return err
	}
	if f.Path != "" {
		return usagef("take the session in first: why403 resume "+f.Path, "%s is a file, not a session of this machine", f.Path)
	}
	texts, err := c.unwanted()
	if err != nil {
		return err
	}
	total := 0
	for _, text := range texts {
		n, err := store.Forget(f.Name, text)
		if err != nil {
			return err
		}
		total += n
	}
	fmt.Fprintln(c.err, i18n.T("why403: removed from %d events of session %s", total, f.Name))
	return nil
}

// unwanted reads the texts that are to go.
func (c *console) unwanted() ([]string, error) {
	var lines []string
	if ask := c.secret(); ask != nil {
		line, err := ask(i18n.T("The text to remove (it is not shown): "))
		if err != nil {
			return nil, err
		}
		lines = []string{line}
	} else {
		in := bufio.NewScanner(io.LimitReader(c.in, mostForgotten))
		in.Buffer(nil, mostForgotten)
		for in.Scan() {
			lines = append(lines, in.Text())
		}
		if err := in.Err(); err != nil {
			return nil, fmt.Errorf("read what to forget: %w", err)
		}
	}
	var texts []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if len([]rune(line)) < leastForgotten {
			return nil, usagef("give more of it", "a text of fewer than %d characters stands in too many words", leastForgotten)
		}
		texts = append(texts, line)
	}
	if len(texts) == 0 {
		return nil, usagef("type the text, or pipe it into the command", "there is nothing to forget")
	}
	return texts, nil
}
