package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"charm.land/huh/v2"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// newBook is what a new playbook is made from.
type newBook struct {
	name, title string
	single      bool
	from        string // The playbook that it is a copy of; empty for the sample.
	into        string // The folder that it is written into.
}

func (c *console) playbookNew() *cobra.Command {
	var n newBook
	cmd := &cobra.Command{
		Use:   "new [NAME]",
		Short: "Begin a playbook that runs",
		Long: `Writes a small playbook with its tests into a folder of the name, or with --single into one YAML file. It has no problem,
passes its tests and can be used at once; replace the sample bit by bit. On a terminal it asks for what is not given. With
--from it begins as a copy of another playbook, which may be one that ships.`,
		Example: `  why403 playbook new dns --title "Why does the name not resolve?"
  why403 playbook new our-403 --from anthropic-403
  why403 --playbook dns`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				n.name = args[0]
			}
			return c.runNew(cmd, n)
		},
	}
	cmd.Flags().StringVar(&n.title, "title", "", "the `QUESTION` that it answers, on one line")
	cmd.Flags().BoolVar(&n.single, "single", false, "write one YAML file and not a folder")
	cmd.Flags().StringVar(&n.from, "from", "", "begin with a copy of this `PLAYBOOK`")
	completeWith(cmd, "from", c.playbookNames)
	cmd.MarkFlagsMutuallyExclusive("from", "single")
	cmd.Flags().StringVar(&n.into, "into", ".", "the `FOLDER` to write into")
	return cmd
}

func (c *console) runNew(cmd *cobra.Command, n newBook) error {
	if n.name == "" || n.title == "" && n.from == "" {
		if !c.inTerminal || !c.outTerminal {
			if n.name == "" {
				return usagef(`why403 playbook new NAME --title "Why …?"`, "a playbook needs a name")
			}
			n.title = cmp.Or(n.title, i18n.T("Why does %s not work?", n.name))
		} else if err := c.askNew(cmd, &n); err != nil {
			return err
		}
	}
	pack, err := c.begin(n)
	if err != nil {
		return err
	}
	root := filepath.Join(n.into, n.name)
	path := root
	if pack.Main != "playbook.yaml" {
		root, path = n.into, filepath.Join(n.into, pack.Main)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return usagef("choose another name, or move it away", "%s is there already, and is left as it is", path)
	}
	if err := pack.Write(root); err != nil {
		return err
	}
	fmt.Fprintln(c.out, redact.Terminal(path))
	fmt.Fprintln(c.err, i18n.T("why403: next: why403 --playbook %s · why403 playbook lint %[1]s · why403 playbook test %[1]s", path))
	return nil
}

// begin returns the files to begin with.
func (c *console) begin(n newBook) (content.Pack, error) {
	if n.from != "" {
		return c.playbooks().Copy(n.from, n.name, n.title)
	}
	write, main := content.Scaffold, "playbook.yaml"
	if n.single {
		write, main = content.ScaffoldFile, n.name+".yaml"
	}
	files, err := write(n.name, n.title, c.now())
	return content.Pack{Files: files, Main: main}, err
}

// askNew asks for what the flags do not say.
func (c *console) askNew(cmd *cobra.Command, n *newBook) error {
	form := huh.NewForm(huh.NewGroup(
		huh.NewInput().Title("Name").Description(i18n.T("Lower case letters and digits, with - between words. It is the folder's name, too.")).Value(&n.name).
			Validate(func(name string) error {
				_, err := content.Scaffold(name, "", c.now())
				return err
			}),
		huh.NewInput().Title("Title").Description(i18n.T("The question that it answers, as: Why does the name not resolve?")).Value(&n.title).
			Validate(func(title string) error {
				if strings.TrimSpace(title) == "" {
					return errors.New("a person chooses it by its title")
				}
				return nil
			}),
		huh.NewConfirm().Title(i18n.T("In one file?")).Description(i18n.T("One YAML file is easy to send; a folder is easier to read.")).Affirmative(i18n.T("one file")).Negative(i18n.T("a folder")).Value(&n.single),
	)).WithInput(c.in).WithOutput(c.screen).WithShowHelp(true)
	err := form.RunWithContext(cmd.Context())
	if errors.Is(err, huh.ErrUserAborted) || cmd.Context().Err() != nil {
		fmt.Fprintln(c.err, i18n.T("why403: nothing was written"))
		return &exitError{code: exitInterrupted}
	}
	if err != nil {
		return fmt.Errorf("ask for the name: %w", err)
	}
	return nil
}
