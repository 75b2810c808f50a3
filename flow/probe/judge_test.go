package probe_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
)

func yes(ids ...string) []flow.Fact {
	var out []flow.Fact
	for _, id := range ids {
		out = append(out, flow.Fact{ID: id, Value: flow.Yes, From: flow.You})
	}
	return out
}

func bare(a flow.Response, drop ...string) flow.Response {
	a.Headers = slices.DeleteFunc(slices.Clone(a.Headers), func(h flow.Header) bool { return slices.Contains(drop, h.Name) })
	return a
}

func TestJudge(t *testing.T) {
	t.Parallel()
	const denied = "Your API key does not have permission to use the specified resource."
	no := func(id string) []flow.Fact { return []flow.Fact{{ID: id, Value: flow.No}} }
	for _, c := range []struct {
		name, id string
		answer   flow.Response
		facts    []flow.Fact
		want     string // Facts that must be there.
		never    string
		tells    bool
	}{
		{"listed", "models", answer(200, modelList(myModel)), nil, "list-works=yes model-listed=yes console-key=yes", "", true},
		{"an alias is listed", "models", answer(200, modelList(myModel+"-20261001")), nil, "model-listed=yes", "", true},
		{"not listed", "models", answer(200, modelList("claude-haiku-5-5")), nil, "model-listed=no", "", true},
		{"one page of more", "models", answer(200, `{"data":[],"has_more":true}`), nil, "list-works=yes", "model-listed=no", true},
		{"a gateway's list", "models", bare(answer(200, modelList("x")), "Request-Id"), nil, "list-works=yes", "model-listed=no console-key=no", true},
		{"refused", "models", answer(403, refusal("permission_error", denied)), nil, "list-works=no answered-by-api=yes key-accepted=yes", "", true},
		{"refused by nobody", "models", bare(answer(403, `{"type":"error","error":{"type":"permission_error","message":"no"}}`), "Request-Id"), nil, "", "list-works=no", false},
		{"a forbidding edge", "models", flow.Response{Status: 403, Body: []byte(`{"error":{"type":"forbidden","message":"Request not allowed"}}`), Headers: []flow.Header{{Name: "Server", Value: "cloudflare"}}}, nil, "forbidden-text=yes", "list-works=no console-key=yes", true},
		{"a key of 401", "models", answer(401, refusal("authentication_error", "invalid x-api-key")), nil, "invalid-key-text=yes", "list-works=no", true},
		{"a 401 after a 403", "models", answer(401, refusal("authentication_error", "invalid x-api-key")), yes("status-403"), "", "invalid-key-text=yes", false},
		{"known facts stay", "models", answer(403, refusal("permission_error", denied)), no("key-accepted"), "list-works=no", "key-accepted=yes", true},
		{"a 400 that fits nothing", "model", answer(400, refusal("invalid_request_error", "x")), nil, "", "model-known=no", false},
		{"a 404 of another kind", "model", answer(404, refusal("other_error", "x")), nil, "", "model-known=no", false},
		{"not found", "model", answer(404, refusal("not_found_error", "model: x")), nil, "model-known=no", "", true},
		{"an archived key", "key", answer(200, `{"data":[{"status":"archived","workspace_id":"wrkspc_1","partial_key_hint":"sk-ant-api03-FAK...Key1"}]}`), nil, "key-active=no", "", true},
		{"two keys alike", "key", answer(200, `{"data":[{"status":"archived","partial_key_hint":"...Key1"},{"status":"active","partial_key_hint":"...Key1"}]}`), nil, "", "key-active=no key-active=yes", false},
		{"no limit is set for the workspace itself", "workspace-model", answer(200, `{"data":[]}`), yes("org-lists-model"), "", "workspace-lists-model=no", false},
		{"another limit is set for it", "workspace-model", answer(200, `{"data":[{"models":["x"],"limits":[{"source":{"type":"workspace"}}]}]}`), yes("org-lists-model"), "", "workspace-lists-model=no", false},
		{"what it inherits is listed, without the model", "workspace-model", answer(200, `{"data":[{"models":["x"],"limits":[{"source":{"type":"organization"}}]}]}`), yes("org-lists-model"), "workspace-lists-model=no", "", true},
		{"a stream", "full", func() flow.Response {
			a := answer(200, "event: message_start\ndata: {}\n\n")
			a.Headers[0].Value = "text/event-stream"
			return a
		}(), nil, "works-from-here=yes", "", true},
		{"no answer", "models", flow.Response{}, nil, "", "", false},
		{"no probe", "nothing", answer(200, "{}"), nil, "", "", false},
	} {
		p := prober(t, setup(t, "http://127.0.0.1:1"))
		o := p.Judge("", c.id, c.answer, c.facts, flow.Customer)
		have := told(o)
		for _, f := range strings.Fields(c.want) {
			if !slices.Contains(have, f) {
				t.Errorf("%s: %v has not %s", c.name, have, f)
			}
		}
		for _, f := range strings.Fields(c.never) {
			if slices.Contains(have, f) {
				t.Errorf("%s: %v has %s", c.name, have, f)
			}
		}
		if o.Tells != c.tells || o.Means == "" {
			t.Errorf("%s: tells %v: %s %v", c.name, o.Tells, o.Means, have)
		}
		for _, f := range o.Facts {
			if f.From != flow.Customer || f.Rule != "probe:"+c.id || f.Quote == "" {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
	}
}

// The other key is compared by what the answers name; an Admin key of another organization tells nothing.
func TestJudgeCompares(t *testing.T) {
	t.Parallel()
	p := prober(t, setup(t, ""))
	refused := []flow.Fact{{ID: "own-model-works", Value: flow.No}}
	if o := p.Judge("", "other-key", answer(200, `{}`), refused, flow.Probed); o.Tells {
		t.Errorf("with nothing known: %+v", o)
	}
	p.Learn(p.Judge("", "models", answer(200, `{}`), nil, flow.Probed).Notes...)
	if o := p.Judge("", "other-key", answer(200, `{}`), refused, flow.Probed); !slices.Contains(told(o), "twin-key-works=yes") {
		t.Errorf("the same workspace: %+v", o)
	}
	a := answer(200, `{"data":[{"status":"active","partial_key_hint":"...Key1"}]}`)
	a.Headers[2].Value = "99999999-2222-3333-4444-555555555555"
	if o := p.Judge("", "key", a, nil, flow.Probed); o.Tells || !strings.Contains(o.Means, "another organization") {
		t.Errorf("another organization: %+v", o)
	}
}

// Nothing but the API says no.
func TestOnlyTheAPISaysNo(t *testing.T) {
	t.Parallel()
	b := book(t)
	p := prober(t, setup(t, "http://127.0.0.1:1"))
	rapid.Check(t, func(t *rapid.T) {
		pr := rapid.SampledFrom(b.Probes).Draw(t, "probe")
		body := rapid.SampledFrom([]string{
			"", "<html><title>403 Forbidden</title></html>", "{}", "[]", modelList(), `{"type":"error","error":{"type":"permission_error","message":"no"}}`,
			refusal("permission_error", "x")[:60], `{"error":{"type":"forbidden","message":"Request not allowed"}}`, `{"data":[{"status":"archived","partial_key_hint":"Key1"}]}`, `{"type":"error","error":{"type":"not_found_error","message":"no"}}`,
		}).Draw(t, "body")
		a := flow.Response{
			Status: rapid.SampledFrom([]int{0, 101, 200, 204, 301, 400, 401, 403, 404, 407, 429, 500, 503, 529}).Draw(t, "status"),
			Body:   []byte(body), Cut: rapid.Bool().Draw(t, "cut"),
		}
		for _, h := range []flow.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Content-Type", Value: "text/html"}, {Name: "Server", Value: "cloudflare"}, {Name: "Anthropic-Workspace-Id", Value: wrkspc}} {
			if rapid.Bool().Draw(t, h.Name) {
				a.Headers = append(a.Headers, h)
			}
		}
		var facts []flow.Fact
		for _, id := range []string{"list-works", "own-model-works", "status-403", "org-lists-model"} {
			facts = append(facts, flow.Fact{ID: id, Value: flow.Value(rapid.IntRange(0, 3).Draw(t, id))})
		}
		o := p.Judge("", pr.ID, a, facts, flow.Probed)
		for _, f := range o.Facts {
			if f.Value == flow.No {
				t.Fatalf("%+v says %+v", a, f)
			}
		}
	})
}

func FuzzJudge(f *testing.F) {
	f.Add(200, "application/json", modelList(myModel))
	f.Add(403, "application/json", refusal("permission_error", "no"))
	f.Add(403, "text/html", "<html>blocked</html>")
	f.Add(200, "text/event-stream", "event: message_start\n\n")
	f.Add(403, fakeKey, fakeKey)
	p := prober(f, setup(f, ""))
	f.Fuzz(func(t *testing.T, status int, header, body string) {
		a := flow.Response{Status: status, Body: []byte(body), Headers: []flow.Header{{Name: "Content-Type", Value: header}, {Name: "Request-Id", Value: header}, {Name: "Location", Value: header}}}
		for _, id := range []string{"models", "key", "plain"} {
			there := p.Judge(header, id, a, nil, flow.Customer)
			holdsNoKey(t, "told there", there)
			for _, n := range there.Notes {
				if n.Name == "asked_host" && strings.ContainsAny(n.Text, "@/ ?#\x1b\n") {
					t.Errorf("more than a host is noted: %q", n.Text)
				}
			}
			o := p.Judge("", id, a, nil, flow.Probed)
			holdsNoKey(t, "told", o)
			if o.Means == "" {
				t.Error("no word on what it means")
			}
			for _, n := range o.Facts {
				if n.Value == flow.No && !strings.Contains(n.Quote, "the Claude API itself") {
					t.Errorf("%+v", n)
				}
			}
		}
	})
}

// A key of no known kind is not recognized by its looks, and does not come out either.
func TestEchoedKeyIsMasked(t *testing.T) {
	t.Parallel()
	const key = "FAKEgatewaykey0123456789"
	s := setup(t, "")
	s.Key = credential(t, key, "typed")
	a := answer(403, refusal(key, key))
	for i := range a.Headers[1:] {
		a.Headers[i+1].Value = key
	}
	a.Headers[1].Value = "req_" + strings.ToUpper(key)
	for _, status := range []int{200, 302, 403, 404} {
		a.Status = status
		a.Headers = append(a.Headers, flow.Header{Name: "Location", Value: "https://" + key + ".example/"})
		o := prober(t, s).Judge("", "plain", a, nil, flow.Probed)
		if strings.Contains(strings.ToLower(fmt.Sprintf("%+v", o)), "gatewaykey") {
			t.Errorf("%d: %+v", status, o)
		}
	}
}

// What a command on another machine asked may be another host than the probes' own.
func TestJudgeAt(t *testing.T) {
	t.Parallel()
	s := setup(t, "https://api.anthropic.com")
	list := bare(answer(200, modelList("claude-haiku-5-5")), "Request-Id")
	asked := func(o flow.ProbeResult) string {
		for _, n := range o.Notes {
			if n.Name == "asked_host" && n.From == flow.Customer {
				return n.Text
			}
		}
		return ""
	}
	for _, c := range []struct {
		host, note string
		says       string // A fact that only an answer of the API itself can show.
		named      bool
	}{
		{"", "", "model-listed=no", false},
		{"api.anthropic.com", "api.anthropic.com", "model-listed=no", false},
		{"gateway.example:8443", "gateway.example:8443", "", true},
		{"API.anthropic.com:443", "api.anthropic.com", "model-listed=no", false},
		{"a b", "", "model-listed=no", false},
		{"me@gateway.example", "", "model-listed=no", false},
	} {
		o := prober(t, s).Judge(c.host, "models", list, nil, flow.Customer)
		if got := slices.Contains(told(o), "model-listed=no"); got != (c.says != "") || asked(o) != c.note || strings.Contains(o.Means, "gateway.example:8443") != c.named {
			t.Errorf("%q: %v, noted %q, means %q", c.host, told(o), asked(o), o.Means)
		}
	}
	// The key there is not the one here.
	kind := prober(t, s).Judge("api.anthropic.com", "models", answer(200, modelList(myModel)), nil, flow.Customer)
	if slices.Contains(told(kind), "console-key=yes") || !slices.Contains(told(kind), "list-works=yes") {
		t.Errorf("of a key that is not known here: %v", told(kind))
	}
	// Which host was asked there counts, whatever is asked from here.
	o := prober(t, setup(t, "https://gateway.example")).Judge("api.anthropic.com", "models", list, nil, flow.Customer)
	if !slices.Contains(told(o), "model-listed=no") {
		t.Errorf("the API's own host, asked there: %v", told(o))
	}
}
