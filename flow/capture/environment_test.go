package capture

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/redact"
)

// baseVariable is the one that the tests' playbook names.
const baseVariable = "ANTHROPIC_BASE_URL"

// setTo returns what the environment says of the variable, as a process would see it.
func setTo(env []string, name string) string {
	for _, e := range slices.Backward(env) {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return "(unset)"
}

func TestEnviron(t *testing.T) {
	t.Parallel()
	const us, unset = "127.0.0.1,localhost", "(unset)"
	w := listen(t, nil, func(o *WatchOptions) {
		o.Shape.Variables = flow.Variables{
			Admin: []string{"ANTHROPIC_ADMIN_KEY"}, Other: []string{"ANTHROPIC_OTHER_KEY"}, BaseURL: baseVariable, AlsoBase: []string{"ANTHROPIC_API_URL", "ANTHROPIC_API_BASE"},
		}
	})
	for _, tt := range []struct {
		name string
		env  []string
		want map[string]string
	}{
		{"nothing is set", nil, map[string]string{"NO_PROXY": us, "no_proxy": us, "GLOBAL_AGENT_NO_PROXY": unset, baseVariable: w.URL(), "ANTHROPIC_API_URL": unset}},
		{"a proxy stays", []string{"HTTP_PROXY=http://proxy:1", "all_proxy=socks5://proxy:2"}, map[string]string{"HTTP_PROXY": "http://proxy:1", "all_proxy": "socks5://proxy:2", "NO_PROXY": us}},
		{"a list stays", []string{"NO_PROXY=.corp.example,10.0.0.0/8"}, map[string]string{"NO_PROXY": ".corp.example,10.0.0.0/8," + us, "no_proxy": ".corp.example,10.0.0.0/8," + us}},
		{"in lower case", []string{"no_proxy=corp.example"}, map[string]string{"NO_PROXY": "corp.example," + us, "no_proxy": "corp.example," + us}},
		{"two lists", []string{"NO_PROXY=a", "no_proxy=b"}, map[string]string{"NO_PROXY": "a," + us, "no_proxy": "b," + us}},
		{"an empty list", []string{"NO_PROXY=a", "no_proxy="}, map[string]string{"NO_PROXY": "a," + us, "no_proxy": us}},
		{"with blanks", []string{"NO_PROXY=a b, "}, map[string]string{"NO_PROXY": "a b," + us}},
		{"named already", []string{"NO_PROXY=localhost,127.0.0.1"}, map[string]string{"NO_PROXY": "localhost,127.0.0.1"}},
		{"one of them is", []string{"NO_PROXY=localhost"}, map[string]string{"NO_PROXY": "localhost,127.0.0.1"}},
		{"everything", []string{"NO_PROXY=*"}, map[string]string{"NO_PROXY": "*", "no_proxy": "*"}},
		{"everything, with a blank", []string{"no_proxy= *"}, map[string]string{"NO_PROXY": "*", "no_proxy": "*"}},
		{"an asterisk among others excepts nothing for curl", []string{"NO_PROXY=*.corp.example,*"}, map[string]string{"NO_PROXY": "*.corp.example,*," + us}},
		{"said twice", []string{"NO_PROXY=a", "NO_PROXY=b"}, map[string]string{"NO_PROXY": "b," + us, "no_proxy": "b," + us}},
		{"proxy-from-env", []string{"npm_config_https_proxy=http://proxy:1", "npm_config_no_proxy=a"}, map[string]string{"npm_config_no_proxy": "a," + us}},
		{"npm", []string{"npm_config_proxy=http://proxy:1", "npm_config_noproxy=a"}, map[string]string{"npm_config_noproxy": "a," + us, "npm_config_no_proxy": unset}},
		{"node", []string{"NODE_USE_ENV_PROXY=1"}, map[string]string{"NODE_USE_ENV_PROXY": "1", "no_proxy": us}},
		{"global-agent", []string{"GLOBAL_AGENT_HTTP_PROXY=http://proxy:1", "NO_PROXY=a"}, map[string]string{"GLOBAL_AGENT_NO_PROXY": us, "NO_PROXY": "a," + us}},
		{"global-agent by another name", []string{"MY_HTTPS_PROXY=http://proxy:1", "MY_NO_PROXY=a"}, map[string]string{"MY_NO_PROXY": "a," + us}},
		{"the base URL", []string{baseVariable + "=https://gateway.example"}, map[string]string{baseVariable: w.URL()}},
		{"a base URL that a client reads first", []string{"ANTHROPIC_API_URL=https://gateway.example", "ANTHROPIC_API_BASE="}, map[string]string{"ANTHROPIC_API_URL": w.URL(), "ANTHROPIC_API_BASE": ""}},
		{"headers of one's own", []string{"ANTHROPIC_CUSTOM_HEADERS=x-gateway-key: FAKE"}, map[string]string{"ANTHROPIC_CUSTOM_HEADERS": "x-gateway-key: FAKE"}},
		{"the call's own key", []string{"ANTHROPIC_API_KEY=" + canary, "ANTHROPIC_AUTH_TOKEN=t"}, map[string]string{"ANTHROPIC_API_KEY": canary, "ANTHROPIC_AUTH_TOKEN": "t"}},
		{"secrets of this program", []string{"WHY403_ADMIN_KEY=a", "why403_other_key=b", "WHY403_ANYTHING=c", "ANTHROPIC_ADMIN_KEY=d", "ANTHROPIC_OTHER_KEY=e"}, map[string]string{
			"WHY403_ADMIN_KEY": unset, "why403_other_key": unset, "WHY403_ANYTHING": unset, "ANTHROPIC_ADMIN_KEY": unset, "ANTHROPIC_OTHER_KEY": unset,
		}},
		{"an equals sign in a value, and Windows' drives", []string{"A=b=c", "=C:=C:\\"}, map[string]string{"A": "b=c", "=C:": "C:\\"}},
	} {
		given := slices.Clone(tt.env)
		env, withheld := w.Environ(tt.env)
		for name, want := range tt.want {
			if got := setTo(env, name); got != want {
				t.Errorf("%s: %s is %q, want %q", tt.name, name, got, want)
			}
		}
		if !slices.Equal(given, tt.env) {
			t.Errorf("%s: what was given has changed", tt.name)
		}
		if secret := tt.name == "secrets of this program"; secret != slices.Equal(withheld, []string{"ANTHROPIC_ADMIN_KEY", "ANTHROPIC_OTHER_KEY"}) || !secret && len(withheld) != 0 {
			t.Errorf("%s: withheld are %v", tt.name, withheld)
		}
	}
}

// clientsWithProxies are programs that go through the proxies that their environment names. Each posts to the base URL's
// /v1/messages, and ends badly without an answer.
var clientsWithProxies = []struct{ name, program, args, wants string }{
	{"curl", "curl", `-sS -X POST -H x-api-key:k -d {} URL`, ""},
	{"urllib", "python3", `-c import urllib.request,os;urllib.request.urlopen(urllib.request.Request(os.environ['ANTHROPIC_BASE_URL']+'/v1/messages',b'{}',{'x-api-key':'k'}))`, ""},
	{"httpx", "/usr/bin/python3", `-c import httpx,os;httpx.post(os.environ['ANTHROPIC_BASE_URL']+'/v1/messages',headers={'x-api-key':'k'},content=b'{}').raise_for_status()`, "import httpx"},
	{"requests", "/usr/bin/python3", `-c import requests,os;requests.post(os.environ['ANTHROPIC_BASE_URL']+'/v1/messages',headers={'x-api-key':'k'},data=b'{}').raise_for_status()`, "import requests"},
	{"node", "node", `-e fetch(process.env.ANTHROPIC_BASE_URL+'/v1/messages',{method:'POST',headers:{'x-api-key':'k'},body:'{}'}).then(r=>process.exit(r.ok?0:1))`, ""},
}

func argsOf(text, url string) []string {
	if flag, script, ok := strings.Cut(text, " "); ok && (flag == "-c" || flag == "-e") {
		return []string{flag, script}
	}
	return strings.Fields(strings.ReplaceAll(text, "URL", url+"/v1/messages"))
}

// eachClient runs f with those of the clients that are here.
func eachClient(t *testing.T, f func(t *testing.T, program string, args func(url string) []string)) {
	for _, c := range clientsWithProxies {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path, err := exec.LookPath(c.program)
			if err != nil {
				t.Skipf("%s is not installed", c.program)
			}
			if c.wants != "" && exec.Command(path, "-c", c.wants).Run() != nil {
				t.Skipf("Debian's python3-%s is not installed", c.name)
			}
			f(t, path, func(url string) []string { return argsOf(c.args, url) })
		})
	}
}

