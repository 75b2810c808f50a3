package lab

import (
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/scenario"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func scenarios(t testing.TB) []scenario.Scenario {
	t.Helper()
	all := must.Have(t, content.Scenarios)
	return all
}

func book(t testing.TB) *content.Book {
	t.Helper()
	b := must.Have(t, content.Default)
	return b
}

// started starts the scenario with the id, until the test ends.
func started(t testing.TB, id string) *Lab {
	t.Helper()
	s := scenario.Find(scenarios(t), id)
	if s == nil {
		t.Fatalf("there is no scenario %q", id)
	}
	l, err := Listen(*s, 0)
	must.NoError(t, err)
	t.Cleanup(l.Close)
	return l
}

// TestEveryScenario reads what the failing call prints, and answers what is asked as the scenario says.
func TestEveryScenario(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, s := range scenarios(t) {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			l := started(t, s.ID)
			text, err := l.FailingText(t.Context())
			must.NoError(t, err)
			session := new(flow.Session)
			session.Read(b.Read([]byte(text)), flow.Pasted, epoch)
			var asked []string
			p := flow.Walk(b.Playbook, session.Facts())
			for ; p.Question != nil && p.Outcome != flow.Concluded; p = flow.Walk(b.Playbook, session.Facts()) {
				v, ok := s.Answers[p.Question.ID]
				if !ok {
					t.Fatalf("after %v it asks %s, which the scenario does not answer\n%s", asked, p.Question.ID, text)
				}
				asked = append(asked, p.Question.ID)
				session.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
			}
			got := p.Outcome.String()
			if p.Verdict != nil {
				got = p.Verdict.ID
			}
			if got != s.Verdict {
				t.Errorf("got %s, want %s; asked %v\n%s", got, s.Verdict, asked, text)
			}
		})
	}
}

func TestEveryVerdictHasAScenario(t *testing.T) {
	t.Parallel()
	have := make(map[string]bool)
	for _, s := range scenarios(t) {
		have[s.Verdict] = true
	}
	for _, v := range book(t).Verdicts {
		if !have[v.ID] {
			t.Errorf("no scenario leads to %s", v.ID)
		}
	}
}

// TestFix wants the failing call refused, and let through after as many fixes as the scenario has causes.
func TestFix(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios(t) {
		if s.OffAPI() {
			continue
		}
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			l := started(t, s.ID)
			if got := l.send(t); got < 400 {
				t.Errorf("the failing call answers %d", got)
			}
			for i := range 1 + len(s.Also) {
				if !l.Fix() {
					t.Errorf("there is no fix %d", i+1)
				}
				got := l.send(t)
				if last := i == len(s.Also); last != (got == 200) {
					t.Errorf("after fix %d the call answers %d", i+1, got)
				}
			}
		})
	}
}

// send sends the failing call and returns the status.
func (l *Lab) send(t testing.TB) int {
	t.Helper()
	if _, err := l.FailingText(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := l.Requests()
	return seen[len(seen)-1].Status
}
