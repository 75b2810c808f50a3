package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (c *console) man() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long: `Prints the manual page in the format of man(7), made from the same commands and flags that --help shows. To read it:
why403 man | man -l -`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return writeMan(c.out, cmd.Root()) },
	}
}

// writeMan writes one page for the command and everything below it. Libraries do less for it: cobra/doc writes a page for each command,
// without exit statuses and with today's date, for 360 KB of the program; mango leaves out what commands say of themselves.
func writeMan(w io.Writer, root *cobra.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH WHY403 1 \"\" %s \"User Commands\"\n.SH NAME\n%s \\- %s\n", roffWord("why403 "+version()), root.Name(), roff(lowerFirst(root.Short)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n[command] [flags]\n.SH DESCRIPTION\n", root.Name())
	manText(&b, root.Long)
	manExample(&b, root.Example)
	b.WriteString(".SH OPTIONS\n")
	manFlags(&b, root.LocalFlags())
	b.WriteString(".SH COMMANDS\n")
	for _, cmd := range root.Commands() {
		manCommand(&b, cmd)
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range []struct {
		code int
		when string
	}{
		{exitVerdict, "a verdict was reached, or the command did what it was asked to"},
		{exitFailed, "the tool failed"},
		{exitUsage, "wrong usage, or input that cannot be read"},
		{exitOpen, "a question is still open"},
		{exitUnexplained, "everything was ruled out"},
		{exitElsewhere, "the error is not the API's to explain"},
		{exitNoError, "no error was found in the text"},
		{exitInterrupted, "interrupted; what was answered in a conversation is saved"},
	} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.code, roff(e.when))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	return nil
}

func manCommand(b *strings.Builder, cmd *cobra.Command) {
	if !cmd.IsAvailableCommand() || cmd.Name() == "help" {
		return
	}
	fmt.Fprintf(b, ".SS %s\n", roffWord(cmd.Parent().CommandPath()+" "+cmd.Use))
	text := cmd.Long
	if text == "" {
		text = cmd.Short + "."
	}
	manText(b, text)
	manFlags(b, cmd.LocalNonPersistentFlags())
	manExample(b, cmd.Example)
	for _, sub := range cmd.Commands() {
		manCommand(b, sub)
	}
}

func manFlags(b *strings.Builder, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, about := pflag.UnquoteUsage(f)
		name := "\\-\\-" + roff(f.Name)
		if f.Shorthand != "" {
			name = "\\-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR \\fI%s\\fR\n%s\n", name, roff(value), roff(about))
	})
}

// manText writes paragraphs; lines that are indented stay as they are.
func manText(b *strings.Builder, text string) {
	for _, p := range strings.Split(text, "\n\n") {
		if strings.HasPrefix(p, "  ") || strings.Contains(p, "\n  ") {
			manExample(b, p)
			continue
		}
		fmt.Fprintf(b, ".PP\n%s\n", roff(p))
	}
}

func manExample(b *strings.Builder, text string) {
	if text != "" {
		fmt.Fprintf(b, ".PP\n.nf\n%s\n.fi\n", roff(text))
	}
}

// roff makes a text one that the formatter takes for nothing but text.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "…", "...").Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

// roffWord is one argument of a request.
func roffWord(s string) string { return `"` + strings.ReplaceAll(roff(s), `"`, `""`) + `"` }

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
