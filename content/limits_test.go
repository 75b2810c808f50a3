package content

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"why403/flow/must"
)

const small = `id: small
title: A small one
checked: 2026-11-23
unexplained: none
facts: {seen: It was seen}
questions:
  - {id: ok, about: It is, ask: Is it?, say: Is it?, why: To know., how: [Look.], yes: Y, no: N, unsure: U}
verdicts:
  - {id: none, title: None, fix: None, precedence: 9}
  - {id: one, title: One, fix: One, precedence: 1}
rules:
  - {when: {ok: yes}, proves: one, sure: strong, because: b}
`

// TestHostile holds that a playbook that is too much in some way is refused with an error that names the place.
func TestHostile(t *testing.T) {
	t.Parallel()
	laughs := "x0: &a00 [yes, no]\n"
	for i := 1; i < 30; i++ {
		laughs += "x" + string(rune('a'+i%26)) + string(rune('0'+i/26)) + ": &a" + itoa(i) + " [*a" + itoa(i-1) + ", *a" + itoa(i-1) + "]\n"
	}
	for name, c := range map[string]struct{ text, want string }{
		"aliases of aliases":  {small + laughs, "with its aliases written out"},
		"too deep":            {small + "x: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n", "levels inside each other"},
		"a text that is long": {strings.Replace(small, "A small one", strings.Repeat("a", maxText+1), 1), "playbook.yaml:2:8: the text is longer than 64 KiB"},
		"an endless pattern":  {small + "signs: [{id: s, message: " + strings.Repeat("a", maxPattern+1) + ", says: {seen: yes}}]\n", "the pattern is longer than 4 KiB"},
		"repeats of repeats":  {small + "signs: [{id: s, message: '((a{900}){900}){900}', says: {seen: yes}}]\n", "playbook.yaml:"},
		"too large":           {small + "# " + strings.Repeat("a", maxFile), "larger than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(c.text)}}, ".")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %.300v, want an error with %q", err, c.want)
			}
		})
	}
}

func itoa(i int) string { return string(rune('0'+i/10)) + string(rune('0'+i%10)) }

// TestLoadPath holds that a folder and a single file say the same, and that nothing outside is read.
func TestLoadPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		must.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		must.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	signs := "signs:\n  - {id: s, message: it was seen, says: {seen: yes}}\n"
	put("apart/playbook.yaml", small)
	put("apart/signs.yaml", signs)
	put("apart/screens/one.md", "# One\n\n## The fix\n\nDo it.\n")
	single := put("single.yaml", small+signs+"screens:\n  one: |\n    # One\n\n    ## The fix\n\n    Do it.\n")
	for name, path := range map[string]string{"a folder": filepath.Join(dir, "apart"), "one file": single} {
		b, err := LoadPath(path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if body, _ := b.Verdict("one").Screen.Section("The fix"); body != "Do it." {
			t.Errorf("%s: the screen says %q", name, body)
		}
		if r := b.Read([]byte(`{"error":{"type":"x","message":"it was seen"}}`)); len(r.Facts) != 1 || r.Facts[0].ID != "seen" {
			t.Errorf("%s: read %+v", name, r.Facts)
		}
		if len(b.Signs()) != 1 {
			t.Errorf("%s: %d signs", name, len(b.Signs()))
		}
	}
	put("secret", "not yours")
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(dir, "apart", "escalation.tmpl")); err != nil {
		t.Skip("no links here:", err)
	}
	if b, err := LoadPath(filepath.Join(dir, "apart")); err == nil && strings.Contains(b.Escalation, "not yours") {
		t.Error("a link led out of the folder")
	}
	for name, want := range map[string]string{"nowhere": "no such file", "secret": "neither a folder nor a YAML file", "": "no such file"} {
		if _, err := LoadPath(name); err == nil {
			t.Errorf("%q loads", name)
		} else if name != "secret" && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestShipped holds that everything that ships loads without a problem.
func TestShipped(t *testing.T) {
	t.Parallel()
	if ids := Shipped(); ids[0] != DefaultID {
		t.Errorf("the default does not come first: %v", ids)
	}
	for _, id := range Shipped() {
		b, err := checked(open(embedded(), "playbooks/"+id, "playbook.yaml", true))
		if err != nil {
			t.Errorf("%s:\n%v", id, err)
			continue
		}
		if b.ID != id {
			t.Errorf("the playbook in the folder %s calls itself %s", id, b.ID)
		}
	}
	if _, err := Ship("no-such"); err == nil {
		t.Error("a playbook that there is not was found")
	}
}
