package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/casetest"
)

// trialFlags are the settings of playbook test.
type trialFlags struct {
	run      string
	cover    bool
	coverMin int
	update   bool
	verbose  bool
	json     bool
}

func (c *console) playbookTest() *cobra.Command {
	var f trialFlags
	cmd := &cobra.Command{
		Use:   "test [PLAYBOOK]…",
		Short: "Run the tests that lie beside playbooks",
		Long: `Runs the cases in tests/*.yaml of a playbook's folder, or under tests: in its file: each pastes a text, gives answers
as they are asked for, and says the verdict or the question that it has to come to. Without a name it runs those of all
playbooks that ship. It exits with 1 if a case fails, or with --cover-min if the cases cover too little.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(_ *cobra.Command, args []string) error { return c.runTrial(f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "only the cases whose name matches this regular `EXPRESSION`")
	flags.BoolVar(&f.cover, "cover", false, "show what the cases cover, and name what they do not")
	flags.IntVar(&f.coverMin, "cover-min", 0, "fail if less than this `PERCENTAGE` of the edges or of the signs is covered; implies --cover")
	flags.BoolVar(&f.update, "update", false, "write into the test files where the failing cases ended, if you agree with it, and show what that changes")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name the cases that pass, too")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	return cmd
}

func (c *console) runTrial(f trialFlags, names []string) error {
	only, err := regexp.Compile(f.run)
	if err != nil {
		return usagef("it is a regular expression", "--run: %w", err)
	}
	if f.coverMin < 0 || f.coverMin > 100 {
		return usagef("it is a percentage", "--cover-min: %d is not between 0 and 100", f.coverMin)
	}
	if (f.cover || f.coverMin > 0) && f.run != "" {
		return usagef("what some cases cover says nothing", "--run does not go with --cover")
	}
	if len(names) == 0 {
		names = content.Shipped()
	}
	var all []casetest.Suite
	failed, low := false, false
	for _, name := range names {
		t, err := c.try(name, only, f.cover || f.coverMin > 0)
		if err != nil {
			return err
		}
		all = append(all, t)
	}
	if f.update {
		if err := c.updateTrials(all); err != nil {
			return err
		}
	}
	for _, t := range all {
		for _, r := range t.Results {
			failed = failed || len(r.Wrong) > 0
		}
		for _, k := range []casetest.CoverKind{casetest.Edges, casetest.Signs} {
			if got, of := casetest.Covered(t.Items, k); got*100 < of*f.coverMin {
				low = true
			}
		}
	}
	if f.json {
		err = printJSON(c.out, casetest.Object(all))
	} else {
		err = casetest.Write(c.out, all, f.run, f.verbose)
	}
	switch {
	case err != nil:
		return fmt.Errorf("write the results: %w", err)
	case low && !failed:
		return &exitError{code: exitFailed, err: fmt.Errorf("less than %d%% of the edges or of the signs is covered", f.coverMin)}
	case failed:
		return &exitError{code: exitFailed}
	default:
		return nil
	}
}

// try runs the cases of one playbook.
func (c *console) try(name string, only *regexp.Regexp, cover bool) (casetest.Suite, error) {
	t := casetest.Suite{Name: name, Dir: name}
	var b *content.Book
	var cases []casetest.Case
	files, err := content.ShippedFiles(name)
	if err == nil {
		if b, err = content.Ship(name); err == nil {
			cases, err = content.LoadCases(files, ".", b)
		}
	} else {
		if t.Root, err = c.playbooks().Path(name); err != nil {
			return t, err
		}
		t.Dir = filepath.ToSlash(t.Root)
		if info, err := os.Stat(t.Root); err == nil && !info.IsDir() {
			t.Dir = path.Dir(t.Dir)
		}
		if b, err = content.LoadPath(t.Root); err == nil {
			cases, err = content.LoadCasesPath(t.Root, b)
		}
	}
	var problems content.Problems
	if errors.As(err, &problems) {
		return t, usagef("fix the playbook or its tests first", "%s cannot be tested:\n%w", name, problems)
	}
	if err != nil {
		return t, usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	}
	t.Results, t.Items = b.Test(cases, only, cover)
	return t, nil
}
