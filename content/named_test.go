package content

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/must"
)

// carried is what was judged by hand of a case in tests/names.yaml: what its error names that has to stand in what to do now, and in
// the message to send.
type carried struct{ do, send []string }

// TestNamed holds that what an error names stands in what to do now about it and in the message to send, and that there is nothing
// to fill in left.
func TestNamed(t *testing.T) {
	t.Parallel()
	for id, judged := range map[string]map[string]carried{
		"anthropic-403": {
			"an address that is not on the list":               {do: []string{"203.0.113.7"}, send: []string{"203.0.113.7"}},
			"an allowlist that names no address":               {do: []string{"The public address of the failing process"}, send: []string{"to follow"}},
			"Cloudflare's block page, with Ray ID and address": {do: []string{"9f3aa00aa00aa00a-ORD"}, send: []string{"9f3aa00aa00aa00a-ORD", "203.0.113.9", "28 Nov 2026"}},
			"Squid's header names its error":                   {do: []string{"ERR_ACCESS_DENIED"}, send: []string{"ERR_ACCESS_DENIED"}},
			"a filter that names policy and incident":          {do: []string{"Block GenAI Uploads"}, send: []string{"Block GenAI Uploads", "8471125520013"}},
			"a DLP profile of a gateway":                       {do: []string{"Credentials and Secrets"}, send: []string{"Credentials and Secrets"}},
			"IAM names action, role and model":                 {do: []string{"bedrock:InvokeModelWithResponseStream", "assumed-role/dev/me", "claude-haiku-4-5-20251001"}, send: []string{"bedrock:InvokeModelWithResponseStream", "assumed-role/dev/me", "claude-haiku-4-5-20251001"}},
			"an explicit deny names its policy":                {do: []string{"service_control_policy/p-fake"}, send: []string{"service_control_policy/p-fake", "assumed-role/team/me", "bedrock:InvokeModel"}},
			"AWS's request id in a header":                     {send: []string{"0a1b2c3d-0000-4000-8000-00000000beef"}},
			"a role without Marketplace rights":                {do: []string{"assumed-role/docs-Role/docs"}, send: []string{"aws-marketplace:ViewSubscriptions", "assumed-role/docs-Role/docs", "claude-opus-5-5"}},
			"a user who may not assume the role":               {send: []string{"user/ci", "sts:AssumeRole"}},
			"an action of Bedrock Mantle":                      {do: []string{"bedrock-mantle:CreateInference", "assumed-role/x/y"}, send: []string{"bedrock-mantle:CreateInference"}},
			"a project in which the API is off":                {do: []string{"my-assistant"}, send: []string{"my-assistant"}},
			"Google Cloud names permission and project":        {do: []string{"aiplatform.endpoints.predict", "acme-ai"}, send: []string{"aiplatform.endpoints.predict", "projects/acme-ai"}},
			"a project that may not use the model":             {do: []string{"acme-ai", "claude-haiku-4-5@20251001"}, send: []string{"claude-haiku-4-5@20251001"}},
			"a region without the model":                       {do: []string{"europe-west4", "claude-opus-4-6"}},
			"Azure names principal and data action":            {do: []string{"00000000-0000-4000-8000-00000000cafe"}, send: []string{"anthropic/messages/action", "00000000cafe"}},
			"one scope that is missing":                        {do: []string{"user:profile"}, send: []string{"user:profile", "req_011CFAKE02"}},
			"several scopes of which one is needed":            {do: []string{"any_of(user:inference, user:ccr_inference, user:voice, org:service_key_inference)"}, send: []string{"user:ccr_inference"}},
			"scopes of a key, got and needed":                  {do: []string{"read:compliance_activities"}, send: []string{"read:compliance_activities"}},
			"a beta value that is not accepted":                {do: []string{"Remove advisor-tool-2026-03-01"}, send: []string{"advisor-tool-2026-03-01"}},
			"a field that is a beta's":                         {do: []string{"context_management"}, send: []string{"context_management"}},
			"a model that the plan lacks":                      {do: []string{"Claude Pro", "Claude Opus"}, send: []string{"Claude Pro", "Claude Opus"}},
			"a plan's users may not use a model":               {do: []string{"Claude Pro", "Opus"}, send: []string{"Claude Pro", "Opus"}},
			"a feature that the plan lacks":                    {do: []string{"Remote Control"}},
			"a feature that is off":                            {do: []string{"Remote Control"}, send: []string{"Remote Control"}},
			"another feature that is off":                      {do: []string{"Fast mode"}, send: []string{"Fast mode"}},
			"a beta that the subscription lacks":               {do: []string{"request: long context beta"}},
			"a host that is not on the allowlist":              {do: []string{"n8n.example.com"}, send: []string{"n8n.example.com"}},
			"a host that the egress proxy blocks":              {do: []string{"en.wikipedia.org"}, send: []string{"en.wikipedia.org"}},
			"a host of a rejected CONNECT":                     {do: []string{"api.telegram.org"}, send: []string{"api.telegram.org"}},
			"a host in Squid's log":                            {do: []string{"api.anthropic.com:443"}, send: []string{"api.anthropic.com:443"}},
			"a gateway that the client names":                  {send: []string{"llm.corp.example:3000"}},
			"the models that a key may call":                   {do: []string{"claude-opus-5-5", "claude-haiku-4-5', 'glm-5"}, send: []string{"claude-opus-5-5"}},
			"a token that may not call a model":                {do: []string{"grok-4", "new-api"}, send: []string{"grok-4"}},
			"no access to another vendor's model":              {do: []string{"openai/gpt-4o", "GitHub Models"}, send: []string{"openai/gpt-4o"}},
			"a limit with the day on which it ends":            {do: []string{"2026-12-01"}, send: []string{"2026-12-01"}},
			"a repository that the session lacks":              {do: []string{"acme/app"}, send: []string{"acme/app"}},
			"a file that may not be opened":                    {do: []string{"/home/fake/.claude.json"}},
			"a trace that shows the country":                   {do: []string{"CN"}, send: []string{"CN"}},
			"the version that is required":                     {do: []string{"2.1.280"}},
			"a workspace without data retention":               {do: []string{"wrkspc_01FAKEFAKE"}, send: []string{"claude-fable-5", "req_011CFAKE08"}},
			"a model that the organization restricts":          {do: []string{"claude-fable-5-1"}, send: []string{"claude-fable-5-1"}},
			"an organization on hold, with its appeal":         {do: []string{"https://claude.ai/restricted?case=FAKE1"}, send: []string{"req_011CFAKE09"}},
			"a connector's reference":                          {send: []string{"ofid_6ee41f48f6662f5c"}},
			"a scope of another service":                       {do: []string{"read_api write_repository"}},
			"a policy that limits the models":                  {do: []string{"constraints/vertexai.allowedModels", "claude-opus-4-6"}},
			"Squid's page names its error":                     {do: []string{"ERR_ACCESS_DENIED"}, send: []string{"ERR_ACCESS_DENIED"}},
			"a workspace by its name":                          {send: []string{"Research EU", "req_011CFAKE11"}},
		},
		"anthropic-401": {
			"a gateway that the client names":          {send: []string{"llm.corp.example:3000"}},
			"an organization on hold, with its appeal": {do: []string{"https://claude.ai/restricted?case=FAKE1"}, send: []string{"req_011CFAKE09"}},
		},
		"openai-organization": {
			"OpenAI names scopes":                    {do: []string{"model.request"}, send: []string{"model.request"}},
			"OpenAI names the address":               {do: []string{"203.0.113.44"}, send: []string{"203.0.113.44"}},
			"OpenAI names the project and the model": {do: []string{"proj_FAKE1234", "gpt-5"}, send: []string{"proj_FAKE1234", "gpt-5"}},
			"Azure names principal and action":       {do: []string{"user@example.com"}, send: []string{"responses/write"}},
			"Azure's correlation id and time":        {send: []string{"7f3e0000"}},
		},
	} {
		b, err := Ship(id)
		must.NoError(t, err)
		all := cases(t, id)
		for name, want := range judged {
			i := slices.IndexFunc(all, func(c casetest.Case) bool { return c.Name == name && c.Text != "" })
			if i < 0 {
				t.Errorf("%s: there is no case %q", id, name)
				continue
			}
			s := new(flow.Session)
			s.Read(b.Read([]byte(all[i].Text)), flow.Pasted, epoch)
			v := flow.Walk(b.Playbook, s.Facts()).Verdict
			if v == nil {
				t.Errorf("%s: %s: no verdict", id, name)
				continue
			}
			card := v.RemedyFor(s).Filled(s.Known)
			for _, part := range []struct {
				of, text string
				words    []string
			}{{"do now", card.Line(), want.do}, {"send", card.Send, want.send}} {
				for _, w := range part.words {
					if !strings.Contains(part.text, w) {
						t.Errorf("%s: %s: %s of %s lacks %q: %s", id, name, part.of, v.ID, w, part.text)
					}
				}
			}
			rows := 0
			for _, text := range append(slices.Clone(card.Fix), "Who: "+card.Who, "Send: "+card.Send, "Check: "+card.Check) {
				rows += height(text, screenCols-2)
			}
			if rows > filledRows {
				t.Errorf("%s: %s: what to do now takes %d rows of a screen", id, name, rows)
			}
		}
	}
}

