package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"why403/content"
	"why403/flow/graph"
	"why403/flow/must"
	"why403/flow/racetest"
)

var updateReadme = flag.Bool("update-readme", false, "write what is generated into the README.md of content/playbooks, flow/lab and content")

var readme sync.Mutex

// inReadme wants the text to stand in the README where the test has its place, as it is.
func inReadme(t *testing.T, folder, test, what, text string) {
	t.Helper()
	readme.Lock()
	defer readme.Unlock()
	path := "../../" + folder + "/README.md"
	begin, end := "<!-- go test ./cmd/why403 -run "+test+" -update-readme -->\n", "<!-- end of the "+what+" -->"
	data, err := os.ReadFile(path)
	must.NoError(t, err)
	head, rest, ok := strings.Cut(string(data), begin)
	old, tail, closed := strings.Cut(rest, end)
	switch {
	case !ok || !closed:
		t.Errorf("%s has no place for the %s", path, what)
	case old == text:
	case *updateReadme:
		must.NoError(t, os.WriteFile(path, []byte(head+begin+text+end+tail), 0o644))
	default:
		t.Errorf("the %s in %s is not what the program gives; -update-readme writes it", what, path)
	}
}

// TestReadmeGraph holds that the graph in content/playbooks/README.md is the playbook's.
func TestReadmeGraph(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	b := must.Have(t, content.Default)
	inReadme(t, "content/playbooks", "TestReadmeGraph", "graph", "```mermaid\n"+graph.Of(b.Playbook).Write(graph.Mermaid)+"```\n")
}

// TestReadmeCounts holds that the README tells how many verdicts each playbook has.
func TestReadmeCounts(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	page, err := os.ReadFile("../../README.md")
	must.NoError(t, err)
	for i, id := range content.Shipped() {
		b, err := content.Ship(id)
		must.NoError(t, err)
		want := fmt.Sprintf("%s %d", id, len(b.Playbook.Verdicts))
		if i == 0 {
			want = fmt.Sprintf("%s has %d verdicts", id, len(b.Playbook.Verdicts))
		}
		if !strings.Contains(string(page), want) {
			t.Errorf("README.md does not say %q", want)
		}
	}
}

// TestReadmeWorkflow runs the steps of the workflow in README.md that come after the first, which .ci/release --check runs: one
// fails, and the next says why.
func TestReadmeWorkflow(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the steps are written for a POSIX shell, and there is none")
	}
	page, err := os.ReadFile("../../README.md")
	must.NoError(t, err)
	steps := regexp.MustCompile("(?m)^  run: (.*)$").FindAllStringSubmatch(string(page), -1)
	if len(steps) != 3 || !strings.Contains(string(page), "    "+steps[0][1]+" ") {
		t.Fatalf("the workflow has %d steps that run something, or gets the program in another way than above it", len(steps))
	}
	dir := t.TempDir()
	summary := filepath.Join(dir, "summary.md")
	must.NoError(t, os.Symlink(builtForTest(t), filepath.Join(dir, "why403")))
	const failing = "#!/bin/sh\necho 'Your IP address isn'\\''t in this organization'\\''s allowed range. permission_error 403' >&2\nexit 1\n"
	must.NoError(t, os.WriteFile(filepath.Join(dir, "python"), []byte(failing), 0o755))
	var said string
	for i, step := range steps[1:] {
		cmd := exec.Command("sh", "-c", step[1])
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "GITHUB_STEP_SUMMARY="+summary, "WHY403_STATE_DIR="+filepath.Join(dir, "state"))
		out, err := cmd.Output()
		if said = string(out); (err != nil) != (i == 0) {
			t.Fatalf("step %d: %v\n%s", i+1, err, out)
		}
	}
	if !strings.HasPrefix(said, "::error title=Claude API 403%3A organization policy::") {
		t.Errorf("the run is annotated with %q", said)
	}
	if got, err := os.ReadFile(summary); err != nil || !strings.HasPrefix(string(got), "# Claude API 403: organization policy\n") {
		t.Errorf("the summary is %q, %v", got, err)
	}
}

// TestGuide follows content/README.md word for word: every command of its console blocks is run in one folder, and has to
// print what stands under it.
func TestGuide(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the page is written for a POSIX shell, and there is none")
	}
	const path = "../../content/README.md"
	page, err := os.ReadFile(path)
	must.NoError(t, err)
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	must.NoError(t, os.Mkdir(bin, 0o755))
	must.NoError(t, os.Symlink(builtForTest(t), filepath.Join(bin, "why403")))
	work := filepath.Join(dir, "work")
	must.NoError(t, os.Mkdir(work, 0o755))
	env := append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "HOME="+dir, "XDG_DATA_HOME=", "WHY403_DATA_DIR=", "WHY403_STATE_DIR="+filepath.Join(dir, "state"), "TERM=dumb")
	blocks := regexp.MustCompile("(?ms)^```console\n(.*?)^```$")
	today := regexp.MustCompile(`(?m)^(dns +|.* on )[0-9]{4}-[0-9]{2}-[0-9]{2}`) // The day on which it was begun.
	digest := regexp.MustCompile(`\b[0-9a-f]{12}([0-9a-f]{52})?\b`)              // It is another one every day, for the same reason.
	ran := 0
	got := blocks.ReplaceAllStringFunc(string(page), func(block string) string {
		var out strings.Builder
		out.WriteString("```console\n")
		for _, command := range commands(blocks.FindStringSubmatch(block)[1]) {
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir, cmd.Env = work, env
			printed, _ := cmd.CombinedOutput() // That a command fails is seen in what it prints.
			ran++
			out.WriteString("$ " + command + "\n")
			printed = bytes.ReplaceAll(printed, []byte(dir), []byte("~"))
			printed = digest.ReplaceAllFunc(printed, func(d []byte) []byte { return []byte(strings.Repeat("0123456789ab", len(d)))[:len(d)] })
			out.Write(today.ReplaceAll(printed, []byte("${1}2026-11-24")))
		}
		return out.String() + "```"
	})
	if ran < 8 {
		t.Errorf("%d commands were run", ran)
	}
	if got == string(page) {
		return
	}
	if *updateReadme {
		must.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	t.Errorf("content/README.md (-) is not what its commands print (+); -update-readme writes it:\n%s", cmp.Diff(string(page), got))
}

// commands returns the commands of a block: what stands behind "$ ", with the lines of a here-document that belongs to it.
func commands(block string) []string {
	var out []string
	until := ""
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, "\n")
		switch {
		case until != "":
			out[len(out)-1] += "\n" + line
			if line == until {
				until = ""
			}
		case strings.HasPrefix(line, "$ "):
			out = append(out, line[2:])
			if _, word, here := strings.Cut(line, "<<'"); here {
				until, _, _ = strings.Cut(word, "'")
			}
		}
	}
	return out
}
