package tui

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/report"
)

// TestEvidenceOfOneAnswer holds that a verdict that rests on somebody's answer says whose word carries it, on the screen and in the ticket,
// and that its message asks for nothing that the answer gave.
func TestEvidenceOfOneAnswer(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	now := func() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }
	b := newBench(t, 80, 40, func(cfg *Config) {
		cfg.Playbook, cfg.Read, cfg.Now = book.Playbook, book.Read, now
		cfg.Reporter = writer{book.Playbook, now}
		cfg.Session.Open(flow.About{Playbook: book.ID, Whose: flow.Customer, Ticket: "CS-1"}, now())
	})
	b.paste(calls[0].text).press("enter", "2")
	b.wants("supported-countries lists them", "+ The failing process goes online in a country that isn't on the API's list — the customer said").lacks("shows as loc=")
	w := must.Have(t, func() (flow.Written, error) {
		return report.Write(book.Playbook, b.app.t.state.Session, b.app.t.pos, report.FormatMarkdown, report.Options{Now: now()})
	})
	if want := "- The failing process goes online in a country that isn't on the API's list (said by the customer)\n"; !strings.Contains(w.Text, want) {
		t.Errorf("the ticket lacks %q:\n%s", want, w.Text)
	}
}
