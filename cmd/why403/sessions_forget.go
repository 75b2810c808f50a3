package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
	"why403/flow/redact"
	"why403/flow/sessions"
)

const (
	leastForgotten = 4       // Characters of a text that can be forgotten; less would tear words apart everywhere.
	mostForgotten  = 1 << 20 // Bytes that are read for it.
)

func (c *console) forget() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "forget SESSION|TICKET",
		Short: "Remove a text from a session for good",
		Long: `Removes a text from everything that a session holds: quotes, notes, the error, the customer's words, the ticket. It is
typed without being shown, or read from standard input, each line a text of its own; never given as an argument, where other
programs could see it. Upper and lower case are the same. What stood there becomes "…"; answers stay. It shows what becomes of
the places, and asks.

` + statuses(map[int]string{exitVerdict: "it is gone", exitUsage: "wrong usage, or the text stands nowhere in the session", exitOpen: "nothing was removed"}),
		Example: `  why403 sessions forget k7q2
  pbpaste | why403 sessions forget T-1234 --yes`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: c.sessionNames(1),
		RunE:              func(cmd *cobra.Command, args []string) error { return c.forgetIn(cmd.Context(), args, yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "remove it without asking")
	return cmd
}

func (c *console) forgetIn(ctx context.Context, args []string, yes bool) error {
	store := c.store()
	f, err := sessions.Find(store, args...)
	if err != nil {
		return err
	}
	if err := f.Stored("changed"); err != nil {
		return err
	}
	texts, err := c.unwanted()
	if err != nil {
		return err
	}
	n, err := store.Forget(f.Name, texts, func(become []flow.Event) error {
		for _, e := range become {
			fmt.Fprintln(c.out, excerpt(e))
		}
		return c.allowed(ctx, yes, i18n.T("Remove it for good?"), i18n.T("nothing was removed"))
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return usagef("why403 replay "+f.Name+" shows what it holds", "nothing was removed: session %s does not hold it", f.Name)
	}
	fmt.Fprintln(c.err, i18n.T("why403: removed from %s of session %s", i18n.Count(n, i18n.T("event")), f.Name))
	return nil
}

// excerpt is an event in a line: what it is, and the words around the place that is empty now.
func excerpt(e flow.Event) string {
	what, words := i18n.T("the session"), ""
	switch {
	case e.About != nil:
		words = strings.Join([]string{e.About.Ticket, e.About.Target, e.About.Origin}, " ")
	case e.Fact != nil:
		what, words = e.Fact.ID, e.Fact.Quote+" "+e.Fact.Asked
	case e.Note != nil:
		what, words = strings.ReplaceAll(e.Note.Name, "_", " "), e.Note.Text
		if on, ok := e.Note.On(); ok {
			what = strings.TrimSpace(i18n.T("note %s", on))
		}
	}
	const around = 60 // Letters.
	words = page.Line(words)
	if i := strings.Index(words, "…"); i > around {
		words = "…" + strings.ToValidUTF8(words[i-around:], "")
	}
	if r := []rune(words); len(r) > 2*around {
		words = string(r[:2*around]) + "…"
	}
	return redact.Text(fmt.Sprintf("%d  %s: %s", e.Seq, what, words))
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
