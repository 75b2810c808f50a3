package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/explore"
)

// pathsFlags are the flags that playbook paths and playbook cost share.
type pathsFlags struct {
	bound, samples int
	seed           uint64
	json           bool
}

func (f *pathsFlags) add(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.bound, "bound", explore.DefaultBound, "tell `N` situations apart before samples are taken instead")
	cmd.Flags().IntVar(&f.samples, "samples", explore.DefaultSamples, "draw `N` paths past the bound")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "begin the random draws at `N`")
	cmd.Flags().BoolVar(&f.json, "json", false, "print one JSON object a playbook")
}

func (f *pathsFlags) check() error {
	for name, n := range map[string]int{"--bound": f.bound, "--samples": f.samples} {
		if n < 1 {
			return usagef("it is a number of at least 1", "%s: %d is too small", name, n)
		}
	}
	return nil
}

func (c *console) playbookPaths() *cobra.Command {
	var f pathsFlags
	var longest, sure bool
	var ends int
	cmd := &cobra.Command{
		Use:   "paths [PLAYBOOK]…",
		Short: "Follow every combination of answers: how many, how long, where they end",
		Long: `Follows every combination of answers to a playbook's questions, from nothing pasted, as the wizard would ask. Combinations
after which the same can still happen are followed once, so that all are counted exactly, up to --bound such situations; past
it, paths are drawn at random, and the output says so. It prints the number of paths, the longest, the mean number of questions
against the least that any order needs, verdicts that no answers lead to, and ends that leave the cause open. Without a name it
takes the playbook that is the default. ctrl+c stops it and prints what is known.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			o := explore.Depth{Bound: f.bound, Samples: f.samples, Seed: f.seed}
			if sure {
				o.Answers = []flow.Value{flow.Yes, flow.No}
			} else {
				o.Answers = []flow.Value{flow.Yes, flow.No, flow.Unsure}
			}
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				v := explore.NewReport(name, b.Playbook, explore.Explore(cmd.Context(), b.Playbook, o), o.Answers, ends)
				if f.json {
					return v.Result.Interrupted, printJSON(c.out, v.Object())
				}
				_, err := io.WriteString(c.out, v.Text(longest))
				return v.Result.Interrupted, err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&longest, "longest", false, "print the longest path itself")
	cmd.Flags().BoolVar(&sure, "sure", false, "answer with yes and no only, never unsure")
	cmd.Flags().IntVar(&ends, "ends", 5, "show `N` ends that leave it open, the commonest first")
	return cmd
}

// eachBook opens the playbooks, the default one where none is named, and does something with each until it is interrupted.
func (c *console) eachBook(names []string, do func(name string, b *content.Book) (interrupted bool, err error)) error {
	if len(names) == 0 {
		names = []string{content.DefaultID}
	}
	books := make([]*content.Book, len(names))
	for i, name := range names {
		var err error
		if books[i], err = c.playbooks().Open(name); err != nil {
			return err
		}
	}
	for i, b := range books {
		interrupted, err := do(names[i], b)
		if err != nil {
			return fmt.Errorf("write what was found: %w", err)
		}
		if interrupted {
			return &exitError{code: exitInterrupted}
		}
	}
	return nil
}
