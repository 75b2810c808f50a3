package content

import (
	"fmt"
	"testing"
)

// TestAsidesDecideNothing holds that what a person says around an error, to compare or to rule something out, does not
// decide: each of these words alone is the heart of a sign.
func TestAsidesDecideNothing(t *testing.T) {
	t.Parallel()
	b := book(t)
	words := []string{
		"GitHub Copilot", "Windsurf", "Codeium", "Kilo Code", "zed.dev", "JetBrains AI", "Cursor", "Antigravity", "openrouter.ai", "LiteLLM", "Portkey",
		"Helicone", "Cloudflare AI Gateway", "Apigee", "Azure API Management", "the mlflow gateway", "Amazon Bedrock", "Vertex AI", "Azure AI Foundry",
		"Microsoft Foundry", "Zscaler", "Netskope", "Cisco Umbrella", "Squid", "Fortinet", "GlobalProtect", "Sophos", "a web filter", "the egress proxy",
		"platform.openai.com", "the Gemini API", "Hugging Face", "claude.ai/api/organizations", "a revoked OAuth token", "too many requests",
		"an unpaid invoice", "insufficient credits", "insufficient balance", "a disabled organization", "an invalid model", "a missing beta header",
		"an unsupported region", "unsupported countries", "CORS", "a custom gateway", "the anthropic-beta header", "a read-only file system",
		"a service control policy", "an IP allowlist", "another workspace", "an admin API key", "model access is denied", "余额不足",
	}
	const (
		bare    = "Error: 403 Forbidden"
		edge    = `API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}`
		generic = `403 {"type":"error","error":{"type":"permission_error","message":"Permission denied"},"request_id":"req_011CFAKE0000000000900009"}`
	)
	for _, around := range []string{
		"It works with %s, but my own script gets: %s",
		"Not %s, I checked. %s",
		"We had %s last month. Today: %s",
		"The same key works in %s.\n%s",
		"My colleague uses %s without problems.\n\n%s",
		"Could this be %s?\n%s",
	} {
		for _, w := range words {
			for _, e := range []string{bare, edge, generic} {
				text := fmt.Sprintf(around, w, e)
				if got := concluded(b, b.Read([]byte(text))); got != "" {
					t.Errorf("%q leads to %s; it should lead to a question", text, got)
				}
			}
		}
	}
}
