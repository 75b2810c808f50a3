package main

import (
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"why403/flow/i18n"
)

// booksDir returns the folder in which playbooks are installed, one folder or YAML file each.
func booksDir(env func(string) string) string {
	if dir := env("WHY403_DATA_DIR"); dir != "" {
		return filepath.Join(dir, "playbooks")
	}
	return filepath.Join(xdg.DataHome, "why403", "playbooks")
}

func (c *console) playbook() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "playbook",
		Short: "List, check and write playbooks: what the tool knows, as data",
		Long: `A playbook is what the tool knows about one problem: questions, rules, verdicts, and the signs that read a text. It is
YAML and Markdown; no code runs from it. Those that ship are in content/playbooks; others are used with --playbook, or by name
once they lie in the folder that "why403 playbook list" names.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group(cmd, "Look", c.playbookList(), c.playbookShow(), c.playbookGraph(), c.playbookSources())
	group(cmd, "Write", c.playbookNew(), c.playbookLint(), c.playbookTest(), c.playbookSchema())
	group(cmd, "Measure", c.playbookPaths(), c.playbookCost())
	return cmd
}

func (c *console) playbookList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the playbooks that ship and those that are installed",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return c.runPlaybookList() },
	}
}

func (c *console) runPlaybookList() error {
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, i18n.T("PLAYBOOK\tCHECKED\tQUESTIONS\tVERDICTS\tKEYS\tTITLE"))
	broken := 0
	for _, name := range c.playbooks().Names() {
		b, err := c.playbooks().Open(name)
		if err != nil {
			broken++
			fmt.Fprintln(w, i18n.T("%s\t-\t-\t-\tcannot be used: why403 playbook lint %s", name, name))
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\n", name, b.Checked, len(b.Questions), len(b.Verdicts), c.keysOf(b), b.Title)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	fmt.Fprintln(c.err, i18n.T("why403: more can be installed in %s", booksDir(c.env)))
	if broken > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}
