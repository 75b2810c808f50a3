// Package build says what the running program was built from.
package build

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// version, commit and date (YYYY-MM-DD, of the commit) are those of a release; .ci/release has the linker set them.
var version, commit, date string

// devel is the version of what no release, module or commit names, as Go writes it.
const devel = "(devel)"

// Version returns the version that the program was built as: a release's, a module's, or "(devel)".
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return devel
}

// Line returns the version with the commit and its date, such as "v1.2.0 (commit 849f76ad166f of 2026-11-29)". What is not known is
// left out.
func Line() string {
	at, day, changed := commit, date, false
	if at == "" {
		at, day, changed = stamped()
	}
	if at == "" {
		at, day, changed = checkedOut()
	}
	return line(Version(), at, day, changed)
}

func line(version, at, day string, changed bool) string {
	if at == "" {
		return version
	}
	about := "commit " + at[:min(len(at), 12)]
	if day != "" {
		about += " of " + day
	}
	if changed {
		about += ", changed since"
	}
	return strings.Trim(version, "()") + " (" + about + ")"
}

// stamped is the commit that go build or go install wrote into the program, its day, and whether files differed from it.
func stamped() (at, day string, changed bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			at = s.Value
		case "vcs.time":
			day, _, _ = strings.Cut(s.Value, "T")
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	return at, day, changed
}

// checkedOut asks git for the same where the program was started by go run, which writes no commit into it but has just built it
// from the files of the checkout. A program that lies anywhere else may be older than those.
func checkedOut() (at, day string, changed bool) {
	self, err := os.Executable()
	_, source, _, ok := runtime.Caller(0)
	// go run has it in a temporary folder the first time, and in the cache of builds from then on.
	started := regexp.MustCompile(`[/\\]go-build\d*[/\\](b\d+|[0-9a-f]{2})[/\\]`).MatchString(self)
	if err != nil || !ok || !filepath.IsAbs(source) || !started {
		return "", "", false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	git := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", filepath.Dir(source)}, args...)...)
		cmd.Env = append(os.Environ(), "TZ=UTC")
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err
	}
	found, err := git("log", "-1", "--format=%H %cd", "--date=format-local:%Y-%m-%d")
	if err != nil {
		return "", "", false
	}
	files, err := git("status", "--porcelain")
	at, day, _ = strings.Cut(found, " ")
	return at, day, err != nil || files != ""
}
