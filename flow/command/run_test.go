package command_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/must"
	"why403/flow/racetest"
)

// fakeKey is looked for in the arguments of every process and in everything that is printed.
const fakeKey = "sk-ant-api03-FAKEcommandKEY0123456789abcdefghijklmnopqrstuvwxyz-AA"

// runner is a program that a command is pasted into.
type runner struct {
	name, template string
	args           []string
	path           string // Folders in front of the usual ones.
	needs          string // A program that the command runs.
	brief          bool   // Its language is tried at length in another one.
}

// runners returns the programs of this machine that can run the commands, and skips what is missing.
func runners(t *testing.T) []runner {
	t.Helper()
	all := []runner{
		{name: "sh", template: "sh", args: []string{"sh"}, needs: "curl", brief: true},
		{name: "dash", template: "sh", args: []string{"dash"}, needs: "curl"},
		{name: "bash at a prompt", template: "sh", args: []string{"bash", "--norc", "--noprofile", "-i"}, needs: "curl", brief: true},
		{name: "zsh", template: "sh", args: []string{"zsh", "-f"}, needs: "curl", brief: true},
		{name: "busybox", template: "sh", args: []string{"busybox", "sh"}, needs: "curl"},
		{name: "python", template: "python", args: []string{"sh"}, needs: "python3"},
		{name: "node", template: "typescript", args: []string{"sh"}, needs: "node"},
	}
	var here []runner
	for _, r := range all {
		for _, program := range []string{r.args[0], r.needs} {
			at, err := exec.LookPath(program)
			if err != nil {
				t.Run(r.name, func(t *testing.T) { t.Skipf("%s is not installed", program) })
				r.name = ""
				break
			}
			if program == "busybox" {
				r.path = t.TempDir()
				for _, applet := range []string{"awk", "tr", "wc", "printf"} {
					must.NoError(t, os.Symlink(at, filepath.Join(r.path, applet)))
				}
			}
		}
		if r.name != "" {
			here = append(here, r)
		}
	}
	return here
}

func templateOf(t *testing.T, id string) flow.CommandTemplate {
	t.Helper()
	book := must.Have(t, content.Default)
	for _, c := range book.Commands {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("there is no command template %q", id)
	return flow.CommandTemplate{}
}

// run pastes the command into the program and returns everything that it prints, and where that would be seen the key.
func (r runner) run(t *testing.T, script string, env ...string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 60*time.Second) // Not waited for unless something hangs.
	defer stop()
	cmd := exec.CommandContext(ctx, r.args[0], r.args[1:]...)
	cmd.WaitDelay = time.Second // What the program started may hold its outputs open.
	cmd.Stdin = strings.NewReader(script)
	path := os.Getenv("PATH")
	if r.path != "" {
		path = r.path + string(os.PathListSeparator) + path
	}
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{"PATH=" + path, "HOME=" + cmd.Dir}, env...)
	for _, name := range []string{"PYENV_ROOT", "PYENV_VERSION", "SystemRoot"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", r.name, err, &out)
	}
	if strings.Contains(out.String(), fakeKey) {
		t.Errorf("the key is printed:\n%s", &out)
	}
	return out.String()
}

// received is a request as it came in.
type received struct {
	method, target string
	header         http.Header
	body           string
	exposed        []string // Processes with the key in their arguments while the request was held.
	looked         int      // Processes looked at.
}

// serve answers one kind of answer and keeps what came in.
func serve(t *testing.T, answer func(http.ResponseWriter)) (url string, got func() received) {
	t.Helper()
	in := make(chan received, 8)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r := received{method: q.Method, target: q.RequestURI, header: q.Header, body: string(body)}
		r.exposed, r.looked = exposed()
		in <- r
		answer(w)
	}))
	t.Cleanup(s.Close)
	return s.URL, func() received {
		t.Helper()
		select {
		case r := <-in:
			return r
		default:
			t.Fatal("no request came in")
			return received{}
		}
	}
}

