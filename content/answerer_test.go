package content

import "testing"

// TestAnswerTellsWhoGaveIt holds that an answer of the API that carries the id of its request is the API's, whatever the lines around
// it say of others: their logs, their pages, and what a person tells of them.
func TestAnswerTellsWhoGaveIt(t *testing.T) {
	t.Parallel()
	answers := []struct{ verdict, text string }{
		{"org-policy", `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE0000000000000001"}`},
		{"oauth-not-allowed", `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"OAuth authentication is currently not allowed for this organization."},"request_id":"req_011CFAKE0000000000000002"}`},
		{"billing", `Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."},"request_id":"req_011CFAKE0000000000000003"}`},
		{"unknown-model", `Error code: 404 - {"type":"error","error":{"type":"not_found_error","message":"model: claude-opus-9"},"request_id":"req_011CFAKE0000000000000004"}`},
		{"", `API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Permission denied"},"request_id":"req_011CFAKE0000000000000005"}`},
	}
	lines := []string{
		"2026-11-20T10:00:01Z INFO boto3: bedrock-runtime.us-east-1.amazonaws.com InvokeModel 200",
		"The IAM role has bedrock:InvokeModel, though we do not use it here.",
		"INFO vertexai: publishers/anthropic/models/claude-opus-4 predict 200 in 812 ms",
		"litellm.proxy: model_list has claude-opus-4 (azure_ai), claude-sonnet-4 (bedrock)",
		"LiteLLM Proxy: 2 healthy endpoints",
		"openrouter/anthropic/claude-opus-4 answered in 2.1 s",
		"[claude-code-router] provider openrouter answered 200",
		"one-api | channel #3 (anthropic) test passed",
		"The login page of claude.ai asks whether I am human, the API does not.",
		"https://claude.ai/api/organizations answers in the browser",
		"nginx: [notice] 1#1: start worker processes",
		"squid: TCP_MISS/200 CONNECT registry.npmjs.org:443",
		"Zscaler is installed on this laptop, but off.",
		"sandbox: allowed hosts: api.anthropic.com, github.com, pypi.org",
		"github.com/acme/app: 403 from the dependency bot last week",
		"remote: Permission to acme/app.git granted",
		"MCP server \"github\" connected (http)",
		"mcp-remote: authenticated with https://mcp.linear.app",
		"GitHub Copilot: signed in as dev",
		"Cursor 2.1.3, own key",
		"codex login status: Logged in using ChatGPT",
		"OPENAI_BASE_URL=https://api.openai.com/v1",
		"AZURE_OPENAI_ENDPOINT is empty",
		"DynamoDB AccessDeniedException is caught and logged by another service",
		"ollama serve listens on 127.0.0.1:11434",
		"deepseek-chat answers with the same code",
		"x-portkey-provider is no longer set",
		"ANTHROPIC_BASE_URL=http://localhost:4000",
		"base_url = https://llm-gw.acme.internal/anthropic",
		"   Anthropic base URL: https://litellm.corp.example",
		"Databricks and Snowflake are not in between.",
		"The error page of our gateway says 'policy_denied', this is another one.",
	}
	tried := 0
	for _, line := range lines {
		for _, a := range answers {
			for _, text := range []string{line + "\n" + a.text, a.text + "\n" + line, line + "\n\n" + a.text + "\n\n" + line} {
				tried++
				if e := endOf(t, text); e.end() != a.verdict {
					t.Errorf("beside %q the answer %q came to %q, want %q", line, e.reading.Summary, e.end(), a.verdict)
				}
			}
		}
	}
	t.Logf("%d texts", tried)
}
