package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/local"
)

// maxLook is how long a look at this machine may take.
const maxLook = 10 * time.Second

// examining holds the flags of the doctor command.
type examining struct {
	yes, json, schema bool
	customer          string // The shell of the command for another machine; empty for a look at this one.
}

// lookShells are those that content.Doctor has a command for. They are named here because every start lists the flags, and few
// need what the doctor knows.
var lookShells = []string{"sh", "powershell"}

func (c *console) doctor() *cobra.Command {
	var e examining
	cmd := &cobra.Command{
		Use:   "doctor [FOLDER]",
		Short: "Look at this machine: which key and address each client would use, and what is wrong with them",
		Long: `Looks at the variables of this process, the settings of Claude Code, the profiles of the SDKs, and in FOLDER (this one
unless it is named) at .env, project settings and versions of SDKs. It says which credential wins for which client, where
calls would go, and what is wrong. What it would read is named first, and is read once you agree; --yes agrees.

It reads only, and sends nothing. No value is shown: of a key its kind, its length and the last four characters; of an
address the host. A program that runs elsewhere, in a container or in CI, sees none of this: --customer prints a short
command to run there, in sh or with --customer=powershell for Windows, and what that prints can be given to why403 as a text.

` + statuses(map[int]string{exitVerdict: "something is wrong that explains a refusal", exitOpen: "nothing was read, or nothing is wrong that can be seen from here"}),
		Example: `  why403 doctor
  why403 doctor --yes --json
  why403 doctor --customer
  why403 diagnose error.txt --look --yes`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runDoctor(cmd.Context(), e, args) },
	}
	f := cmd.Flags()
	f.BoolVar(&e.yes, "yes", false, "read without asking")
	f.BoolVar(&e.json, "json", false, "print one JSON object, as --schema describes it")
	f.BoolVar(&e.schema, "schema", false, "print the JSON Schema of --json and stop")
	oneOf(cmd, &e.customer, "customer", "", "print what to run where the program fails, in its `SHELL`, and read nothing: "+strings.Join(lookShells, " or "), lookShells...)
	f.Lookup("customer").NoOptDefVal = lookShells[0]
	return cmd
}

func (c *console) runDoctor(ctx context.Context, e examining, args []string) error {
	d := content.Doctor()
	switch {
	case e.schema:
		_, err := c.out.Write(local.Schema())
		return err
	case e.customer != "":
		for _, k := range d.Commands {
			if k.ID == e.customer {
				fmt.Fprintf(c.out, "# %s\n%s", k.Title, d.Command(k))
			}
		}
		for _, k := range d.Commands {
			if k.ID != e.customer {
				fmt.Fprint(c.out, i18n.T("# %s: why403 doctor --customer=%s\n", k.Title, k.ID))
			}
		}
		return nil
	}
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	r, err := c.look(ctx, dir, e.yes)
	if err != nil {
		return err
	}
	if e.json {
		err = printJSON(c.out, r)
	} else {
		c.show(c.out, r.Blocks())
	}
	if err == nil && !r.Explains() {
		err = &exitError{code: exitOpen}
	}
	return err
}

// look looks at this machine once a person has agreed, or yes has.
func (c *console) look(ctx context.Context, dir string, yes bool) (*local.Report, error) {
	d := content.Doctor()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("name the folder: %w", err)
	}
	m := local.Here(dir, c.now())
	if !m.Is(dir) {
		return nil, usagef("name the folder in which the failing program is started", "there is no folder %q", dir)
	}
	if !yes {
		if !c.inTerminal {
			return nil, usagef("add --yes to have it read without being asked", "there is no terminal to ask on")
		}
		fmt.Fprint(c.err, i18n.T("This would be read, and nothing sent:\n\n"))
		c.show(c.err, d.Plan(m))
		agreed, err := c.agreed(ctx, i18n.T("Read it? [y/N] "))
		if err != nil {
			return nil, err
		}
		if !agreed {
			fmt.Fprintln(c.err, i18n.T("why403: nothing was read"))
			return nil, &exitError{code: exitOpen}
		}
	}
	r, err := examine(ctx, d, m)
	if ctx.Err() != nil {
		return nil, &exitError{code: exitInterrupted}
	}
	return r, err
}

// examine looks at the machine, and waits no longer than maxLook.
func examine(ctx context.Context, d *local.Doctor, m local.Machine) (*local.Report, error) {
	ctx, stop := context.WithTimeout(ctx, maxLook)
	defer stop()
	done := make(chan *local.Report, 1)
	go func() { done <- d.Look(ctx, m) }()
	select {
	case r := <-done:
		return r, nil
	case <-ctx.Done():
		return nil, errors.New("a file of this machine does not answer, so nothing is known of it")
	}
}
