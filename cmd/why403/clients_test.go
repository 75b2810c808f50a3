package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/capture"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/report"
	"why403/flow/scenario"
)

// clientsDir holds programs that call with clients which other people wrote.
const clientsDir = "testdata/clients"

// client is a program that makes a call of a scenario and prints what its library says of the refusal.
type client struct {
	name string
	// command returns what to run, in which folder; the test is skipped when it is not installed. Nothing is installed here.
	command func(testing.TB) (dir string, argv []string)
	agent   string   // How it names itself on a request; LangChain.js brings an older SDK of its own.
	slow    []string // It starts in most of a second, so it runs only these of the scenarios.
}

// clients returns the clients. Built ones go into the folder.
func clients(folder string) []client {
	return []client{
		{name: "@anthropic-ai/sdk", command: node("sdk.mjs"), agent: "Anthropic/JS 1.14.0", slow: []string{
			"model-access", "beta-header", "stale-key", "authentication", "rate-limit", "bad-beta-field", "edge-block",
		}},
		{name: "ai with @ai-sdk/anthropic", command: node("vercel.mjs"), agent: "ai/7.0.173", slow: []string{
			"workspace-restriction", "org-policy", "authentication", "unknown-model", "overloaded", "corporate-proxy", "org-disabled",
		}},
		{name: "@langchain/anthropic", command: node("langchain.mjs"), agent: "Anthropic/JS 0.122.0", slow: []string{
			"beta-header-stripped", "workspace-restriction", "org-policy-allowlist", "unknown-model", "bad-beta-field", "edge-block",
			"billing",
		}},
		{name: "anthropic-sdk-go", command: golang(folder), agent: "Anthropic/Go 2.15.0"},
		{name: "curl -i", command: curl("-i"), agent: "curl/"},
		{name: "curl", command: curl("-sS"), agent: "curl/"},
		{name: "urllib", command: python(), agent: "Python-urllib/3"},
		{name: "urllib, body read", command: python("read"), agent: "Python-urllib/3"},
	}
}

// played are the scenarios of the clients' calls.
var played = []string{
	"model-access", "beta-header", "beta-header-stripped", "workspace-restriction", "stale-key", "org-policy",
	"org-policy-allowlist", "authentication", "unknown-model", "rate-limit", "bad-beta-field", "overloaded", "edge-block",
	"corporate-proxy", "org-disabled", "billing",
}

// cannot are the calls that a client has no words for.
var cannot = []struct{ client, scenario, why string }{
	{"ai with @ai-sdk/anthropic", "beta-header", "it writes context_management itself, and the header with it"},
	{"ai with @ai-sdk/anthropic", "bad-beta-field", "it writes context_management itself, and the header with it"},
	{"ai with @ai-sdk/anthropic", "beta-header-stripped", "it writes context_management itself, under a name of its own"},
}

// scenarios returns the ids of those that the client runs.
func (c client) scenarios() []string {
	if c.slow != nil {
		return c.slow
	}
	return played
}

// watched returns the ids of those whose calls are watched: one that the answer decides, and one that it does not.
func (c client) watched() []string {
	for _, n := range cannot {
		if n.client == c.name {
			return []string{"org-policy-allowlist", "workspace-restriction"}
		}
	}
	return []string{"org-policy-allowlist", "beta-header"}
}

// TestClientsAreEnough holds that the choice of pairs leaves out no client, no scenario and nothing without need.
func TestClientsAreEnough(t *testing.T) {
	t.Parallel()
	runs := make(map[string]int)
	for _, c := range clients("") {
		if len(c.scenarios()) < 6 {
			t.Errorf("%s runs %d scenarios only", c.name, len(c.scenarios()))
		}
		for _, id := range c.scenarios() {
			runs[id]++
			for _, n := range cannot {
				if n.client == c.name && n.scenario == id {
					t.Errorf("%s cannot make the call of %s: %s", c.name, id, n.why)
				}
			}
		}
	}
	for _, id := range played {
		if runs[id] < 2 {
			t.Errorf("%s is run by %d clients", id, runs[id])
		}
	}
	if len(runs) != len(played) {
		t.Errorf("%d scenarios are run, %d are listed", len(runs), len(played))
	}
}

