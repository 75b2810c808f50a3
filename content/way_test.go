package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// wayKnowledge reads shared/way.yaml.
func wayKnowledge(t testing.TB) flow.WayKnowledge {
	t.Helper()
	var k flow.WayKnowledge
	signers := func(dst *[]flow.Signer) func(*source, *yaml.Node) {
		return func(s *source, n *yaml.Node) {
			var e flow.Signer
			var from string
			s.fields(n, field{"name": s.into(&e.Name), "pattern": s.into(&e.Pattern), "source": s.into(&from)}, "name", "pattern", "source")
			if _, err := regexp.Compile("(?i)" + e.Pattern); err != nil || !strings.Contains(from, "://") {
				t.Errorf("%s: %v, source %q", e.Name, err, from)
			}
			*dst = append(*dst, e)
		}
	}
	eachOf("shared/way.yaml", map[string]func(*source, *yaml.Node){
		"countries": func(s *source, n *yaml.Node) {
			var state, from, checked string
			var codes []string
			s.fields(n, field{"state": s.into(&state), "codes": s.texts(&codes), "source": s.into(&from), "checked": s.into(&checked)}, "state", "codes", "source", "checked")
			if _, err := time.Parse(time.DateOnly, checked); err != nil || !strings.HasPrefix(from, "https://") {
				t.Errorf("%s: source %q, checked %q", state, from, checked)
			}
			switch state {
			case "supported":
				k.Supported = codes
			case "unsupported":
				k.Unsupported = codes
			default:
				t.Errorf("there is no state %q", state)
			}
		},
		"inspectors":  signers(&k.Inspectors),
		"authorities": signers(&k.Authorities),
	})
	return k
}

// A country stands in one list at most, and those that are known for sure stand in the right one.
func TestWay(t *testing.T) {
	t.Parallel()
	k := Way()
	seen := make(map[string]bool)
	for _, code := range slices.Concat(k.Supported, k.Unsupported) {
		if seen[code] || !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(code) {
			t.Errorf("%q is no code, or stands there twice", code)
		}
		seen[code] = true
	}
	for _, code := range []string{"US", "DE", "JP", "NO", "TW", "BR"} {
		if !slices.Contains(k.Supported, code) {
			t.Errorf("%s is not supported", code)
		}
	}
	for _, code := range []string{"CN", "HK", "RU"} {
		if !slices.Contains(k.Unsupported, code) {
			t.Errorf("%s is supported", code)
		}
	}
	for _, code := range []string{"UA", "GL", "PR"} {
		if seen[code] {
			t.Errorf("%s is decided, and nothing that a trace shows decides it", code)
		}
	}
	for _, s := range slices.Concat(k.Inspectors, k.Authorities) {
		if s.Pattern == "" || s.Name == "" {
			t.Errorf("%+v is not whole", s)
		}
	}
}
