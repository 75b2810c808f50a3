package main

import (
	"cmp"
	"fmt"
	"os"

	"why403/flow"

	"github.com/spf13/cobra"
)

func (c *console) root() *cobra.Command {
	var flags talking
	var told bool
	cmd := &cobra.Command{
		Use:   "why403",
		Short: "Find out why an API call was refused, and show the fix",
		Long: `Finds out why a call to an API was refused, such as with HTTP 403 by the Claude API: paste the error, answer a few
questions, and it shows the matching fix. What it knows is in playbooks; the text finds its own, or --playbook names one, and
"why403 playbook list" shows them. Text piped in is taken as the error; the keys then come from the terminal. With --plain, or
without a terminal, standard input holds the whole conversation instead.

It reads and tells, and changes nothing. Nothing is sent but requests that were shown first and that you agreed to. What
you answer is kept on this machine, so that an interrupted session can be resumed; keys never are.`,
		Example: `  why403
  pbpaste | why403
  why403 --customer --ticket CS-1
  why403 --plain`,
		Args:          usage(cobra.NoArgs),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if told {
				fmt.Fprintln(c.out, "why403", version())
				return nil
			}
			return c.runWizard(cmd.Context(), flags)
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("see "+cmd.CommandPath()+" --help", "%w", err)
	})
	flags.flags(cmd)
	cmd.Flags().BoolVar(&flags.customer, "customer", false, "it is a customer's call: wording to read out, and whose word each answer is")
	cmd.Flags().StringVar(&flags.ticket, "ticket", "", "the `NUMBER` or address of the ticket it belongs to")
	cmd.Flags().BoolVarP(&told, "version", "v", false, "print the version") // Cobra's own makes the program 2.9 MB larger, see flow/template.
	cmd.PersistentFlags().StringVar(&c.playbookName, "playbook", "", "use this playbook: a name that playbook list shows, a folder, or a YAML file")
	completeWith(cmd, "playbook", c.playbookNames)
	cmd.PersistentFlags().StringVar(&c.trust, "trust", "", "let the playbook with this `DIGEST` use the variables and hosts that it names, without asking")
	cmd.AddCommand(c.diagnose(), c.probeCommand(), c.capture(), c.doctor(), c.lab(), c.sessions(), c.resume(),
		c.replay(), c.diff(), c.edit(), c.stats(), c.playbook(), c.report(), c.man())
	return cmd
}

// usage makes a mistake in the arguments one of usage.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		switch {
		case err == nil:
			return nil
		case cmd.HasParent() || len(args) == 0:
			return usagef("see "+cmd.CommandPath()+" --help", "%w", err)
		}
		if info, e := os.Stat(args[0]); e == nil && info.Mode().IsRegular() {
			return usagef(fmt.Sprintf("to read it, why403 diagnose %q; to be asked about it, why403 < %[1]q", args[0]), "%q is a file, not a command", args[0])
		}
		var names []string
		for _, c := range cmd.Commands() {
			names = append(names, c.Name())
		}
		return usagef(cmp.Or(flow.Suggest(args[0], names), "see why403 --help"), "%w", err)
	}
}
