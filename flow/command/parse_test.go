package command_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/must"
)

// The languages' own tools say whether a command is one of theirs. PowerShell itself is not to be had from Debian or npm, so
// its commands are parsed by a grammar of it and run by nobody here.
func TestCommandsParse(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("testdata", "parsers")
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		t.Skipf("the parsers of PowerShell and TypeScript are not installed: npm install --prefix flow/command/%s", filepath.ToSlash(dir))
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	type script struct {
		Language string `json:"language"`
		Name     string `json:"name"`
		Text     string `json:"text"`
	}
	var scripts []script
	for id, q := range requests(t) {
		for _, language := range []string{"powershell", "typescript"} {
			text := write(t, templateOf(t, language), q, "k7f3q2xz2d")
			if language == "typescript" {
				_, text, _ = strings.Cut(text, "\n")
				text = strings.TrimSuffix(text, "WHY403-k7f3q2xz2d\n")
			}
			scripts = append(scripts, script{language, language + " of " + id, text})
		}
	}
	var two []string
	for _, id := range []string{"models", "plain"} {
		two = append(two, write(t, templateOf(t, "powershell"), requests(t)[id], "k7f3q2xz2d"))
	}
	all, err := command.All(templateOf(t, "powershell"), two)
	must.NoError(t, err)
	scripts = append(scripts, script{"powershell", "powershell of two", all}, script{"powershell", "powershell in short", everyShort(t, "powershell")})
	in, err := json.Marshal(append(scripts, script{"powershell", "broken", "& { $x = ( }"}, script{"typescript", "broken", "const = 1"}))
	must.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), node, "parse.mjs")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(string(in))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("parse.mjs: %v\n%s", err, out)
	}
	broken := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "broken") {
			broken++
			continue
		}
		t.Error(strings.TrimSpace(line))
	}
	if broken < 2 {
		t.Errorf("the parsers found only %d of the mistakes made on purpose", broken)
	}
}

// everyShort writes a request, and both kinds of looking at a connection, as one short command.
func everyShort(t *testing.T, language string) string {
	t.Helper()
	ask := func(id, method string, m flow.Measure) command.Ask {
		q := requests(t)[id]
		if m != flow.AsksAPI {
			q = flow.Request{Probe: id, Method: method, URL: "https://api.anthropic.com/"}
		}
		return command.Ask{Request: q, Base: "https://api.anthropic.com", Nonce: "k7f3q2xz2d", Measures: m}
	}
	text, err := command.Short(templateOf(t, language), []command.Ask{ask("plain", "POST", flow.AsksAPI), ask("tls", "HEAD", flow.AsksTLS), ask("resolve", "HEAD", flow.AsksAddress)}, baseVariable, "https://api.anthropic.com")
	must.NoError(t, err)
	return text
}

// requests returns a request for every probe of the playbook, its places filled in, and a nasty one.
func requests(t *testing.T) map[string]flow.Request {
	t.Helper()
	book := must.Have(t, content.Default)
	places := strings.NewReplacer(
		"{model}", "claude-opus-5-5", "{probe-model}", book.Request.ProbeModel, "{workspace}", "wrkspc_01FAKE",
		"{object}", "/v1/files/file_011FAKE", "{betas}", "context-management-2025-06-27", "{sent-betas}", "context-management-2025-06-27",
		"{request}", `{"model":"claude-opus-5-5","messages":[{"role":"user","content":"it's $5 – “quoted”\n"}]}`,
		"{request-plain}", `{"model":"claude-opus-5-5","messages":[]}`,
	)
	all := map[string]flow.Request{"nasty": requestTo("https://api.anthropic.com", nastyBody)}
	for _, p := range book.Probes {
		if p.Credential == flow.NoKey {
			continue
		}
		q := flow.Request{Probe: p.ID, Method: p.Method, URL: book.Request.BaseURL + places.Replace(p.Path), Body: places.Replace(p.Body)}
		q.Headers = append([]flow.Header{command.Key(book.Request, p.Credential, false)}, book.Request.Headers...)
		if p.Beta != "" {
			q.Headers = append(q.Headers, flow.Header{Name: "anthropic-beta", Value: places.Replace(p.Beta)})
		}
		if q.Body != "" {
			q.Headers = append(q.Headers, flow.Header{Name: "content-type", Value: "application/json"})
		}
		all[p.ID] = q
	}
	return all
}

func TestEveryProbeInEveryLanguage(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	if len(book.Commands) != 4 {
		t.Errorf("there are %d languages, want 4", len(book.Commands))
	}
	for _, c := range book.Commands {
		for id, q := range requests(t) {
			nonce := command.Nonce("s", q.Probe, q, 0)
			text := write(t, c, q, nonce)
			for line := range strings.Lines(text) {
				if len(line) > 200 {
					t.Errorf("%s of %s has a line of %d columns: %s", c.ID, id, len(line), line)
				}
				if strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' }) {
					t.Errorf("%s of %s has a character that does not travel: %q", c.ID, id, line)
				}
				if line == "\n" {
					t.Errorf("%s of %s has an empty line, at which some terminals run what they have", c.ID, id)
				}
			}
			if strings.Contains(text, "sk-ant") || strings.Contains(text, "<no value>") || !strings.Contains(text, nonce) {
				t.Errorf("%s of %s:\n%s", c.ID, id, text)
			}
			// An echo of the command is no result of it.
			if h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: q.Probe, Nonce: nonce}}); err == nil && id != "nasty" {
				t.Errorf("%s of %s is read as a result: %+v", c.ID, id, h)
			}
		}
	}
}
