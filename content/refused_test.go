package content

import (
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// TestStillRefused holds that after a fix that did not help the next cause is looked for: neither is asked again what the error shows or
// where the call goes, nor is a comparison made again that the fix cannot have changed.
func TestStillRefused(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{ // What is asked after the fix, answered as before.
		"model-access":          "what-works=haiku org-lists-model=no key-older=no",
		"beta-header":           "other-keys=none",
		"workspace-restriction": "what-works=haiku twin-key-works=no",
		"stale-key":             "what-works=haiku other-keys=older twin-key-works=yes",
		"org-policy":            "what-works=nothing works-elsewhere=yes other-keys=none",
	}
	for _, sc := range scenarios {
		if want[sc.ID] == "" {
			continue
		}
		s := new(flow.Session)
		s.Read(b.Read([]byte(guidesError)), flow.Pasted, epoch)
		ask := func() []string {
			var asked []string
			for p := flow.Walk(b.Playbook, s.Facts()); p.Outcome == flow.Asking && len(asked) < 20; p = flow.Walk(b.Playbook, s.Facts()) {
				asked = append(asked, truly(b.Playbook, s, p, sc.Answers))
			}
			return asked
		}
		before := ask()
		if got := verdictID(flow.Walk(b.Playbook, s.Facts())); got != sc.Verdict {
			t.Fatalf("%s leads to %s", sc.ID, got)
		}
		plain, _ := s.Fact("plain-works")
		s.Tried(b.Playbook, sc.Verdict, flow.No, flow.You, epoch)
		for _, id := range []string{"status-403", "edge-shaped", "direct-to-anthropic", "console-key"} {
			if _, known := s.Fact(id); !known {
				t.Errorf("after %s it is unknown again whether %s", sc.ID, id)
			}
		}
		if f, _ := s.Fact("plain-works"); plain.Value == flow.Yes && f != plain {
			t.Errorf("after %s the small request, which worked, is unknown again", sc.ID)
		}
		if f, _ := s.Fact("own-model-works"); f.Value != flow.Unknown && sc.ID != "beta-header" {
			t.Errorf("after %s a measurement stays that its fix may have changed", sc.ID)
		}
		after := ask()
		if got := strings.Join(after, " "); got != want[sc.ID] {
			t.Errorf("after %v and the fix of %s it asks %s", before, sc.ID, got)
		}
		if slices.Contains(after, "status=403") {
			t.Errorf("after %s it is asked again what the error shows", sc.ID)
		}
	}
}
