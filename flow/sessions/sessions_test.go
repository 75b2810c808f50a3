package sessions_test

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/bundle"
	"why403/flow/journal"
	"why403/flow/must"
	"why403/flow/sessions"
)

func TestWhatDiffersIsSaid(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	now := flow.Walk(book.Playbook, nil)
	same := bundle.FirstLine{Digest: book.Digest, Outcome: "question", Question: now.Question.ID}
	other := same
	other.Digest = "0123456789abcdef"
	moved := same
	moved.Question, moved.Verdict, moved.Outcome = "", "stale-key", "verdict"
	moved.Causes = []bundle.CauseStanding{{ID: "stale-key", Level: "ruled_out"}}
	for _, c := range []struct {
		name string
		h    bundle.FirstLine
		want []string
	}{
		{"nothing", same, nil},
		{"knowledge", other, []string{"it was handed over with playbook 0123456789ab, this machine has " + book.Digest[:12], "it ends at the same place: asks: " + now.Choice.Ask}},
		{"position", moved, []string{"it ended at this then: The key was created before the access it needs", "it ends at this now: asks: " + now.Choice.Ask, "The key was created before the access it needs: ruled out then, possible now"}},
	} {
		if got := strings.Join(sessions.Differs(book.Playbook, c.h, book.Digest, now), "\n"); got != strings.Join(c.want, "\n") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTableFits(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	var list []*sessions.Entry
	for i := range book.Verdicts {
		list = append(list, &sessions.Entry{Known: true, At: flow.Position{Outcome: flow.Concluded, Solved: i%2 == 0, Verdict: &book.Verdicts[i]}, Summary: journal.Summary{
			Name: "20261124-1000-k7q2", Parked: i, Answers: i, Last: now.Add(-time.Duration(i) * 9 * time.Hour), CheckAgain: now,
			About: flow.About{Ticket: strings.Repeat("単 T-1234\n", i)},
		}})
	}
	table := sessions.List{Entries: list}.Table(now, 80)
	for line := range strings.Lines(table) {
		if cells(line) > 80 {
			t.Errorf("%d columns: %s", cells(line), line)
		}
	}
	for i := range book.Verdicts {
		if v := book.Verdicts[i].Short; i%2 == 1 && !strings.Contains(table, v) {
			t.Errorf("%s is not told apart in\n%s", v, table)
		}
	}
}

func cells(line string) int {
	n := 0
	for _, r := range strings.TrimRight(line, "\n") {
		n++
		if r > 0x2e80 {
			n++
		}
	}
	return n
}
