package content

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"why403/flow"
)

//go:embed scaffold
var scaffold embed.FS

var bookName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Scaffold returns the files of a new playbook by their names in its folder: a small one that lints clean and passes its
// tests, and the schemas that let an editor complete it. The title is the question that it answers, on one line.
func Scaffold(name, title string, today time.Time) (map[string][]byte, error) {
	if err := freeID(name); err != nil {
		return nil, err
	}
	fill := strings.NewReplacer("{{name}}", name, "{{title}}", quoted(title), "{{today}}", today.Format(time.DateOnly))
	files := make(map[string][]byte)
	err := fs.WalkDir(scaffold, "scaffold", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := scaffold.ReadFile(file)
		if err != nil {
			return err
		}
		files[strings.TrimPrefix(file, "scaffold/")] = []byte(fill.Replace(string(data)))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	for _, kind := range SchemaFiles() {
		if files["schema/"+kind+".json"], err = Schema(kind); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// freeID returns an error if no playbook of somebody else's can have the id.
func freeID(id string) error {
	if !bookName.MatchString(id) {
		return flow.Usagef("choose another name", "%q is no name of a playbook: it has lower case letters and digits, with - between words", id)
	}
	if slices.Contains(Shipped(), id) {
		return flow.Usagef("choose another name", "a playbook %s ships with the program", id)
	}
	return nil
}

// ScaffoldFile returns a new playbook in one file, and the schema for it, by their names.
func ScaffoldFile(name, title string, today time.Time) (map[string][]byte, error) {
	files, err := Scaffold(name, title, today)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(bytes.Replace(files["playbook.yaml"], []byte("schema/playbook.json"), []byte(name+".schema.json"), 1))
	b.WriteString("\n")
	b.Write(afterLine(files["signs.yaml"]))
	b.WriteString("\n# What the wizard shows for each verdict, in Markdown.\nscreens:\n")
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if path.Dir(file) == "screens" {
			fmt.Fprintf(&b, "  %s: |\n%s", strings.TrimSuffix(path.Base(file), ".md"), indented(files[file]))
		}
	}
	b.WriteString("\n")
	tests := afterLine(files["tests/cases.yaml"])
	head := bytes.Index(tests, []byte("- name"))
	b.Write(tests[:head])
	b.WriteString("tests:\n")
	example := strings.SplitN(string(files["examples/refused.txt"]), "\n\n", 2)[1]
	b.Write(indented(bytes.Replace(tests[head:], []byte("example: refused"), []byte("text: '"+strings.TrimSpace(example)+"'"), 1)))
	return map[string][]byte{name + ".yaml": b.Bytes(), name + ".schema.json": files["schema/playbook.json"]}, nil
}

// afterLine drops the first line, which is for editors.
func afterLine(text []byte) []byte {
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	return rest
}

func indented(text []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 {
			b.WriteString("    ")
		}
		b.Write(line)
	}
	return b.Bytes()
}

// quoted writes a text on one line of YAML, in quotes.
func quoted(s string) string {
	return "'" + strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "'", "''") + "'"
}