// filledRows is what a remedy may take on a screen of 24 rows beside title, headings and the footer, filled in.
const filledRows = 19

// TestNamedIsData holds that what stands in a remedy is one line of bounded length without anything that acts on a terminal, that it is
// of the error that decides, and that what an earlier text named is gone with it.
func TestNamedIsData(t *testing.T) {
	t.Parallel()
	b := book(t)
	scope := func(scope string) string {
		return `403 {"type":"error","error":{"type":"permission_error","message":"OAuth token does not meet scope requirement ` + scope + `"},"request_id":"req_011CFAKE"}`
	}
	s := new(flow.Session)
	s.Read(b.Read([]byte(scope("user:pro\u001b[31mfile"))), flow.Pasted, epoch)
	s.Read(b.Read([]byte(scope("any_of("+strings.Repeat("user:inference, ", 10)+"user:x)")+"\x1b[2J")), flow.Pasted, epoch)
	if got := s.Known("scope"); strings.ContainsAny(got, "\x1b\n") || utf8.RuneCountInString(got) > 200 {
		t.Errorf("the scope is %q", got)
	}
	s.Read(b.Read([]byte("It used to say scope requirement user:old.\n\n"+scope("user:profile"))), flow.Pasted, epoch)
	if got := s.Known("scope"); got != "user:profile" {
		t.Errorf("the scope is %q, not that of the error that decides", got)
	}
	s.Read(b.Read([]byte(scope("of this call"))), flow.Pasted, epoch)
	v := flow.Walk(b.Playbook, s.Facts()).Verdict
	if got := v.RemedyFor(s).Filled(s.Known).Line(); !strings.Contains(got, "the scope that the message names") {
		t.Errorf("a scope of an earlier text stands in: %s", got)
	}
}
