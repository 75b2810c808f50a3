package report

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
)

// TestOwnTextsStayWhole holds that masking takes nothing for a secret of what the playbook itself says.
func TestOwnTextsStayWhole(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
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
		if got, want := redact.Line(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q became %q", want, got)
		}
	}
}

// TestRealTemplate writes the shipped template with a key in every place that somebody else fills.
func TestRealTemplate(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
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
	must.NoError(t, err)
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
	book := must.Have(b, content.Default)
	s := new(flow.Session)
	s.Assert(time.Time{}, flow.Fact{ID: "forbidden-text", Value: flow.Yes, From: flow.Pasted, Quote: `{"error":{"type":"forbidden"}}`})
	p := flow.Walk(book.Playbook, s.Facts())
	for b.Loop() {
		Diagnose(book.Playbook, s, p)
	}
}

// TestNothingTwice writes up every third case beside the playbooks that ship: no sentence and no quote stands twice, the title says what
// was found, and nothing is said of what is left that its number does not bear out.
func TestNothingTwice(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	source := regexp.MustCompile(` \([^()]*UTC\)`)
	doNow := regexp.MustCompile(`(?s)## Do this now.*?\*\*Check.*?\n`) // The playbook's own.
	written := 0
	for _, id := range content.Shipped() {
		b, err := content.Ship(id)
		must.NoError(t, err)
		cases, err := content.LoadCases(os.DirFS("../../content/playbooks/"+id), ".", b)
		must.NoError(t, err)
		for i, c := range cases {
			if i%3 > 0 { // Reading them all takes 16 s.
				continue
			}
			s := new(flow.Session)
			s.Open(flow.About{Whose: flow.Customer}, now)
			if c.Text != "" {
				s.Read(b.Read([]byte(c.Text)), flow.Pasted, now)
			}
			for _, id := range slices.Sorted(maps.Keys(c.Answers)) {
				s.Assert(now, flow.Fact{ID: id, Value: c.Answers[id], From: flow.Customer})
			}
			p := flow.Walk(b.Playbook, s.Facts())
			w, err := Write(b.Playbook, s, p, FormatMarkdown, Options{Now: now})
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			written++
			w.Text, _, _ = strings.Cut(w.Text, "<details>\n<summary>The error as it was given") // Which can say what it likes.
			seen := make(map[string]bool)
			for line := range strings.Lines(w.Text) {
				line = strings.TrimSpace(strings.TrimLeft(source.ReplaceAllString(strings.TrimSpace(line), ""), "-0123456789. "))
				if len(strings.Fields(line)) > 3 && seen[line] {
					t.Errorf("%s, %s: %q stands twice:\n%s", id, c.Name, line, w.Text)
				}
				seen[line] = true
			}
			quotes := regexp.MustCompile("`` .+? ``|`[^`]{12,}`").FindAllString(doNow.ReplaceAllString(w.Text, ""), -1)
			slices.Sort(quotes)
			if len(slices.Compact(slices.Clone(quotes))) != len(quotes) {
				t.Errorf("%s, %s: a quote stands twice: %q:\n%s", id, c.Name, quotes, w.Text)
			}
			if v := p.Verdict; v != nil {
				if _, name := v.Called(s); v.Name == "" || !strings.Contains(strings.SplitN(w.Text, "\n", 2)[0], name) {
					t.Errorf("%s, %s: the title does not say %s:\n%s", id, c.Name, name, w.Text)
				}
			}
			for _, never := range []string{"more than one cause", ": no (", "proven", "A comparison points"} {
				if n := strings.Count(w.Text, " (possible)") + strings.Count(w.Text, " (likely)"); strings.Contains(w.Text, never) && (never != "more than one cause" || n < 2) {
					t.Errorf("%s, %s: it says %q:\n%s", id, c.Name, never, w.Text)
				}
			}
		}
	}
	if written < 300 {
		t.Errorf("%d reports were written", written)
	}
}
