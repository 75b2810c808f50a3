package content

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// TestDoneIsNotAskedFor holds, for what was judged by hand, that a step whose outcome is known is not asked for again, and is where
// nothing is known; and of any facts that what is left is never nothing.
func TestDoneIsNotAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ playbook, verdict, fact, value, step string }{
		{"anthropic-403", "edge-block", "works-elsewhere", "no", "Call from another network"},
		{"anthropic-403", "edge-block", "direct-to-anthropic", "yes", "Check that the call goes to api.anthropic.com"},
		{"anthropic-403", "oauth-revoked", "relogin-helps", "yes", "Log out"},
		{"anthropic-403", "oauth-revoked", "relogin-helps", "no", "Log out"},
		{"anthropic-403", "subscription-entitlement", "plan-includes", "no", "Check which account"},
		{"anthropic-403", "resource-ownership", "object-same-workspace", "no", "Compare the key's workspace"},
		{"anthropic-403", "bad-beta-value", "without-beta-works", "yes", "Remove"},
		{"anthropic-403", "overloaded", "status-incident", "yes", "Look at https://status.claude.com"},
		{"anthropic-403", "incident", "status-incident", "yes", "Look at https://status.claude.com"},
		{"anthropic-403", "other-service", "other-host", "yes", "Not sure who"},
		{"anthropic-403", "unsupported-region", "supported-region", "no", "Find out where the failing process"},
		{"anthropic-403", "beta-header", "beta-header-sent", "yes", "Send"},
		{"anthropic-403", "stale-key", "twin-key-works", "yes", "Make a second key"},
		{"anthropic-403", "workspace-restriction", "workspace-lists-model", "no", "To keep this key, have a workspace admin check"},
		{"anthropic-403", "workspace-restriction", "other-key-works", "yes", "Call with a key whose"},
		{"anthropic-401", "malformed-value", "value-clean", "no", "Count the characters"},
		{"anthropic-401", "dead-key", "key-active", "no", "Find the key"},
		{"anthropic-401", "other-key-wins", "expected-key", "no", "Find the last four"},
		{"anthropic-401", "oauth-revoked", "relogin-helps", "no", "Log out"},
		{"openai-organization", "key-elsewhere", "key-in-right-org", "no", "Look for the key's last four"},
		{"openai-organization", "gateway", "own-gateway", "yes", "Check the base URL"},
	} {
		b, err := Ship(c.playbook)
		must.NoError(t, err)
		v := b.Verdict(c.verdict)
		if v == nil {
			t.Fatalf("%s has no verdict %q", c.playbook, c.verdict)
		}
		asks := func(s *flow.Session) bool {
			for _, f := range v.RemedyFor(s).Fix {
				if strings.HasPrefix(f, c.step) {
					return true
				}
			}
			return false
		}
		value, err := flow.ParseValue(c.value)
		must.NoError(t, err)
		s := new(flow.Session)
		if !asks(s) {
			t.Errorf("%s: %s does not begin a step: %q", c.verdict, c.step, v.Remedy.Fix)
		}
		s.Assert(epoch, flow.Fact{ID: c.fact, Value: value, From: flow.You})
		if asks(s) {
			t.Errorf("%s asks for %q although %s is known", c.verdict, c.step, c.fact)
		}
	}
	for id, b := range ships(t) {
		facts := slices.Sorted(maps.Keys(b.Facts))
		for seed := range uint64(60) {
			rnd := rand.New(rand.NewPCG(seed, 14))
			s := new(flow.Session)
			for _, f := range facts {
				if v := []flow.Value{flow.Yes, flow.No, flow.Unsure, flow.Unknown}[rnd.IntN(4)]; v != flow.Unknown {
					s.Assert(epoch, flow.Fact{ID: f, Value: v, From: flow.You})
				}
			}
			value := func(id string) flow.Value { f, _ := s.Fact(id); return f.Value }
			for i := range b.Verdicts {
				v := &b.Verdicts[i]
				got := v.RemedyFor(s)
				if len(got.Fix) == 0 {
					t.Errorf("%s %s: seed %d: there is nothing left to do", id, v.ID, seed)
				}
				all := []flow.Remedy{v.Remedy}
				for _, e := range v.Errors {
					all = append(all, e.Remedy)
				}
				for _, r := range all {
					for i, done := range r.Done {
						for _, f := range got.Fix {
							if len(done) > 0 && f == r.Fix[i] && flow.Holds(done, nil, value) {
								t.Errorf("%s %s: seed %d: %q is done already", id, v.ID, seed, f)
							}
						}
					}
				}
			}
		}
	}
}
