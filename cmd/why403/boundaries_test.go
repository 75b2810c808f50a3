package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// charm are the libraries that draw.
var charm = []string{"charm.land/", "github.com/charmbracelet/"}

// boundaries holds, per folder, what its files may import besides the standard library. Tests are free.
var boundaries = map[string][]string{
	"flow/journal": {"why403/flow", "why403/flow/redact", "github.com/adrg/xdg", "golang.org/x/sys/"},
	// What there is to do in a session, for every front end.
	"flow/conversation": {"why403/flow", "why403/flow/i18n", "why403/flow/page", "why403/flow/redact"},
	"flow/page":         {"why403/flow/redact", "github.com/yuin/goldmark/", "github.com/charmbracelet/x/ansi"},

	"flow/report":   {"why403/flow/i18n", "why403/flow", "why403/flow/conversation", "why403/flow/expr", "why403/flow/page", "why403/flow/redact", "why403/flow/template"},
	"tui/plain":     {"why403/flow/i18n", "why403/flow/conversation", "why403/flow", "why403/flow/evidence", "why403/flow/page", "why403/flow/redact"},
	"flow":          {"why403/flow/expr", "why403/flow/redact"},
	"flow/verify":   {"why403/flow"},
	"flow/explore":  {"why403/flow", "why403/flow/i18n", "why403/flow/page"},
	"flow/evidence": {"why403/flow", "why403/flow/expr", "why403/flow/redact", "golang.org/x/text/"},
	"flow/expr":     {},
	"flow/redact":   {"golang.org/x/net/publicsuffix"},
	"flow/command":  {"why403/flow", "why403/flow/redact", "why403/flow/template"},
	"flow/capture":  {"why403/flow", "why403/flow/i18n", "why403/flow/redact"},
	"flow/bundle":   {"why403/flow", "why403/flow/redact"},
	"flow/stats":    {"why403/flow", "why403/flow/i18n", "why403/flow/page"},
	"flow/review":   {"why403/flow", "why403/flow/i18n", "why403/flow/page", "why403/flow/redact"},
	"flow/sessions": {"why403/flow", "why403/flow/files", "why403/flow/bundle", "why403/flow/i18n", "why403/flow/journal", "why403/flow/page", "why403/flow/review", "github.com/charmbracelet/x/ansi"},
	"flow/casetest": {"why403/flow", "why403/flow/i18n", "why403/flow/redact"},
	"flow/trust":    {},
	"flow/fetch":    {"why403/flow"},
	"flow/build":    {},
	"flow/template": {},
	"flow/files":    {"why403/flow", "github.com/charmbracelet/x/term"},
	"flow/graph":    {"why403/flow"},

	"flow/probe":     {"why403/flow", "why403/flow/command", "why403/flow/i18n", "why403/flow/redact"},
	"flow/checklist": {"why403/flow/i18n", "why403/flow", "why403/flow/redact", "why403/flow/report"},
	"flow/local":     {"why403/flow", "why403/flow/files", "why403/flow/i18n", "why403/flow/page", "why403/flow/redact", "golang.org/x/sys/"},
	"flow/lab":       {"why403/flow", "why403/flow/i18n", "why403/flow/page", "why403/flow/redact", "why403/flow/scenario"},
	"flow/scenario":  {"why403/flow"},

	"tui/tty": append([]string{"golang.org/x/sys/"}, charm...),

	"tui": append([]string{"why403/flow/i18n", "why403/flow/conversation", "why403/flow", "why403/flow/evidence", "why403/flow/page", "why403/tui/tty"}, charm...),

	"flow/i18n":          {},
	"flow/i18n/i18ntest": {"why403/flow/i18n"}, // For tests.

	"flow/lobby":                         {"why403/flow/files", "why403/flow/journal"},
	"flow/lobby/lobbytest":               {"why403/flow/lobby"}, // For tests.
	"flow/journal/postgres":              {"why403/flow", "why403/flow/journal", "why403/flow/lobby", "github.com/jackc/pgx/"},
	"flow/journal/journaltest":           {"why403/flow", "why403/flow/journal"}, // For tests.
	"flow/journal/postgres/postgrestest": {"github.com/jackc/pgx/"},              // For tests.

	"content/contenttest": {"why403/flow"}, // For tests.
	"flow/racetest":       {},              // For tests.
	"flow/must":           {"why403/flow/racetest"},

	// What goes on with a session where nobody talks.
	"content/headless": {"why403/content", "why403/flow", "why403/flow/conversation", "why403/flow/evidence"},

	// A team's server. Nothing else is linked with what it is made of; see TestServersAlone.
	"cmd/why403d/people": {"why403/flow", "why403/flow/files", "why403/flow/redact", "golang.org/x/crypto/ssh"},
	"cmd/why403d/desk":   {"why403/cmd/why403d/people", "why403/tui", "why403/tui/tty", "why403/content", "why403/content/", "why403/flow", "why403/flow/", "charm.land/wish/v2", "charm.land/ssh", "golang.org/x/crypto/ssh"},

	"content": {"why403/flow", "why403/flow/casetest", "why403/flow/files", "why403/flow/evidence", "why403/flow/explore", "why403/flow/expr", "why403/flow/local", "why403/flow/redact", "why403/flow/scenario", "why403/flow/verify", "go.yaml.in/yaml/v4", "github.com/charmbracelet/x/ansi", "github.com/klauspost/compress/zstd"},
}

