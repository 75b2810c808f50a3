package content

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"why403/flow/must"
)

func schemaOf(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	text, err := Schema(file)
	must.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	must.NoError(t, err)
	c := jsonschema.NewCompiler()
	must.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	must.NoError(t, err)
	return s
}

// kindOf returns which schema a file of a playbook has, or "".
func kindOf(name string) string {
	switch dir, base := path.Split(name); {
	case dir == "tests/":
		return "tests"
	case name == "lab/world.yaml":
		return "world"
	case dir == "lab/":
		return "scenarios"
	case dir != "" || path.Ext(base) != ".yaml":
		return ""
	default:
		return strings.TrimSuffix(base, ".yaml")
	}
}

// TestSchemaFits holds that every file of a playbook that ships has the shape that the schema gives to editors.
func TestSchemaFits(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	schemas := make(map[string]*jsonschema.Schema)
	for _, kind := range SchemaFiles() {
		schemas[kind] = schemaOf(t, kind)
	}
	for _, id := range Shipped() {
		files, err := ShippedFiles(id)
		must.NoError(t, err)
		err = fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
			kind := kindOf(name)
			if err != nil || kind == "" {
				return err
			}
			seen[kind] = true
			data, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			if err := conforms(schemas[kind], data); err != nil {
				t.Errorf("%s/%s: %v", id, name, err)
			}
			if err := conformsAs11(schemas[kind], data); err != nil {
				t.Errorf("%s/%s, read as YAML 1.1: %v", id, name, err)
			}
			return nil
		})
		must.NoError(t, err)
	}
	if got := slices.Sorted(maps.Keys(seen)); len(got) != len(SchemaFiles()) {
		t.Errorf("files of the kinds %v were seen; there are schemas of %v", got, SchemaFiles())
	}
	for _, conforms := range []func(*jsonschema.Schema, []byte) error{conforms, conformsAs11} {
		if err := conforms(schemas["playbook"], []byte(casesBook)); err != nil {
			t.Errorf("a playbook in one file: %v", err)
		}
	}
	for name, text := range map[string]string{
		"an unknown key":  strings.Replace(soundBook, "about:", "abuot:", 1),
		"a missing key":   strings.Replace(soundBook, "why: To know., ", "", 1),
		"no value":        strings.Replace(soundBook, "{ok: yes}", "{ok: maybe}", 1),
		"not an identity": strings.Replace(soundBook, "id: small", "id: A Small One", 1),
	} {
		if err := conforms(schemas["playbook"], []byte(text)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := Schema("screens"); err == nil {
		t.Error("there is a schema of screens")
	}
}

func conforms(s *jsonschema.Schema, data []byte) error {
	var v any
	if err := yaml.Load(data, &v); err != nil {
		return err
	}
	return s.Validate(asJSON(v))
}

// conformsAs11 is conforms for an editor that reads YAML 1.1, which takes yes and no, in a key as well, for true and false.
func conformsAs11(s *jsonschema.Schema, data []byte) error {
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return err
	}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if v, ok := in11[strings.ToLower(n.Value)]; ok && n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
			n.Value, n.Tag = v, "!!bool"
		}
		for _, c := range n.Content {
			visit(c)
		}
		if n.Kind == yaml.MappingNode {
			for i := 0; i < len(n.Content); i += 2 {
				if n.Content[i].Tag == "!!bool" { // JSON has no keys but texts.
					n.Content[i].Tag = "!!str"
				}
			}
		}
	}
	visit(&doc)
	var v any
	if err := doc.Decode(&v); err != nil {
		return err
	}
	return s.Validate(asJSON(v))
}

// in11 are the words that YAML 1.1 takes for true and false, https://yaml.org/type/bool.html.
var in11 = map[string]string{"y": "true", "yes": "true", "on": "true", "true": "true", "n": "false", "no": "false", "off": "false", "false": "false"}

// asJSON makes of dates the texts that JSON has for them.
func asJSON(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case []any:
		for i := range v {
			v[i] = asJSON(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = asJSON(v[k])
		}
	}
	return v
}

// TestSchemaKeys holds that each object of the schema has just the keys that some part of the loader reads, and requires the
// same; and the other way round.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	var doc any
	must.NoError(t, yaml.Load(inZip(schemaFile), &doc))
	inSchema := make(map[string]bool)
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			if ps, ok := v["properties"].(map[string]any); ok && v["type"] == "object" {
				var required []string
				for _, r := range asList(v["required"]) {
					required = append(required, fmt.Sprint(r))
				}
				keys := slices.Collect(maps.Keys(ps))
				if slices.Contains(keys, "true") { // What yes and no are for YAML 1.1.
					keys = slices.DeleteFunc(keys, func(k string) bool { return k == "true" || k == "false" })
					if v["allOf"] != nil {
						required = append(required, "yes", "no")
					}
				}
				for k, p := range ps {
					if said, _ := p.(map[string]any)["description"].(string); said == "" {
						t.Errorf("the schema does not say what %s is, of %v", k, keys)
					}
				}
				inSchema[shape(keys, required)] = true
			}
			for _, e := range v {
				visit(e)
			}
		}
	}
	visit(doc)
	if d := cmp.Diff(slices.Sorted(maps.Keys(shapesInCode(t))), slices.Sorted(maps.Keys(inSchema))); d != "" {
		t.Errorf("objects as the loader reads them (-) and as the schema has them (+):\n%s", d)
	}
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

func shape(known, required []string) string {
	slices.Sort(known)
	slices.Sort(required)
	return strings.Join(known, " ") + " | " + strings.Join(required, " ")
}

// shapesInCode finds the calls of fields in this package, each with the keys of its literal and what it requires.
func shapesInCode(t *testing.T) map[string]bool {
	t.Helper()
	out := make(map[string]bool)
	names, err := filepath.Glob("*.go")
	must.NoError(t, err)
	literal := func(e ast.Expr) (keys []string) {
		if l, ok := e.(*ast.CompositeLit); ok {
			for _, kv := range l.Elts {
				keys = append(keys, unquote(kv.(*ast.KeyValueExpr).Key))
			}
		}
		return keys
	}
	parts := make(map[string][]string) // Those of signs are put together from parts: what is made at once, and by key.
	inspect := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if x, ok := n.Lhs[0].(*ast.IndexExpr); ok && unquote(x.Index) != "" {
				into := fmt.Sprint(x.X) + "[]"
				parts[into] = append(parts[into], unquote(x.Index))
			}
			if into := fmt.Sprint(n.Lhs[0]); (into == "known" || into == "meaning") && literal(n.Rhs[0]) != nil {
				parts[into] = literal(n.Rhs[0])
			}
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "fields" || literal(n.Args[1]) == nil {
				return true
			}
			var required []string
			for _, a := range n.Args[2:] {
				required = append(required, unquote(a))
			}
			out[shape(literal(n.Args[1]), required)] = true
		}
		return true
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		must.NoError(t, err)
		ast.Inspect(f, inspect)
	}
	out[shape(slices.Clone(parts["known"]), nil)] = true
	out[shape(slices.Concat(parts["known"], parts["known[]"], parts["meaning"]), []string{"id"})] = true
	out[shape(slices.Concat(parts["meaning"], parts["meaning[]"]), []string{"shared"})] = true
	return out
}

func unquote(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(l.Value)
	return s
}
