package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speaking are the folders whose texts are in the catalogue, with their sections.
var speaking = map[string]string{
	"tui": "wizard", "tui/plain": "plain", "flow/report": "report", "flow/checklist": "checklist", "cmd/why403": "command",
}

// named are the sections whose texts package flow names, because every folder says them; see Certainty.
var named = []string{"certainty"}

// notSaid are literals of two words or more that are no sentence of the interface, with the reason.
var notSaid = map[string]string{
	"(pasted text)":                          "The name of an input in the session's file, which is the same in every language.",
	"not sure":                               "A word that a person types, one of a list; commands are the same in every language.",
	"why403 resume":                          "A command.",
	"standard input":                         "The name of a file in an error.",
	"15:04 UTC on 2006-01-02":                "The layout of a time.",
	"default-src 'none'; style-src 'sha256-": "A policy that browsers read.",
	"'; base-uri 'none'; form-action 'none'": "The rest of it.",

	"why403 {{.Version}}\n": "A template.",
	"{\"id\":null,\"error\":\"line %d could not be written\"}": "JSON, for programs.",
	"A playbook is sound and fits the screen":                  "A rule's name in SARIF, for programs.",
	"last: true\n":                "A line of a playbook.",
	"@@ behind line %d @@\n+%s\n": "A line of a diff.",

	// The playbook's own headings and sentences, which a report finds in its screens: they have the playbook's language.
	"The fix": "A heading of a playbook.", "Who does it": "A heading of a playbook.", "The request": "A heading of a playbook.",
	"How to verify": "A heading of a playbook.",
	"Say no on the next screen and go on with what is left.":    "A sentence of a playbook.",
	"Then go on with what is left.":                             "It takes the place of that sentence.",
	"Please tell us then, and we will go on with what is left.": "It takes its place, too.",
}

var (
	twoWords = regexp.MustCompile(`\pL[^\pL\s]*\s+[^\pL\s]*\pL`)
	valueIn  = regexp.MustCompile(`%[-+#0-9.*]*[a-z]`)
)

// No sentence stands in the program: whatever has two words or more is in the catalogue, except errors with their hints, which
// are for whoever looks after the program, the help of commands and flags, from which the manual is made, and expressions.
func TestNoSentenceOutsideTheCatalogue(t *testing.T) {
	t.Parallel()
	met := make(map[string]bool)
	for folder := range speaking {
		eachFile(t, folder, func(set *token.FileSet, file *ast.File) {
			var above []ast.Node
			ast.Inspect(file, func(n ast.Node) bool {
				if n == nil {
					above = above[:len(above)-1]
					return true
				}
				above = append(above, n)
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Error(err)
				}
				if !twoWords.MatchString(valueIn.ReplaceAllString(text, "")) || slices.ContainsFunc(above, exempt) {
					return true
				}
				if _, ok := notSaid[text]; ok {
					met[text] = true
					return true
				}
				t.Errorf("%s: %q belongs into content/words/en.yaml, section %s", set.Position(lit.Pos()), text, speaking[folder])
				return true
			})
		})
	}
	for text := range notSaid {
		if !met[text] {
			t.Errorf("the exception %q is met nowhere", text)
		}
	}
}

// exempt reports whether a literal below the node is no text of the interface: an error, an expression, or a tag.
func exempt(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Field:
		return true
	case *ast.KeyValueExpr: // Of a command, or the hint of an error.
		key, ok := n.Key.(*ast.Ident)
		return ok && slices.Contains([]string{"Use", "Short", "Long", "Example", "hint"}, key.Name)
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok {
			return f.Name == "usagef" || f.Name == "refuse" // It says what a file is that cannot be read, in an error.
		}
		f, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		if strings.HasSuffix(f.Sel.Name, "Var") || strings.HasSuffix(f.Sel.Name, "VarP") { // A flag.
			return true
		}
		p, ok := f.X.(*ast.Ident)
		return ok && slices.Contains([]string{"fmt.Errorf", "errors.New", "regexp.MustCompile"}, p.Name+"."+f.Sel.Name)
	}
	return false
}

// Every text has one variable of its name, and every variable has a text.
func TestEveryTextHasItsVariable(t *testing.T) {
	t.Parallel()
	english, err := read(shipped, "en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for folder, section := range speaking {
		seen := make(map[string]bool)
		eachFile(t, folder, func(set *token.FileSet, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 && len(v.Names) == 1 {
					if name, ok := asked(v.Values[0]); ok {
						if name != v.Names[0].Name {
							t.Errorf("%s: the variable %s has the text %s", set.Position(v.Pos()), v.Names[0].Name, name)
						}
						seen[name] = true
						return false
					}
				}
				if e, ok := n.(ast.Expr); ok {
					if name, ok := asked(e); ok {
						t.Errorf("%s: the text %s is asked for outside a variable of its name", set.Position(e.Pos()), name)
					}
				}
				return true
			})
		})
		for name := range english[section] {
			if !seen[name] {
				t.Errorf("%s.%s is used nowhere in %s", section, name, folder)
			}
		}
		for name := range seen {
			if _, ok := english[section][name]; !ok {
				t.Errorf("%s.%s is not in the catalogue", section, name)
			}
		}
	}
	for section := range english {
		if !slices.Contains(slices.Collect(maps.Values(speaking)), section) && !slices.Contains(named, section) {
			t.Errorf("the section %s belongs to no folder", section)
		}
	}
}

// asked returns the name of the text that the expression asks the catalogue for.
func asked(e ast.Expr) (string, bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", false
	}
	if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "phrase" {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	name, err := strconv.Unquote(lit.Value)
	return name, err == nil
}

// eachFile parses the Go files of a folder, tests aside.
func eachFile(t *testing.T, folder string, do func(*token.FileSet, *ast.File)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", folder, len(files), err)
	}
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "man.go" { // The manual is made of the commands' help.
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		do(set, file)
	}
}
