package content

import (
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// reporters are cases of the corpus, answered as their reporters could have answered: every answer follows from the case's
// context, and a question that the context says nothing about is answered unsure.
var reporters = []struct {
	id      string
	silent  bool // The pasted text is withheld: somebody reads out what they see, and nobody has the text.
	answers string
	want    string // A verdict id, or "open" where the true cause was never found.
}{
	// The text does not decide these.
	{id: "c001", answers: "works-now=no via-company-proxy=no sandboxed=no works-elsewhere=yes", want: "unsupported-region"},
	{id: "c006", answers: "works-now=no via-company-proxy=no sandboxed=no works-elsewhere=yes", want: "unsupported-region"},
	{id: "c007", answers: "works-now=no supported-region=no", want: "unsupported-region"},
	{id: "c008", answers: "works-now=no via-company-proxy=no sandboxed=no works-elsewhere=yes", want: "unsupported-region"},
	{id: "c012", answers: "direct-to-anthropic=yes works-now=no supported-region=no", want: "unsupported-region"},
	{id: "c016", answers: "works-now=no supported-region=yes via-company-proxy=no sandboxed=no", want: "open"},
	{id: "c018", answers: "works-now=no supported-region=yes via-company-proxy=no sandboxed=no", want: "open"},
	{id: "c023", answers: "works-now=yes", want: "incident"},
	{id: "c062", answers: "plain-works=yes", want: "open"},
	{id: "c102", answers: "direct-to-anthropic=no on-cloud=no own-gateway=yes", want: "gateway"},
	{id: "c133", answers: "direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=no other-site=yes sandboxed=yes every-host-fails=yes", want: "sandbox-egress"},

	// The text decides these; here nobody has it.
	{id: "c027", silent: true, answers: "direct-to-anthropic=yes edge-shaped=yes works-now=no supported-region=yes via-company-proxy=no sandboxed=no works-elsewhere=yes", want: "edge-block"},
	{id: "c050", silent: true, answers: "status-403=unsure direct-to-anthropic=yes edge-shaped=no console-key=no login-token=yes other-client=yes", want: "oauth-client-restricted"},
	{id: "c057", silent: true, answers: "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=no mentions-disabled=yes", want: "org-disabled"},
	{id: "c058", silent: true, answers: "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=no mentions-disabled=yes", want: "org-disabled"},
	{id: "c065", silent: true, answers: "status-403=no status-401=no status-404=no status-400=yes mentions-beta=no mentions-billing=yes", want: "billing"},
	{id: "c067", silent: true, answers: "status-403=no status-401=no status-404=yes", want: "unknown-model"},
	{id: "c068", silent: true, answers: "status-403=no status-401=no status-404=yes", want: "unknown-model"},
	{id: "c080", silent: true, answers: "status-403=yes direct-to-anthropic=yes edge-shaped=no console-key=yes plain-works=no works-elsewhere=yes", want: "org-policy"},
	{id: "c091", silent: true, answers: "status-403=no status-401=no status-404=no status-400=yes mentions-beta=yes", want: "bad-beta-value"},
	{id: "c094", silent: true, answers: "status-403=no status-401=no status-404=no status-400=yes mentions-beta=yes", want: "bad-beta-value"},
	{id: "c104", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes", want: "gateway"},
	{id: "c105", silent: true, answers: "status-403=unsure direct-to-anthropic=no on-cloud=no own-gateway=yes", want: "gateway"},
	{id: "c108", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=yes", want: "gateway"},
	{id: "c113", silent: true, answers: "status-403=unsure direct-to-anthropic=no on-cloud=no own-gateway=yes", want: "gateway"},
	{id: "c114", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=yes", want: "bedrock"},
	{id: "c118", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=yes", want: "bedrock"},
	{id: "c119", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=yes", want: "bedrock"},
	{id: "c128", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=yes on-bedrock=no on-vertex=no", want: "foundry"},
	{id: "c134", silent: true, answers: "status-403=yes direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=yes", want: "claude-web"},
	{id: "c138", silent: true, answers: "status-403=unsure direct-to-anthropic=no on-cloud=no own-gateway=no claude-web-call=yes", want: "claude-web"},
	{id: "c140", silent: true, answers: "status-403=no status-401=yes", want: "authentication"},
	{id: "c148", silent: true, answers: "status-403=no status-401=no status-404=no status-400=no status-429=no status-5xx=no has-status=no", want: "not-http"},
}

func TestReporters(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	cases := make(map[string]reported)
	for _, c := range corpus(t, sample1) {
		cases[c.ID] = c
	}
	right, questions := 0, 0
	for _, r := range reporters {
		c, ok := cases[r.id]
		if !ok {
			t.Errorf("%s is not in the corpus", r.id)
			continue
		}
		s := new(flow.Session)
		if !r.silent {
			s.Read(b.Read([]byte(c.Pasted)), flow.Pasted, epoch)
			if p := flow.Walk(b.Playbook, s.Facts()); p.Outcome == flow.Concluded {
				t.Errorf("%s: the text alone gives %s", r.id, p.Verdict.ID)
			}
		}
		p, asked := answer(t, b, s, answers(t, r.answers))
		got := p.Outcome.String()
		if p.Verdict != nil {
			got = p.Verdict.ID
		}
		t.Logf("%s  %-24s %2d questions  %s", r.id, got, len(asked), c.Label)
		questions += len(asked)
		if got != r.want {
			t.Errorf("%s: got %s, want %s; asked %v", r.id, got, r.want, asked)
			continue
		}
		if r.want != "open" {
			right++
		}
	}
	t.Logf("%d cases reach their true verdict, with %.1f questions on average over all %d", right, float64(questions)/float64(len(reporters)), len(reporters))
	if right < 25 {
		t.Errorf("%d cases reach their true verdict, want at least 25", right)
	}
}