func node(script ...string) func(testing.TB) (string, []string) {
	return func(t testing.TB) (string, []string) {
		t.Helper()
		dir := filepath.Join(clientsDir, "node")
		if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
			t.Skipf("the clients are not installed: npm ci --prefix cmd/why403/%s", filepath.ToSlash(dir))
		}
		return dir, append([]string{installed(t, "node")}, script...)
	}
}

// curl takes the key from its standard input, so that it stands in no process list.
func curl(flag string) func(testing.TB) (string, []string) {
	return func(t testing.TB) (string, []string) {
		t.Helper()
		installed(t, "curl")
		const script = `printf 'x-api-key: %s\n' "$ANTHROPIC_API_KEY" |
curl "$0" --no-progress-meter "$ANTHROPIC_BASE_URL/v1/messages" -H @- -H 'anthropic-version: 2023-06-01' \
  -H 'content-type: application/json' ${LAB_BETAS:+-H "anthropic-beta: $LAB_BETAS"} --data-binary "$LAB_REQUEST"`
		return "", []string{installed(t, "sh"), "-c", script, flag}
	}
}

func python(args ...string) func(testing.TB) (string, []string) {
	return func(t testing.TB) (string, []string) {
		t.Helper()
		return filepath.Join(clientsDir, "python"), append([]string{installed(t, "python3"), "call.py"}, args...)
	}
}

func installed(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("install %s to run this", program)
	}
	return path
}

// golang builds the program with the Go SDK into the folder, once, from modules that are there already.
func golang(folder string) func(testing.TB) (string, []string) {
	program := filepath.Join(folder, "client.exe")
	build := sync.OnceValues(func() ([]byte, error) {
		cmd := exec.Command("go", "build", "-o", program, ".")
		cmd.Dir = filepath.Join(clientsDir, "go")
		cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off")
		return cmd.CombinedOutput()
	})
	return func(t testing.TB) (string, []string) {
		t.Helper()
		installed(t, "go")
		out, err := build()
		if err != nil && bytes.Contains(out, []byte("GOPROXY=off")) {
			t.Skipf("the Go SDK is not there: go -C cmd/why403/%s/go mod download", clientsDir)
		}
		if err != nil {
			t.Fatalf("build the program with the Go SDK: %v\n%s", err, out)
		}
		return "", []string{program}
	}
}

// processes lets at most two programs run at once: others need the machine, too.
var processes = make(chan struct{}, 2)

// run runs the client against base and returns what it printed on both outputs. The scenario's call must be refused.
func (c client) run(t *testing.T, s scenario.Scenario, l *lab.Lab, base string) []byte {
	t.Helper()
	dir, argv := c.command(t)
	processes <- struct{}{}
	defer func() { <-processes }()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.WaitDelay = time.Second // What it started may hold its outputs open.
	cmd.Dir = dir
	// Of the environment only what programs need to start: no key, proxy or colour of this machine.
	for _, name := range []string{"PATH", "HOME", "SYSTEMROOT", "TMPDIR", "TEMP", "PYENV_ROOT"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	cmd.Env = append(cmd.Env, "ANTHROPIC_BASE_URL="+base, "ANTHROPIC_API_KEY="+l.Key(), "LAB_REQUEST="+s.Call.Body,
		"LAB_BETAS="+s.Call.Headers["anthropic-beta"])
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("it does not end: %v\n%s", err, out)
	}
	seen := l.Requests()
	if len(seen) != 1 || seen[0].Status < 400 {
		t.Fatalf("%v; the lab saw %+v, want one request that was refused\n%s", err, seen, out)
	}
	to, _, _ := strings.Cut(seen[0].Path, "?")
	if betas := s.Call.Headers["anthropic-beta"]; to != s.Call.Path || seen[0].Betas != betas {
		t.Fatalf("it called %s with the beta values %q, want %s with %q", seen[0].Path, seen[0].Betas, s.Call.Path, betas)
	}
	return out
}

