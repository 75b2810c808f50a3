package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"text/tabwriter"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/redact"
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
once they are installed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group(cmd, "Look", c.playbookList(), c.playbookShow(), c.playbookGraph(), c.playbookSources())
	group(cmd, "Get and give", c.playbookInstall(), c.playbookUpdate(), c.playbookRemove(), c.playbookExport())
	group(cmd, "Write", c.playbookNew(), c.playbookWatch(), c.playbookLint(), c.playbookTest(), c.playbookSchema())
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
	fmt.Fprintln(w, i18n.T("PLAYBOOK\tCHECKED\tQUESTIONS\tVERDICTS\tKEYS\tVERSION\tTITLE"))
	kept, err := c.playbooks().Kept()
	if err != nil {
		return err
	}
	broken := 0
	for _, name := range c.playbooks().Names() {
		b, err := content.Ship(name)
		if errors.Is(err, fs.ErrNotExist) {
			b, err = c.playbooks().OpenInstalled(name)
		}
		if err != nil {
			broken++
			fmt.Fprintln(w, i18n.T("%s\t-\t-\t-\t-\t-\tcannot be used: why403 playbook lint %s", name, name))
			continue
		}
		title, from := b.Title, kept[name]
		if from.Source != "" {
			title += i18n.T(" (from %s)", redact.Terminal(from.Source))
		}
		at := cmp.Or(from.Version, from.Digest[:min(len(from.Digest), 12)], "-")
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", name, b.Checked, len(b.Questions), len(b.Verdicts), c.keysOf(b), at, title)
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
