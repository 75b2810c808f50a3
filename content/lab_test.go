package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow/must"
)

func TestScenarios(t *testing.T) {
	t.Parallel()
	all := must.Have(t, Scenarios)
	for _, s := range all {
		if s.Title == "" || s.Why == "" || len(s.Answers) == 0 {
			t.Errorf("%s: its title, its reason or its answers are missing", s.ID)
		}
		for _, k := range s.World.Keys {
			if !strings.Contains(k.Key, "FAKE") || !strings.HasPrefix(k.Key, "sk-ant-") {
				t.Errorf("the key %s does not look made up", k.Name)
			}
			if strings.Contains(s.Title+s.Why+s.Text, k.Key) {
				t.Errorf("%s: its texts hold a key", s.ID)
			}
		}
	}
}

// TestScenarioMistakes wants every mistake reported with its place and what was meant.
func TestScenarioMistakes(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	world, err := fs.ReadFile(embedded(), "playbooks/anthropic-403/lab/world.yaml")
	must.NoError(t, err)
	const good = "id: a, title: T, why: W, verdict: billing, answers: {status-403: no}, call: {body: x}"
	for _, c := range []struct{ name, scenario, want string }{
		{"none", good, ""},
		{"key", good + ", colour: red", `lab/s.yaml:2:93: unknown key "colour"`},
		{"verdict", strings.Replace(good, "billing", "biling", 1), `2:40: there is no verdict "biling"`},
		{"hint", strings.Replace(good, "billing", "biling", 1), `did you mean "billing"?`},
		{"question", strings.Replace(good, "status-403", "status-43", 1), `there is no question "status-43"`},
		{"answer", strings.Replace(good, "status-403: no", "status-403: maybe", 1), `"maybe" is none of yes, no, unsure`},
		{"rule", good + ", refuse: {modl: generic}", `there is no rule "modl"`},
		{"refusal", good + ", refuse: {model: generics}", `did you mean "generic"?`},
		{"who", good + ", have: {other: nobody}", `there is no key "nobody"`},
		{"missing", "id: a, title: T, why: W, answers: {}, call: {body: x}", `the key "verdict" is missing`},
		{"both", good + ", text: T", "a scenario has either a call or a text"},
		{"twice", good + "}\n  - {" + good, `the scenario "a" is there twice`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{
				"p/lab/world.yaml": {Data: world},
				"p/lab/s.yaml":     {Data: []byte("scenarios:\n  - {" + c.scenario + "}\n")},
			}
			all, err := readScenarios(files, "p", b)
			if c.want == "" {
				if err != nil || len(all) != 1 {
					t.Errorf("got %d scenarios, %v", len(all), err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %s, got\n%v", c.want, err)
			}
		})
	}
	files := fstest.MapFS{"p/lab/world.yaml": {Data: []byte(strings.Replace(string(world), "sk-ant-api03-FAKE", "sk-ant-api03-", 1))}}
	if _, err := readScenarios(files, "p", b); err == nil || !strings.Contains(err.Error(), "does not say that it is made up") {
		t.Errorf("a key without FAKE: %v", err)
	}
}
