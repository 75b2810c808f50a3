package lab

import (
	"slices"
	"strings"

	"why403/flow/scenario"
)

// admin answers an Admin endpoint; path is what follows /v1/organizations/.
func (e *exchange) admin(path string) {
	w := e.l.scenario.World
	org := w.Of(e.key)
	switch {
	case path == "me":
		i := slices.IndexFunc(w.Organizations, func(o scenario.Organization) bool { return o.ID == org })
		e.ok(map[string]any{"id": org, "type": "organization", "name": w.Organizations[i].Name})
	case path == "api_keys":
		e.listKeys(org)
	case strings.HasPrefix(path, "api_keys/"):
		for i := range w.Keys {
			if k := &w.Keys[i]; listed(k) && w.Of(k) == org && k.ID == path[len("api_keys/"):] {
				e.ok(e.keyInfo(k))
				return
			}
		}
		e.refuse(notFound("API key not found"))
	case path == "workspaces":
		var data []any
		for _, s := range w.Workspaces {
			if s.Organization == org {
				data = append(data, workspaceInfo(s))
			}
		}
		e.page(data, e.limit(20), false)
	case path == "rate_limits":
		e.organizationLimits(org)
	case strings.HasPrefix(path, "workspaces/"):
		id, rest, _ := strings.Cut(strings.TrimPrefix(path, "workspaces/"), "/")
		s := w.Workspace(id)
		switch {
		case s == nil || s.Organization != org:
			e.refuse(notFound("Workspace not found: " + id))
		case rest == "":
			e.ok(workspaceInfo(*s))
		case rest == "rate_limits":
			e.workspaceLimits(*s)
		default:
			e.refuse(notFound("Not found"))
		}
	default:
		e.refuse(notFound("Not found"))
	}
}

// listed reports whether the organization's list of keys has keys of this kind.
func listed(k *scenario.Key) bool { return strings.HasPrefix(k.Key, "sk-ant-api03-") }

func (e *exchange) listKeys(org string) {
	q := e.r.URL.Query()
	w := e.l.scenario.World
	var data []any
	for i := range w.Keys {
		k := &w.Keys[i]
		if !listed(k) || w.Of(k) != org || q.Get("status") != "" && q.Get("status") != k.Status ||
			q.Get("workspace_id") != "" && q.Get("workspace_id") != k.Workspace {
			continue
		}
		data = append(data, e.keyInfo(k))
	}
	e.page(data, e.limit(20), false)
}

func (e *exchange) keyInfo(k *scenario.Key) map[string]any {
	return map[string]any{
		"id": k.ID, "type": "api_key", "name": k.Name, "status": k.Status, "created_at": stamp(k.Created), "expires_at": nil,
		"created_by":       map[string]string{"id": "user_01FAKE", "type": "user"},
		"partial_key_hint": k.Key[:len("sk-ant-api03-")+3] + "..." + lastFour(k.Key),
		"principal":        map[string]string{"type": "user_actor", "user_id": "user_01FAKE"},
		"scope":            map[string]string{"type": "workspace", "workspace_id": k.Workspace},
		"workspace_id":     k.Workspace,
	}
}

func workspaceInfo(s scenario.Workspace) map[string]any {
	return map[string]any{
		"id": s.ID, "type": "workspace", "name": s.Name, "created_at": stamp(made.AddDate(-2, 0, 0)), "archived_at": nil,
		"display_color": "#6C5BB9", "compartment_id": nil, "external_key_id": nil, "user_profile_id": nil, "tags": map[string]string{},
		"data_residency": map[string]any{"workspace_geo": "us", "default_inference_geo": "global", "allowed_inference_geos": "unrestricted"},
	}
}

// organizationHas reports whether the organization was granted the model.
func (e *exchange) organizationHas(org string, m scenario.Model) bool {
	return m.Lifecycle != "retired" && (m.ID != e.l.model || org != e.l.organization() || !e.l.ruling(scenario.RuleModel))
}

func (e *exchange) organizationLimits(org string) {
	want := e.r.URL.Query().Get("model")
	var data []any
	for _, m := range e.l.scenario.World.Models {
		if e.organizationHas(org, m) && (want == "" || want == m.ID) {
			data = append(data, map[string]any{
				"type": "rate_limit", "id": "rl_01FAKE" + m.ID, "models": []string{m.ID}, "group": group(m),
				"limits": []any{
					map[string]any{"type": "requests_per_minute", "value": 1000},
					map[string]any{"type": "input_tokens_per_minute_cache_aware", "value": 450_000},
					map[string]any{"type": "output_tokens_per_minute", "value": 90_000},
				},
			})
		}
	}
	if want != "" && data == nil {
		e.refuse(notFound("No rate limits found for model: " + want))
		return
	}
	e.page(data, e.limit(1000), true)
}

// workspaceLimits lists what the workspace may use. All of it is inherited, so nothing is listed unless that is asked for.
func (e *exchange) workspaceLimits(s scenario.Workspace) {
	var data []any
	for _, m := range e.l.scenario.World.Models {
		if e.r.URL.Query().Get("include_inherited") != "true" || !e.organizationHas(s.Organization, m) ||
			m.ID == e.l.model && s.ID == e.l.workspace() && e.l.ruling(scenario.RuleWorkspace) {
			continue
		}
		data = append(data, map[string]any{
			"type": "workspace_rate_limit", "workspace_id": s.ID, "rate_limit_id": "rl_01FAKE" + m.ID, "models": []string{m.ID}, "group": group(m),
			"limits": []any{
				map[string]any{"type": "requests_per_minute", "value": 1000, "org_limit": 1000, "source": map[string]string{"type": "organization"}},
			},
		})
	}
	e.page(data, e.limit(1000), true)
}

func group(m scenario.Model) map[string]any {
	return map[string]any{"type": "model_group", "id": "rlg_01FAKE" + m.ID, "display_name": m.Title}
}

// ruling reports whether the scenario's rule still holds.
func (l *Lab) ruling(r scenario.RefusalRule) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.refuse[r]
	return ok
}

// organization and workspace are those of the failing call's key.
func (l *Lab) organization() string {
	if k := l.scenario.World.Key(l.scenario.Call.Key); k != nil {
		return l.scenario.World.Of(k)
	}
	return ""
}

func (l *Lab) workspace() string {
	if k := l.scenario.World.Key(l.scenario.Call.Key); k != nil {
		return k.Workspace
	}
	return ""
}
