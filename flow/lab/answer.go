package lab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// api answers requests that come from the place.
func (l *Lab) api(from Origin) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n := l.number()
		e := &exchange{
			l: l, r: r, from: from,
			id: fmt.Sprintf("req_011CFAKE%016d", n), ray: fmt.Sprintf("9fa4e%011x-%s", n, l.scenario.Colo),
			given: l.credentialOf(r.Header), seen: l.seenOf(r, from),
		}
		e.w = &counting{ResponseWriter: w, status: &e.seen.Status}
		defer func() { l.record(e.seen) }()
		e.body = readBody(r)
		if r.Method == http.MethodOptions && r.Header.Get("Origin") != "" { // A browser asks first; that names no key.
			e.headers()
			e.set("access-control-allow-methods", "GET, POST, DELETE, OPTIONS")
			e.set("access-control-allow-headers", "*")
			e.w.WriteHeader(http.StatusOK)
			return
		}
		if e.faulty() {
			return
		}
		if e.besides() {
			return
		}
		if refused := e.judge(); refused != nil {
			e.refuse(refused)
			return
		}
		e.serve()
	}
}

// counting notes the status that was answered.
type counting struct {
	http.ResponseWriter
	status *int
}

func (c *counting) WriteHeader(status int) {
	if *c.status == 0 {
		*c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counting) Write(b []byte) (int, error) {
	if *c.status == 0 {
		*c.status = http.StatusOK
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController through.
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// credentialOf returns the credential as sent: the key's own header wins.
func (l *Lab) credentialOf(h http.Header) string {
	if k := h.Get(l.shape.KeyHeader); l.shape.KeyHeader != "" && k != "" {
		return k
	}
	if b, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(b)
	}
	return ""
}

func lastFour(key string) string {
	if len(key) < 20 {
		return "" // Of something so short four characters would be too much.
	}
	return key[len(key)-4:]
}

// set sets a header with its name as the service writes it.
func (e *exchange) set(name, value string) { e.w.Header()[name] = []string{value} }

// headers sets those of every answer that the API itself makes.
func (e *exchange) headers() {
	e.set("server", "cloudflare")
	e.set("cf-ray", e.ray)
	e.set("request-id", e.id)
	if e.r.Header.Get("Origin") != "" {
		e.set("access-control-allow-origin", "*") // So that a web page can read why it was refused.
	}
	if e.key != nil {
		w := e.l.scenario.World
		e.set("anthropic-organization-id", w.Of(e.key))
		if e.key.Workspace != "" {
			e.set("anthropic-workspace-id", e.key.Workspace)
		}
	}
}

// refuse writes a refusal: the API's in its envelope, anybody else's as it is.
func (e *exchange) refuse(r *refusal) {
	if r.Type == "" {
		for name, value := range r.Headers {
			if strings.EqualFold(name, "content-length") {
				continue
			}
			if strings.EqualFold(name, "content-type") {
				e.w.Header().Set(name, value)
				continue
			}
			e.set(name, value)
			if strings.EqualFold(name, "server") && value == "cloudflare" {
				e.set("cf-ray", e.ray)
			}
		}
		e.w.WriteHeader(r.Status)
		e.w.Write([]byte(r.Body))
		return
	}
	if r.Status == http.StatusUnauthorized {
		e.key = nil // Such an answer does not say whose the key is.
	}
	e.headers()
	for name, value := range r.Headers {
		e.set(name, value)
	}
	v := envelope{Type: "error", ID: e.id}
	v.Error.Type, v.Error.Message = r.Type, r.Message
	if r.Inside {
		v.Error.Code = r.Code
	} else if r.Code != "" {
		v.Error.Details = map[string]string{"error_code": r.Code}
	}
	e.writeJSON(r.Status, v)
}

// envelope is how the API writes an error.
type envelope struct {
	Type  string `json:"type"`
	Error struct {
		Type    string            `json:"type"`
		Message string            `json:"message"`
		Code    string            `json:"error_code,omitempty"`
		Details map[string]string `json:"details,omitempty"`
	} `json:"error"`
	ID string `json:"request_id"`
}

// ok writes a success of the API.
func (e *exchange) ok(v any) {
	e.headers()
	if e.key != nil && e.key.Workspace != "" {
		for _, kind := range []string{"requests", "input-tokens", "output-tokens"} {
			e.set("anthropic-ratelimit-"+kind+"-limit", "1000")
			e.set("anthropic-ratelimit-"+kind+"-remaining", "999")
			e.set("anthropic-ratelimit-"+kind+"-reset", "2026-11-23T12:00:00Z")
		}
	}
	e.writeJSON(http.StatusOK, v)
}

func (e *exchange) writeJSON(status int, v any) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		http.Error(e.w, err.Error(), http.StatusInternalServerError)
		return
	}
	e.w.Header().Set("Content-Type", "application/json")
	e.w.WriteHeader(status)
	e.w.Write([]byte(strings.TrimSuffix(b.String(), "\n")))
}
