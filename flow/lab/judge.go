package lab

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"why403/flow/scenario"
)

// maxBody is how much of a request's body is read, in bytes; more is answered 413.
const maxBody = 32 << 20

// exchange is one request being judged, and what is known of it so far.
type exchange struct {
	l     *Lab
	w     http.ResponseWriter
	r     *http.Request
	from  Origin
	body  []byte
	json  map[string]json.RawMessage // Of a body that is a JSON object.
	betas []string
	key   *scenario.Key // Nil until the key was accepted.
	given string        // The credential as sent.
	id    string        // Of the request.
	ray   string
	seen  Recorded
}

// refusal is why a request is not let through.
type refusal struct {
	scenario.Refusal
	rule scenario.RefusalRule
}

// judge decides in the order in which a real request meets what can refuse it. Nil lets it through.
func (e *exchange) judge() *refusal {
	if e.from == Here {
		if r := e.ruled(scenario.RuleWay, true); r != nil {
			return r
		}
		if r := e.ruled(scenario.RuleEdge, true); r != nil {
			return r
		}
		for _, name := range e.l.stripped() {
			e.r.Header.Del(name)
		}
	}
	if e.described() {
		return e.refusedAsDescribed()
	}
	e.betas = split(e.r.Header.Values("anthropic-beta"))
	for _, check := range []func() *refusal{e.credential, e.policy, e.shape, e.endpoint, e.models, e.features, e.objects, e.limits} {
		if r := check(); r != nil {
			return r
		}
	}
	return e.ruled(scenario.RuleRequest, e.isFailing())
}

// ruled returns the scenario's refusal for the rule when it applies, and while it lasts.
func (e *exchange) ruled(rule scenario.RefusalRule, applies bool) *refusal {
	if !applies {
		return nil
	}
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	id, ok := e.l.refuse[rule]
	if !ok || e.l.scenario.Passes > 0 && e.l.refused >= e.l.scenario.Passes {
		return nil
	}
	e.l.refused++
	return e.l.refusal(rule, id)
}

// always is like ruled for what is refused in every world: fallback is the refusal where the scenario has no other.
func (e *exchange) always(rule scenario.RefusalRule, applies bool, fallback *refusal) *refusal {
	if !applies {
		return nil
	}
	if r := e.ruled(rule, true); r != nil {
		return r
	}
	return fallback
}

func (l *Lab) refusal(rule scenario.RefusalRule, id string) *refusal {
	if r := l.scenario.World.Refusal(id); r != nil {
		return &refusal{*r, rule}
	}
	return apiError(http.StatusInternalServerError, "api_error", "the lab has no refusal "+id)
}

func apiError(status int, kind, message string) *refusal {
	return &refusal{Refusal: scenario.Refusal{Status: status, Type: kind, Message: message}}
}

func invalid(message string) *refusal {
	return apiError(http.StatusBadRequest, "invalid_request_error", message)
}

func notFound(message string) *refusal {
	return apiError(http.StatusNotFound, "not_found_error", message)
}

func (l *Lab) stripped() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.scenario.Strip
}

// credential finds out whose key it is.
func (e *exchange) credential() *refusal {
	browser := e.r.Header.Get("Origin") != ""
	if browser && e.r.Header.Get("anthropic-dangerous-direct-browser-access") == "" {
		return e.always(scenario.RuleBrowser, true, e.l.refusal(scenario.RuleBrowser, "cors-header"))
	}
	wrong := "invalid-key"
	if bearer, ok := strings.CutPrefix(e.r.Header.Get("Authorization"), "Bearer "); ok && e.given == strings.TrimSpace(bearer) {
		wrong = "invalid-bearer"
	}
	if e.given == "" {
		return e.l.refusal(scenario.RuleKey, "no-key")
	}
	var key *scenario.Key
	for i := range e.l.scenario.World.Keys {
		if k := &e.l.scenario.World.Keys[i]; k.Key == e.given {
			key = k
		}
	}
	if key == nil || key.Status != "active" {
		return e.l.refusal(scenario.RuleKey, wrong)
	}
	if login(key) && e.r.Header.Get("x-api-key") == e.given {
		return e.l.refusal(scenario.RuleKey, "invalid-key") // A login token only counts as a bearer token.
	}
	e.seen.Whole = true
	e.key = key
	return e.ruled(scenario.RuleKey, e.withFailingKey())
}

