package template_test

import (
	"errors"
	"strings"
	"testing"
	standard "text/template"

	"why403/flow/must"
	"why403/flow/template"
)

type record struct {
	Name  string
	Kind  kind
	Empty string
	Count int
	Yes   bool
	List  []record
	Words []string
	Link  *record
	Map   map[string]string
}

type kind string

func data() record {
	return record{
		Name: "one", Kind: "k", Count: 2, Yes: true, Words: []string{"a", "b"}, Map: map[string]string{"x": "y"},
		List: []record{{Name: "in", Words: []string{"c"}}, {Name: "last"}}, Link: &record{Name: "linked"},
	}
}

var functions = map[string]any{
	"up":    strings.ToUpper,
	"sure":  func(s string) (string, error) { return s, nil },
	"fails": func(string) (string, error) { return "", errors.New("it fails") },
	"of":    func(r *record) string { return r.Name },
	"count": func(more ...string) int { return len(more) },
}

// TestAsTheStandardLibrary holds that whatever these templates can do comes out as text/template has it.
func TestAsTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"plain {{/* said to nobody */}} text",
		"{{.Name}} {{.Count}} {{.Yes}} {{.Kind}} {{.Link.Name}} {{.Map.x}} {{$.Name}} {{\"a\\n\"}} {{3}}",
		"{{if .Empty}}no{{else if .Yes}}yes{{else}}never{{end}}{{if not .Yes}}no{{end}}",
		"{{with .Name}}{{.}} {{$.Count}}{{end}}{{with .Empty}}no{{else}}else{{end}}{{with .Empty}}no{{else with .Name}}{{.}}{{end}}",
		"{{range .List}}<{{.Name}}{{range .Words}} {{.}}{{else}} none{{end}}>{{end}}{{range .Map.z}}{{end}}",
		"{{range $i, $w := .Words}}{{$i}}={{$w}} {{end}}{{range $w := .Words}}{{$w}}{{end}}",
		"{{$n := .Name}}{{$n}}{{if .Yes}}{{$n = .Kind}}{{$n := 1}}{{$n}}{{end}}{{$n}}",
		"{{if or .Empty .Name}}or{{end}}{{if and .Empty .Nothing.At.All}}and{{end}}{{or .Empty 0}}{{and .Name .Count}}",
		"{{eq .Name \"one\"}}{{eq .Kind \"k\"}}{{eq .Count 1 2}}{{eq .Name \"two\"}}{{ne .Name \"two\"}}{{printf \"%s-%d\" .Name .Count}}{{println .Name}}{{len .Words}}",
		"{{up .Name}}{{.Name | up | print \"x\"}}{{sure (print .Name \": \" .Count)}}{{print .Name .Name}}{{of .Link}}{{count}}{{count .Name .Name}}",
		"{{define \"part\"}}[{{.}}{{template \"end\"}}]{{end}}{{define \"end\"}}.{{end}}{{range .Words}}{{template \"part\" .}}{{end}}",
		"a {{- .Name -}} b",
		"{{.Nothing}}", "{{.Link.Nothing}}", "{{fails .Name}}", "{{up .Count}}", "{{up}}", "{{template \"none\"}}", "{{.Name.Deeper}}",
		"{{.Name", "{{unknown .}}", "{{if}}{{end}}",
	} {
		want := new(strings.Builder)
		s, wrong := standard.New("t").Option("missingkey=error").Funcs(functions).Parse(text)
		if wrong == nil {
			wrong = s.Execute(want, data())
		}
		mine, err := template.Text("t", text, functions)
		got := ""
		if err == nil {
			got, err = mine.Execute("", data())
		}
		if (err == nil) != (wrong == nil) || err == nil && got != want.String() {
			t.Errorf("%s: %q, %v; want %q, %v", text, got, err, want, wrong)
		}
	}
}

type talking struct{}

func (talking) Say() string { return "said" }

// TestNoMethods holds that a template calls nothing but functions, and ends.
func TestNoMethods(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"one line\n{{.Say}}": "t:2:2: there is no Say", "{{define \"a\"}}{{template \"a\" .}}{{end}}{{template \"a\" .}}": "without end",
		"{{range .}}{{break}}{{end}}": "is not to be had",
	} {
		mine, err := template.Text("t", text, nil)
		must.NoError(t, err)
		var data any = talking{}
		if strings.Contains(text, "range") {
			data = []int{1}
		}
		if got, err := mine.Execute("", data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v; want an error with %q", text, got, err, want)
		}
	}
}
