package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"why403/content"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/scenario"
)

// canary is a key that is nowhere else, with a middle by which a part of it is found as well.
type canary struct{ key, middle string }

func newCanary(prefix, end string) canary {
	middle := rand.Text()[:16]
	return canary{key: prefix + "FAKE" + middle + end, middle: middle}
}

// forms are the ways in which the canary could be written: as it is, in any case, escaped, in hexadecimal, and in base64 with
// whatever stands before it.
func (c canary) forms() []string {
	out := []string{c.middle, url.QueryEscape(c.key), hex.EncodeToString([]byte(c.middle))}
	for skip := range 3 {
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := enc.EncodeToString([]byte(strings.Repeat(" ", skip) + c.middle))
			out = append(out, text[4:len(text)-4]) // Without the ends, which depend on what stands beside it.
		}
	}
	return out
}

// leaks returns the form in which a canary stands in the text, or "".
func leaks(text []byte, canaries ...canary) string {
	lower := bytes.ToLower(text)
	for _, c := range canaries {
		for i, form := range c.forms() {
			if bytes.Contains(text, []byte(form)) || i < 3 && bytes.Contains(lower, []byte(strings.ToLower(form))) {
				return form
			}
		}
	}
	return ""
}

// TestLeaks holds that the search finds what it looks for.
func TestLeaks(t *testing.T) {
	t.Parallel()
	c := newCanary("sk-ant-api03-", "tail")
	for name, text := range map[string]string{
		"plain":   "x-api-key: " + c.key,
		"part":    "…" + c.middle,
		"case":    strings.ToUpper(c.key),
		"base64":  base64.StdEncoding.EncodeToString([]byte("x-api-key: " + c.key + "\r\n")),
		"shifted": base64.StdEncoding.EncodeToString([]byte("x-api-key:" + c.key)),
		"again":   base64.URLEncoding.EncodeToString([]byte("key:" + c.key + "??>>")),
		"escaped": "key=" + url.QueryEscape(c.key),
		"hex":     hex.EncodeToString([]byte(c.key)),
	} {
		if leaks([]byte(text), c) == "" {
			t.Errorf("%s: not found", name)
		}
	}
	if got := leaks([]byte("…tail sk-ant-api03-…"), c); got != "" {
		t.Errorf("%q is in a masked key", got)
	}
}

// canaries are the three credentials of a customer.
type canaries struct{ main, admin, other canary }

func newCanaries() canaries {
	return canaries{
		main: newCanary("sk-ant-api03-", "main"), admin: newCanary("sk-ant-admin01-", "admn"), other: newCanary("sk-ant-api03-", "coll"),
	}
}

func (c canaries) all() []canary { return []canary{c.main, c.admin, c.other} }

// startCanaryLab starts the scenario with the canaries in the place of its own keys.
func startCanaryLab(t *testing.T, c canaries, fault lab.Fault) *lab.Lab {
	t.Helper()
	all := must.Have(t, content.Scenarios)
	s := *scenario.Find(all, "workspace-restriction")
	world := *s.World
	world.Keys = slices.Clone(world.Keys)
	for i := range world.Keys {
		switch k := &world.Keys[i]; k.Name {
		case "main":
			k.Key = c.main.key
		case "admin":
			k.Key = c.admin.key
		case "colleague":
			k.Key = c.other.key
		}
	}
	s.World = &world
	l, err := lab.Listen(s, 0)
	must.NoError(t, err)
	t.Cleanup(l.Close)
	l.Fault(fault)
	return l
}

// givenBy says how the keys come to the program.
type givenBy string

const (
	byEnvironment givenBy = "environment"
	byFile        givenBy = "file"
	asToken       givenBy = "token" // As Authorization: Bearer.
)

// canaryRun is one run of the real program. A new way to run it is a new line of the table in TestCanary.
type canaryRun struct {
	name  string
	by    givenBy
	fault lab.Fault
	args  []string // {model}, {error} and {lab} are filled in.
	stdin string   // The same, and {key}.
	want  string   // What stdout or stderr must hold, so that the run is what it seems.
	quiet bool     // Nothing is sent.
}

const callWithCurl = `curl -s -o /dev/null -H @"$HEADERS" -d '{"model":"claude-opus-5-5","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}' "$ANTHROPIC_BASE_URL/v1/messages"`

