package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"why403/content"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestReadmeKeys holds that content/README.md explains every key that a playbook can have, as the schema does.
func TestReadmeKeys(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	data, err := os.ReadFile("../../content/schema.yaml")
	must.NoError(t, err)
	var doc struct {
		Defs yaml.Node `yaml:"$defs"`
	}
	must.NoError(t, yaml.Load(data, &doc))
	files := map[string]string{"tests": "tests/*.yaml", "world": "lab/world.yaml", "scenarios": "the other files of lab/"}
	k := keysOf{defs: &doc.Defs, told: make(map[string]bool)}
	for _, kind := range content.SchemaFiles() {
		name := files[kind]
		if name == "" {
			name = kind + ".yaml"
		}
		fmt.Fprintf(&k.out, "\n### %s\n\n| key | |\n|---|---|\n", name)
		k.told[kind] = true
		k.object("", at(k.defs, kind))
	}
	inReadme(t, "content", "TestReadmeKeys", "keys", k.out.String()+"\n")
}

// keysOf writes the keys of objects as rows of tables. Those of an object that several have stand where it is met first.
type keysOf struct {
	defs *yaml.Node
	told map[string]bool
	out  strings.Builder
}

// object writes the keys of what a schema describes, be it in a list, one of several forms, or the value of any key.
func (k *keysOf) object(path string, n *yaml.Node) {
	if n == nil {
		return
	}
	if ref := at(n, "$ref"); ref != nil {
		name := strings.TrimPrefix(ref.Value, "#/$defs/")
		if !k.told[name] {
			k.told[name] = true
			k.object(path, at(k.defs, name))
		}
		return
	}
	if ps := at(n, "properties"); ps != nil {
		for i := 0; i < len(ps.Content); i += 2 {
			key, v := ps.Content[i].Value, ps.Content[i+1]
			fmt.Fprintf(&k.out, "| `%s%s` | %s |\n", path, key, strings.ReplaceAll(at(v, "description").Value, "|", "\\|"))
			k.object(path+key+".", v)
		}
	}
	k.object(path, at(n, "items"))
	k.object(path, at(n, "additionalProperties"))
	if forms := at(n, "anyOf"); forms != nil {
		for _, form := range forms.Content {
			k.object(path, form)
		}
	}
}

// at returns what stands under the key, or nil.
func at(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
