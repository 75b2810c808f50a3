// The oracle prints fake secrets that gitleaks finds, one JSON object a line: the rule, the text, and what gitleaks finds in it.
// The texts are the examples of gitleaks' own rules, read from its source, and what its patterns generate.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/lucasjones/reggen"
	"github.com/zricethezav/gitleaks/v8/cmd/generate/config/utils"
	"github.com/zricethezav/gitleaks/v8/detect"
	"github.com/zricethezav/gitleaks/v8/logging"
)

// How many texts a pattern generates; with a name in front each stands in some twenty samples.
const perPattern, perNamed = 5, 1

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run() error {
	logging.Logger = logging.Logger.Level(6) // Nothing.
	texts, err := examples()
	if err != nil {
		return err
	}
	detector, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		return err
	}
	for _, rule := range detector.Config.Rules {
		if rule.Regex != nil {
			texts = append(texts, generated(rule.Regex.String(), rule.Keywords)...)
		}
	}
	out := json.NewEncoder(os.Stdout)
	for _, text := range texts {
		for _, f := range detector.DetectString(text) {
			if err := out.Encode(map[string]string{"rule": f.RuleID, "text": text, "secret": f.Secret}); err != nil {
				return err
			}
		}
	}
	return nil
}

// generated returns texts that the pattern fits, or nothing if it cannot be generated from. Of a pattern with a name in front,
// the secret is generated and put into gitleaks' own samples of assignments.
func generated(pattern string, keywords []string) (texts []string) {
	defer func() {
		if recover() != nil {
			texts = nil
		}
	}()
	const before, after = "[\\x60'\"\\s=]{0,5}(", ")(?:[\\x60'\"\\s;]|\\\\[nr]|$)"
	count := perPattern
	_, secret, named := strings.Cut(pattern, before)
	if named {
		pattern, _, _ = strings.Cut(secret, after)
		count = perNamed
	}
	if strings.Contains(pattern, `[\s\S`) { // What fits anything generates no secret.
		return nil
	}
	pattern = strings.NewReplacer(`\b`, "", `\z`, "", "(?i)", "", "(?-i:", "(?:", "(?i:", "(?:", `\/\\_`, `\/_`).Replace(pattern)
	for _, text := range drawn(pattern, count) {
		if !named {
			texts = append(texts, text)
			continue
		}
		for _, keyword := range keywords {
			texts = append(texts, utils.GenerateSampleSecrets(keyword, text)...)
		}
	}
	return texts
}

// drawn returns texts that the pattern fits, the same on every run. One with a backslash would escape what it was not meant to.
func drawn(pattern string, count int) (texts []string) {
	generator, err := reggen.NewGenerator(pattern)
	if err != nil {
		return nil
	}
	generator.SetSeed(403)
	for range count {
		if text := strings.ToValidUTF8(generator.Generate(12), ""); !strings.Contains(text, `\`) {
			texts = append(texts, text)
		}
	}
	return texts
}

// examples returns the texts that gitleaks' rules must find, as far as they can be read from the source.
func examples() ([]string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/zricethezav/gitleaks/v8").Output()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "cmd/generate/config/rules/*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no rules in %s: %w", dir, err)
	}
	var texts []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			a, ok := n.(*ast.AssignStmt)
			if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
				return true
			}
			if to, ok := a.Lhs[0].(*ast.Ident); !ok || to.Name != "tps" {
				return true
			}
			switch from := a.Rhs[0].(type) {
			case *ast.CompositeLit:
				for _, e := range from.Elts {
					texts = append(texts, values(e)...)
				}
			case *ast.CallExpr:
				for _, e := range from.Args {
					texts = append(texts, values(e)...)
				}
			}
			return true
		})
	}
	return texts, nil
}

// values evaluates an expression of strings and of the functions with which gitleaks makes its examples.
func values(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.KeyValueExpr:
		return values(e.Value)
	case *ast.ParenExpr:
		return values(e.X)
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil {
			return []string{s}
		}
	case *ast.BinaryExpr:
		a, b := values(e.X), values(e.Y)
		if len(a) == 1 && len(b) == 1 {
			return []string{a[0] + b[0]}
		}
	case *ast.CallExpr:
		return called(e)
	}
	return nil
}

func called(e *ast.CallExpr) []string {
	f, ok := e.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	var args []string
	for _, a := range e.Args {
		v := values(a)
		if len(v) != 1 {
			return nil
		}
		args = append(args, v[0])
	}
	switch name := f.Sel.Name; {
	case name == "GenerateSampleSecrets" && len(args) == 2:
		return utils.GenerateSampleSecrets(args[0], args[1])
	case name == "GenerateSampleSecret" && len(args) == 2:
		return []string{utils.GenerateSampleSecret(args[0], args[1])}
	case name == "NewSecret" && len(args) == 1:
		return drawn(args[0], 1)
	case len(args) == 1:
		if f, ok := map[string]func(string) string{
			"Numeric": utils.Numeric, "Hex": utils.Hex, "AlphaNumeric": utils.AlphaNumeric,
			"AlphaNumericExtendedShort": utils.AlphaNumericExtendedShort, "AlphaNumericExtended": utils.AlphaNumericExtended, "AlphaNumericExtendedLong": utils.AlphaNumericExtendedLong,
		}[name]; ok {
			return []string{f(args[0])}
		}
	case name == "Hex8_4_4_4_12":
		return []string{utils.Hex8_4_4_4_12()}
	}
	return nil
}
