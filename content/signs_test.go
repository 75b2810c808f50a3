package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/evidence"
	"why403/flow/must"
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
				Headers: []evidence.HeaderMatch{{Name: "x-widget", Pattern: "^on$"}}, Host: "widget", URL: "/v1", RequestID: "^req", Message: "no widgets", Text: "more",
			},
			Unless: []evidence.Match{{Status: []string{"404"}}, {Text: "kidding", Body: []string{"json"}}},
			Names:  "widget", Says: []evidence.SaidFact{{Fact: "edge", Value: flow.Yes}, {Fact: "key", Value: flow.No}},
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

// TestPatternOfAlternatives holds that a list of patterns is the one that matches where any of them does, and that a mistake in one is
// shown at its own place.
func TestPatternOfAlternatives(t *testing.T) {
	t.Parallel()
	known := func(id string) bool { return id == "widget" }
	const file = `signs:
  - id: one
    message: &names [first \d, 'second|2nd']
    names: widget
  - id: two
    text:
      - *names
      - third
    unless: [{text: [never, nowhere]}]
    names: widget
`
	list, _, problems := loadSigns("signs.yaml", []byte(file), known)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := []string{list[0].When.Message, list[1].When.Text, list[1].Unless[0].Text}; !slices.Equal(got, []string{`first \d|second|2nd`, `first \d|second|2nd|third`, "never|nowhere"}) {
		t.Errorf("got %q", got)
	}
	_, _, problems = loadSigns("signs.yaml", []byte("signs:\n  - id: one\n    names: widget\n    message:\n      - first\n      - a(b\n"), known)
	if want := "signs.yaml:6:9: error parsing regexp: missing closing ): `a(b`"; len(problems) != 1 || !strings.Contains(problems.Error(), want) {
		t.Errorf("got %v, want %q", problems, want)
	}
}

// TestKnowledgeOnce holds that no two playbooks have signs of one id, of the same conditions, or that read the same words: what
// more than one knows stands in shared/signs.yaml.
func TestKnowledgeOnce(t *testing.T) {
	t.Parallel()
	at := make(map[string]map[string]string)
	note := func(what, file, id string) {
		if at[what] == nil {
			at[what] = make(map[string]string)
		}
		at[what][file] = id
	}
	for id, b := range ships(t) {
		included := make(map[string]bool)
		for _, file := range []string{"shared/signs.yaml", "signs.yaml"} {
			for _, s := range b.Signs() {
				if s.Pos.File != file {
					continue
				}
				for _, what := range known(s) {
					if file == "shared/signs.yaml" {
						included[what] = true
					}
					if file == "shared/signs.yaml" || !included[what] { // Else it narrows what it includes.
						note(what, s.Pos.In(id), s.ID)
					}
				}
				if file == "signs.yaml" {
					note("the id "+s.ID, s.Pos.In(id), s.ID)
				}
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(at)) {
		if len(at[what]) > 1 {
			t.Errorf("%s: %v", what, at[what])
		}
	}
}

// known lists what a sign knows: its conditions, and if it names a cause the words that it reads.
func known(s evidence.Sign) []string {
	const words = 16 // Characters from which on a branch is a sentence and not a name.
	out := []string{fmt.Sprintf("the conditions %+v", s.When)}
	for _, p := range []string{s.When.Message, s.When.Text} {
		for _, branch := range branches(p) {
			if s.Names != "" && len(branch) >= words {
				out = append(out, "the words "+strings.ToLower(branch))
			}
		}
	}
	return out
}

// branches splits a pattern at the bars that stand in no group and no class.
func branches(pattern string) []string {
	var out []string
	depth, class, from := 0, false, 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			out = append(out, pattern[from:i])
			from = i + 1
		}
	}
	return append(out, pattern[from:])
}

