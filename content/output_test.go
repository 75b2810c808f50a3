package content

import (
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow"
	"why403/flow/must"
)

// TestOutputAnswers holds what the output of a question's command answers. Where the command sends nothing it is run, with made-up
// variables; where it sends something, its output is told here.
func TestOutputAnswers(t *testing.T) {
	t.Parallel()
	const (
		message = `{"model":"claude-haiku-5-5","id":"msg_01FAKE","type":"message","role":"assistant","content":[{"type":"text","text":"Hi"}]}`
		refused = `{"type":"error","error":{"type":"permission_error","message":"no"},"request_id":"req_011CFAKE"}`
		missing = `{"type":"error","error":{"type":"not_found_error","message":"model: claude-x"},"request_id":"req_011CFAKE"}`
		busy    = `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`
	)
	key := "sk-ant-api03-FAKE"
	for len(key) < 108 {
		key += "k"
	}
	for _, tt := range []struct {
		book, question string
		env            []string
		output         string // Of a command that is not run.
		want           flow.Value
	}{
		{"anthropic-403", "direct-to-anthropic", []string{"ANTHROPIC_BASE_URL=https://api.anthropic.com"}, "", flow.Yes},
		{"anthropic-403", "direct-to-anthropic", []string{"CLAUDE_CODE_USE_BEDROCK=1"}, "", flow.No},
		{"anthropic-403", "direct-to-anthropic", []string{"ANTHROPIC_BASE_URL=https://api.anthropic.com.evil.example"}, "", flow.Unknown},
		{"anthropic-403", "direct-to-anthropic", nil, "", flow.Unknown},
		{"anthropic-403", "console-key", []string{"ANTHROPIC_API_KEY=" + key}, "", flow.Yes},
		{"anthropic-403", "console-key", []string{"ANTHROPIC_API_KEY=sk-ant-oat01-FAKE"}, "", flow.No},
		{"anthropic-403", "console-key", []string{"ANTHROPIC_API_KEY=sk-proj-FAKEFAKE"}, "", flow.No},
		{"anthropic-403", "console-key", nil, "", flow.Unknown},
		{"anthropic-401", "console-key", []string{"ANTHROPIC_API_KEY=" + key}, "", flow.Yes},
		{"anthropic-401", "console-key", []string{"ANTHROPIC_API_KEY=sk-ant-admin01-FAKE"}, "", flow.No},
		{"anthropic-401", "direct-to-anthropic", []string{"CLAUDE_CODE_USE_VERTEX=1"}, "", flow.No},
		{"anthropic-401", "key-set", []string{"ANTHROPIC_API_KEY=" + key}, "", flow.Yes},
		{"anthropic-401", "key-set", []string{"ANTHROPIC_API_KEY="}, "", flow.No},
		{"anthropic-401", "key-set", []string{"ANTHROPIC_MODEL=x"}, "", flow.Unknown},
		{"anthropic-401", "value-clean", []string{"ANTHROPIC_API_KEY=" + key}, "", flow.Yes},
		{"anthropic-401", "value-clean", []string{`ANTHROPIC_API_KEY="` + key + `"`}, "", flow.No},
		{"anthropic-401", "value-clean", []string{"ANTHROPIC_API_KEY=" + key[:50]}, "", flow.Unknown},
		{"anthropic-401", "value-clean", []string{"CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-FAKEFAKE\nFAKE"}, "", flow.No},
		{"anthropic-401", "value-clean", []string{"ANTHROPIC_AUTH_TOKEN=\"sk-ant-oat01-FAKE\""}, "", flow.No},
		{"anthropic-401", "two-credentials", []string{"ANTHROPIC_API_KEY=a", "ANTHROPIC_AUTH_TOKEN=b"}, "", flow.Yes},
		{"anthropic-401", "two-credentials", []string{"ANTHROPIC_API_KEY=a"}, "", flow.Unknown},
		{"openai-organization", "direct-to-openai", []string{"OPENAI_BASE_URL=https://api.openai.com/v1"}, "", flow.Yes},
		{"openai-organization", "direct-to-openai", []string{"AZURE_OPENAI_ENDPOINT=https://x.openai.azure.com"}, "", flow.No},
		{"openai-organization", "sends-ids", []string{"OPENAI_ORG_ID=org-FAKE"}, "", flow.Yes},
		{"openai-organization", "sends-ids", nil, "", flow.Unknown},

		{"anthropic-403", "plain-works", nil, message, flow.Yes},
		{"anthropic-403", "plain-works", nil, refused, flow.No},
		{"anthropic-403", "plain-works", nil, busy, flow.Unknown},
		{"anthropic-403", "plain-works", nil, "API Error: 403 " + refused, flow.Unknown},
		{"anthropic-403", "own-model-works", nil, message, flow.Yes},
		{"anthropic-403", "own-model-works", nil, missing, flow.No},
		{"anthropic-403", "own-model-works", nil, busy, flow.Unknown},
		{"anthropic-403", "every-host-fails", nil, "200\n", flow.No},
		{"anthropic-403", "every-host-fails", nil, "403\n", flow.Yes},
		{"anthropic-403", "every-host-fails", nil, "curl: (56) CONNECT tunnel failed, response 403\n000\n", flow.Yes},
		{"anthropic-403", "every-host-fails", nil, "it says 403 now", flow.Unknown},
		{"anthropic-403", "edge-shaped", nil, "HTTP/2 403 \r\ncontent-type: text/html\r\n\r\n<html>", flow.Yes},
		{"anthropic-403", "edge-shaped", nil, "HTTP/2 403 \r\nrequest-id: req_011CFAKE\r\n\r\n" + refused, flow.No},
		{"anthropic-403", "via-company-proxy", nil, "*  issuer: C=US; O=Zscaler Inc.; CN=Zscaler Intermediate", flow.Yes},
		{"anthropic-403", "via-company-proxy", nil, "*  issuer: C=US; O=Google Trust Services; CN=WE1", flow.Unknown},
		{"anthropic-401", "list-works", nil, "HTTP/2 200 \r\n\r\n{\"data\":[]}", flow.Yes},
		{"anthropic-401", "list-works", nil, "HTTP/2 401 \r\n\r\n{}", flow.No},
		{"anthropic-401", "edge-shaped", nil, "HTTP/2 401 \r\nwww-authenticate: Basic realm=x\r\n", flow.Yes},
		{"openai-organization", "works-without-ids", nil, "HTTP/2 200 \r\n", flow.Yes},
		{"openai-organization", "works-without-ids", nil, "HTTP/2 401 \r\n", flow.No},
	} {
		b, err := Ship(tt.book)
		must.NoError(t, err)
		q := b.Question(tt.question)
		if q == nil || q.Reads.Yes == "" {
			t.Errorf("%s, %s reads nothing", tt.book, tt.question)
			continue
		}
		out := tt.output
		if out == "" {
			cmd := exec.Command("sh", "-c", q.Command)
			cmd.Env = append([]string{"PATH=/usr/bin:/bin", "HOME=" + t.TempDir()}, tt.env...)
			printed, _ := cmd.Output() // A grep that finds nothing says so by its status.
			out = string(printed)
		}
		if got, quote := q.Answer(out); got != tt.want {
			t.Errorf("%s, %s: %q answers %v (%q), want %v", tt.book, tt.question, out, got, quote, tt.want)
		}
	}
}

// TestOutputNeedsACommand holds what is wrong with expressions over an output.
func TestOutputNeedsACommand(t *testing.T) {
	t.Parallel()
	for reads, want := range map[string]string{
		"command: id, reads: {yes: '^uid'}":  "",
		"reads: {yes: '^uid'}":               "there is none",
		"command: id, reads: {yes: '(uid'}":  "missing closing )",
		"command: id, reads: {maybe: '^ui'}": "maybe",
	} {
		text := strings.Replace(soundBook, "ask: ", reads+", ask: ", 1)
		if text == soundBook {
			t.Fatal("the sample has no question")
		}
		_, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(text)}}, ".")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", reads, err, want)
		}
	}
}
