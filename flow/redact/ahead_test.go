package redact

import (
	"strings"
	"testing"
)

// TestNextLineStays puts what begins an error on the line below a secret: it is none of it, and stays whole.
func TestNextLineStays(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		"> Authorization: Bearer FAKEtokenFAKEtokenFAKEtoken012345", "Authorization: Bearer sk-ant-api03-FAKE" + fake(40), "Set-Cookie: __cf_bm=FAKEbmFAKE.123-1.0",
		"Cookie: a=1; cf_clearance=FAKEclearFAKE.1234-1.0", "x-api-key: FAKEkey0123456789FAKE", "api-key: FAKE0123456789abcdef0123456789", "AWS_SESSION_TOKEN=FAKEsession0123456789abcdefFAKE/+",
		"export ANTHROPIC_API_KEY=sk-ant-api03-FAKE" + fake(60), "ANTHROPIC_AUTH_TOKEN=FAKE0123456789FAKE0123456789", `"apiKey": "FAKE0123456789FAKE0123456789"`,
	} {
		for _, line := range []string{
			"litellm.exceptions.PermissionDeniedError: 403 You are not allowed to use this model: claude-sonnet-4-5",
			"openai.PermissionDeniedError: Error code: 403 - unsupported_country_region_territory",
			"kubernetes.client.exceptions.ApiException: (403)",
			"botocore.errorfactory.AccessDeniedException: An error occurred (AccessDeniedException)",
			"anthropic.APIStatusError: 403", "requests.exceptions.HTTPError: 403 Client Error", "java.io.IOException: Server returned HTTP response code: 403", "PermissionDeniedError: Error code: 403",
			"com.anthropic.errors.PermissionDeniedException: 403", "Anthropic.Exceptions.AnthropicForbiddenException: Forbidden", "System.Net.Http.HttpRequestException", "httpx.HTTPStatusError",
			"google.api_core.exceptions.PermissionDenied: 403", "Error: 403 Forbidden", "API Error: 403", "HTTP/1.1 403 Forbidden", "< HTTP/2 403", "403 Forbidden", "Traceback (most recent call last):",
			`{"type":"error","error":{"type":"permission_error","message":"no"}}`, "curl: (22) The requested URL returned error: 403", "panic: 403", "Request not allowed", "  File \"app.py\", line 3",
		} {
			for _, end := range []string{"\n", "\r\n"} {
				if got, _ := Secrets(secret + end + line + end); !strings.HasSuffix(got, end+line+end) {
					t.Errorf("below %q\n%q\nbecame %q", secret, line, got)
				}
			}
		}
	}
}
