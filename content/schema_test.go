package content

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/scenario"
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

// TestSchemaKeys holds that something reads each mapping of the schema, and that each of its keys says what it is.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		b, err := checked(open(embedded(), path.Join("playbooks", id), "playbook.yaml", true))
		must.NoError(t, err)
		b.Signs()
		_, err = LoadCases(embedded(), path.Join("playbooks", id), b)
		must.NoError(t, err)
		_, err = readScenarios(embedded(), path.Join("playbooks", id), b)
		must.NoError(t, err)
	}
	s, root := parse("request.yaml", []byte("{base_url: 'https://api.example.com', places: {owner: {about: Whose it is}}}"))
	(&loader{pb: new(flow.Playbook)}).request(s, root)
	s, root = parse("world.yaml", []byte("{keys: [], refusals: [], answers: [{path: /}]}"))
	(&labLoader{world: new(scenario.World)}).readWorld(s, root)
	read := make(map[*shape]bool)
	uses.Range(func(u, _ any) bool {
		read[u.(use).shape] = true
		return true
	})
	var look func(s *shape)
	look = func(s *shape) {
		if s == nil {
			return
		}
		keys := slices.Sorted(maps.Keys(s.Properties))
		if s.Properties != nil && !read[s] {
			t.Errorf("nothing reads a mapping of the keys %v", keys)
		}
		for _, key := range keys {
			if s.Properties[key].Description == "" {
				t.Errorf("the schema does not say what %s is, of %v", key, keys)
			}
			look(s.Properties[key])
		}
		for _, key := range s.Required {
			if s.Properties[key] == nil {
				t.Errorf("%s is required, and is none of %v", key, keys)
			}
		}
		for _, s := range append(s.AnyOf, s.Items, s.Free) {
			look(s)
		}
	}
	for _, s := range shapes() {
		look(s)
	}
}

// TestSchemaHasAField holds that a key without a field to go into, and one that is read and not in the schema, do not get past a test.
func TestSchemaHasAField(t *testing.T) {
	t.Parallel()
	s, root := parse("step.yaml", []byte("{do: This, done: {ok: yes}}"))
	for name, read := range map[string]func(){
		"a field is missing":         func() { s.read(root, "step", &struct{ Do string }{}, nil) },
		"a key is not in the schema": func() { s.read(root, "step", &struct{ Do, Done string }{}, field{"undone": nil}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s, and nothing says so", name)
				}
			}()
			read()
		}()
	}
}
