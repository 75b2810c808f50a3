package flow_test

import (
	"slices"
	"testing"
	"time"

	"why403/flow"
)

// TestFill holds that a remedy names what is known, and stays a sentence where nothing is.
func TestFill(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	s := new(flow.Session)
	s.Open(flow.About{Target: "gw.example"}, now)
	s.Note(now, flow.Note{Name: "model", Text: "claude-opus-5-5\nx", From: flow.Pasted})
	for text, want := range map[string][2]string{
		"Call {model|the model} again.":               {"Call claude-opus-5-5 x again.", "Call the model again."},
		"Ask {host|the API}, id {request_id|none}":    {"Ask gw.example, id none", "Ask the API, id none"},
		"of {beta/model|it}, {beta/other|none}":       {"of claude-opus-5-5 x, none", "of it, none"},
		"{model} {/model|x} {model/|x}":               {"{model} {/model|x} {model/|x}", "{model} {/model|x} {model/|x}"},
		"Call it. Id: {beta|-}. The model: {model|-}": {"Call it. The model: claude-opus-5-5 x", "Call it."},
		"Call it. {model|x}: {beta|-}":                {"Call it.", "Call it."},
		"Id: {beta|-}. Why?":                          {"Why?", "Why?"},
		"no blanks: {} {a b} ${MODEL}":                {"no blanks: {} {a b} ${MODEL}", "no blanks: {} {a b} ${MODEL}"},
	} {
		if known, unknown := flow.Fill(text, s.Known), flow.Fill(text, nil); known != want[0] || unknown != want[1] {
			t.Errorf("%q became %q and %q, want %q", text, known, unknown, want)
		}
	}
	for party, want := range map[string]string{
		"a database service":           "Ask the database service. The database service refused us. Your service refused us. From the database service, a database service.",
		"another service of Microsoft": "Ask the service of Microsoft. The service of Microsoft refused us. Your service refused us. From the service of Microsoft, another service of Microsoft.",
		"an MCP server":                "Ask the MCP server. The MCP server refused us. Your service refused us. From the MCP server, an MCP server.",
		"the LiteLLM gateway":          "Ask the LiteLLM gateway. The LiteLLM gateway refused us. The LiteLLM gateway refused us. From the LiteLLM gateway, the LiteLLM gateway.",
		"OpenRouter":                   "Ask OpenRouter. OpenRouter refused us. OpenRouter refused us. From OpenRouter, OpenRouter.",
		"x.example":                    "Ask x.example. x.example refused us. x.example refused us. From x.example, x.example.",
	} {
		of := func(name string) string { return map[string]string{"party": party, "message": party}[name] }
		if got := flow.Fill("Ask {party|it}. {party|The gateway} refused us. {host/party|Your service} refused us. From {party|us}, {message|-}.", of); got != want {
			t.Errorf("%q: %s", party, got)
		}
	}
	if names, otherwise := flow.BlankNames("{cf_ray/request_id|its id}"); !slices.Equal(names, []string{"cf_ray", "request_id"}) || otherwise != "its id" {
		t.Errorf("the blank has the names %q, else %q", names, otherwise)
	}
}

// TestMessageIsTheErrorsOwnWords holds that where the error has no message, what it says stands in its place.
func TestMessageIsTheErrorsOwnWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		facts []flow.Fact
		note  string
		want  string
	}{
		{nil, "", "to follow"},
		{[]flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Quote: "<title>Access Denied</title> by policy"}}, "", "<title>Access Denied</title> by policy"},
		{[]flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Quote: "<title>Access Denied</title> by policy"}}, "No way", "No way"},
		{[]flow.Fact{{ID: "a", Value: flow.Yes, From: flow.Pasted, Quote: "nginx"}, {ID: "b", Value: flow.Yes, From: flow.Customer, Quote: "it says that I may not"}}, "", "to follow"},
	} {
		s := new(flow.Session)
		s.Assert(time.Time{}, c.facts...)
		s.Note(time.Time{}, flow.Note{Name: "message", Text: c.note, From: flow.Pasted})
		if got := flow.Fill("{message|to follow}", s.Known); got != c.want {
			t.Errorf("%+v: %q, want %q", c, got, c.want)
		}
	}
}
