package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"why403/content"
	"why403/content/contenttest"
	"why403/flow/build"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/racetest"
)

func TestMain(m *testing.M) {
	if os.Getenv("WHY403_MCP_SERVES") != "" {
		main()
	}
	os.Exit(m.Run())
}

// client is the SDK's own, connected to a server in this process.
type client struct {
	t *testing.T
	*mcp.ClientSession
}

func connect(t *testing.T, d *diagnoses) client {
	t.Helper()
	d.library, d.now = new(content.Library), func() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }
	if d.env == nil {
		d.env = func(string) string { return "" }
	}
	here, there := mcp.NewInMemoryTransports()
	if _, err := d.server().Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	return dial(t, here)
}

func dial(t *testing.T, to mcp.Transport) client {
	t.Helper()
	s, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), to, nil)
	must.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return client{t, s}
}

// call calls a tool and returns its result, or the words of its error.
func (c client) call(tool string, args map[string]any) (*mcp.CallToolResult, string) {
	c.t.Helper()
	r, err := c.CallTool(c.t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		c.t.Fatalf("%s: %v", tool, err)
	}
	if r.IsError {
		return nil, text(r)
	}
	return r, ""
}

func text(r *mcp.CallToolResult) string {
	var b strings.Builder
	for _, c := range r.Content {
		if t, ok := c.(*mcp.TextContent); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

// standing is what a test looks at of a diagnosis.
type standing struct {
	ID        string
	Told      string
	Warnings  []string
	Diagnosis struct {
		Outcome  string
		Playbook string
		Verdict  *struct{ ID, Confidence string }
		Next     *struct {
			ID     string
			Choice *struct {
				ID      string
				Options []struct{ ID string }
			}
		}
	}
}

func (c client) stands(tool string, args map[string]any) standing {
	c.t.Helper()
	r, problem := c.call(tool, args)
	if r == nil {
		c.t.Fatalf("%s: %s", tool, problem)
	}
	data, err := json.Marshal(r.StructuredContent)
	must.NoError(c.t, err)
	var s standing
	if err := json.Unmarshal(data, &s); err != nil {
		c.t.Fatalf("%v in %s", err, data)
	}
	return s
}

const regional = `403 {"error":{"type":"forbidden","message":"Request not allowed"}}`

// TestTools walks from a text to its fix.
func TestTools(t *testing.T) {
	t.Parallel()
	c := connect(t, new(diagnoses))
	tools, err := c.ListTools(t.Context(), nil)
	must.NoError(t, err)
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not said to read only", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "answer diagnose fix probes" {
		t.Errorf("without a word that allows it there are %q", got)
	}

	s := c.stands("diagnose", map[string]any{"text": contenttest.GuidesError})
	for asked := 0; s.Diagnosis.Outcome == "question"; asked++ {
		if asked > 10 {
			t.Fatalf("still asked: %+v", s.Diagnosis.Next)
		}
		answer := s.Diagnosis.Next.ID + "=" + map[string]string{"plain-works": "yes", "own-model-works": "no", "other-key-works": "no", "org-lists-model": "no"}[s.Diagnosis.Next.ID]
		if ch := s.Diagnosis.Next.Choice; ch != nil {
			answer = ch.ID + "=" + ch.Options[0].ID
		} else if strings.HasSuffix(answer, "=") {
			answer += "unsure"
		}
		s = c.stands("answer", map[string]any{"id": s.ID, "answers": []string{answer}})
	}
	if s.Diagnosis.Verdict == nil {
		t.Fatalf("it ends at %+v", s)
	}
	r, problem := c.call("fix", map[string]any{"id": s.ID})
	if r == nil || !strings.Contains(text(r), "Do this now") {
		t.Errorf("the fix is %q %v", problem, r)
	}

	s = c.stands("diagnose", map[string]any{"text": regional, "more": []string{"fl=1f1\nh=api.anthropic.com\nip=192.0.2.1\nts=1\nvisit_scheme=https\nuag=curl/8\ncolo=HKG\nhttp=http/2\nloc=KP\ntls=TLSv1.3\nwarp=off\n"}})
	if s.Diagnosis.Verdict == nil || s.Diagnosis.Verdict.ID != "unsupported-region" {
		t.Errorf("with where the call leaves from: %+v", s.Diagnosis)
	}
	s = c.stands("diagnose", map[string]any{"text": `401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`})
	if s.Diagnosis.Playbook != "anthropic-401" {
		t.Errorf("a 401 is read with %s", s.Diagnosis.Playbook)
	}
	if s := c.stands("diagnose", map[string]any{"text": "The build is green."}); len(s.Warnings) == 0 {
		t.Error("it says nothing about a text without an error")
	}
}

// TestWrongCalls holds that what a client gets wrong is said, with what is right, and changes nothing.
func TestWrongCalls(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	c := connect(t, new(diagnoses))
	id := c.stands("diagnose", map[string]any{"text": contenttest.GuidesError}).ID
	before, _ := c.call("fix", map[string]any{"id": id})
	for _, tt := range []struct {
		tool string
		args map[string]any
		says string
	}{
		{"diagnose", map[string]any{"text": " \n"}, "there is no text"},
		{"diagnose", map[string]any{"text": strings.Repeat("x", maxText+1)}, "8388608 at most"},
		{"diagnose", map[string]any{"text": "x", "playbook": "anthropic-402"}, "anthropic-403"},
		{"diagnose", map[string]any{"text": contenttest.GuidesError, "which": 3}, "there is no error 3"},
		{"answer", map[string]any{"id": "d99", "answers": []string{"plain-works=yes"}}, "call diagnose again"},
		{"answer", map[string]any{"id": id, "answers": []string{}}, "QUESTION=yes"},
		{"answer", map[string]any{"id": id, "answers": []string{"plain-works"}}, "write ID=yes"},
		{"answer", map[string]any{"id": id, "answers": []string{"plain-works=yes", "plain-work=yes"}}, "plain-works"},
		{"answer", map[string]any{"id": id, "answers": []string{"plain-works=perhaps"}}, "none of yes, no, unsure"},
		{"fix", map[string]any{"id": ""}, "call diagnose again"},
		{"probes", map[string]any{"id": "x"}, "call diagnose again"},
	} {
		if _, problem := c.call(tt.tool, tt.args); !strings.Contains(problem, tt.says) {
			t.Errorf("%s %.80v: %q, want %q in it", tt.tool, tt.args, problem, tt.says)
		}
	}
	if after, _ := c.call("fix", map[string]any{"id": id}); text(after) != text(before) {
		t.Errorf("wrong calls changed it from\n%s\nto\n%s", text(before), text(after))
	}
}

// TestNoKeyComesOut gives keys in a text and in the environment, and looks at all that is said.
func TestNoKeyComesOut(t *testing.T) {
	t.Parallel()
	key := "sk-ant-api03-FAKE" + strings.Repeat("aB3xQ9", 15) + "AA"
	l := started(t, "model-access")
	c := connect(t, &diagnoses{may: all, env: func(name string) string {
		return map[string]string{"ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": l.URL()}[name]
	}})
	pasted := "curl https://api.anthropic.com/v1/messages -H 'x-api-key: " + key + "'\n" + contenttest.GuidesError
	id := c.stands("diagnose", map[string]any{"text": pasted, "more": []string{"ANTHROPIC_API_KEY=" + key}}).ID
	for tool, args := range map[string]map[string]any{
		"fix":        {"id": id},
		"probes":     {"id": id, "model": "claude-opus-5-5"},
		"send_probe": {"id": id, "probe": "list-models"},
		"answer":     {"id": id, "answers": []string{key + "=yes"}},
		"diagnose":   {"text": pasted},
	} {
		r, problem := c.call(tool, args)
		said := problem
		if r != nil {
			data, err := json.Marshal(r)
			must.NoError(t, err)
			said = string(data)
		}
		for at := 0; at+8 <= len(key); at++ {
			if piece := key[at : at+8]; !strings.HasPrefix("sk-ant-api03-FAKE", piece) && !strings.Contains("sk-ant-api03-FAKE", piece) && strings.Contains(said, piece) {
				t.Errorf("%s says %q of the key: %.300s", tool, piece, said)
				break
			}
		}
	}
}

// TestProbes sends to the lab what is allowed, and nothing else.
func TestProbes(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")
	env := func(name string) string {
		return map[string]string{"ANTHROPIC_API_KEY": l.Key(), "ANTHROPIC_BASE_URL": l.URL()}[name]
	}
	c := connect(t, &diagnoses{may: free, env: env})
	id := c.stands("diagnose", map[string]any{"text": contenttest.GuidesError}).ID
	r, problem := c.call("probes", map[string]any{"id": id, "model": l.Scenario().Have.Model})
	if r == nil {
		t.Fatal(problem)
	}
	var list requests
	data, _ := json.Marshal(r.StructuredContent)
	if err := json.Unmarshal(data, &list); err != nil || len(list.Probes) < 3 {
		t.Fatalf("%v in %s", err, data)
	}
	if got := len(l.Requests()); got != 1 { // The failing call of the lab itself.
		t.Errorf("listing sent %d requests", got-1)
	}
	var sent, paid string
	for _, p := range list.Probes {
		switch {
		case len(p.Missing) > 0:
		case p.Cost == "free" && sent == "" && strings.Contains(p.Sends, "/v1/models"):
			sent = p.ID
		case p.Cost != "free":
			paid = p.ID
		}
	}
	if s := c.stands("send_probe", map[string]any{"id": id, "probe": sent}); s.Told == "" || len(l.Requests()) < 2 {
		t.Errorf("%s told %q after %d requests", sent, s.Told, len(l.Requests()))
	}
	before := len(l.Requests())
	for probe, says := range map[string]string{paid: "only free requests are allowed", "no-such": "there is no request"} {
		if _, problem := c.call("send_probe", map[string]any{"id": id, "probe": probe}); !strings.Contains(problem, says) {
			t.Errorf("%s: %q, want %q in it", probe, problem, says)
		}
	}
	if got := len(l.Requests()); got != before {
		t.Errorf("%d requests that nobody allowed", got-before)
	}
}

// TestManyAtOnce has clients call at the same moment, and more diagnoses than are held.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	d := new(diagnoses)
	c := connect(t, d)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for range 12 {
				s := c.stands("diagnose", map[string]any{"text": contenttest.GuidesError})
				if got := c.stands("answer", map[string]any{"id": s.ID, "answers": []string{"plain-works=yes"}}); got.ID != s.ID {
					t.Errorf("client %d: %s became %s", i, s.ID, got.ID)
				}
			}
		})
	}
	wait.Wait()
	if len(d.held) != most || len(d.order) != most {
		t.Errorf("it holds %d, in order %d", len(d.held), len(d.order))
	}
}

