package i18n

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"why403/flow/must"
)

// TestLoad holds that a language that cannot be used is told, with what is wrong in it, and the texts stay English.
func TestLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		must.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for _, c := range []struct{ file, want string }{
		{"", ""},
		{"en", ""},
		{file("good.json", `{"%s of %d": "%s von %d", "100%%": "alles"}`), ""},
		{file("order.json", `{"%s of %d": "%[2]d, %[1]s"}`), ""},
		{file("swapped.json", `{"%s of %d": "%d von %s"}`), `"%d von %s" takes other values than "%s of %d"`},
		{file("fewer.json", `{"%s of %d": "%s"}`), `"%s" takes other values`},
		{file("more.json", `{"ready": "%s"}`), `"%s" takes other values`},
		{file("list.json", `["ready"]`), "no JSON object from texts to texts"},
		{file("broken.json", `{"ready": `), "no JSON object from texts to texts"},
		{file("long.json", strings.Repeat(" ", maxFile+1)), "longer than 1024 KiB"},
		{dir, "it is no file"},
		{filepath.Join(dir, "none.json"), "no such file"},
	} {
		got, err := load(c.file)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %s", c.file, err, c.want)
		}
		if err != nil && got != nil {
			t.Errorf("%s is used all the same", c.file)
		}
		if err != nil && !strings.HasPrefix(err.Error(), Variable+"="+c.file) {
			t.Errorf("%v does not name the variable", err)
		}
	}
}

// TestCertainty holds that an unknown name is a mistake in the program, and no empty text.
func TestCertainty(t *testing.T) {
	t.Parallel()
	if got := Certainty(""); got != "" {
		t.Errorf("nothing is %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown name was taken")
		}
	}()
	Certainty("sure-perhaps")
}
