package probe_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
)

func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	c := credential(t, fakeKey, "ANTHROPIC_API_KEY")
	s := setup(t, "")
	s.Proxies = probe.ProxiesFrom(func(n string) string {
		return map[string]string{"HTTPS_PROXY": "http://user:" + fakeKey + "@proxy:1"}[n]
	})
	wrapped := struct{ c probe.Credential }{c}
	var text strings.Builder
	for _, v := range []any{c, &c, c.Secret, &c.Secret, s, &s, wrapped, []any{wrapped}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			fmt.Fprintf(&text, verb+"\n", v)
		}
		slog.New(slog.NewJSONHandler(&text, nil)).Info("x", "v", v)
		slog.New(slog.NewTextHandler(&text, nil)).Info("x", "v", v)
		j, _ := json.Marshal(v)
		text.Write(j)
	}
	if low := strings.ToLower(text.String()); strings.Contains(low, "fakefake") || strings.Contains(low, fmt.Sprintf("%x", "FAKEfake")) || strings.Contains(text.String(), "FAKEfake") {
		t.Fatal("a key was printed")
	}
	if got := c.String(); got != "ANTHROPIC_API_KEY, …Key1, as x-api-key" {
		t.Error(got)
	}
}

// TestOtherCredentials holds that the keys to compare with come from the variables that the help names.
func TestOtherCredentials(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"WHY403", "ANTHROPIC"} {
		env := map[string]string{prefix + "_ADMIN_KEY": fakeAdmin, prefix + "_OTHER_KEY": fakeOther}
		s, warnings := probe.FromEnvironment(func(n string) string { return env[n] }, book(t).Request, probe.Own)
		if len(warnings) > 0 || s.Admin.From != prefix+"_ADMIN_KEY" || s.Other.From != prefix+"_OTHER_KEY" {
			t.Errorf("%s: admin key %v, other key %v, %v", prefix, s.Admin, s.Other, warnings)
		}
	}
}

func TestFromEnvironment(t *testing.T) {
	t.Parallel()
	const token = "sk-ant-oat01-FAKEfakeFAKEfakeFAKEfake0001"
	for _, c := range []struct {
		env      map[string]string
		key      string
		warnings int
	}{
		{map[string]string{}, "", 0},
		{map[string]string{"ANTHROPIC_API_KEY": fakeKey}, "ANTHROPIC_API_KEY, …Key1, as x-api-key", 0},
		{map[string]string{"ANTHROPIC_AUTH_TOKEN": fakeKey}, "ANTHROPIC_AUTH_TOKEN, …Key1, as Authorization: Bearer", 0},
		{map[string]string{"ANTHROPIC_API_KEY": fakeKey, "ANTHROPIC_AUTH_TOKEN": token}, "ANTHROPIC_API_KEY, …Key1, as x-api-key", 1},
		{map[string]string{"ANTHROPIC_API_KEY": token}, "ANTHROPIC_API_KEY, …0001, as Authorization: Bearer", 0},
		{map[string]string{"ANTHROPIC_API_KEY": fakeKey + "\n"}, "", 1},
		{map[string]string{"ANTHROPIC_API_KEY": "“" + fakeKey + "”"}, "", 1},
		{map[string]string{"ANTHROPIC_API_KEY": fakeKey + "\r\nX: y"}, "", 1},
		{map[string]string{"ANTHROPIC_BASE_URL": "http://example.com"}, "", 1},
		{map[string]string{"ANTHROPIC_BASE_URL": "https://example.com/v1/"}, "", 1},
		{map[string]string{"ALL_PROXY": "socks5://x:1"}, "", 1},
	} {
		s, warnings := probe.FromEnvironment(func(n string) string { return c.env[n] }, book(t).Request, probe.Own)
		if s.Key.String() != c.key || len(warnings) != c.warnings {
			t.Errorf("%v: %q, %v", len(c.env), s.Key, warnings)
		}
		holdsNoKey(t, "warnings", warnings)
		holdsNoKey(t, "cards", prober(t, s).Cards(nil))
	}
}

