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
	"why403/flow/evidence"
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

func corpus(t *testing.T) []reported {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "corpus", "cases.jsonl"))
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

// concluded returns the verdict that the facts of a text lead to by themselves, or "".
func concluded(facts []flow.Fact) string {
	yes := make(map[string]bool)
	for _, f := range facts {
		if f.Value == flow.Yes {
			yes[f.ID] = true
		}
	}
	for _, l := range leads() {
		if yes[l.fact] && (l.also == "" || yes[l.also]) {
			return l.verdict
		}
	}
	return ""
}

type lead struct{ fact, also, verdict string }

func leads() []lead {
	return []lead{
		{"ip-allowlist-text", "", "org-policy"},
		{"tenant-restriction", "", "org-policy"},
		{"cors-org-text", "", "org-policy"},
		{"compliance-code", "", "org-policy"},
		{"scope-code", "", "workspace-restriction"},
		{"scopes-text", "", "workspace-restriction"},
		{"workspace-text", "", "workspace-restriction"},
		{"entitlement-code", "", "model-access"},
		{"model-not-granted-text", "", "model-access"},
		{"beta-missing-text", "", "beta-header"},
		{"beta-enrolment-text", "", "beta-header"},
		{"beta-value-text", "", "bad-beta-value"},
		{"region-text", "", "unsupported-region"},
		{"forbidden-text", "colo-outside-region", "unsupported-region"},
		{"challenge-page", "", "edge-block"},
		{"cloudflare-block-page", "", "edge-block"},
		{"proxy-product", "", "corporate-proxy"},
		{"egress-policy", "", "sandbox-egress"},
		{"oauth-scope-text", "", "oauth-scope"},
		{"oauth-revoked-text", "", "oauth-revoked"},
		{"oauth-not-allowed-text", "", "oauth-not-allowed"},
		{"oauth-client-text", "", "oauth-client-restricted"},
		{"org-disabled-text", "", "org-disabled"},
		{"billing-text", "", "billing"},
		{"billing-code", "", "billing"},
		{"credential-type-text", "", "wrong-key-type"},
		{"cors-header-text", "", "browser-cors"},
		{"ownership-text", "", "resource-ownership"},
		{"gateway-text", "", "gateway"},
		{"bedrock-sign", "", "bedrock"},
		{"vertex-sign", "", "vertex"},
		{"foundry-sign", "", "foundry"},
		{"claude-web-sign", "", "claude-web"},
		{"invalid-key-text", "", "authentication"},
		{"unknown-model-text", "", "unknown-model"},
		{"rate-limit-text", "", "rate-limit"},
		{"overloaded-text", "", "overloaded"},
		{"other-service-sign", "", "other-service"},
		{"not-http-sign", "", "not-http"},
	}
}

// asked are the facts that questions ask for and signs may say.
func asked() []string {
	return []string{
		"status-403", "status-400", "status-401", "status-402", "status-404", "status-429", "status-5xx", "status-529", "status-4xx-other",
		"direct-to-anthropic", "edge-shaped", "console-key", "login-token", "admin-or-scoped-key", "uses-beta", "in-browser",
	}
}

func signs(t testing.TB) *evidence.Signs {
	t.Helper()
	dir := filepath.Join("playbooks", "anthropic-403")
	book, err := os.ReadFile(filepath.Join(dir, "playbook.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	src, root := parse("playbook.yaml", book)
	pb := &loader{pb: &flow.Playbook{Facts: make(map[string]flow.FactInfo)}}
	pb.playbook(src, root)
	data, err := os.ReadFile(filepath.Join(dir, "signs.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	list, problems := loadSigns("signs.yaml", data, func(id string) bool {
		_, ok := pb.pb.Facts[id]
		return ok || slices.Contains(asked(), id)
	})
	if len(problems) > 0 {
		t.Fatal(problems.Error())
	}
	s, err := evidence.Compile(list)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	s := signs(t)
	decidable, right, wrong := 0, 0, 0
	for _, c := range corpus(t) {
		r := s.Read([]byte(c.Pasted))
		got := concluded(r.Facts)
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
	t.Logf("%d of %d decidable right, %d wrong", right, decidable, wrong)
	if wrong > 0 {
		t.Errorf("%d texts lead to a wrong verdict; they should lead to a question", wrong)
	}
	if right*100 < decidable*95 {
		t.Errorf("%d of %d decidable texts lead to their verdict, want at least 95%%", right, decidable)
	}
}
