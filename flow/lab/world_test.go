package lab

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/scenario"
)

// asked is one request to a lab.
type asked struct {
	method, path, key, body string
	headers                 map[string]string
	elsewhere               bool
}

// answered is what came back.
type answered struct {
	status int
	header http.Header
	body   string
}

// message returns the error's message, or "".
func (a answered) message() string {
	var v struct{ Error struct{ Message string } }
	json.Unmarshal([]byte(a.body), &v)
	return v.Error.Message
}

func (l *Lab) ask(t testing.TB, q asked) answered {
	t.Helper()
	if q.method == "" {
		q.method = "GET"
		if q.body != "" {
			q.method = "POST"
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), q.method, l.URL()+q.path, strings.NewReader(q.body))
	must.NoError(t, err)
	r.Header.Set("anthropic-version", "2023-06-01")
	if q.key != "" {
		r.Header.Set("x-api-key", q.key)
	}
	for name, value := range q.headers {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
	}
	tr := &http.Transport{DisableKeepAlives: true}
	if q.elsewhere {
		proxy, err := url.Parse(l.Elsewhere())
		must.NoError(t, err)
		tr.Proxy = http.ProxyURL(proxy)
	}
	resp, err := (&http.Client{Transport: tr}).Do(r)
	must.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	must.NoError(t, err)
	return answered{resp.StatusCode, resp.Header, string(b)}
}

func hi(model string) string {
	return `{"model":"` + model + `","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}`
}

const editing = `{"model":"claude-sonnet-5-5","max_tokens":1,"context_management":{"edits":[]},"messages":[{"role":"user","content":"hi"}]}`

var withHeader = map[string]string{"anthropic-beta": "context-management-2025-06-27"}

