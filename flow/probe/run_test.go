package probe_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/probe"
)

// api answers as the API does to a key that may not use the model.
func api(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/v1/models":
		write(w, answer(200, modelList("claude-haiku-5-5")))
	case strings.HasPrefix(r.URL.Path, "/v1/models/"):
		write(w, answer(404, refusal("not_found_error", "model: "+myModel)))
	case r.URL.Path == "/v1/messages/count_tokens":
		write(w, answer(200, `{"input_tokens":8}`))
	case r.URL.Path == "/v1/organizations/me":
		write(w, answer(200, `{"id":"`+org+`","type":"organization","name":"X"}`))
	case r.URL.Path == "/v1/organizations/api_keys":
		write(w, answer(200, `{"data":[{"id":"apikey_1","status":"active","workspace_id":"`+wrkspc+`","partial_key_hint":"sk-ant-api03-FAK...Key1"},{"id":"apikey_2","status":"archived","workspace_id":"wrkspc_other","partial_key_hint":"sk-ant-api03-FAK...zzzz"}],"has_more":false}`))
	case r.URL.Path == "/v1/organizations/rate_limits":
		write(w, answer(200, `{"data":[{"models":["`+myModel+`"]}]}`))
	case r.URL.Path == "/v1/organizations/workspaces/"+wrkspc+"/rate_limits":
		write(w, answer(200, `{"data":[{"models":["claude-haiku-5-5"],"limits":[{"value":1000,"source":{"type":"organization"}}]}]}`))
	case r.Header.Get("X-Api-Key") == fakeOther:
		a := answer(200, `{"type":"message"}`)
		a.Headers[3].Value = "wrkspc_other"
		write(w, a)
	case strings.HasPrefix(r.URL.Path, "/v1/messages"):
		write(w, answer(403, refusal("permission_error", "Your API key does not have permission to use the specified resource.")))
	default:
		write(w, answer(200, `{"data":[]}`))
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	base := serve(t, api)
	p := prober(t, setup(t, base))
	var ids []string
	for _, c := range p.Cards(nil) {
		ids = append(ids, c.Probe.ID)
	}
	var mu sync.Mutex
	last := make(map[string]flow.ProbeStage)
	tolds := p.Run(t.Context(), ids, nil, func(pr flow.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if s, ok := last[pr.Probe]; ok && pr.Stage <= s {
			t.Errorf("%s went from stage %d to %d", pr.Probe, s, pr.Stage)
		}
		if (pr.Told != nil) != (pr.Stage == flow.Done) {
			t.Errorf("%s: told with stage %d", pr.Probe, pr.Stage)
		}
		last[pr.Probe] = pr.Stage
		holdsNoKey(t, "progress", pr)
	})
	got := make(map[string]flow.ProbeResult)
	for i, o := range tolds {
		if o.Probe != ids[i] || last[o.Probe] != flow.Done {
			t.Errorf("%s: out of order or not done", o.Probe)
		}
		got[o.Probe] = o
		holdsNoKey(t, o.Probe, o)
	}
	for id, want := range map[string]string{
		"models":             "list-works=yes model-listed=no",
		"model":              "model-known=no",
		"count-tokens":       "count-works=yes",
		"files":              "endpoint-works=yes",
		"object":             "object-same-workspace=yes stored-object=yes",
		"key":                "key-active=yes",
		"organization":       "",
		"organization-model": "org-lists-model=yes",
		"workspace-model":    "workspace-lists-model=no",
		"own-model":          "own-model-works=no",
		"plain":              "plain-works=no",
		"other-key":          "other-key-works=yes",
	} {
		have := told(got[id])
		for _, f := range strings.Fields(want) {
			if !slices.Contains(have, f) {
				t.Errorf("%s: %v has not %s (%s)", id, have, f, got[id].Means)
			}
		}
		if !got[id].Tells {
			t.Errorf("%s told nothing: %s", id, got[id].Means)
		}
	}
	if n := got["models"].Notes; !slices.Contains(n, flow.Note{Name: "workspace_id", Text: wrkspc, From: flow.Probed}) {
		t.Errorf("the workspace is not among the notes %v", n)
	}
	const quote = "403 permission_error, " + reqID + ", answered by the Claude API itself"
	if f := got["plain"].Facts[0]; f.Quote != quote || f.Rule != "probe:plain" || f.From != flow.Probed {
		t.Errorf("the fact is %+v", f)
	}
}

func TestRunStops(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 8)
	base := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // Only then the server notices that the connection ends.
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	p := prober(t, setup(t, base))
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		<-arrived
		stop()
	}()
	for _, o := range p.Run(ctx, []string{"models", "count-tokens", "other-key", "nothing"}, nil, nil) {
		if o.Tells || o.Means == "" || len(o.Facts) > 0 {
			t.Errorf("%+v", o)
		}
	}
}

// BenchmarkFreeSet reports how much longer the free set takes than its slowest probe alone.
func BenchmarkFreeSet(b *testing.B) {
	const latency = 200 * time.Millisecond
	base := serve(b, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency) // The network that is simulated, not a condition waited for.
		api(w, r)
	})
	s := setup(b, base)
	s.Via = probe.Direct
	s.Admin = probe.Credential{}
	var ids []string
	p := prober(b, s)
	for _, c := range p.Cards(nil) {
		if c.Probe.Cost.Free() && len(c.Missing) == 0 {
			ids = append(ids, c.Probe.ID)
		}
	}
	var all, single time.Duration
	for b.Loop() {
		p := prober(b, s)
		start := time.Now()
		tolds := p.Run(b.Context(), ids, nil, nil)
		all += time.Since(start)
		var slowest time.Duration
		for _, o := range tolds {
			if o.Status == 0 {
				b.Fatalf("%+v", o)
			}
			slowest = max(slowest, o.Timing.Total)
		}
		single += slowest
	}
	b.ReportMetric(float64(all)/float64(single), "times-slowest")
	b.ReportMetric(float64(len(ids)), "probes")
}

// An answer is compared with what the probes before it found out, also when it comes first.
func TestJudgementWaits(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/organizations/api_keys" {
			a := answer(200, `{"data":[{"status":"archived","partial_key_hint":"...Key1"}]}`)
			a.Headers[2].Value = "99999999-2222-3333-4444-555555555555"
			write(w, a)
			close(asked)
			return
		}
		<-asked
		api(w, r)
	})
	tolds := prober(t, setup(t, base)).Run(t.Context(), []string{"key", "models"}, nil, nil)
	if o := tolds[0]; o.Tells || !strings.Contains(o.Means, "another organization") || !tolds[1].Tells {
		t.Errorf("%+v", o)
	}
}
