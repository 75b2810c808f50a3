package main

import (
	"io"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/explore"
)

func (c *console) playbookCost() *cobra.Command {
	var f pathsFlags
	var cases, tries int
	cmd := &cobra.Command{
		Use:   "cost [PLAYBOOK]…",
		Short: "What the order of the questions costs, beside the best order found",
		Long: `Prints what today's order of a playbook's questions costs on average, by what the authors say of each: minutes, money and
annoyance (effort), and how often each answer is given (odds, odds_if). Beside it, the best order that was found among those that the
guards allow, and where a question would move. It takes every answer as given by its odds under the cause, whatever was answered
before. It changes nothing: the guide's order is kept unless an author changes it. Without a name it takes the playbook that is the
default. ctrl+c stops it and prints the best that was found until then.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			if cases < 1 || tries < 1 {
				return usagef("they are numbers of at least 1", "--cases and --tries: %d and %d are too small", cases, tries)
			}
			o := explore.OrderOptions{Depth: explore.Depth{Bound: f.bound, Samples: f.samples, Seed: f.seed}, Cases: cases, Tries: tries}
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				p := explore.Order(cmd.Context(), b.Playbook, o)
				if f.json {
					return p.Interrupted, printJSON(c.out, p.Object(name))
				}
				_, err := io.WriteString(c.out, p.Text(name, len(b.Questions)))
				return p.Interrupted, err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().IntVar(&cases, "cases", 500, "draw `N` cases on which orders are compared during the search")
	cmd.Flags().IntVar(&tries, "tries", 1000, "try `N` orders where there are too many to try them all")
	return cmd
}
