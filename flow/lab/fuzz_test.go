package lab

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzMessage sends any body and any beta values: the lab answers JSON, never with a fault of its own, and 200 only for a
// model that it has.
func FuzzMessage(f *testing.F) {
	for _, s := range scenarios(f) {
		f.Add(s.Call.Body, s.Call.Headers["anthropic-beta"])
	}
	f.Add(editing, "a,,b")
	f.Add(`{"model":1,"messages":[],"max_tokens":1.5}`, "")
	f.Add(`{"model":"claude-haiku-5-5","max_tokens":-1,"messages":[{"role":"user"}]}`, "")
	f.Add(`null`, "\x00")
	l := started(f, "beta-header")
	f.Fuzz(func(t *testing.T, body, betas string) {
		r := httptest.NewRequest("POST", "/v1/messages", strings.NewReader(body))
		r.Header.Set("anthropic-version", "2023-06-01")
		r.Header.Set("anthropic-beta", betas)
		r.Header.Set("x-api-key", l.Key())
		w := httptest.NewRecorder()
		l.api(Here)(w, r)
		if w.Code >= 500 {
			t.Errorf("it answers %d", w.Code)
		}
		if w.Code == http.StatusOK && l.scenario.World.Model(modelOf([]byte(body))) == nil {
			t.Errorf("a message for the model %q is answered", modelOf([]byte(body)))
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("it answers %q", w.Body)
		}
	})
}