// TestSkill runs the commands that the skill names, and looks for what it says of them.
func TestSkill(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	skill, err := os.ReadFile("skill/SKILL.md")
	must.NoError(t, err)
	bin := filepath.Join(t.TempDir(), "why403")
	if out, err := exec.Command("go", "build", "-o", bin, "../why403").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	dir := t.TempDir()
	must.NoError(t, os.WriteFile(filepath.Join(dir, "error.txt"), []byte(contenttest.GuidesError), 0o600))
	ran := 0
	for line := range strings.Lines(string(skill)) {
		command, ok := strings.CutPrefix(line, "    why403 ")
		if !ok {
			continue
		}
		ran++
		cmd := exec.Command(bin, strings.Fields(command)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "WHY403_STATE_DIR="+dir, "ANTHROPIC_API_KEY=", "ANTHROPIC_BASE_URL=http://127.0.0.1:9")
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != 0 && code != 3 || len(out) == 0 {
			t.Errorf("why403 %s ends with %v:\n%s", command, err, out)
		}
		if strings.Contains(command, "--json") && !json.Valid(out) {
			t.Errorf("why403 %s prints no JSON: %s", command, out)
		}
	}
	if ran < 3 {
		t.Errorf("it names %d commands", ran)
	}
}

// TestProgram talks to the program itself, as a coding agent starts it.
func TestProgram(t *testing.T) {
	t.Parallel()
	exe := must.Have(t, os.Executable)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "WHY403_MCP_SERVES=1")
	c := dial(t, &mcp.CommandTransport{Command: cmd})
	if s := c.stands("diagnose", map[string]any{"text": regional}); s.Diagnosis.Playbook != "anthropic-403" {
		t.Errorf("it stands at %+v", s)
	}
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"--help", 0, "Model Context Protocol"},
		{"--allow-probes some", 2, "free or all"},
		{"error.txt", 2, "too much"},
		{"--no-such", 2, "not defined"},
		{"--version", 0, "why403-mcp " + build.Line() + "\n"},
	} {
		var said bytes.Buffer
		if code := run(t.Context(), strings.Fields(tt.args), &said, &said); code != tt.code || !strings.Contains(said.String(), tt.says) {
			t.Errorf("%s: exit %d, %q", tt.args, code, said.String())
		}
	}
}

// started returns the lab in which the scenario's call has failed once.
func started(t *testing.T, id string) *lab.Lab {
	t.Helper()
	scenarios := must.Have(t, content.Scenarios)
	for _, sc := range scenarios {
		if sc.ID != id {
			continue
		}
		l, err := lab.Listen(sc, 0)
		must.NoError(t, err)
		t.Cleanup(l.Close)
		if _, err := l.FailingText(t.Context()); err != nil {
			t.Fatal(err)
		}
		return l
	}
	t.Fatal(fmt.Errorf("there is no scenario %s", id))
	return nil
}