// TestClients has real clients call the lab. What they print is diagnosed: by the text alone where it decides, otherwise
// with what the API tells when it is asked, and at most one answer of a person. Their calls are watched, too. With -v it says
// how it went for each pair.
func TestClients(t *testing.T) {
	t.Parallel()
	all := clients(t.TempDir())
	t.Run("printed", func(t *testing.T) {
		racetest.Sequential(t)
		t.Parallel()
		eachCall(t, all, client.scenarios, func(t *testing.T, c client, s scenario.Scenario, l *lab.Lab) {
			t.Logf("%s | %s | %s", c.name, s.ID, diagnosed(t, s, l, c.run(t, s, l, l.URL())))
		})
	})
	t.Run("watched", func(t *testing.T) {
		t.Parallel()
		eachCall(t, all, client.watched, watched)
	})
}

// eachCall runs f for every client that is installed and each of its scenarios.
func eachCall(t *testing.T, clients []client, of func(client) []string, f func(*testing.T, client, scenario.Scenario, *lab.Lab)) {
	t.Helper()
	all := must.Have(t, content.Scenarios)
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.command(t) // Skips all of them at once.
			for i, id := range of(c) {
				if racetest.Enabled && i%4 != 0 {
					continue // The others do concurrently what these do.
				}
				t.Run(id, func(t *testing.T) {
					t.Parallel()
					s := scenario.Find(all, id)
					if s == nil {
						t.Fatalf("there is no scenario %s", id)
					}
					l, err := lab.Listen(*s, 0)
					must.NoError(t, err)
					defer l.Close()
					f(t, c, *s, l)
				})
			}
		})
	}
}

// watched has the client call the lab through capture, and wants what it sees of the request, and where that leads: to the
// scenario's verdict, by the questions that are left.
func watched(t *testing.T, c client, s scenario.Scenario, l *lab.Lab) {
	book := must.Have(t, content.Default)
	w, err := capture.Listen(capture.WatchOptions{Shape: book.Request, Read: book.Read, Upstream: l.URL()})
	must.NoError(t, err)
	defer w.Close()
	base := w.URL()
	if s.ID == "org-policy-allowlist" { // People write a slash at the end, too.
		base += "/"
	}
	c.run(t, s, l, base)
	seen := w.Wait(t.Context())
	if seen.End != capture.Failed || seen.Model != s.Have.Model {
		t.Errorf("the watch ended with %q, model %q, want a failure with %q", seen.End, seen.Model, s.Have.Model)
	}
	notes := make(map[string]string)
	for _, n := range seen.Notes {
		notes[n.Name] = n.Text
	}
	if !strings.HasPrefix(notes["client"], c.agent) {
		t.Errorf("the client is %q, want %q", notes["client"], c.agent)
	}
	if name, version, ok := strings.Cut(c.agent, " "); ok { // The SDKs name themselves in headers of their own, too.
		if language := strings.ToLower(path.Base(name)); notes["sdk_language"] != language || notes["sdk_version"] != version {
			t.Errorf("the SDK is %q %q, want %q", notes["sdk_language"], notes["sdk_version"], c.agent)
		}
	}
	if want := "a Console API key, sk-ant-api03-…main, as "; !strings.HasPrefix(notes["key"], want) {
		t.Errorf("the key is %q, want %q", notes["key"], want)
	}
	session := new(flow.Session)
	session.Read(seen.Reading, flow.Captured, time.Now())
	var asked []string
	p := flow.Walk(book.Playbook, session.Facts())
	for ; p.Question != nil && p.Outcome != flow.Concluded; p = flow.Walk(book.Playbook, session.Facts()) {
		id := p.Question.ID
		v, ok := s.Answers[id]
		if !ok {
			t.Fatalf("after %v it asks %s, which the scenario does not answer", asked, id)
		}
		asked = append(asked, id)
		session.Assert(time.Now(), flow.Fact{ID: id, Value: v, From: flow.You})
	}
	if p.Verdict == nil || p.Verdict.ID != s.Verdict || len(asked) > 0 != (s.ID != "org-policy-allowlist") {
		t.Errorf("the answers to %v lead to %+v, want %s", asked, p.Verdict, s.Verdict)
	}
	// What was seen in the request is asked of nobody.
	for _, id := range []string{"status-403", "console-key", "uses-beta", "beta-header-sent", "stored-object"} {
		if slices.Contains(asked, id) {
			t.Errorf("it asks %s, although the call was watched", id)
		}
	}
	t.Logf("%s | %s | %s | %s | %s", c.name, s.ID, notes["client"], notes["key"], strings.Join(asked, ", "))
}

