package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow/must"
)

// TestPlaces wants every name in braces that nothing fills in to be found where it stands.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, old, new, want string }{
		"a question":                   {"playbook.yaml", "ask: Is it?", "ask: 'Is {model} it?'", "playbook.yaml:7:"},
		"what to say":                  {"playbook.yaml", "say: Is it?", "say: 'Is {modle} it?'", "{modle}"},
		"how":                          {"playbook.yaml", "how: [Look.]", "how: ['Look.', 'At {workspace_id}.']", "{workspace_id}"},
		"its command":                  {"playbook.yaml", "how: [Look.]", `how: [Look.], command: 'curl -d ''{"model":"{model}"}'''`, "{model}"},
		"a fact":                       {"playbook.yaml", "It was seen", "'{it} was seen'", "playbook.yaml:5:"},
		"a fix":                        {"playbook.yaml", "fix: One", "fix: 'Use {model}'", "playbook.yaml:10:"},
		"a blank that is unknown":      {"playbook.yaml", "fix: One", "fix: 'Use {modle|yours}'", "playbook.yaml:10:49: nothing fills in {modle|yours} here"},
		"a blank without a fallback":   {"playbook.yaml", "fix: One", "fix: One, send: 'Use {model}'", "nothing fills in {model} here"},
		"a blank in a question":        {"playbook.yaml", "ask: Is it?", "ask: 'Is {model|it} it?'", "nothing fills in {model|it} here"},
		"an unknown blank in a screen": {"screens/one.md", "Do it.", "Do it with {hots|it}.", "screens/one.md:5:12: nothing fills in {hots|it} here"},
		"a blank in a reference":       {"reference/r.md", "Look.", "Look at {host|it}.", "reference/r.md:5:9: nothing fills in {host|it} here"},
		"a reason":                     {"playbook.yaml", "strong, because: b", "strong, because: 'b {x}'", "playbook.yaml:12:"},
		"a screen":                     {"screens/one.md", "Do it.", "Do it with {model}.", "screens/one.md:5:12: nothing fills in {model} here"},
		"a screen's code":              {"screens/one.md", "Do it.", "```sh\ncurl https://h/{id}\n```", "screens/one.md:6:16:"},
		"code without a language":      {"screens/one.md", "Do it.", "```\n{model}\n```", "screens/one.md:6:1:"},
		"a letter":                     {"escalation.tmpl", "Hello", "Hello {name}", "escalation.tmpl:1:7:"},
		"a probe's path":               {"probes.yaml", "/v1/{model}", "/v1/{modle}", `probes.yaml:2:69: nothing fills in {modle} here`},
		"a probe's body":               {"probes.yaml", "path: '/v1/{model}'", `path: /v1, body: '{"m":"{model-id}"}'`, "{model-id}"},
		"what is listed":               {"probes.yaml", "means: b", "means: b, lists: '{models}'", "{models}"},
		"what a reply means":           {"probes.yaml", "means: b", "means: 'b {model}'", "{model}"},
		"a need":                       {"probes.yaml", "path: '/v1/{model}'", "path: /v1, needs: [modle]", `needs: nothing gives "modle"`},
		"an object's path":             {"request.yaml", "/v1/{id}", "/v1/{object}", "request.yaml:4:"},

		"a blank in a screen":     {"screens/one.md", "Do it.", "Do it with {host|it}.", ""},
		"a place":                 {"request.yaml", "objects:", "places: {owner: {about: O}}\nobjects:", ""},
		"a blank with a fallback": {"playbook.yaml", "fix: One", "fix: 'Use {model|yours}'", ""},
		"right as it is":          {"playbook.yaml", "", "", ""},
		"a shell's":               {"screens/one.md", "Do it.", "```sh\necho ${model} %{http_code}\n```", ""},
		"a program's":             {"screens/one.md", "Do it.", "```python\nprint(f'{model}')\n```", ""},
		"a composite literal":     {"screens/one.md", "Do it.", "```\n[]Message{hi}\n```", ""},
		"a template's":            {"escalation.tmpl", "Hello", "{{with .Title}}{{.}}{{end}}", ""},
		"JSON":                    {"playbook.yaml", "how: [Look.]", `how: [Look.], command: 'curl -d ''{"a":{}}'''`, ""},
		"for the reader":          {"screens/one.md", "Do it.", "Do it with <model> or {MODEL}.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logic, _, _ := strings.Cut(soundBook, "signs:\n")
			files := map[string]string{
				"playbook.yaml":   logic,
				"signs.yaml":      "signs:\n  - {id: s, message: it was seen, names: seen, made-up: true}\n",
				"reference/r.md":  "# R\n\n## One\n\nLook.\n",
				"screens/one.md":  "# One\n\n## The fix\n\nDo it.\n\n## How to verify\n\nLook again.\n",
				"escalation.tmpl": "Hello",
				"probes.yaml":     "probes:\n  - {id: p, title: P, why: W, deadline: 1s, method: GET, path: '/v1/{model}', replies: [{means: b, says: {ok: yes}}]}\n",
				"request.yaml":    "base_url: https://a.example\nheaders: {api-version: '1'}\nobjects:\n  - {prefix: a_, path: '/v1/{id}'}\n",
			}
			if !strings.Contains(files[c.file], c.old) {
				t.Fatalf("%s has no %q", c.file, c.old)
			}
			files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
			all := fstest.MapFS{}
			for name, text := range files {
				all[name] = &fstest.MapFile{Data: []byte(text), Mode: fs.ModePerm}
			}
			b, err := Load(all, ".")
			must.NoError(t, err)
			got := b.Lint(lintDay).Error()
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant %q", got, c.want)
			}
		})
	}
}
