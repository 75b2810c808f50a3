package content

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/evidence"
)

const folder401 = "playbooks/anthropic-401"

// booked is a case of a playbook's own tests: a text, answers, or both, and the verdict or the question that they lead to.
type booked struct {
	Name    string            `yaml:"name"`
	From    string            `yaml:"from"` // Where the text was met; may be empty.
	Text    string            `yaml:"text"`
	Answers map[string]string `yaml:"answers"`
	Want    string            `yaml:"want"`
	Asks    string            `yaml:"asks"`
}

var load401 = sync.OnceValues(func() (*Book, error) { return Load(os.DirFS(folder401), ".") })

func book401(t testing.TB) *Book {
	t.Helper()
	b, err := load401()
	if err != nil {
		t.Fatalf("the playbook:\n%v", err)
	}
	return b
}

func cases401(t testing.TB) []booked {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder401, "tests", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []booked
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var cases []booked
		if err := yaml.Load(data, &cases, yaml.WithKnownFields()); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all = append(all, cases...)
	}
	return all
}

// walk401 reads the text and gives the answers as they are asked for. It reports the answers that nobody asked for, and hands
// every set of facts on the way to each.
func walk401(t *testing.T, b *Book, c booked, each func([]flow.Fact, flow.Position)) flow.Position {
	t.Helper()
	var facts []flow.Fact
	if c.Text != "" {
		facts = b.Read([]byte(c.Text)).Facts
	}
	left := make(map[string]flow.Value)
	for id, word := range c.Answers {
		v, err := flow.ParseValue(word)
		if err != nil {
			t.Fatal(err)
		}
		left[id] = v
	}
	for {
		p := flow.Walk(b.Playbook, facts)
		each(facts, p)
		if p.Outcome != flow.Asking {
			if len(left) > 0 {
				t.Errorf("nobody asks for %v", left)
			}
			return p
		}
		v, ok := left[p.Question.ID]
		if !ok {
			if len(left) > 0 {
				t.Errorf("%q is asked, and the answers left are %v", p.Question.ID, left)
			}
			return p
		}
		delete(left, p.Question.ID)
		facts = append(facts, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	}
}

func TestPlaybook401Cases(t *testing.T) {
	t.Parallel()
	b := book401(t)
	cases := cases401(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			p := walk401(t, b, c, func([]flow.Fact, flow.Position) {})
			var verdict, question string
			switch p.Outcome {
			case flow.Concluded:
				verdict = p.Verdict.ID
			case flow.Asking:
				question = p.Question.ID
			case flow.Open:
			}
			if verdict != c.Want || question != c.Asks {
				t.Errorf("got verdict %q, question %q (%v), want %q, %q", verdict, question, p.Outcome, c.Want, c.Asks)
				for _, f := range b.Read([]byte(c.Text)).Facts {
					t.Logf("%s=%v by %s: %s", f.ID, f.Value, f.Rule, f.Quote)
				}
			}
		})
	}
	texts := 0
	for _, c := range cases {
		if c.Text != "" && c.From != "" {
			texts++
		}
	}
	if texts < 25 {
		t.Errorf("%d texts name where they were met, want 25 or more", texts)
	}
}

// TestPlaybook401Covered holds that the cases reach every verdict, every rule and every answer to every question.
func TestPlaybook401Covered(t *testing.T) {
	t.Parallel()
	b := book401(t)
	rules, verdicts, edges := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, c := range cases401(t) {
		p := walk401(t, b, c, func(facts []flow.Fact, p flow.Position) {
			for _, s := range p.Standings {
				for _, r := range slices.Concat(s.For, s.Against) {
					rules[r.Text] = true
				}
			}
			if p.Outcome == flow.Asking {
				edges[p.Question.ID+"="+c.Answers[p.Question.ID]] = true
			}
		})
		if p.Outcome == flow.Concluded {
			verdicts[p.Verdict.ID] = true
		}
	}
	for _, v := range b.Verdicts {
		if !verdicts[v.ID] {
			t.Errorf("no case ends at %q", v.ID)
		}
	}
	for _, r := range b.Rules {
		// A rule that only raises leaves no reason behind.
		if only := len(r.Proves)+len(r.Suggests)+len(r.RulesOut) == 0; !only && !rules[r.Because] {
			t.Errorf("%s:%d: no case uses the rule %q", r.Pos.File, r.Pos.Line, r.Because)
		}
	}
	for _, q := range b.Questions {
		for _, v := range []string{"yes", "no", "unsure"} {
			if !edges[q.ID+"="+v] {
				t.Errorf("no case answers %q with %s", q.ID, v)
			}
		}
	}
}

