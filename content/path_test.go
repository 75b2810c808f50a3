package content

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
)

// answer lists the questions asked on the way to the end when they are answered from the map; a question that the map does
// not name is answered unsure. It returns the position at the end.
func answer(t *testing.T, b *Book, s *flow.Session, answers map[string]flow.Value) (flow.Position, []string) {
	t.Helper()
	var asked []string
	for range 100 {
		p := flow.Walk(b.Playbook, s.Facts())
		if p.Outcome != flow.Asking {
			return p, asked
		}
		v, ok := answers[p.Question.ID]
		if !ok {
			v = flow.Unsure
		}
		asked = append(asked, p.Question.ID+"="+v.String())
		s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
	}
	t.Fatalf("no end after 100 questions: %v", asked)
	return flow.Position{}, nil
}

// answers reads "a=yes b=no".
func answers(t *testing.T, text string) map[string]flow.Value {
	t.Helper()
	out := make(map[string]flow.Value)
	for _, f := range strings.Fields(text) {
		id, word, _ := strings.Cut(f, "=")
		v, err := flow.ParseValue(word)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out[id] = v
	}
	return out
}

func TestPathsWithoutText(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const api = "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=yes "
	const edge = "status-403=yes direct-to-anthropic=yes edge-shaped=yes works-now=no "
	tests := []struct {
		name, answers, want string
		sure                flow.Confidence
	}{
		{"the organization lists no such model", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=no", "model-access", flow.Strong},
		{"nobody reaches the model, no admin at hand", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=no key-older=no", "model-access", flow.Weak},
		{"a beta header is missing", api + "plain-works=yes own-model-works=yes uses-beta=yes without-beta-works=yes beta-header-sent=no", "beta-header", flow.Strong},
		{"the beta header is right and nobody is enrolled", api + "plain-works=yes own-model-works=yes uses-beta=yes without-beta-works=yes beta-header-sent=yes other-key-works=no", "beta-header", flow.Strong},
		{"another workspace's key reaches the model", api + "plain-works=yes own-model-works=no own-model-404=no other-key-works=yes key-older=no", "workspace-restriction", flow.Strong},
		{"the workspace does not list the model", api + "plain-works=yes own-model-works=no own-model-404=no org-lists-model=yes workspace-lists-model=no", "workspace-restriction", flow.Strong},
		{"every call fails with this key only", api + "plain-works=no works-elsewhere=no other-key-works=yes key-older=yes twin-key-works=no", "workspace-restriction", flow.Strong},
		{"a twin key works", api + "plain-works=no works-elsewhere=no other-key-works=yes key-older=yes twin-key-works=yes", "stale-key", flow.Strong},
		{"another network works", api + "plain-works=no works-elsewhere=yes", "org-policy", flow.Strong},
		{"an owner confirms a policy", api + "plain-works=no works-elsewhere=no other-key-works=no key-older=no org-has-policy=yes", "org-policy", flow.Weak},
		{"all five ruled out", api + "plain-works=no works-elsewhere=no other-key-works=no key-older=no org-has-policy=no", "unexplained", flow.Strong},
		{"the model is gone", api + "plain-works=yes own-model-works=no own-model-404=yes", "unknown-model", flow.Strong},
		{"an object of another workspace", api + "plain-works=yes own-model-works=yes uses-beta=no stored-object=yes object-same-workspace=no", "resource-ownership", flow.Strong},
		{"outside the supported countries", edge + "supported-region=no", "unsupported-region", flow.Strong},
		{"works through a VPN, country unknown", edge + "via-company-proxy=no sandboxed=no works-elsewhere=yes", "unsupported-region", flow.Weak},
		{"a company proxy", edge + "supported-region=yes via-company-proxy=yes every-host-fails=no sandboxed=no works-elsewhere=yes", "corporate-proxy", flow.Strong},
		{"a sandbox", edge + "supported-region=yes via-company-proxy=no sandboxed=yes every-host-fails=yes", "sandbox-egress", flow.Strong},
		{"Cloudflare refuses this address", edge + "supported-region=yes via-company-proxy=no sandboxed=no works-elsewhere=yes", "edge-block", flow.Strong},
		{"nobody knows who answered, and a proxy is on the way", "status-403=yes direct-to-anthropic=yes console-key=yes plain-works=no works-now=no supported-region=yes via-company-proxy=yes sandboxed=no every-host-fails=no works-elsewhere=yes", "corporate-proxy", flow.Strong},
		{"it passed", "status-403=yes direct-to-anthropic=yes edge-shaped=yes works-now=yes", "incident", flow.Strong},
		{"a gateway refuses", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes works-direct=yes", "gateway", flow.Strong},
		{"a gateway, nobody can try without it", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes", "gateway", flow.Weak},
		{"a gateway passes a refusal on", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes works-direct=no edge-shaped=no console-key=yes plain-works=yes own-model-works=no own-model-404=no other-key-works=no org-lists-model=no", "model-access", flow.Strong},
		{"Bedrock", "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=yes", "bedrock", flow.Strong},
		{"Vertex", "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=no on-vertex=yes", "vertex", flow.Strong},
		{"Foundry", "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=no on-vertex=no", "foundry", flow.Strong},
		{"claude.ai", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=yes", "claude-web", flow.Strong},
		{"another site", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=no other-site=yes sandboxed=no", "other-service", flow.Strong},
		{"another site, from a closed sandbox", "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=no other-site=yes sandboxed=yes every-host-fails=yes", "sandbox-egress", flow.Strong},
		{"a login in another program", "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=no login-token=yes other-client=yes", "oauth-client-restricted", flow.Strong},
		{"a revoked login", "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=no login-token=yes other-client=no relogin-helps=yes", "oauth-revoked", flow.Strong},
		{"no seat", "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=no login-token=yes other-client=no relogin-helps=no plan-includes=no", "subscription-entitlement", flow.Strong},
		{"logins are off", "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=no login-token=yes other-client=no relogin-helps=no plan-includes=yes org-allows-login=no", "oauth-not-allowed", flow.Strong},
		{"an admin key", "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=no login-token=no admin-or-scoped-key=yes", "wrong-key-type", flow.Strong},
		{"401", "status-403=no status-401=yes", "authentication", flow.Strong},
		{"404", "status-403=no status-401=no status-404=yes", "unknown-model", flow.Strong},
		{"400 with beta", "status-403=no status-401=no status-404=no status-400=yes mentions-beta=yes", "bad-beta-value", flow.Strong},
		{"400 with billing", "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=yes", "billing", flow.Strong},
		{"400 disabled", "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=no mentions-disabled=yes", "org-disabled", flow.Strong},
		{"400 otherwise", "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=no mentions-disabled=no", "bad-request", flow.Weak},
		{"429", "status-403=no status-401=no status-404=no status-400=no status-429=yes", "rate-limit", flow.Strong},
		{"503", "status-403=no status-401=no status-404=no status-400=no status-429=no status-5xx=yes", "incident", flow.Strong},
		{"no status", "status-403=no status-401=no status-404=no status-400=no status-429=no status-5xx=no has-status=no", "not-http", flow.Strong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			given := answers(t, tt.answers)
			p, asked := answer(t, b, new(flow.Session), given)
			if p.Outcome != flow.Concluded || p.Verdict.ID != tt.want || p.Sure != tt.sure {
				t.Errorf("got %v %v (%v), want %s (%v); asked %v", p.Outcome, verdictID(p), p.Sure, tt.want, tt.sure, asked)
			}
			for id := range given {
				if !strings.Contains(strings.Join(asked, " "), id+"=") {
					t.Errorf("%s was never asked; asked %v", id, asked)
				}
			}
		})
	}
}

func verdictID(p flow.Position) string {
	if p.Verdict == nil {
		return "none"
	}
	return p.Verdict.ID
}

// Two causes at once: the fix of the first does not help alone, what it may have changed is asked again, and the walk goes
// on with what is left.
func TestTwoCausesAtOnce(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	s := new(flow.Session)
	s.Read(b.Read([]byte(`{"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE"}`)), flow.Pasted, epoch)
	p := flow.Walk(b.Playbook, s.Facts())
	if verdictID(p) != "org-policy" || p.Sure != flow.Certain {
		t.Fatalf("got %s (%v), want org-policy (certain)", verdictID(p), p.Sure)
	}
	s.Assert(epoch, flow.Fact{ID: "plain-works", Value: flow.No, From: flow.You})
	s.Tried(b.Playbook, "org-policy", flow.No, flow.You, epoch)
	given := answers(t, "console-key=yes plain-works=yes own-model-works=no own-model-404=no other-key-works=yes key-older=no")
	p, asked := answer(t, b, s, given)
	if verdictID(p) != "workspace-restriction" {
		t.Errorf("got %s, want workspace-restriction; asked %v", verdictID(p), asked)
	}
	if !strings.Contains(strings.Join(asked, " "), "plain-works=yes") {
		t.Errorf("what failed before the fix was not asked again: %v", asked)
	}
	if st, ok := p.Standing("org-policy"); !ok || st.Level != flow.RuledOut {
		t.Errorf("the cause that was fixed stands at %v", st.Level)
	}
}

// Whatever is answered, the walk ends, and nobody is asked more than a person on a call can bear.
func TestEveryPathEnds(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const most = 26 // Reached only by someone who can try nothing; the commonest paths have two to six.
	ends := make(map[string]int)
	rapid.Check(t, func(t *rapid.T) {
		s := new(flow.Session)
		asked := 0
		for {
			p := flow.Walk(b.Playbook, s.Facts())
			if p.Outcome != flow.Asking {
				ends[p.Outcome.String()+" "+verdictID(p)]++
				if p.Outcome == flow.Open && len(p.Again) == 0 {
					t.Fatalf("a dead end: nothing is unsure, and more than one cause is left: %v", s.Facts())
				}
				break
			}
			if asked++; asked > most {
				t.Fatalf("question %d: %s; after %v", asked, p.Question.ID, s.Facts())
			}
			v := rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(t, p.Question.ID)
			s.Assert(epoch, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		}
	})
	t.Logf("%v", ends)
}
