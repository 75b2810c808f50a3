package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/graph"
	"why403/flow/i18n"
	"why403/flow/sessions"
)

func graphFormats() []string {
	var names []string
	for _, f := range graph.Formats() {
		names = append(names, string(f))
	}
	return names
}

func (c *console) playbookGraph() *cobra.Command {
	var format, session string
	cmd := &cobra.Command{
		Use:   "graph [PLAYBOOK]",
		Short: "Draw the questions of a playbook, and where each answer leads",
		Long: `Draws a playbook as text for a terminal, for Mermaid, or for DOT: every question and every choice, and for each answer what
comes next on the shortest way to it. Without a name it draws the default one. With --session the way that a session went is drawn over its
playbook: a name that "why403 sessions" lists, its ticket, or a file.`,
		Args: cobra.MaximumNArgs(1),

		ValidArgsFunction: c.playbookNames,

		RunE: func(_ *cobra.Command, args []string) error { return c.runGraph(format, session, args) },
	}
	oneOf(cmd, &format, "format", string(graph.Text), "the `FORM`: "+strings.Join(graphFormats(), ", "), graphFormats()...)
	cmd.Flags().StringVar(&session, "session", "", "draw the way of this `SESSION|TICKET|FILE` over it")
	completeWith(cmd, "session", c.sessionNames(1))
	return cmd
}

func (c *console) runGraph(format, session string, args []string) error {
	var b *content.Book
	var s *flow.Session
	var err error
	switch {
	case session != "" && len(args) > 0:
		return usagef("leave one of them out", "a session is drawn over its own playbook")
	case session != "":
		f, err := sessions.Find(c.store(), session)
		if err != nil {
			return err
		}
		if b, err = c.bookOf(f); err != nil {
			return err
		}
		s = flow.Replay(f.Events)
	case len(args) > 0:
		b, err = c.playbooks().Open(args[0])
	default:
		b, err = c.playbooks().Usual()
	}
	if err != nil {
		return err
	}
	g := graph.Of(b.Playbook)
	if g.Left > 0 {
		fmt.Fprintln(c.err, i18n.T("why403: the graph leaves out where the answers to %d of %d questions lead: the playbook is too large to follow all", g.Left, len(b.Questions)))
	}
	if s != nil {
		g.Draw(b.Playbook, s)
	}
	if _, err := io.WriteString(c.out, g.Write(graph.GraphFormat(format))); err != nil {
		return fmt.Errorf("write the graph: %w", err)
	}
	return nil
}