// exposed returns the arguments of every process that hold the key.
func exposed() (found []string, looked int) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err == nil && len(data) > 0 {
			looked++
		}
		if bytes.Contains(data, []byte(fakeKey)) {
			found = append(found, strings.ReplaceAll(string(data), "\x00", " "))
		}
	}
	return found, looked
}

const nastyBody = `{"model":"it's a \"$HOME\" ` + "`id`" + ` model","system":"EOF\nWHY403 \\ \\n %s %d !! !x","x":"` +
	"é 漢字 😀 ’“” \u2028 \x7f \x01" + `"}` + "\nEOF\n\t--- why403 plain aaaaaaaaaa end\r\n$(touch pwned) ${PATH} '@' \"'\"'\n\n"

// shape is that of the calls that ship.
const baseVariable = "ANTHROPIC_BASE_URL"

var shape = flow.CallShape{KeyHeader: "x-api-key", Variables: flow.Variables{
	Key: []string{"ANTHROPIC_API_KEY"}, Token: []string{"ANTHROPIC_AUTH_TOKEN"}, Admin: []string{"ANTHROPIC_ADMIN_KEY"},
	Other: []string{"WHY403_OTHER_KEY", "ANTHROPIC_OTHER_KEY"},
}}

func requestTo(url, body string) flow.Request {
	r := flow.Request{
		Probe: "plain", Method: "POST", URL: url + "/v1/messages?beta=true&q=a'b$c`d!e", Body: body,
		Headers: []flow.Header{
			command.Key(shape, flow.FailingKey, false),
			{Name: "anthropic-version", Value: "2023-06-01"},
			{Name: "anthropic-beta", Value: `it's "$x" ` + "`y` !z \\ @f"},
			{Name: "content-type", Value: "application/json"},
		},
	}
	if body == "" {
		r.Method, r.Headers = "GET", r.Headers[:3]
	}
	return r
}

// outcome is what a server does, and what is to be read of it.
type outcome struct {
	name   string
	status int
	kind   string // Content type.
	body   string
	shown  string // What is read of the body; "" for all of it.
	cut    bool
}

func outcomes() []outcome {
	json403 := `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011FAKE"}`
	big := strings.Repeat("0123456789abcdef\n", 5<<20/17)
	return []outcome{
		{name: "200", status: 200, kind: "application/json", body: `{"id":"msg_01FAKE","content":[{"type":"text","text":"H é 漢 😀"}]}`},
		{name: "403 JSON", status: 403, kind: "application/json", body: json403},
		{name: "403 HTML", status: 403, kind: "text/html", body: "<!DOCTYPE html>\n<html><head><title>Attention Required! | Cloudflare</title></head>\n\n<body>\n\tblocked  \n</body></html>\n"},
		{name: "empty", status: 403, kind: "text/plain"},
		{name: "redirect", status: 302, kind: "text/plain", body: "elsewhere"},
		{name: "5 MB", status: 200, kind: "text/plain", body: big, shown: big[:command.PrintLimit], cut: true},
		{
			name: "5 MB on one line", status: 500, kind: "text/plain", body: strings.Repeat("x", 5<<20),
			shown: strings.Repeat("x", command.PrintLimit), cut: true,
		},
		{name: "echo", status: 403, kind: "text/plain", body: "got " + fakeKey + " and " + fakeKey, shown: "got [key] and [key]"},
		{
			name: "echo at the cut", status: 403, kind: "text/plain", body: strings.Repeat("-", command.PrintLimit-3) + fakeKey,
			shown: strings.Repeat("-", command.PrintLimit-3) + "[ke", cut: true,
		},
	}
}