// TestComparisons holds what separates the five causes: the same requests, and the answers that differ.
func TestComparisons(t *testing.T) {
	t.Parallel()
	const (
		main, admin, twin, coll = "main", "admin", "twin", "colleague"
		limits                  = "/v1/organizations/rate_limits?model="
		workspace               = "/v1/organizations/workspaces/wrkspc_01FAKEproduction0001/rate_limits?include_inherited=true"
	)
	for _, c := range []struct {
		scenario, name, key, path, body string
		headers                         map[string]string
		elsewhere                       bool
		status                          int
		has, lacks                      string
	}{
		{scenario: "model-access", name: "models", key: main, path: "/v1/models?limit=1000", status: 200, has: "claude-mythos-5-2"},
		{scenario: "model-access", name: "model", key: main, path: "/v1/models/claude-mythos-5-2", status: 200},
		{scenario: "model-access", name: "count", key: main, path: "/v1/messages/count_tokens", body: hi("claude-mythos-5-2"), status: 200},
		{scenario: "model-access", name: "plain", key: main, path: "/v1/messages", body: hi("claude-haiku-5-5"), status: 200},
		{scenario: "model-access", name: "own model", key: main, path: "/v1/messages", body: hi("claude-mythos-5-2"), status: 403, has: "does not have permission to use"},
		{scenario: "model-access", name: "colleague", key: coll, path: "/v1/messages", body: hi("claude-mythos-5-2"), status: 403},
		{scenario: "model-access", name: "foreign", key: "foreign", path: "/v1/messages", body: hi("claude-mythos-5-2"), status: 200},
		{scenario: "model-access", name: "organization", key: admin, path: limits + "claude-mythos-5-2", status: 404, has: "not_found_error"},
		{scenario: "model-access", name: "workspace", key: admin, path: workspace, status: 200, lacks: "claude-mythos-5-2"},

		{scenario: "workspace-restriction", name: "own model", key: main, path: "/v1/messages", body: hi("claude-opus-5-5"), status: 403},
		{scenario: "workspace-restriction", name: "twin", key: twin, path: "/v1/messages", body: hi("claude-opus-5-5"), status: 403},
		{scenario: "workspace-restriction", name: "colleague", key: coll, path: "/v1/messages", body: hi("claude-opus-5-5"), status: 200},
		{scenario: "workspace-restriction", name: "organization", key: admin, path: limits + "claude-opus-5-5", status: 200, has: `"claude-opus-5-5"`},
		{scenario: "workspace-restriction", name: "workspace", key: admin, path: workspace, status: 200, has: `"claude-haiku-5-5"`, lacks: `"claude-opus-5-5"`},
		{scenario: "workspace-restriction", name: "other workspace", key: admin, path: strings.Replace(workspace, "production0001", "research000002", 1), status: 200, has: `"claude-opus-5-5"`},
		{scenario: "workspace-restriction", name: "foreign admin", key: "foreign-admin", path: workspace, status: 404},
		{scenario: "workspace-restriction", name: "not inherited", key: admin, path: strings.Replace(workspace, "?include_inherited=true", "", 1), status: 200, has: `"data":[]`},

		{scenario: "stale-key", name: "own model", key: main, path: "/v1/messages", body: hi("claude-opus-5-5"), status: 403},
		{scenario: "stale-key", name: "twin", key: twin, path: "/v1/messages", body: hi("claude-opus-5-5"), status: 200},
		{scenario: "stale-key", name: "plain", key: main, path: "/v1/messages", body: hi("claude-haiku-5-5"), status: 200},
		{scenario: "stale-key", name: "workspace", key: admin, path: workspace, status: 200, has: `"claude-opus-5-5"`},
		{scenario: "stale-key", name: "keys", key: admin, path: "/v1/organizations/api_keys?limit=1000", status: 200, has: "...main", lacks: "...frgn"},

		{scenario: "org-policy", name: "models", key: main, path: "/v1/models", status: 403},
		{scenario: "org-policy", name: "plain", key: main, path: "/v1/messages", body: hi("claude-haiku-5-5"), status: 403},
		{scenario: "org-policy", name: "admin", key: admin, path: "/v1/organizations/me", status: 403},
		{scenario: "org-policy", name: "colleague", key: coll, path: "/v1/models", status: 403},
		{scenario: "org-policy", name: "foreign", key: "foreign", path: "/v1/models", status: 200},
		{scenario: "org-policy", name: "elsewhere", key: main, path: "/v1/models", elsewhere: true, status: 200},

		{scenario: "beta-header", name: "plain", key: main, path: "/v1/messages", body: hi("claude-sonnet-5-5"), status: 200},
		{scenario: "beta-header", name: "without", key: main, path: "/v1/messages", body: editing, status: 403},
		{scenario: "beta-header", name: "with", key: main, path: "/v1/messages", body: editing, headers: withHeader, status: 200},
		{scenario: "beta-header-stripped", name: "with", key: main, path: "/v1/messages", body: editing, headers: withHeader, status: 403},
		{scenario: "beta-header-stripped", name: "elsewhere", key: main, path: "/v1/messages", body: editing, headers: withHeader, elsewhere: true, status: 200},
		{scenario: "beta-not-enrolled", name: "with", key: main, path: "/v1/messages", body: editing, headers: withHeader, status: 400, has: "organization_not_enrolled_in_beta"},

		{scenario: "two-causes", name: "here", key: main, path: "/v1/models", status: 403},
		{scenario: "two-causes", name: "elsewhere, plain", key: main, path: "/v1/messages", body: hi("claude-haiku-5-5"), elsewhere: true, status: 200},
		{scenario: "two-causes", name: "elsewhere, model", key: main, path: "/v1/messages", body: hi("claude-mythos-5-2"), elsewhere: true, status: 403},

		{scenario: "resource-ownership", name: "object", key: main, path: "/v1/files/file_011CFAKEresearch", status: 404},
		{scenario: "resource-ownership", name: "object, colleague", key: coll, path: "/v1/files/file_011CFAKEresearch", status: 200},
		{scenario: "resource-ownership", name: "own object", key: main, path: "/v1/files/file_011CFAKEproduction", status: 200},
		{scenario: "workspace-restriction-endpoint", name: "files", key: main, path: "/v1/files?limit=1", status: 403},
		{scenario: "workspace-restriction-endpoint", name: "batches", key: main, path: "/v1/messages/batches?limit=1", status: 200},
		{scenario: "unexplained", name: "plain", key: main, path: "/v1/messages", body: hi("claude-sonnet-5-5"), status: 200},
	} {
		t.Run(c.scenario+"/"+c.name, func(t *testing.T) {
			t.Parallel()
			l := started(t, c.scenario)
			key := l.scenario.World.Key(c.key).Key
			got := l.ask(t, asked{path: c.path, key: key, body: c.body, headers: c.headers, elsewhere: c.elsewhere})
			if got.status != c.status || !strings.Contains(got.body, c.has) || c.lacks != "" && strings.Contains(got.body, c.lacks) {
				t.Errorf("got %d, want %d with %q and without %q\n%s", got.status, c.status, c.has, c.lacks, got.body)
			}
		})
	}
}

