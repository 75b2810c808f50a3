package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow/evidence"
	"why403/flow/journal"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/report"
)

// secretKinds are credentials that were made up, by what they begin with. Body is what must not survive.
var secretKinds = []struct{ name, prefix, body string }{
	{"console key", "sk-ant-api03-", "FAKEq7Rt2LmX9vBz4NcK8wJd3HsYfG6pTe1UaZoQ5iVb0CxMnRk7WlPgDhSj2EyAuF9t3KzQvLm8NcXw4JdHsYfGAA"},
	{"Admin key", "sk-ant-admin01-", "FAKEz8Wq3NbV6mXk1LpR5tHj9CsDfGyU2eAoZ7iKxQ4vBn0MwJrTgPlYhSdE6uFcXz3KqVm8LnRw2JtHsAA"},
	{"login token", "sk-ant-oat01-", "FAKEm5Tb8QxZ2nWv7KrL4pJd1HsGfYcU9eAoX3iBzN6vRq0MwCkTgPlHhSyE8uDjVz5KtQm2LnRw7JxFsAA"},
	{"OpenAI key", "sk-proj-", "FAKEh2Jk7LpQ9wZx4MnB8vCd3RtYfG6sTe1UaVoX5iWb0NqMkRz7HlPgDjSc2EyAuF9"},
	{"OpenRouter key", "sk-or-v1-", "fa4e0c27d81b936ea5f40c27d81b936ea5f40c27d81b936ea5f40c27d81b93fa"},
	{"GitHub token", "ghp_", "FAKE8kQ2xVw7ZnB4mCd9RtYfG6sTe1UaLoPj"},
	{"Groq key", "gsk_", "FAKE5tQ8xVw2ZnB7mCd4RtYfG9sTe6UaLoPjWGdyb3FYk1HsNqRzXcVb"},
	{"xAI key", "xai-", "FAKE7tQ3xVw9ZnB5mCd1RtYfG8sTe4UaLoPjKk2HsNqRzXcVbMw6JdLpEyAuF0iOgThSrDj3WkQzNv8"},
	{"Bedrock key", "ABSK", "RkFLRXE3UnQyTG1YOXZCejROY0s4d0pkM0hzWWZHNnBUZTFVYVpvUTVpVmIwQ3hNblJrN1dsUGdEaFNqMkV5QXVGOXQ="},
	{"a bare secret", "", "FAKEw4Zx9QnB2mVd7RtKfG5sTe8UaLoPj3HcNqRzXyV1bM6JdLpEkAuF0iOgThSr"},
}

