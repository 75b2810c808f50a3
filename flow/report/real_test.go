package report

import (
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
)

// TestOwnTextsStayWhole holds that masking takes nothing for a secret of what the playbook itself says.
func TestOwnTextsStayWhole(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, v := range book.Verdicts {
		texts = append(texts, v.ID, v.Title, v.Remedy.Line(), v.Remedy.Who, v.Remedy.Send, v.Remedy.Check)
	}
	for _, q := range book.Questions {
		texts = append(append(texts, q.ID, q.Ask, q.Why), q.How...)
	}
	commands := 0
	for _, q := range book.Questions {
		if want := strings.TrimRight(q.Command, "\n"); safeLines(q.Command) != want {
			t.Errorf("the command %q became %q", want, safeLines(q.Command))
		}
		if q.Command != "" {
			commands++
		}
	}
	if commands == 0 {
		t.Error("no question has a command")
	}
	for _, r := range book.Rules {
		texts = append(texts, r.Because)
	}
	for id, f := range book.Facts {
		texts = append(texts, id, f.About)
	}
	for _, s := range texts {
		if got, want := safe(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q became %q", want, got)
		}
	}
}

// TestRealTemplate writes the shipped template with a key in every place that somebody else fills.
func TestRealTemplate(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	secret := "key " + fakeKey
	s := new(flow.Session)
	s.Open(flow.About{Ticket: "A-7 " + secret, Target: "door.example " + secret}, now)
	s.Note(now,
		flow.Note{Name: "status", Text: "403"}, flow.Note{Name: "error_type", Text: "permission_error " + secret},
		flow.Note{Name: "message", Text: "no\n\n## way " + secret}, flow.Note{Name: "request_id", Text: "req_1 " + secret},
		flow.Note{Name: "host " + secret, Text: secret})
	for id := range book.Facts {
		s.Assert(now, flow.Fact{ID: id, Value: flow.No, From: flow.Pasted, Quote: secret})
	}
	s.Assert(now, flow.Fact{ID: secret, Value: flow.Yes, From: flow.Pasted})
	text, err := Escalation(book.Playbook, s, flow.Walk(book.Playbook, s.Facts()), now)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "fakeFAKE") {
		t.Errorf("a key stands in the text:\n%s", text)
	}
	for _, want := range []string{"HTTP 403", "no ## way", "req_1", "A-7", "door.example", "2026-11-23T09:30:00Z", "…00AA"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

func BenchmarkDiagnose(b *testing.B) {
	book, err := content.Default()
	if err != nil {
		b.Fatal(err)
	}
	s := new(flow.Session)
	s.Assert(time.Time{}, flow.Fact{ID: "forbidden-text", Value: flow.Yes, From: flow.Pasted, Quote: `{"error":{"type":"forbidden"}}`})
	p := flow.Walk(book.Playbook, s.Facts())
	for b.Loop() {
		Diagnose(book.Playbook, s, p)
	}
}
