package content

import (
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/evidence"
	"why403/flow/must"
	"why403/flow/report"
)

// TestOwnWordsAreNoEvidence pastes what the program writes about each report: a text that lists causes, questions and fixes leads to what
// the error said, or to a question, and to no other verdict. What quotes only a part of the error can be read as another one now and then,
// as that part alone would be.
func TestOwnWordsAreNoEvidence(t *testing.T) {
	t.Parallel()
	for _, name := range []string{sample1, sample2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, others := 0, 0
			for _, c := range corpus(t, name) {
				was, pb, written := writings(t, c.Pasted)
				for form, text := range written {
					if !framed().In(evidence.Open([]byte(text))) {
						t.Errorf("%s: the %s is not known for what it is", c.ID, form)
					}
					all++
					now := must.Have(t, func() (Routed, error) { return Choose([]byte(text)) })
					v := flow.Walk(now.Playbook, now.Reading.Facts).Verdict
					if v == nil || v.ID == was || now.Playbook.ID != pb {
						continue
					}
					others++
					if whole := form == report.FormatMarkdown || form == report.FormatHTML; whole {
						t.Errorf("%s: the %s of %q is read as %s: %s", c.ID, form, was, v.ID, now.Reading.Summary)
					}
				}
			}
			t.Logf("%d of %d are read as something else", others, all)
			if others*50 > all {
				t.Error("these are more than one in fifty")
			}
		})
	}
}

// writings is everything that the program writes about the text, with the verdict and the playbook that it came to.
func writings(t *testing.T, pasted string) (verdict, playbook string, all map[string]string) {
	t.Helper()
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	c := must.Have(t, func() (Routed, error) { return Choose([]byte(pasted)) })
	pb, s := c.Playbook, new(flow.Session)
	s.Open(flow.About{Playbook: pb.ID, Whose: flow.Customer, Ticket: "CS-1", Name: "20261130-0900-test"}, at)
	s.Read(c.Reading, flow.Pasted, at)
	p := flow.Walk(pb, s.Facts())
	if p.Verdict != nil {
		verdict = p.Verdict.ID
	}
	all = make(map[string]string)
	for _, f := range report.Formats() {
		w, err := report.Write(pb, s, p, f.ID, report.Options{Now: at, Full: true})
		if err != nil {
			t.Errorf("%s of %q: %v", f.ID, pasted, err)
		}
		all[f.ID] = w.Text
	}
	var b strings.Builder
	must.NoError(t, report.Diagnose(pb, s, p).Of(c.Reading).Text(&b, 80, true))
	all["summary"] = b.String()
	if q := p.Question; q != nil {
		s.Say(pb, flow.Fact{ID: q.ID, Value: flow.Unsure, From: flow.You, Asked: "Bob"}, at)
		all["letter"] = checklist.Write(pb, s, "Bob")
	}
	return verdict, pb.ID, all
}

// TestOwnWordsAreNobodyElses cuts the program's own sentences out of reports as if they stood in one of its own, which changes none of
// them.
func TestOwnWordsAreNobodyElses(t *testing.T) {
	t.Parallel()
	own := shippedOwn()
	for _, name := range []string{sample1, sample2, learned4, learned10, learned25} {
		for _, c := range corpus(t, name) {
			text := evidence.Open([]byte(c.Pasted))
			end := func(text evidence.Pasted) string {
				c := must.Have(t, func() (Routed, error) { return choose(text, nil) })
				p := flow.Walk(c.Playbook, c.Reading.Facts)
				if p.Verdict != nil {
					return p.Verdict.ID
				}
				return p.Outcome.String()
			}
			if c.ID == "p-043" { // It is a request of one of the screens, with what came back for it.
				continue
			}
			if was, now := end(text), end(text.Without(own)); was != now {
				t.Errorf("%s: %s becomes %s", c.ID, was, now)
			}
		}
	}
}

// TestEveryVerdictCanBeWritten writes each verdict that ships up in every form and in full: nothing that the program says of it is taken
// for a secret, and no verdict is without a report.
func TestEveryVerdictCanBeWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for id, b := range ships(t) {
		for i := range b.Verdicts {
			v := &b.Verdicts[i]
			s := new(flow.Session)
			s.Open(flow.About{Playbook: id, Whose: flow.You, Name: "20261130-0900-test"}, at)
			for _, f := range report.Formats() {
				p := flow.Position{Outcome: flow.Concluded, Verdict: v, Sure: flow.Certain}
				if _, err := report.Write(b.Playbook, s, p, f.ID, report.Options{Now: at, Full: true}); err != nil {
					t.Errorf("%s: %s as %s: %v", id, v.ID, f.ID, err)
				}
			}
		}
	}
}