// TestPlaybook401Signs holds that each sign decides something in at least one case.
func TestPlaybook401Signs(t *testing.T) {
	t.Parallel()
	b := book401(t)
	data, err := os.ReadFile(filepath.Join(folder401, "signs.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	list, _, problems := loadSigns("signs.yaml", data, func(id string) bool { _, ok := b.Facts[id]; return ok })
	if len(problems) > 0 {
		t.Fatal(problems.Error())
	}
	used := make(map[string]bool)
	var texts []string
	for _, c := range cases401(t) {
		texts = append(texts, c.Text)
		for _, f := range b.Read([]byte(c.Text)).Facts {
			used[f.Rule] = true
		}
	}
	for _, s := range list {
		if s.Names == "" && len(s.Says) == 0 {
			one, err := evidence.Compile([]evidence.Sign{s})
			if err != nil {
				t.Fatal(err)
			}
			used[s.ID] = slices.ContainsFunc(texts, func(text string) bool {
				return slices.ContainsFunc(one.Read([]byte(text)).Notes, func(n flow.Note) bool {
					return slices.ContainsFunc(s.Notes, func(m evidence.Noted) bool { return m.Name == n.Name })
				})
			})
		}
		if !used[s.ID] {
			t.Errorf("%s:%d: sign %q decides nothing in any case", s.Pos.File, s.Pos.Line, s.ID)
		}
	}
}

// TestPlaybook401Shares holds that facts which both playbooks know mean the same in both, so that they can be handed over.
func TestPlaybook401Shares(t *testing.T) {
	t.Parallel()
	b, other := book401(t), book(t)
	// The same statement under another name would be lost.
	about := make(map[string]string)
	for id, f := range other.Facts {
		about[f.About] = id
	}
	shared := 0
	for id, f := range b.Facts {
		if _, ok := other.Facts[id]; ok {
			shared++
			if f.About != other.Facts[id].About {
				t.Errorf("%s is %q here and %q there", id, f.About, other.Facts[id].About)
			}
		} else if twin := about[f.About]; twin != "" {
			t.Errorf("%q is %s here and %s there", f.About, id, twin)
		}
	}
	if shared < 30 {
		t.Errorf("%d facts are shared, want 30 or more", shared)
	}
}

func TestPlaybook401Texts(t *testing.T) {
	t.Parallel()
	b := book401(t)
	leak := regexp.MustCompile(`(?i)(-H|--header)[ =]['"]?(x-api-key|authorization):`)
	narrow := func(where, text string, most int) {
		fenced := false
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			} else if n := len([]rune(strings.ReplaceAll(line, "\t", "    "))); fenced && n > most {
				t.Errorf("%s: a line of code is %d wide, more than %d: %s", where, n, most, line)
			}
		}
		if leak.MatchString(text) {
			t.Errorf("%s puts a key into the arguments", where)
		}
	}
	for _, v := range b.Verdicts {
		if v.Screen.Title != v.Title {
			t.Errorf("the screen %s is titled %q, the verdict %q", v.ID, v.Screen.Title, v.Title)
		}
		at := -1
		for _, s := range v.Screen.Sections {
			i := slices.Index(headings, s.Heading)
			if i <= at {
				t.Errorf("%s: the section %q is unknown or out of order", v.ID, s.Heading)
			}
			at = max(at, i)
			narrow(v.ID, s.Body, 72)
		}
		if sources, _ := v.Screen.Section("Sources"); !strings.Contains(sources, "checked 2026-") {
			t.Errorf("%s: the sources carry no date", v.ID)
		}
	}
	for _, p := range b.Reference {
		for _, s := range p.Sections {
			narrow(p.ID, s.Body, 58)
		}
	}
	for _, q := range b.Questions {
		narrow(q.ID, "```\n"+q.Command+"\n```", 72)
		for name, limit := range map[string]struct {
			text string
			most int
		}{
			"about": {b.Facts[q.ID].About, 100}, "ask": {q.Ask, 130}, "say": {q.Say, 180}, "why": {q.Why, 180},
			"yes": {q.Yes, 110}, "no": {q.No, 110}, "unsure": {q.Unsure, 130},
		} {
			if len(limit.text) > limit.most {
				t.Errorf("%s: %s has %d characters, more than %d", q.ID, name, len(limit.text), limit.most)
			}
		}
		if !strings.HasSuffix(q.Ask, "?") || !strings.HasSuffix(q.Say, "?") {
			t.Errorf("%s: ask and say are questions", q.ID)
		}
	}
	for _, tab := range b.Tables {
		for _, r := range tab.Rows {
			if !strings.HasPrefix(r.Source, "https://") && !strings.Contains(r.Source, "@") {
				t.Errorf("%s: the source %q is neither an address nor a package with its version", r.Item, r.Source)
			}
		}
	}
}