// secretForms are ways in which a key gets into a paste. A bare secret needs its name in front of it; the others are known
// by what they begin with, too.
var secretForms = []struct {
	name  string
	named bool // The secret's name stands in front of it.
	write func(key string) string
}{
	{"a header", true, func(k string) string { return "> x-api-key: " + k }},
	{"a shell variable", true, func(k string) string { return "export ANTHROPIC_API_KEY=" + k }},
	{"fish", true, func(k string) string { return "set -gx ANTHROPIC_API_KEY " + k }},
	{"setx", true, func(k string) string { return "setx ANTHROPIC_API_KEY " + k }},
	{"PowerShell", true, func(k string) string { return `$env:ANTHROPIC_API_KEY = "` + k + `"` }},
	{"Kubernetes", true, func(k string) string { return "    - name: ANTHROPIC_API_KEY\n      value: " + k }},
	{"an ECS task", true, func(k string) string { return `{"Name": "ANTHROPIC_API_KEY", "Value": "` + k + `"}` }},
	{"the value first", true, func(k string) string { return `{"value": "` + k + `", "name": "ANTHROPIC_API_KEY"}` }},
	{"TOML", true, func(k string) string { return "api_key = \"\"\"\n" + k + "\"\"\"" }},
	{"Rust", true, func(k string) string { return `Config { api_key: Some("` + k + `") }` }},
	{"a type around it", true, func(k string) string { return `api_key=SecretString("` + k + `")` }},
	{"devtools", true, func(k string) string { return "x-api-key\n" + k + "\nanthropic-version\n2023-06-01" }},
	{"a table", true, func(k string) string { return "| Variable | Value |\n|---|---|\n| ANTHROPIC_API_KEY | " + k + " |" }},
	{"psql", true, func(k string) string { return " name   | api_key\n--------+---------\n prod   | " + k }},
	{"XML", true, func(k string) string { return "<add key=\"AnthropicApiKey\" value=\"" + k + "\" />" }},
	{"an XML element", true, func(k string) string { return "<apiKey>" + k + "</apiKey>" }},
	{"an env file with a comment", true, func(k string) string { return "ANTHROPIC_API_KEY='" + k + "' # prod" }},
	{"Java properties", true, func(k string) string { return "anthropic.api-key=" + k }},
	{"a Docker option", true, func(k string) string { return "docker run -e ANTHROPIC_API_KEY=" + k + " app" }},
	{"curl -u", true, func(k string) string { return "curl -u admin:" + k + " https://proxy.example/v1" }},
	{"an address without a scheme", true, func(k string) string { return "proxy = user:" + k + "@proxy.corp.example:3128" }},
	{"an address in JSON", true, func(k string) string { return `"proxy":"http:\/\/user:` + k + `@proxy.corp.example:3128"` }},
	{"a parameter", true, func(k string) string { return "GET /v1/models?key=" + k + "&limit=1 HTTP/1.1" }},
	{"escaped for Markdown", false, func(k string) string { return "my key is " + strings.ReplaceAll(k, "-", `\-`) }},
	{"other hyphens", false, func(k string) string { return "my key is " + strings.ReplaceAll(k, "-", "\u2011") }},
	{"escapes of JSON", false, func(k string) string { return `"key ` + strings.ReplaceAll(k, "-", `\u002d`) + `"` }},
	{"escapes of URLs", false, func(k string) string { return "q=" + strings.ReplaceAll(k, "-", "%2D") }},
	{"escapes of HTML", false, func(k string) string { return "<p>" + strings.ReplaceAll(k, "-", "&#45;") + "</p>" }},
	{"in pieces", false, func(k string) string { return `"` + k[:20] + `" + "` + k[20:40] + `" + "` + k[40:] + `"` }},
	{"three variables", false, func(k string) string {
		if !strings.HasPrefix(k, "sk-ant-") {
			return "k1=" + k // Others have no known length, by which a piece would be known for one.
		}
		return "k1=\"" + k[:40] + "\"\nk2=\"" + k[40:72] + "\"\nk3=\"" + k[72:] + "\""
	}},
	{"tags between", false, func(k string) string {
		if !strings.HasPrefix(k, "sk-ant-") {
			return "<td>" + k + "</td>"
		}
		return "<td>" + k[:40] + "<br>" + k[40:72] + "</span><span class=\"x\">" + k[72:] + "</td>"
	}},
	{"hard blanks", false, func(k string) string { return "key:\u00a0" + k + "\u00a0." }},
	{"alone on a line", false, func(k string) string { return k }},
	{"quoted, in a log", false, func(k string) string { return fmt.Sprintf("%q", "using "+k+"\n") }},
	{"base64 of a header", false, func(k string) string {
		return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+k))
	}},
}

// rows are what stands before each row of a text that a terminal or a log broke.
var rows = []string{"", "    ", "│ ", "> ", "web-1  | ", "2026-11-28T10:00:00Z ", "[10:00:00] "}

// wrapAt breaks the lines of a text at the width and puts the prefix before every row.
func wrapAt(text string, width int, prefix string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		r := []rune(line)
		for len(r) > width {
			out, r = append(out, prefix+string(r[:width])), r[width:]
		}
		out = append(out, prefix+string(r))
	}
	return strings.Join(out, "\n")
}

// survivor returns eight characters in a row of a secret that stand in the text, whatever was put between them.
func survivor(text, body string) string {
	squeezed := squeezeSecret(text)
	for i := 0; i+8 <= len(body); i++ {
		if part := body[i : i+8]; strings.Contains(text, part) || strings.Contains(squeezed, part) {
			return part
		}
	}
	return ""
}

// squeezeSecret takes everything out of a text that a terminal, a log or a notation may have put into a key.
func squeezeSecret(text string) string {
	for _, prefix := range rows {
		if prefix != "" {
			text = strings.ReplaceAll(text, "\n"+prefix, "\n")
		}
	}
	return strings.NewReplacer("\r", "", "\n", "", "\\n", "", " ", "", "\t", "", "\u00a0", "", "│", "", `"`, "", "+", "", "\\", "").Replace(text)
}

const refused = "Error code: 403 - {'type': 'error', 'error': {'type': 'permission_error', 'message': 'Your API key does not have permission to use the specified resource.'}, 'request_id': 'req_011CFAKEsecrets'}"

// shapeOf is one way in which one secret stands in a paste.
type shapeOf struct {
	name, text, body string
	typed            string // As somebody types it, on one line.
}

