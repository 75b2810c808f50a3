package probe_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
)

// speaksOf404 are the probes that say something at a 404.
func speaksOf404(t testing.TB) []string {
	var ids []string
	for _, p := range book(t).Probes {
		for _, r := range p.Replies {
			if slices.Contains(r.Status, "404") && len(r.Says) > 0 && !slices.Contains(ids, p.ID) {
				ids = append(ids, p.ID)
			}
		}
	}
	return ids
}

// everything404 answers 404 as the API does, whatever is asked.
func everything404(w http.ResponseWriter, _ *http.Request) {
	write(w, answer(404, refusal("not_found_error", "model: "+myModel)))
}

// Where everything is 404, no 404 shows anything: of all probes at once, one by one in any order, and handed back.
func TestEverythingIs404(t *testing.T) {
	t.Parallel()
	ids := speaksOf404(t)
	if len(ids) < 6 {
		t.Fatalf("only %v say something at a 404", ids)
	}
	decided := func(s *flow.Session) []string {
		var out []string
		for _, f := range s.Facts() {
			out = append(out, f.ID)
		}
		return out
	}
	ready := func(base string) *probe.Prober {
		s := setup(t, base)
		s.Workspace, s.Organization, s.Via = wrkspc, org, probe.Direct
		return prober(t, s)
	}
	now := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	one := func(s *flow.Session, p *probe.Prober, id string) flow.ProbeResult {
		told := p.Run(context.Background(), []string{id}, s.Facts(), nil)[0]
		s.Tell(now, told.Facts, told.Notes)
		return told
	}
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		sent := make(map[string]bool)
		for _, object := range []string{"/v1/files/file_01FAKE", "/v1/agents", "/v1/memory_stores"} { // Each has probes of its own.
			p := ready(serve(t, everything404))
			set := p.Settings()
			set.Object = object
			must.NoError(t, p.Set(set))
			for _, o := range p.Run(t.Context(), append([]string{"models", "plain"}, ids...), nil, nil) {
				sent[o.Probe] = sent[o.Probe] || o.Status == 404
				if len(o.Facts) > 0 || o.Tells || o.Status == 404 && !strings.Contains(o.Means, "base URL") {
					t.Errorf("%s: %v, tells %v, %s", o.Probe, told(o), o.Tells, o.Means)
				}
			}
		}
		for _, id := range ids {
			if !sent[id] {
				t.Errorf("%s was not sent", id)
			}
		}
	})
	t.Run("the list first", func(t *testing.T) {
		t.Parallel()
		s, p := new(flow.Session), ready(serve(t, everything404))
		for _, id := range append([]string{"models"}, ids...) {
			one(s, p, id)
		}
		if got := decided(s); len(got) > 0 {
			t.Errorf("%v", got)
		}
		// Another process that resumes the session knows it from its notes.
		again := ready(p.Settings().BaseURL)
		again.Learn(s.Notes()...)
		for _, id := range ids {
			if o := one(s, again, id); len(o.Facts) > 0 || o.Tells {
				t.Errorf("resumed, %s: %v", id, told(o))
			}
		}
	})
	t.Run("the list last", func(t *testing.T) {
		t.Parallel()
		s, p := new(flow.Session), ready(serve(t, everything404))
		for _, id := range ids {
			one(s, p, id)
		}
		if len(decided(s)) == 0 {
			t.Error("a 404 that names the model tells nothing although nothing speaks against it")
		}
		if o := one(s, p, "models"); len(decided(s)) > 0 || !o.Tells {
			t.Errorf("%v stay, tells %v: %s", decided(s), o.Tells, o.Means)
		}
	})
	t.Run("handed back", func(t *testing.T) {
		t.Parallel()
		p := ready("")
		var facts []flow.Fact
		for _, id := range append([]string{"models"}, ids...) {
			o := p.Judge("gateway.example", id, answer(404, refusal("not_found_error", "model: "+myModel)), facts, flow.Customer)
			p.Learn(o.Notes...)
			facts = append(facts, o.Facts...)
		}
		if len(facts) > 0 {
			t.Errorf("%v", facts)
		}
		// Another host is another matter.
		if o := p.Judge("other.example", "own-model", answer(404, refusal("not_found_error", "model: "+myModel)), nil, flow.Customer); !o.Tells {
			t.Errorf("at another host: %+v", o)
		}
	})
}

