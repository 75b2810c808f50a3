package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/journal"
	"why403/tui"
)

// What shells complete besides commands and flags: sessions by name and ticket, playbooks, scenarios, and what a playbook has.

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
		}
		return append(names, tickets(list)...), cobra.ShellCompDirectiveDefault
	}
}

// ticketNames completes the tickets that sessions have.
func (c *console) ticketNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list, _ := c.store().List()
	return tickets(list), cobra.ShellCompDirectiveNoFileComp
}

func tickets(list []journal.Summary) []cobra.Completion {
	var names []cobra.Completion
	for _, s := range list {
		if s.About.Ticket != "" {
			names = append(names, cobra.CompletionWithDesc(s.About.Ticket, s.Name))
		}
	}
	return names
}

// playbookNames completes playbooks that have a name; folders and files go as well.
func (c *console) playbookNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.playbooks().Names(), cobra.ShellCompDirectiveDefault
}

// installedNames completes the playbooks that are installed.
func (c *console) installedNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return c.playbooks().Names()[len(content.Shipped()):], cobra.ShellCompDirectiveNoFileComp
}

// keptNames completes those of them that are known to come from somewhere.
func (c *console) keptNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	kept, err := c.playbooks().Kept()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return slices.Sorted(maps.Keys(kept)), cobra.ShellCompDirectiveNoFileComp
}

// scenarioNames completes the scenarios of the lab.
func (c *console) scenarioNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, err := content.Scenarios()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []cobra.Completion
	for _, s := range all {
		names = append(names, cobra.CompletionWithDesc(s.ID, s.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// verdictNames completes verdicts of every playbook.
func (c *console) verdictNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	ids, err := c.playbooks().VerdictIDs()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// named completes what the playbook in use has. What ends in an equals sign goes on behind it.
func (c *console) named(names func(b *content.Book, typed string) []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		b, err := c.playbooks().Usual()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		all, how := names(b, typed), cobra.ShellCompDirectiveNoFileComp
		if slices.ContainsFunc(all, func(n cobra.Completion) bool { id, _, _ := strings.Cut(n, "\t"); return strings.HasSuffix(id, "=") }) {
			how |= cobra.ShellCompDirectiveNoSpace
		}
		return all, how
	}
}

func probeNames(b *content.Book, _ string) []cobra.Completion {
	var names []cobra.Completion
	for _, id := range b.ProbeIDs() {
		names = append(names, cobra.CompletionWithDesc(id, b.Probe(id).Title))
	}
	return names
}

// shownNames are what playbook show takes.
func shownNames(b *content.Book, _ string) []cobra.Completion {
	names := tui.Showable(b.Playbook)
	for _, s := range b.Signs() {
		names = append(names, s.ID)
	}
	return names
}

// answerNames are questions and choices, and behind the equals sign what can be answered.
func answerNames(b *content.Book, typed string) []cobra.Completion {
	id, _, begun := strings.Cut(typed, "=")
	var names []cobra.Completion
	switch choice := b.Choice(id); {
	case begun && choice != nil:
		for _, o := range choice.Options {
			names = append(names, cobra.CompletionWithDesc(id+"="+o.ID, o.Title))
		}
		names = append(names, id+"="+flow.Unsure.String())
	case begun:
		for _, v := range []flow.Value{flow.Yes, flow.No, flow.Unsure} {
			names = append(names, id+"="+v.String())
		}
	default:
		for _, c := range b.Choices {
			names = append(names, cobra.CompletionWithDesc(c.ID+"=", c.About))
		}
		for _, q := range b.Questions {
			names = append(names, cobra.CompletionWithDesc(q.ID+"=", b.Facts[q.ID].About))
		}
	}
	return names
}

// factNames are the facts that an answer can be about, with what follows an id.
func factNames(follows string) func(*content.Book, string) []cobra.Completion {
	return func(b *content.Book, _ string) []cobra.Completion {
		var names []cobra.Completion
		for _, q := range b.Questions {
			names = append(names, cobra.CompletionWithDesc(q.ID+follows, b.Facts[q.ID].About))
		}
		return names
	}
}