// secretShapes are all kinds in all forms, unbroken and broken at the widths, with every prefix of rows.
func secretShapes(widths []int) []shapeOf {
	var all []shapeOf
	for _, kind := range secretKinds {
		for _, form := range secretForms {
			if kind.prefix == "" && !form.named {
				continue
			}
			written := form.write(kind.prefix + kind.body)
			if kind.name == "Bedrock key" && form.named {
				written = strings.ReplaceAll(written, "ANTHROPIC_API_KEY", "AWS_BEARER_TOKEN_BEDROCK")
			}
			for _, width := range widths {
				for _, prefix := range rows {
					if width == 0 && prefix != "" && prefix != "> " {
						continue // Prefixes matter where rows are broken.
					}
					text := written
					if width > 0 {
						text = wrapAt(written, width, prefix)
					} else {
						text = prefix + strings.ReplaceAll(text, "\n", "\n"+prefix)
					}
					name := fmt.Sprintf("%s, %s, %q at %d", kind.name, form.name, prefix, width)
					all = append(all, shapeOf{name, text, kind.body, strings.Join(strings.Fields(written), " ")})
				}
			}
		}
	}
	return all
}

// TestSecretsAtTheDoor looks for eight characters in a row of a key in the one text that everything behind the door sees, before
// and after an error, for every kind of key, form, width and prefix.
func TestSecretsAtTheDoor(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	widths := []int{0, 40, 60, 79, 80, 100, 120, 132, 200}
	shapes := secretShapes(widths)
	leaked := make(map[string]int)
	tried := 0
	for _, s := range shapes {
		for _, text := range []string{s.text + "\n" + refused + "\n", refused + "\n" + s.text + "\n"} {
			tried++
			if part := survivor(string(evidence.Open([]byte(text)).Bytes()), s.body); part != "" {
				kind, _, _ := strings.Cut(s.name, " at ")
				if leaked[kind]++; leaked[kind] == 1 {
					t.Errorf("%s: %q survives of\n%s\nin\n%s", s.name, part, s.text, evidence.Open([]byte(text)).Bytes())
				}
			}
		}
	}
	t.Logf("%d shapes in two places: %d texts, %d leaked", len(shapes), tried, func() (n int) {
		for _, k := range leaked {
			n += k
		}
		return n
	}())
}

// TestSecrets sends pastes with keys through the whole program and looks for them in all that it prints and keeps: the
// conversation, the diagnosis in its formats, the batch, the journal, every report in both maskings, exports, replays, errors.
func TestSecrets(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	shapes := secretShapes([]int{0, 80})
	step := 61 // Coprime to the number of forms and of prefixes, so that all of them come in turn.
	formats := report.Formats()
	places, tried := 0, 0
	for i := 0; i < len(shapes); i += step {
		s := shapes[i]
		h := secretHome{t: t, dir: t.TempDir(), shape: s}
		text := s.text + "\n" + refused + "\n"
		h.run(text, "diagnose")
		h.run(text, "diagnose", "--json")
		line, err := json.Marshal(map[string]string{"id": cut(s.typed, 190), "text": text})
		must.NoError(t, err)
		h.run(string(line)+"\n", "diagnose", "--batch")
		h.run(text+".\nticket "+cut(s.typed, 190)+"\nwords "+s.typed+"\nnote "+s.typed+"\ny\nn\ntrail\ncauses\nreport\nquit\n", "--plain")
		for _, f := range formats {
			h.run("", "report", "--format", f.ID)
			h.run("", "report", "--format", f.ID, "--redact", "strict")
		}
		h.run("", "sessions", "--json")
		h.run("", "replay")
		names, err := os.ReadDir(journal.Dir(h.env))
		if err != nil || len(names) != 1 {
			t.Fatalf("%s: %d sessions, %v", s.name, len(names), err)
		}
		h.run("", "sessions", "export", strings.TrimSuffix(names[0].Name(), ".jsonl"), filepath.Join(h.dir, "out.jsonl"))
		h.run("", "sessions", "export", strings.TrimSuffix(names[0].Name(), ".jsonl"), "-")
		h.run("", "diagnose", cut(s.typed, 200))
		h.files()
		places += h.places
		tried++
	}
	t.Logf("%d of %d shapes, %d outputs and files", tried, len(shapes), places)
}

