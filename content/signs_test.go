package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/evidence"
)

func TestLoadSigns(t *testing.T) {
	t.Parallel()
	const file = `signs:
  - id: all
    code: no_widget
    type: [a_error, b_error]
    status: [403, 500-504, none]
    body: html
    header: {x-widget: '^on$'}
    host: widget
    url: /v1
    request_id: ^req
    message: 'no widgets'
    text: "more"
    unless: [{status: 404}, {text: kidding, body: [json]}]
    names: widget
    says: {edge: yes, key: no}
    notes: {id: $1}
    answered_by: the widget service
    last: true
  - id: one
    message: x
    unless: {host: y}
    names: widget
`
	got, _, problems := loadSigns("signs.yaml", []byte(file), func(string) bool { return true })
	if len(problems) > 0 {
		t.Fatal(problems.Error())
	}
	want := []evidence.Sign{
		{
			ID: "all",
			When: evidence.Match{
				Codes: []string{"no_widget"}, Types: []string{"a_error", "b_error"}, Status: []string{"403", "500-504", "none"}, Body: []string{"html"},
				Headers: []evidence.Header{{Name: "x-widget", Pattern: "^on$"}}, Host: "widget", URL: "/v1", RequestID: "^req", Message: "no widgets", Text: "more",
			},
			Unless: []evidence.Match{{Status: []string{"404"}}, {Text: "kidding", Body: []string{"json"}}},
			Names:  "widget", Says: []evidence.Said{{Fact: "edge", Value: flow.Yes}, {Fact: "key", Value: flow.No}},
			AnsweredBy: "the widget service", Notes: []evidence.Noted{{Name: "id", Text: "$1"}}, Last: true,
			Pos: flow.Pos{File: "signs.yaml", Line: 2, Col: 5},
		},
		{
			ID: "one", When: evidence.Match{Message: "x"}, Unless: []evidence.Match{{Host: "y"}}, Names: "widget",
			Pos: flow.Pos{File: "signs.yaml", Line: 19, Col: 5},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("signs (-want +got):\n%s", d)
	}
}

func TestLoadSignsReportsEverything(t *testing.T) {
	t.Parallel()
	const file = `signs:
  - id: one
    mesage: 'x'
    names: widgt
  - id: two
    message: 'a(b'
    unless: [{text: ok}, {text: '*'}]
    names: widget
  - id: two
    status: [403, 4o4]
    says: {widget: maybe}
  - status: 403
    body: xml
    names: widget
  - id: three
    header: on
    names: widget
  - id: four
    last: perhaps
    message: x
    names: widget
  - id: five
    message: x
`
	_, _, problems := loadSigns("signs.yaml", []byte(file), func(id string) bool { return id == "widget" })
	got := problems.Error()
	for _, want := range []string{
		"signs.yaml:2:9: the sign has no condition",
		"signs.yaml:3:5: unknown key \"mesage\"\n        mesage: 'x'\n        ^\n    hint: did you mean \"message\"?",
		"signs.yaml:4:12: no fact is called \"widgt\"",
		"signs.yaml:6:14: message: error parsing regexp: missing closing ): `a(b`\n        message: 'a(b'\n                 ^",
		"signs.yaml:7:33: unless.text: error parsing regexp: missing argument to repetition operator: `*`",
		"signs.yaml:9:9: the id \"two\" is used twice",
		"signs.yaml:11:20: \"maybe\" is none of yes, no, unsure",
		"signs.yaml:12:5: the key \"id\" is missing",
		"signs.yaml:13:11: body: \"xml\" is none of envelope, json, html, empty, plain",
		"signs.yaml:16:13: expected a mapping of keys to values",
		"signs.yaml:19:11: expected true or false, not \"perhaps\"",
		"signs.yaml:22:9: the sign says nothing",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing:\n%s", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
	for _, broken := range []string{"", "signs: [", "signs: {a: b}", "other: 1", "signs:\n  - 1\n"} {
		if list, ready, problems := loadSigns("signs.yaml", []byte(broken), func(string) bool { return true }); len(problems) == 0 || list != nil || ready != nil {
			t.Errorf("%q was accepted", broken)
		}
	}
}
