package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"why403/content"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestNotation holds that commands and flags name what they take in one way: CAPITALS for what is to be put there, | for one of several,
// brackets for what can be left out, … for more of the same.
func TestNotation(t *testing.T) {
	t.Parallel()
	const term = `[A-Z]+(\|([A-Z]+|-))*`
	takes := regexp.MustCompile(`^(( (-- )?` + term + `…?)|( \[(-- )?` + term + `( \[` + term + `\]…)?\]…?))*$`)
	value := regexp.MustCompile(`^(|[A-Z]+(\|[A-Z]+)*|(ID|NAME)=(TEXT|yes\|no\|unsure))$`)
	root := (&console{env: os.Getenv}).root()
	eachCommand(root, func(cmd *cobra.Command) {
		if cmd.HasParent() && cmd.Parent().Name() == "completion" {
			return // Cobra's own.
		}
		if use := strings.TrimPrefix(cmd.Use, cmd.Name()); !takes.MatchString(use) {
			t.Errorf("%s takes %q", cmd.CommandPath(), use)
		}
		if strings.Contains(cmd.Use, "SESSION") && !strings.Contains(cmd.Use, "SESSION|TICKET") {
			t.Errorf("%s takes no ticket: %s", cmd.CommandPath(), cmd.Use)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if name, _ := pflag.UnquoteUsage(f); !value.MatchString(name) {
				t.Errorf("%s --%s takes %q", cmd.CommandPath(), f.Name, name)
			}
		})
		if cmd.HasParent() && len(cmd.Parent().Groups()) > 0 && cmd.GroupID == "" {
			t.Errorf("%s stands in no group of the help", cmd.CommandPath())
		}
	})
}

// TestTopics holds that help and the manual tell the same of variables, files and exit codes, and that every variable which the program
// reads by its name is one of them.
func TestTopics(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	var out bytes.Buffer
	c := &console{env: os.Getenv, out: &out, err: &out}
	root := c.root()
	var page bytes.Buffer
	must.NoError(t, writeMan(&page, root, c.topics()))
	for _, topic := range c.topics() {
		out.Reset()
		root.SetArgs([]string{"help", topic.name})
		must.NoError(t, root.Execute())
		entries, err := topic.entries()
		if err != nil || len(entries) == 0 {
			t.Fatalf("%s: %d entries, %v", topic.name, len(entries), err)
		}
		for _, e := range entries {
			if !strings.Contains(out.String(), e.term) || !strings.Contains(out.String(), e.about) {
				t.Errorf("help %s does not tell of %s:\n%s", topic.name, e.term, &out)
			}
			if !strings.Contains(page.String(), roff(e.term)) || !strings.Contains(page.String(), roff(e.about)) {
				t.Errorf("the manual does not tell of %s", e.term)
			}
		}
	}
	told := out.String
	out.Reset()
	root.SetArgs([]string{"help", "environment"})
	must.NoError(t, root.Execute())
	for name, where := range namedVariables(t) {
		if !regexp.MustCompile(`\b`+name+`\b`).MatchString(strings.ToUpper(told())) && name != "HOME" {
			t.Errorf("%s reads %s, and help environment does not tell of it", where, name)
		}
	}
}

// namedVariables returns the variables that the program's own code reads by a name, each with a place.
func namedVariables(t *testing.T) map[string]string {
	t.Helper()
	names := make(map[string]string)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{"testdata", ".git", ".ci", "racetest"}, d.Name()):
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			lit, ok := call.Args[0].(*ast.BasicLit)
			var name string
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			}
			if ok && slices.Contains([]string{"env", "getenv", "Getenv", "LookupEnv"}, name) {
				text, _ := strconv.Unquote(lit.Value)
				names[strings.ToUpper(text)] = path
			}
			return true
		})
		return nil
	})
	if err != nil || len(names) < 5 {
		t.Fatalf("%d variables, %v", len(names), err)
	}
	return names
}

// TestLookedAt holds that --look offers what a look knows.
func TestLookedAt(t *testing.T) {
	t.Parallel()
	want := []string{anyProgram}
	for _, p := range content.Doctor().Programs {
		want = append(want, p.ID)
	}
	slices.Sort(want)
	if got := slices.Sorted(slices.Values(lookedAt)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestHabits holds that every name of other programs leads to a command that there is, and takes the place of none.
func TestHabits(t *testing.T) {
	t.Parallel()
	root := (&console{env: os.Getenv}).root()
	for path, names := range habits {
		cmd, rest, err := root.Find(strings.Fields(path))
		if err != nil || len(rest) > 0 {
			t.Errorf("there is no command %q", path)
			continue
		}
		for _, sub := range cmd.Parent().Commands() {
			if slices.Contains(names, sub.Name()) {
				t.Errorf("%q is meant by %q, which is a command itself", path, sub.Name())
			}
		}
	}
}
