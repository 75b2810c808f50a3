package content

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"why403/flow"
)

// hostile acts on a terminal in every way that there is, with words between.
const hostile = "\x1b]8;;https://evil.example\alink\x1b]8;;\x1b\\\x1b]52;c;ZXZpbA==\a\x1bP+q544e\x1b\\\x1b[2J\x1b[31m\u009b31m\u009d0;t\u009c\u0090q\u009c" +
	"\u202eabc\u2066d\u2069\u200b\u200e\u061c\u2028\ufeff\U000e0041\x00\x07\b\r\v\f\x7f\x1b"

// yamlHostile is the same in a YAML string.
var yamlHostile = func() string {
	var b strings.Builder
	for _, r := range hostile {
		switch {
		case r < 0x20 || r >= 0x7f && r <= 0xffff:
			b.WriteString(`\u`)
			const hex = "0123456789abcdef"
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[r>>shift&15])
			}
		case r > 0xffff:
			b.WriteString(`\U000e0041`)
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}()

// acting returns the first character of the text that acts on a terminal, but for line ends.
func acting(s string) (rune, bool) {
	for _, r := range s {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return r, true
		}
	}
	return 0, false
}

// hostileFiles is a playbook whose every text is hostile.
func hostileFiles() fstest.MapFS {
	h := func(words string) string { return `"` + words + yamlHostile + `"` }
	files := map[string]string{
		"playbook.yaml": "id: " + h("bad") + "\ntitle: " + h("Title") + "\nabout: " + h("About") + "\nchecked: 2026-11-23\nunexplained: none\nroles: {op: " + h("Role") + "}\nfacts: {seen: " + h("Seen") + "}\nquestions:\n" +
			"  - {id: ok, about: " + h("It is") + ", ask: " + h("Is it?") + ", say: " + h("Say") + ", why: " + h("Why") + ", how: [" + h("How") + "], command: " + h("cmd") + ", yes: " + h("Y") + ", no: " + h("N") + ", unsure: " + h("U") + ", role: op}\n" +
			"verdicts:\n  - {id: none, title: " + h("None") + ", fix: " + h("Fix") + ", peel: 9}\n  - {id: one, title: " + h("One") + ", fix: " + h("Fix") + ", peel: 1, always: true}\n" +
			"rules:\n  - {when: {ok: yes}, proves: one, sure: strong, because: " + h("Because") + "}\n  - {when: {seen: yes}, proves: one, sure: certain, because: " + h("Because") + "}\n  - {when: {ok: no}, rules_out: one, sure: strong, because: b}\n",
		"signs.yaml":        "signs:\n  - {id: s, message: it was seen, names: seen, answered_by: " + h("By") + ", notes: {n: " + h("Note") + "}}\n",
		"screens/one.md":    "# One" + hostile + "\n\n## The fix\n\nDo it." + hostile + "\n\n```sh\nrun" + hostile + "\n```\n\n&#27;]52;c;QQ==&#7; &#x202e; &rlm; &#155;31m [a](https://a.example/" + hostile + ")\n\n## How to verify\n\nLook again.\n",
		"reference/r.md":    "# R" + hostile + "\n\n## S" + hostile + "\n\n\tB" + hostile + "\n",
		"examples/e.txt":    "# E" + hostile + "\n\nit was seen" + hostile + "\n",
		"escalation.tmpl":   "Hello" + hostile + ` {{"\x1b]52;c;QQ==\a"}}{{printf "%c" 27}}` + "\n",
		"tables.yaml":       "tables:\n  - {id: t, title: " + h("T") + ", rows: [{item: " + h("I") + ", claim: " + h("C") + ", finding: " + h("F") + ", judged: new, source: \"https://a.example" + yamlHostile + "\", checked: 2026-11-23}]}\n",
		"request.yaml":      "base_url: https://a.example\nhosts: [a.example]\nversion: " + h("1") + "\nkeys: [{prefix: " + h("k") + ", title: " + h("K") + "}]\n",
		"probes.yaml":       "commands: [sh]\nprobes:\n  - {id: p, title: " + h("P") + ", why: " + h("W") + ", method: GET, path: " + h("/p") + ", body: " + h("B") + ", money: " + h("$1") + ", tokens: 1, deadline: 1s, replies: [{says: {ok: yes}, means: " + h("M") + "}]}\n",
		"commands/sh.tmpl":  "{{- /* Sh" + hostile + "x */ -}}\necho {{sh .Target}}" + hostile + `{{"\x1b]52;c;QQ==\a"}}{{define "all"}}{{range .}}{{.}}{{"\x1b[2J"}}{{end}}{{end}}` + "\n",
		"tests/cases.yaml":  "- {name: " + h("case") + ", text: " + h("it was seen") + ", want: one}\n",
		"screens/extra.txt": "not read\n",
	}
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// TestCleaned looks at every string of a loaded playbook.
func TestCleaned(t *testing.T) {
	t.Parallel()
	b, err := Load(hostileFiles(), ".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var look func(path string, v reflect.Value)
	look = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			seen++
			if r, ok := acting(v.String()); ok {
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
		look("lines", reflect.ValueOf(s.lines))
	}
	if seen < 150 {
		t.Errorf("only %d texts", seen)
	}
	if got := b.Question("ok").Ask; !strings.HasPrefix(got, "Is it?") || !strings.Contains(got, "link") {
		t.Errorf("the words are gone: %q", got)
	}
	cases, err := LoadCases(hostileFiles(), ".", b)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(cases[0].Text, "\x1b]52") {
		t.Errorf("what a test pastes is not as it was written: %q", cases[0].Text)
	}
	if _, ok := acting(cases[0].Name); ok {
		t.Errorf("the case's name: %q", cases[0].Name)
	}
}

// TestCleanedMistakes breaks the playbook in every file: what is said of it acts on nothing either.
func TestCleanedMistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, add string }{
		"an unknown key":  {"playbook.yaml", "\"key" + yamlHostile + "\": 1\n"},
		"a key twice":     {"request.yaml", "\"version" + yamlHostile + "\": 1\n\"version" + yamlHostile + "\": 1\n"},
		"no YAML":         {"tables.yaml", "x: [" + "\"" + yamlHostile + "\"\n"},
		"raw bytes":       {"signs.yaml", "# " + hostile + "\n"},
		"an unknown sign": {"signs.yaml", "  - {id: \"t" + yamlHostile + "\", names: \"u" + yamlHostile + "\"}\n"},
		"a file's name":   {"screens/two\x1b]52;c;QQ==\a.md", "# Two\n"},
		"no title":        {"screens/two.md", hostile},
		"a bad template":  {"commands/two.tmpl", hostile},
		"a bad variable":  {"request.yaml", "variables: {key: \"" + yamlHostile + "\"}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := hostileFiles()
			f := files[c.file]
			if f == nil {
				f = new(fstest.MapFile)
			}
			files[c.file] = &fstest.MapFile{Data: append([]byte(nil), append(f.Data, c.add...)...)}
			_, err := Load(files, ".")
			if err == nil {
				t.Fatal("it loads")
			}
			if r, ok := acting(err.Error()); ok {
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
		"a question":    {"playbook.yaml", strings.Replace(soundBook, "ask: Is it?", "ask: Is it?, ask: Is it not?", 1), `playbook.yaml:7:41: the key "ask" stands here twice`},
		"a flow":        {"playbook.yaml", strings.Replace(soundBook, "{ok: yes}", "{ok: yes, ok: no}", 1), `playbook.yaml:12:22: the key "ok" stands here twice`},
		"facts":         {"playbook.yaml", strings.Replace(soundBook, "facts: {seen: It was seen}", "facts: {seen: It was seen, seen: Not}", 1), `playbook.yaml:5:28: the key "seen" stands here twice`},
		"a sign":        {"playbook.yaml", strings.Replace(soundBook, "names: seen}", "names: seen, names: seen}", 1), `the key "names" stands here twice`},
		"quoted":        {"playbook.yaml", soundBook + "'title': Another\n", `playbook.yaml:29:1: the key "title"`},
		"three times":   {"playbook.yaml", soundBook + "title: b\ntitle: c\n", `playbook.yaml:30:1: the key "title" stands here twice, first in line 2`},
		"a row":         {"playbook.yaml", strings.Replace(soundBook, "judged: new", "judged: new, judged: wrong", 1), `the key "judged" stands here twice`},
		"screens":       {"playbook.yaml", soundBook + "  one: |\n    # Again\n", `playbook.yaml:29:3: the key "one" stands here twice`},
		"an alias's":    {"playbook.yaml", strings.Replace(soundBook, "{ok: yes}", "&a {ok: yes, ok: yes}", 1), `the key "ok" stands here twice`},
		"many keys":     {"playbook.yaml", strings.Replace(soundBook, "facts: {seen: It was seen}", "facts: {seen: It was seen, a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J, k: K, l: L, m: M, n: N, o: O, p: P, q: Q, e: E}", 1), `the key "e" stands here twice, first in line 5`},
		"request.yaml":  {"request.yaml", "base_url: https://a.example\nbase_url: https://b.example\nversion: '1'\n", `request.yaml:2:1: the key "base_url" stands here twice`},
		"its variables": {"request.yaml", "base_url: https://a.example\nhosts: [a.example]\nversion: '1'\nvariables: {key: A_API_KEY, key: B_API_KEY}\n", `request.yaml:4:29: the key "key" stands here twice`},
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
