package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
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

// openBook returns the playbook that the name means: the id of one that ships, the name of an installed one, or the path of
// a folder or file.
func (c *console) openBook(name string) (*content.Book, error) {
	if !strings.ContainsAny(name, `/\.`) {
		b, err := content.Ship(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	path, err := c.bookPath(name)
	if err != nil {
		return nil, err
	}
	b, err := content.LoadPath(path)
	return b, c.bookError(path, err)
}

// bookPath returns where the playbook of the name lies on disk.
func (c *console) bookPath(name string) (string, error) {
	if _, err := os.Stat(name); err == nil {
		return name, nil
	}
	if path, ok := c.installedPath(name); ok {
		return path, nil
	}
	hint := flow.Suggest(name, c.bookNames())
	if hint != "" {
		hint += "; "
	}
	return "", usagef(hint+"why403 playbook list lists them, and a path has to exist", "there is no playbook %q", name)
}

// installedPath returns where the installed playbook of the name lies.
func (c *console) installedPath(name string) (string, bool) {
	if strings.ContainsAny(name, `/\`) {
		return "", false
	}
	for _, ext := range []string{"", ".yaml", ".yml"} {
		path := filepath.Join(booksDir(c.env), name+ext)
		if _, err := os.Stat(path); err == nil {
			return path, true
		}
	}
	return "", false
}

// openInstalled returns the installed playbook of the name, and no other one that lies in the working folder.
func (c *console) openInstalled(name string) (*content.Book, error) {
	path, ok := c.installedPath(name)
	if !ok {
		return nil, fmt.Errorf("the playbook %q: %w", name, fs.ErrNotExist)
	}
	b, err := content.LoadPath(path)
	return b, c.bookError(path, err)
}

// installedNames lists the playbooks that are installed.
func (c *console) installedNames() []string { return c.bookNames()[len(content.Shipped()):] }

// bookError makes the problems of a playbook a mistake of its author, with the command that shows them all.
func (c *console) bookError(path string, err error) error {
	var problems content.Problems
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problems):
		return usagef("why403 playbook lint "+path, "the playbook %s cannot be used:\n%w", path, problems)
	default:
		return usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	}
}

// bookNames lists the playbooks that have a name: those that ship, then the installed ones.
func (c *console) bookNames() []string {
	names := content.Shipped()
	entries, err := os.ReadDir(booksDir(c.env))
	if err != nil {
		return names // There is no such folder yet.
	}
	for _, e := range entries {
		name, ext := e.Name(), filepath.Ext(e.Name())
		if ext == ".yaml" || ext == ".yml" {
			name = strings.TrimSuffix(name, ext)
		}
		if redact.Terminal(name) != name {
			continue // What acts on a terminal is no name that anybody can type.
		}
		if (e.IsDir() || name != e.Name()) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (c *console) playbook() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "playbook",
		Short: "List, check and write playbooks: what the tool knows, as data",
		Long: `A playbook is what the tool knows about one problem: questions, rules, verdicts, and the signs that read a text. It is
YAML and Markdown; no code runs from it. Those that ship are in content/playbooks; others are used with --playbook, or by name
once they lie in the folder that "why403 playbook list" names.`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.playbookList(), c.playbookNew(), c.playbookLint(), c.playbookTest(), c.playbookPaths(), c.playbookCost(), c.playbookShow(), c.playbookGraph(), c.playbookSchema())
	return cmd
}

func (c *console) playbookList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the playbooks that ship and those that are installed",
		Args:  usage(cobra.NoArgs),
		RunE:  func(*cobra.Command, []string) error { return c.runPlaybookList() },
	}
}

func (c *console) runPlaybookList() error {
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, i18n.T("PLAYBOOK\tCHECKED\tQUESTIONS\tVERDICTS\tKEYS\tTITLE"))
	broken := 0
	for _, name := range c.bookNames() {
		b, err := c.openBook(name)
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
