// Package wordstest runs a test once more in a language that nobody speaks. It is for tests only.
package wordstest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"why403/content/words"
)

var (
	value = regexp.MustCompile(`%[-+#0-9.*]*(?:\[[0-9]+\])?[-+#0-9.*]*[a-zA-Z]`)
	latin = regexp.MustCompile(`[a-z]{2,}`)
)

// Again reports whether the test runs in the made-up language. If not, it runs the test a second time, in it, from the
// English catalogue at that path: the language is chosen when a process starts.
func Again(t *testing.T, english string) bool {
	t.Helper()
	if os.Getenv(words.Variable) != "" {
		if err := words.Err(); err != nil {
			t.Fatal(err)
		}
		return true
	}
	data, err := os.ReadFile(english)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.Parse(english, data)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "other.yaml")
	if err := os.WriteFile(file, write(catalogue), 0o600); err != nil {
		t.Fatal(err)
	}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), words.Variable+"="+file)
	out, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("in another language: %v\n%s", err, out)
	}
	return false
}

// write makes a catalogue in which every letter is another one; patterns stay.
func write(c words.Catalogue) []byte {
	var out strings.Builder
	for _, section := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(&out, "%s:\n", section)
		for _, name := range slices.Sorted(maps.Keys(c[section])) {
			text := c[section][name]
			if !strings.HasPrefix(name, "pattern") {
				text = Foreign(text)
			}
			quoted, _ := json.Marshal(text) // A string has no error.
			fmt.Fprintf(&out, "  %s: %s\n", name, quoted)
		}
	}
	return []byte(out.String())
}

// Foreign is a text in the made-up language.
func Foreign(text string) string {
	var out strings.Builder
	at := 0
	for _, m := range append(value.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		out.WriteString(strings.Map(func(r rune) rune {
			switch {
			case 'a' <= r && r <= 'z':
				return 'а' + r - 'a'
			case 'A' <= r && r <= 'Z':
				return 'А' + r - 'A'
			}
			return r
		}, text[at:m[0]]))
		out.WriteString(text[m[0]:m[1]])
		at = m[1]
	}
	return out.String()
}

// Left returns the words of a text that are in English and in none of the others, such as what a playbook says.
func Left(text string, others ...string) []string {
	known := make(map[string]bool)
	for _, o := range others {
		for _, w := range latin.FindAllString(strings.ToLower(o), -1) {
			known[w] = true
		}
	}
	var out []string
	for _, w := range latin.FindAllString(strings.ToLower(text), -1) {
		if !known[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