func TestParseBaseURL(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"https://api.anthropic.com": true, "https://gw.example/claude/": true, "http://127.0.0.1:8080": true, "http://[::1]:80": true, "http://localhost:1/x": true,
		"http://example.com": false, "http://10.0.0.1": false, "http://localhost.example.com": false, "https://u:p@x.com": false, "https://x.com?a=b": false,
		"https://x.com#": false, "x.com": false, "ftp://x.com": false, "https://": false, "": false, "https://x.com:": false, "https://ex\x00ample": false,
	} {
		if _, err := probe.ParseBaseURL(text, "/v1"); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A base URL is understood with a slash at its end, and with the version that some clients want there.
func TestBaseURLBecomesAddress(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"":                            "https://api.anthropic.com/v1/models?limit=1000",
		"https://api.anthropic.com":   "https://api.anthropic.com/v1/models?limit=1000",
		"https://gw.example/":         "https://gw.example/v1/models?limit=1000",
		"https://gw.example/v1":       "https://gw.example/v1/models?limit=1000",
		"https://gw.example/v1/":      "https://gw.example/v1/models?limit=1000",
		"https://gw.example//v1//":    "https://gw.example/v1/models?limit=1000",
		"https://gw.example/a/v1":     "https://gw.example/a/v1/models?limit=1000",
		"https://gw.example/a%2Fb/v1": "https://gw.example/a%2Fb/v1/models?limit=1000",
		"https://gw.example/a":        "https://gw.example/a/v1/models?limit=1000",
		"https://gw.example/v10":      "https://gw.example/v10/v1/models?limit=1000",
		"https://gw.example/av1":      "https://gw.example/av1/v1/models?limit=1000",
		"https://v1":                  "https://v1/v1/models?limit=1000",
		"https://gw.example/v1/v1":    "https://gw.example/v1/v1/models?limit=1000", // Twice is a mistake, which a probe has to show.
		"https://gw.example/v1/x":     "https://gw.example/v1/x/v1/models?limit=1000",
		"http://127.0.0.1:8080/v1":    "http://127.0.0.1:8080/v1/models?limit=1000",
	} {
		p := prober(t, probe.Setup{BaseURL: base})
		r, at, err := p.Request("models", "")
		if card := cardOf(t, p, "models", nil).Request.URL; err != nil || r.URL != want || card != want || !strings.HasPrefix(want, at+"/v1/") {
			t.Errorf("%q: %s, on the card %s, begins with %s: %v", base, r.URL, card, at, err)
		}
	}
}

func TestReadKeyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(text string, mode os.FileMode) string {
		path := filepath.Join(dir, fmt.Sprint(len(text), mode))
		must.NoError(t, os.WriteFile(path, []byte(text), mode))
		return path
	}
	if k, w, err := probe.ReadKeyFile(file("  "+fakeKey+" \nmore", 0o600)); k != fakeKey || len(w) != 0 || err != nil {
		t.Error(k != fakeKey, w, err)
	}
	if _, w, err := probe.ReadKeyFile(file(fakeKey, 0o644)); len(w) != 1 || err != nil {
		t.Error(w, err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "none"), file("", 0o600), file(strings.Repeat("k", 70<<10), 0o600), file(fakeKey+"é", 0o600)} {
		if _, _, err := probe.ReadKeyFile(path); err == nil || strings.Contains(err.Error(), "FAKE") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Proxies are those of the environment, but for excepted hosts and for this machine.
func TestRoutes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ base, except, want string }{
		{"https://api.anthropic.com", "", "through http://…@proxy:3128 (HTTPS_PROXY)"},
		{"https://api.anthropic.com", "*", "directly (NO_PROXY)"},
		{"https://api.anthropic.com", "x.org, anthropic.com", "directly (NO_PROXY)"},
		{"https://api.anthropic.com", ".anthropic.com", "directly (NO_PROXY)"},
		{"https://anthropic.com", ".other.com,.anthropic.com:80", "through http://…@proxy:3128 (HTTPS_PROXY)"},
		{"https://notanthropic.com", "anthropic.com", "through http://…@proxy:3128 (HTTPS_PROXY)"},
		{"https://api.anthropic.com", "anthropic.com:443", "directly (NO_PROXY)"},
		{"https://10.1.2.3", "10.0.0.0/8", "directly (NO_PROXY)"},
		{"https://10.1.2.3", "10.1.2.4", "through http://…@proxy:3128 (HTTPS_PROXY)"},
		{"http://localhost:1", "", "directly"},
	} {
		env := map[string]string{"HTTPS_PROXY": "http://me:word@proxy:3128", "NO_PROXY": c.except}
		s, _ := probe.FromEnvironment(func(n string) string { return env[n] }, book(t).Request, probe.Own)
		s.BaseURL = c.base
		if got := prober(t, s).Settings().UsualPath; got != c.want {
			t.Errorf("%s except %q: %s", c.base, c.except, got)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	p := prober(t, setup(t, "http://127.0.0.1:1"))
	p.Learn(flow.Note{Name: "workspace_id", Text: wrkspc})
	set := p.Settings()
	holdsNoKey(t, "settings", set)
	set.Model = "claude-haiku-5-5"
	must.NoError(t, p.Set(set))
	if again := p.Settings(); again != set {
		t.Errorf("%+v, want %+v", again, set)
	}
	for _, bad := range []flow.Settings{{Key: "a\x01b" + fakeKey}, {BaseURL: "http://example.com"}, {Route: "ftp://x"}, {Request: "/nonexistent"}, {Model: "a b"}} {
		if err := p.Set(bad); err == nil || strings.Contains(err.Error(), "FAKE") {
			t.Errorf("%+v: %v", bad.Route, err)
		}
	}
	if again := p.Settings(); again != set {
		t.Error("what could not be used changed something")
	}
}

// Taking a beta feature out of a body leaves every other byte as it was.
func TestPlainBody(t *testing.T) {
	t.Parallel()
	shape := book(t).Request
	shape.Betas = []flow.Beta{
		{Value: "c-1", Fields: []string{"context_management"}, Needed: true},
		{Value: "t-1", Tools: []string{"computer_"}, Needed: true},
		{Value: "old-1", Fields: []string{"thinking"}},
	}
	pb := *book(t).Playbook
	pb.Request = shape
	for _, c := range []struct{ body, plain, betas string }{
		{`{ "model":"m" , "max_tokens":1e3,"context_management": {"a":[1,{}]}, "x" : "\u00e9" }`, `{"model":"m","max_tokens":1e3,"x" : "\u00e9"}`, "c-1"},
		{`{"tools":[{"type":"computer_2","name":"c"}],"tool_choice":{"type":"any"},"a":1}`, `{"a":1}`, "t-1"},
		{`{"tools":[{"type":"computer_2","name":"c"},{"name":"f"  }],"tool_choice":{"type":"tool","name":"f"}}`, `{"tools":[{"name":"f"  }],"tool_choice":{"type":"tool","name":"f"}}`, "t-1"},
		{`{"context_management":1,"tools":[{"type":"computer_2"}]}`, `{}`, "c-1,t-1"},
		{`{"thinking":{},"model":"m"}`, "", ""},
		{`[]`, "", ""},
		{`{"a":`, "", ""},
		{``, "", ""},
	} {
		s := setup(t, "")
		s.Body = []byte(c.body)
		for _, card := range probe.New(&pb, nil, s).Cards(nil) {
			switch card.Probe.ID {
			case "without-beta":
				if got := card.Request.Body; len(card.Missing) == 0 && got != c.plain || (len(card.Missing) > 0) != (c.plain == "") {
					t.Errorf("%s became %s, missing %v", c.body, got, card.Missing)
				}
			case "with-beta":
				i := slices.IndexFunc(card.Request.Headers, func(h flow.Header) bool { return h.Name == "anthropic-beta" })
				if len(card.Missing) == 0 && card.Request.Headers[i].Value != c.betas {
					t.Errorf("%s needs %s", c.body, card.Request.Headers[i].Value)
				}
			}
		}
	}
}

func cardOf(t testing.TB, p *probe.Prober, id string, facts []flow.Fact) flow.Card {
	t.Helper()
	cards := p.Cards(facts)
	i := slices.IndexFunc(cards, func(c flow.Card) bool { return c.Probe.ID == id })
	if i < 0 {
		t.Fatalf("there is no card of %s", id)
	}
	return cards[i]
}

func TestCards(t *testing.T) {
	t.Parallel()
	b := book(t)
	empty := prober(t, probe.Setup{}).Cards(nil)
	if len(empty) != len(b.Probes) {
		t.Errorf("%d cards for %d probes", len(empty), len(b.Probes))
	}
	for _, c := range empty {
		if len(c.Missing) == 0 {
			t.Errorf("%s misses no key", c.Probe.ID)
		}
	}
	s := setup(t, "")
	var got []string
	for _, c := range prober(t, s).Cards(nil) {
		got = append(got, c.Probe.ID)
		if c.Probe.ID == "models" && !c.Useful {
			t.Error("listing the models is of no use although nothing is known")
		}
	}
	if !slices.Contains(got, "files") || slices.Contains(got, "skills") || slices.Contains(got, "agents") {
		t.Errorf("for a call to /v1/files there is %v", got)
	}
	all := []flow.Fact{{ID: "list-works", Value: flow.Yes}, {ID: "model-listed", Value: flow.Yes}}
	if c := cardOf(t, prober(t, s), "models", all); c.Useful || c.Decides[0] == "list-works" {
		t.Errorf("of use: %v; what is known stands first: %v", c.Useful, c.Decides)
	}
}

func BenchmarkCards(b *testing.B) {
	p := prober(b, setup(b, ""))
	for b.Loop() {
		p.Cards(nil)
	}
}

// The stored object is the one given, else the one that the body names, else the one that the error's message names. A body goes
// to the messages all the same.
func TestObject(t *testing.T) {
	t.Parallel()
	const inBody, inMessage = "file_011CFAKEresearch", "msgbatch_01FAKEproduction"
	body := []byte(`{"messages":[{"role":"user","content":[{"type":"text","text":"file_name of file_011CFAKEother0001"},{"source":{"file_id":"` + inBody + `"}}]}]}`)
	message := []flow.Note{{Name: "message", Text: "Batch " + inMessage + " is not there."}}
	for name, c := range map[string]struct {
		setup probe.Setup
		notes []flow.Note
		path  string
		files bool // The endpoint of files is asked about.
	}{
		"given":       {probe.Setup{Object: "file_011CFAKEgiven0001", Body: body}, message, "/v1/files/file_011CFAKEgiven0001", true},
		"in the body": {probe.Setup{Body: body}, message, "/v1/files/" + inBody, false},
		"a path":      {probe.Setup{Object: "/v1/messages", Body: body}, nil, "/v1/files/" + inBody, false},
		"in the text": {probe.Setup{Body: []byte(`{"a":"file_name"}`)}, message, "/v1/messages/batches/" + inMessage, false},
		"nowhere":     {probe.Setup{Body: []byte(`{"a":"file_name"}`)}, nil, "", false},
	} {
		p := prober(t, c.setup)
		p.Learn(c.notes...)
		path, files := "", false
		for _, card := range p.Cards(nil) {
			switch card.Probe.ID {
			case "object":
				path = strings.TrimPrefix(card.Request.URL, "https://api.anthropic.com")
			case "files":
				files = true
			}
		}
		if path != c.path || files != c.files {
			t.Errorf("%s: the object is at %q, files %v; want %q, %v", name, path, files, c.path, c.files)
		}
	}
}
