package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/stats"
)

func (c *console) stats() *cobra.Command {
	var since string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count what the sessions on this machine came to, and what they took",
		Long: fmt.Sprintf(`Counts the verdicts of the sessions on this machine, how many questions people answered and how many minutes each
session took: from its first event to its last, where a gap of more than %d minutes counts as %d. Nothing is sent anywhere.`,
			stats.Pause/time.Minute, stats.Pause/time.Minute),
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return c.runStats(since, asJSON) },
	}
	cmd.Flags().StringVar(&since, "since", "", "only sessions used since then: `TIME` is a duration such as 36h, 7d or 2w, or a date such as 2026-11-23, in UTC")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (c *console) runStats(since string, asJSON bool) error {
	usual, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	from, err := parseSince(since, c.now())
	if err != nil {
		return err
	}
	store := c.store()
	var counter stats.Counter
	books := c.playbooks().Shelf()
	errs := store.Each(func(sum journal.Summary, s *flow.Session) {
		if !sum.Last.Before(from) {
			book := books.Of(s)
			if book == nil {
				book = usual // Which leaves it out, and says so.
			}
			counter.Add(book.Playbook, s)
		}
	})
	st := counter.Stats()
	switch {
	case asJSON:
		err = c.printJSON(statsJSON(st))
	case st.All.Sessions == 0:
		fmt.Fprintln(c.err, i18n.T("why403: there is no session to count; they are kept in %s", store.Dir()))
	default:
		_, err = io.WriteString(c.out, statsTable(st, c.columns()))
	}
	if err != nil {
		return fmt.Errorf("write the statistics: %w", err)
	}
	for _, err := range errs {
		fmt.Fprintln(c.err, i18n.T("why403: left out: %v", err))
	}
	if len(errs) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// statsTable draws the counts: a bar for each verdict, and what its sessions usually took.
func statsTable(st stats.Stats, width int) string {
	const (
		name    = 24 // The longest id of a verdict.
		numbers = 42 // The columns behind the bar, with their gaps.
		least   = 4
	)
	bar := max(least, min(40, width-name-numbers))
	groups := append([]stats.Group(nil), st.Verdicts...)
	if st.Open.Sessions > 0 {
		open := st.Open
		open.ID = i18n.T("(no verdict yet)")
		groups = append(groups, open)
	}
	most := 1
	for _, g := range groups {
		most = max(most, g.Sessions)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s  %-*s %8s %6s %9s %7s\n", name, "VERDICT", bar, "", "SESSIONS", "SOLVED", "QUESTIONS", "MINUTES")
	line := func(g stats.Group, blocks int) {
		fmt.Fprintf(&b, "%-*s  %-*s %8d %6d %9d %7s\n", name, g.ID, bar, strings.Repeat("#", blocks), g.Sessions, g.Solved, g.UsualQuestions, minutes(g.UsualSpent))
	}
	for _, g := range groups {
		line(g, max(1, g.Sessions*bar/most))
	}
	all := st.All
	all.ID = "all"
	line(all, 0)
	p := &page{width: width}
	p.blank()
	p.hang("", i18n.T("Questions and minutes are those of the middle session. All took %d questions and %s minutes, from the first event to the last, where a gap of more than %d minutes counts as %d.", st.All.Questions, minutes(st.All.Spent), stats.Pause/time.Minute, stats.Pause/time.Minute))
	if st.Parked > 0 {
		p.hang("", i18n.T("Waiting for somebody else: %d.", st.Parked))
	}
	if st.Foreign > 0 {
		p.hang("", i18n.T("Left out, being about another playbook: %d.", st.Foreign))
	}
	p.hang("", i18n.T("Counted from the sessions on this machine; nothing is sent."))
	return b.String() + p.take()
}

// minutes writes a duration in minutes; below ten with one decimal.
func minutes(d time.Duration) string {
	if m := d.Minutes(); m < 10 {
		return fmt.Sprintf("%.1f", m)
	}
	return fmt.Sprintf("%.0f", d.Minutes())
}

// countedGroup is a group of sessions in JSON.
type countedGroup struct {
	Verdict         string  `json:"verdict,omitempty"`
	Title           string  `json:"title,omitempty"`
	Sessions        int     `json:"sessions"`
	Solved          int     `json:"solved"`
	Questions       int     `json:"questions"`
	MedianQuestions int     `json:"median_questions"`
	Minutes         float64 `json:"minutes"`
	MedianMinutes   float64 `json:"median_minutes"`
}

func statsGroup(g stats.Group) countedGroup {
	return countedGroup{
		Verdict: g.ID, Title: g.Title, Sessions: g.Sessions, Solved: g.Solved, Questions: g.Questions, MedianQuestions: g.UsualQuestions,
		Minutes: g.Spent.Minutes(), MedianMinutes: g.UsualSpent.Minutes(),
	}
}

func statsJSON(st stats.Stats) any {
	out := struct {
		SchemaVersion int            `json:"schema_version"`
		Pause         float64        `json:"gap_counts_at_most_minutes"`
		All           countedGroup   `json:"all"`
		Verdicts      []countedGroup `json:"verdicts"`
		Open          countedGroup   `json:"open"`
		Parked        int            `json:"parked"`
		Foreign       int            `json:"other_playbooks"`
	}{
		SchemaVersion: 1, Pause: stats.Pause.Minutes(), All: statsGroup(st.All), Verdicts: []countedGroup{}, Open: statsGroup(st.Open),
		Parked: st.Parked, Foreign: st.Foreign,
	}
	for _, g := range st.Verdicts {
		out.Verdicts = append(out.Verdicts, statsGroup(g))
	}
	return out
}
