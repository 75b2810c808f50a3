package flow_test

import (
	"testing"

	"why403/flow"
)

func TestMeant(t *testing.T) {
	t.Parallel()
	names := []string{"workspace-restriction", "stale-key", "org-policy", "sh", "powershell", "any", "all", "yes", "no", "unsure", "20261101-1200-k7q2", "T-9"}
	for got, want := range map[string]string{
		"stale-kye":             "stale-key",
		"Stale-Key":             "stale-key",
		"stalekey":              "stale-key",
		"stale":                 "stale-key",
		"workspace":             "workspace-restriction",
		"WORKSPACE-RESTRICTON":  "workspace-restriction",
		"org_policy":            "org-policy",
		"power":                 "powershell",
		"ys":                    "yes",
		"unsre":                 "unsure",
		"20261101-1200-k7p2":    "20261101-1200-k7q2",
		"":                      "",
		"x":                     "",
		"st":                    "sh",  // One of two letters.
		"ayn":                   "any", // Neighbours that changed places.
		"upwershell":            "powershell",
		"T-77":                  "",
		"zz":                    "",
		"maybe":                 "",
		"key":                   "",
		"restriction":           "",
		"workspace-restriction": "workspace-restriction",
	} {
		if m := flow.Meant(got, names); m != want {
			t.Errorf("%q: %q, want %q", got, m, want)
		}
	}
	if m := flow.Meant("org", []string{"org-policy", "org-other"}); m != "" {
		t.Errorf("two begin with it: %q", m)
	}
}
