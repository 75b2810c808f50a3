package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"why403":  func() { os.Exit(run(os.Args[1:])) },
		"fakeapi": fakeAPI,
		"caller":  caller,
	})
}

// TestScripts runs the stories in testdata/script. Each has a folder of its own for its sessions.
func TestScripts(t *testing.T) {
	t.Parallel()
	l := new(labs)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("WHY403_STATE_DIR", env.WorkDir+"/state")
			env.Setenv("TERM", "dumb")
			schema, err := filepath.Abs("../../flow/report/diagnosis.schema.json")
			env.Setenv("SCHEMA", schema)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "until": until, "port": port, "lab": l.start, "requests": l.requests, "newline": newline},
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
