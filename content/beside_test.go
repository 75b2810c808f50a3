package content

import (
	"maps"
	"slices"
	"testing"

	"why403/flow"
)

// otherTools are errors of other programs and services, as they print them.
var otherTools = map[string]string{
	"kubectl":        `Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:ci:default" cannot list resource "pods" in API group "" in the namespace "ci"`,
	"kubectl logged": `2026-11-30T08:12:06Z WARN  kubectl: Error from server (Forbidden): deployments.apps is forbidden: User "ann" cannot patch resource "deployments" in API group "apps" in the namespace "prod"`,
	"helm":           `Error: INSTALLATION FAILED: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden`,
	"docker pull":    `Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
	"docker head":    `Error response from daemon: Head "https://ghcr.io/v2/acme/app/manifests/latest": denied: denied`,
	"containerd":     `failed to pull and unpack image "registry.acme.example/app:1": failed to resolve reference: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
	"s3 v1":          `s3: AccessDenied: Access Denied status code: 403, request id: 8YJQZ1FAKE, host id: FAKEhostid=`,
	"s3 xml":         `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>8YJQZ1FAKE</RequestId><HostId>FAKE</HostId></Error>`,
	"boto3":          `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied`,
	"gcs":            `google.api_core.exceptions.Forbidden: 403 GET https://storage.googleapis.com/storage/v1/b/acme?projection=noAcl: app@acme.iam.gserviceaccount.com does not have storage.buckets.get access to the Google Cloud Storage bucket.`,
	"azure blob":     `azure.core.exceptions.HttpResponseError: This request is not authorized to perform this operation using this permission. ErrorCode:AuthorizationPermissionMismatch`,
	"npm":            "npm error code E403\nnpm error 403 403 Forbidden - PUT https://registry.npmjs.org/@acme%2fapp - You do not have permission to publish \"@acme/app\".",
	"yarn":           `error Couldn't publish package: "https://registry.yarnpkg.com/@acme%2fapp: [403] Forbidden"`,
	"pip":            `ERROR: HTTP error 403 while getting https://pypi.acme.example/simple/requests/`,
	"maven":          `[ERROR] Failed to execute goal org.apache.maven.plugins:maven-deploy-plugin:3.1.1:deploy: Could not transfer artifact com.acme:app:jar:1.0 from/to releases (https://nexus.acme.example/repository/releases): status code: 403, reason phrase: Forbidden (403)`,
	"cargo":          "error: failed to get a 200 OK response, got 403",
	"git push":       "remote: Permission to acme/app.git denied to ann.\nfatal: unable to access 'https://github.com/acme/app.git/': The requested URL returned error: 403",
	"ssh":            "ann@bastion.acme.example: Permission denied (publickey).",
	"gh":             `gh: Resource not accessible by integration (HTTP 403)`,
	"github api":     `{"message":"API rate limit exceeded for 203.0.113.9. (But here's the good news: Authenticated requests get a higher rate limit.)","documentation_url":"https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting","status":"403"}`,
	"gitlab":         `{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"} from https://gitlab.com/api/v4/projects`,
	"jira":           `jira.exceptions.JIRAError: JiraError HTTP 403 url: https://acme.atlassian.net/rest/api/2/issue`,
	"slack":          `slack_sdk.errors.SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage) The server responded with: {'ok': False, 'error': 'not_in_channel'}`,
	"stripe":         `stripe.error.PermissionError: Request req_FAKEstripe: The provided key 'rk_test_*********FAKE' does not have the required permissions for this endpoint.`,
	"hugging face":   "huggingface_hub.utils._errors.GatedRepoError: 403 Client Error. (Request ID: Root=1-fake)\nCannot access gated repo for url https://huggingface.co/meta-llama/Llama-3-8B/resolve/main/config.json.",
	"psql":           `psql: error: connection to server at "db.acme.example" (10.0.0.4), port 5432 failed: FATAL:  password authentication failed for user "app"`,
	"mysql":          `ERROR 1045 (28000): Access denied for user 'app'@'10.0.0.7' (using password: YES)`,
	"redis":          `redis.exceptions.ResponseError: NOAUTH Authentication required.`,
	"elastic":        `elasticsearch.AuthorizationException: AuthorizationException(403, 'security_exception', 'action [indices:data/write/index] is unauthorized for user [app]')`,
	"kafka":          `org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [events]`,
	"terraform":      "│ Error: creating IAM Role (app): operation error IAM: CreateRole, https response error StatusCode: 403, RequestID: FAKE, api error AccessDenied: User is not authorized to perform: iam:CreateRole",
	"vault":          "Error making API request.\nURL: GET https://vault.acme.example:8200/v1/secret/data/app\nCode: 403. Errors:\n* permission denied",
	"wrangler":       "✘ [ERROR] A request to the Cloudflare API (/zones/0000/workers/routes) failed.\n  Authentication error [code: 10000]",
	"gemini":         `google.genai.errors.ClientError: 403 PERMISSION_DENIED. {'error': {'code': 403, 'message': 'Your API key was reported as leaked. Please use another API key.', 'status': 'PERMISSION_DENIED'}}`,
	"sentry":         `sentry_sdk: Unexpected status code: 403 from https://o0.ingest.sentry.io/api/0/envelope/`,
	"smtp":           `smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted.')`,
	"apt":            `E: Failed to fetch https://apt.acme.example/dists/stable/InRelease  403  Forbidden [IP: 10.0.0.9 443]`,
	"systemd":        `systemd[1]: app.service: Failed at step EXEC spawning /usr/bin/app: Permission denied`,
	"python file":    `PermissionError: [Errno 13] Permission denied: '/var/log/app.log'`,
	"mcp":            `MCP server "jira": HTTP 401 Unauthorized: {"error":"invalid_token","error_description":"Missing or invalid access token"}`,
}

