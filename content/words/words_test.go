package words

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// The format is YAML: whatever reads YAML reads the same texts.
func TestParseReadsWhatYAMLReads(t *testing.T) {
	t.Parallel()
	for _, language := range Shipped() {
		data, err := shipped.ReadFile(language + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(language+".yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		var want Catalogue
		if err := yaml.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-YAML +ours):\n%s", language, d)
		}
	}
}

// Every language in the folder has the texts of the English one, with the same values in them.
func TestShippedLanguagesMatch(t *testing.T) {
	t.Parallel()
	english, err := read(shipped, "en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range Shipped() {
		other, err := read(shipped, language+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Matches(english); err != nil {
			t.Errorf("%s.yaml:\n%v", language, err)
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	original := Catalogue{"a": {"one": "%s of %d", "two": "100%%", "patternA": "a"}}
	for _, test := range []struct {
		name  string
		other Catalogue
		want  string
	}{
		{"the same", Catalogue{"a": {"one": "%s von %d", "two": "hundert", "patternA": "b"}}, ""},
		{"another order", Catalogue{"a": {"one": "%[2]d, %[1]s", "two": "x", "patternA": "b"}}, ""},
		{"swapped", Catalogue{"a": {"one": "%d von %s", "two": "x"}}, "a.one takes other values"},
		{"one left out", Catalogue{"a": {"one": "%s", "two": "x"}}, "a.one takes other values"},
		{"one more", Catalogue{"a": {"one": "%s %d %d", "two": "x"}}, "a.one takes other values"},
		{"missing", Catalogue{"a": {"one": "%s %d"}}, "a.two is missing"},
		{"superfluous", Catalogue{"a": {"one": "%s %d", "two": "x", "three": ""}}, "a.three is no text of the program"},
		{"a pattern", Catalogue{"a": {"one": "%s %d", "two": "x", "patternA": "("}}, "a.patternA: error parsing regexp"},
		{"another section", Catalogue{"a": original["a"], "b": {"x": ""}}, "b.x is no text of the program"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := test.other.Matches(original)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a:\n  one: two\n":                  "x.yaml:2: expected a text in double quotes after one and a colon",
		"a:\n  one: \"two\n":                "x.yaml:2: expected a text in double quotes",
		"  one: \"two\"\n":                  "x.yaml:1: one stands in no section",
		"a:\n  b: \"1\"\n  b: \"2\"\n":      "x.yaml:3: b is there twice",
		"a:\na:\n":                          "x.yaml:2: expected the name of a new section",
		"a\n":                               "x.yaml:1: expected a name and a colon",
		"a:\n   b: \"1\"\n":                 "x.yaml:2: expected an indent of two spaces",
		strings.Repeat("#", maxFile) + "\n": "longer than 1024 KiB",
	} {
		if _, err := Parse("x.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %s", text, err, want)
		}
	}
}

// A language that cannot be used is told, and the texts are English.
func TestLoad(t *testing.T) {
	t.Parallel()
	english, err := load("")
	if err != nil {
		t.Fatal(err)
	}
	data, err := shipped.ReadFile("en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	good, short := filepath.Join(dir, "good.yaml"), filepath.Join(dir, "short.yaml")
	for file, text := range map[string]string{
		good:  strings.Replace(string(data), `"Finds out`, `"Trovas`, 1),
		short: "wizard:\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := load(good)
	if err != nil || !strings.HasPrefix(got["wizard"]["sayPurpose"], "Trovas") {
		t.Errorf("from a file: %q, %v", got["wizard"]["sayPurpose"], err)
	}
	for language, want := range map[string]string{
		"en":                            "",
		"tlh":                           "WHY403_LANG=tlh: no such language comes with why403; there are en",
		"../en":                         "no such language",
		short:                           "wizard.sayPurpose is missing",
		filepath.Join(dir, "none.yaml"): "no such file",
	} {
		got, err := load(language)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %s", language, err, want)
		}
		if d := cmp.Diff(english, got); d != "" {
			t.Errorf("%s: the texts are not English:\n%s", language, d)
		}
	}
	if _, err := read(fstest.MapFS{}, "en.yaml"); err == nil {
		t.Error("an empty folder was read")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a:\n  one: \"%s of \\\"%d\\\"\"\n# b\n")
	f.Add("a:\n  b: \"\\u00e9\"\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse("x.yaml", []byte(text))
		if err == nil {
			_ = c.Matches(c)
		}
	})
}

// BenchmarkLoad is what every start of the process pays.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load(""); err != nil {
			b.Fatal(err)
		}
	}
}