// TestInclude holds what a playbook gets that includes a shared sign, and what is said of an include that is wrong.
func TestInclude(t *testing.T) {
	t.Parallel()
	with := func(signs string) (*Book, error) {
		t.Helper()
		return Load(fstest.MapFS{
			"playbook.yaml": {Data: []byte(soundBook[:strings.Index(soundBook, "signs:")] + soundBook[strings.Index(soundBook, "screens:"):])},
			"signs.yaml":    {Data: []byte("signs:\n" + signs)},
		}, ".")
	}
	shared := func(id string) evidence.Sign {
		t.Helper()
		for _, s := range book(t).Signs() {
			if s.ID == id {
				return s
			}
		}
		t.Fatalf("no sign %s", id)
		return evidence.Sign{}
	}
	hold := shared("code-on-hold")

	b, err := with("  - {shared: code-on-hold, names: seen, answered_by: Acme, elsewhere: true}\n  - {shared: not-direct, says: {seen: no}}\n")
	must.NoError(t, err)
	got := b.Signs()
	want := hold
	want.Names, want.AnsweredBy, want.Elsewhere = "seen", "Acme", true
	if d := cmp.Diff(want, got[0]); d != "" {
		t.Errorf("the sign with its own meaning (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]evidence.SaidFact{{Fact: "seen", Value: flow.No}}, got[1].Says); d != "" {
		t.Errorf("what a playbook has no fact for is left out (-want +got):\n%s", d)
	}
	if hold.Pos.File != "shared/signs.yaml" || hold.Pos.In("small") != hold.Pos.File {
		t.Errorf("a shared sign stands at %v", hold.Pos)
	}

	alone, err := with("  - {id: mine, code: organization_on_hold, names: seen, made-up: true}\n")
	must.NoError(t, err)
	both, err := with("  - {id: mine, code: organization_on_hold, names: seen, made-up: true}\n  - {shared: code-on-hold, names: seen}\n")
	must.NoError(t, err)
	if both.Digest == alone.Digest {
		t.Error("what a playbook includes is not in its digest")
	}
	problems := both.Lint(lintDay).Error()
	if want := fmt.Sprintf("shared/signs.yaml:%d:5: the sign \"code-on-hold\" is shadowed by \"mine\"\n      - id: code-on-hold\n", hold.Pos.Line); !strings.Contains(problems, want) {
		t.Errorf("lint says\n%s\nwant %q", problems, want)
	}

	for signs, want := range map[string]string{
		"  - {shared: code-on-hodl, names: seen}\n":                                          `signs.yaml:2:14: no shared sign is called "code-on-hodl"` + "\n      - {shared: code-on-hodl, names: seen}\n                 ^\n    hint: did you mean \"code-on-hold\"?",
		"  - shared: code-on-hold\n":                                                         `signs.yaml:2:13: the shared sign "code-on-hold" names "org-disabled-text", and no fact is called so`,
		"  - {shared: code-on-hold, names: sen}\n":                                           `signs.yaml:2:35: no fact is called "sen"`,
		"  - {shared: code-on-hold, names: seen, message: x}\n":                              `signs.yaml:2:41: unknown key "message"`,
		"  - {shared: code-on-hold, names: seen}\n  - {shared: code-on-hold, names: seen}\n": `signs.yaml:3:14: the id "code-on-hold" is used twice`,
		"  - shared: not-direct\n":                                                           `shared/signs.yaml:`,
	} {
		if _, err := with(signs); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives\n%v\nwant %q", signs, err, want)
		}
	}
}

// TestSharedSigns holds that more than one playbook includes each, and that some playbook has every fact that it speaks of.
func TestSharedSigns(t *testing.T) {
	t.Parallel()
	users := make(map[string]int)
	facts := make(map[string]bool)
	for _, b := range ships(t) {
		for _, s := range b.Signs() {
			if s.Pos.File == "shared/signs.yaml" {
				users[s.ID]++
			}
		}
		for f := range b.Facts {
			facts[f] = true
		}
	}
	l := &signLoader{source: commonSigns().source(), facts: func(f string) bool { return facts[f] }}
	for id, n := range commonSigns().entries {
		if users[id] < 2 {
			t.Errorf("%d playbooks include %s", users[id], id)
		}
		l.sign(n)
	}
	if len(l.problems) > 0 {
		t.Error(l.problems)
	}
}
