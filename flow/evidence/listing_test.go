package evidence

import (
	"slices"
	"strings"
	"testing"
)

// TestListing holds what documentation says of several errors, which nobody was answered with, and what only looks like that.
func TestListing(t *testing.T) {
	t.Parallel()
	signs := compile(t, []Sign{{ID: "any", When: Match{Status: []string{"400-599"}}, Says: nil, AnsweredBy: "somebody"}})
	for _, tt := range []struct {
		name, text string
		listed     bool
		summary    string // The error that is read; empty for none.
	}{
		{"prose", "400 - invalid_request_error: bad format.\n401 - authentication_error: There's an issue with your key.\n403 - permission_error: Your key may not.\n", true, ""},
		{"a Markdown list", "* 400 - `invalid_request_error`: bad.\n* 401 - `authentication_error`: key.\n* 403 - `permission_error`: may not.\n", true, ""},
		{"a table", "| Status Code | Error Type |\n| --- | --- |\n| 400 | `BadRequestError` |\n| 401 | `AuthenticationError` |\n| 403 | `PermissionDeniedError` |\n", true, ""},
		{"a table by name", "| Error | When |\n|---|---|\n| `AuthenticationError` | 401, a bad key |\n| `PermissionDeniedError` | 403, not allowed |\n| `NotFoundError` | 404 |\n", true, ""},
		{"headings", "### 401 Unauthorized\nThe key is wrong.\n\n### 403 Forbidden\nThe key may not do this.\nAsk an owner.\n\n### 429 Too Many Requests\nWait.\n", true, ""},
		{"numbered", "1. 400: malformed\n2. 403: forbidden\n3. 500: server\n", true, ""},
		{"HTTP before it", "HTTP 401: Unauthorized\nHTTP 403: Forbidden\nHTTP 404: Not Found\n", true, ""},
		{"types alone", "authentication_error\npermission_error\nnot_found_error\n", true, ""},
		{"an error below it", "400 - bad\n401 - key\n403 - may not\n\nWhat we see:\nAPI Error: 403 {\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}", true, "403 permission_error: no"},
		{"an error above it", "API Error: 403 {\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}\n\nFrom the documentation:\n\n- 400: bad\n- 401: key\n- 429: limit", true, "403 permission_error: no"},

		{"tries that follow", "429 Too Many Requests\n503 Service Unavailable\n403 Forbidden\n", false, "403 Forbidden"},
		{"two of them", "401 Unauthorized\n403 Forbidden\n", false, "403 Forbidden"},
		{"answers", "400 {\"error\":{\"message\":\"a\"}}\n401 {\"error\":{\"message\":\"b\"}}\n403 {\"error\":{\"message\":\"c\"}}\n", false, "403: c"},
		{"a chain of exceptions", "ConnectError: failed\nAPIConnectionError: failed\nInternalServerError: 403 Forbidden\n", false, "403 Forbidden"},

		{"a program that looks for one", "if response.status_code == 403:\n    return PermissionDeniedError(err)\nif response.status_code == 404:\n", false, ""},
		{"a program in another language", "if (res.status === 403) {\n  retry();\n}", false, ""},
		{"a switch", "switch (status) {\n  case 403: return deny();\n}", false, ""},
		{"what a test expects", "expect(res.status).toBe(200)\nreply(403, 'x')", false, ""},
		{"what a test got", "AssertionError: status 403 != 200", false, "status 403"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := signs.Read(Open([]byte(tt.text)))
			if listed := slices.Contains(r.Warnings, listedText); listed != tt.listed {
				t.Errorf("listed = %t", listed)
			}
			if (r.Summary == "") != (tt.summary == "") || !strings.Contains(r.Summary, tt.summary) {
				t.Errorf("summary = %q, want %q", r.Summary, tt.summary)
			}
		})
	}
}
