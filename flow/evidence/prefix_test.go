package evidence

import (
	"strings"
	"testing"
)

func TestBare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing to take off", "Error: 403\nno", "Error: 403\nno"},
		{"a logging library", "2026-11-28 10:15:02,123 - worker - ERROR - Error: no\n2026-11-28 10:15:02,123 - worker - ERROR - at all\n", "Error: no\nat all\n"},
		{"a plain one", "ERROR:worker.run:Error: no\n", "Error: no\n"},
		{"journald", "Nov  8 10:15:02 host01 worker[4711]: Error: no\n", "Error: no\n"},
		{"kubectl", "[pod/worker-7d9f8b6c5d-x2x7p/app] Error: no\n", "Error: no\n"},
		{"Heroku", "2026-11-28T10:15:02.123456+00:00 app[worker.1]: Error: no\n", "Error: no\n"},
		{"a clock", "10:15:02 Error: no\n", "Error: no\n"},
		{"pm2", "0|worker   | Error: no\n0|worker   | at all\n", "Error: no\nat all\n"},
		{"quoted in quotes", "> > Error: no\n> > at all\n", "Error: no\nat all\n"},
		{"an error's own colon", "ERROR: no\nError: no\n", "ERROR: no\nError: no\n"},
		{"a name in brackets", "[pod] no\n[app] no\n", "[pod] no\n[app] no\n"},
		{"a number and a bar", "1| no\n", "1| no\n"},
		{"zap", `{"level":"error","ts":1764324902.1,"caller":"worker/run.go:88","msg":"404 page not found"}`, "404 page not found\n"},
		{"a docker log file", `{"log":"Error: \"no\"\n","stream":"stderr","time":"2026-11-28T10:15:02Z"}`, "Error: \"no\"\n"},
		{"a log in a log", "app  | {\"level\":\"error\",\"msg\":\"{\\\"level\\\":\\\"info\\\",\\\"msg\\\":\\\"no\\\"}\"}\napp  | x\n", "no\nx\n"},
		{"what tells of an error besides", `{"level":"error","msg":"failed","err":"403"}`, `{"level":"error","msg":"failed","err":"403"}`},
		{"an answer", `{"message":"Forbidden"}`, `{"message":"Forbidden"}`},
		{"one string", `"Error: \"no\"\nat all"`, "Error: \"no\"\nat all"},
		{"a string in a string", `"\"Error: no\""`, "Error: no"},
		{"two strings", "\"no\"\n\"at all\"", "\"no\"\n\"at all\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := bare(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Programs that fall over afterwards do not speak for a call that failed.
func TestTellsOfCall(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"Invalid API Key", "OAuth error: no address", "curl: (28) Failed to connect to gadget.example", "Auth conflict: two are set", "missing gadget API key",
		"The token is expired.", "Your apiKeyHelper script is failing", "Could not resolve authentication method.",
	} {
		if !tellsOfCall("before\n" + line + "\nafter") {
			t.Errorf("%q tells of no call", line)
		}
	}
	for _, line := range []string{
		"fatal: Authentication failed for 'https://git.example/'", "remote: Invalid token", "npm ERR! Unable to authenticate", "error: API rejected", "git push failed: auth",
		"ERR Unable to parse branch information", "Error: an error occurred while running", "The API answers.", strings.Repeat("API error ", maxLogLine/8),
	} {
		if tellsOfCall(line) {
			t.Errorf("%q tells of a call", line)
		}
	}
}
