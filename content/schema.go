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
	schema["$ref"] = "#/$defs/" + file
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(out, '\n'), nil
}
