package content

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func staged(t *testing.T, l *Library, p Pack) *Staged {
	t.Helper()
	s, err := l.Stage(p, noon)
	must.NoError(t, err)
	return s
}

// changed returns the pack with another title.
func changed(p Pack, title string) Pack {
	q := Pack{Files: make(map[string][]byte), Main: p.Main}
	for name, data := range p.Files {
		q.Files[name] = data
	}
	q.Files[p.Main] = bytes.Replace(p.Files[p.Main], []byte("title: 'Why?'"), []byte("title: '"+title+"'"), 1)
	return q
}

// TestInstall installs a playbook, a new version of it, and removes it. At every moment the one or the other is there, and nothing else
// is left behind.
func TestInstall(t *testing.T) {
	t.Parallel()
	l := &Library{Dir: filepath.Join(t.TempDir(), "playbooks")}
	title := func() string {
		b, err := l.WithID("dns")
		if err != nil {
			return ""
		}
		return b.Title
	}
	first := staged(t, l, sample(t, "dns"))
	if got := l.Names(); !slices.Equal(got, Shipped()) || title() != "" || first.Replaces() {
		t.Errorf("before it is kept: %v", got)
	}
	must.NoError(t, first.Keep("/home/ann/dns", "v1", noon))
	kept, err := l.Kept()
	if k := kept["dns"]; err != nil || k.Source != "/home/ann/dns" || k.Version != "v1" || k.Digest != first.Digest || !k.Installed.Equal(noon) {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	if got := l.Names(); !slices.Equal(got, append(Shipped(), "dns")) || title() != "Why?" || len(l.installed()) != 1 {
		t.Errorf("kept: %v", got)
	}
	if again := staged(t, l, sample(t, "dns")); !again.Same() || again.Replaces() {
		t.Error("the same is another one")
	} else {
		again.Discard()
	}
	second := staged(t, l, changed(sample(t, "dns"), "Why not?"))
	if !second.Replaces() || second.Same() || title() != "Why?" { // As it is where somebody is interrupted here.
		t.Errorf("while it is not kept the title is %q", title())
	}
	must.NoError(t, second.Keep("/home/ann/dns", "v2", noon))
	if title() != "Why not?" {
		t.Errorf("then it is %q", title())
	}
	if left, _ := os.ReadDir(l.Dir); len(left) != 2 {
		t.Errorf("besides the lock file and the playbook: %v", left)
	}
	must.NoError(t, l.Remove("dns", noon))
	if left, _ := os.ReadDir(l.Dir); len(left) != 1 || title() != "" {
		t.Errorf("after it was removed: %v", left)
	}
	if err := l.Remove("dns", noon); err == nil || flow.HintOf(err) == "" {
		t.Errorf("removed twice: %v", err)
	}
}

// TestInterrupted holds that what an interrupted install left behind is used for nothing, and goes after an hour; what a person
// keeps there stays.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	l := &Library{Dir: t.TempDir()}
	s := staged(t, l, sample(t, "dns"))
	if got := l.Names(); !slices.Equal(got, Shipped()) {
		t.Errorf("what was not kept has a name: %v", got)
	}
	if _, ok := l.installedPath(s.folder); ok {
		t.Error("it is found by the name of its folder")
	}
	must.NoError(t, os.MkdirAll(filepath.Join(l.Dir, ".git"), 0o755))
	for _, tt := range []struct {
		later time.Duration
		there bool
	}{{time.Minute, true}, {2 * time.Hour, false}} {
		must.NoError(t, l.change(time.Now().Add(tt.later), func(map[string]Kept) {}))
		if _, err := os.Stat(filepath.Join(l.Dir, s.folder)); (err == nil) != tt.there {
			t.Errorf("after %v: %v", tt.later, err)
		}
	}
	if _, err := os.Stat(filepath.Join(l.Dir, ".git")); err != nil {
		t.Error(err)
	}
}