// TestErrorsOfOtherTools puts another tool's error before and after texts that are decided, in a paragraph and on a line of its own, and
// counts the verdicts that it changes. What it asks for is what was measured.
func TestErrorsOfOtherTools(t *testing.T) {
	t.Parallel()
	tools := slices.Sorted(maps.Keys(otherTools))
	forms := []struct {
		name          string
		between       string
		most          float64 // Changed, in a hundred.
		tried         int
		changed, lost int
	}{{name: "paragraphs", between: "\n\n", most: 4.2}, {name: "lines", between: "\n", most: 7.5}}
	n := 0
	for _, name := range []string{sample1, sample2, learned1, learned2, learned4, learned5, learned11, learned17, learned22} {
		for _, c := range corpus(t, name) {
			want := endOf(t, c.Pasted)
			if want.open || c.mark(want) != isRight || slices.Contains([]string{"other-service", "mcp-server", "not-http", "other-error"}, want.end()) {
				continue
			}
			for _, tool := range tools {
				for i := range forms {
					f := &forms[i]
					for _, text := range []string{otherTools[tool] + f.between + c.Pasted, c.Pasted + f.between + otherTools[tool]} {
						if n++; n%53 != 0 {
							continue
						}
						got := endOf(t, text)
						f.tried++
						switch {
						case got.open:
							f.lost++
						case got.end() != want.end():
							f.changed++
							t.Logf("%s, %s: %s became %s (%s)", c.ID, tool, want.end(), got.end(), got.reading.Summary)
						}
					}
				}
			}
		}
	}
	for _, f := range forms {
		changed, lost := 100*float64(f.changed)/float64(f.tried), 100*float64(f.lost)/float64(f.tried)
		t.Logf("%d tools, %s, %d tried: %.1f%% changed, %.1f%% lost", len(tools), f.name, f.tried, changed, lost)
		if f.tried < 1000 || changed > f.most || lost > 2 {
			t.Errorf("of %d verdicts beside errors of other tools, %s, %.1f%% changed and %.1f%% got lost; want at most %.1f%% and 2%%", f.tried, f.name, changed, lost, f.most)
		}
	}
}

// bareRefusals are errors of calls to Claude of which nothing but the client and a status is known. Each alone ends with a question.
var bareRefusals = []string{
	"API Error: 403 Forbidden",
	"$ claude -p hi\nAPI Error: 403 status code (no body)",
	"anthropic.PermissionDeniedError: Error code: 403",
	"langchain_anthropic: anthropic.PermissionDeniedError: Error code: 403 - Forbidden",
	"PermissionDeniedError: 403 status code (no body)\n    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:48:20)",
	"httpx.HTTPStatusError: Client error '403 Forbidden' for url 'https://api.anthropic.com/v1/messages'",
	`API Error: 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE1"}`,
}

