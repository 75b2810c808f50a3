package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"why403/flow/must"
)

// TestWatch saves files of a playbook as its author does, and wants each save to be answered: by what changed, and by what lint and
// the cases say of it.
func TestWatch(t *testing.T) {
	t.Parallel()
	bin, dir := builtForTest(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, "dns", name) }
	out, err := inFolder(exec.Command(bin, "playbook", "new", "dns", "--title", "Why?"), dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute) // One that says nothing would be waited for.
	defer stop()
	cmd := inFolder(exec.CommandContext(ctx, bin, "playbook", "watch", "dns"), dir)
	pipe, err := cmd.StdoutPipe()
	must.NoError(t, err)
	must.NoError(t, cmd.Start())
	lines := bufio.NewScanner(pipe)
	// Reads up to the verdict on the cases, which stands last.
	want := func(parts ...string) {
		t.Helper()
		var got strings.Builder
		for lines.Scan() {
			got.WriteString(lines.Text() + "\n")
			if strings.HasPrefix(lines.Text(), "ok ") || strings.HasPrefix(lines.Text(), "FAIL ") || strings.HasPrefix(lines.Text(), "there is no") {
				break
			}
		}
		for _, part := range parts {
			if !strings.Contains(got.String(), part) {
				t.Fatalf("there is no %q in\n%s", part, &got)
			}
		}
	}
	edit := func(name, from, to string) {
		t.Helper()
		data, err := os.ReadFile(at(name))
		must.NoError(t, err)
		must.NoError(t, os.WriteFile(at(name), []byte(strings.Replace(string(data), from, to, 1)), 0o600))
	}

	want("  16 files\n", "ok    dns  4 cases\n")
	edit("playbook.yaml", "title:", "titel:")
	want("  playbook.yaml changed\n", "playbook.yaml:13:1: unknown key \"titel\"\n    titel: ", "\n    ^\n", "FAIL  dns  its cases were not run\n")
	edit("playbook.yaml", "titel:", "title:")
	want("  playbook.yaml changed\n", "ok    dns  4 cases\n")
	edit("tests/cases.yaml", "running: no", "running: yes")
	want("  tests/cases.yaml changed\n", "dns/tests/cases.yaml:4\n", "FAIL  dns  1 of 4 cases failed\n")
	edit("tests/cases.yaml", "name:", "nmae:")
	want("tests/cases.yaml:", `did you mean "name"?`, "its cases were not run\n")
	edit("tests/cases.yaml", "nmae:", "name:")
	want("1 of 4 cases failed\n")
	// An editor that writes another file and moves it there; what does not belong to the playbook is nothing to it.
	for _, name := range []string{"notes.txt", "tests/.cases.yaml.swp"} {
		must.NoError(t, os.WriteFile(at(name), []byte("name: draft\n"), 0o600))
	}
	data, err := os.ReadFile(at("tests/cases.yaml"))
	must.NoError(t, err)
	must.NoError(t, os.WriteFile(at("cases.new"), []byte(strings.Replace(string(data), "running: yes", "running: no", 1)), 0o600))
	must.NoError(t, os.Rename(at("cases.new"), at("tests/cases.yaml")))
	want("  tests/cases.yaml changed\n", "ok    dns  4 cases\n")
	// A folder that is away for a while, as when a branch is switched.
	must.NoError(t, os.Rename(at(""), at("")+"-away"))
	want("playbook.yaml removed", `there is no playbook "dns"`)
	must.NoError(t, os.Rename(at("")+"-away", at("")))
	want("playbook.yaml added", "ok    dns  4 cases\n")

	must.NoError(t, cmd.Process.Signal(os.Interrupt))
	for lines.Scan() {
		t.Errorf("it goes on with %q", lines.Text())
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit status %d, want %d", code, exitInterrupted)
	}
}