// proxied is an environment in which every variable that names a proxy names that one, which counts what it sees.
func proxied(t *testing.T) (env []string, seen *atomic.Int32) {
	t.Helper()
	seen = new(atomic.Int32)
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		seen.Add(1)
		rw.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(proxy.Close)
	env = []string{"NODE_USE_ENV_PROXY=1", "NO_PROXY=corp.example", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "GLOBAL_AGENT_HTTP_PROXY", "npm_config_proxy"} {
		env = append(env, name+"="+proxy.URL)
	}
	return env, seen
}

// Whatever clients do with proxies, none sees a call on its way to the watch, and so none sees the key.
func TestNoProxySeesTheCall(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, program string, args func(string) []string) {
		var arrived atomic.Int32
		w := listen(t, func(http.ResponseWriter, *http.Request) { arrived.Add(1) })
		env, seen := proxied(t)
		run := func(env []string) ([]byte, error) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, program, args(w.URL())...)
			cmd.Env = env
			return cmd.CombinedOutput()
		}
		// The client is one that the proxies matter to, or it shows nothing.
		if out, err := run(append(slices.Clone(env), baseVariable+"="+w.URL())); seen.Load() == 0 && filepath.Base(program) != "node" {
			t.Errorf("this client goes past proxies by itself: %v\n%s", err, out) // As Node.js before 24 does.
		}
		seen.Store(0)
		arrived.Store(0)
		ours, _ := w.Environ(env)
		if out, err := run(ours); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		if seen.Load() != 0 || arrived.Load() != 1 {
			t.Errorf("the proxy saw %d requests, the upstream %d", seen.Load(), arrived.Load())
		}
	})
}

