package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/casetest"
	"why403/flow/i18n"
	"why403/flow/redact"
)

const watchEvery = 200 * time.Millisecond // How often the files are read; a save shows after two times that.

func (c *console) playbookWatch() *cobra.Command {
	return &cobra.Command{
		Use:   "watch [PLAYBOOK]",
		Short: "Lint and test a playbook each time a file of it is saved",
		Long: `Shows what "playbook lint" and "playbook test" find in a playbook, and again each time a file of it is saved, until ctrl+c.
Without a name it watches the playbook in this folder.`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: c.playbookNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.runWatch(cmd.Context(), append(args, ".")[0])
		},
	}
}

func (c *console) runWatch(ctx context.Context, name string) error {
	if slices.Contains(content.Shipped(), name) {
		if _, err := os.Stat(name); err != nil {
			return usagef("why403 playbook new NAME --from "+name+" makes a copy that does", "the playbook %s ships with why403, and does not change", name)
		}
		name = "./" + name // Its folder, and not the one that ships.
	}
	at, err := c.playbooks().Path(name)
	if err != nil {
		return err
	}
	was, err := content.PackPath(at)
	if err != nil {
		return err
	}
	what := i18n.Count(len(was.Files), "file")
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		fmt.Fprintf(c.out, "%s  %s\n", c.now().Format(time.TimeOnly), redact.Terminal(what))
		if err := c.check(name); err != nil {
			return err
		}
		now, next := was, was // As at this tick, and at the one before.
		for what = ""; what == "" || !same(now, next); what = changed(was, now) {
			select {
			case <-ctx.Done():
				return &exitError{code: exitInterrupted}
			case <-tick.C:
			}
			next = now
			if now, err = content.PackPath(at); err != nil {
				now = content.Pack{} // Some editors take a file away before they write it; lint says what is wrong if it stays.
			}
		}
		was = now
	}
}

// check shows what lint finds, and how the cases end if there is a playbook to run them in.
func (c *console) check(name string) error {
	l, err := c.lint(name)
	if err != nil {
		return c.complain(err)
	}
	l.Problems.Print(c.out)
	t, err := c.try(name, regexp.MustCompile(""), false)
	var problems content.Problems
	switch {
	case errors.As(err, &problems):
		if problems.Error() != l.Problems.Error() { // They are in the cases, which lint does not read.
			problems.Print(c.out)
		}
		fmt.Fprintln(c.out, i18n.T("FAIL  %s  its cases were not run", name))
		return nil
	case err != nil:
		return c.complain(err)
	default:
		return casetest.Write(c.out, []casetest.Suite{t}, "", false)
	}
}

// complain shows what keeps a playbook from being read now: it may be mended by the next save.
func (c *console) complain(err error) error {
	_, err = io.WriteString(c.out, redact.Terminal(err.Error())+"\n")
	return err
}

func same(a, b content.Pack) bool {
	return a.Main == b.Main && maps.EqualFunc(a.Files, b.Files, bytes.Equal)
}

// changed names the files that differ; "" if none does.
func changed(from, to content.Pack) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(from.Files)) {
		switch now, there := to.Files[name]; {
		case !there:
			out = append(out, i18n.T("%s removed", name))
		case !bytes.Equal(now, from.Files[name]):
			out = append(out, i18n.T("%s changed", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(to.Files)) {
		if _, there := from.Files[name]; !there {
			out = append(out, i18n.T("%s added", name))
		}
	}
	const most = 5
	if len(out) > most {
		out = append(out[:most], i18n.T("and %d more", len(out)-most))
	}
	return strings.Join(out, ", ")
}
