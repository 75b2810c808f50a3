package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
	"why403/flow/report"
	"why403/flow/review"
)

// TestNoInternalNames holds over the texts of all scenarios that no screen, letter, report or read-out shows the id of a question, a fact, a verdict
// or a choice to a person. The answer lines of a letter do, by which answers are told apart, and a report's title has the cause's name.
func TestNoInternalNames(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	scenarios := must.Have(t, content.Scenarios)
	book := must.Have(t, content.Default)
	pb := book.Playbook
	ids := make(map[string]bool)
	for id := range pb.Facts {
		ids[id] = true
	}
	for _, id := range slices.Concat(pb.QuestionIDs(), pb.VerdictIDs()) {
		ids[id] = true
	}
	for _, c := range pb.Choices {
		ids[c.ID] = true
	}
	for _, note := range flow.Noticed() {
		ids[note] = true
	}
	word := regexp.MustCompile(`[a-z0-9]+(?:[-_][a-z0-9]+)+`)
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	seen, looked := make(map[string]bool), make(map[string]bool)
	look := func(where, text, given string) {
		for _, w := range word.FindAllString(text, -1) {
			if ids[w] && !strings.Contains(given, w) && !seen[where+w] {
				seen[where+w] = true
				t.Errorf("%s shows %q", where, w)
			}
		}
	}
	lines := func(blocks []page.Block) string { return strings.Join(page.Lines(blocks, 100), "\n") }
	for _, sc := range scenarios {
		for _, whose := range []flow.Source{flow.You, flow.Customer} {
			s := new(flow.Session)
			s.Open(flow.About{Playbook: pb.ID, Whose: whose}, now)
			s.Read(book.Read([]byte(sc.Text)), flow.Pasted, now)
			c := conversation.New(conversation.Ports{Now: func() time.Time { return now }}, conversation.Opened{Playbook: pb}, s)
			for step := range 14 {
				st, p := c.State(), c.State().Position()
				if at := string(whose) + p.Where(); !looked[at] {
					looked[at] = true
					b := newBench(t, 120, 40, desk, func(c *Config) { c.Playbook, c.Session = pb, s; c.Checklist = office{pb} })
					look("screen", b.screen(), sc.Text)
					look("causes", lines(st.Causes()), sc.Text)
					look("trail", lines(st.Trail()), sc.Text)
					look("said", strings.Join(st.Spoken(), "\n"), sc.Text)
					look("a list", review.Where(p), sc.Text)
					look("a replay", review.Stand(pb, p), sc.Text)
					for i := range pb.Verdicts {
						look("cause", lines(st.Cause(&pb.Verdicts[i])), sc.Text)
					}
					for l := range strings.Lines(checklist.Write(pb, s, "")) {
						if !strings.HasPrefix(l, "Answer [") {
							look("letter", l, sc.Text)
						}
					}
					for _, f := range report.Formats() {
						w, err := report.Write(pb, s, p, f.ID, report.Options{Now: now})
						must.NoError(t, err)
						if f.ID != report.FormatJSON {
							look("report "+f.ID, w.Text, sc.Text)
						}
					}
					var text strings.Builder
					must.NoError(t, report.Diagnose(pb, s, p).Text(&text, 0, false))
					for l := range strings.Lines(text.String()) {
						if !strings.Contains(l, "--answer ") {
							look("text", l, sc.Text)
						}
					}
				}
				if p.Outcome != flow.Asking {
					if p.Verdict == nil || p.Solved || p.Verdict.ID == pb.Unexplained {
						break
					}
					s.TriedSame(pb, p.Verdict.ID, whose, now)
				} else {
					f := flow.Fact{ID: p.Question.ID, Value: sc.Answers[p.Question.ID], From: whose}
					if f.Value == flow.Unknown || step == 2 {
						f.Value, f.Asked = flow.Unsure, p.Question.Role
					}
					s.Assert(now, f)
				}
				c = conversation.New(conversation.Ports{Now: func() time.Time { return now }}, conversation.Opened{Playbook: pb}, s)
			}
		}
	}
}
