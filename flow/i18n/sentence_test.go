package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// speaking are the folders and files that say something to people.
var speaking = []string{"tui", "tui/plain", "flow/report", "flow/checklist", "flow/capture/attended.go", "flow/casetest", "flow/explore", "flow/files", "flow/lab/quiz.go", "flow/local", "flow/review", "flow/sessions", "flow/stats", "cmd/why403"}

// notSaid are literals of two words or more that are no sentence of the interface, with the reason.
var notSaid = map[string]string{
	"(pasted text)":     "The name of an input in the session's file, which is the same in every language.",
	"not sure":          "A word that a person types, one of a list; commands are the same in every language.",
	"why403 resume":     "A command.",
	"doctor-look end":   "What a command prints, for the program.",
	"scutil --proxy":    "A command.",
	"Internet Settings": "The name of a key in the registry.",
	"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings": "Its path.",
	"standard input":                         "The name of a file in an error.",
	"default-src 'none'; style-src 'sha256-": "A policy that browsers read.",
	"'; base-uri 'none'; form-action 'none'": "The rest of it.",

	"{\"id\":null,\"error\":\"line %d could not be written\"}": "JSON, for programs.",
	"open: true":                  "A line of a test of a playbook.",
	"@@ behind line %d @@\n+%s\n": "A line of a diff.",

	// The playbook's own headings and sentences, which a report finds in its screens: they have the playbook's language.
	"The fix": "A heading of a playbook.", "The request": "A heading of a playbook.", "Seen before": "A heading of a playbook.",
	"How to verify": "A heading of a playbook.",
	"Say no on the next screen and go on with what is left.": "A sentence of a playbook.",
	"Then go on with what is left.":                          "It takes the place of that sentence.",
}

var (
	twoWords = regexp.MustCompile(`\pL[^\pL\s]*\s+[^\pL\s]*\pL`)
	valueIn  = regexp.MustCompile(`%[-+#0-9.*]*[a-z]`)
)

// No sentence goes past a translator: whatever has two words or more is given to i18n, except errors with their hints, which are
// for whoever looks after the program, the help of commands and flags, from which the manual is made, and expressions.
func TestEverySentenceIsTranslated(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	met := make(map[string]bool)
	for _, folder := range speaking {
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
				t.Errorf("%s: %q goes past i18n.T", set.Position(lit.Pos()), text)
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

// exempt reports whether a literal below the node is translated, or no text of the interface: an error, an expression, or a tag.
func exempt(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Field:
		return true
	case *ast.KeyValueExpr: // Of a command, or the hint of an error.
		key, ok := n.Key.(*ast.Ident)
		return ok && slices.Contains([]string{"Use", "Short", "Long", "Example", "Hint"}, key.Name)
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok {
			return slices.Contains([]string{"usagef", "refuse", "wrong", "oneOf", "group"}, f.Name) // Errors, flags and commands, and what differs in a test, for its author.
		}
		f, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		if strings.HasSuffix(f.Sel.Name, "Var") || strings.HasSuffix(f.Sel.Name, "VarP") { // A flag.
			return true
		}
		p, ok := f.X.(*ast.Ident)
		return ok && slices.Contains([]string{"i18n.T", "i18n.Format", "fmt.Errorf", "errors.New", "flow.Usagef", "regexp.MustCompile"}, p.Name+"."+f.Sel.Name)
	}
	return false
}

// eachFile parses the Go files of a folder, tests aside.
func eachFile(t *testing.T, folder string, do func(*token.FileSet, *ast.File)) {
	t.Helper()
	if !strings.HasSuffix(folder, ".go") {
		folder += "/*.go"
	}
	files, err := filepath.Glob(filepath.Join("..", "..", folder))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", folder, len(files), err)
	}
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || slices.Contains([]string{"man.go", "help.go"}, filepath.Base(name)) { // The manual is made of the commands' help.
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		must.NoError(t, err)
		do(set, file)
	}
}
