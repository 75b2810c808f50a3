package local_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	generator "github.com/invopop/jsonschema"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/local"
	"why403/flow/must"
	"why403/flow/page"
	"why403/flow/racetest"
)

var update = flag.Bool("update", false, "write the schema")

var now = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// whole is a made-up key of the right length.
var whole = "sk-ant-api03-FAKE" + strings.Repeat("k", 87) + "Zk9A"

// tree is a machine that is made up: its files by path, and its variables.
type tree struct {
	os    string // Empty for linux.
	env   map[string]string
	files map[string]string
	when  time.Time // When the files were written; zero for long ago.
	way   bool
}

func (f tree) machine() local.Machine {
	m := local.Machine{OS: f.os, Home: "/home/ada", Dir: "/srv/app", Now: now, Way: func(context.Context) bool { return f.way }}
	switch f.os {
	case "":
		m.OS = "linux"
	case "windows":
		m.Home, m.Dir = `C:\Users\ada`, `C:\work\app`
	}
	m.Getenv = func(name string) (string, bool) { v, ok := f.env[name]; return v, ok }
	m.Is = func(path string) bool { _, ok := f.files[path]; return ok }
	m.List = func(pattern string) []string {
		var out []string
		before, after, _ := strings.Cut(pattern, "*")
		for path := range f.files {
			if len(path) > len(before)+len(after) && strings.HasPrefix(path, before) && strings.HasSuffix(path, after) {
				out = append(out, path)
			}
		}
		return out
	}
	m.Read = func(_ context.Context, path string) ([]byte, time.Time, error) {
		text, ok := f.files[path]
		switch {
		case !ok:
			return nil, time.Time{}, fs.ErrNotExist
		case text == "secret":
			return nil, f.when, fs.ErrPermission
		}
		return []byte(text), f.when, nil
	}
	return m
}

func (f tree) look() *local.Report { return content.Doctor().Look(context.Background(), f.machine()) }

func settings(pairs ...string) string {
	env := make(map[string]string)
	for i := 0; i+1 < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	b, _ := json.Marshal(map[string]any{"env": env})
	return string(b)
}

func use(t *testing.T, r *local.Report, client string) local.Use {
	t.Helper()
	for _, u := range r.Clients {
		if strings.Contains(u.Client, client) {
			return u
		}
	}
	t.Fatalf("nothing is said of %s: %+v", client, r.Clients)
	return local.Use{}
}

const (
	userFile    = "/home/ada/.claude/settings.json"
	projectFile = "/srv/app/.claude/settings.json"
	localFile   = "/srv/app/.claude/settings.local.json"
	managedFile = "/etc/claude-code/managed-settings.json"
	loginFile   = "/home/ada/.claude/.credentials.json"
	login       = `{"claudeAiOauth":{"accessToken":"sk-ant-oat01-FAKEFAKEFAKEFAKE"}}`
	profiles    = "/home/ada/.config/anthropic/"
)

