package lab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// messageFields are the top-level fields of a message's body that need no beta header.
var messageFields = []string{
	"model", "max_tokens", "messages", "system", "temperature", "top_p", "top_k", "stop_sequences", "stream", "metadata", "tools",
	"tool_choice", "thinking", "service_tier", "container", "inference_geo", "output_config", "cache_control",
}

// message looks at the fields that every message has.
func (e *exchange) message(body map[string]json.RawMessage, generates bool) *refusal {
	for _, name := range []string{"model", "messages", "max_tokens"} {
		if _, ok := body[name]; !ok && (generates || name != "max_tokens") {
			return invalid(name + ": Field required")
		}
	}
	var model string
	if json.Unmarshal(body["model"], &model) != nil {
		return invalid("model: Input should be a valid string")
	}
	if model == "" {
		return invalid("model: String should have at least 1 character")
	}
	var messages []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"`
	}
	if json.Unmarshal(body["messages"], &messages) != nil {
		return invalid("messages: Input should be a valid list")
	}
	if len(messages) == 0 {
		return invalid("messages: at least one message is required")
	}
	for i, m := range messages {
		if m.Role != "user" && m.Role != "assistant" && m.Role != "system" {
			return invalid(fmt.Sprintf("messages.%d.role: Input should be 'user', 'assistant' or 'system'", i))
		}
		if len(m.Content) == 0 {
			return invalid(fmt.Sprintf("messages.%d.content: Field required", i))
		}
	}
	if !generates {
		return nil
	}
	var most int
	if json.Unmarshal(body["max_tokens"], &most) != nil {
		return invalid("max_tokens: Input should be a valid integer")
	}
	if most < 1 {
		return invalid("max_tokens: must be greater than or equal to 1")
	}
	if m := e.l.scenario.World.Model(model); m != nil && most > m.MaxOutput {
		return invalid(fmt.Sprintf("max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s", most, m.MaxOutput, model))
	}
	return nil
}

// tokens is about how many the request has; the shortest has 8.
func (e *exchange) tokens() int { return 8 + len(e.json["messages"])/40 }

const reply = "Hello from the lab."

func (e *exchange) answerMessage() {
	var asked struct {
		Model  string `json:"model"`
		Max    int    `json:"max_tokens"`
		Stream bool   `json:"stream"`
	}
	json.Unmarshal(e.body, &asked)
	words := strings.SplitAfter(reply, " ")
	stop := "end_turn"
	if asked.Max < len(words) {
		words, stop = words[:asked.Max], "max_tokens"
	}
	usage := map[string]any{
		"input_tokens": e.tokens(), "output_tokens": len(words), "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
		"cache_creation": nil, "inference_geo": "global", "server_tool_use": nil, "service_tier": "standard",
	}
	message := map[string]any{
		"id": strings.Replace(e.id, "req_", "msg_", 1), "type": "message", "role": "assistant", "model": asked.Model,
		"content":   []any{map[string]any{"type": "text", "text": strings.Join(words, ""), "citations": nil}},
		"container": nil, "diagnostics": nil, "stop_details": nil, "stop_reason": stop, "stop_sequence": nil, "usage": usage,
	}
	if !asked.Stream {
		e.ok(message)
		return
	}
	message["content"], message["stop_reason"] = []any{}, nil
	e.stream(message, words, stop)
}

// stream sends a message as server-sent events, each as soon as it is there.
func (e *exchange) stream(message map[string]any, words []string, stop string) {
	e.headers()
	e.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	e.w.Header().Set("Cache-Control", "no-cache")
	e.w.WriteHeader(http.StatusOK)
	flush := http.NewResponseController(e.w)
	send := func(kind string, data map[string]any) {
		data["type"] = kind
		b, err := json.Marshal(data)
		if err != nil {
			return
		}
		fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", kind, b)
		flush.Flush()
	}
	send("message_start", map[string]any{"message": message})
	send("content_block_start", map[string]any{"index": 0, "content_block": map[string]any{"type": "text", "text": ""}})
	send("ping", map[string]any{})
	for _, w := range words {
		send("content_block_delta", map[string]any{"index": 0, "delta": map[string]any{"type": "text_delta", "text": w}})
	}
	send("content_block_stop", map[string]any{"index": 0})
	send("message_delta", map[string]any{
		"delta": map[string]any{"stop_reason": stop, "stop_sequence": nil}, "usage": map[string]any{"output_tokens": len(words)},
	})
	send("message_stop", map[string]any{})
}
