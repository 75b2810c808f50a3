package evidence

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answer is the error that decides in each of these texts.
const answer = "HTTP/1.1 403 Forbidden\n" + `{"type":"error","error":{"type":"permission_error","message":"This key has no access."},"request_id":"req_011FAKE000001"}`

// TestOtherPrograms holds that what other programs were refused is listed as it stands, in whatever form they tell it; and that neither words
// of a person are nor lines of the error that decides.
func TestOtherPrograms(t *testing.T) {
	t.Parallel()
	s := compile(t, nil)
	for _, line := range []string{
		"(error) NOPERM this user has no permissions to run the 'set' command", "NOPERM this user has no permissions to run the 'get' command",
		"store.exceptions.NoPermissionError: NOPERM this user has no permissions to access one of the keys", "NOAUTH Authentication required.",
		"Error: EACCES: permission denied, open '/var/log/app.log'", "EACCES: permission denied, open '/var/log/app.log'", "PermissionError: [Errno 13] Permission denied: '/data'",
		"mkdir: cannot create directory '/x': Permission denied", "bash: ./run.sh: Permission denied",
		"ERROR: (AuthorizationFailed) The client 'ann@example.com' does not have authorization to perform action 'read'.", "(AuthorizationFailed) The client does not have authorization to perform it.",
		"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", `psql: error: FATAL: password authentication failed for user "app"`,
	} {
		for _, text := range []string{line + "\n" + answer, answer + "\n\n" + line + "\n", "2026-11-23T10:00:00Z " + line + "\n2026-11-23T10:00:01Z done\n" + answer} {
			r := s.Read(Open([]byte(text)))
			if diff := cmp.Diff([]string{line}, r.Others); diff != "" || !strings.Contains(r.Summary, "no access") {
				t.Errorf("%q: read %q, others (-want +got):\n%s", text, r.Summary, diff)
			}
		}
	}
	for _, line := range []string{"I get permission denied since yesterday.", "widget.PermissionDeniedError: Error code: 403 - permission_error: This key has no access.", "AUTH=none FORBIDDEN_PATHS=/x", "ERROR: see below {"} {
		if r := s.Read(Open([]byte(line + "\n" + answer))); len(r.Others) > 0 {
			t.Errorf("%q: others are %q", line, r.Others)
		}
	}
}

// TestOthersAreCounted holds that one of the other errors that stands there many times is one entry, with how often; and that an entry which is
// cut says so on the side where it is.
func TestOthersAreCounted(t *testing.T) {
	t.Parallel()
	s := compile(t, nil)
	for _, line := range []string{"POST https://db.example/x 502 Bad Gateway", "EACCES: permission denied, open '/x'"} {
		r := s.Read(Open([]byte(strings.Repeat(line+"\n", 1500) + "\n" + answer)))
		if diff := cmp.Diff([]string{line + " (1500×)"}, r.Others); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
	both := s.Read(Open([]byte(strings.Repeat("POST https://db.example/x 502\nEACCES: permission denied, open '/x'\n", 3) + "\n" + answer)))
	if diff := cmp.Diff([]string{"POST https://db.example/x 502 (3×)", "EACCES: permission denied, open '/x' (3×)"}, both.Others); diff != "" {
		t.Errorf("two that take turns (-want +got):\n%s", diff)
	}
	r := s.Read(Open([]byte(strings.Repeat("word ", 100) + "failed with 502 Bad Gateway from https://db.example/x and " + strings.Repeat("then ", 100) + "\n\n" + answer)))
	if len(r.Others) != 1 || !strings.HasPrefix(r.Others[0], "… word ") || !strings.HasSuffix(r.Others[0], "…") || !strings.Contains(r.Others[0], "502 Bad Gateway") {
		t.Errorf("a long line is %q", r.Others)
	}
}
