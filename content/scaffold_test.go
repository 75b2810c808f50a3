package content

import (
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/must"
)

// TestScaffold holds that a new playbook, in a folder or in one file, has nothing that lint complains of, passes its tests,
// which come by everything, and fits the schema that lies beside it.
func TestScaffold(t *testing.T) {
	t.Parallel()
	const title = `Why doesn't it: "answer"?`
	for name, c := range map[string]struct {
		make func() (map[string][]byte, error)
		file string
	}{
		"folder":   {func() (map[string][]byte, error) { return Scaffold("my-service", title, lintDay) }, "playbook.yaml"},
		"one file": {func() (map[string][]byte, error) { return ScaffoldFile("my-service", title, lintDay) }, "my-service.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := c.make()
			must.NoError(t, err)
			disk := make(fstest.MapFS)
			for file, data := range files {
				disk[file] = &fstest.MapFile{Data: data}
			}
			b, err := checked(open(disk, ".", c.file, false))
			must.NoError(t, err)
			if b.ID != "my-service" || b.Title != title {
				t.Errorf("it is %q, %q", b.ID, b.Title)
			}
			if ps := b.Lint(lintDay); len(ps) > 0 {
				t.Error(ps)
			}
			if err := conforms(schemaOf(t, "playbook"), files[c.file]); err != nil {
				t.Error(err)
			}
			if line, _, _ := strings.Cut(string(files[c.file]), "\n"); !strings.HasSuffix(line, ".json") || files[line[strings.LastIndex(line, "=")+1:]] == nil {
				t.Errorf("the first line names no schema that is there: %s", line)
			}
			cases, err := LoadCases(disk, ".", b)
			must.NoError(t, err)
			var results []casetest.CaseResult
			for _, one := range cases {
				r := casetest.Run(b.Playbook, b.Read, one)
				for _, wrong := range r.Wrong {
					t.Errorf("%s: %s", one.Name, wrong)
				}
				results = append(results, r)
			}
			for _, it := range casetest.Cover(b.Playbook, map[string]flow.Pos{"connection-refused": {}}, results) {
				if it.Covered == 0 {
					t.Errorf("no case covers %s of the %s", it.Name, it.Kind)
				}
			}
		})
	}
	for _, name := range []string{"", "My", "a b", "../a", "a-", "anthropic-403"} {
		if _, err := Scaffold(name, title, lintDay); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
}
