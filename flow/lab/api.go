package lab

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"why403/flow/scenario"
)

// serve answers a request that nothing refuses.
func (e *exchange) serve() {
	if e.described() {
		e.serveAsDescribed()
		return
	}
	path := strings.TrimSuffix(e.r.URL.Path, "/")
	switch {
	case e.r.Method == http.MethodPost && path == "/v1/messages":
		e.answerMessage()
	case e.r.Method == http.MethodPost && path == "/v1/messages/count_tokens":
		e.ok(map[string]any{"input_tokens": e.tokens(), "context_management": nil})
	case e.r.Method == http.MethodPost && path == "/v1/messages/batches":
		e.ok(e.batch(scenario.Object{ID: "msgbatch_01FAKEnew", Workspace: e.key.Workspace}))
	case e.r.Method != http.MethodGet:
		e.refuse(apiError(http.StatusMethodNotAllowed, "invalid_request_error", "Method Not Allowed"))
	case path == "/v1/models":
		e.listModels()
	case strings.HasPrefix(path, "/v1/models/"):
		e.getModel(strings.TrimPrefix(path, "/v1/models/"))
	case strings.HasPrefix(path, "/v1/organizations/"):
		e.admin(strings.TrimPrefix(path, "/v1/organizations/"))
	default:
		for _, k := range objectKinds {
			if rest, ok := strings.CutPrefix(path, k.path); ok && (rest == "" || rest[0] == '/') {
				e.stored(k, strings.TrimPrefix(rest, "/"))
				return
			}
		}
		e.refuse(notFound("Not found"))
	}
}

// objectKind is a kind of stored object, with how it is listed and shown.
type objectKind struct {
	path, prefix, name string
	cursor             bool // Its pages have next_page, the others has_more with first_id and last_id.
	show               func(*exchange, scenario.Object) map[string]any
}

var objectKinds = []objectKind{
	{"/v1/messages/batches", "msgbatch_", "Message batch", false, (*exchange).batch},
	{"/v1/files", "file_", "File", true, (*exchange).file},
	{"/v1/skills", "skill_", "Skill", true, (*exchange).skill},
	{"/v1/agents", "agent_", "Agent", true, (*exchange).agent},
	{"/v1/memory_stores", "memstore_", "Memory store", true, (*exchange).memoryStore},
}

// stored lists the objects of the key's workspace, or shows one. Those of another workspace are not there.
func (e *exchange) stored(k objectKind, id string) {
	var found []scenario.Object
	for _, o := range e.l.scenario.World.Objects {
		if strings.HasPrefix(o.ID, k.prefix) && o.Workspace == e.key.Workspace {
			found = append(found, o)
		}
	}
	if id == "" {
		n := e.limit(20)
		var data []any
		for _, o := range found {
			data = append(data, k.show(e, o))
		}
		e.page(data, n, k.cursor)
		return
	}
	id, rest, _ := strings.Cut(id, "/")
	i := slices.IndexFunc(found, func(o scenario.Object) bool { return o.ID == id })
	switch {
	case i < 0:
		e.refuse(notFound(k.name + " not found: " + id))
	case rest != "":
		e.refuse(notFound("Not found"))
	default:
		e.ok(k.show(e, found[i]))
	}
}

// limit reads the query's limit, between 1 and 1000.
func (e *exchange) limit(usual int) int {
	n, err := strconv.Atoi(e.r.URL.Query().Get("limit"))
	if err != nil || n < 1 || n > 1000 {
		return usual
	}
	return n
}

// page writes the first n entries as a page.
func (e *exchange) page(data []any, n int, cursor bool) {
	more := len(data) > n
	if more {
		data = data[:n]
	}
	if data == nil {
		data = []any{}
	}
	if cursor {
		e.ok(map[string]any{"data": data, "has_more": more, "next_page": nil})
		return
	}
	e.ok(map[string]any{"data": data, "has_more": more, "first_id": idOf(data, 0), "last_id": idOf(data, len(data)-1)})
}

func idOf(data []any, i int) any {
	if i < 0 || i >= len(data) {
		return nil
	}
	m, _ := data[i].(map[string]any)
	return m["id"]
}

func (e *exchange) listModels() {
	want := cmp.Or(e.r.URL.Query().Get("lifecycle"), "active,deprecated")
	var data []any
	for _, m := range e.l.scenario.World.Models {
		if slices.Contains(strings.Split(want, ","), m.Lifecycle) {
			data = append(data, modelInfo(m))
		}
	}
	e.page(data, e.limit(20), false)
}

func (e *exchange) getModel(id string) {
	m := e.l.scenario.World.Model(id)
	if m == nil || m.Lifecycle == "retired" {
		e.refuse(notFound("model: " + id))
		return
	}
	e.ok(modelInfo(*m))
}

func modelInfo(m scenario.Model) map[string]any {
	return map[string]any{
		"type": "model", "id": m.ID, "display_name": m.Title, "created_at": stamp(m.Created), "lifecycle": m.Lifecycle,
		"deprecated_at": stamp(m.Deprecated), "retires_at": stamp(m.Retire), "line": nil, "capabilities": nil,
		"max_input_tokens": m.MaxInput, "max_tokens": m.MaxOutput,
	}
}

// stamp writes a time as the API does, and null for none.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.RFC3339)
}

var made = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

func (e *exchange) batch(o scenario.Object) map[string]any {
	return map[string]any{
		"id": o.ID, "type": "message_batch", "processing_status": "ended", "created_at": stamp(made), "ended_at": stamp(made),
		"expires_at": stamp(made.AddDate(0, 0, 1)), "archived_at": nil, "cancel_initiated_at": nil, "results_url": nil,
		"request_counts": map[string]int{"processing": 0, "succeeded": 1, "errored": 0, "canceled": 0, "expired": 0},
	}
}

func (e *exchange) file(o scenario.Object) map[string]any {
	return map[string]any{
		"id": o.ID, "type": "file", "filename": o.Name, "mime_type": "application/pdf", "size_bytes": 40_300,
		"created_at": stamp(made), "downloadable": false, "expires_at": nil,
	}
}

func (e *exchange) skill(o scenario.Object) map[string]any {
	return map[string]any{
		"id": o.ID, "type": "skill", "display_name": o.Name, "latest_version_id": "skillver_01FAKE", "created_at": stamp(made),
		"updated_at": stamp(made), "source": map[string]string{"type": "custom"},
	}
}

func (e *exchange) agent(o scenario.Object) map[string]any {
	return map[string]any{
		"id": o.ID, "type": "agent", "name": o.Name, "description": "", "system": "", "created_at": stamp(made),
		"updated_at": stamp(made), "archived_at": nil, "version": 1, "metadata": map[string]string{}, "mcp_servers": []any{},
		"skills": []any{}, "tools": []any{}, "multiagent": nil, "execution_identity": nil,
		"model": map[string]any{"id": "claude-sonnet-5-5", "speed": "standard"},
	}
}

func (e *exchange) memoryStore(o scenario.Object) map[string]any {
	return map[string]any{
		"id": o.ID, "type": "memory_store", "name": o.Name, "description": "", "created_at": stamp(made), "updated_at": stamp(made),
		"archived_at": nil, "metadata": map[string]string{},
	}
}
