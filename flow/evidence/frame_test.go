package evidence

import (
	"strings"
	"testing"

	"why403/flow/racetest"
)

// TestOwnPaths holds what stays of a frame: what a package manager laid down, and nothing of where the reporter keeps a program.
func TestOwnPaths(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for frame, want := range map[string]string{
		`  File "/home/ann/mcp/call.py", line 7, in <module>`:                                                    `  File "…", line 7, in <module>`,
		`  File "C:\Users\Jane Doe\bedrock\call.py", line 7`:                                                     `  File "…", line 7`,
		`  File "/srv/mcp/.venv/lib/python3.11/site-packages/anthropic/_base_client.py", line 1061, in _request`: `  File "site-packages/anthropic/_base_client.py", line 1061, in _request`,
		`  File "/usr/lib/python3.11/urllib/request.py", line 643, in http_error_default`:                        `  File "python3.11/urllib/request.py", line 643, in http_error_default`,
		`    at APIError.generate (/srv/mcp/node_modules/@anthropic-ai/sdk/src/core/error.ts:52:14)`:             `    at APIError.generate (node_modules/@anthropic-ai/sdk/src/core/error.ts:52:14)`,
		`    at main (/home/ann/openrouter/index.js:3:9)`:                                                        `    at main (…:3:9)`,
		`    at file:///home/ann/gateway/index.mjs:3:9`:                                                          `    at …:3:9`,
		`    at async ~/github/app.ts:3:9`:                                                                       `    at async …:3:9`,
		"\t/home/ann/proxy/main.go:42 +0x1b":                                                                     "\t…:42 +0x1b",
		"\t/root/go/pkg/mod/github.com/anthropics/anthropic-sdk-go@v1.2.0/message.go:42 +0x1b":                   "\tpkg/mod/github.com/anthropics/anthropic-sdk-go@v1.2.0/message.go:42 +0x1b",
		`/srv/litellm/app.rb:12:in 'call'`:                                                                       `…:12:in 'call'`,
		`#0 /var/www/squid/call.php(12): ask()`:                                                                  `#0 …(12): ask()`,
		`    at run (/home/ann/.vscode/extensions/github.copilot-chat-0.25.1/dist/extension.js:98:12)`:           `    at run (.vscode/extensions/github.copilot-chat-0.25.1/dist/extension.js:98:12)`,
		`    at f3e (C:\snapshot\copilot-intellij\lib\meta.ts:253:19)`:                                           `    at f3e (\snapshot\copilot-intellij\lib\meta.ts:253:19)`,
		`in /var/www/azure/call.php on line 12`:                                                                  `in … on line 12`,
		`   at Ask() in /home/ann/foundry/Program.cs:line 12`:                                                    `   at Ask() in …:line 12`,
		`             at ./sandbox/src/main.rs:12:5`:                                                             `             at …:12:5`,
		`File "azure/core/pipeline/_base.py", line 114`:                                                          `File "azure/core/pipeline/_base.py", line 114`,
		`POST https://api.anthropic.com/v1/messages 403`:                                                         `POST https://api.anthropic.com/v1/messages 403`,
		`see https://example.com/mcp/index.js:12`:                                                                `see https://example.com/mcp/index.js:12`,
		`"POST /mcp HTTP/1.1" 403`:                                                                               `"POST /mcp HTTP/1.1" 403`,
		`config.yaml:12: model`:                                                                                  `config.yaml:12: model`,
	} {
		if got := withoutOwnPaths(frame); got != want {
			t.Errorf("of %s stays\n%s, want\n%s", frame, got, want)
		}
	}
	long := strings.Repeat("/a/b.py:", 1<<17)
	if got := withoutOwnPaths(long); len(got) > len(long) {
		t.Errorf("a text of %d bytes became one of %d", len(long), len(got))
	}
}