// policy is what the organization, or the service for it, decides about any call.
func (e *exchange) policy() *refusal {
	ours := e.ours()
	for _, c := range []struct {
		rule    scenario.RefusalRule
		applies bool
	}{
		{scenario.RuleOrg, ours},
		{scenario.RuleIP, ours && e.from == Here},
		{scenario.RuleLogin, login(e.key)},
		{scenario.RuleBrowser, ours && e.r.Header.Get("Origin") != ""},
	} {
		if r := e.ruled(c.rule, c.applies); r != nil {
			return r
		}
	}
	admin := strings.HasPrefix(e.r.URL.Path, "/v1/organizations/")
	if admin {
		if !strings.HasPrefix(e.key.Key, "sk-ant-admin01-") {
			return e.l.refusal(scenario.RuleKind, "invalid-key")
		}
		return nil
	}
	return e.always(scenario.RuleKind, e.key.Workspace == "", e.l.refusal(scenario.RuleKind, "invalid-key"))
}

// shape looks at the version and at the body as such.
func (e *exchange) shape() *refusal {
	switch v := e.r.Header.Get("anthropic-version"); v {
	case "2023-06-01", "2026-10-21":
	case "":
		return invalid("anthropic-version: header is required")
	default:
		return invalid("anthropic-version: \"" + v + "\" is not a valid version")
	}
	if e.r.Method != http.MethodPost {
		return nil
	}
	if len(e.body) > maxBody {
		return apiError(http.StatusRequestEntityTooLarge, "request_too_large", "Request exceeds the maximum size")
	}
	if err := json.Unmarshal(e.body, &e.json); err != nil || e.json == nil {
		return invalid("The request body is not valid JSON: expected an object")
	}
	switch e.r.URL.Path {
	case "/v1/messages", "/v1/messages/count_tokens":
		return e.message(e.json, e.r.URL.Path == "/v1/messages")
	}
	return nil
}

// endpoint is whether this key may come here at all.
func (e *exchange) endpoint() *refusal {
	first := func(path string) string {
		parts := strings.SplitN(strings.TrimPrefix(path, "/v1/"), "/", 2)
		if strings.HasPrefix(path, "/v1/messages/batches") {
			return "batches"
		}
		return parts[0]
	}
	path, _, _ := strings.Cut(e.l.scenario.Call.Path, "?")
	if r := e.ruled(scenario.RuleEndpoint, e.withFailingKey() && first(e.r.URL.Path) == first(path)); r != nil {
		return r
	}
	for _, b := range e.l.scenario.World.Betas {
		for _, p := range b.Paths {
			if under(e.r.URL.Path, p) {
				if slices.Contains(e.betas, "managed-agents-2026-04-01") && slices.Contains(e.betas, "agent-memory-2026-07-22") {
					return invalid("anthropic-beta: managed-agents-2026-04-01 is incompatible with the agent-memory-2026-07-22 beta header")
				}
				if !slices.Contains(e.betas, b.Value) {
					return e.always(scenario.RuleBeta, true, notFound("Not found"))
				}
			}
		}
	}
	return nil
}

// models is whether the model is there and may be used. Counting tokens only needs it to be there.
func (e *exchange) models() *refusal {
	id := e.modelAsked()
	if id == "" {
		return nil
	}
	m := e.l.scenario.World.Model(id)
	if m == nil || m.Lifecycle == "retired" {
		return notFound("model: " + id)
	}
	if e.r.URL.Path != "/v1/messages" && !strings.HasPrefix(e.r.URL.Path, "/v1/messages/batches") {
		return nil
	}
	if r := e.ruled(scenario.RuleModel, e.ours() && id == e.l.model); r != nil {
		return r
	}
	if r := e.ruled(scenario.RuleWorkspace, id == e.l.model && e.inFailingWorkspace()); r != nil {
		return r
	}
	return e.ruled(scenario.RuleAge, e.key.Created.Before(m.Granted))
}