// TestPrecedence holds which credential wins, for each rule of each client's order.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	shell := func(pairs ...string) map[string]string {
		env := make(map[string]string)
		for i := 0; i+1 < len(pairs); i += 2 {
			env[pairs[i]] = pairs[i+1]
		}
		return env
	}
	key, token, oauth := "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"
	for _, tt := range []struct {
		name   string
		tree   tree
		client string
		want   string // The credential; empty for none.
		calls  string // Empty for the API itself.
	}{
		{"nothing", tree{}, "Claude Code", "", ""},
		{"nothing", tree{}, "The SDKs", "", ""},
		{"token before key", tree{env: shell(key, whole, token, "t0ken-FAKE")}, "Claude Code", "ANTHROPIC_AUTH_TOKEN (your shell)", ""},
		{"key before token", tree{env: shell(key, whole, token, "t0ken-FAKE")}, "The SDKs", "ANTHROPIC_API_KEY (your shell)", ""},
		{"key before helper", tree{env: shell(key, whole), files: map[string]string{userFile: `{"apiKeyHelper":"get"}`}}, "Claude Code", "ANTHROPIC_API_KEY (your shell)", ""},
		{"helper before the other token", tree{env: shell(oauth, "sk-ant-oat01-FAKE"), files: map[string]string{userFile: `{"apiKeyHelper":"get"}`}}, "Claude Code", "the output of apiKeyHelper (Claude Code's user settings)", ""},
		{"the SDKs know no helper", tree{files: map[string]string{userFile: `{"apiKeyHelper":"get"}`}}, "The SDKs", "", ""},
		{"the other token before a profile", tree{env: shell(oauth, "sk-ant-oat01-FAKE", "ANTHROPIC_PROFILE", "x")}, "Claude Code", "CLAUDE_CODE_OAUTH_TOKEN (your shell)", ""},
		{"the SDKs do not read it", tree{env: shell(oauth, "sk-ant-oat01-FAKE")}, "The SDKs", "", ""},
		{"a named profile before the federation", tree{env: shell("ANTHROPIC_PROFILE", "x", "ANTHROPIC_FEDERATION_RULE_ID", "r", "ANTHROPIC_ORGANIZATION_ID", "o")}, "The SDKs", "the profile that is named (your shell)", ""},
		{"a federation", tree{env: shell("ANTHROPIC_FEDERATION_RULE_ID", "r", "ANTHROPIC_ORGANIZATION_ID", "o")}, "The SDKs", "the federation (your shell)", ""},
		{"half a federation", tree{env: shell("ANTHROPIC_FEDERATION_RULE_ID", "r")}, "The SDKs", "", ""},
		{"the default profile", tree{files: map[string]string{profiles + "configs/default.json": `{"authentication":{"type":"user_oauth"}}`}}, "The SDKs", "the active profile", ""},
		{"the active profile", tree{files: map[string]string{profiles + "active_config": "work\n", profiles + "configs/work.json": `{}`}}, "The SDKs", "the active profile", ""},
		{"another profile", tree{files: map[string]string{profiles + "active_config": "work\n", profiles + "configs/home.json": `{}`}}, "The SDKs", "", ""},
		{"a login before a profile of one", tree{files: map[string]string{loginFile: login, profiles + "configs/default.json": `{"authentication":{"type":"user_oauth"}}`}}, "Claude Code", "the login of Claude Code", ""},
		{"a profile of a federation before the login", tree{files: map[string]string{loginFile: login, profiles + "configs/default.json": `{"authentication":{"type":"oidc_federation"}}`}}, "Claude Code", "the active profile of a federation", ""},
		{"a cloud before all", tree{env: shell("CLAUDE_CODE_USE_BEDROCK", "1", token, "t0ken-FAKE")}, "Claude Code", "the cloud's own credentials", "Amazon Bedrock"},
		{"a switch that is off", tree{env: shell("CLAUDE_CODE_USE_BEDROCK", "0", key, whole)}, "Claude Code", "ANTHROPIC_API_KEY (your shell)", ""},
		{"no switch for the SDKs", tree{env: shell("CLAUDE_CODE_USE_VERTEX", "1", key, whole)}, "The SDKs", "ANTHROPIC_API_KEY (your shell)", ""},

		{"settings before the shell", tree{env: shell(key, whole), files: map[string]string{userFile: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's user settings)", ""},
		{"project before user", tree{files: map[string]string{userFile: settings(key, whole), projectFile: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's project settings)", ""},
		{"local before project", tree{files: map[string]string{localFile: settings(key, whole), projectFile: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's local settings)", ""},
		{"managed before local", tree{files: map[string]string{localFile: settings(key, whole), managedFile: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's managed settings)", ""},
		{"a part of managed settings", tree{files: map[string]string{"/etc/claude-code/managed-settings.d/10-x.json": settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's managed settings)", ""},
		{"settings take a variable away", tree{env: shell("CLAUDE_CODE_USE_VERTEX", "1", key, whole), files: map[string]string{userFile: settings("CLAUDE_CODE_USE_VERTEX", "")}}, "Claude Code", "ANTHROPIC_API_KEY (your shell)", ""},
		{"another folder of Claude Code", tree{env: shell("CLAUDE_CONFIG_DIR", "/cc"), files: map[string]string{"/cc/settings.json": settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's user settings)", ""},
		{"another folder of the SDKs", tree{env: shell("ANTHROPIC_CONFIG_DIR", "/an"), files: map[string]string{"/an/configs/default.json": "{}"}}, "The SDKs", "the active profile", ""},
		{"the shell before .env", tree{env: shell(key, whole), files: map[string]string{"/srv/app/.env": key + "=x"}}, "The SDKs", "ANTHROPIC_API_KEY (your shell)", ""},
		{".env", tree{files: map[string]string{"/srv/app/.env": "# a key\nexport " + key + "=" + whole + "\n"}}, "The SDKs", "ANTHROPIC_API_KEY (the .env file)", ""},
		{"Claude Code reads no .env", tree{files: map[string]string{"/srv/app/.env": key + "=" + whole}}, "Claude Code", "", ""},
		{"nothing in place of a key, as documented", tree{env: shell(key, "", token, "t0ken-FAKE")}, "The Python SDK", "", ""},
		{"nothing in place of a key", tree{env: shell(key, "", token, "t0ken-FAKE")}, "The TypeScript SDK", "ANTHROPIC_AUTH_TOKEN (your shell)", ""},
		{"nothing in place of a key", tree{env: shell(key, "", token, "t0ken-FAKE")}, "The Go SDK", "ANTHROPIC_AUTH_TOKEN (your shell)", ""},

		{"a base URL", tree{env: shell("ANTHROPIC_BASE_URL", "https://openrouter.ai/api", key, "sk-or-v1-FAKE")}, "The SDKs", "ANTHROPIC_API_KEY (your shell)", "openrouter.ai"},
		{"a base URL of the settings", tree{env: shell("ANTHROPIC_BASE_URL", "https://openrouter.ai/api"), files: map[string]string{userFile: settings("ANTHROPIC_BASE_URL", "https://gw.corp.example")}}, "Claude Code", "", "gw.corp.example"},

		{"OpenAI's", tree{env: shell("OPENAI_API_KEY", "sk-proj-FAKEFAKEFAKE")}, "OpenAI's SDKs", "OPENAI_API_KEY (your shell)", "api.openai.com"},
		{"OpenAI's, by .env", tree{files: map[string]string{"/srv/app/.env": "OPENAI_API_KEY=sk-proj-FAKEFAKEFAKE"}}, "OpenAI's SDKs", "OPENAI_API_KEY (the .env file)", "api.openai.com"},
		{"OpenAI's, elsewhere", tree{env: shell("OPENAI_BASE_URL", "https://openrouter.ai/api/v1", "ANTHROPIC_BASE_URL", "https://gw.corp.example")}, "OpenAI's SDKs", "", "openrouter.ai"},

		{"macOS", tree{os: "darwin", files: map[string]string{"/Library/Application Support/ClaudeCode/managed-settings.json": settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's managed settings)", ""},
		{"macOS: by MDM", tree{os: "darwin", files: map[string]string{"/Library/Managed Preferences/com.anthropic.claudecode.plist": settings(key, whole), "/Library/Application Support/ClaudeCode/managed-settings.json": settings(token, "t0ken-FAKE")}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's settings by MDM)", ""},
		{"macOS: by MDM for one person", tree{os: "darwin", files: map[string]string{"/Library/Managed Preferences/ada/com.anthropic.claudecode.plist": settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's settings by MDM)", ""},
		{"macOS: by MDM for another person", tree{os: "darwin", files: map[string]string{"/Library/Managed Preferences/bob/com.anthropic.claudecode.plist": settings(key, whole)}}, "Claude Code", "", ""},
		{"Windows: by policy", tree{os: "windows", files: map[string]string{`HKLM\SOFTWARE\Policies\ClaudeCode\Settings`: settings(key, whole), `C:\Program Files\ClaudeCode\managed-settings.json`: settings(token, "t0ken-FAKE")}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's settings by MDM)", ""},
		{"Windows: by one's own policy", tree{os: "windows", files: map[string]string{`HKCU\SOFTWARE\Policies\ClaudeCode\Settings`: settings(key, whole), `C:\Users\ada\.claude\settings.json`: settings(token, "t0ken-FAKE")}}, "Claude Code", "ANTHROPIC_AUTH_TOKEN (Claude Code's user settings)", ""},
		{"Windows: one's own policy yields", tree{os: "windows", files: map[string]string{`HKCU\SOFTWARE\Policies\ClaudeCode\Settings`: settings(token, "t0ken-FAKE"), `C:\Program Files\ClaudeCode\managed-settings.json`: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's managed settings)", ""},
		{"macOS: no login in a file", tree{os: "darwin", files: map[string]string{loginFile: login}}, "Claude Code", "", ""},
		{"macOS: what comes behind a login nobody can tell", tree{os: "darwin", files: map[string]string{profiles + "configs/default.json": "{}"}}, "Claude Code", "", ""},
		{"macOS: profiles", tree{os: "darwin", files: map[string]string{profiles + "configs/default.json": "{}"}}, "The SDKs", "the active profile", ""},
		{"Windows: managed", tree{os: "windows", files: map[string]string{`C:\Program Files\ClaudeCode\managed-settings.json`: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's managed settings)", ""},
		{"Windows: user", tree{os: "windows", files: map[string]string{`C:\Users\ada\.claude\settings.json`: settings(key, whole)}}, "Claude Code", "ANTHROPIC_API_KEY (Claude Code's user settings)", ""},
		{"Windows: login", tree{os: "windows", files: map[string]string{`C:\Users\ada\.claude\.credentials.json`: login}}, "Claude Code", "the login of Claude Code", ""},
		{"Windows: profiles", tree{os: "windows", env: shell("APPDATA", `C:\Users\ada\AppData\Roaming`), files: map[string]string{`C:\Users\ada\AppData\Roaming\Anthropic\configs\default.json`: "{}"}}, "The SDKs", "the active profile", ""},
		{"Windows: .env", tree{os: "windows", files: map[string]string{`C:\work\app\.env`: key + "=" + whole}}, "The SDKs", "ANTHROPIC_API_KEY (the .env file)", ""},
	} {
		t.Run(tt.name+", "+tt.client, func(t *testing.T) {
			t.Parallel()
			u := use(t, tt.tree.look(), tt.client)
			if want := tt.calls; u.Credential != tt.want || u.Calls != want && (want != "" || u.Calls != "api.anthropic.com") {
				t.Errorf("it uses %q and calls %q, want %q and %q", u.Credential, u.Calls, tt.want, tt.calls)
			}
			if u.Source == "" || u.Date == "" || len(u.Order) < 5 && tt.client != "OpenAI's SDKs" {
				t.Errorf("its order has no source: %+v", u)
			}
		})
	}
}

// TestFindings holds what is told, by the signs of one finding each.
func TestFindings(t *testing.T) {
	t.Parallel()
	env := func(pairs ...string) tree {
		f := tree{env: make(map[string]string)}
		for i := 0; i+1 < len(pairs); i += 2 {
			f.env[pairs[i]] = pairs[i+1]
		}
		return f
	}
	files := func(pairs ...string) tree {
		f := tree{files: make(map[string]string)}
		for i := 0; i+1 < len(pairs); i += 2 {
			f.files[pairs[i]] = pairs[i+1]
		}
		return f
	}
	const key = "ANTHROPIC_API_KEY"
	for _, tt := range []struct {
		tree tree
		id   string
		want string // In its text; with "no " in front of an id it may not be told.
	}{
		{env(key, whole), "key-whole", "a Console API key, 108 characters, ends in Zk9A"},
		{env(key, whole[:50]), "key-short", "50 characters; these have 108"},
		{env(key, `"`+whole+`"`), "key-flawed", "is in quotes"},
		{env(key, whole[:30]+"\n"+whole[30:]), "key-flawed", "has a line break in it"},
		{env(key, " "+whole), "key-flawed", "has a blank in it"},
		{env(key, "Bearer "+whole), "key-flawed", `begins with "Bearer"`},
		{env(key, "your-api-key"), "key-flawed", "was never filled in"},
		{env(key, "${ANTHROPIC_API_KEY}"), "key-flawed", "was never filled in"},
		{env(key, whole+"\u200b"), "key-flawed", "has a blank in it"},
		{env(key, "abcdefghijklmnopqrstuvw"), "key-unknown", "23 characters"},
		{env(key, ""), "key-empty", ""},
		{env(key, "sk-ant-oat01-FAKEFAKEFAKE"), "key-header", "holds a login token"},
		{env("ANTHROPIC_AUTH_TOKEN", "sk-ant-oat01-FAKEFAKEFAKE"), "no key-header", ""},
		{env(key, "sk-ant-admin01-FAKEFAKEFAKE"), "key-wrong", "holds an Admin key"},
		{env(key, "sk-or-v1-FAKEFAKEFAKE"), "key-wrong", "an OpenRouter key"},
		{env(key, whole), "no key-wrong", ""},
		{env("ANTHROPIC_AUTH_TOKEN", "sk-or-v1-FAKEFAKEFAKE", "ANTHROPIC_BASE_URL", "https://openrouter.ai/api"), "no key-wrong", ""},
		{env(key, whole, "ANTHROPIC_BASE_URL", "https://gw.corp.example"), "key-leaves", "would send a Console API key to gw.corp.example"},
		{env(key, whole, "ANTHROPIC_BASE_URL", "http://127.0.0.1:4000"), "no key-leaves", ""},
		{env(key, whole, "ANTHROPIC_AUTH_TOKEN", "abcdefghijklmnopqrstuvw"), "differ", ""},
		{env(key, whole), "no differ", ""},
		{env("ANTHROPIC_BASE_URL", "api.anthropic.com"), "address-bad", ""},
		{env("ANTHROPIC_BASE_URL", "ftp://api.anthropic.com"), "address-bad", ""},
		{env("ANTHROPIC_BASE_URL", "https://api.anthropic.com/v1/"), "address-version", ""},
		{env("ANTHROPIC_BASE_URL", "https://api.anthropic.com"), "no address-version", ""},
		{env("ANTHROPIC_API_BASE", "https://api.anthropic.com"), "address-not-read", "LiteLLM alone"},
		{env("ANTHROPIC_CUSTOM_HEADERS", "X-Api-Key: FAKE\nX-Mine: 1"), "headers", "sets x-api-key"},
		{env("ANTHROPIC_CUSTOM_HEADERS", "X-Mine: 1"), "no headers", ""},
		{env("HTTPS_PROXY", "http://ada:FAKEpass@proxy.corp.example:3128"), "proxy", "through proxy.corp.example"},
		{env("https_proxy", "proxy.corp.example:3128"), "proxy", "through proxy.corp.example"},
		{env("HTTPS_PROXY", "http://127.0.0.1:7890"), "proxy-here", ""},
		{env("ALL_PROXY", "socks5://proxy.corp.example:1080"), "proxy-socks", ""},
		{env("HTTPS_PROXY", "http://proxy.corp.example", "NO_PROXY", "localhost,.anthropic.com"), "proxy-exempt", ""},
		{env("HTTPS_PROXY", "http://proxy.corp.example", "NO_PROXY", "*"), "proxy-exempt", ""},
		{env("HTTPS_PROXY", "http://proxy.corp.example", "NO_PROXY", "notanthropic.com"), "proxy", ""},
		{env("OPENAI_API_KEY", "sk-proj-FAKEFAKEFAKE"), "key", "OPENAI_API_KEY (your shell): an OpenAI key"},
		{env("OPENAI_API_KEY", "sk-proj-FAKEFAKEFAKE"), "no key-wrong", ""},
		{env("OPENAI_API_KEY", "sk-FAKEFAKEFAKEFAKEFAKE"), "no key-unknown", ""},
		{env("OPENAI_API_KEY", `"sk-proj-FAKEFAKEFAKE"`), "key-flawed", "is in quotes"},
		{env("OPENAI_API_KEY", "sk-proj-FAKEFAKEFAKE"), "address", "OpenAI's SDKs would call api.openai.com"},
		{env("ANTHROPIC_API_KEY", whole), "no address", "OpenAI"},
		{env("ANTHROPIC_API_KEY", whole, "OPENAI_API_KEY", "sk-proj-FAKEFAKEFAKE"), "no differ", ""},
		{env("OPENAI_BASE_URL", "https://api.openai.com/v1"), "no address-version", ""},
		{env("OPENAI_BASE_URL", "https://llm.corp.example/v1"), "address-unknown", "That is not api.openai.com"},
		{env("OPENAI_ORG_ID", "org-FAKE"), "ids", "OPENAI_ORG_ID (your shell) is set"},
		{env("OPENAI_PROJECT_ID", "proj_FAKE"), "ids", "OPENAI_PROJECT_ID"},
		{env("OPENAI_PROJECT_ID", ""), "no ids", ""},
		{env("OPENAI_ORGANIZATION", "org-FAKE"), "ids-other", "LangChain and LiteLLM"},
		{env("OPENAI_ORGANIZATION", "org-FAKE"), "no ids", ""},
		{tree{}, "proxy-none", ""},
		{tree{way: true}, "proxy-system", ""},
		{env("SSL_CERT_FILE", "/nowhere.pem"), "ca-missing", "Python (httpx)"},
		{env("SSL_CERT_FILE", ""), "no ca-missing", ""},
		{tree{env: map[string]string{"SSL_CERT_FILE": "/ca.pem"}, files: map[string]string{"/ca.pem": ""}}, "ca", "SSL_CERT_FILE"},
		{tree{env: map[string]string{key: whole}, files: map[string]string{userFile: settings(key, whole)}}, "settings-win", "ANTHROPIC_API_KEY is set in Claude Code's user settings and in your shell"},
		{files(userFile, `{"apiKeyHelper":"get"}`), "helper", "user settings"},
		{files(userFile, `{"env":{},}`), "broken", userFile},
		{files(userFile, "secret"), "unread", userFile},
		{files("/srv/app/.env", key+"='"+whole+"'\r\n"), "key-loader", "has the line end of Windows, is in quotes"},
		{files("/srv/app/.env", key+"='"+whole+"'\r\n"), "key-whole", "108"},
		{tree{os: "darwin"}, "keychain", ""},
		{tree{}, "no keychain", ""},
		{tree{files: map[string]string{userFile: "{}"}, when: now.Add(3 * time.Hour)}, "clock", "settings.json is dated 3h0m0s after it"},
		{tree{files: map[string]string{userFile: "{}"}, when: now.Add(time.Minute)}, "clock-fine", ""},
		{env("GITHUB_ACTIONS", "true"), "here", "a job of GitHub Actions"},
		{env("CI", "false"), "no here", ""},
		{files("/srv/app/Dockerfile", "FROM x", "/srv/app/.github/workflows/ci.yml", ""), "elsewhere", "Dockerfile, ci.yml"},

		{files("/srv/app/package.json", `{"dependencies":{"@anthropic-ai/sdk":"^0.32.1"}}`), "version-old", "TypeScript SDK 0.32.1 (package.json); 1.14.0 is out since 2026-11-24"},
		{files("/srv/app/package.json", `{"dependencies":{"@anthropic-ai/sdk":"^1.2.0"}}`), "version", "1.2.0"},
		{files("/srv/app/package.json", `{"dependencies":{"@anthropic-ai/sdk":"git+https://u:FAKE@x.example/1.2.3"}}`), "no version", ""},
		{files("/srv/app/package.json", `{"dependencies":{"@anthropic-ai/sdk":"^1.2.0"}}`, "/srv/app/package-lock.json", "{\"packages\":{\"node_modules/@anthropic-ai/sdk\": {\n  \"version\": \"1.9.3\""), "version", "1.9.3 (package-lock.json)"},
		{files("/srv/app/yarn.lock", "\"@anthropic-ai/sdk@^1.2.0\":\n  version \"1.9.3\"\n"), "version", "1.9.3 (yarn.lock)"},
		{files("/srv/app/pnpm-lock.yaml", "packages:\n  '@anthropic-ai/sdk@1.9.3':\n"), "version", "1.9.3 (pnpm-lock.yaml)"},
		{files("/srv/app/bun.lock", `"@anthropic-ai/sdk": ["@anthropic-ai/sdk@1.9.3", "", {}]`), "version", "1.9.3 (bun.lock)"},
		{files("/srv/app/requirements.txt", "x-anthropic==9.9\nanthropic[bedrock]>=0.40.0,<1\n"), "version", "Python SDK 0.40.0 (requirements.txt)"},
		{files("/srv/app/pyproject.toml", "dependencies = [\"anthropic>=0.40\"]\n"), "version", "0.40 (pyproject.toml)"},
		{files("/srv/app/pyproject.toml", "[tool.poetry.dependencies]\nanthropic = \"^0.40.1\"\n"), "version", "0.40.1 (pyproject.toml)"},
		{files("/srv/app/poetry.lock", "[[package]]\nname = \"anthropic\"\nversion = \"0.41.0\"\n"), "version", "0.41.0 (poetry.lock)"},
		{files("/srv/app/uv.lock", "[[package]]\nname = \"anthropic\"\nversion = \"2.1.0\"\n"), "version", "2.1.0 (uv.lock)"},
		{files("/srv/app/Pipfile.lock", "{\"default\":{\"anthropic\": {\n \"hashes\": [\"sha256:00\"],\n \"version\": \"==0.41.0\"\n}}}"), "version", "0.41.0 (Pipfile.lock)"},
		{files("/srv/app/go.mod", "require (\n\tgithub.com/anthropics/anthropic-sdk-go/v2 v2.15.0\n)\n"), "version", "Go SDK 2.15.0 (go.mod)"},
		{files("/srv/app/go.mod", "require github.com/anthropics/anthropic-sdk-go v1.84.0\n"), "version", "1.84.0 (go.mod)"},
	} {
		r := tt.tree.look()
		id, unwanted := strings.CutPrefix(tt.id, "no ")
		i := slices.IndexFunc(r.Findings, func(f local.Told) bool { return f.ID == id && strings.Contains(f.Text+f.Means, tt.want) })
		if (i < 0) != unwanted {
			t.Errorf("%v %v: want %s with %q, got %s", tt.tree.env, tt.tree.files, tt.id, tt.want, strings.Join(page.Lines(r.Blocks(), 0), "\n"))
		}
		for _, f := range r.Findings {
			if strings.ContainsAny(f.Text+f.Means+f.Do, "{}") {
				t.Errorf("%s is not filled in: %q %q %q", f.ID, f.Text, f.Means, f.Do)
			}
		}
	}
}

// TestFacts holds which facts of a playbook a look asserts, by the program that fails.
func TestFacts(t *testing.T) {
	t.Parallel()
	const key = "ANTHROPIC_API_KEY"
	for _, tt := range []struct {
		env     map[string]string
		files   map[string]string
		program string
		want    string
	}{
		{nil, nil, "", ""},
		{map[string]string{key: whole}, nil, "sdk", "console-key=yes direct-to-anthropic=yes key-set=yes value-clean=yes"},
		{map[string]string{key: whole}, nil, "", "console-key=yes direct-to-anthropic=yes key-set=yes value-clean=yes"},
		{map[string]string{key: "sk-ant-oat01-FAKEFAKE"}, nil, "claude-code", "console-key=no direct-to-anthropic=yes header-fits=no key-set=yes login-token=yes"},
		{map[string]string{key: "sk-or-v1-FAKEFAKE"}, nil, "sdk", "admin-or-scoped-key=no console-key=no foreign-key=yes key-set=yes login-token=no"},
		{map[string]string{key: whole[:40] + " "}, nil, "sdk", "console-key=yes direct-to-anthropic=yes key-set=yes value-clean=no"},
		// Nothing is set, so that a key and an address may be in the code.
		{map[string]string{"ANTHROPIC_MODEL": "x"}, nil, "sdk", ""},
		// The clients do not agree, so only what they agree on counts unless somebody says which one fails.
		{map[string]string{key: whole, "ANTHROPIC_AUTH_TOKEN": "sk-ant-oat01-FAKEFAKE"}, nil, "", "direct-to-anthropic=yes key-set=yes two-credentials=yes"},
		{map[string]string{key: whole, "ANTHROPIC_AUTH_TOKEN": "sk-ant-oat01-FAKEFAKE"}, nil, "claude-code", "console-key=no direct-to-anthropic=yes key-set=yes login-token=yes two-credentials=yes"},
		{map[string]string{key: whole, "ANTHROPIC_AUTH_TOKEN": "sk-ant-oat01-FAKEFAKE"}, nil, "sdk", "console-key=yes direct-to-anthropic=yes key-set=yes two-credentials=yes value-clean=yes"},
		{map[string]string{"CLAUDE_CODE_USE_BEDROCK": "1"}, nil, "claude-code", "direct-to-anthropic=no on-bedrock=yes on-cloud=yes"},
		{map[string]string{"CLAUDE_CODE_USE_VERTEX": "1"}, nil, "claude-code", "direct-to-anthropic=no on-bedrock=no on-cloud=yes on-vertex=yes"},
		{map[string]string{"CLAUDE_CODE_USE_FOUNDRY": "1"}, nil, "claude-code", "direct-to-anthropic=no on-bedrock=no on-cloud=yes on-vertex=no"},
		{map[string]string{"CLAUDE_CODE_USE_BEDROCK": "1"}, nil, "sdk", ""},
		{map[string]string{"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_BEDROCK_BASE_URL": "https://gw.corp.example"}, nil, "claude-code", "direct-to-anthropic=no"},
		{map[string]string{"ANTHROPIC_BASE_URL": "https://api.anthropic.com"}, nil, "sdk", "direct-to-anthropic=yes"},
		{map[string]string{"ANTHROPIC_BASE_URL": "https://api.anthropic.com.evil.example"}, nil, "sdk", "direct-to-anthropic=no"},
		{map[string]string{"ANTHROPIC_BASE_URL": "https://bedrock-runtime.us-east-1.amazonaws.com"}, nil, "sdk", "direct-to-anthropic=no on-bedrock=yes on-cloud=yes"},
		{map[string]string{"ANTHROPIC_BASE_URL": "https://openrouter.ai/api"}, nil, "sdk", "direct-to-anthropic=no on-cloud=no own-gateway=yes"},
		{map[string]string{"ANTHROPIC_BASE_URL": "http://localhost:4000", key: whole}, nil, "sdk", "key-set=yes"},
		// A gateway takes keys of its own.
		{map[string]string{"ANTHROPIC_BASE_URL": "https://openrouter.ai/api", key: "sk-or-v1-FAKEFAKE"}, nil, "sdk", "direct-to-anthropic=no key-set=yes on-cloud=no own-gateway=yes"},
		{map[string]string{"HTTPS_PROXY": "http://proxy.corp.example:3128"}, nil, "sdk", "via-company-proxy=yes"},
		{map[string]string{"HTTPS_PROXY": "http://127.0.0.1:7890"}, nil, "sdk", ""},
		{map[string]string{key: ""}, nil, "sdk", ""}, // The SDKs do not agree.
		// A federation and a profile have a token for the API, and are the service's own.
		{map[string]string{"ANTHROPIC_FEDERATION_RULE_ID": "r", "ANTHROPIC_ORGANIZATION_ID": "o"}, nil, "", "api-token=yes console-key=no direct-to-anthropic=yes key-set=yes login-token=yes"},
		{nil, map[string]string{profiles + "configs/default.json": "{}"}, "sdk", "api-token=yes console-key=no direct-to-anthropic=yes key-set=yes login-token=yes"},
		{map[string]string{"ANTHROPIC_FEDERATION_RULE_ID": "r", "ANTHROPIC_ORGANIZATION_ID": "o", key: whole}, nil, "", "console-key=yes direct-to-anthropic=yes key-set=yes two-credentials=yes value-clean=yes"},
		// A login says what it is; a file that may not be loaded does not say that a key is set.
		{nil, map[string]string{loginFile: login}, "claude-code", "console-key=no direct-to-anthropic=yes key-set=yes login-token=yes"},
		{nil, map[string]string{"/srv/app/.env": key + "=" + whole}, "sdk", "console-key=yes direct-to-anthropic=yes value-clean=yes"},
		// The key of the settings wins, and the one of the shell says nothing.
		{map[string]string{key: whole}, map[string]string{userFile: settings(key, "sk-ant-admin01-FAKEFAKE")}, "claude-code", "admin-or-scoped-key=yes console-key=no key-set=yes login-token=no"},
	} {
		r := tree{env: tt.env, files: tt.files}.look()
		said := make(map[string]bool)
		for _, id := range []string{"anthropic-403", "anthropic-401"} {
			b, err := content.Ship(id)
			must.NoError(t, err)
			for _, f := range r.Facts(b.Playbook, tt.program, flow.Machine) {
				if f.From != flow.Machine || f.Rule != local.Rule || f.Quote == "" {
					t.Errorf("%+v does not say where it is from", f)
				}
				said[f.ID+"="+f.Value.String()] = true
			}
		}
		var got []string
		for s := range said {
			got = append(got, s)
		}
		slices.Sort(got)
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%v %v, %q:\n got %s\nwant %s", tt.env, tt.files, tt.program, got, tt.want)
		}
	}
}

// TestFactsOfOpenAI holds that a session about OpenAI's API hears of OpenAI's SDKs alone, and one about the Claude API of the others alone.
func TestFactsOfOpenAI(t *testing.T) {
	t.Parallel()
	openai, err := content.Ship("openai-organization")
	must.NoError(t, err)
	claude := must.Have(t, content.Default)
	const key, openAIs = "ANTHROPIC_API_KEY", "OPENAI_API_KEY"
	for _, tt := range []struct {
		env            map[string]string
		openai, claude string
	}{
		{map[string]string{openAIs: "sk-proj-FAKEFAKE"}, "direct-to-anthropic=no direct-to-openai=yes", ""},
		{map[string]string{key: whole}, "", "console-key=yes direct-to-anthropic=yes"},
		{map[string]string{key: whole, openAIs: "sk-proj-FAKEFAKE"}, "direct-to-anthropic=no direct-to-openai=yes", "console-key=yes direct-to-anthropic=yes"},
		{map[string]string{openAIs: "x", "OPENAI_BASE_URL": "https://openrouter.ai/api/v1"}, "direct-to-anthropic=no direct-to-openai=no on-azure=no own-gateway=yes", ""},
		{map[string]string{openAIs: "x", "OPENAI_BASE_URL": "https://team.openai.azure.com/openai"}, "direct-to-anthropic=no direct-to-openai=no on-azure=yes", ""},
		{map[string]string{"OPENAI_ORG_ID": "org-FAKE"}, "sends-ids=yes", ""},
		{map[string]string{"OPENAI_ORGANIZATION": "org-FAKE"}, "", ""},
	} {
		for b, want := range map[*content.Book]string{openai: tt.openai, claude: tt.claude} {
			var got []string
			for _, f := range (tree{env: tt.env}).look().Facts(b.Playbook, "", flow.Machine) {
				got = append(got, f.ID+"="+f.Value.String())
			}
			slices.Sort(got)
			if got := strings.Join(got, " "); got != want {
				t.Errorf("%v in %s:\n got %s\nwant %s", tt.env, b.ID, got, want)
			}
		}
	}
	for b, want := range map[*content.Book]int{openai: 1, claude: 2} {
		if got := content.Doctor().ProgramsOf(b.Playbook); len(got) != want {
			t.Errorf("%s: %v", b.ID, got)
		}
	}
}

// TestNoValueSurvives fills every variable and every file that is read with canaries, and looks for eight characters of one in all
// that comes out.
func TestNoValueSurvives(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	d := content.Doctor()
	letters := rapid.SampledFrom([]rune("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"))
	shapes := rapid.SampledFrom([]string{
		"%s", "sk-ant-api03-%s", "sk-ant-oat01-%s", "sk-or-v1-%s", "Bearer %s", `"%s"`, " %s\n", "https://%s", "https://ada:%s@gw.corp.example/x", "https://gw.corp.example/%s/v1",
		"https://gw.corp.example/?key=%s", "http://%s:x@127.0.0.1:1", "socks5://%s", "%s:3128", "x-api-key: %s", "%[1]s: x\nauthorization: %[1]s", "/home/%s/ca.pem", "1%s",
	})
	rapid.Check(t, func(rt *rapid.T) {
		var canaries []string
		value := func(name string) string {
			c := rapid.StringOfN(letters, 12, 60, -1).Draw(rt, name)
			canaries = append(canaries, c)
			return fmt.Sprintf(shapes.Draw(rt, name+" is"), c)
		}
		f := tree{env: make(map[string]string), files: make(map[string]string)}
		set := make(map[string]string)
		var lines []string
		for _, v := range d.Variables {
			switch rapid.IntRange(0, 3).Draw(rt, v.Name) {
			case 1:
				f.env[v.Name] = value(v.Name)
			case 2:
				set[v.Name] = value(v.Name)
			case 3:
				lines = append(lines, v.Name+"="+value(v.Name))
			}
		}
		b, _ := json.Marshal(map[string]any{"env": set, "apiKeyHelper": value("helper")})
		f.files[userFile] = string(b)
		f.files["/srv/app/.env"] = strings.Join(lines, "\n")
		f.files[loginFile] = `{"x":{"accessToken":"` + strings.Trim(strings.ReplaceAll(value("login"), "\n", ""), `"`) + `"}}`
		name := strings.Trim(value("profile"), "\"\n /")
		f.files[profiles+"active_config"] = name
		f.files[profiles+"configs/default.json"] = `{"authentication":{"type":"` + strings.ReplaceAll(strings.ReplaceAll(name, "\n", ""), `"`, "") + `"}}`
		f.files["/srv/app/package.json"] = `{"dependencies":{"@anthropic-ai/sdk":"` + value("version") + `"}}`
		r := f.look()
		out, err := json.Marshal(r)
		must.NoError(rt, err)
		text := string(out) + strings.Join(page.Lines(append(r.Blocks(), d.Plan(f.machine())...), 80), "\n")
		for _, id := range []string{"anthropic-403", "anthropic-401"} {
			b, _ := content.Ship(id)
			for _, p := range []string{"", "claude-code", "sdk"} {
				text += fmt.Sprintf("%+v", r.Facts(b.Playbook, p, flow.Machine))
			}
		}
		text = strings.ToLower(text)
		for _, c := range canaries {
			for i := 0; i+8 <= len(c); i++ {
				if strings.Contains(text, strings.ToLower(c[i:i+8])) {
					rt.Fatalf("%q of %q came out:\n%s", c[i:i+8], c, text)
				}
			}
		}
	})
}

// TestOutput holds that what the command for sh prints has no value in it, and says the same as a look does.
func TestOutput(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	d := content.Doctor()
	home := t.TempDir()
	dir := filepath.Join(home, "app")
	for path, text := range map[string]string{".claude/settings.json": settings("ANTHROPIC_AUTH_TOKEN", "FAKE"), "app/.claude/settings.json": `{"apiKeyHelper":"get"}`} {
		must.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(home, path)), 0o700))
		must.NoError(t, os.WriteFile(filepath.Join(home, path), []byte(text), 0o600))
	}
	sh := d.Commands[slices.IndexFunc(d.Commands, func(c flow.CommandTemplate) bool { return c.ID == "sh" })]
	for _, tt := range []struct {
		env  []string
		sdk  string // What the SDKs would use.
		want []string
	}{
		{[]string{"ANTHROPIC_API_KEY=" + whole}, "ANTHROPIC_API_KEY (their shell)", []string{"key-whole"}},
		{[]string{`ANTHROPIC_API_KEY="` + whole + `"`}, "ANTHROPIC_API_KEY (their shell)", []string{"key-flawed"}},
		{[]string{"ANTHROPIC_API_KEY="}, "", []string{"key-empty"}},
		{[]string{"ANTHROPIC_API_KEY=" + whole, "ANTHROPIC_BASE_URL=https://ada:FAKEpassword@openrouter.ai/FAKEpath"}, "ANTHROPIC_API_KEY (their shell)", []string{"address-other", "key-leaves"}},
		{[]string{"ANTHROPIC_BASE_URL=https://api.anthropic.com/v1"}, "", []string{"address-version"}},
		{[]string{"ANTHROPIC_BASE_URL=https://api.anthropic.com:443/FAKEpath/v1//"}, "", []string{"address-version"}},
		{[]string{"ANTHROPIC_BASE_URL=https://api.anthropic.com/v1/messages"}, "", nil},
		{[]string{"ANTHROPIC_BASE_URL=sk-ant-api03-FAKEFAKEFAKE"}, "", []string{"address-bad"}},
		{[]string{"CLAUDE_CODE_USE_BEDROCK=1", "HTTPS_PROXY=http://proxy.corp.example:1"}, "", []string{"cloud", "proxy"}},
		{[]string{"HTTPS_PROXY=http://proxy.corp.example:1", "NO_PROXY=.anthropic.com"}, "", []string{"proxy-exempt", "file-sets", "helper"}},
	} {
		cmd := exec.Command("sh", "-c", d.Command(sh))
		cmd.Dir, cmd.Env = dir, append([]string{"PATH=/usr/bin:/bin", "HOME=" + home}, tt.env...)
		out, err := cmd.Output()
		must.NoError(t, err)
		for _, secret := range []string{"kkkkkkkk", "FAKEpass", "FAKEpath", "FAKEFAKE"} {
			if strings.Contains(string(out), secret) {
				t.Errorf("%v: the output shows %s:\n%s", tt.env, secret, out)
			}
		}
		r, rest, ok := d.Output("They ran it:\n$ " + strings.ReplaceAll(string(out), "\n", "\r\n") + "$ ")
		if !ok || !local.IsOutput(out) || strings.TrimSpace(strings.ReplaceAll(rest, "$", "")) != "They ran it:" {
			t.Fatalf("%s is no output; the rest is %q", out, rest)
		}
		for _, u := range r.Clients {
			if u.Client == "The SDKs" && u.Credential != tt.sdk {
				t.Errorf("%v: the SDKs would use %q, want %q", tt.env, u.Credential, tt.sdk)
			}
		}
		for _, id := range tt.want {
			if !slices.ContainsFunc(r.Findings, func(f local.Told) bool { return f.ID == id }) {
				t.Errorf("%v: %s is not told in\n%s\nof\n%s", tt.env, id, strings.Join(page.Lines(r.Blocks(), 0), "\n"), out)
			}
		}
		b, _ := content.Default()
		if read := b.Read([]byte(rest)); read.Summary != "" {
			t.Errorf("%v: it is read as the error %s", tt.env, read.Summary)
		}
	}
	if _, _, ok := d.Output("doctor-look 1\nANTHROPIC_API_KEY kind= length=1"); ok {
		t.Error("an output without its end counts")
	}
}

// TestEveryFindingIsTold holds that each finding of the data is told somewhere above, so that none is left over.
func TestEveryFindingIsTold(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("judge*.go")
	must.NoError(t, err)
	var source []byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		must.NoError(t, err)
		source = append(source, text...)
	}
	for _, f := range content.Doctor().Findings {
		if !strings.Contains(string(source), `"`+f.ID+`"`) {
			t.Errorf("nothing tells %s", f.ID)
		}
	}
}

// TestSchemaIsUpToDate generates the schema from the types; -update writes it.
func TestSchemaIsUpToDate(t *testing.T) {
	t.Parallel()
	r := generator.Reflector{Anonymous: true, DoNotReference: true}
	generated := r.Reflect(local.Report{})
	generated.Title = "why403 doctor"
	generated.Description = "What why403 doctor --json prints: what a look at this machine found, without any value."
	want, err := json.MarshalIndent(generated, "", "  ")
	must.NoError(t, err)
	want = append(want, '\n')
	if *update {
		must.NoError(t, os.WriteFile("report.schema.json", want, 0o644))
		return
	}
	if diff := cmp.Diff(string(want), string(local.Schema())); diff != "" {
		t.Errorf("the schema is out of date; run this test with -update:\n%s", diff)
	}
}
