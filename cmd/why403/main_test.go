package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"why403/flow/must"
	"why403/flow/racetest"
	"why403/flow/redact"
	"why403/tui/tty"
)

// tests are the tests of this package, with what they share.
type tests struct{ *testing.M }

func (m tests) Run() int {
	// Most tests wait for processes or for deadlines, so more of them than processors go on at once. A flag still wins.
	for name, value := range map[string]string{"test.parallel": "6", "rapid.checks": racetest.Checks("100")} {
		if err := flag.Set(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	code := m.M.Run()
	if err := os.RemoveAll(programFolder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// programFolder holds the program, when a test has asked for it.
var programFolder string

// program returns the path of the program of this folder, built once and as it ships: without the race detector.
var program = sync.OnceValues(func() (string, error) {
	var err error
	if programFolder, err = os.MkdirTemp("", "why403-test"); err != nil {
		return "", err
	}
	bin := filepath.Join(programFolder, "why403")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return bin, nil
})

// builtForTest returns the path of the program as it ships. Under the race detector what runs it is skipped: there is nothing of the
// detector in it, and it runs without.
func builtForTest(t *testing.T) string {
	t.Helper()
	if racetest.Enabled {
		t.Skip("runs the program as it ships, in which the race detector is not")
	}
	bin, err := program()
	must.NoError(t, err)
	return bin
}

func TestMain(m *testing.M) {
	if tty.Guarding(redact.Text) {
		return
	}
	testscript.Main(tests{m}, programs)
}

// programs are what the test binary is when it is started under another name.
var programs = map[string]func(){
	"why403":  func() { os.Exit(run(os.Args[1:])) },
	"fakeapi": fakeAPI,
	"caller":  caller,
	"crasher": crasher,
}

// concurrent are the stories of what the program does at once and no test does in its own process. They run the program that the
// tests were built into, with the race detector if it is on, and are the only ones that run then: the others run it as it ships.
var concurrent = []string{"json"}

// TestScripts runs the stories in testdata/script. Each has a folder of its own for its sessions.
func TestScripts(t *testing.T) {
	t.Parallel()
	l := new(labs)
	var only []string
	folder, ships := "testdata/script", ""
	if !racetest.Enabled {
		ships = filepath.Dir(builtForTest(t))
	} else {
		for _, story := range concurrent {
			only = append(only, filepath.Join(folder, story+".txtar"))
		}
		folder = ""
	}
	testscript.Run(t, testscript.Params{
		Dir:                 folder,
		Files:               only,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("WHY403_STATE_DIR", env.WorkDir+"/state")
			env.Setenv("TERM", "dumb")
			if story := strings.TrimPrefix(filepath.Base(env.WorkDir), "script-"); !slices.Contains(concurrent, story) {
				env.Setenv("PATH", ships+string(filepath.ListSeparator)+env.Getenv("PATH"))
			}
			env.Setenv("GORACE", os.Getenv("GORACE")) // So that no process waits at its end.
			schema, err := filepath.Abs("../../flow/report/diagnosis.schema.json")
			env.Setenv("SCHEMA", schema)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "until": until, "lab": l.start, "requests": l.requests, "newline": newline},
	})
}

// status runs a command and wants the exit code: status CODE why403 ARGS…
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND [ARGUMENT…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		var exit interface{ ExitCode() int }
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = strconv.Itoa(exit.ExitCode())
	}
	if got != args[0] {
		ts.Fatalf("exit %s, want %s", got, args[0])
	}
}
