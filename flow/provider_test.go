package flow_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"why403/flow/must"
)

// providers are what only the service of one playbook, or one like it, is called.
var providers = []string{"anthropic", "claude", "openai", "openrouter", "litellm", "bedrock", "vertex", "foundry", "azure", "gemini", "sk-ant", "sk-proj", "x-api-key", "codex"}

// provider returns the first of them that the text names, in any case, or "".
func provider(text string) string {
	text = strings.ToLower(text)
	for _, p := range providers {
		if strings.Contains(text, p) {
			return p
		}
	}
	return ""
}

// TestFlowNamesNoProvider looks at every file of flow that ends up in the program: what is known of a service stands in its
// playbook. What asks the service or stands in for it, probe and lab, is left aside, and so are the tests of what keeps sessions,
// which put a key into them.
func TestFlowNamesNoProvider(t *testing.T) {
	t.Parallel()
	aside := []string{"probe", "lab", filepath.FromSlash("journal/journaltest")}
	exceptions := map[string]string{
		"redact/rules.go": "Secrets are masked whatever playbook is in use, also before one is, so what keys look like cannot wait for one. " +
			"The table has the keys of many vendors, and a wrong playbook must not be able to take one out.",
	}
	needed := make(map[string]bool)
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (slices.Contains(aside, path) || e.Name() == filepath.Base(filepath.Dir(path))+"test" || e.Name() == "testdata"): // Those are for tests.
			return fs.SkipDir
		case e.IsDir() || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if provider(string(data)) == "" {
			return nil
		}
		for i, line := range strings.Split(string(data), "\n") {
			word := provider(line)
			if word == "" {
				continue
			}
			if path := filepath.ToSlash(path); exceptions[path] != "" {
				needed[path] = true
				continue
			}
			t.Errorf("%s:%d names %q, which belongs into a playbook: %s", path, i+1, word, strings.TrimSpace(line))
		}
		return nil
	})
	must.NoError(t, err)
	for path := range exceptions {
		if !needed[path] {
			t.Errorf("%s needs no exception any more", path)
		}
	}
}