// The lines that are printed do the same in a shell that knows proxies, and leave the lists in it as they are.
func TestExports(t *testing.T) {
	t.Parallel()
	const us = "127.0.0.1,localhost"
	w := listen(t, func(http.ResponseWriter, *http.Request) {})
	shells := map[string][]string{"sh": {"sh", "bash", "dash", "zsh"}, "fish": {"fish"}, "PowerShell": {"pwsh"}}
	for _, e := range w.Exports() {
		for _, shell := range shells[e.Shell] {
			t.Run(shell, func(t *testing.T) {
				t.Parallel()
				path, err := exec.LookPath(shell)
				if err != nil {
					t.Skipf("%s is not installed", shell)
				}
				for _, tt := range []struct{ upper, lower, wantUpper, wantLower string }{
					{"", "", us, us},
					{"a", "", "a," + us, "a," + us},
					{"", "b", "b," + us, "b," + us},
					{"a", "b", "a," + us, "b," + us},
					{"*", "", "*", "*"},
					{"", "*", "*", "*"},
					{"*", "*", "*", "*"},
				} {
					if shell == "pwsh" && tt.upper != tt.lower && tt.upper != "" && tt.lower != "" {
						continue // It has one list, as Windows has.
					}
					cmd := exec.CommandContext(t.Context(), path, "-c", strings.Join(e.Lines, "\n")+"\nenv")
					cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
					if tt.upper != "" {
						cmd.Env = append(cmd.Env, "NO_PROXY="+tt.upper)
					}
					if tt.lower != "" {
						cmd.Env = append(cmd.Env, "no_proxy="+tt.lower)
					}
					out, err := cmd.Output()
					if err != nil {
						t.Fatalf("%v: %s", err, out)
					}
					got := strings.Split(string(out), "\n")
					effective := func(name, other string) string { // A client that finds no list by one name looks for the other.
						if v := setTo(got, name); v != "(unset)" {
							return v
						}
						return setTo(got, other)
					}
					upper, lower := effective("NO_PROXY", "no_proxy"), effective("no_proxy", "NO_PROXY")
					if setTo(got, baseVariable) != w.URL() || !sameList(upper, tt.wantUpper) || !sameList(lower, tt.wantLower) {
						t.Errorf("%q, %q: NO_PROXY=%s no_proxy=%s", tt.upper, tt.lower, upper, lower)
					}
				}
			})
		}
	}
}

// No part of what is printed looks like a secret, so that it can be copied from any screen.
func TestExportsAreShownWhole(t *testing.T) {
	t.Parallel()
	for range 50 {
		w := listen(t, nil)
		for _, e := range w.Exports() {
			for _, l := range e.Lines {
				if shown, n := redact.Secrets(l); n > 0 || redact.Terminal(shown) != l {
					t.Fatalf("%q is shown as %q", l, shown)
				}
			}
		}
	}
}

// sameList compares lists in which this machine may be named more than once.
func sameList(a, b string) bool {
	set := func(s string) []string {
		list := strings.Split(s, ",")
		slices.Sort(list)
		return slices.Compact(list)
	}
	return slices.Equal(set(a), set(b))
}
