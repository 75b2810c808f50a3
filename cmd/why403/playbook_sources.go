package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow/i18n"
)

func (c *console) playbookSources() *cobra.Command {
	return &cobra.Command{
		Use:   "sources [PLAYBOOK]…",
		Short: "Every claim with its source and date",
		Long: `Prints a table of every claim of a playbook: the rows of its tables, its signs and the sources of its screens, each with its
source and date. The date is that of a stored copy where one is named, and otherwise the day on which it was looked at. A source
older than 90 days is marked with "old". Without a name it takes the playbook that is the default.`,
		ValidArgsFunction: c.playbookNames,
		RunE: func(_ *cobra.Command, args []string) error {
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(w, i18n.T("DATE\t\tCLAIM\tSOURCE"))
				claims, old := b.Sources(), 0
				for _, cl := range claims {
					mark := ""
					if cl.Stale(c.now()) {
						mark = "old"
						old++
					}
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", cl.Date, mark, cl.Where, cl.Source)
				}
				if err := w.Flush(); err != nil {
					return false, err
				}
				fmt.Fprintln(c.err, i18n.T("why403: %s: %s, %d of them with a source older than 90 days", name, i18n.Count(len(claims), i18n.T("claim")), old))
				return false, nil
			})
		},
	}
}