// TestNotInstalled gives what is not kept: every error says what to do, and nothing is left behind.
func TestNotInstalled(t *testing.T) {
	t.Parallel()
	with := func(id, name, text string) Pack {
		p := sample(t, id)
		p.Files[name] = []byte(text)
		return p
	}
	ships := changed(sample(t, "dns"), "Why?")
	ships.Files["playbook.yaml"] = bytes.Replace(ships.Files["playbook.yaml"], []byte("id: dns"), []byte("id: "+DefaultID), 1)
	up := changed(ships, "Why?")
	up.Files["playbook.yaml"] = bytes.Replace(up.Files["playbook.yaml"], []byte("id: "+DefaultID), []byte("id: ../../dns"), 1)
	for name, tt := range map[string]struct {
		pack Pack
		want string
	}{
		"no YAML":             {with("dns", "playbook.yaml", "a: ["), "cannot be used"},
		"lint":                {with("dns", "signs.yaml", "signs:\n  - {id: a, text: 'x', names: no-such-fact, source: https://a.example}\n"), "no-such-fact"},
		"a known token":       {with("dns", "request.yaml", "base_url: https://a.example\nhosts: [a.example]\nvariables: {token: GITHUB_TOKEN}\n"), "GITHUB_TOKEN belongs to another service and goes to github.com only"},
		"a header with a key": {with("dns", "request.yaml", "base_url: https://a.example\nhosts: [a.example]\nheaders: {authorization: x}\n"), `"authorization" is no header that every request is sent with`},
		"a broken scenario":   {with("dns", "lab/scenarios.yaml", "scenarios: [{id: one, title: T, why: W, verdict: stoped, text: x, answers: {}}]\n"), `there is no verdict "stoped"`},
		"another's key":       {with("dns", "request.yaml", "base_url: https://a.example\nhosts: [a.example]\nvariables: {key: ANTHROPIC_API_KEY}\n"), "belongs to the playbook anthropic-403"},
		"ships":               {ships, "ships with the program"},
		"leads out":           {up, "../../dns"},
	} {
		l := &Library{Dir: t.TempDir()}
		_, err := l.Stage(tt.pack, noon)
		if err == nil || !strings.Contains(err.Error(), tt.want) || flow.HintOf(err) == "" {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if left, _ := os.ReadDir(l.Dir); len(left) > 0 {
			t.Errorf("%s: left behind %v", name, left)
		}
	}
	l := &Library{Dir: t.TempDir()}
	must.NoError(t, sample(t, "dns").Write(filepath.Join(l.Dir, "dns")))
	if _, err := l.Stage(sample(t, "dns"), noon); err == nil || !strings.Contains(err.Error(), "was not installed by a command") {
		t.Errorf("over what was put there by hand: %v", err)
	}
	if err := l.Remove("dns", noon); err != nil || len(l.installed()) > 0 {
		t.Errorf("what was put there by hand: %v", err)
	}
	if err := l.Remove(DefaultID, noon); err == nil {
		t.Error("one that ships was removed")
	}
}

// TestLockVouchesForNothing gives lock files that somebody broke or forged: they lead to no other folder, and are not written over.
func TestLockVouchesForNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "[]", "{", `{"playbooks": []}`,
		`{"playbooks": {"dns": {"path": "../dns"}}}`, `{"playbooks": {"dns": {"path": "/etc"}}}`, `{"playbooks": {"dns": {"path": ".why403-1/../../x"}}}`,
		`{"playbooks": {"dns": {"path": "dns"}}}`, `{"playbooks": {"../x": {"path": ".why403-1"}}}`, `{"playbooks": {"anthropic-403": {"path": ".why403-1"}}}`,
	} {
		l := &Library{Dir: t.TempDir()}
		at := filepath.Join(l.Dir, lockFile)
		must.NoError(t, os.WriteFile(at, []byte(text), 0o600))
		if kept, err := l.Kept(); err == nil || flow.HintOf(err) == "" {
			t.Errorf("%s: %v, %v", text, kept, err)
		}
		if got := l.Names(); !slices.Equal(got, Shipped()) {
			t.Errorf("%s: %v", text, got)
		}
		if _, err := l.Stage(sample(t, "dns"), noon); err == nil {
			t.Errorf("%s: installed all the same", text)
		}
		if now, err := os.ReadFile(at); err != nil || string(now) != text {
			t.Errorf("%s: written over", text)
		}
	}
}

// TestChanges says what a new version may do that the old one could not.
func TestChanges(t *testing.T) {
	t.Parallel()
	l := &Library{Dir: t.TempDir()}
	from := staged(t, l, sample(t, "dns"))
	p := sample(t, "dns")
	p.Files["request.yaml"] = []byte("base_url: https://a.example\nhosts: [a.example]\nheaders: {api-version: \"1\"}\nvariables: {key: ACME_API_KEY}\n")
	p.Files["playbook.yaml"] = bytes.Replace(p.Files["playbook.yaml"], []byte("systemctl is-active dns"), []byte("ps aux"), 1)
	to := staged(t, l, p)
	want := []string{"+ host a.example", "+ variable ACME_API_KEY", "+ command ps aux", "- command systemctl is-active dns"}
	if got := Changes(from.Book, to.Book); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
