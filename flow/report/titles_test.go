package report

import (
	"regexp"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestTitleHasTheStatus holds that a report's title has the status that was said, where no text shows one, and none that was ruled out.
func TestTitleHasTheStatus(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	choice := book.Choice("status")
	for option, want := range map[string]string{
		"403": "Claude API 403: ", "page": "Claude API 403: ", "401": "Claude API 401: ", "400": "Claude API 400: ", "404": "Claude API 404: ", "429": "Claude API 429: ",
		"5xx": "Claude API 5xx: ", "other": "Claude API error: ", "none": "Claude API error: ", "": "Claude API error: ",
	} {
		s := new(flow.Session)
		if option != "" {
			s.SayAll(book.Playbook, book.Choose(s, choice, option, flow.You, ""), nil, now)
		}
		p := flow.Walk(book.Playbook, s.Facts())
		d := build(book.Playbook, s, p, newMask(book.Playbook, false), Options{Now: now}, "", true)
		if got := d.Title; !strings.HasPrefix(got, want) && !(p.Verdict != nil && p.Verdict.Elsewhere) {
			t.Errorf("%q: the title is %q, want %q", option, got, want)
		}
	}
}

// TestLeavingASolvedSession holds that what stands on the screen when the program is left says what it was, and nothing that is still to do.
func TestLeavingASolvedSession(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, v := range book.Verdicts {
		if v.ID == book.Unexplained {
			continue
		}
		s := new(flow.Session)
		s.Tried(book.Playbook, v.ID, flow.Yes, flow.Customer, now)
		var text, full strings.Builder
		d := Diagnose(book.Playbook, s, flow.Walk(book.Playbook, s.Facts()))
		must.NoError(t, d.Summary(&text, 78))
		must.NoError(t, d.Text(&full, 78, false))
		for _, got := range []string{text.String(), full.String()} {
			if !strings.Contains(got, "The fix: ") || strings.Contains(got, "Do this now") || strings.Contains(got, "Send: ") {
				t.Errorf("%s:\n%s", v.ID, got)
			}
		}
	}
}

// TestNoFixOfTheUnexplained holds that where nothing explains the error there is no fix that could have failed.
func TestNoFixOfTheUnexplained(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	if got, err := book.ParseAnswer(flow.FixedFact(book.Unexplained)+"=no", new(flow.Session), flow.You); err == nil {
		t.Errorf("taken as %+v", got)
	}
}

// TestWhoseRequests holds of every playbook that ships that the text that looks a refusal up speaks of our requests in a call of our own, and of
// the customer's in theirs; and that it breaks no paragraph, because whoever shows it does.
func TestWhoseRequests(t *testing.T) {
	t.Parallel()
	broken := regexp.MustCompile(`(?m)^\pL.*\n\pL.*`)
	for _, id := range content.Shipped() {
		book, err := content.Ship(id)
		must.NoError(t, err)
		for whose, want := range map[flow.Source]string{flow.You: "requests of ours", flow.Customer: "A customer's requests"} {
			s := new(flow.Session)
			s.Open(flow.About{Whose: whose}, now)
			text, err := Escalation(book.Playbook, s, flow.Walk(book.Playbook, nil), now)
			if err != nil || !strings.Contains(text, want) || whose == flow.Customer && strings.Contains(text, "ours") || broken.MatchString(text) {
				t.Errorf("%s of %s: %v\n%s", whose, id, err, text)
			}
		}
	}
}
