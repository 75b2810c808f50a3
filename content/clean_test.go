package content

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"why403/content/contenttest"
	"why403/flow"
	"why403/flow/must"
)

// TestCleaned looks at every string of a loaded playbook.
func TestCleaned(t *testing.T) {
	t.Parallel()
	b, err := Load(contenttest.Hostile(), ".")
	must.NoError(t, err)
	seen := 0
	var look func(path string, v reflect.Value)
	look = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			seen++
			if r, ok := contenttest.Acting(v.String()); ok {
				t.Errorf("%s holds %U: %q", path, r, v.String())
			}
		case reflect.Pointer:
			if !v.IsNil() {
				look(path, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				look(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(path, v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				look(path, k)
				look(path+"["+k.String()+"]", v.MapIndex(k))
			}
		default:
		}
	}
	look("playbook", reflect.ValueOf(b.Playbook))
	for _, s := range b.Signs() {
		look("signs", reflect.ValueOf(s))
	}
	for _, s := range b.sources {
		look("lines", reflect.ValueOf(s.lines()))
	}
	if seen < 150 {
		t.Errorf("only %d texts", seen)
	}
	if got := b.Question("ok").Ask; !strings.HasPrefix(got, "Is it?") || !strings.Contains(got, "link") {
		t.Errorf("the words are gone: %q", got)
	}
	cases, err := LoadCases(contenttest.Hostile(), ".", b)
	must.NoError(t, err)
	if !strings.Contains(cases[0].Text, "\x1b]52") {
		t.Errorf("what a test pastes is not as it was written: %q", cases[0].Text)
	}
	if _, ok := contenttest.Acting(cases[0].Name); ok {
		t.Errorf("the case's name: %q", cases[0].Name)
	}
}

// TestCleanedMistakes breaks the playbook in every file: what is said of it acts on nothing either.
func TestCleanedMistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, add string }{
		"an unknown key":  {"playbook.yaml", "\"key" + contenttest.InYAML + "\": 1\n"},
		"a key twice":     {"request.yaml", "\"version" + contenttest.InYAML + "\": 1\n\"version" + contenttest.InYAML + "\": 1\n"},
		"no YAML":         {"tables.yaml", "x: [" + "\"" + contenttest.InYAML + "\"\n"},
		"raw bytes":       {"signs.yaml", "# " + contenttest.Text + "\n"},
		"an unknown sign": {"signs.yaml", "  - {id: \"t" + contenttest.InYAML + "\", names: \"u" + contenttest.InYAML + "\"}\n"},
		"a file's name":   {"screens/two\x1b]52;c;QQ==\a.md", "# Two\n"},
		"no title":        {"screens/two.md", contenttest.Text},
		"a bad template":  {"commands/two.tmpl", contenttest.Text},
		"a bad variable":  {"request.yaml", "variables: {key: \"" + contenttest.InYAML + "\"}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := contenttest.Hostile()
			f := files[c.file]
			if f == nil {
				f = new(fstest.MapFile)
			}
			files[c.file] = &fstest.MapFile{Data: append([]byte(nil), append(f.Data, c.add...)...)}
			_, err := Load(files, ".")
			if err == nil {
				t.Fatal("it loads")
			}
			if r, ok := contenttest.Acting(err.Error()); ok {
				t.Errorf("the mistake holds %U: %q", r, err)
			}
		})
	}
}

// TestTwice has a key stand twice in every kind of mapping.
func TestTwice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, text, want string }{
		"the playbook":  {"playbook.yaml", soundBook + "title: Another\n", "playbook.yaml:29:1: the key \"title\" stands here twice, first in line 2\n    title: Another\n    ^\n    hint: keep one of them"},
		"a question":    {"playbook.yaml", strings.Replace(soundBook, "ask: Is it?", "ask: Is it?, ask: Is it not?", 1), `playbook.yaml:7:62: the key "ask" stands here twice`},
		"a flow":        {"playbook.yaml", strings.Replace(soundBook, "{ok: yes}", "{ok: yes, ok: no}", 1), `playbook.yaml:12:22: the key "ok" stands here twice`},
		"facts":         {"playbook.yaml", strings.Replace(soundBook, "facts: {seen: It was seen}", "facts: {seen: It was seen, seen: Not}", 1), `playbook.yaml:5:28: the key "seen" stands here twice`},
		"a sign":        {"playbook.yaml", strings.Replace(soundBook, "names: seen, source: 'https://example.com'}", "names: seen, names: seen, source: 'https://example.com'}", 1), `the key "names" stands here twice`},
		"quoted":        {"playbook.yaml", soundBook + "'title': Another\n", `playbook.yaml:29:1: the key "title"`},
		"three times":   {"playbook.yaml", soundBook + "title: b\ntitle: c\n", `playbook.yaml:30:1: the key "title" stands here twice, first in line 2`},
		"a row":         {"playbook.yaml", strings.Replace(soundBook, "judged: new", "judged: new, judged: wrong", 1), `the key "judged" stands here twice`},
		"screens":       {"playbook.yaml", soundBook + "  one: |\n    # Again\n", `playbook.yaml:29:3: the key "one" stands here twice`},
		"an alias's":    {"playbook.yaml", strings.Replace(soundBook, "{ok: yes}", "&a {ok: yes, ok: yes}", 1), `the key "ok" stands here twice`},
		"many keys":     {"playbook.yaml", strings.Replace(soundBook, "facts: {seen: It was seen}", "facts: {seen: It was seen, a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N, o: O, p: P, q: Q, e: E}", 1), `the key "e" stands here twice, first in line 5`},
		"request.yaml":  {"request.yaml", "base_url: https://a.example\nbase_url: https://b.example\nversion: '1'\n", `request.yaml:2:1: the key "base_url" stands here twice`},
		"its variables": {"request.yaml", "base_url: https://a.example\nhosts: [a.example]\nname: A\nvariables: {key: A_API_KEY, key: B_API_KEY}\n", `request.yaml:4:29: the key "key" stands here twice`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}}
			files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
			_, err := Load(files, ".")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got\n%v\nwant\n%s", err, c.want)
			}
			if n := strings.Count(err.Error(), "stands here twice"); n != strings.Count(c.text, "title: b\ntitle: c")+1 || strings.Contains(err.Error(), "declared twice") {
				t.Errorf("said more than once:\n%v", err)
			}
		})
	}
	if b, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}}, "."); err != nil || b.Playbook.Questions[0].ID != "ok" || b.Facts["seen"] == (flow.FactInfo{}) {
		t.Errorf("once each: %v", err)
	}
}
