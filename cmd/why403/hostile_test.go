package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content/contenttest"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestHostilePlaybook runs every command with a playbook whose every text acts on a terminal, and has its mistakes told: no byte
// that acts comes out, on either stream.
func TestHostilePlaybook(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	dir := t.TempDir()
	put := func(name string, change func(files map[string]string)) string {
		files := make(map[string]string)
		for name, f := range contenttest.Hostile() {
			files[name] = string(f.Data)
		}
		if change != nil {
			change(files)
		}
		for file, text := range files {
			path := filepath.Join(dir, "playbooks", name, file)
			must.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			must.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		}
		return filepath.Join(dir, "playbooks", name)
	}
	bad := put("bad", nil)
	broken := put("broken", func(f map[string]string) {
		f["playbook.yaml"] += "\"x" + contenttest.InYAML + "\": 1\n"
		f["screens/two.md"] = contenttest.Text
	})
	put("name\x1b]52;c;QQ==\a\u202e", nil)
	text := filepath.Join(dir, "error.txt")
	must.NoError(t, os.WriteFile(text, []byte("it was seen"+contenttest.Text), 0o644))
	run := func(in string, args ...string) string {
		var out, talk bytes.Buffer
		c := &console{in: strings.NewReader(in), out: &out, err: &talk, now: time.Now, env: func(name string) string {
			return map[string]string{"WHY403_STATE_DIR": dir, "WHY403_DATA_DIR": dir}[name]
		}}
		cmd := c.root()
		cmd.SetOut(&out)
		cmd.SetErr(&talk)
		cmd.SetArgs(args)
		exitCode(&talk, cmd.ExecuteContext(t.Context()))
		return out.String() + talk.String()
	}
	plain := "it was seen\n.\nwhy\nhow\ny\ntrail\ncauses\nsay\nprobes\nprobe p\ncommand sh\nreference\nexamples\nexample e\nreport\nletter\nbooks\nplaybook\nhelp\nquit\n"
	for _, c := range []struct {
		in   string
		args []string
	}{
		{"", []string{"playbook", "list"}},
		{"", []string{"playbook", "lint", bad}},
		{"", []string{"playbook", "lint", broken}},
		{"", []string{"playbook", "lint", "--format", "json", broken}},
		{"", []string{"playbook", "lint", "--format", "sarif", bad}},
		{"", []string{"playbook", "test", "--cover", bad}},
		{"", []string{"playbook", "test", broken}},
		{"", []string{"playbook", "test", "--update", bad}},
		{"", []string{"playbook", "graph", bad}},
		{"", []string{"playbook", "graph", "--format", "dot", bad}},
		{"", []string{"playbook", "graph", "--format", "mermaid", bad}},
		{"", []string{"playbook", "paths", bad}},
		{"", []string{"playbook", "paths", "--longest", "--json", bad}},
		{"", []string{"playbook", "cost", bad}},
		{"", []string{"playbook", "cost", "--json", bad}},
		{"", []string{"--playbook", bad, "playbook", "show"}},
		{"", []string{"--playbook", bad, "playbook", "show", "ok"}},
		{"", []string{"--playbook", bad, "playbook", "show", "one"}},
		{"", []string{"--playbook", bad, "playbook", "show", "r"}},
		{"", []string{"--playbook", bad, "playbook", "show", "t"}},
		{"", []string{"--playbook", bad, "playbook", "show", "s"}},
		{"", []string{"--playbook", bad, "playbook", "show", "nothing\x1b]52;c;QQ==\a"}},
		{"", []string{"--playbook", bad, "diagnose", text}},
		{"", []string{"--playbook", bad, "diagnose", "--json", text}},
		{"", []string{"--playbook", bad, "diagnose", "--answer", "ok=no", text}},
		{"nothing", []string{"--playbook", bad, "diagnose", "-"}},
		{"", []string{"--playbook", bad, "diagnose", "--probe", "all", text}},
		{`{"id":"a","text":"it was seen"}`, []string{"--playbook", bad, "diagnose", "--batch"}},
		{"", []string{"--playbook", bad, "probe"}},
		{"", []string{"--playbook", bad, "probe", "p", "--yes"}},
		{"", []string{"--playbook", bad, "probe", "p", "--command", "sh"}},
		{"", []string{"--playbook", bad, "capture"}},
		{"", []string{"--playbook", broken, "diagnose", text}},
		{"", []string{"--playbook", "\x1b]52;c;QQ==\a", "diagnose", text}},
		{"", []string{"diagnose", "\x1b]52;c;QQ==\a"}},
		{plain, []string{"--playbook", bad, "--plain"}},
		{"", []string{"sessions"}},
		{"", []string{"--playbook", bad, "report"}},
		{"", []string{"--playbook", bad, "report", "--format", "customer"}},
		{"", []string{"--playbook", bad, "report", "--format", "support"}},
		{"", []string{"--playbook", bad, "report", "--format", "html"}},
		{"", []string{"--playbook", bad, "report", "--format", "json"}},
		{"", []string{"--playbook", bad, "replay"}},
		{"", []string{"--playbook", bad, "stats"}},
	} {
		got := run(c.in, c.args...)
		if got == "" {
			t.Errorf("%q prints nothing", c.args)
		}
		if r, ok := contenttest.Acting(got); ok {
			at := strings.IndexRune(got, r)
			t.Errorf("%q prints %U: %q", c.args, r, got[max(0, at-200):min(len(got), at+100)])
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, "playbooks"))
	if err != nil || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.Contains(e.Name(), "\x1b") }) {
		t.Errorf("the folder's name was not hostile: %v, %v", entries, err)
	}
}