// TestBaseURLWithVersion watches a client that wants /v1 at the end of the base URL, as its variable has it before the watch.
func TestBaseURLWithVersion(t *testing.T) {
	t.Parallel()
	c := client{name: "ai with the environment's base URL", command: node("vercel.mjs", "env")}
	eachCall(t, []client{c}, func(client) []string { return []string{"workspace-restriction"} }, func(t *testing.T, c client, s scenario.Scenario, l *lab.Lab) {
		book := must.Have(t, content.Default)
		w, err := capture.Listen(capture.WatchOptions{Shape: book.Request, Read: book.Read, Upstream: l.URL() + "/v1"})
		must.NoError(t, err)
		defer w.Close()
		c.run(t, s, l, w.URL()) // It wants the call at /v1/messages.
		if seen := w.Wait(t.Context()); seen.End != capture.Failed || seen.Model != s.Have.Model || len(seen.Warnings) > 0 {
			t.Errorf("the watch ended with %q, model %q, %v", seen.End, seen.Model, seen.Warnings)
		}
	})
}

// diagnosed wants the verdict reached from the text, and says how.
func diagnosed(t *testing.T, s scenario.Scenario, l *lab.Lab, text []byte) string {
	t.Helper()
	d, code := diagnosis(t, s, l, text)
	if code != exitOpen {
		if got := verdictOf(d); got != s.Verdict {
			t.Errorf("the text alone leads to %s, want %s\n%s", got, s.Verdict, text)
		}
		return "text"
	}
	d, code = diagnosis(t, s, l, text, "--probe", "all")
	how := fmt.Sprintf("text, %d requests", len(l.Requests())-1)
	if code == exitOpen {
		v, ok := s.Answers[d.Next.ID]
		if !ok {
			t.Fatalf("it asks %s, which the scenario does not answer\n%s", d.Next.ID, text)
		}
		how += ", answer to " + d.Next.ID
		d, _ = diagnosis(t, s, l, text, "--probe", "all", "--answer", d.Next.ID+"="+v.String())
	}
	if got := verdictOf(d); got != s.Verdict {
		t.Errorf("%s leads to %s, want %s\n%s", how, got, s.Verdict, text)
	}
	return how
}

func verdictOf(d report.Diagnosis) string {
	if d.Verdict == nil {
		return "the question " + d.Next.ID
	}
	return d.Verdict.ID
}

// diagnosis runs why403 diagnose on the text, with what the person of the scenario has at hand.
func diagnosis(t *testing.T, s scenario.Scenario, l *lab.Lab, text []byte, args ...string) (report.Diagnosis, int) {
	t.Helper()
	env := map[string]string{
		"ANTHROPIC_BASE_URL": l.URL(), "ANTHROPIC_API_KEY": l.Key(), "ANTHROPIC_ADMIN_KEY": l.AdminKey(), "ANTHROPIC_OTHER_KEY": l.OtherKey(),
	}
	var out, said bytes.Buffer
	con := &console{in: bytes.NewReader(text), out: &out, err: &said, env: func(name string) string { return env[name] }, now: time.Now}
	args = append([]string{"diagnose", "--json", "--playbook", content.DefaultID}, args...) // The scenarios are that playbook's.
	if slices.Contains(args, "--probe") {
		body := filepath.Join(t.TempDir(), "body.json")
		must.NoError(t, os.WriteFile(body, []byte(s.Call.Body), 0o600))
		args = append(args, "--model", s.Have.Model, "--beta", s.Have.Betas, "--request", body)
		if s.Have.Route {
			args = append(args, "--via", l.Elsewhere())
		}
	}
	cmd := con.root()
	cmd.SetArgs(args)
	code := exitCode(&said, cmd.ExecuteContext(t.Context()))
	var d report.Diagnosis
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatalf("exit %d: %v\n%s%s", code, err, out.Bytes(), said.Bytes())
	}
	if key := l.Key(); bytes.Contains(out.Bytes(), []byte(key)) || bytes.Contains(said.Bytes(), []byte(key)) {
		t.Errorf("the key is shown")
	}
	return d, code
}
