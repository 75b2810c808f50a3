package content

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

const schemaFile = "schema.yaml"

// SchemaFiles returns the kinds of files that a playbook has, the playbook itself first: what Schema takes.
func SchemaFiles() []string {
	return []string{"playbook", "signs", "tables", "seen", "tests", "probes", "request", "world", "scenarios"}
}

// Schema returns the JSON Schema (2020-12) of one kind of a playbook's files, as JSON that ends with a line end. A playbook
// in one file is of the kind playbook.
func Schema(file string) ([]byte, error) {
	if !slices.Contains(SchemaFiles(), file) {
		return nil, fmt.Errorf("there is no schema of %q; there are %s", file, strings.Join(SchemaFiles(), ", "))
	}
	var schema map[string]any
	if err := yaml.Load(inZip(schemaFile), &schema); err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	complete(schema)
	schema["$ref"] = "#/$defs/" + file
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(out, '\n'), nil
}

// complete adds to a part of the schema what is the same everywhere: what has items is a list, and a mapping has no other keys. Those that are called yes and no can be
// true and false as well, which is what editors that read YAML 1.1 take them for.
func complete(part any) {
	switch part := part.(type) {
	case []any:
		for _, p := range part {
			complete(p)
		}
	case map[string]any:
		for _, p := range part {
			complete(p)
		}
		if part["items"] != nil {
			part["type"] = "array"
		}
		keys, ok := part["properties"].(map[string]any)
		if !ok {
			return
		}
		part["type"], part["additionalProperties"] = "object", false
		if keys["yes"] == nil {
			return
		}
		keys["true"], keys["false"] = keys["yes"], keys["no"]
		required, _ := part["required"].([]any)
		if rest := slices.DeleteFunc(slices.Clone(required), func(r any) bool { return r == "yes" || r == "no" }); len(rest) < len(required) {
			either := func(a, b string) any {
				return map[string]any{"anyOf": []any{map[string]any{"required": []string{a}}, map[string]any{"required": []string{b}}}}
			}
			part["required"], part["allOf"] = rest, []any{either("yes", "true"), either("no", "false")}
		}
	}
}
