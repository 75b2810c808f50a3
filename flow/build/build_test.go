package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// TestLine builds a small program with this package, in every way in which people get one, and has it say what it is.
func TestLine(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, tool := range []string{"go", "git"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	source, err := os.ReadFile("build.go")
	must.NoError(t, err)
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		must.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	write("go.mod", "module why403\n\ngo 1.26\n")
	write("flow/build/build.go", string(source))
	const program = "package main\n\nimport \"why403/flow/build\"\n\nfunc main() { print(build.Line()) }\n"
	write("cmd/say/main.go", program)
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(
			os.Environ(), "GOFLAGS=-buildvcs=auto", "GOWORK=off", "TZ=Asia/Tokyo", "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir),
			"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_COMMITTER_DATE=2026-11-29T23:30:00Z",
		)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	want := func(got, pattern string) {
		t.Helper()
		if !regexp.MustCompile("^" + pattern + "$").MatchString(got) {
			t.Errorf("it says %q, want %s", got, pattern)
		}
	}
	said := func(flags ...string) string {
		t.Helper()
		bin := filepath.Join(t.TempDir(), "say")
		if runtime.GOOS == "windows" {
			bin += ".exe"
		}
		run("go", append(append([]string{"build"}, flags...), "-o", bin, "./cmd/say")...)
		return run(bin)
	}
	const commit, none = `commit [0-9a-f]{12} of 2026-11-29`, `\(devel\)`

	want(run("go", "run", "./cmd/say"), none)
	want(said(), none)
	want(
		said("-ldflags", "-X why403/flow/build.version=v1.2.0 -X why403/flow/build.commit=0123456789abcdef -X why403/flow/build.date=2026-11-29"),
		`v1\.2\.0 \(commit 0123456789ab of 2026-11-29\)`,
	)

	run("git", "init", "-q")
	run("git", "add", ".")
	run("git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "-q", "-m", "first")
	want(run("go", "run", "./cmd/say"), `devel \(`+commit+`\)`)
	want(run("go", "run", "./cmd/say"), `devel \(`+commit+`\)`) // From the cache.
	want(run("go", "run", "-buildvcs=true", "./cmd/say"), `v0\.0\.0-\S+ \(`+commit+`\)`)
	want(run("go", "run", "-trimpath", "./cmd/say"), none)
	want(said(), `v0\.0\.0-\S+ \(`+commit+`\)`)
	want(said("-buildvcs=false"), none) // The checkout may be another one by the time it runs.

	write("cmd/say/main.go", program+"\n// More.\n")
	want(run("go", "run", "./cmd/say"), `devel \(`+commit+`, changed since\)`)
	want(said(), `v0\.0\.0-\S+\+dirty \(`+commit+`, changed since\)`)

	run("git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "-q", "-a", "-m", "second")
	run("git", "tag", "v1.3.0")
	want(said(), `v1\.3\.0 \(`+commit+`\)`)
}
