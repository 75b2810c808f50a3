package content

import (
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// TestNameAlone holds what a text tells in which nothing but the name of an error stands: the status that the name is of, if
// the error was met, and no error where the text only speaks of it.
func TestNameAlone(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, tt := range []struct{ text, says string }{
		{"permission_error", "status-403"},
		{"`permission_error`", "status-403"},
		{"anthropic.PermissionDeniedError", "status-403"},
		{"PermissionDeniedError", "status-403"},
		{"> PermissionDeniedError", "status-403"},
		{"We get permission_error since this morning", "status-403"},
		{"My call to the Messages API fails with permission_error.", "status-403"},
		{"it throws an anthropic.PermissionDeniedError, what now?", "status-403"},
		{"The error type is `permission_error`", "status-403"},
		{"The customer sees a \"permission_error\" on every call.", "status-403"},
		{"error: permission_error", "status-403"},
		{"authentication_error", "status-401"},
		{"The SDK raised AuthenticationError", "status-401"},
		{"we keep getting rate_limit_error", "status-429"},
		{"got not_found_error", "status-404"},
		{"not_found_error", "status-404"},
		{"It answers with overloaded_error", "status-529"},
		{"returns invalid_request_error", "status-400"},
		{"LiteLLM gives me key_model_access_denied", "answered-by-gateway"},
		{"401 key_model_access_denied", "answered-by-gateway"},
		{"我的程序一直报错：permission_error", "status-403"},

		{"What is a permission_error?", ""},
		{"except anthropic.PermissionDeniedError as e:", ""},
		{"raise PermissionDeniedError(message, response=response)", ""},
		{"It is no permission_error.", ""},
		{"not a rate_limit_error", ""},
		{"The API answers with authentication_error, permission_error or not_found_error.", ""},
		{"if err.type === 'permission_error' retry()", ""},
		{"the my_own_error value", ""},
		{"from anthropic import PermissionDeniedError", ""},
		{"Everything works, thank you.", ""},
	} {
		r := b.Read([]byte(tt.text))
		if tt.says == "" {
			if r.Summary != "" {
				t.Errorf("%q is read as the error %q", tt.text, r.Summary)
			}
			continue
		}
		if !says(r.Facts, tt.says) || r.Summary == "" || !strings.Contains(tt.text, strings.TrimPrefix(r.Summary, "401: ")) {
			t.Errorf("%q says %v, error %q; want %s and the error's name", tt.text, r.Facts, r.Summary, tt.says)
		}
	}
}

func says(facts []flow.Fact, id string) bool {
	for _, f := range facts {
		if f.ID == id && f.Value == flow.Yes {
			return true
		}
	}
	return false
}