// TestOrder has everything refuse at once, and takes away the outermost thing each time.
func TestOrder(t *testing.T) {
	t.Parallel()
	s := *scenario.Find(scenarios(t), "model-access")
	s.Refuse = map[scenario.RefusalRule]string{
		"way": "squid", "edge": "forbidden", "org": "organization-disabled", "ip": "ip-allowlist", "model": "model-named",
		"enrolment": "not-enrolled", "credit": "credit", "request": "credential-type",
	}
	s.Call.Body = `{"model":"claude-mythos-5-2","max_tokens":1,"context_management":{},"messages":[{"role":"user","content":"hi"}]}`
	s.Call.Headers = withHeader
	l, err := Listen(s, 0)
	must.NoError(t, err)
	defer l.Close()
	for _, want := range []string{
		"squid", "Request not allowed", "has been disabled", "IP address", "claude-mythos-5-2", "not enrolled", "credit balance", "credential type",
	} {
		text, err := l.FailingText(t.Context())
		must.NoError(t, err)
		if !strings.Contains(text, want) {
			t.Errorf("want %q, got\n%s", want, text)
		}
		l.Fix()
	}
	if got := l.send(t); got != 200 {
		t.Errorf("with everything fixed it answers %d", got)
	}
	if l.Fix() {
		t.Error("there is something left to fix")
	}
}

