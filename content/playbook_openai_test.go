package content

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
)

const openAIDir = "playbooks/openai-organization"

func openAIBook(t *testing.T) *Book {
	t.Helper()
	b, err := Load(os.DirFS(openAIDir), ".")
	must.NoError(t, err)
	return b
}

// Whatever is pasted and answered, the walk ends soon, and an end without a verdict names what to find out.
func TestOpenAIEveryPathEnds(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	var readings []flow.Reading
	for _, c := range cases(t, "openai-organization") {
		readings = append(readings, b.Read([]byte(c.Text)))
	}
	const most = 20 // Reached only by someone who can find out nothing.
	rapid.Check(t, func(t *rapid.T) {
		s := new(flow.Session)
		s.Read(rapid.SampledFrom(readings).Draw(t, "text"), flow.Pasted, epoch)
		for asked := 0; ; asked++ {
			p := flow.Walk(b.Playbook, s.Facts())
			if p.Outcome == flow.Open && len(p.Again) == 0 {
				t.Fatalf("a dead end: nothing is unsure, and more than one cause is left: %v", s.Facts())
			}
			if p.Outcome != flow.Asking {
				return
			}
			if asked == most {
				t.Fatalf("question %d: %s; after %v", asked, p.Question.ID, s.Facts())
			}
			v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, p.Question.ID)
			s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		}
	})
}

// What is read out and what is shown fits: the same limits as for the playbook that is built in.
func TestOpenAITexts(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	for _, q := range b.Questions {
		for name, limit := range map[string]struct {
			text string
			most int
		}{
			"about": {b.Facts[q.ID].About, 100}, "ask": {q.Ask, 130}, "say": {q.Say, 180}, "why": {q.Why, 180},
			"yes": {q.Yes, 110}, "no": {q.No, 110}, "unsure": {q.Unsure, 130},
		} {
			if limit.text == "" || len(limit.text) > limit.most {
				t.Errorf("%s: %s has %d characters, want 1 to %d: %s", q.ID, name, len(limit.text), limit.most, limit.text)
			}
		}
		if !strings.HasSuffix(q.Ask, "?") || !strings.HasSuffix(q.Say, "?") {
			t.Errorf("%s: ask and say are questions: %q, %q", q.ID, q.Ask, q.Say)
		}
		fits(t, q.ID, q.Command, 72)
	}
	for _, v := range b.Verdicts {
		if v.Screen.Title != v.Title {
			t.Errorf("%s: the screen is titled %q, the verdict %q", v.ID, v.Screen.Title, v.Title)
		}
		at := -1
		for _, s := range v.Screen.Sections {
			i := slices.Index(headings, s.Heading)
			if i <= at {
				t.Errorf("%s: the section %q is unknown or out of order", v.ID, s.Heading)
			}
			at = max(at, i)
			fits(t, v.ID+": "+s.Heading, fenced(s.Body), 72)
		}
		if sources, _ := v.Screen.Section("Sources"); !strings.Contains(sources, "2026-11-23") {
			t.Errorf("%s: the sources carry no date", v.ID)
		}
		if _, ok := v.Screen.Section("The request"); v.Number > 0 && !ok {
			t.Errorf("%s: no section \"The request\"", v.ID)
		}
	}
	for _, p := range b.Reference {
		for _, s := range p.Sections {
			fits(t, p.ID+": "+s.Heading, fenced(s.Body), 58)
		}
	}
	if len(b.Examples) < 5 || len(b.Reference) == 0 || b.Escalation == "" {
		t.Errorf("%d examples, %d pages of reference, escalation %q", len(b.Examples), len(b.Reference), b.Escalation)
	}
	for _, e := range b.Examples {
		if facts := b.Read([]byte(e.Text)).Facts; len(facts) == 0 {
			t.Errorf("the example %s shows nothing", e.ID)
		}
	}
	for _, table := range b.Tables {
		for _, r := range table.Rows {
			if r.Checked != "2026-11-23" || !strings.HasPrefix(r.Source, "https://") && !strings.Contains(r.Source, "@") {
				t.Errorf("%s: %s: checked %q, source %q", table.ID, r.Item, r.Checked, r.Source)
			}
		}
	}
}

// fenced returns the code of a Markdown text.
func fenced(body string) string {
	var code strings.Builder
	in := false
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, "```") {
			in = !in
		} else if in {
			code.WriteString(line)
		}
	}
	return code.String()
}

// fits checks that lines of code fit and put no key into arguments.
func fits(t *testing.T, where, code string, most int) {
	t.Helper()
	for line := range strings.Lines(code) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > most {
			t.Errorf("%s: a line of code is %d wide, more than %d: %s", where, n, most, line)
		}
		if strings.Contains(line, "-H 'Authorization") || strings.Contains(line, `-H "Authorization`) {
			t.Errorf("%s: a key is an argument: %s", where, line)
		}
	}
}