// TestCanary gives the real program keys that are nowhere else, and looks for them in all that it writes.
func TestCanary(t *testing.T) {
	t.Parallel()
	bin := builtForTest(t)
	const plainTalk = "{error}\n.\nsettings\nset model={model}\nprobe models\nsend\nprobe\nsend\nprobe\nsend\nset key={key}\nskip\ntrail\nquit\n"
	runs := []canaryRun{
		{name: "list", args: []string{"probe"}, want: "They go to", quiet: true},
		{name: "all-json", args: []string{"probe", "--all", "--yes", "--json", "--model", "{model}"}, want: `"probe":"organization-model"`},
		{name: "all", args: []string{"probe", "--all", "--yes", "--model", "{model}"}, want: "x-api-key: …main"},
		{name: "file", by: byFile, args: []string{"probe", "--all", "--yes", "--model", "{model}"}, want: "organization-model: Ask whether the organization's limits list the model\ntold"},
		{name: "token", by: asToken, args: []string{"probe", "models", "--yes"}, want: "Authorization: Bearer …main"},
		{name: "diagnose", args: []string{"diagnose", "{error}", "--probe", "all", "--json", "--model", "{model}"}, want: `"workspace-restriction"`},
		{name: "command", args: []string{"probe", "plain", "--command", "sh"}, want: "ANTHROPIC_API_KEY", quiet: true},
		{name: "pasted", args: []string{"diagnose", "--json"}, stdin: "x-api-key: {key}\nANTHROPIC_API_KEY={key}\n403 permission_error {key}", want: `"schema_version"`, quiet: true},
		{name: "wizard", args: []string{"--plain"}, stdin: plainTalk, want: "Probe models"},
		{name: "wizard-file", by: byFile, args: []string{"--plain"}, stdin: plainTalk, want: "Probe models"},
		{name: "wizard-echo", fault: lab.Echo, args: []string{"--plain"}, stdin: plainTalk, want: "Probe models"},
	}
	for _, fault := range []lab.Fault{lab.Echo, lab.Reset, lab.Redirect, lab.Truncated, lab.Portal, lab.BadCertificate} {
		runs = append(runs,
			canaryRun{name: "fault-" + string(fault), fault: fault, args: []string{"probe", "--all", "--yes", "--json", "--model", "{model}"}, want: `"probe":"models"`, quiet: fault == lab.BadCertificate},
			canaryRun{name: "fault-token-" + string(fault), by: asToken, fault: fault, args: []string{"diagnose", "{error}", "--probe", "all"}, want: "models: ", quiet: fault == lab.BadCertificate})
	}
	if _, err := exec.LookPath("curl"); err == nil && runtime.GOOS != "windows" {
		runs = append(runs,
			canaryRun{name: "capture", args: []string{"capture", "--upstream", "{lab}", "--", "sh", "-c", callWithCurl}, want: "POST /v1/messages: 403"},
			canaryRun{name: "capture-echo", fault: lab.Echo, args: []string{"capture", "--upstream", "{lab}", "--", "sh", "-c", callWithCurl}, want: "POST /v1/messages: 403"})
	}
	for _, run := range runs {
		t.Run(run.name, func(t *testing.T) {
			t.Parallel()
			c := newCanaries()
			l := startCanaryLab(t, c, run.fault)
			h := newHome(t, bin, c, l, run.by)
			cmd := h.command(t, run)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if !strings.Contains(string(out), run.want) {
				t.Errorf("%q is not in the output:\n%s", run.want, out)
			}
			h.search(t, out)
			whole := 0
			for _, r := range l.Requests() {
				if r.From == lab.Other {
					t.Errorf("another origin was asked: %+v", r)
				}
				if r.Whole || run.fault != lab.NoFault && r.Key == "main" {
					whole++
				}
			}
			if (whole > 0) == run.quiet {
				t.Errorf("%d requests arrived with a whole key", whole)
			}
		})
	}
}

// home is all that a run can write to, and the keys it was given.
type home struct {
	bin, dir, keys, error string // Keys is a folder of its own: what a person keeps there is not the program's.
	canaries              canaries
	lab                   *lab.Lab
	by                    givenBy
}

