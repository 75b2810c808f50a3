package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"why403/flow/build"
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
you answer is kept on this machine with the error, masked, so that an interrupted session can be resumed; keys never are.`,
		Example: `  why403
  pbpaste | why403
  why403 --customer --ticket CS-1
  why403 --plain`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if told {
				fmt.Fprintln(c.out, "why403", build.Line())
				return nil
			}
			return c.runWizard(cmd.Context(), flags)
		},
	}
	cmd.SetFlagErrorFunc(wrongFlag)
	flags.flags(cmd)
	cmd.Flags().BoolVar(&flags.customer, "customer", false, "it is a customer's call: wording to read out, and whose word each answer is")
	cmd.Flags().StringVar(&flags.ticket, "ticket", "", "the `NUMBER` or address of the ticket it belongs to")
	cmd.Flags().BoolVarP(&told, "version", "v", false, "print version, commit and day") // Cobra's own makes the program 2.9 MB larger, see flow/template.
	cmd.PersistentFlags().StringVar(&c.playbookName, "playbook", "", "use this `PLAYBOOK`: a name that playbook list shows, a folder, or a YAML file")
	completeWith(cmd, "playbook", c.playbookNames)
	cmd.PersistentFlags().StringVar(&c.trust, "trust", "", "let the playbook with this `DIGEST` use the variables and hosts that it names, without asking")
	group(cmd, "Find the cause", c.diagnose(), c.doctor(), c.probeCommand(), c.capture())
	group(cmd, "Sessions", c.sessions(), c.resume(), c.report(), c.replay(), c.edit(), c.diff(), c.stats())
	group(cmd, "Learn and write", c.lab(), c.playbook())
	group(cmd, "The program", c.man())
	here := cmd.Groups()[len(cmd.Groups())-1].ID
	cmd.SetHelpCommand(c.help())
	cmd.SetHelpCommandGroupID(here)
	cmd.SetCompletionCommandGroupID(here)
	for _, t := range c.topics() {
		cmd.AddCommand(t.command(c.out))
	}
	cmd.InitDefaultCompletionCmd()
	eachCommand(cmd, func(sub *cobra.Command) {
		if sub.Args != nil {
			sub.Args = usage(sub.Args)
		}
	})
	return cmd
}
