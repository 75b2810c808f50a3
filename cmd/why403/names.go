package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"why403/flow"
	"why403/flow/i18n"
)

// What a person names: a command, a flag, one of a few words. A name that is not there is wrong usage, and the nearest one is named
// (flow.Suggest).

// oneOf adds a flag that takes one of a few words, which shells complete.
func oneOf[T ~string](cmd *cobra.Command, to *T, flag string, usual T, about string, words ...string) {
	*to = usual
	cmd.Flags().Var(&word[T]{to, words}, flag, about)
	complete(cmd, flag, words...)
}

// word is the value of such a flag.
type word[T ~string] struct {
	to    *T
	words []string
}

func (w *word[T]) String() string { return string(*w.to) }
func (w *word[T]) Type() string   { return "string" } // As pflag quotes defaults.

func (w *word[T]) Set(text string) error {
	if !slices.Contains(w.words, strings.ToLower(text)) {
		return usagef(flow.Suggest(text, w.words), "there is no %q", text)
	}
	*w.to = T(strings.ToLower(text))
	return nil
}

// wrongFlag makes a mistake in the flags one of usage.
func wrongFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	hint := ""
	switch {
	case errors.As(err, &unknown):
		if unknown.GetSpecifiedShortnames() == "" {
			hint = meantFlag(cmd, unknown.GetSpecifiedName())
		}
	case errors.As(err, &invalid):
		hint = flow.HintOf(err)
		if errors.As(err, new(*flow.UsageError)) {
			err = fmt.Errorf("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
		}
	}
	return usagef(cmp.Or(hint, "see "+cmd.CommandPath()+" --help"), "%w", err)
}

// meantFlag is a hint for a flag that the command does not have: one that it has, or another command that has it.
func meantFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if meant := flow.Meant(name, names); meant != "" {
		return i18n.T("did you mean --%s?", meant)
	}
	var have []string
	for _, other := range cmd.Root().Commands() {
		if other.LocalNonPersistentFlags().Lookup(name) != nil {
			have = append(have, other.CommandPath()+" --"+name)
		}
	}
	const most = 3
	if len(have) > most {
		return ""
	}
	return strings.Join(have, ", ")
}

// usage makes a mistake in the arguments one of usage.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err == nil {
			return nil
		}
		hint := ""
		if len(args) > 0 {
			hint = meantCommand(cmd, args[0])
		}
		if len(args) > 0 && !cmd.HasParent() {
			switch info, e := os.Stat(args[0]); {
			case e != nil:
			case info.IsDir():
				return usagef("name a file: why403 diagnose FILE", "%q is a folder, not a command", args[0])
			case info.Mode().IsRegular():
				return usagef(fmt.Sprintf("to read it, why403 diagnose %q; to be asked about it, why403 < %[1]q", args[0]), "%q is a file, not a command", args[0])
			}
		}
		return usagef(cmp.Or(hint, flow.HintOf(err), "see "+cmd.CommandPath()+" --help"), "%w", err)
	}
}

// byHabit returns the command that is meant by a name of other programs, with the program: one below this one, or, where that has
// sessions, one that takes a session; "" if there is none.
func byHabit(cmd *cobra.Command, name string) string {
	program := cmd.Root().Name()
	under := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), program), " ")
	for _, path := range slices.Sorted(maps.Keys(habits)) {
		there, _, err := cmd.Root().Find(strings.Fields(path))
		below := under == "" || strings.HasPrefix(path, under+" ") || under == "sessions" && err == nil && strings.Contains(there.Use, "SESSION")
		if below && path != under && slices.Contains(habits[path], strings.ToLower(name)) {
			return program + " " + path
		}
	}
	return ""
}

// meantCommand is a hint for a command that is not below this one.
func meantCommand(cmd *cobra.Command, name string) string {
	if meant := byHabit(cmd, name); meant != "" {
		return i18n.T("did you mean %s?", meant)
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if meant := flow.Meant(name, names); meant != "" {
		return i18n.T("did you mean %s %s?", cmd.CommandPath(), meant)
	}
	return ""
}
