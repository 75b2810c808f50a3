package main

import (
	"strings"

	"github.com/spf13/cobra"

	"why403/tui"
)

// What shells complete besides commands and flags: sessions by name and ticket, playbooks, and what a playbook shows.

// complete has a shell complete the values of a flag.
func complete(cmd *cobra.Command, flag string, values ...string) {
	completeWith(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

func completeWith(cmd *cobra.Command, flag string, values cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, values); err != nil {
		panic(err) // The flag is defined beside every call.
	}
}

// sessionNames completes up to so many sessions, the newest first; files go as well.
func (c *console) sessionNames(most int) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveDefault
		}
		list, _ := c.store().List() // What cannot be read is left out.
		var names []cobra.Completion
		for _, s := range list {
			names = append(names, cobra.CompletionWithDesc(s.Name, strings.TrimSpace(s.About.Ticket+" "+s.About.Target)))
			if s.About.Ticket != "" {
				names = append(names, cobra.CompletionWithDesc(s.About.Ticket, s.Name))
			}
		}
		return names, cobra.ShellCompDirectiveDefault
	}
}

// playbookNames completes playbooks that have a name; folders and files go as well.
func (c *console) playbookNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.playbooks().Names(), cobra.ShellCompDirectiveDefault
}

// shownNames completes what playbook show takes.
func (c *console) shownNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	b, err := c.playbooks().Usual()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names := tui.Showable(b.Playbook)
	for _, s := range b.Signs() {
		names = append(names, s.ID)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
