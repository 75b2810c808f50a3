package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/scenario"
)

const githubFolder = "../../content/examples/github-403"

// TestExampleInstalled holds that a playbook which does not ship can do what those do that ship: it is installed as anybody would, says
// what it may do, opens on its own texts, asks its own service with its own credentials and headers, reads the replies, and writes its
// requests as commands.
func TestExampleInstalled(t *testing.T) {
	t.Parallel()
	bin, dir := builtForTest(t), t.TempDir()
	folder, err := filepath.Abs(githubFolder)
	must.NoError(t, err)
	why403 := func(code int, input string, args ...string) (out string) {
		t.Helper()
		cmd := inFolder(exec.Command(bin, args...), dir)
		cmd.Env = append(cmd.Env, "GITHUB_TOKEN=github_pat_FAKE0000000000000000000main", "NO_PROXY=*")
		cmd.Stdin = strings.NewReader(input)
		text, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != code {
			t.Fatalf("why403 %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, code, text)
		}
		return string(text)
	}
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(part), " ")) { // Lines are wrapped.
				t.Errorf("there is no %q in\n%s", part, text)
			}
		}
	}
	said := why403(exitVerdict, "", "playbook", "install", folder)
	has(said, "It uses GH_TOKEN, GITHUB_TOKEN, and sends that to api.github.com; GITHUB_API_URL may name one of these.",
		"https://api.github.com/rate_limit", "commands/sh.tmpl writes its requests")
	digest := regexp.MustCompile(`digest is ([0-9a-f]{64})`).FindStringSubmatch(said)
	if digest == nil {
		t.Fatalf("there is no digest in\n%s", said)
	}
	has(why403(exitVerdict, "", "playbook", "lint", "github-403"), "1 playbook: 0 problems, 0 warnings")
	has(why403(exitVerdict, "", "playbook", "test", "--cover-min", "100", "github-403"), "screens    100%")

	// A text of its own opens on it, and its screen is filled in with what the text holds.
	refused := "GET https://api.github.com/repos/example-works/shop: 403 `example-works` forbids access via a personal access token (classic). []"
	has(why403(exitVerdict, refused, "diagnose", "--format", "markdown", "--full"), "The organization forbids this kind of token", "with example-works as its resource owner",
		"https://api.github.com/repos/example-works/shop'")

	// Nothing is read or sent before somebody agreed; then its requests go out as it says.
	has(why403(exitVerdict, "", "--playbook", "github-403", "probe"), "the owner of the repository that the failing call names", "nobody has agreed")
	all, book := githubScenarios(t)
	played := func(id string) *lab.Lab {
		l, err := lab.Listen(*scenario.Find(all, id), 0)
		must.NoError(t, err)
		t.Cleanup(l.Close)
		return l
	}
	l := played("token-rights")
	args := []string{"--playbook", "github-403", "--trust", digest[1], "probe", "--place", "owner=example-works", "--place", "repo=shop", "--base-url", l.URL()}
	has(why403(exitVerdict, "", append(args, "rate", "repository", "anonymous", "--yes")...), "Requests are left, and GitHub takes the token.",
		"The token may read the repository, and it is not archived.", "Whoever is not signed in may read it.", "answered by the GitHub API itself")
	for _, r := range l.Requests() {
		if r.Key != "main" && r.Key != "" || r.Status != 200 {
			t.Errorf("%s %s with the key …%s was answered %d", r.Method, r.Path, r.Key, r.Status)
		}
	}
	if n := len(l.Requests()); n != 3 {
		t.Errorf("%d requests came, want 3", n)
	}
	// A reply by its number, by a header, and by a member of the JSON.
	for _, c := range []struct{ scenario, key, probe, repo, want string }{
		{"hour-limit", "ghp_FAKE00000000000000000000usedup", "rate", "shop", "No requests are left for this hour."},
		{"single-sign-on", "", "repository", "shop", "The token has to be authorized for single sign-on."},
		{"token-rights", "", "repository", "attic", "The repository is archived."},
	} {
		args := []string{"--playbook", "github-403", "probe", "--place", "owner=example-works", "--place", "repo=" + c.repo, "--base-url", played(c.scenario).URL(), c.probe, "--yes"}
		if c.key != "" {
			file := filepath.Join(dir, "key")
			must.NoError(t, os.WriteFile(file, []byte(c.key+"\n"), 0o600))
			args = append(args, "--key-file", file)
		}
		has(why403(exitVerdict, "", args...), c.want)
	}
	has(why403(exitUsage, "", "--playbook", "github-403", "probe", "--place", "owner=..", "rate"), `takes no "owner=.."`)

	// The program's own commands carry its headers and its variable.
	command := why403(exitVerdict, "", append(slices.Clone(args), "repository", "--command", "sh")...)
	has(command, "GITHUB_TOKEN", "GITHUB_API_URL", "x-github-api-version: 2022-11-28", "Accept: application/vnd.github+json", "/repos/example-works/shop")
	if strings.Contains(command, "github_pat_FAKE") || strings.Contains(command, "x-api-key") || strings.Contains(command, "anthropic") {
		t.Errorf("the command has another service's header, or the key itself:\n%s", command)
	}
	if len(book.Commands) != 2 {
		t.Errorf("there are %d languages, want 2", len(book.Commands))
	}
	has(why403(exitVerdict, "", "--playbook", "github-403", "lab", "--list"), "hour-limit", "token-permissions")
}

// TestExampleScenarios plays every scenario of the playbook: what the call prints, and what a person answers, lead to its cause.
func TestExampleScenarios(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	all, book := githubScenarios(t)
	reached := make(map[string]bool)
	for _, s := range all {
		l, err := lab.Listen(s, 0)
		must.NoError(t, err)
		text, err := l.FailingText(t.Context())
		l.Close()
		must.NoError(t, err)
		talk := new(flow.Session)
		talk.Read(book.Read([]byte(text)), flow.Pasted, time.Time{})
		p := flow.Walk(book.Playbook, talk.Facts())
		for ; p.Outcome == flow.Asking; p = flow.Walk(book.Playbook, talk.Facts()) {
			v, ok := s.Answers[p.Question.ID]
			if !ok {
				t.Fatalf("%s: nobody answers %s", s.ID, p.Question.ID)
			}
			talk.Assert(time.Time{}, flow.Fact{ID: p.Question.ID, Value: v, From: flow.You})
		}
		if p.Verdict == nil || p.Verdict.ID != s.Verdict {
			t.Errorf("%s comes to %v, not %s, with\n%s", s.ID, p.Verdict, s.Verdict, text)
		}
		reached[s.Verdict] = true
	}
	if n := len(reached); n < 7 {
		t.Errorf("only %d causes are played: %v", n, slices.Sorted(maps.Keys(reached)))
	}
}

// githubScenarios returns the scenarios of the example, and its playbook.
func githubScenarios(t *testing.T) ([]scenario.Scenario, *content.Book) {
	t.Helper()
	book, err := content.LoadPath(githubFolder)
	must.NoError(t, err)
	all, err := content.LoadScenariosPath(githubFolder, book)
	must.NoError(t, err)
	return all, book
}

func inFolder(cmd *exec.Cmd, dir string) *exec.Cmd {
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "WHY403_STATE_DIR="+dir, "WHY403_DATA_DIR="+dir, "TZ=UTC")
	return cmd
}
