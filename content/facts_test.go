package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// What was said once and is known to be wrong is said nowhere, and what came in its place stands where it is read.
func TestWrongAnswersStayGone(t *testing.T) {
	t.Parallel()
	gone := []struct{ words, why string }{
		{"1.12.0", "npm had 1.14.0 on 2026-11-24"},
		{"v2.13.0", "Go had v2.15.0 on 2026-11-24"},
		{"only be used by its own client", "tokens of ant auth login and workload identity begin with sk-ant-oat01, too"},
		{"send it in x-api-key, and only there", "a Console key goes as Bearer, too"},
		{"No permission is missing", "some 400s are a permission"},
		{"turn CORS on", "no switch is documented"},
		{"allow CORS in the Console", "no switch is documented"},
	}
	stands := []struct{ book, verdict, words string }{
		{"anthropic-403", "org-policy", "no documented switch"},
		{"anthropic-403", "org-policy", "custom retention settings"},
		{"anthropic-403", "org-policy", "up to ten numbered continuation headers"},
		{"anthropic-403", "org-policy", "not self-serve"},
		{"anthropic-403", "oauth-scope", "no logout is needed"},
		{"anthropic-403", "org-disabled", "https://claude.ai/restricted"},
		{"anthropic-403", "model-access", "403 / model not available"},
		{"anthropic-403", "model-access", "https://claude.ai/admin-settings/models"},
		{"anthropic-403", "beta-header", "`thinking: {type: enabled}` of the guide's sample is a 400"},
		{"anthropic-403", "unknown-model", "`claude-sonnet-4-5` ends on 30 November 2026, `claude-opus-4-5` on 22 January 2027"},
		{"anthropic-403", "vertex", "Google Cloud's Agent Platform"},
		{"anthropic-403", "bedrock", "Mantle"},
		{"anthropic-403", "token-scope", "App Attest"},
		{"anthropic-403", "token-scope", "/v1/tunnels"},
		{"anthropic-403", "workspace-restriction", "dream"},
		{"anthropic-403", "feature-access", "human review"},
		{"anthropic-403", "feature-off", "Routines"},
		{"anthropic-403", "feature-off", "Self-hosted runners"},
		{"anthropic-403", "feature-off", "Fast mode"},
		{"anthropic-403", "edge-block", "1200"},
		{"anthropic-403", "bad-request", "anthropic-workspace-id"},
		{"anthropic-401", "malformed-value", "wraps over two lines"},                        // D1
		{"anthropic-401", "other-key-wins", "beats the shell, and `env` alone does not"},    // D2
		{"anthropic-401", "no-credential", "Or `Authorization: Bearer KEY`"},                // D3
		{"anthropic-401", "no-credential", "identity-linked API key"},                       // D4
		{"openai-organization", "key-permissions", "Codex has two sign-ins"},                // D5
		{"openai-organization", "key-permissions", `"Model capabilities" to Request first`}, // D6
		{"openai-organization", "azure-openai", "Cognitive Services OpenAI User"},           // D7
		{"openai-organization", "azure-openai", "resolve to the private address"},           // D7
		{"anthropic-401", "gateway", "stored at OpenRouter"},                                // D8
		{"anthropic-401", "other-key-wins", "`/status` does not show its error"},            // D9
		{"anthropic-401", "no-credential", "Not logged in · Please run /login"},             // D10
		{"anthropic-401", "other-key-wins", "Auth conflict: Using ANTHROPIC_API_KEY"},       // D11
	}
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			var text strings.Builder
			text.WriteString(v.Title + "\n" + v.Remedy.Line() + "\n")
			for _, s := range v.Screen.Sections {
				text.WriteString(s.Body)
			}
			for _, g := range gone {
				if strings.Contains(text.String(), g.words) {
					t.Errorf("%s: %s says %q; %s", id, v.ID, g.words, g.why)
				}
			}
			for _, s := range stands {
				if s.book == id && s.verdict == v.ID && !strings.Contains(text.String(), s.words) {
					t.Errorf("%s: %s does not say %q", id, v.ID, s.words)
				}
			}
		}
		for _, s := range stands {
			if s.book == id && b.Verdict(s.verdict) == nil {
				t.Errorf("%s has no verdict %s", id, s.verdict)
			}
		}
	}
}

// The day that a playbook names is the one on which something in it was last looked at, so the list of playbooks is true.
func TestCheckedIsTheNewestClaim(t *testing.T) {
	t.Parallel()
	for id, b := range ships(t) {
		newest := ""
		for _, c := range b.Sources() {
			newest = max(newest, c.Date)
		}
		if _, err := time.Parse(time.DateOnly, newest); err != nil || b.Checked != newest {
			t.Errorf("%s says checked %s, and its newest claim is of %s", id, b.Checked, newest)
		}
	}
}

// A verdict whose text another playbook has, too, names that playbook; what is named ships.
func TestRelatedPages(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`\*\*([a-z0-9-]+)\*\*`)
	needed := map[string][]string{
		"anthropic-403 authentication":       {"anthropic-401"},
		"anthropic-403 oauth-revoked":        {"anthropic-401"},
		"anthropic-403 oauth-not-allowed":    {"anthropic-401"},
		"anthropic-403 browser-cors":         {"anthropic-401"},
		"anthropic-403 other-service":        {"anthropic-401", "openai-organization"},
		"anthropic-401 permission-error":     {"anthropic-403"},
		"openai-organization claude-api":     {"anthropic-403", "anthropic-401"},
		"openai-organization authentication": {"anthropic-401"},
	}
	for id, b := range ships(t) {
		for _, v := range b.Verdicts {
			var books []string
			body, _ := v.Screen.Section("Related pages")
			for _, m := range named.FindAllStringSubmatch(body, -1) {
				if books = append(books, m[1]); m[1] == id || !slices.Contains(Shipped(), m[1]) {
					t.Errorf("%s: %s is related to %q", id, v.ID, m[1])
				}
			}
			if v.SwitchTo != "" && !slices.Contains(books, v.SwitchTo) {
				t.Errorf("%s: %s goes on in %s and does not name it", id, v.ID, v.SwitchTo)
			}
			for _, want := range needed[id+" "+v.ID] {
				if !slices.Contains(books, want) {
					t.Errorf("%s: %s does not name %s", id, v.ID, want)
				}
			}
			delete(needed, id+" "+v.ID)
		}
	}
	if len(needed) > 0 {
		t.Errorf("no such verdicts: %v", needed)
	}
}
