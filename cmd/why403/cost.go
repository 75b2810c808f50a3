package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/explore"
	"why403/flow/i18n"
)

// otherOrder is the share of cases from which on an order that ends elsewhere is no replacement for today's.
const otherOrder = 0.01

func (c *console) playbookCost() *cobra.Command {
	var f pathsFlags
	var cases, tries int
	cmd := &cobra.Command{
		Use:   "cost [PLAYBOOK…]",
		Short: "What the order of the questions costs, beside the best order found",
		Long: `Prints what today's order of a playbook's questions costs on average, by what the authors say of each: minutes, money and
annoyance (effort), and how often each answer is given (odds). Beside it, the best order that was found among those that the
guards allow, and where a question would move. It takes every answer as given by its odds, whatever was answered before. It
changes nothing: the guide's order is kept unless an author changes it. Without a name it takes the playbook that is the
default. ctrl+c stops it and prints the best that was found until then.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			if cases < 1 || tries < 1 {
				return usagef("they are numbers of at least 1", "--cases and --tries: %d and %d are too small", cases, tries)
			}
			o := explore.OrderOptions{Options: explore.Options{Bound: f.bound, Samples: f.samples, Seed: f.seed}, Cases: cases, Tries: tries}
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				p := explore.Order(cmd.Context(), b.Playbook, o)
				if f.json {
					return p.Interrupted, printJSON(c.out, costJSON(name, p))
				}
				_, err := io.WriteString(c.out, costText(name, b, p))
				return p.Interrupted, err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().IntVar(&cases, "cases", 500, "drawn cases on which orders are compared during the search")
	cmd.Flags().IntVar(&tries, "tries", 1000, "orders to try where there are too many to try them all")
	return cmd
}

func costText(name string, b *content.Book, p *explore.Plan) string {
	var w strings.Builder
	line := func(text string) { w.WriteString(text + "\n") }
	line(i18n.T("%s: what the order of the questions costs, in minutes", name))
	line(i18n.T("(minutes, a dollar as one, and annoyance as the authors count it)") + "\n")
	if p.Interrupted {
		line(i18n.T("interrupted: the best order is the best that was found until then"))
	}
	line(i18n.T("today      %s, %s", inMinutes(p.Today.Minutes), inQuestions(p.Today.Questions)))
	line(i18n.T("best found %s, %s", inMinutes(p.Best.Minutes), inQuestions(p.Best.Questions)))
	if p.Exact {
		line(i18n.T("figures    exact, over every combination of answers by their odds"))
	} else {
		line(i18n.T("figures    over %d drawn cases (seed %d), the same for both orders", p.Cases, p.Seed+1))
	}
	if p.All {
		line(i18n.T("method     all %d orders that the guards allow were tried", p.Tried))
	} else {
		line(i18n.T("method     by chance of ending over cost, then moves one by one that help"))
		line(i18n.T("           (%d orders tried on %d drawn cases); a better one may exist", p.Tried, p.Drawn))
	}
	if p.Cut {
		line(i18n.T("limits     a playbook of %d questions is looked at in no more cases and orders than these", len(b.Questions)))
	}
	line(i18n.T("ends       in %.1f%% of the cases the other order ends at another verdict", 100*p.Elsewhere))
	if p.Elsewhere > otherOrder {
		line(i18n.T("           so it saves questions by finding something else: no order to take over"))
	}
	if len(p.NoEffort) == 0 {
		line(i18n.T("effort     stated for every question"))
	} else {
		line(i18n.T("effort     stated for %d of %d questions; the others count as 1 minute", len(b.Questions)-len(p.NoEffort), len(b.Questions)))
	}
	w.WriteString(sayOdds(len(b.Questions), len(p.NoOdds)))
	if len(p.NoEffort) > 0 {
		w.WriteString(hanging("", i18n.T("without a stated effort: %s", strings.Join(p.NoEffort, ", "))))
	}
	if len(p.NoOdds) > 0 {
		w.WriteString(hanging("", i18n.T("without stated odds: %s", strings.Join(p.NoOdds, ", "))))
	}
	line("")
	if len(p.Moves) == 0 {
		line(i18n.T("Today's order is the best that was found."))
	} else {
		line(i18n.T("Questions that would move"))
	}
	for _, m := range p.Moves {
		if m.After == "" {
			w.WriteString(hanging("  ", i18n.T("%s: from %d to %d, to the beginning", m.Question, m.From, m.To)))
		} else {
			w.WriteString(hanging("  ", i18n.T("%s: from %d to %d, after %s", m.Question, m.From, m.To, m.After)))
		}
	}
	line("\n" + i18n.T("The guide's order is kept; nothing changes unless an author changes it."))
	return w.String()
}

// costFigures are averages of one order.
type costFigures struct {
	Minutes   float64 `json:"minutes"` // Effort in minutes, all of it counted.
	Questions float64 `json:"questions"`
}

// costObject is what playbook cost prints with --json.
type costObject struct {
	SchemaVersion int            `json:"schema_version"`
	Playbook      string         `json:"playbook"`
	Interrupted   bool           `json:"interrupted"`
	Today         costFigures    `json:"today"`
	Best          costFigures    `json:"best"`
	Cut           bool           `json:"cut"`        // Fewer cases or orders than asked for, because the playbook is so large.
	Exact         bool           `json:"exact"`      // The figures count every combination of answers.
	AllOrders     bool           `json:"all_orders"` // All orders that the guards allow were tried.
	Tried         int            `json:"tried"`
	Drawn         int            `json:"search_cases"`
	Cases         int            `json:"cases"`
	Seed          uint64         `json:"seed"`
	Elsewhere     float64        `json:"ends_elsewhere"` // The share of cases that end at another verdict in the best order.
	NoEffort      []string       `json:"questions_without_effort"`
	NoOdds        []string       `json:"questions_without_odds"`
	Order         []string       `json:"best_order"`
	Moves         []explore.Move `json:"moves"`
}

func costJSON(name string, p *explore.Plan) costObject {
	return costObject{
		SchemaVersion: 1, Playbook: name, Interrupted: p.Interrupted, Cut: p.Cut, Today: costFigures(p.Today), Best: costFigures(p.Best),
		Exact: p.Exact, AllOrders: p.All, Tried: p.Tried, Drawn: p.Drawn, Cases: p.Cases, Seed: p.Seed, Elsewhere: p.Elsewhere,
		NoEffort: append([]string{}, p.NoEffort...), NoOdds: append([]string{}, p.NoOdds...),
		Order: append([]string{}, p.Order...), Moves: append([]explore.Move{}, p.Moves...),
	}
}
