package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/build"
	"why403/flow/i18n"
)

func (c *console) playbookLint() *cobra.Command {
	var format string
	var strict bool
	cmd := &cobra.Command{
		Use:   "lint [PLAYBOOK]…",
		Short: "Show every problem of playbooks, with file, line and column",
		Long: `Shows everything that is wrong with playbooks at once: what cannot be read, what can never be asked, reached or told
apart, what nobody said, what does not fit a terminal of 80x24, and (as warnings) what was checked more than 90 days ago.
Without a name it checks all that ship. It exits with 1 if there is a problem, with --strict also for a warning.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(_ *cobra.Command, args []string) error { return c.runLint(format, strict, args) },
	}
	oneOf(cmd, &format, "format", "text", "the `FORM`: text, json or sarif", "text", "json", "sarif")
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings count as problems")
	return cmd
}

func (c *console) runLint(format string, strict bool, names []string) error {
	if len(names) == 0 {
		names = content.Shipped()
	}
	var all []content.Linted
	for _, name := range names {
		l, err := c.lint(name)
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	problems, warnings := 0, 0
	for _, l := range all {
		for _, p := range l.Problems {
			if p.Warning {
				warnings++
			} else {
				problems++
			}
		}
	}
	if err := content.WriteProblems(c.out, format, build.Version(), all); err != nil {
		return fmt.Errorf("write the problems: %w", err)
	}
	fmt.Fprintf(c.err, "why403: %s: %s, %s\n", i18n.Count(len(all), "playbook"), i18n.Count(problems, "problem"), i18n.Count(warnings, "warning"))
	if problems > 0 || strict && warnings > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// lint loads one playbook and looks at it. That it cannot be used is no error but what is to be shown.
func (c *console) lint(name string) (content.Linted, error) {
	l := content.Linted{Name: name}
	var b *content.Book
	files, err := content.ShippedFiles(name)
	if err == nil {
		b, err = content.Load(files, ".")
	} else {
		if l.Root, err = c.playbooks().Path(name); err != nil {
			return l, err
		}
		b, err = content.LoadPath(l.Root)
	}
	var problems content.Problems
	switch {
	case errors.As(err, &problems):
		l.Problems = problems
	case err != nil:
		return l, usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	default:
		l.Problems = append(b.Lint(c.now()), b.Hands(c.playbooks().Names())...)
		if l.Root != "" { // Of those that ship a test plays every scenario.
			_, err := content.LoadScenariosPath(l.Root, b)
			if !errors.As(err, &problems) && err != nil {
				return l, err
			}
			l.Problems = append(l.Problems, problems...)
		}
	}
	return l, nil
}
