// Package i18ntest gathers the texts of the interface from the program's source, and runs a test once more in a language that
// nobody speaks. It is for tests only.
package i18ntest

import (
	"encoding/json"
	"fmt"
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

	"why403/flow/i18n"
)

// UIText is a text of the interface.
type UIText struct {
	English string
	Pattern bool // It is an expression that what a person types is matched with.
	Pos     token.Position
}

// Texts returns every text that the program gives to i18n.T and i18n.Format, in the order of the files. What is no literal
// fails the test, since no translator would ever see it.
func Texts(t testing.TB) []UIText {
	t.Helper()
	var out []UIText
	set := token.NewFileSet()
	err := filepath.WalkDir(root(t), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		patterns := make(map[*ast.CallExpr]bool)
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name(call.Fun) == "regexp.MustCompile" {
				if inner, ok := call.Args[0].(*ast.CallExpr); ok {
					patterns[inner] = true
				}
			}
			if !says(call.Fun, file.Name.Name) {
				return true
			}
			text, ok := literal(call.Args[0])
			if !ok {
				t.Errorf("%s: a text that is no literal is never translated", set.Position(call.Pos()))
			}
			out = append(out, UIText{text, patterns[call], set.Position(call.Pos())})
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// says reports whether a function takes a text of the interface.
func says(f ast.Expr, in string) bool {
	n := name(f)
	if in == "i18n" {
		return n == "T"
	}
	return n == "i18n.T" || n == "i18n.Format"
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return name(e.X) + "." + e.Sel.Name
	}
	return ""
}

// literal returns a string that stands in the source, in one piece or in several that are joined.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		x, ok := literal(e.X)
		y, too := literal(e.Y)
		return x + y, ok && too
	}
	return "", false
}

// root is the folder of the module.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above this folder")
		}
		dir = up
	}
}

// Again reports whether the test runs in the made-up language. If not, it runs the test a second time, in it: the language is
// chosen when a process starts.
func Again(t *testing.T) bool {
	t.Helper()
	if os.Getenv(i18n.Variable) != "" {
		if err := i18n.Err(); err != nil {
			t.Fatal(err)
		}
		return true
	}
	language := make(map[string]string)
	for _, text := range Texts(t) {
		if !text.Pattern {
			language[text.English] = Foreign(text.English)
		}
	}
	data, err := json.Marshal(language)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "other.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), i18n.Variable+"="+file)
	out, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("in another language: %v\n%s", err, out)
	}
	return false
}

var (
	value = regexp.MustCompile(`%[-+#0-9.*]*(?:\[[0-9]+\])?[-+#0-9.*]*[a-zA-Z]`)
	latin = regexp.MustCompile(`[a-z]{2,}`)
)

// Foreign is a text in the made-up language: every letter is another one, and what is no letter stays.
func Foreign(text string) string {
	var out strings.Builder
	at := 0
	for _, m := range append(value.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		out.WriteString(strings.Map(func(r rune) rune {
			switch {
			case 'a' <= r && r <= 'z':
				return 'а' + r - 'a'
			case 'A' <= r && r <= 'Z':
				return 'А' + r - 'A'
			}
			return r
		}, text[at:m[0]]))
		out.WriteString(text[m[0]:m[1]])
		at = m[1]
	}
	return out.String()
}

// Left returns the words of a text that are in English and in none of the others, such as what a playbook says.
func Left(text string, others ...string) []string {
	known := make(map[string]bool)
	for _, o := range others {
		for _, w := range latin.FindAllString(strings.ToLower(o), -1) {
			known[w] = true
		}
	}
	var out []string
	for _, w := range latin.FindAllString(strings.ToLower(text), -1) {
		if !known[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Write writes the texts for a translator: a JSON object from every English text to itself.
func Write(t testing.TB, file string) {
	t.Helper()
	all := make(map[string]string)
	for _, text := range Texts(t) {
		all[text.English] = text.English
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%d texts are in %s\n", len(all), file)
}
