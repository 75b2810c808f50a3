package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/redact"
)

// What help says besides commands and flags. The manual page is made of the same.

// group adds commands below one title of the help.
func group(cmd *cobra.Command, title string, subs ...*cobra.Command) {
	cmd.AddGroup(&cobra.Group{ID: title, Title: title + ":"})
	for _, sub := range subs {
		sub.GroupID = title
	}
	cmd.AddCommand(subs...)
}

// habits are the names that other programs give to what a command does, by its path below the program.
var habits = map[string][]string{
	"sessions":         {"list", "ls"},
	"sessions rm":      {"delete", "remove", "del", "drop", "purge", "prune", "clear"},
	"sessions export":  {"save", "share", "dump"},
	"replay":           {"show", "view", "cat", "get", "print", "inspect", "describe", "info", "log"},
	"resume":           {"open", "continue", "load", "start"},
	"report":           {"write", "summary"},
	"edit":             {"change", "set", "update"},
	"diagnose":         {"read", "analyze", "analyse", "explain", "check"},
	"playbook list":    {"ls"},
	"playbook show":    {"get", "view", "cat", "print", "describe"},
	"playbook new":     {"create", "init"},
	"playbook lint":    {"check", "validate"},
	"playbook install": {"add", "fetch"},
	"playbook remove":  {"uninstall"},
	"playbook export":  {"pack", "zip"},
}

func (c *console) help() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC]…",
		Short: "Tell about a command or a topic",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var names []cobra.Completion
			if about, _, err := cmd.Root().Find(args); err == nil {
				for _, sub := range about.Commands() {
					names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				name := args[len(args)-max(len(rest), 1)]
				return usagef(cmp.Or(meantCommand(about, name), "see "+about.CommandPath()+" --help"), "%s has no command and no topic %q", about.CommandPath(), name)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// exits are what the exit codes say.
var exits = []struct {
	code int
	when string
}{
	{exitVerdict, "a verdict was reached, or the command did what it was asked to"},
	{exitFailed, "the tool failed"},
	{exitUsage, "wrong usage, or input that cannot be read"},
	{exitOpen, "a question is still open"},
	{exitUnexplained, "nothing explains it: everything was ruled out"},
	{exitElsewhere, "the error is not the service's to explain"},
	{exitNoError, "no error was found in the text"},
	{exitInterrupted, "interrupted; what was answered in a conversation is saved"},
}

// statuses is the part of a command's help on its exit status: of one that reads an error all of them, of another those that every
// command has and its own.
func statuses(own map[int]string) string {
	var b strings.Builder
	b.WriteString("Exit status:")
	codes := slices.Collect(maps.Keys(own))
	for _, e := range exits {
		if own == nil || e.code == exitFailed || e.code == exitUsage || e.code == exitInterrupted {
			codes = append(codes, e.code)
		}
	}
	slices.Sort(codes)
	for _, code := range slices.Compact(codes) {
		when := own[code]
		for _, e := range exits {
			if e.code == code {
				when = cmp.Or(when, e.when)
			}
		}
		fmt.Fprintf(&b, "\n  %-3d  %s", code, when)
	}
	return b.String()
}

// topic is something that help tells of and that is no command.
type topic struct {
	name, short string
	entries     func() ([]entry, error)
}

// entry is one thing that a topic tells of.
type entry struct {
	term, about string
	here        string // Where it is on this machine; may be empty.
}

func (c *console) topics() []topic {
	return []topic{
		{"environment", "The variables that are read", environment},
		{"files", "The files that are read and written", c.filesOf},
		{"exit-status", "What the exit status says", func() ([]entry, error) {
			var all []entry
			for _, e := range exits {
				all = append(all, entry{term: fmt.Sprint(e.code), about: e.when})
			}
			return all, nil
		}},
	}
}

// command makes the topic one of those below a command's help.
func (t topic) command(to io.Writer) *cobra.Command {
	cmd := &cobra.Command{Use: t.name, Short: t.short}
	cmd.SetHelpFunc(func(*cobra.Command, []string) {
		fmt.Fprintf(to, "%s.\n\n", t.short)
		entries, err := t.entries()
		if err != nil {
			fmt.Fprintln(to, i18n.T("It cannot be told: %v", err))
		}
		for _, e := range entries {
			fmt.Fprintf(to, "  %s\n      %s\n", e.term, e.about)
			if e.here != "" {
				fmt.Fprintf(to, "      here: %s\n", redact.Text(e.here))
			}
		}
	})
	return cmd
}

// environment tells of the program's own variables, and of those that the playbooks that ship name.
func environment() ([]entry, error) {
	all := []entry{
		{term: "WHY403_STATE_DIR", about: "the folder to keep sessions in"},
		{term: "WHY403_DATA_DIR", about: "the folder that playbooks are installed in"},
		{term: "WHY403_PLAIN", about: "1 talks line by line, as --plain does"},
		{term: "WHY403_LANG", about: "a file with the texts of the interface in another language"},
		{term: "XDG_STATE_HOME, XDG_DATA_HOME", about: "the folders for both, where WHY403_STATE_DIR and WHY403_DATA_DIR are not set"},
		{term: "TERM", about: "dumb, or none, talks line by line"},
		{term: "NO_COLOR", about: "set to anything, nothing is coloured"},
		{term: "HTTPS_PROXY, HTTP_PROXY, NO_PROXY", about: "the proxy of what is sent, and the hosts without one; in lower case, too"},
		{term: "GITHUB_STEP_SUMMARY", about: "the file that diagnose --format github adds the report to"},
	}
	known := make(map[string]bool)
	add := func(names []string, about string) {
		names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "" || known[n] })
		for _, n := range names {
			known[n] = true
		}
		if len(names) > 0 {
			all = append(all, entry{term: strings.Join(names, ", "), about: about})
		}
	}
	for _, id := range content.Shipped() {
		b, err := content.Ship(id)
		if err != nil {
			return all, err
		}
		v := b.Request.Variables
		add(slices.Concat(v.Key, v.Token), "the key of the failing call, for probes")
		add(v.Admin, "an Admin key, for probes")
		add(v.Other, "another key of the same organization, to compare with")
		add(append([]string{v.BaseURL}, v.AlsoBase...), "where calls go; capture sets it for a program that it runs")
	}
	return all, nil
}

// filesOf tells of the files of this user.
func (c *console) filesOf() ([]entry, error) {
	sessions := journal.Dir(c.env)
	return []entry{
		{"$XDG_STATE_HOME/why403/sessions/NAME.jsonl", "a session, readable by you alone; secrets are masked", sessions},
		{"$XDG_STATE_HOME/why403/trusted.json", "the playbooks that you agreed to", filepath.Join(filepath.Dir(sessions), "trusted.json")},
		{"$XDG_DATA_HOME/why403/playbooks/lock.json", "which playbooks were installed: source, version, digest, and when", filepath.Join(booksDir(c.env), "lock.json")},
		{"$XDG_DATA_HOME/why403/playbooks/NAME", "a playbook that you put there yourself: a folder, or NAME.yaml", booksDir(c.env)},
		{"why403-SESSION-FORM.*", "a report that was saved from a conversation, in the folder that it was started in", ""},
	}, nil
}
