package content

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// reported is one real report: what its reporter pasted, and the cause that was found in the end.
type reported struct {
	ID        string   `json:"id"`
	Source    string   `json:"source"`
	Pasted    string   `json:"pasted"`
	Label     string   `json:"label"`
	Also      []string `json:"also_labels"`
	Decidable bool     `json:"decidable_from_text"`
}

// The two collections of reports: a sample of the set the tool is measured with, and one gathered later from other
// threads, which shows how well what was learned from the first carries over.
const (
	sample = "cases.jsonl"
	later  = "more.jsonl"
)

// corpus returns the reports of one collection.
func corpus(t testing.TB, name string) []reported {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "corpus", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []reported
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c reported
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// verdictOf maps the corpus's own labels to verdicts.
func verdictOf(label string) string {
	switch label {
	case "model-tier":
		return "model-access"
	case "cloudflare-block":
		return "edge-block"
	case "claudeai-web-api":
		return "claude-web"
	case "azure-foundry":
		return "foundry"
	case "oauth-org-not-allowed":
		return "oauth-not-allowed"
	case "not-403:401":
		return "authentication"
	case "not-403:404-model":
		return "unknown-model"
	case "not-403:400-beta":
		return "bad-beta-value"
	case "github-403", "wrong-endpoint":
		return "other-service"
	case "aup-refusal":
		return "not-http"
	case "unknown-403":
		return ""
	}
	return label
}

// concluded returns the verdict that a text leads to by itself, or "".
func concluded(b *Book, r flow.Reading) string {
	if p := flow.Walk(b.Playbook, r.Facts); p.Outcome == flow.Concluded {
		return p.Verdict.ID
	}
	return ""
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, name := range []string{sample, later} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			measure(t, b, corpus(t, name))
		})
	}
}

// measure logs a table of what each report leads to by itself, and holds that nearly all that can be decided from the
// text are decided right, and none wrong.
func measure(t *testing.T, b *Book, cases []reported) {
	t.Helper()
	decidable, right, wrong := 0, 0, 0
	for _, c := range cases {
		r := b.Read([]byte(c.Pasted))
		got := concluded(b, r)
		want := []string{verdictOf(c.Label)}
		for _, l := range c.Also {
			want = append(want, verdictOf(l))
		}
		mark := "ok"
		switch {
		case got != "" && !slices.Contains(want, got):
			mark = "WRONG"
			wrong++
		case got == "" && c.Decidable:
			mark = "missed"
		case got == "":
			mark = "asks"
		}
		if c.Decidable {
			decidable++
			if got != "" && mark == "ok" {
				right++
			}
		}
		ids := make([]string, 0, len(r.Facts))
		for _, f := range r.Facts {
			ids = append(ids, f.ID+"="+f.Value.String())
		}
		t.Logf("%-6s %s %-24s got %-24s %s | %s", mark, c.ID, want[0], got, r.Summary, strings.Join(ids, " "))
	}
	t.Logf("%d texts, %d of %d decidable right, %d wrong", len(cases), right, decidable, wrong)
	if wrong > 0 {
		t.Errorf("%d texts lead to a wrong verdict; they should lead to a question", wrong)
	}
	if right*100 < decidable*95 {
		t.Errorf("%d of %d decidable texts lead to their verdict, want at least 95%%", right, decidable)
	}
}
