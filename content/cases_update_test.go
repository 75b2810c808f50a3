package content

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/must"
)

func TestUpdateCases(t *testing.T) {
	t.Parallel()
	first := func(end casetest.End) map[flow.Pos]casetest.End {
		return map[flow.Pos]casetest.End{{Line: 1, Col: 3}: end}
	}
	for name, c := range map[string]struct {
		file string
		ends map[flow.Pos]casetest.End
		want string
	}{
		"comments stay":          {"# Kept.\n- name: a # as it is\n  want: old   # why\n", map[flow.Pos]casetest.End{{Line: 2, Col: 3}: "asks: q"}, "# Kept.\n- name: a # as it is\n  asks: q   # why\n"},
		"behind the name":        {"- name: a # it is\n  text: |\n    long\n", first("want: v"), "- name: a # it is\n  want: v\n  text: |\n    long\n"},
		"no line break at last":  {"- name: a", first("want: v"), "- name: a\n  want: v"},
		"breaks of Windows":      {"- name: a\r\n  text: b\r\n", first("want: v"), "- name: a\r\n  want: v\r\n  text: b\r\n"},
		"a name of two lines":    {"- name: \"a\n    b\"\n  text: c\n", first("want: v"), "- want: v\n  name: \"a\n    b\"\n  text: c\n"},
		"a folded name":          {"- name: >-\n    a\n    b\n", first("want: v"), "- want: v\n  name: >-\n    a\n    b\n"},
		"quoted":                 {"- name: a\n  want: \"b\\\"c\" # d\n", first("want: v"), "- name: a\n  want: v # d\n"},
		"quoted otherwise":       {"- name: a\n  want: 'b''c'\n", first("open: true"), "- name: a\n  open: true\n"},
		"wide characters before": {"- {name: \"naïve 日本\", want: old}\n", first("want: v"), "- {name: \"naïve 日本\", want: v}\n"},
		"a byte order mark":      {"\ufeff- {name: a, want: old}\n", first("want: v"), "\ufeff- {name: a, want: v}\n"},
		"on one line":            {"- {name: 'it''s'}\n", first("want: v"), "- {name: 'it''s', want: v}\n"},
		"two on one line":        {"[{name: a, want: old}, {name: b}]", map[flow.Pos]casetest.End{{Line: 1, Col: 2}: "asks: longer", {Line: 1, Col: 24}: "want: v"}, "[{name: a, asks: longer}, {name: b, want: v}]"},
	} {
		got, err := UpdateCases([]byte(c.file), c.ends)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if d := cmp.Diff(c.want, string(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	for name, c := range map[string]struct {
		file string
		pos  flow.Pos
	}{
		"elsewhere":              {"- name: a\n", flow.Pos{Line: 9, Col: 3}},
		"an anchor":              {"- name: a\n  want: &x b\n- name: *x\n", flow.Pos{Line: 1, Col: 3}},
		"an end on a line below": {"- name: a\n  want:\n    b\n", flow.Pos{Line: 1, Col: 3}},
		"no name":                {"- {text: a}\n", flow.Pos{Line: 1, Col: 3}},
	} {
		if out, err := UpdateCases([]byte(c.file), map[flow.Pos]casetest.End{c.pos: "want: x"}); err == nil {
			t.Errorf("%s: written %q", name, out)
		}
	}
}

// FuzzCases holds that no file of cases makes the reader panic, and that an update changes the ends and nothing else.
func FuzzCases(f *testing.F) {
	list := casesBook[strings.Index(casesBook, "tests:\n")+len("tests:\n"):]
	for _, seed := range []string{list, "[{name: a, want: one}, {name: b}]", "- name: >-\n    a\n    b\n", "- name: a\r\n  asks: 'ok'", "\ufeff- {name: é}", "- &a {name: b, open: true}\n- *a", "? name\n: a"} {
		f.Add(seed)
	}
	b, err := checked(open(fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}}, ".", "playbook.yaml", false))
	must.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		load := func(data []byte) ([]casetest.Case, error) {
			return LoadCases(fstest.MapFS{"tests/a.yaml": {Data: data}}, ".", b)
		}
		before, err := load([]byte(text))
		if err != nil {
			return
		}
		ends := make(map[flow.Pos]casetest.End)
		for _, c := range before {
			ends[c.Pos] = "want: one"
		}
		out, err := UpdateCases([]byte(text), ends)
		if err != nil {
			return
		}
		after, err := load(out)
		if err != nil {
			t.Fatalf("%q became %q: %v", text, out, err)
		}
		for i := range before {
			before[i].Want, before[i].Asks, before[i].Open = "one", "", false
			before[i].Pos = flow.Pos{}
		}
		for i := range after {
			after[i].Pos = flow.Pos{}
		}
		if d := cmp.Diff(before, after); d != "" {
			t.Fatalf("%q became %q (-want +got):\n%s", text, out, d)
		}
	})
}