func TestCommandsRun(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		tmpl := templateOf(t, r.template)
		for i, o := range outcomes() {
			if r.brief && i%3 != 1 {
				continue
			}
			t.Run(r.name+"/"+o.name, func(t *testing.T) {
				t.Parallel()
				url, got := serve(t, func(w http.ResponseWriter) {
					for _, h := range []string{"x-deny-reason", "set-cookie"} {
						w.Header().Set(h, "none; got "+fakeKey)
					}
					w.Header().Set("Request-Id", "req_011FAKE")
					w.Header().Set("Location", "/elsewhere")
					w.Header().Set("Content-Type", o.kind)
					w.WriteHeader(o.status)
					_, _ = io.WriteString(w, o.body)
				})
				body := nastyBody
				if i == 0 {
					body = `{"model":"it's","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}` // As the shell shows it plainly.
				} else if i == 1 {
					body = ""
				}
				want := requestTo(url, body)
				nonce := command.Nonce("s", "plain", want, 0)
				script := write(t, tmpl, want, nonce)
				text := r.run(t, script, "ANTHROPIC_API_KEY="+fakeKey)
				if len(text) > 16<<10 {
					t.Errorf("it prints %d bytes", len(text))
				}
				sameRequest(t, got(), want)

				h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: nonce}})
				if err != nil {
					t.Fatalf("Read: %v\n%s", err, text)
				}
				shown := o.body
				if o.shown != "" {
					shown = o.shown
				}
				a := h.Answer
				if a.Status != o.status || string(a.Body) != shown || a.Cut != o.cut || h.Failure != "" || h.Probe != "plain" {
					t.Errorf("read %d %q cut %v failure %q, want %d %q cut %v\n%s", a.Status, a.Body, a.Cut, h.Failure, o.status, shown, o.cut, text)
				}
				if a.Header("Content-Type") != o.kind || a.Header("request-id") != "req_011FAKE" || a.Header("location") != "/elsewhere" || a.Header("date") == "" {
					t.Errorf("read the headers %+v", a.Headers)
				}
				if a.Header("set-cookie") != "" {
					t.Error("a cookie was printed")
				}
			})
		}
	}
}

func write(t *testing.T, tmpl flow.CommandTemplate, r flow.Request, nonce string) string {
	t.Helper()
	script, err := command.Write(tmpl, r, baseVariable, baseOf(t, r), nonce)
	must.NoError(t, err)
	return script
}

// baseOf returns the base URL of a request of the tests: none has a path.
func baseOf(t *testing.T, r flow.Request) string {
	t.Helper()
	u, err := url.Parse(r.URL)
	must.NoError(t, err)
	return u.Scheme + "://" + u.Host
}

// sameRequest holds what came in against what was to be sent.
func sameRequest(t *testing.T, got received, want flow.Request) {
	t.Helper()
	_, target, _ := strings.Cut(strings.TrimPrefix(want.URL, "http://"), "/")
	if got.method != want.Method || got.target != "/"+target || got.body != want.Body {
		t.Errorf("received %s %s %q\nwant     %s /%s %q", got.method, got.target, got.body, want.Method, target, want.Body)
	}
	for _, h := range want.Headers {
		value := strings.ReplaceAll(h.Value, "${ANTHROPIC_API_KEY}", fakeKey)
		value = strings.ReplaceAll(value, "${ANTHROPIC_AUTH_TOKEN}", fakeKey)
		if v := got.header.Values(h.Name); !slices.Equal(v, []string{value}) {
			t.Errorf("received %s: %q, want %q", h.Name, v, value)
		}
	}
	if len(got.exposed) > 0 {
		t.Errorf("the key is in the arguments of a process: %q", got.exposed)
	}
	if runtime.GOOS == "linux" && got.looked == 0 {
		t.Error("no process was looked at")
	}
}