// TestBareRefusalBesideOtherTools puts errors of other programs before and behind a refusal that names no cause: what they were refused
// does not say who refused it.
func TestBareRefusalBesideOtherTools(t *testing.T) {
	t.Parallel()
	tools := maps.Clone(otherTools)
	for what, text := range map[string]string{ // From a host of one's own, which nobody knows.
		"own apt":      "E: Failed to fetch https://apt.acme.example/ubuntu/dists/noble/InRelease  403  Forbidden [IP: 10.0.0.9 443]",
		"own helm":     `Error: looks like "https://charts.acme.example/stable" is not a valid chart repository or cannot be reached: failed to fetch https://charts.acme.example/stable/index.yaml : 403 Forbidden`,
		"own git":      "fatal: unable to access 'https://git.acme.example/team/app.git/': The requested URL returned error: 403",
		"own composer": `The "https://repo.acme.example/packages.json" file could not be downloaded (HTTP/2 403 )`,
		"own browser":  "GET https://cdn.acme.example/app.js 403 (Forbidden)",
		"Slack's hook": "POST https://hooks.slack.com/services/T0/B0/FAKE 403 invalid_token",
	} {
		tools[what] = text
	}
	tried, changed := 0, 0
	for _, refusal := range bareRefusals {
		alone := endOf(t, refusal)
		if !alone.open {
			t.Fatalf("%q is told as %s", refusal, alone.end())
		}
		for what, tool := range tools {
			for _, text := range []string{refusal + "\n\n" + tool, tool + "\n\n" + refusal, refusal + "\n" + tool, tool + "\n" + refusal} {
				tried++
				if got := endOf(t, text); !got.open {
					changed++
					t.Logf("%s, %q: told as %s (%s)", what, refusal, got.end(), got.reading.Summary)
				}
			}
		}
	}
	if most := 3.0; 100*float64(changed) > most*float64(tried) {
		t.Errorf("of %d refusals beside errors of other tools %d are told as those; want at most %.0f%%", tried, changed, most)
	}
}

// TestRows reads tables and logs of several services, a line each, and wants the one that refused.
func TestRows(t *testing.T) {
	t.Parallel()
	for text, who := range map[string]string{
		"[10:00:01] claude  -> 1.2 k tokens, 200\n[10:00:02] discord <- HTTP 403 Forbidden, {\"message\": \"Missing Access\", \"code\": 50001}":              "a messenger's API",
		"1 script   claude-sonnet-5-5   200  812 tokens\n2 voices   elevenlabs   401  {'detail': {'status': 'detected_unusual_activity', 'message': 'No.'}}": "ElevenLabs",
		"| provider | status | message |\n|---|---|---|\n| anthropic | 200 | – |\n| siliconflow | 403 | \"Model disabled.\" |":                               "SiliconFlow",
		"stripe: 403 Forbidden\nclaude: 200": "Stripe",
		"POST youtube.googleapis.com/upload   403 {\"error\":{\"code\":403,\"errors\":[{\"reason\":\"quotaExceeded\"}]}}\nPOST /v1/messages   200": "another service of Google",
		"Airtable: 403 {\"error\":\"INVALID_PERMISSIONS\"}\nClaude: ok":                                                                            "a business application",
		"09:20  MCP notion: 403 {\"message\":\"Insufficient permissions for this endpoint.\"}":                                                     "Notion",
		"Groq → 401\nClaude → works": "Groq",
		"2026-11-30T08:12:05Z WARN  linear: 401 {\"errors\":[{\"message\":\"Authentication required\"}]}":                    "Linear",
		"mistral\t401\t{\"detail\":\"Unauthorized\"}\nanthropic\t200\tok":                                                    "Mistral",
		"deepseek - 402 - {\"error\":{\"message\":\"Insufficient Balance\"}}\nclaude - 200 - ok":                             "DeepSeek",
		"(3) Hugging Face (Mon) | 403 | Forbidden":                                                                           "Hugging Face",
		"api.telegram.org  403 {\"ok\":false,\"error_code\":403,\"description\":\"Forbidden: bot was blocked by the user\"}": "a messenger's API",
	} {
		if got := endOf(t, text); got.end() != "other-service" && got.end() != "mcp-server" || !slices.ContainsFunc(got.reading.Notes, func(n flow.Note) bool { return n.Name == "party" && n.Text == who }) {
			t.Errorf("%q: %q, notes %v; want another service, %s", text, got.end(), got.reading.Notes, who)
		}
	}
	// A sentence that speaks of a service is no row, and what the API itself answered is its own.
	for _, text := range []string{
		"We use Slack, and since today: 403",
		"slack bot: Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': 'Your API key does not have permission to use the specified resource.'}, 'request_id': 'req_011CFAKE1'}",
		"stripe -> claude: API Error: 403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Your API key does not have permission to use the specified resource.\"},\"request_id\":\"req_011CFAKE1\"}",
	} {
		if got := endOf(t, text); !got.open {
			t.Errorf("%q is told as %s", text, got.end())
		}
	}
}
