package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/lab"
	"why403/flow/scenario"
)

// practising holds the flags of the lab command.
type practising struct {
	list     bool
	scenario string
	port     int
	fault    string
	quiz     bool
	seed     uint64
	seeded   bool
}

func (c *console) lab() *cobra.Command {
	var p practising
	cmd := &cobra.Command{
		Use:   "lab",
		Short: "Start a stand-in for the API in which a call fails for a known cause",
		Long: `Starts a stand-in for the Claude API on this machine, or for the service of --playbook, in which one call fails for one
cause, for trying the tool and for learning to find causes. Its keys are made up and open nothing. It can be reached from
this machine only, and it reaches nothing itself.

Standard output has what to export and the call that fails; every request that arrives is a line on standard error. It
runs until ctrl+c.`,
		Example: `  why403 lab --list
  why403 lab --scenario workspace-restriction
  why403 lab --scenario model-access --fault slow
  why403 lab --quiz`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.seeded = cmd.Flags().Changed("seed")
			return c.runLab(cmd.Context(), p)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&p.list, "list", false, "list the scenarios")
	f.StringVar(&p.scenario, "scenario", "", "start the scenario `ID`")
	f.IntVar(&p.port, "port", 0, "listen on port `N` of 127.0.0.1; 0 takes a free one")
	oneOf(cmd, &p.fault, "fault", "", "have every answer go wrong by `FAULT`: "+strings.Join(faultNames(), ", "), faultNames()...)
	completeWith(cmd, "scenario", c.scenarioNames)
	f.BoolVar(&p.quiz, "quiz", false, "start a scenario without saying which, and ask for the cause")
	f.Uint64Var(&p.seed, "seed", 0, "choose the quiz's scenario by `N` instead of by chance")
	return cmd
}

func (c *console) runLab(ctx context.Context, p practising) error {
	all, book, err := c.playbooks().Scenarios()
	var problems content.Problems
	switch {
	case errors.As(err, &problems):
		return usagef("why403 playbook lint "+c.playbookName, "the scenarios of %s cannot be used:\n%w", c.playbookName, problems)
	case err != nil:
		return err
	case len(all) == 0:
		return usagef("leave --playbook out, or name one with lab/*.yaml", "the playbook %s has no scenarios", book.ID)
	}
	chosen := 0
	for _, set := range []bool{p.list, p.scenario != "", p.quiz} {
		if set {
			chosen++
		}
	}
	switch {
	case chosen != 1:
		return usagef("why403 lab --list shows what there is", "name one of --list, --scenario ID and --quiz")
	case p.port < 0 || p.port > 65535:
		return usagef("0 takes a free one", "--port: %d is no port", p.port)
	case p.seeded && !p.quiz:
		return usagef("add --quiz", "--seed is for --quiz only")
	case p.list:
		return c.listScenarios(book, all)
	}
	s := scenario.Find(all, p.scenario)
	if p.quiz {
		if !p.seeded {
			p.seed = rand.Uint64()
		}
		s = &all[p.seed%uint64(len(all))]
	}
	if s == nil {
		return usagef(cmp.Or(flow.Suggest(p.scenario, scenario.IDs(all)), i18n.T("why403 lab --list shows what there is")), "there is no scenario %q", p.scenario)
	}
	l, err := lab.Listen(*s, p.port)
	if err != nil {
		return usagef("leave --port out to take a free one", "%w", err)
	}
	defer l.Close()
	l.Fault(lab.Fault(p.fault))
	if p.quiz {
		return c.quiz(ctx, book, l)
	}
	l.OnRequest(func(r lab.Recorded) { fmt.Fprintln(c.err, r.Line()) })
	fmt.Fprintf(c.out, "# %s\n", s.Title)
	fmt.Fprint(c.out, l.Exports()+l.Calling())
	if !book.Ships() { // A variable leads its key to the playbook's own hosts only.
		fmt.Fprintln(c.out, i18n.T("# To probe it, with a session of it: --base-url %s", l.URL()))
	}
	if v := book.Verdict(s.Verdict); v != nil {
		fmt.Fprintln(c.out, i18n.T("# The cause: %s, %s.\n# %s", v.ID, v.Title, s.Why))
	}
	fmt.Fprintln(c.err, i18n.T("why403: the lab listens on %s until ctrl+c", l.URL()))
	<-ctx.Done()
	return nil // Stopping it is how it ends.
}

func faultNames() []string {
	var names []string
	for _, f := range lab.Faults() {
		names = append(names, string(f))
	}
	return names
}

func (c *console) listScenarios(book *content.Book, all []scenario.Scenario) error {
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, s := range all {
		verdict := s.Verdict
		if v := book.Verdict(verdict); v != nil && v.Number > 0 {
			verdict = fmt.Sprintf("%d %s", v.Number, verdict)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.ID, s.Title, verdict)
	}
	return w.Flush()
}

// quiz shows the symptom and asks for the cause until a verdict is named.
func (c *console) quiz(ctx context.Context, book *content.Book, l *lab.Lab) error {
	q, question := lab.Ask(ctx, book.Playbook, l, c.columns())
	fmt.Fprint(c.out, question)
	lines := linesOf(c.in)
	for {
		fmt.Fprint(c.out, "> ")
		select {
		case <-ctx.Done():
			fmt.Fprintln(c.out)
			return &exitError{code: exitInterrupted}
		case line, more := <-lines:
			if !more {
				fmt.Fprintln(c.out)
				return &exitError{code: exitOpen, err: fmt.Errorf("the input ended before a verdict was given")}
			}
			reply, over := q.Answer(strings.TrimSpace(line))
			fmt.Fprint(c.out, reply)
			if over {
				return nil
			}
		}
	}
}