func TestCommandsWithoutAnAnswer(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const gone = "http://127.0.0.1:2" // Nobody is given that port, as one that was just closed is.
	cases := []struct {
		name, env, want string
		hangUp          bool
	}{
		{name: "refused", env: "ANTHROPIC_API_KEY=" + fakeKey, want: "refused|connect"},
		{name: "hung up", env: "ANTHROPIC_API_KEY=" + fakeKey, want: "empty reply|hang up|remote end|reset|broke", hangUp: true},
		{name: "no key", env: "OTHER=1", want: "anthropic_api_key is empty"},
		{name: "empty key", env: "ANTHROPIC_API_KEY=", want: "anthropic_api_key is empty"},
		{name: "line end in the key", env: "ANTHROPIC_API_KEY=" + fakeKey + "\n", want: "line end"},
		{name: "typographic key", env: "ANTHROPIC_API_KEY=“" + fakeKey + "”", want: "another character"},
	}
	for _, r := range runners(t) {
		tmpl := templateOf(t, r.template)
		for _, c := range cases {
			t.Run(r.name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				url := gone
				if c.hangUp {
					url, _ = serve(t, func(http.ResponseWriter) { panic(http.ErrAbortHandler) })
				}
				q := requestTo(url, "{}")
				nonce := command.Nonce("s", "plain", q, 0)
				text := r.run(t, write(t, tmpl, q, nonce), c.env)
				h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: nonce}})
				if err != nil || h.Answer.Status != 0 {
					t.Fatalf("read %+v, %v\n%s", h, err, text)
				}
				for _, want := range strings.Split(c.want, "|") {
					if strings.Contains(strings.ToLower(h.Failure), want) {
						return
					}
				}
				t.Errorf("the failure is %q, which says nothing of %s", h.Failure, c.want)
			})
		}
	}
}

// The environment there says which host is asked, as for the failing program; what is asked is printed, and the key goes nowhere
// else.
func TestBaseURL(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		at, got := serve(t, func(w http.ResponseWriter) {
			w.Header().Set("Location", "http://localhost:9/")
			w.WriteHeader(307)
		})
		_, port, _ := strings.Cut(strings.TrimPrefix(at, "http://"), ":")
		q := requestTo("https://api.anthropic.com", "{}")
		script := write(t, templateOf(t, r.template), q, "k7f3q2xz2d")
		read := func(t *testing.T, base string) command.Printed {
			t.Helper()
			text := r.run(t, script, "ANTHROPIC_API_KEY="+fakeKey, baseVariable+"="+base, "https_proxy=http://127.0.0.1:9")
			h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: "k7f3q2xz2d"}})
			if err != nil {
				t.Fatalf("Read: %v\n%s", err, text)
			}
			if base != "" && strings.Contains(text, "secretpath") {
				t.Errorf("more than the host is printed:\n%s", text)
			}
			return h
		}
		for base, path := range map[string]string{
			at: "", at + "//": "", "http://localhost:" + port + "/secretpath/x/": "/secretpath/x",
			at + "/v1": "", at + "/v1/": "", at + "//v1//": "", at + "/secretpath/v1": "/secretpath", at + "/v10": "/v10", at + "/v1/v1": "/v1",
		} {
			if r.brief && base != at+"//" {
				continue
			}
			t.Run(r.name+"/"+strings.ReplaceAll(base, "/", "_"), func(t *testing.T) {
				h := read(t, base)
				asked, _, _ := strings.Cut(strings.TrimPrefix(base, "http://"), "/")
				if h.Answer.Status != 307 || h.Asked != asked {
					t.Errorf("read %+v, want 307 of %s", h, asked)
				}
				want := q
				want.URL = at + path + strings.TrimPrefix(q.URL, "https://api.anthropic.com")
				sameRequest(t, got(), want)
			})
		}
		for i, base := range []string{
			"http://gateway.example/secretpath", "http://127.0.0.1.evil.example", "https://me:secretpath@gateway.example", at + "\n",
			"https://gateway.example\\@" + strings.TrimPrefix(at, "http://"), "https://gateway.example/secretpath?x=1", "///",
			"http://localhost.evil.example/secretpath", "http://127.0.0.1@gateway.example", "https://gateway.example/#x", "ftp://gateway.example",
			"gateway.example:8443", "https://", "https://a b", at + "/\nx: y", "http://[::1]evil.example/secretpath",
		} {
			// What each language could read in another way stands first; the shell is quick.
			if r.brief || i >= 7 && r.needs != "curl" {
				continue
			}
			t.Run(r.name+"/refuses/"+strings.Map(letters, base), func(t *testing.T) {
				t.Parallel()
				h := read(t, base)
				if h.Answer.Status != 0 || h.Asked != "" || !strings.Contains(h.Failure, baseVariable+" is no base URL") {
					t.Errorf("read %+v", h)
				}
			})
		}
		// Without one it is the playbook's; the proxy that is not there keeps the request here.
		if r.brief {
			continue
		}
		t.Run(r.name+"/none", func(t *testing.T) {
			t.Parallel()
			if h := read(t, ""); h.Answer.Status != 0 || h.Asked != "api.anthropic.com" || h.Failure == "" {
				t.Errorf("read %+v", h)
			}
		})
	}
}

