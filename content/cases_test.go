package content

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
	"why403/flow/casetest"
	"why403/flow/must"
)

// cases returns the tests of a playbook that ships.
func cases(t testing.TB, id string) []casetest.Case {
	t.Helper()
	b, err := Ship(id)
	must.NoError(t, err)
	cs, err := LoadCases(os.DirFS("playbooks/"+id), ".", b)
	if err != nil {
		t.Fatalf("the tests of %s:\n%v", id, err)
	}
	return cs
}

// TestCases holds that every case beside a playbook that ships comes to its end, and that between them they come by every
// question, answer, sign, rule and screen.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			b, err := Ship(id)
			must.NoError(t, err)
			var results []casetest.CaseResult
			met := 0
			for _, c := range cases(t, id) {
				r := casetest.Run(b.Playbook, b.Read, c)
				for _, wrong := range r.Wrong {
					t.Errorf("%s:%d: %s: %s", c.Pos.File, c.Pos.Line, c.Name, wrong)
				}
				for _, f := range r.Reading.Facts {
					if f.Rule == "" || f.Quote == "" || f.From != flow.Pasted {
						t.Errorf("%s: fact %+v lacks its provenance", c.Name, f)
					}
				}
				if c.From != "" {
					met++
				}
				results = append(results, r)
			}
			if id != DefaultID && met < 20 {
				t.Errorf("%d texts name where they were met, want 20 or more", met)
			}
			signs := make(map[string]flow.Pos)
			for _, s := range b.Signs() {
				signs[s.ID] = s.Pos
			}
			for _, it := range casetest.Cover(b.Playbook, signs, results) {
				if it.Covered == 0 {
					t.Errorf("%s:%d: no case covers %s of the %s", it.Pos.File, it.Pos.Line, it.Name, it.Kind)
				}
			}
		})
	}
}

const casesBook = soundBook + `tests:
  - name: it was seen # as written
    text: |
      it was seen
    facts: {seen: yes}
    want: one
    sure: certain
  - {name: asked, answers: {ok: yes}, want: one}
  - name: open at the question
    asks: ok
`

func TestLoadCases(t *testing.T) {
	t.Parallel()
	load := func(text string) ([]casetest.Case, error) {
		files := fstest.MapFS{"small.yaml": {Data: []byte(text)}}
		b, err := checked(open(files, ".", "small.yaml", false))
		must.NoError(t, err)
		return LoadCases(files, ".", b)
	}
	got, err := load(casesBook)
	must.NoError(t, err)
	none := map[string]flow.Value{}
	line := strings.Count(soundBook, "\n") + 2
	want := []casetest.Case{
		{Name: "it was seen", Text: "it was seen\n", Known: none, Answers: none, Facts: map[string]flow.Value{"seen": flow.Yes}, Notes: map[string]string{}, Want: "one", Sure: flow.Certain, Pos: flow.Pos{File: "small.yaml", Line: line, Col: 5}},
		{Name: "asked", Known: none, Answers: map[string]flow.Value{"ok": flow.Yes}, Facts: none, Notes: map[string]string{}, Want: "one", Pos: flow.Pos{File: "small.yaml", Line: line + 6, Col: 5}},
		{Name: "open at the question", Known: none, Answers: none, Facts: none, Notes: map[string]string{}, Asks: "ok", Pos: flow.Pos{File: "small.yaml", Line: line + 7, Col: 5}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("cases (-want +got):\n%s", d)
	}
	// The folder's own file may hold tests, and those beside it count as well.
	files := fstest.MapFS{"playbook.yaml": {Data: []byte(casesBook)}, "tests/a.yaml": {Data: []byte("- {name: beside, asks: ok}\n")}}
	if b, err := Load(files, "."); err != nil {
		t.Error(err)
	} else if got, err := LoadCases(files, ".", b); err != nil || len(got) != len(want)+1 {
		t.Errorf("a folder with tests in both places has %d cases, %v; want %d", len(got), err, len(want)+1)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"an unknown key":      {"    want: one\n", "    wants: one\n", `unknown key "wants"`},
		"an unknown verdict":  {"    want: one\n", "    want: onee\n", "there is no verdict \"onee\"\n        want: onee\n              ^\n    hint: did you mean \"one\"?"},
		"an unknown question": {"{ok: yes}, want", "{okay: yes}, want", `there is no question "okay"`},
		"no value":            {"{ok: yes}, want", "{ok: perhaps}, want", `"perhaps" is none of yes, no, unsure`},
		"an unknown fact":     {"facts: {seen: yes}\n    want", "facts: {sen: yes}\n    want", `there is no fact "sen"`},
		"two ends":            {"    asks: ok\n", "    asks: ok\n    open: true\n", "a case ends in one way"},
		"a name twice":        {"name: asked", "name: it was seen", `the name "it was seen" is used in small.yaml`},
		"no confidence":       {"sure: certain\n  -", "sure: surely\n  -", `"surely" is no confidence`},
		"facts from nothing":  {"    asks: ok\n", "    asks: ok\n    facts: {seen: yes}\n", "without a text nothing is read"},
		"an unknown example":  {"    asks: ok\n", "    asks: ok\n    example: gone\n", `there is no example "gone"`},
	} {
		if !strings.Contains(casesBook, c.old) {
			t.Fatalf("%s: %q is not in the playbook", name, c.old)
		}
		_, err := load(strings.Replace(casesBook, c.old, c.new, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
