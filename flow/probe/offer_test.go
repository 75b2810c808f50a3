package probe_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/probe"
	"why403/flow/racetest"
)

// fitting makes answers that the reply is meant for, of the failing key's workspace and of another one, and from elsewhere on the way.
func fitting(p *flow.Probe, r flow.Reply, host string) []flow.Response {
	status := 200
	if len(r.Status) > 0 {
		fmt.Sscan(r.Status[0], &status)
	}
	body := modelList(myModel, "organization")
	switch {
	case status >= 400:
		kind := "permission_error"
		if len(r.Type) > 0 {
			kind = r.Type[0]
		}
		body = refusal(kind, "")
	case len(r.KeyStatus) > 0:
		body = fmt.Sprintf(`{"data":[{"partial_key_hint":"…%s","status":%q}]}`, fakeKey[len(fakeKey)-4:], r.KeyStatus[0])
	case r.Lacks != "":
		body = modelList("organization")
	case p.Measures == flow.AsksTrace:
		country := map[bool]string{true: "DE", false: "HK"}[slices.Contains(r.Finds, "supported")]
		return []flow.Response{{Status: 200, Body: []byte("h=" + host + "\nloc=" + country + "\n")}}
	}
	same := answer(status, body)
	other := answer(status, body)
	other.Headers = slices.Clone(same.Headers)
	other.Headers[3].Value = "wrkspc_01FAKE0000002"
	return []flow.Response{same, other, {Status: status, Body: []byte("<html>Forbidden</html>"), Headers: []flow.Header{{Name: "Content-Type", Value: "text/html"}}}}
}

// A probe is said to answer a question only if an answer can come that does: whatever is known, whatever it is sent with, and wherever
// it goes.
func TestOfferedProbesCanTell(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(rt *rapid.T) {
		pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(rt, what) }
		base := pick("base", "https://api.anthropic.com", "https://llm.corp.example", "http://127.0.0.1:9")
		s := setup(t, base)
		s.Model, s.Object = pick("model", "", myModel), pick("object", "", "/v1/files/file_01FAKE", "/v1/files")
		s.Betas = pick("betas", "", "files-api-2025-04-14")
		s.Via = pick("via", "", "http://127.0.0.1:9")
		s.Body = []byte(pick("body", "", `{"model":"claude-opus-5-5","messages":[]}`, `{"model":"claude-opus-5-5","context_management":{},"messages":[]}`, `{"model":"claude-opus-5-5","messages":[{"role":"user","content":[{"type":"document","source":{"file_id":"file_01FAKE"}}]}]}`))
		p := prober(t, s)
		if rapid.Bool().Draw(rt, "known whose the key is") {
			p.Learn(flow.Note{Name: "workspace_id", Text: wrkspc}, flow.Note{Name: "organization_id", Text: org})
		}
		var facts []flow.Fact
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"forbidden-text", "answered-by-api", "body-html", "answered-by-cloudflare", "list-works", "way-open", "keyless-refused"}), 0, 2, rapid.ID[string]).Draw(rt, "read") {
			facts = append(facts, flow.Fact{ID: id, Value: flow.Yes, From: flow.Pasted})
		}
		for range 12 {
			at := flow.Walk(b.Playbook, facts)
			if at.Outcome != flow.Asking {
				return
			}
			q := at.Question.ID
			for _, c := range p.Cards(facts) {
				if slices.Contains(c.Decides, q) && len(c.Missing) == 0 && c.Probe.Measures != flow.AsksTLS && !tells(p, c, q, facts, base) {
					rt.Fatalf("%s cannot tell %s, knowing %v, with %+v", c.Probe.ID, q, facts, p.Settings())
				}
			}
			facts = append(facts, flow.Fact{ID: q, Value: rapid.SampledFrom([]flow.Value{flow.Yes, flow.No, flow.Unsure}).Draw(rt, q), From: flow.You})
		}
	})
}

// tells reports whether an answer can come to the probe that answers the question.
func tells(p *probe.Prober, c flow.Card, question string, facts []flow.Fact, base string) bool {
	host := strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
	for _, r := range c.Probe.AllReplies() {
		for _, a := range fitting(c.Probe, r, host) {
			if slices.ContainsFunc(p.Judge("", c.Probe.ID, a, facts, flow.Probed).Facts, func(f flow.Fact) bool { return f.ID == question && f.Value != flow.Unsure }) {
				return true
			}
		}
	}
	return false
}
