package lab

import (
	"net/http"
	"path"
	"strings"

	"why403/flow/scenario"
)

// A service that a world describes by its answers: who may call it, what refuses, and what it answers otherwise, all as data.

func (e *exchange) described() bool { return len(e.l.scenario.World.Answers) > 0 }

// refused decides as judge does. A request without a key is let through unless the world says how it is refused.
func (e *exchange) refusedAsDescribed() *refusal {
	w := e.l.scenario.World
	if e.given != "" {
		for i := range w.Keys {
			if k := &w.Keys[i]; k.Key == e.given && k.Status == "active" {
				e.key = k
			}
		}
		if e.key == nil {
			return e.named("invalid-key", http.StatusUnauthorized)
		}
		e.seen.Whole = true
	} else if w.Refusal("no-key") != nil {
		return e.named("no-key", http.StatusUnauthorized)
	}
	ours, failing := e.key != nil && e.ours(), e.key != nil && e.withFailingKey()
	if a := e.answerOf(); a != nil && a.Always {
		return e.ruled(scenario.RuleKey, failing)
	}
	called, _, _ := strings.Cut(e.l.scenario.Call.Path, "?")
	for _, c := range []struct {
		rule    scenario.RefusalRule
		applies bool
	}{
		{scenario.RuleKey, failing},
		{scenario.RuleOrg, ours},
		{scenario.RuleIP, ours && e.from == Here},
		{scenario.RuleEndpoint, failing && e.r.URL.Path == called},
		{scenario.RuleRate, failing},
		{scenario.RuleFault, true},
		{scenario.RuleRequest, e.isFailing()},
	} {
		if r := e.ruled(c.rule, c.applies); r != nil {
			return r
		}
	}
	return nil
}

// named is the world's refusal with the id, or a wordless one.
func (e *exchange) named(id string, status int) *refusal {
	if r := e.l.scenario.World.Refusal(id); r != nil {
		return &refusal{Refusal: *r}
	}
	return &refusal{Refusal: scenario.Refusal{Status: status}}
}

// serveAsDescribed answers what nothing refuses.
func (e *exchange) serveAsDescribed() {
	a := e.answerOf()
	if a == nil {
		e.refuse(e.named("not-found", http.StatusNotFound))
		return
	}
	e.w.Header().Set("Content-Type", "application/json")
	for name, value := range a.Headers {
		e.set(http.CanonicalHeaderKey(name), value)
	}
	e.w.WriteHeader(a.Status)
	_, _ = e.w.Write([]byte(a.Body))
}

// answerOf is the first of the world's answers that fits the request, or nil.
func (e *exchange) answerOf() *scenario.Served {
	all := e.l.scenario.World.Answers
	for i := range all {
		fits, _ := path.Match(all[i].Path, e.r.URL.Path)
		if fits && all[i].Method == e.r.Method && (all[i].Key == "" || e.key != nil && e.key.Name == all[i].Key) {
			return &all[i]
		}
	}
	return nil
}
