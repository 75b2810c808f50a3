package lab

import (
	"cmp"
	"fmt"
	"net/http"

	"why403/flow/scenario"
)

// The paths that are answered beside the API: by the edge in front of it, and by the status page, which is another host in the
// world and this one here, so that nothing leaves this machine.
const (
	tracePath  = "/cdn-cgi/trace"
	statusPath = "/api/v2/summary.json"
)

// besides answers what the API itself never sees. Only what stands on the way can refuse it.
func (e *exchange) besides() bool {
	path := e.r.URL.Path
	if path != tracePath && path != statusPath || e.described() {
		return false
	}
	if r := e.blocked(); r != nil {
		e.refuse(r)
		return true
	}
	if path == statusPath {
		e.status()
		return true
	}
	country := "DE"
	if e.from == Here {
		country = cmp.Or(e.l.scenario.Country, country)
	}
	e.w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(e.w, "fl=1f1\nh=%s\nip=192.0.2.1\nvisit_scheme=https\ncolo=%s\nhttp=http/1.1\nloc=%s\ntls=TLSv1.3\n", e.r.Host, e.l.scenario.Colo, country)
	return true
}

// blocked is the refusal of what stands on the way, if it refuses; it counts for nothing.
func (e *exchange) blocked() *refusal {
	e.l.mu.Lock()
	defer e.l.mu.Unlock()
	id, ok := e.l.refuse[scenario.RuleWay]
	if !ok || e.from != Here {
		return nil
	}
	return e.l.refusal(scenario.RuleWay, id)
}

// status writes the status page's JSON.
func (e *exchange) status() {
	type component struct {
		Name   string `json:"name"`
		Status string `json:"status"`
	}
	api := component{"Claude API (" + e.l.shape.Hosts[0] + ")", "operational"}
	about, indicator, incidents := "All Systems Operational", "none", []any{}
	if name := e.l.scenario.Incident; name != "" {
		about, indicator, api.Status = "Partial System Outage", "major", "partial_outage"
		incidents = append(incidents, map[string]any{"name": name, "impact": "major", "status": "investigating", "components": []component{api}})
	}
	e.writeJSON(http.StatusOK, map[string]any{
		"page": map[string]string{"name": "Claude"}, "components": []component{api, {"claude.ai", "operational"}}, "incidents": incidents,
		"status": map[string]string{"indicator": indicator, "description": about},
	})
}