// features is whether each beta feature has its header, and each header its feature.
func (e *exchange) features() *refusal {
	var unknown []string
	for _, b := range e.betas {
		if !e.l.knownBeta(b) {
			unknown = append(unknown, "`"+b+"`")
		}
	}
	if len(unknown) > 0 {
		return invalid("Unexpected value(s) " + strings.Join(unknown, ", ") + " for the `anthropic-beta` header. Please consult our documentation at platform.claude.com/docs or try again without the header.")
	}
	for _, sent := range split([]string{e.l.scenario.Call.Headers["anthropic-beta"]}) {
		if r := e.ruled(scenario.RuleEnrolment, e.ours() && slices.Contains(e.betas, sent)); r != nil {
			return r
		}
	}
	if !strings.HasPrefix(e.r.URL.Path, "/v1/messages") {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(e.json)) {
		if name == "requests" || slices.Contains(messageFields, name) {
			continue
		}
		values, needed := e.l.opens(name)
		missing := invalid(name + ": Extra inputs are not permitted")
		switch {
		case values == nil:
			return missing
		case needed && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(e.betas, v) }):
			return e.always(scenario.RuleBeta, true, missing)
		}
	}
	return e.tools()
}

// tools is whether each tool that only a beta header opens has it.
func (e *exchange) tools() *refusal {
	var tools []struct{ Type string }
	if json.Unmarshal(e.json["tools"], &tools) != nil {
		return nil
	}
	for i, t := range tools {
		opened, closed := false, false
		for _, b := range e.l.shape.Betas {
			if b.Needed && slices.ContainsFunc(b.Tools, func(p string) bool { return strings.HasPrefix(t.Type, p) }) {
				closed = true
				opened = opened || slices.Contains(e.betas, b.Value)
			}
		}
		if closed && !opened {
			return e.always(scenario.RuleBeta, true, invalid(fmt.Sprintf(
				"tools.%d: Input tag '%s' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom', 'text_editor_20250728'", i, t.Type)))
		}
	}
	return nil
}

// objects is whether what a message names is in the key's workspace.
func (e *exchange) objects() *refusal {
	if e.json == nil {
		return nil
	}
	for _, o := range e.l.scenario.World.Objects {
		if bytes.Contains(e.body, []byte(`"`+o.ID+`"`)) && o.Workspace != e.key.Workspace {
			return e.always(scenario.RuleObject, true, notFound("File not found: "+o.ID))
		}
	}
	return nil
}

// limits is what money, rates and the service's own state allow.
func (e *exchange) limits() *refusal {
	paid := e.r.Method == http.MethodPost && (e.r.URL.Path == "/v1/messages" || e.r.URL.Path == "/v1/messages/batches")
	for _, rule := range []scenario.RefusalRule{scenario.RuleCredit, scenario.RuleRate, scenario.RuleFault} {
		if r := e.ruled(rule, paid && (e.ours() || rule == scenario.RuleFault)); r != nil {
			return r
		}
	}
	return nil
}

// ours reports whether the key is of the failing key's organization.
func (e *exchange) ours() bool {
	w := e.l.scenario.World
	k := w.Key(e.l.scenario.Call.Key)
	if k == nil {
		k = w.Key("main")
	}
	return k == nil || w.Of(k) == w.Of(e.key)
}

func (e *exchange) withFailingKey() bool { return e.key.Name == e.l.scenario.Call.Key }

func (e *exchange) inFailingWorkspace() bool {
	k := e.l.scenario.World.Key(e.l.scenario.Call.Key)
	return k != nil && k.Workspace == e.key.Workspace
}

// isFailing reports whether it is the failing call as it is: same method, same path, same body.
func (e *exchange) isFailing() bool {
	c := e.l.scenario.Call
	if e.r.Method != c.Method || e.r.URL.RequestURI() != c.Path {
		return false
	}
	var a, b any
	if json.Unmarshal(e.body, &a) != nil || json.Unmarshal([]byte(c.Body), &b) != nil {
		return len(e.body) == 0 && c.Body == ""
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func (e *exchange) modelAsked() string {
	if strings.HasPrefix(e.r.URL.Path, "/v1/messages") && e.json != nil {
		return modelOf(e.body)
	}
	return ""
}
