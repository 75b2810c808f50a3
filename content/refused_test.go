package content

import (
	"slices"
	"strings"
	"testing"

	"why403/content/contenttest"
	"why403/flow"
	"why403/flow/must"
)

// TestStillRefused holds that where the same error comes back after a fix the next cause is looked for: neither is asked again what the error shows or
// where the call goes, nor is a comparison made again that the fix cannot have changed.
func TestStillRefused(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	scenarios := must.Have(t, Scenarios)
	want := map[string]string{ // What is asked after the fix, answered as before.
		"model-access":          "what-works=haiku org-lists-model=no other-keys=none",
		"beta-header":           "other-keys=none",
		"workspace-restriction": "sends-new-key=unsure what-works=haiku twin-key-works=no",
		"stale-key":             "sends-new-key=unsure what-works=haiku other-keys=older twin-key-works=yes",
		"org-policy":            "what-works=nothing works-elsewhere=yes other-keys=none",
	}
	for _, sc := range scenarios {
		if want[sc.ID] == "" {
			continue
		}
		s := new(flow.Session)
		s.Read(b.Read([]byte(contenttest.GuidesError)), flow.Pasted, epoch)
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
		s.TriedSame(b.Playbook, sc.Verdict, flow.You, epoch)
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
		if at, _ := flow.Walk(b.Playbook, s.Facts()).Standing(sc.Verdict); at.Level != flow.FixTried {
			t.Errorf("after the fix of %s it stands at %s", sc.ID, at.Level)
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

// TestNewKeyAsksAnew holds that once the failing call sends another key, nothing that was found with the old one counts or is offered, and that
// what the new one shows leads on, whichever model it works with.
func TestNewKeyAsksAnew(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for verdict, key := range map[string]string{"workspace-restriction": "younger", "stale-key": "older"} {
		for _, works := range []string{"all", "nothing", "haiku", "not-found"} {
			s := new(flow.Session)
			s.Read(b.Read([]byte("HTTP/2 403\nrequest-id: req_011CFAKEtwo\n\n"+`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEtwo"}`)), flow.Pasted, epoch)
			choose := func(choice, option string) {
				t.Helper()
				p := flow.Walk(b.Playbook, s.Facts())
				if p.Choice == nil || p.Choice.ID != choice || !slices.ContainsFunc(p.Options, func(o *flow.Option) bool { return o.ID == option }) {
					t.Fatalf("%s, %s: %s is not asked, or %s is struck, at %s", verdict, works, choice, option, p.Where())
				}
				s.SayAll(b.Playbook, b.Choose(s, p.Choice, option, flow.You, ""), nil, epoch)
			}
			choose("what-works", "haiku")
			choose("other-keys", key)
			if p := flow.Walk(b.Playbook, s.Facts()); p.Question != nil && p.Question.ID == "twin-key-works" {
				s.Say(b.Playbook, flow.Fact{ID: "twin-key-works", Value: flow.Yes, From: flow.You}, epoch)
			}
			if got := verdictID(flow.Walk(b.Playbook, s.Facts())); got != verdict {
				t.Fatalf("it leads to %s, not %s", got, verdict)
			}
			s.TriedSame(b.Playbook, verdict, flow.You, epoch)
			s.Say(b.Playbook, flow.Fact{ID: "sends-new-key", Value: flow.Yes, From: flow.You}, epoch)
			for _, id := range b.Question("sends-new-key").Anew {
				if f, offered := s.Earlier(id); offered {
					t.Errorf("after the fix of %s it is offered that %s is %s, which was said of the old key", verdict, id, f.Value)
				}
			}
			choose("what-works", works)
			if p := flow.Walk(b.Playbook, s.Facts()); verdictID(p) == b.Unexplained || p.Outcome == flow.Asking && p.Question.ID == "sends-new-key" {
				t.Errorf("after the fix of %s, with the new key %s: the walk ends at %s", verdict, works, p.Where())
			}
		}
	}
}

// TestSameErrorAfterFix holds for every text of the playbooks' cases that names its cause by itself: where the same error comes back
// after the fix, the error still names that cause, nothing is asked, and what it showed stays known. With another error it is forgotten.
func TestSameErrorAfterFix(t *testing.T) {
	t.Parallel()
	tried := 0
	for id, b := range ships(t) {
		for _, c := range cases(t, id) {
			if len(c.Known)+len(c.Answers) > 0 || c.Text == "" {
				continue
			}
			s := new(flow.Session)
			s.Read(b.Read([]byte(c.Text)), flow.Pasted, epoch)
			shown := s.Facts()
			p := flow.Walk(b.Playbook, shown)
			if p.Outcome != flow.Concluded || p.Sure < flow.Strong || p.Verdict.ID == b.Unexplained {
				continue
			}
			if at, _ := p.Standing(p.Verdict.ID); at.Level != flow.Proven {
				continue
			}
			tried++
			s.TriedSame(b.Playbook, p.Verdict.ID, flow.You, epoch)
			if q := flow.Walk(b.Playbook, s.Facts()); q.Verdict != p.Verdict || q.Outcome != flow.Concluded {
				t.Errorf("%s: %s: the same error after its fix leads to %s", id, p.Verdict.ID, q.Where())
			}
			for _, f := range shown {
				if now, _ := s.Fact(f.ID); now != f {
					t.Errorf("%s: %s: %s is forgotten, and the error still shows it", id, p.Verdict.ID, f.ID)
				}
			}
			s.Undo(epoch)
			s.Tried(b.Playbook, p.Verdict.ID, flow.No, flow.You, epoch)
			if q := flow.Walk(b.Playbook, s.Facts()); q.Verdict == p.Verdict {
				t.Errorf("%s: %s is still the verdict of another error", id, p.Verdict.ID)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d texts name their cause", tried)
	}
}

// TestFixLeavesOptions holds that after a fix that did not help no option of a choice is struck but by what is known: what the fix was
// for can still be so, and everything else is looked for next.
func TestFixLeavesOptions(t *testing.T) {
	t.Parallel()
	scenarios := must.Have(t, Scenarios)
	b := must.Have(t, Default)
	asked := 0
	for _, sc := range scenarios {
		s := new(flow.Session)
		walk := func() flow.Position { return flow.Walk(b.Playbook, s.Facts()) }
		for p := walk(); p.Outcome == flow.Asking; p = walk() {
			truly(b.Playbook, s, p, sc.Answers)
		}
		if verdictID(walk()) == "" {
			continue
		}
		s.TriedSame(b.Playbook, verdictID(walk()), flow.You, epoch)
		for p := walk(); p.Outcome == flow.Asking; p = walk() {
			for i := 0; p.Choice != nil && i < len(p.Choice.Options); i++ {
				asked++
				o := &p.Choice.Options[i]
				if !slices.ContainsFunc(o.Facts, func(said flow.Said) bool { return said.Fact == p.Question.ID }) {
					continue // The fix has answered it: logging in again did not help.
				}
				if !slices.Contains(p.Options, o) && !slices.ContainsFunc(o.Facts, func(said flow.Said) bool {
					f, known := s.Fact(said.Fact)
					return known && f.Value != said.Value
				}) {
					t.Errorf("after the fix of %s the option %s of %s is struck, and nothing known is against it", sc.Verdict, o.ID, p.Choice.ID)
				}
			}
			truly(b.Playbook, s, p, sc.Answers)
		}
	}
	if asked < 50 {
		t.Errorf("only %d options stood on a choice after a fix", asked)
	}
}

// TestFixChangesNoPolicy holds that what an admin, an owner or the network team has looked up is not asked again after a fix that cannot have
// changed it, whoever said it.
func TestFixChangesNoPolicy(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, tt := range []struct{ verdict, fact string }{
		{"beta-header", "org-lists-model"},
		{"beta-header", "workspace-lists-model"},
		{"beta-header", "org-has-policy"},
		{"workspace-restriction", "org-lists-model"},
		{"workspace-restriction", "org-has-policy"},
		{"workspace-restriction", "uses-beta"},
		{"stale-key", "other-key-works"},
		{"stale-key", "org-lists-model"},
		{"stale-key", "workspace-lists-model"},
		{"stale-key", "org-has-policy"},
		{"model-access", "org-has-policy"},
		{"model-access", "supported-region"},
		{"org-policy", "org-lists-model"},
		{"org-policy", "key-older"},
		{"unsupported-region", "org-has-policy"},
		{"corporate-proxy", "org-lists-model"},
		{"sandbox-egress", "key-older"},
		{"edge-block", "plan-includes"},
		{"oauth-scope", "plan-includes"},
		{"subscription-entitlement", "supported-region"},
		{"wrong-key-type", "org-has-policy"},
	} {
		for _, from := range []flow.Source{flow.You, flow.Customer, flow.Colleague} {
			s := new(flow.Session)
			s.Assert(epoch, flow.Fact{ID: tt.fact, Value: flow.No, From: from})
			was, _ := s.Fact(tt.fact)
			s.TriedSame(b.Playbook, tt.verdict, flow.Customer, epoch)
			if f, _ := s.Fact(tt.fact); f != was {
				t.Errorf("after the fix of %s %s is asked again, which it cannot have changed", tt.verdict, tt.fact)
			}
		}
	}
}