// TestValidation holds what every world answers to requests that are not right.
func TestValidation(t *testing.T) {
	t.Parallel()
	l := started(t, "unexplained") // Nothing of this is refused by it.
	key := l.Key()
	bearer := map[string]string{"authorization": "Bearer " + key, "anthropic-version": "2026-10-21"}
	for _, c := range []struct {
		name   string
		q      asked
		status int
		says   string
	}{
		{"no key", asked{path: "/v1/models"}, 401, "x-api-key header is required"},
		{"wrong key", asked{path: "/v1/models", key: "sk-ant-api03-FAKEnope"}, 401, "invalid x-api-key"},
		{"wrong bearer", asked{path: "/v1/models", headers: map[string]string{"authorization": "Bearer nope"}}, 401, "invalid bearer token"},
		{"bearer and new version", asked{path: "/v1/models", headers: bearer}, 200, ""},
		{"no version", asked{path: "/v1/models", key: key, headers: map[string]string{"anthropic-version": ""}}, 400, "header is required"},
		{"odd version", asked{path: "/v1/models", key: key, headers: map[string]string{"anthropic-version": "2020-01-01"}}, 400, "not a valid version"},
		{"not JSON", asked{path: "/v1/messages", key: key, body: "{"}, 400, "not valid JSON"},
		{"no max_tokens", asked{path: "/v1/messages", key: key, body: `{"model":"claude-haiku-5-5","messages":[{"role":"user","content":"hi"}]}`}, 400, "max_tokens: Field required"},
		{"max_tokens 0", asked{path: "/v1/messages", key: key, body: strings.Replace(hi("claude-haiku-5-5"), ":1,", ":0,", 1)}, 400, "greater than or equal to 1"},
		{"max_tokens too many", asked{path: "/v1/messages", key: key, body: strings.Replace(hi("claude-haiku-5-5"), ":1,", ":99999999,", 1)}, 400, "maximum allowed number"},
		{"no messages", asked{path: "/v1/messages", key: key, body: `{"model":"claude-haiku-5-5","max_tokens":1,"messages":[]}`}, 400, "at least one message"},
		{"unknown model", asked{path: "/v1/messages", key: key, body: hi("claude-nope")}, 404, "model: claude-nope"},
		{"retired model", asked{path: "/v1/messages", key: key, body: hi("claude-opus-4-20250514")}, 404, "model: claude-opus-4-20250514"},
		{"unknown field", asked{path: "/v1/messages", key: key, body: strings.Replace(hi("claude-haiku-5-5"), "{", `{"nope":1,`, 1)}, 400, "nope: Extra inputs are not permitted"},
		{"field without header", asked{path: "/v1/messages", key: key, body: editing}, 400, "context_management: Extra inputs"},
		{"field with header", asked{path: "/v1/messages", key: key, body: editing, headers: withHeader}, 200, ""},
		{"unknown beta", asked{path: "/v1/messages", key: key, body: hi("claude-haiku-5-5"), headers: map[string]string{"anthropic-beta": "nope-2026-01-01"}}, 400, "Unexpected value(s) `nope-2026-01-01`"},
		{"old beta", asked{path: "/v1/messages", key: key, body: hi("claude-haiku-5-5"), headers: map[string]string{"anthropic-beta": "prompt-caching-2024-07-31, files-api-2025-04-14"}}, 200, ""},
		{"agents bare", asked{path: "/v1/agents?limit=1", key: key}, 404, "Not found"},
		{"agents", asked{path: "/v1/agents?limit=1", key: key, headers: map[string]string{"anthropic-beta": "managed-agents-2026-04-01"}}, 200, ""},
		{"memory stores", asked{path: "/v1/memory_stores", key: key, headers: map[string]string{"anthropic-beta": "agent-memory-2026-07-22"}}, 200, ""},
		{"both betas", asked{path: "/v1/memory_stores", key: key, headers: map[string]string{"anthropic-beta": "agent-memory-2026-07-22,managed-agents-2026-04-01"}}, 400, "incompatible"},
		{"skills", asked{path: "/v1/skills", key: key}, 200, ""},
		{"no such path", asked{path: "/v1/nope", key: key}, 404, "Not found"},
		{"browser", asked{path: "/v1/models", key: key, headers: map[string]string{"origin": "http://localhost"}}, 401, "CORS requests must set"},
		{"browser asks first", asked{method: "OPTIONS", path: "/v1/models", headers: map[string]string{"origin": "http://localhost"}}, 200, ""},
		{"admin endpoint", asked{path: "/v1/organizations/me", key: key}, 401, "invalid x-api-key"},
		{"admin key", asked{path: "/v1/organizations/me", key: l.AdminKey()}, 200, ""},
		{"admin key elsewhere", asked{path: "/v1/models", key: l.AdminKey()}, 401, "invalid x-api-key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := l.ask(t, c.q)
			if got.status != c.status || !strings.Contains(got.message(), c.says) {
				t.Errorf("got %d %s, want %d %s", got.status, got.body, c.status, c.says)
			}
			if id := got.header.Get("request-id"); !strings.HasPrefix(id, "req_0") {
				t.Errorf("request-id is %q", id)
			}
			if accepted := got.status != 401 && c.q.method != "OPTIONS"; accepted != (got.header.Get("anthropic-organization-id") != "") {
				t.Errorf("%d with organization %q", got.status, got.header.Get("anthropic-organization-id"))
			}
		})
	}
}

func TestListenOnATakenPort(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")
	u, err := url.Parse(l.URL())
	must.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	must.NoError(t, err)
	if second, err := Listen(l.Scenario(), port); err == nil || !strings.Contains(err.Error(), "port "+u.Port()+" cannot be used") {
		t.Errorf("a second lab on the port: %v", err)
		if second != nil {
			second.Close()
		}
	}
}