// impure are standard packages that the pure folders may not use.
var impure = map[string][]string{
	"flow":              {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/verify":       {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/explore":      {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/evidence":     {"os", "net", "net/http", "os/exec"},
	"flow/expr":         {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/redact":       {"os", "net", "net/http", "os/exec"},
	"flow/command":      {"os", "net", "net/http", "os/exec"},
	"flow/page":         {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/conversation": {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/bundle":       {"os", "net", "net/http", "os/exec"},
	"flow/graph":        {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/casetest":     {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/stats":        {"os", "net", "net/http", "os/exec"},
	"flow/review":       {"os", "net", "net/http", "os/exec", "io/fs"},
	"flow/lab":          {"os", "os/exec", "testing", "net/http/httptest"}, // It ships with the program.
	"flow/checklist":    {"os", "net", "net/http", "os/exec"},
}

// evaluates is what the code looks like that evaluates a condition; only flow.Holds does.
var evaluates = regexp.MustCompile(`slices\.Contains\(\w+\.Values,`)

// houseRows returns in which row of the list in flow/README.md each folder stands.
func houseRows(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "flow", "README.md"))
	must.NoError(t, err)
	row := make(map[string]int)
	for i, line := range strings.Split(string(text), "\n") {
		if cells := strings.Split(line, "|"); len(cells) == 4 && strings.HasPrefix(line, "| `") {
			for folder := range strings.SplitSeq(cells[1], ",") {
				row[strings.Trim(folder, " `")] = i
			}
		}
	}
	return row
}

func TestImportBoundaries(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	root := filepath.Join("..", "..")
	row := houseRows(t)
	seen := make(map[string]bool)
	typed := make(map[string]string) // The folder of each exported type: a name says which is meant.
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		if filepath.Dir(dir) == "cmd" {
			return nil // A program wires everything together.
		}
		allowed, ok := boundaries[dir]
		if !ok {
			t.Errorf("%s: the folder %s has no boundary; add one", path, dir)
			return nil
		}
		seen[dir] = true
		if row[dir] == 0 && !strings.HasSuffix(dir, "test") {
			t.Errorf("the folder %s stands nowhere in flow/README.md", dir)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if dir != "flow" && evaluates.Match(text) {
			t.Errorf("%s evaluates a condition; let flow.Holds do so", path)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, name := range exportedTypes(f) {
			if in, ok := typed[name]; ok && in != dir {
				t.Errorf("%s and %s both have a type %s", in, dir, name)
			}
			typed[name] = dir
		}
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if to, ok := strings.CutPrefix(name, "why403/"); ok && row[to] < row[dir] {
				t.Errorf("%s imports %s, which stands above %s in flow/README.md, or nowhere", path, name, dir)
			}
			if name == "text/template" || name == "html/template" {
				t.Errorf("%s imports %s, with which the linker keeps every method there is: 2.9 MB; flow/template does without", path, name)
			}
			if slices.Contains(impure[dir], name) {
				t.Errorf("%s imports %s; %s is pure", path, name, dir)
			}
			first, _, _ := strings.Cut(name, "/")
			if (strings.Contains(first, ".") || first == "why403") && !permitted(allowed, name) {
				t.Errorf("%s imports %s, which %s may not", path, name, dir)
			}
		}
		return nil
	})
	must.NoError(t, err)
	for dir := range boundaries {
		if _, err := os.Stat(filepath.Join(root, dir)); err == nil && !seen[dir] {
			t.Errorf("the folder %s has a boundary and no Go file", dir)
		}
	}
}

// exportedTypes returns the names of the types that a file exports.
func exportedTypes(f *ast.File) []string {
	var names []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range g.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && t.Name.IsExported() {
				names = append(names, t.Name.Name)
			}
		}
	}
	return names
}

// TestServersAlone holds that what people start on their machines is not linked with what only a server needs.
func TestServersAlone(t *testing.T) {
	t.Parallel()
	for _, program := range []string{".", "../why403-mcp"} {
		out, err := exec.Command("go", "list", "-deps", program).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for dep := range strings.Lines(string(out)) {
			dep = strings.TrimSpace(dep)
			if slices.ContainsFunc([]string{"why403/cmd/why403d/desk", "charm.land/wish/", "charm.land/ssh", "golang.org/x/crypto/ssh", "github.com/jackc/"}, func(p string) bool { return strings.HasPrefix(dep, p) }) {
				t.Errorf("%s is linked with %s", program, dep)
			}
		}
	}
}

// permitted reports whether the list allows the import: an exact path, or a prefix that ends in a slash.
func permitted(allowed []string, name string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool {
		return a == name || strings.HasSuffix(a, "/") && strings.HasPrefix(name, a)
	})
}
