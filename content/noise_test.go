package content

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var everyNoise = flag.Bool("every-noise", false, "TestNoise makes every change to every text, not a part of them")

// prefixed puts the prefix before every line.
func prefixed(text string, prefix func(n int) string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		lines[i] = prefix(i) + lines[i]
	}
	return strings.Join(lines, "\n") + "\n"
}

func with(prefix string) func(string) string {
	return func(text string) string { return prefixed(text, func(int) string { return prefix }) }
}

func before(lines string) func(string) string {
	return func(text string) string { return lines + "\n" + text }
}

func after(lines string) func(string) string {
	return func(text string) string { return strings.TrimRight(text, "\n") + "\n" + lines + "\n" }
}

func escapedOnce(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // A string always encodes.
	}
	return string(b)
}

// noises are changes to a paste that nobody would call another error: what log viewers, terminals, chats and people put
// around it. The forms are those of the programs named.
var noises = map[string]func(string) string{
	// What stands before every line.
	"docker compose":       with("web-1  | "),
	"docker -t":            with("2026-11-28T10:15:02.123456789Z "),
	"kubectl --prefix":     with("[pod/worker-7d9f8b6c5d-x2x7p/app] "),
	"journald":             with("Nov 28 10:15:02 host01 worker[4711]: "),
	"GitHub Actions":       with("2026-11-28T10:15:02.1234567Z "),
	"Heroku":               with("2026-11-28T10:15:02.123456+00:00 app[worker.1]: "),
	"Python logging":       with("2026-11-28 10:15:02,123 - worker - ERROR - "),
	"Python basic logging": with("ERROR:worker:"),
	"pm2":                  with("0|worker   | "),
	"a time in brackets":   with("[2026-11-28 10:15:02] "),
	"a clock":              with("10:15:02 "),
	"quoted":               with("> "),
	"quoted twice":         with("> > "),
	"indented":             with("    "),
	"a tab":                with("\t"),
	"a box": func(text string) string {
		return "╭──────────────────╮\n" + prefixed(text, func(int) string { return "│ " }) + "╰──────────────────╯\n"
	},
	"line numbers": func(text string) string {
		return prefixed(text, func(n int) string { return fmt.Sprintf("%4d  ", n+1) })
	},

	// The form of the text.
	"a fence":       func(text string) string { return "```\n" + strings.TrimRight(text, "\n") + "\n```\n" },
	"a json fence":  func(text string) string { return "```json\n" + strings.TrimRight(text, "\n") + "\n```\n" },
	"CRLF":          func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
	"a byte order":  func(text string) string { return "\ufeff" + text },
	"blank lines":   func(text string) string { return "\n\n\n" + text + "\n\n\n" },
	"trailing":      func(text string) string { return strings.ReplaceAll(text, "\n", "   \n") },
	"red":           func(text string) string { return "\x1b[31m" + text + "\x1b[0m" },
	"red lines":     func(text string) string { return prefixed(text, func(int) string { return "\x1b[0m\x1b[1;31m" }) },
	"wrapped at 40": func(text string) string { return atColumn(text, 40, "", false) },
	"wrapped at 72": func(text string) string { return atColumn(text, 72, "", false) },
	"wrapped at 80": func(text string) string { return atColumn(text, 80, "", false) },
	"wrapped at 120": func(text string) string {
		return atColumn(text, 120, "", false)
	},
	"escaped once":  escapedOnce,
	"escaped twice": func(text string) string { return escapedOnce(escapedOnce(text)) },
	"in a log's message": func(text string) string {
		return `{"level":"error","ts":1764324902.1,"caller":"worker/run.go:88","msg":` + escapedOnce(text) + `}` + "\n"
	},
	"twice": func(text string) string { return strings.TrimRight(text, "\n") + "\n" + text },
	"the first characters gone": func(text string) string {
		return trimmedTo(text, min(12, len(text)/20), len(text))
	},
	"the last characters gone": func(text string) string {
		return trimmedTo(text, 0, len(text)-min(12, len(text)/20))
	},

	// Where the reporter's program is kept.
	"a frame before": before("Traceback (most recent call last):\n  File \"/home/ann/src/mcp-bedrock-gateway/vertex/openrouter.py\", line 7, in <module>\n    main()"),
	"a frame after":  after("    at main (/srv/github-sandbox/azure/litellm-proxy/index.js:3:9)"),

	// A server's own log of what it was asked, before and after.
	"uvicorn after":   after(`INFO:     127.0.0.1:50212 - "POST /chat HTTP/1.1" 500 Internal Server Error`),
	"uvicorn before":  before(`INFO:     127.0.0.1:50212 - "GET /health HTTP/1.1" 401 Unauthorized`),
	"nginx after":     after(`203.0.113.9 - - [28/Nov/2026:10:15:02 +0000] "GET /favicon.ico HTTP/1.1" 404 153 "-" "Mozilla/5.0 (X11; Linux x86_64)"`),
	"nginx before":    before(`203.0.113.9 - - [28/Nov/2026:10:15:02 +0000] "POST /api/chat HTTP/1.1" 502 157 "https://app.example/" "Mozilla/5.0 (X11; Linux x86_64)"`),
	"nginx error":     after(`2026/11/28 10:15:02 [error] 29#29: *4711 access forbidden by rule, client: 203.0.113.9, server: app.example, request: "GET /.env HTTP/1.1", host: "app.example"`),
	"gin after":       after(`[GIN] 2026/11/28 - 10:15:02 | 500 |  80.538659ms |     203.0.113.9 | POST     "/v1/chat/completions"`),
	"gin before":      before(`[GIN] 2026/11/28 - 10:15:02 | 404 |     1.209µs |     203.0.113.9 | GET      "/"`),
	"django after":    after(`[28/Nov/2026 10:15:02] "GET /admin/ HTTP/1.1" 403 1867`),
	"django before":   before("Not Found: /favicon.ico\n" + `[28/Nov/2026 10:15:02] "GET /favicon.ico HTTP/1.1" 404 2290`),
	"flask after":     after(`127.0.0.1 - - [28/Nov/2026 10:15:02] "POST /ask HTTP/1.1" 500 -`),
	"express after":   after(`POST /api/chat 500 1203.412 ms - 52`),
	"morgan after":    after(`::1 - - [28/Nov/2026:10:15:02 +0000] "POST /api/chat HTTP/1.1" 401 29 "-" "node-fetch"`),
	"next after":      after(` POST /api/chat 500 in 1834ms`),
	"rails after":     after(`Completed 500 Internal Server Error in 1203ms (ActiveRecord: 4.2ms | Allocations: 1234)`),
	"Heroku router":   after(`2026-11-28T10:15:02.123456+00:00 heroku[router]: at=info method=GET path="/favicon.ico" host=app.example request_id=0f3a1b2c-0000-4000-8000-000000000000 fwd="203.0.113.9" dyno=web.1 connect=0ms service=1ms status=404 bytes=153 protocol=https`),
	"Envoy after":     after(`[2026-11-28T10:15:02.123Z] "POST /chat HTTP/1.1" 503 UF 0 91 12 - "203.0.113.9" "curl/8.5.0" "0f3a1b2c-0000-4000-8000-000000000000" "app.example" "10.0.0.4:8080"`),
	"a load balancer": after(`{"httpRequest":{"requestMethod":"GET","requestUrl":"https://app.example/health","status":401,"userAgent":"kube-probe/1.30","remoteIp":"203.0.113.9"},"severity":"WARNING","timestamp":"2026-11-28T10:15:02.123Z"}`),
	"kube-probe":      after(`10.0.0.1 - - [28/Nov/2026:10:15:02 +0000] "GET /healthz HTTP/1.1" 503 0 "-" "kube-probe/1.30" "-"`),
	"IIS":             after(`2026-11-28 10:15:02 10.0.0.4 GET /favicon.ico - 443 - 203.0.113.9 Mozilla/5.0 - 404 0 2 15`),
	"Traefik":         after(`203.0.113.9 - - [28/Nov/2026:10:15:02 +0000] "GET / HTTP/2.0" 404 19 "-" "-" 7 "-" "-" 0ms`),
	"Caddy":           after(`{"level":"info","ts":1764324902.12,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"203.0.113.9","method":"GET","host":"app.example","uri":"/favicon.ico"},"status":404,"size":0}`),

	// What fell over afterwards.
	"npm after":        after("npm ERR! code ELIFECYCLE\nnpm ERR! errno 1\nnpm ERR! app@1.0.0 start: `node server.js`\nnpm ERR! Exit status 1"),
	"exit code":        after("##[error]Process completed with exit code 1."),
	"make":             after("make: *** [Makefile:12: run] Error 1"),
	"git after":        after("fatal: unable to access 'https://git.example/team/app.git/': The requested URL returned error: 403"),
	"docker exit":      after("worker-1 exited with code 1"),
	"a failed child":   after("subprocess.CalledProcessError: Command '['claude', '-p', 'hi']' returned non-zero exit status 1."),
	"a crash reporter": after("Errors: [{\"error\":\"Error: Request failed\",\"timestamp\":\"2026-11-28T10:15:02.123Z\"}]"),
	"an agent's tool":  after(`{"is_error": true, "duration_ms": 1203, "num_turns": 1, "result": "Command failed with exit code 1", "session_id": "0f3a1b2c-0000-4000-8000-000000000000"}`),
	"a retry":          after("Retrying in 4 seconds… (attempt 3 of 10)"),
	"shutting down":    after("INFO:     Shutting down\nINFO:     Finished server process [4711]"),

	// What people write around it.
	"English": func(text string) string {
		return "Hi all, since this morning our worker stopped. This is all I have:\n\n" + text + "\n\nAny idea? Thanks a lot!\n"
	},
	"German": func(text string) string {
		return "Hallo zusammen, seit heute früh geht nichts mehr. Das steht im Log:\n\n" + text + "\n\nWoran kann das liegen? Vielen Dank!\n"
	},
	"Chinese": func(text string) string {
		return "大家好，今天早上开始就不行了，日志如下：\n\n" + text + "\n\n请问是什么原因？谢谢！\n"
	},
	"Spanish": func(text string) string {
		return "Hola, desde esta mañana no funciona nada. Esto es lo que sale:\n\n" + text + "\n\n¿Alguna idea? ¡Gracias!\n"
	},
	"Japanese": func(text string) string {
		return "今朝から動かなくなりました。ログは以下の通りです。\n\n" + text + "\n\n原因が分かる方いますか？よろしくお願いします。\n"
	},
}

