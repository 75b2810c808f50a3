package content

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"why403/flow"
)

const openAIDir = "playbooks/openai-organization"

// playbookCase is one case of a playbook's tests: what is known, and where it leads.
type playbookCase struct {
	Name    string            `yaml:"name"`
	From    string            `yaml:"from"` // Where the text was seen; may be empty.
	Text    string            `yaml:"text"`
	Answers map[string]string `yaml:"answers"`
	Want    string            `yaml:"want"` // A verdict.
	Asks    string            `yaml:"asks"` // Or a question that is open.
}

func openAIBook(t *testing.T) *Book {
	t.Helper()
	b, err := Load(os.DirFS(openAIDir), ".")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func openAICases(t *testing.T) []playbookCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(openAIDir, "tests", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []playbookCase
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var cases []playbookCase
		if err := yaml.Load(data, &cases, yaml.WithKnownFields()); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all = append(all, cases...)
	}
	return all
}

// walkCase reads the text and answers questions as they come, until one is not answered or the walk ends. It returns the
// position, the facts, and the answers that nobody asked for.
func walkCase(t *testing.T, b *Book, c playbookCase) (p flow.Position, s *flow.Session, unasked []string) {
	t.Helper()
	s = new(flow.Session)
	if c.Text != "" {
		s.Read(b.Read([]byte(c.Text)), flow.Pasted, epoch)
	}
	left := maps.Clone(c.Answers)
	for {
		p = flow.Walk(b.Playbook, s.Facts())
		word, ok := "", false
		if p.Outcome == flow.Asking {
			word, ok = left[p.Question.ID]
		}
		if !ok {
			return p, s, slices.Sorted(maps.Keys(left))
		}
		v, err := flow.ParseValue(word)
		if err != nil || v == flow.Unknown {
			t.Fatalf("%s: %q", p.Question.ID, word)
		}
		delete(left, p.Question.ID)
		s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	}
}

// Every case leads where it says; between them they use every sign, rule and question and reach every verdict.
func TestOpenAICases(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	used := make(map[string]bool)
	names := make(map[string]bool)
	texts := 0
	for _, c := range openAICases(t) {
		if names[c.Name] || c.Name == "" {
			t.Errorf("the name %q is missing or used twice", c.Name)
		}
		names[c.Name] = true
		if (c.Want == "") == (c.Asks == "") {
			t.Errorf("%s: give either want or asks", c.Name)
			continue
		}
		if c.Text != "" {
			texts++
			reading := b.Read([]byte(c.Text))
			for _, f := range reading.Facts {
				used["sign "+f.Rule] = true
			}
			for _, n := range reading.Notes {
				used["note "+n.Name] = true
			}
		}
		p, s, unasked := walkCase(t, b, c)
		got := p.Outcome.String()
		switch p.Outcome {
		case flow.Asking:
			got = "asks " + p.Question.ID
			used["question "+p.Question.ID] = true
		case flow.Concluded:
			got = "want " + p.Verdict.ID
			used["verdict "+p.Verdict.ID] = true
		}
		if want := strings.TrimSpace("want " + c.Want); c.Want != "" && got != want {
			t.Errorf("%s: got %s, want %s; facts %v", c.Name, got, c.Want, s.Facts())
		}
		if c.Asks != "" && got != "asks "+c.Asks {
			t.Errorf("%s: got %s, want to be asked %s; facts %v", c.Name, got, c.Asks, s.Facts())
		}
		if len(unasked) > 0 {
			t.Errorf("%s: nobody asked for %v; got %s", c.Name, unasked, got)
		}
		known := make(map[string]flow.Value)
		for _, step := range p.Trail {
			if step.Aside {
				continue
			}
			known[step.Fact.ID] = step.Fact.Value
			if step.Question != nil {
				used["question "+step.Question.ID] = true
			}
		}
		for _, r := range b.Rules {
			if holds(r.When, known) && (len(r.Unless) == 0 || !holds(r.Unless, known)) {
				used[fmt.Sprint("rule ", r.Pos)] = true
			}
		}
	}
	if texts < 20 {
		t.Errorf("%d texts, want at least 20", texts)
	}
	for _, v := range b.Verdicts {
		if !used["verdict "+v.ID] {
			t.Errorf("no case reaches the verdict %s", v.ID)
		}
	}
	for _, q := range b.Questions {
		if !used["question "+q.ID] {
			t.Errorf("no case comes to the question %s", q.ID)
		}
	}
	for _, r := range b.Rules {
		if !used[fmt.Sprint("rule ", r.Pos)] {
			t.Errorf("%s:%d: no case uses the rule: %s", r.Pos.File, r.Pos.Line, r.Because)
		}
	}
	data, err := os.ReadFile(filepath.Join(openAIDir, "signs.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	signs, _, _ := loadSigns("signs.yaml", data, func(string) bool { return true })
	for _, s := range signs {
		note := len(s.Notes) > 0 && used["note "+s.Notes[0].Name]
		if !used["sign "+s.ID] && !note {
			t.Errorf("no case uses the sign %s", s.ID)
		}
	}
}

// holds tells whether the condition holds for the facts.
func holds(c flow.Cond, known map[string]flow.Value) bool {
	return slices.ContainsFunc(c, func(cl flow.Clause) bool {
		return !slices.ContainsFunc(cl, func(term flow.Term) bool { return !slices.Contains(term.Values, known[term.Fact]) })
	})
}

// Whatever is pasted and answered, the walk ends soon, and an end without a verdict names what to find out.
func TestOpenAIEveryPathEnds(t *testing.T) {
	t.Parallel()
	b := openAIBook(t)
	var readings []flow.Reading
	for _, c := range openAICases(t) {
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
