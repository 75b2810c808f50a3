package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/tui"
)

func (c *console) playbookShow() *cobra.Command {
	width := 0
	cmd := &cobra.Command{
		Use:   "show [ID]",
		Short: "Print a question or a screen as the wizard shows it",
		Long: `Prints what has the id as the wizard would show it: a question, a verdict's screen, a page of reference or a table; a
sign is printed with its conditions. Without an id it lists them. --playbook names another playbook than the default one.`,
		Args: cobra.MaximumNArgs(1),

		ValidArgsFunction: c.named(shownNames),

		RunE: func(_ *cobra.Command, args []string) error { return c.runShow(args, width) },
	}
	cmd.Flags().IntVar(&width, "width", 0, "the `COLUMNS` of the window; those of the terminal, or 80")
	return cmd
}

func (c *console) runShow(args []string, width int) error {
	b, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return c.listShowable(b)
	}
	if width == 0 {
		width = c.columns()
	}
	if width < 40 || width > 400 {
		return usagef("the wizard needs 40", "--width: %d is not between 40 and 400", width)
	}
	if text := tui.Show(b.Playbook, args[0], width); text != "" {
		w := colorprofile.NewWriter(c.out, os.Environ())
		if !c.outTerminal {
			w.Profile = colorprofile.NoTTY
		}
		if _, err := io.WriteString(w, text); err != nil {
			return fmt.Errorf("write the screen: %w", err)
		}
		return nil
	}
	names := tui.Showable(b.Playbook)
	for _, s := range b.Signs() {
		if s.ID == args[0] {
			if _, err := io.WriteString(c.out, s.Text(b.ID)); err != nil {
				return fmt.Errorf("write the sign: %w", err)
			}
			return nil
		}
		names = append(names, s.ID)
	}
	hint := flow.Suggest(args[0], names)
	if hint != "" {
		hint += "; "
	}
	return usagef(hint+"why403 playbook show lists them", "nothing in %s is called %q", b.ID, args[0])
}

// listShowable lists every id with what it stands for.
func (c *console) listShowable(b *content.Book) error {
	var out strings.Builder
	line := func(kind, id, title string) { fmt.Fprintf(&out, "%-9s  %-26s  %s\n", kind, id, title) }
	for _, q := range b.Questions {
		line("question", q.ID, b.Facts[q.ID].About)
	}
	for _, v := range b.Verdicts {
		line("verdict", v.ID, v.Title)
	}
	for _, p := range b.Reference {
		line("reference", p.ID, p.Title)
	}
	for _, t := range b.Tables {
		line("table", t.ID, t.Title)
	}
	for _, s := range b.Signs() {
		line("sign", s.ID, s.Names)
	}
	if _, err := io.WriteString(c.out, out.String()); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
