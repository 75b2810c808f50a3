package content

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A language that probes.yaml names and nobody wrote is a mistake with its place, not a missing choice on a screen.
func TestNamedLanguages(t *testing.T) {
	t.Parallel()
	const title = "{{- /* Some shell */ -}}\n"
	for list, want := range map[string]string{
		"[python, sh]":         "",
		"[]":                   "",
		"[sh, phyton, python]": `probes.yaml:1:16: there is no command "phyton"` + "\n" + `commands: [sh, phyton, python]`,
		"[sh, cobol]":          "there are python, sh",
		"[sh, sh]":             `probes.yaml:1:16: the command "sh" is named twice`,
	} {
		_, err := Load(fstest.MapFS{
			"playbook.yaml": {Data: []byte(soundBook)}, "probes.yaml": {Data: []byte("commands: " + list + "\nprobes: []\n")},
			"commands/sh.tmpl": {Data: []byte(title)}, "commands/python.tmpl": {Data: []byte(title)},
		}, ".")
		var problems Problems
		if want == "" && err != nil || want != "" && (!errors.As(err, &problems) || !strings.Contains(flat(err), flat(errors.New(want)))) {
			t.Errorf("%s: %v, want %q", list, err, want)
		}
	}
	_, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}, "probes.yaml": {Data: []byte("commands: [cobol]\nprobes: []\n")}}, ".")
	if err == nil || !strings.Contains(err.Error(), "write commands/cobol.tmpl") {
		t.Errorf("without any: %v", err)
	}
	b, err := Load(fstest.MapFS{"playbook.yaml": {Data: []byte(soundBook)}, "probes.yaml": {Data: []byte("commands: [python, sh]\nprobes: []\n")}}, ".")
	if err != nil || !slices.Equal(b.Languages(), []string{"python", "sh"}) || !strings.Contains(b.Commands[1].Text, "curl") {
		t.Errorf("those of the program: %v, %v", b, err)
	}
}

// flat is an error's text without its layout.
func flat(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