// Several commands are one block, and what it prints is read as all of them.
func TestAll(t *testing.T) {
	t.Parallel()
	for _, r := range runners(t) {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			at, got := serve(t, func(w http.ResponseWriter) { w.WriteHeader(403) })
			var texts []string
			var sent []command.Sent
			for i, body := range []string{"{\"it's\":\"1\"}", "", "{}"} {
				q := requestTo(at, body)
				q.Probe = "probe-" + string(rune('a'+i))
				nonce := command.Nonce("s", q.Probe, q, 0)
				texts = append(texts, write(t, templateOf(t, r.template), q, nonce))
				sent = append(sent, command.Sent{Probe: q.Probe, Nonce: nonce})
			}
			script, err := command.All(templateOf(t, r.template), texts)
			must.NoError(t, err)
			text := r.run(t, script, "ANTHROPIC_API_KEY="+fakeKey)
			h, err := command.Read([]byte(text), 0, sent)
			if err != nil || h.Probe != "probe-c" || len(h.Others) != 2 || h.Others[0].Probe != "probe-a" || len(h.Passed) > 0 {
				t.Fatalf("read %+v, %v\n%s", h, err, text)
			}
			for _, body := range []string{"{\"it's\":\"1\"}", "", "{}"} {
				sameRequest(t, got(), requestTo(at, body))
			}
		})
	}
}

func letters(r rune) rune {
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
		return r
	}
	return '_'
}

func TestBearer(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			url, got := serve(t, func(w http.ResponseWriter) { w.WriteHeader(403) })
			q := requestTo(url, "{}")
			q.Headers[0] = command.Key(shape, flow.FailingKey, true)
			r.run(t, write(t, templateOf(t, r.template), q, "k7f3q2xz2d"), "ANTHROPIC_AUTH_TOKEN="+fakeKey)
			sameRequest(t, got(), q)
		})
	}
}

// A break in the middle of an answer keeps what came, and says so.
func TestBrokenOff(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, r := range runners(t) {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			url, _ := serve(t, func(w http.ResponseWriter) {
				w.Header().Set("Content-Length", "100")
				w.WriteHeader(403)
				_, _ = io.WriteString(w, "half")
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			})
			q := requestTo(url, "{}")
			text := r.run(t, write(t, templateOf(t, r.template), q, "k7f3q2xz2d"), "ANTHROPIC_API_KEY="+fakeKey)
			h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: "k7f3q2xz2d"}})
			if err != nil || h.Answer.Status != 403 || string(h.Answer.Body) != "half" || !h.Answer.Cut || h.Failure == "" {
				t.Errorf("read %+v, %v\n%s", h, err, text)
			}
		})
	}
}

// A server that takes the request and stays silent is given up at the deadline.
func TestDeadline(t *testing.T) {
	t.Parallel()
	shorter := strings.NewReplacer("--max-time 20", "--max-time 1", "work.join(20)", "work.join(1)", "), 20000)", "), 1000)")
	for _, r := range runners(t) {
		if r.brief {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
				_, _ = io.ReadAll(q.Body) // Else nobody notices that the client is gone.
				<-q.Context().Done()
			}))
			t.Cleanup(s.Close)
			q := requestTo(s.URL, "{}")
			script := write(t, templateOf(t, r.template), q, "k7f3q2xz2d")
			short := shorter.Replace(script)
			if short == script {
				t.Fatal("the command has no deadline")
			}
			text := r.run(t, short, "ANTHROPIC_API_KEY="+fakeKey)
			h, err := command.Read([]byte(text), 0, []command.Sent{{Probe: "plain", Nonce: "k7f3q2xz2d"}})
			if err != nil || h.Answer.Status != 0 || h.Failure == "" {
				t.Errorf("read %+v, %v\n%s", h, err, text)
			}
		})
	}
}
