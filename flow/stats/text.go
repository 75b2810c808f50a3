package stats

import (
	"fmt"
	"strings"
	"time"

	"why403/flow/i18n"
	"why403/flow/page"
)

// Table draws the counts: a bar for each verdict, and what its sessions usually took.
func (st Stats) Table(width int) string {
	const (
		name    = 24 // The longest id of a verdict.
		numbers = 42 // The columns behind the bar, with their gaps.
		least   = 4
	)
	bar := max(least, min(40, width-name-numbers))
	groups := append([]VerdictGroup(nil), st.Verdicts...)
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
	line := func(g VerdictGroup, blocks int) {
		fmt.Fprintf(&b, "%-*s  %-*s %8d %6d %9d %7s\n", name, g.ID, bar, strings.Repeat("#", blocks), g.Sessions, g.Solved, g.UsualQuestions, minutes(g.UsualSpent))
	}
	for _, g := range groups {
		line(g, max(1, g.Sessions*bar/most))
	}
	all := st.All
	all.ID = "all"
	line(all, 0)
	b.WriteString("\n")
	hang := func(s string) {
		for _, line := range page.Wrap(s, width) {
			b.WriteString(line + "\n")
		}
	}
	hang(i18n.T("Questions and minutes are medians. All took %s and %s minutes, from the first event to the last, where a gap of more than %d minutes counts as %d.", i18n.Count(st.All.Questions, i18n.T("question")), minutes(st.All.Spent), Pause/time.Minute, Pause/time.Minute))
	if st.Parked > 0 {
		hang(i18n.T("Waiting for someone else: %d.", st.Parked))
	}
	if st.Foreign > 0 {
		hang(i18n.T("Left out, because they belong to another playbook: %d.", st.Foreign))
	}
	hang(i18n.T("Counted from the sessions on this machine; nothing is sent."))
	return b.String()
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

func group(g VerdictGroup) countedGroup {
	return countedGroup{
		Verdict: g.ID, Title: g.Title, Sessions: g.Sessions, Solved: g.Solved, Questions: g.Questions, MedianQuestions: g.UsualQuestions,
		Minutes: g.Spent.Minutes(), MedianMinutes: g.UsualSpent.Minutes(),
	}
}

// Object returns the counts as they are printed in JSON.
func (st Stats) Object() any {
	out := struct {
		SchemaVersion int            `json:"schema_version"`
		Pause         float64        `json:"gap_counts_at_most_minutes"`
		All           countedGroup   `json:"all"`
		Verdicts      []countedGroup `json:"verdicts"`
		Open          countedGroup   `json:"open"`
		Parked        int            `json:"parked"`
		Foreign       int            `json:"other_playbooks"`
	}{
		SchemaVersion: 1, Pause: Pause.Minutes(), All: group(st.All), Verdicts: []countedGroup{}, Open: group(st.Open),
		Parked: st.Parked, Foreign: st.Foreign,
	}
	for _, g := range st.Verdicts {
		out.Verdicts = append(out.Verdicts, group(g))
	}
	return out
}
