package probe_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
)

const (
	fakeKey   = "sk-ant-api03-FAKEfakeFAKEfakeFAKEfakeFAKEfakeKey1"
	fakeAdmin = "sk-ant-admin01-FAKEfakeFAKEfakeFAKEfakeFAKEfakeAdm2"
	fakeOther = "sk-ant-api03-FAKEfakeFAKEfakeFAKEfakeFAKEfakeOth3"
	reqID     = "req_011FAKE0000000000000001"
	org       = "11111111-2222-3333-4444-555555555555"
	wrkspc    = "wrkspc_01FAKE0000001"
	myModel   = "claude-opus-5-5"
)

func book(t testing.TB) *content.Book {
	t.Helper()
	b := must.Have(t, content.Default)
	return b
}

// hurried returns the playbook with other deadlines.
func hurried(t testing.TB, d time.Duration) *flow.Playbook {
	pb := *book(t).Playbook
	pb.Probes = slices.Clone(pb.Probes)
	for i := range pb.Probes {
		pb.Probes[i].Deadline = d
	}
	return &pb
}

func credential(t testing.TB, key, from string) probe.Credential {
	t.Helper()
	c, err := probe.NewCredential(book(t).Request, key, from)
	must.NoError(t, err)
	return c
}

// setup has everything that a probe can need.
func setup(t testing.TB, base string) probe.Setup {
	return probe.Setup{
		Trust: probe.Own, BaseURL: base, Knowledge: content.Way(), Model: myModel, Object: "/v1/files/file_01FAKE/content",
		Key: credential(t, fakeKey, "ANTHROPIC_API_KEY"), Admin: credential(t, fakeAdmin, "WHY403_ADMIN_KEY"), Other: credential(t, fakeOther, "typed"),
		Body: []byte(`{ "model":"claude-opus-5-5", "max_tokens": 1e3, "context_management":{"edits":[]}, "messages":[{"role":"user","content":"hi"}] }`),
	}
}

func prober(t testing.TB, s probe.Setup) *probe.Prober {
	b := book(t)
	return probe.New(b.Playbook, b.Read, s)
}

func serve(t testing.TB, h http.HandlerFunc) string {
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// answer makes an answer of the API.
func answer(status int, body string) flow.Response {
	return flow.Response{Status: status, Body: []byte(body), Headers: []flow.Header{
		{Name: "Content-Type", Value: "application/json"},
		{Name: "Request-Id", Value: reqID},
		{Name: "Anthropic-Organization-Id", Value: org},
		{Name: "Anthropic-Workspace-Id", Value: wrkspc},
	}}
}

func refusal(kind, message string) string {
	return fmt.Sprintf(`{"type":"error","error":{"type":%q,"message":%q},"request_id":%q}`, kind, message, reqID)
}

func modelList(models ...string) string {
	var b strings.Builder
	for i, m := range models {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"type":"model","id":%q}`, m)
	}
	return `{"data":[` + b.String() + `],"has_more":false}`
}

func write(w http.ResponseWriter, a flow.Response) {
	for _, h := range a.Headers {
		w.Header().Set(h.Name, h.Value)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}

// told returns the facts as "id=value".
func told(t flow.ProbeResult) []string {
	var out []string
	for _, f := range t.Facts {
		out = append(out, f.ID+"="+f.Value.String())
	}
	slices.Sort(out)
	return out
}

// holdsNoKey fails when any form of v has one of the fake keys in it.
func holdsNoKey(t testing.TB, what string, v any) {
	t.Helper()
	j, err := json.Marshal(v)
	must.NoError(t, err)
	for _, text := range []string{string(j), fmt.Sprintf("%v", v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v)} {
		for _, k := range []string{fakeKey, fakeAdmin, fakeOther} {
			if bytes.Contains([]byte(strings.ToLower(text)), []byte(strings.ToLower(k[:len(k)-5]))) {
				t.Fatalf("%s holds a key: %s", what, text)
			}
		}
	}
}
