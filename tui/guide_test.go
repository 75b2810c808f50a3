package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/checklist"
	"why403/flow/conversation"
	"why403/flow/page"
	"why403/flow/report"
)

// TestNoGuideForCustomers holds that nothing which a customer sees or is told numbers a cause: they have no guide.
func TestNoGuideForCustomers(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	pb, now := book.Playbook, time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	numbered := regexp.MustCompile(`(?i)in the guide|\bcause \d`)
	for i, text := range []string{
		"what-works=haiku other-key-works=no org-lists-model=no", "what-works=all beta=no-header", "what-works=haiku other-keys=younger",
		"plain-works=no works-elsewhere=no other-keys=older twin-key-works=yes", "plain-works=no works-elsewhere=yes",
	} {
		s := new(flow.Session)
		s.Open(flow.About{Playbook: pb.ID, Whose: flow.Customer}, now)
		s.Read(book.Read([]byte(`403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`)), flow.Pasted, now)
		for w := range strings.FieldsSeq(text) {
			facts, err := pb.ParseAnswer(w, s, flow.Customer)
			if err != nil {
				t.Fatal(err)
			}
			s.SayAll(pb, facts, nil, now)
		}
		s.Assert(now, flow.Fact{ID: "org-has-policy", Value: flow.Unsure, From: flow.You, Asked: "organization-owner"})
		c := conversation.New(conversation.Ports{Now: func() time.Time { return now }, Guest: true}, conversation.Opened{Playbook: pb}, s)
		st := c.State()
		v := st.Position().Verdict
		if v == nil || v.Number != i+1 {
			t.Fatalf("%s leads to %s", text, st.Position().Where())
		}
		mail, err := report.Write(pb, s, st.Position(), report.FormatCustomer, report.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		lines := func(blocks []page.Block) string { return strings.Join(page.Lines(blocks, 80), "\n") }
		for where, text := range map[string]string{"the card": lines(st.Verdict(v)), "a guest's page": lines(st.ForGuest()), "what is read out": strings.Join(st.Spoken(), "\n"), "a letter": checklist.Write(pb, s, ""), "the customer's form": mail.Text} {
			if m := numbered.FindString(text); m != "" {
				t.Errorf("%s says %q:\n%s", where, m, text)
			}
		}
	}
}
