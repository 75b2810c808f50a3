package redact

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// harmless are texts that hold no secret, of the kinds that signs and people read.
var harmless = []string{
	`<a href="https://platform.claude.com/docs/en/get-api-key" rel="noreferrer">keys</a>, <a href="/docs/reset-password" class="navigation">`,
	`<img src="/icons/password" alt="padlockicon"> see "docs/api-key" user="johannes9"`,
	"request-id: req_011CSHoEeqs5C35K2UUqR7Fy",
	`{"type":"error","error":{"type":"permission_error","message":"This API key does not have access."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
	"anthropic-organization-id: 8f5b1c9e-3c1d-4c11-9c55-0e8b2f7f9a10",
	"wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ is not allowed, use wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ",
	"apikey_01Rj2N8SVvo6BePZj99NhmiT and user_01WCz1FkmYMm4gnmykNKUu3Q and file_011CNha8iCJcU1wXNR6q4V8w",
	`"id": "msg_01XFDUDYJgAACzvnptvVoYEL", "model": "claude-sonnet-4-20250514"`,
	"toolu_01A09q90qw90lq917835lq9 called",
	"model: claude-3-5-sonnet-20241022, anthropic.claude-3-5-sonnet-20241022-v2:0, us.anthropic.claude-opus-4-20250514-v1:0",
	"claude-3-7-sonnet@20250219 in projects/my-project-123/locations/us-east5/publishers/anthropic/models/claude-3-7-sonnet",
	"User: arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_PowerUserAccess_0123456789abcdef/jane is not authorized to perform: bedrock:InvokeModel",
	"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
	"x-amzn-requestid: 6e5c0b4c-8c3f-4a0e-9e47-0f3c7a1b2c3d",
	"x-amzn-trace-id: Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1",
	"x-amz-id-2: uXj2ibJdGJ8Q1AGyFrKbYz3aWqvPrm0Tt5r1vW2yQ4mHqCk8dN6sLpOeVfXnGxRZ0BtUiYhKjM4=",
	"X-Amz-Cf-Id: fYjRWXGRQVJkFbTKvjvYfNZ9JcBLOqFZ0uYq2wH4sX6aP8dE1gT3vA==",
	`{"session_id": "session_20251123", "run": "night-20251123-0200"}`,
	"cf-ray: 8f1c2d3e4f5a6b7c-FRA",
	"CF-RAY 98a1b2c3d4e5f607-SJC, error code: 1020",
	"traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	"x-cloud-trace-context: 105445aa7843bc8bf206b12000100000/1;o=1",
	`etag: W/"33a64df551425fcc55e4d42a148795d9f25f89d4"`,
	`etag: "bFx4dGVzdFRlc3RUZXN0MTIzNDU2Nzg5MEFCQ0RFRkdISktM"`,
	"commit 9a32205b1c0d2e3f4a5b6c7d8e9f0a1b2c3d4e5f",
	"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"image ghcr.io/acme/app:v1.2@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	`"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="`,
	"golang.org/x/net v0.62.0 h1:Zi3lU6qTt1C2O3vE1krgXZNrsQ+LFTGHVxVjcXPs17L=",
	"script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
	`  File "/opt/envs/adr/lib/python3.10/site-packages/litellm/llms/anthropic/chat/handler.py", line 420, in completion`,
	`    at APIError.generate (file:///app/node_modules/@anthropic-ai/sdk/core/error.mjs:38:20)`,
	"at /Users/Jane/Projects/MyCompanyApp2/Sources/NetworkClient/AnthropicRequestBuilder3.swift:12",
	"at com.amazonaws.services.bedrockruntime.AmazonBedrockRuntimeClient2.invokeModelWithResponseStream(AmazonBedrockRuntimeClient.java:1638)",
	"org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter",
	"https://api.anthropic.com/v1/organizations/8f5b1c9e-3c1d-4c11-9c55-0e8b2f7f9a10/workspaces/wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ/members",
	"https://docs.anthropic.com/en/api/errors#http-errors and https://github.com/anthropics/claude-code/issues/1234#issuecomment-2812345678",
	"GET https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-3-5-sonnet-v2@20241022:rawPredict",
	"anthropic-beta: context-1m-2025-08-07,prompt-caching-2024-07-31,fine-grained-tool-streaming-2025-05-14",
	"anthropic-ratelimit-tokens-reset: 2026-11-23T10:00:00Z, anthropic-ratelimit-input-tokens-limit: 4000000",
	"max_tokens: 4096, budget_tokens: 16000, token_type: bearer, tokens_remaining=399000",
	"invalid x-api-key", "x-api-key header is required", "authorization header is missing", "Authorization: required",
	"x-api-key\nanthropic-version\ncontent-type\nuser-agent",
	"| Header | Needed |\n|---|---|\n| x-api-key | yes |\n| anthropic-version | yes |",
	"Set ANTHROPIC_API_KEY before you start, or export ANTHROPIC_AUTH_TOKEN instead.",
	"- name: ANTHROPIC_API_KEY\n  valueFrom:\n    secretKeyRef:\n      name: anthropic-secret\n      key: api-key",
	`api_key=os.getenv("ANTHROPIC_API_KEY")`, `api_key = os.environ['ANTHROPIC_API_KEY']`, `apiKey: process.env.ANTHROPIC_API_KEY,`, `api_key: Option<SecretString>`,
	"key: ${{ secrets.ANTHROPIC_API_KEY }}",
	"<password> is a placeholder, <apiKey></apiKey> is empty, <li>password</li><li>username</li>",
	"error code: 403, code: permission_denied, code=ERR_HTTP2_PROTOCOL_ERROR, \"code\": \"unsupported_country_region_territory\"",
	"curl: (6) Could not resolve host: api.anthropic.com", "docker run --user 1000:1000 img", "curl -b cookies.txt -c cookies.txt https://h/",
	"Reviewed by mailto:jane@shop.com and git@github.com:anthropics/sdk.git, npm:left-pad@1.3.0",
	"at 12:34:56@host a:b",
	"Idempotency-Key: stainless-node-retry-6e5c0b4c-8c3f-4a0e-9e47-0f3c7a1b2c3d",
	"2026-11-23T14:05:00.123456789Z INFO claude-code-2.1.14 started pid=12345 node=v22.11.0",
	"HTTP/1.1 403 Forbidden\r\nServer: cloudflare\r\nVia: 1.1 6c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f.cloudfront.net (CloudFront)",
	"Please run /login · API Error: 403 {\"error\":{\"type\":\"forbidden\",\"message\":\"Request not allowed\"}}",
	"oauth: OAuth token does not meet scope requirement user:profile",
	"azure subscription 00000000-0000-0000-0000-000000000000 tenant 11111111-2222-3333-4444-555555555555, apim-request-id: 6e5c0b4c-8c3f-4a0e-9e47-0f3c7a1b2c3d",
	"-----BEGIN PRIVATE KEY----- is what a PEM file starts with",
	"sk-ant-api03-… and sk-ant-… are kinds of keys, sk-learn-contrib is none",
	"C:\\new\\table\\x41\\file.txt and \\u00e9 50%20off",
	"token=… secret: …AKE1 https://…@host password=…",
	`did not accept the credential: "Access denied due to invalid subscription key or wrong API endpoint." Key and endpoint must match`,
	"- Both pass: the old key is fine. - \"invalid x-api-key\": something arrived and is not a valid key.",
	`- A value of "your-api-key", "sk-ant-..." or "${ANTHROPIC_API_KEY}" was never filled in.`,
	`message: 'x-api-key|console\.anthropic\.com|platform\.claude\.com|access to the anthropic api'`,
	`"xsrfCookieName": "XSRF-TOKEN",` + "\n" + `"xsrfHeaderName": "X-XSRF-TOKEN",` + "\n" + `"maxContentLength": -1,`,
	"Error Code: Error-E3000-1779717274",
	`{"loggedIn": true, "authMethod": "oauth_token", "apiProvider": "firstParty"}`,
	"huggingface_hub/utils/_http.py\", line 406, in hf_raise_for_status\n    response.raise_for_status()",
	"Access denied for user 'claude'@'localhost' (using password: YES)",
	"Session: 20261123-0930-k7q2",
	"x-robots-tag: none\nstrict-transport-security: max-age=31536000; includeSubDomains; preload",
	"HttpRequestExecutorConfigurationBuilderFactoryBean2 failed; MyVeryLongClassNameWithManyWordsInside3Impl",
	"AnthropicBedrockMantleClient2StreamingResponseHandler/InvokeModelWithResponseStreamRequest2",
	"HTTP 401: Invalid bearer token\n[agent] anthropic/claude-sonnet-4-5 failed, trying another",
	"cookie = os.environ[\"CLAUDE_COOKIE\"]",
	"_ZN4core3ptr42drop_in_place17h0123456789abcdefE",
	"e2e_tests/Feature2/LoginPage/test_that_user_can_login_with_Valid_Credentials.py",
}

func TestHarmlessTextsStay(t *testing.T) {
	t.Parallel()
	for _, in := range harmless {
		if got, n := Secrets(in); got != in || n != 0 {
			t.Errorf("%q\nbecame %q", in, got)
		}
		for _, row := range []string{"│ %\n│ next", "web-1  | %\nweb-1  | next", "> %\n> next", "x-api-key: …\n%", "the key sk-ant-api03-…\n%\n"} {
			in := strings.Replace(row, "%", in, 1)
			if got, n := Secrets(in); got != in || n != 0 {
				t.Errorf("%q\nbecame %q", in, got)
			}
		}
	}
}

// judged are the lines of the corpora and of the clients' outputs that hold something that is cut; each was looked at.
var judged = []string{
	"AWS_ACCESS_KEY_ID=AKIAFAKE", "X-API-Key: pk_FAKE", "AI_GATEWAY_API_KEY=vck_FAKE", "\"ANTHROPIC_AUTH_TOKEN\": \"sk-FAKE****\"", "cr_FAKE", "sk-FAKE...", "sk-proj****", "sk-proj-...FAKE", "cmd:pass show", "sk-FAKE-key", "sk-or-v1-", "free***FAKE", "apiKey: '<REDACTED>'", "b4c4.........b1", "srt:***@", "sk-GgL****", "sk-fFAKE", "sk-FAKE******", "\"lm-studio\"", "AIzaFAKE", "adminapikey", "x-openai-actor-authorization", "sk-...1LuQ", "Bearer sk-dummy", "api_key:my-claude-api-key", "kc_get GROQ_API_KEY", "ntn_FAKE", "anon key out of supabase", "OPENAI_API_KEY=xxxx", "FAKE-master-key", "sk-cp-FAKE", "proxy-FAKE-token", "sk-proj-***", "[FAKE+RM+", "ANTHROPIC_AUTH_TOKEN=sk-xxxx", "AIzaSyFAKE", "bedrock-api-key-FAKE", "sk-p...FAKE", "\"api_key\": \"lmstudio\"", "bot_token: 111:FAKE",
	"<AWSAccessKeyId>AKIAFAKE<", "x-api-key: sk-e07jFAKE", "Bearer sk-2U6mFAKE", "http://container_FAKE:jwt_FAKE@", "nvapi-FAKE", "Authorization: Be****AA", "Bearer sk-FAKEvirtualkey", "\"api_key\": \"sk-xxxxxx\"", "Invalid proxy server token passed. Received API Key = sk-...FAKE", "OPENCLAW_GATEWAY_TOKEN=bogus", "\"APIKEY\": \"ai_proxy\"", "'sessionKey': '***", "password='<password>'", "sk-FAKEvirtual", "Postman-Token: ", "minioadmin:minioadmin",
	// Too much is cut here: no secret stands in these.
	"\"user_api_key\": \"<REDACTED>\"", "genai.configure(api_key=gemini_api_key)",
	"claude_code_oauth_token: ***", "\"ANTHROPIC_AUTH_TOKEN\": \"<AUTH_TOKEN>\"",
	"bot token: INFO:pyrogram", "key_vault_client_secret = key_vault_client_secret", "\"session_id\":\"00000000-fake-41cc", "openai.api_key = <API-KEY>",
	"sk-ant-", "sgp_", "Authorization: Bearer bad-token", "Bearer local-placeholder", "Bearer groq-key", "\"sk-anything\"", "lsv2_", "sk-proj-FAKE", "gsk_FAKE", "sk-unsloth-FAKE", "'session_id': '", "FAKEFAKE", "token=FAKE/", "FAKE-connect-key", "sk-kimi-FAKE", "your-api-key-here", "__cf_bm=", "**Haiku**: ✅", `\"session_id\":\"`,
	"[planner]  ChatAnthropic   ok", "The principal `00000000-0000-4000-8000-000000000049` lacks", "identity token: aud=",
}

// TestCorporaStay holds that of real reports and of what clients print nothing goes that is no secret.
func TestCorporaStay(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	texts := 0
	stays := func(name, in string) {
		texts++
		got, _ := Secrets(in)
		rest := strings.Split(got, "\n")
		for _, line := range strings.Split(in, "\n") {
			if slices.Contains(rest, line) || slices.ContainsFunc(judged, func(s string) bool { return strings.Contains(line, s) }) {
				continue
			}
			if strings.HasPrefix(line, "FAKE") || strings.HasPrefix(line, "│ FAKE") { // The rest of a key in the row above.
				continue
			}
			t.Errorf("%s: %q is gone from %q", name, line, got)
		}
	}
	for _, dir := range []string{"../../content/testdata/corpus", "../../content/testdata/clients", os.Getenv("WHY403_CORPUS")} { // More of the same can be named.
		if dir == "" {
			continue
		}
		files, err := filepath.Glob(dir + "/*.*")
		must.NoError(t, err)
		for _, name := range files {
			b, err := os.ReadFile(name) //nolint:gosec // It is a test's own.
			must.NoError(t, err)
			if filepath.Ext(name) != ".jsonl" {
				stays(name, string(b))
				continue
			}
			for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
				var c struct{ ID, Pasted string }
				must.NoError(t, json.Unmarshal([]byte(line), &c))
				stays(c.ID, c.Pasted)
			}
		}
	}
	t.Logf("%d texts", texts)
	if texts < 100 {
		t.Errorf("only %d texts were read", texts)
	}
}