// trimmedTo cuts a text by bytes, and keeps its characters whole.
func trimmedTo(text string, from, to int) string {
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > from && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:to]
}

// TestNoise makes changes to every text of the corpora that leave the error what it is, and counts the verdicts that change and
// those that get lost, by kind. It needs no label.
func TestNoise(t *testing.T) {
	t.Parallel()
	type count struct{ tried, changed, lost int }
	counts := make(map[string]*count)
	kinds := slices.Sorted(maps.Keys(noises))
	for _, k := range kinds {
		counts[k] = new(count)
	}
	step := 7 // Coprime to the number of kinds, so that every kind meets another part of the texts.
	if *everyNoise {
		step = 1
	}
	total := new(count)
	n := 0
	for _, name := range []string{sample1, sample2, learned1, learned2, learned3} {
		for _, c := range corpus(t, name) {
			want := endOf(t, c.Pasted)
			for _, kind := range kinds {
				if n++; n%step != 0 {
					continue
				}
				got := endOf(t, noises[kind](c.Pasted))
				k := counts[kind]
				k.tried++
				total.tried++
				switch {
				case got.open == want.open && got.end() == want.end() && (!got.open || got.playbook == want.playbook):
				case got.open:
					k.lost++
					total.lost++
					t.Logf("%s, %s: lost %s (%s), read %q", c.ID, kind, want.end(), want.reading.Summary, got.reading.Summary)
				default:
					k.changed++
					total.changed++
					t.Logf("%s, %s: %s/%s (%s) became %s/%s (%s)", c.ID, kind, want.playbook, want.end(), want.reading.Summary, got.playbook, got.end(), got.reading.Summary)
				}
			}
		}
	}
	for _, kind := range kinds {
		if k := counts[kind]; k.changed+k.lost > 0 {
			t.Logf("%-28s %5d tried %4d changed %4d lost", kind, k.tried, k.changed, k.lost)
		}
	}
	t.Logf("%d kinds, %d tried: %d changed (%.2f%%), %d lost (%.2f%%)", len(kinds), total.tried,
		total.changed, 100*float64(total.changed)/float64(total.tried), total.lost, 100*float64(total.lost)/float64(total.tried))
	if total.changed*500 > total.tried || total.lost*50 > total.tried {
		t.Errorf("of %d verdicts %d changed and %d got lost; want at most 0.2%% and 2%%", total.tried, total.changed, total.lost)
	}
}
