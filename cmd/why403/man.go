package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"why403/flow/build"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (c *console) man() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long:  `Prints the manual page in the format of man(7), made of what help and --help show. To read it: why403 man | man -l -`,
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return writeMan(c.out, cmd.Root(), c.topics()) },
	}
}

// writeMan writes one page for the command and everything below it. Libraries do less for it: cobra/doc writes a page for each command,
// without exit statuses and with today's date, for 360 KB of the program; mango leaves out what commands say of themselves.
func writeMan(w io.Writer, root *cobra.Command, topics []topic) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH WHY403 1 \"\" %s \"User Commands\"\n.SH NAME\n%s \\- %s\n", roffWord("why403 "+build.Version()), root.Name(), roff(lowerFirst(root.Short)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n[command] [flags]\n.SH DESCRIPTION\n", root.Name())
	manText(&b, root.Long)
	b.WriteString(".SH OPTIONS\n")
	manFlags(&b, root.LocalFlags())
	b.WriteString(".SH COMMANDS\n")
	eachCommand(root, func(cmd *cobra.Command) {
		if cmd == root {
			return
		}
		fmt.Fprintf(&b, ".SS %s\n", roffWord(cmd.Parent().CommandPath()+" "+cmd.Use))
		manText(&b, cmp.Or(cmd.Long, cmd.Short+"."))
		manFlags(&b, cmd.LocalNonPersistentFlags())
	})
	for _, t := range topics {
		fmt.Fprintf(&b, ".SH %s\n", strings.ToUpper(strings.ReplaceAll(t.name, "-", " ")))
		entries, err := t.entries()
		if err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(e.term), roff(e.about))
		}
	}
	b.WriteString(".SH EXAMPLES\n")
	eachCommand(root, func(cmd *cobra.Command) { manExample(&b, cmd.Example) })
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	return nil
}

// eachCommand goes through the command and all below it that a person can run.
func eachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			eachCommand(sub, do)
		}
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
