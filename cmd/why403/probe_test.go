package main

import (
	"context"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"why403/content"
	"why403/flow/lab"
	"why403/flow/scenario"
)

// labs are the labs of the stories that are under way.
type labs struct {
	mu sync.Mutex
	of map[string]*lab.Lab
}

// start starts a scenario and sets the variables that the failing program would have, with LAB_MODEL, and ADMIN, OTHER and VIA
// for what the person has beside it: lab SCENARIO [FAULT]. The story's lab before it is closed.
func (l *labs) start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: lab SCENARIO [FAULT]")
	}
	all, err := content.Scenarios()
	ts.Check(err)
	s := scenario.Find(all, args[0])
	if s == nil {
		ts.Fatalf("there is no scenario %q", args[0])
	}
	running, err := lab.Listen(*s, 0)
	ts.Check(err)
	ts.Defer(running.Close)
	_, err = running.FailingText(context.Background()) // Some scenarios begin with it.
	ts.Check(err)
	if len(args) > 1 {
		running.Fault(lab.Fault(args[1]))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = make(map[string]*lab.Lab)
	}
	l.of[ts.Name()] = running
	for name, value := range map[string]string{
		"ANTHROPIC_BASE_URL": running.URL(), running.Variable(): running.Key(), "ANTHROPIC_ADMIN_KEY": running.AdminKey(),
		"ANTHROPIC_OTHER_KEY": running.OtherKey(), "LAB_MODEL": running.Model(), "VIA": running.Elsewhere(),
	} {
		ts.Setenv(name, value)
	}
}

// requests wants that requests have arrived since the failing call, or that none has: requests none|some.
func (l *labs) requests(ts *testscript.TestScript, _ bool, args []string) {
	l.mu.Lock()
	running := l.of[ts.Name()]
	l.mu.Unlock()
	if running == nil || len(args) != 1 {
		ts.Fatalf("usage, after lab: requests none|some")
	}
	var lines []string
	for _, r := range running.Requests()[1:] {
		lines = append(lines, r.Line())
	}
	if some := len(lines) > 0; some != (args[0] == "some") {
		ts.Fatalf("%d requests have arrived, want %s:\n%s", len(lines), args[0], strings.Join(lines, "\n"))
	}
}

// newline puts a line break behind a variable's value: newline NAME.
func newline(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], ts.Getenv(args[0])+"\n")
}