// TestBatchMasksIds holds that --batch gives an id back as it came, but for a secret in it.
func TestBatchMasksIds(t *testing.T) {
	t.Parallel()
	const key = "FAKEzQ8hT2pLw7Xn4RvYb1KdMs9CgJe3UoAi6Wf-x_AAAA"
	for id, want := range map[string]string{
		`1`: `1`, `-1.50e3`: `-1.50e3`, `null`: `null`, `""`: `""`, `"CS-9"`: `"CS-9"`, `"req_011CSHoEeqs5C35K2UUqR7Fy"`: `"req_011CSHoEeqs5C35K2UUqR7Fy"`, `"\u0041 \/ b"`: `"\u0041 \/ b"`,
		`"8f5b1c9e-3c1d-4c11-9c55-0e8b2f7f9a10"`: `"8f5b1c9e-3c1d-4c11-9c55-0e8b2f7f9a10"`, `"4bf92f3577b34da6a3ce929d0e0e4736"`: `"4bf92f3577b34da6a3ce929d0e0e4736"`, `{"case": [1, "a"]}`: `{"case":[1,"a"]}`,
		`"sk-ant-api03-` + key + `"`: `"sk-ant-api03-…AAAA"`, `"sk\u002dant\u002dapi03\u002d` + key + `"`: `"sk-ant-api03-…AAAA"`, `"sk ant api03 ` + key + `"`: `"sk-ant-api03-…"`,
		`["a", "sk-ant-api03-` + key + `"]`: `["a","sk-ant-api03-…AAAA"]`, `{"api_key": "` + key + `"}`: `{"api_key":"…AAAA"}`, `"case of key ` + key + `"`: `"case of key …AAAA"`, `"x\nsk-ant-api03-` + key + `\n"`: `"x\nsk-ant-api03-…AAAA\n"`,
		`"` + key + `"`: `"…AAAA"`,
	} {
		got, err := json.Marshal(batchResult{ID: maskedID(json.RawMessage(id))})
		if err != nil || string(got) != `{"id":`+want+`}` {
			t.Errorf("%s becomes %s, %v; want %s", id, got, err, want)
		}
	}
}

// cut returns the first bytes of a text, in whole characters.
func cut(s string, n int) string { return strings.ToValidUTF8(s[:min(n, len(s))], "") }

// secretHome is where one shape is tried.
type secretHome struct {
	t      *testing.T
	dir    string
	shape  shapeOf
	places int
}

func (h *secretHome) env(name string) string {
	return map[string]string{"WHY403_STATE_DIR": h.dir, "TERM": "dumb"}[name]
}

func (h *secretHome) look(where, text string) {
	h.places++
	if part := survivor(text, h.shape.body); part != "" {
		h.t.Errorf("%s: %q is in %s:\n%s", h.shape.name, part, where, text)
	}
}

func (h *secretHome) run(in string, args ...string) {
	h.t.Helper()
	var out, said bytes.Buffer
	c := &console{in: strings.NewReader(in), out: &out, err: talk{&said}, screen: &said, env: h.env, now: time.Now}
	cmd := c.root()
	cmd.SetArgs(args)
	if code := exitCode(c.err, cmd.ExecuteContext(h.t.Context())); code == exitFailed {
		h.t.Errorf("%s: %v failed:\n%s", h.shape.name, args, said.String())
	}
	h.look("the output of "+strings.Join(args[:min(2, len(args))], " "), out.String())
	h.look("what "+strings.Join(args[:min(2, len(args))], " ")+" says", said.String())
}

func (h *secretHome) files() {
	h.t.Helper()
	err := filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		h.look("a file", path+string(text))
		return err
	})
	must.NoError(h.t, err)
}

// TestSurvivor holds that the search finds what it looks for, in every form that is tried.
func TestSurvivor(t *testing.T) {
	t.Parallel()
	for _, s := range secretShapes([]int{0, 80}) {
		if strings.Contains(s.name, "base64") {
			continue // Its letters are others.
		}
		if survivor(s.text, s.body) == "" {
			t.Errorf("%s: not found in\n%s", s.name, s.text)
		}
	}
	if got := survivor(hex.EncodeToString([]byte("nothing")), secretKinds[0].body); got != "" {
		t.Errorf("found %q where nothing is", got)
	}
}

// TestKnownTextsStay holds that the door leaves alone what is no secret: the ids, codes, hosts and models that the signs read,
// in every example that ships.
func TestKnownTextsStay(t *testing.T) {
	t.Parallel()
	b := must.Have(t, content.Default)
	var texts []string
	for _, e := range b.Examples {
		texts = append(texts, e.Text)
	}
	texts = append(texts, refused,
		"request-id: req_011CSHoEeqs5C35K2UUqR7Fy\ncf-ray: 8f1c2d3e4f5a6b7c-FRA\nanthropic-organization-id: 0123abcd-4567-89ab-cdef-0123456789ab",
		"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
		"commit 3f786850e387550fdab836ed7e6dc881de23001b sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"/usr/lib/python3.12/site-packages/anthropic/_base_client.py\", line 1061, in _request",
		"https://docs.claude.com/en/docs/claude-code/troubleshooting#common-installation-issues",
	)
	for _, text := range texts {
		if got := string(evidence.Open([]byte(text)).Bytes()); got != text {
			t.Errorf("it masks something of\n%s\nand leaves\n%s", text, got)
		}
	}
	if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "req_") }) {
		t.Error("no example has a request id")
	}
}