// A 404 tells what it did where the API is: where the list, or anything else, was answered.
func TestA404WhereTheAPIIs(t *testing.T) {
	t.Parallel()
	absent := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/v1/models" && status == 200:
				write(w, answer(200, modelList("claude-haiku-5-5")))
			case r.URL.Path == "/v1/models" && status == 404:
				write(w, answer(404, refusal("not_found_error", "Not found")))
			case r.URL.Path == "/v1/models":
				write(w, answer(status, refusal("permission_error", "no")))
			default:
				everything404(w, r)
			}
		}
	}
	for _, c := range []struct {
		name   string
		status int
		facts  []flow.Fact
		want   bool
	}{
		{"listed", 200, nil, true},
		{"the list is refused", 403, nil, true},
		{"the list is broken", 500, nil, true}, // That shows neither.
		{"no list", 404, nil, false},
		{"no list, and another call works", 404, []flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.Probed, Rule: "probe:plain", Quote: "200, req_011FAKE, answered by the Claude API itself"}}, true},
		{"no list, and another call is 404", 404, []flow.Fact{{ID: "model-known", Value: flow.No, From: flow.Probed, Rule: "probe:model", Quote: "404 not_found_error, answered by the Claude API itself"}}, false},
		{"no list, and a person says that another call works", 404, []flow.Fact{{ID: "plain-works", Value: flow.Yes, From: flow.You}}, false},
		{"no list, and something on the way answers", 404, []flow.Fact{{ID: "refused-again", Value: flow.Yes, From: flow.Probed, Rule: "probe:models", Quote: "403, an HTML page, answered by something on the way"}}, false},
	} {
		got := prober(t, setup(t, serve(t, absent(c.status)))).Run(t.Context(), []string{"own-model", "models"}, c.facts, nil)[0]
		if slices.Contains(told(got), "own-model-404=yes") != c.want || got.Tells != c.want {
			t.Errorf("%s: %v, %s", c.name, told(got), got.Means)
		}
	}
	// Once the base URL is mended, the list is there and the rest counts again.
	p := prober(t, setup(t, serve(t, absent(404))))
	p.Run(t.Context(), []string{"models"}, nil, nil)
	set := p.Settings()
	set.BaseURL = serve(t, absent(200))
	must.NoError(t, p.Set(set))
	if o := p.Run(t.Context(), []string{"models", "own-model"}, nil, nil)[1]; !o.Tells {
		t.Errorf("after the base URL was mended: %s", o.Means)
	}
}

// A 404 that names nothing is the answer to a wrong path, as long as nothing has shown that the path is right.
func TestNameless404(t *testing.T) {
	t.Parallel()
	listed := []flow.Fact{{ID: "list-works", Value: flow.Yes, From: flow.Probed, Rule: "probe:models", Quote: "200, req_011FAKE, answered by the Claude API itself"}}
	for message, names := range map[string]bool{
		"": false, "Not found": false, "Not Found": false, "not_found": false, "404 Not Found": false, "Resource not found.": false,
		"The requested resource was not found": false, "page not found": false, "not_found_error": false,
		"model: claude-opus-5-5": true, "model: x": true, "File not found: file_1": true, "Not found: claude-opus-5-5": true, "The model was not found": true,
	} {
		a := answer(404, refusal("not_found_error", message))
		p := prober(t, setup(t, "http://127.0.0.1:1"))
		if o := p.Judge("", "own-model", a, nil, flow.Probed); o.Tells != names || names == strings.Contains(o.Means, "Send the probe models first") {
			t.Errorf("%q: %v, %s", message, told(o), o.Means)
		}
		if o := p.Judge("", "own-model", a, listed, flow.Probed); !o.Tells {
			t.Errorf("%q where the list is there: %s", message, o.Means)
		}
	}
}