func newHome(t *testing.T, bin string, c canaries, l *lab.Lab, by givenBy) *home {
	t.Helper()
	h := &home{bin: bin, dir: t.TempDir(), keys: t.TempDir(), canaries: c, lab: l, by: by}
	h.error = filepath.Join(h.dir, "error.txt")
	for path, text := range map[string]string{
		h.error:                          `403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEcanary"}`,
		filepath.Join(h.keys, "main"):    c.main.key + "\n",
		filepath.Join(h.keys, "admin"):   c.admin.key + "\n",
		filepath.Join(h.keys, "other"):   c.other.key + "\n",
		filepath.Join(h.keys, "headers"): "x-api-key: " + c.main.key + "\nanthropic-version: 2023-06-01\ncontent-type: application/json\n",
	} {
		must.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return h
}

func (h *home) command(t *testing.T, run canaryRun) *exec.Cmd {
	t.Helper()
	fill := strings.NewReplacer("{model}", h.lab.Model(), "{lab}", h.lab.URL(), "{error}", h.error, "{key}", h.canaries.main.key)
	var args []string
	for _, a := range run.args {
		args = append(args, fill.Replace(a))
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + h.dir, "XDG_STATE_HOME=" + h.dir, "WHY403_STATE_DIR=" + filepath.Join(h.dir, "state"),
		"TMPDIR=" + h.dir, "TERM=dumb", "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "HEADERS=" + filepath.Join(h.keys, "headers"),
		"ANTHROPIC_BASE_URL=" + h.lab.URL(), "GOTRACEBACK=all",
	}
	switch h.by {
	case byFile:
		args = append(args, "--key-file", filepath.Join(h.keys, "main"), "--admin-key-file", filepath.Join(h.keys, "admin"), "--other-key-file", filepath.Join(h.keys, "other"))
	case asToken:
		env = append(env, "ANTHROPIC_AUTH_TOKEN="+h.canaries.main.key)
	default:
		env = append(env, "ANTHROPIC_API_KEY="+h.canaries.main.key, "ANTHROPIC_ADMIN_KEY="+h.canaries.admin.key, "ANTHROPIC_OTHER_KEY="+h.canaries.other.key)
	}
	cmd := exec.CommandContext(t.Context(), h.bin, args...) // The test's end is its end.
	cmd.WaitDelay = time.Second                             // What it started may hold its outputs open.
	cmd.Dir, cmd.Env = h.dir, env
	// The file's text stands in for its path: a conversation takes the text itself.
	text, _ := os.ReadFile(h.error)
	cmd.Stdin = strings.NewReader(strings.NewReplacer("{error}", string(text), "{model}", h.lab.Model(), "{key}", h.canaries.main.key).Replace(run.stdin))
	return cmd
}

// search looks for the keys in what was printed and in every file that there is.
func (h *home) search(t *testing.T, printed []byte) {
	t.Helper()
	if form := leaks(printed, h.canaries.all()...); form != "" {
		t.Errorf("%q of a key was printed:\n%s", form, printed)
	}
	err := filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		text := []byte(path)
		if d.Type().IsRegular() {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = append(text, b...)
		}
		if form := leaks(text, h.canaries.all()...); form != "" {
			t.Errorf("%q of a key is in %s", form, path)
		}
		return nil
	})
	must.NoError(t, err)
}

// TestCanaryDump has the program print all its goroutines while a key is on its way, and looks at it from outside before.
func TestCanaryDump(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signal makes a program print its goroutines there")
	}
	bin := builtForTest(t)
	for _, by := range []givenBy{byEnvironment, byFile, asToken} {
		t.Run(string(by), func(t *testing.T) {
			t.Parallel()
			c := newCanaries()
			asked, over := make(chan string, 1), make(chan struct{})
			silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				asked <- r.Header.Get("X-Api-Key") + r.Header.Get("Authorization")
				<-over
			}))
			t.Cleanup(silent.Close)
			t.Cleanup(func() { close(over) })
			h := newHome(t, bin, c, startCanaryLab(t, c, lab.NoFault), by)
			cmd := h.command(t, canaryRun{args: []string{"probe", "models", "--yes", "--base-url", silent.URL}})
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			must.NoError(t, cmd.Start())
			ended := make(chan struct{})
			go func() {
				_ = cmd.Wait() // It is made to end.
				close(ended)
			}()
			select {
			case key := <-asked:
				if !strings.HasSuffix(key, c.main.key) {
					t.Errorf("it was asked with another key than the one given")
				}
			case <-ended:
				t.Fatalf("it ended without asking:\n%s", out.String())
			}
			lookFromOutside(t, cmd.Process.Pid, by, c)
			must.NoError(t, cmd.Process.Signal(syscall.SIGQUIT))
			<-ended
			if !strings.Contains(out.String(), "SIGQUIT") || !strings.Contains(out.String(), "net/http.(*") {
				t.Fatalf("this is no dump of a program that waits for an answer:\n%s", out.String())
			}
			h.search(t, out.Bytes())
		})
	}
}

// lookFromOutside looks at what every process of the machine can see, and at the processes that it has started: none.
func lookFromOutside(t *testing.T, pid int, by givenBy, c canaries) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	files := []string{"cmdline", "comm", "status"}
	if by == byFile {
		files = append(files, "environ") // Otherwise the keys were given there, by the person.
	}
	for _, name := range files {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
		must.NoError(t, err)
		if form := leaks(text, c.all()...); form != "" {
			t.Errorf("%q of a key is in its %s", form, name)
		}
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	must.NoError(t, err)
	for _, path := range tasks {
		if children, err := os.ReadFile(path); err == nil && len(bytes.TrimSpace(children)) > 0 {
			t.Errorf("it has started the processes %s", children)
		}
	}
}
