package content

import (
	"slices"
	"testing"

	"why403/flow"
)

// TestNumbersOfNobody holds that a number that looks like a status, where nobody answered with it, is none: in prose, in a comment, in the
// name of a test, in what a model said, in a list of changes.
func TestNumbersOfNobody(t *testing.T) {
	t.Parallel()
	b := book(t)
	for name, text := range map[string]string{
		"prose tickets": `Hi team,
the deployment of the Claude integration went fine yesterday. 403 tickets were handled. Next meeting on Monday.
Best, Anna`,
		"comment in code": `try:
    client.messages.create(model="claude-sonnet-4-5", max_tokens=10, messages=[])
except anthropic.PermissionDeniedError as e:
    # 403 permission_error: key lacks the access
    log.error("permission denied: %s", e)`,
		"test name": `PASS src/api.test.ts
  ✓ returns 403 permission_error when the key is missing access (12 ms)
Tests: 1 passed, 1 total`,
		"diffstat": `Total: 403 files changed, 401 insertions(+), 12 deletions(-). Claude finished in 3m.`,
		"diffstat git": ` 403 files changed, 12011 insertions(+), 529 deletions(-)
 create mode 100644 claude/agents.md`,
		"reply 200": `HTTP/2 200
request-id: req_011Dm
content-type: application/json

{"id":"msg_013","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"A 403 permission_error means that the key lacks access."}],"usage":{"input_tokens":10,"output_tokens":13}}`,
		"reply json only": `{"id":"msg_013","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"The server returned 403 Forbidden: your key lacks access."}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":13}}`,
		"changelog": `## 1.4.2
- Fixed: 403 "Request not allowed" is now shown with a hint about regions (#812)
- Added retries`,
		"go comment": `// 403: the API key does not have permission to use the resource (anthropic)
const StatusForbidden = 403`,
		"html comment": `<!-- 403 pages are served by claude-proxy -->`,
		"jest names": ` ✓ maps 401 to login (3 ms)
 ✓ maps 403 to permission_error (1 ms)
 ✓ maps 429 to rate_limit_error (1 ms)`,
		"pytest": `tests/test_claude.py::test_403_permission_error PASSED
tests/test_claude.py::test_retry_on_529 PASSED`,
		"go test": `--- PASS: TestForbidden (0.00s)
    --- PASS: TestForbidden/403_permission_error (0.00s)
ok  	example/claude	0.012s`,
		"todo": `- [ ] handle 403 from Claude API
- [ ] handle 529`,
		"ok log":      `INFO claude: 403 messages processed, 0 failed`,
		"tokens":      `Claude used 403 tokens for this answer and took 12 s.`,
		"line number": `Error in claude_client.py, line 403, in main: nothing to do`,
		"ls size": `-rw-r--r-- 1 me me 403 Nov 28 10:15 claude.json
-rw-r--r-- 1 me me 529 Nov 28 10:15 CLAUDE.md`,
		"route table": `case 403: return "forbidden";  // anthropic: permission_error
case 429: return "rate limited";`,
		"commit": `abc1234 Handle 403 from the Claude API by asking for a new key
def5678 Retry on 529`,
		"curl 200": `< HTTP/2 200 
< request-id: req_011CFAKE
{"id":"msg_01","type":"message","role":"assistant","content":[{"type":"text","text":"hi"}]}`,
	} {
		for _, f := range b.Read([]byte(text)).Facts {
			if f.ID == "status-403" || f.ID == "status-known" || f.ID == "forbidden-text" {
				t.Errorf("%s: %s=%s is read in %q", name, f.ID, f.Value, f.Quote)
			}
		}
	}
	for name, text := range map[string]string{
		"one that was raised below its name": "✓ returns 403 when the key lacks access (12 ms)\n✗ live call\n  PermissionDeniedError: 403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"No.\"}}",
		"a status that is counted":           "Claude API: 403 errors since noon",
		"a reply, and then an error":         `{"id":"msg_013","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"The server returned 403 Forbidden: your key lacks access."}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":13}}` + "\n403 {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"No.\"}}",
		"a sentence":                         "403 is all that I get from the Claude API",
	} {
		if got := b.Read([]byte(text)); !slices.ContainsFunc(got.Facts, func(f flow.Fact) bool { return f.ID == "status-403" }) {
			t.Errorf("%s: no 403 is read: %+v", name, got.Facts)
		}
	}
}

// TestStatusInLanguages holds that a number behind a word for an error is a status, in whichever language a program or a person has it.
func TestStatusInLanguages(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, text := range []string{
		"erreur 403 sur l'API Claude", "Fehler 403", "fout 403: toegang geweigerd", "errore 403", "erro 403 no Claude", "fel 403", "virhe 403", "Hata 403",
		"błąd 403 przy wywołaniu API", "Ошибка 403", "получаю ошибку 403", "lỗi 403", "エラー 403", "에러 403", "错误 403", "报错：403", "錯誤: 403",
	} {
		if facts := b.Read([]byte(text)).Facts; !slices.ContainsFunc(facts, func(f flow.Fact) bool { return f.ID == "status-403" && f.Value == flow.Yes }) {
			t.Errorf("%q: %v", text, facts)
		}
	}
}
