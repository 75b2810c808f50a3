package redact

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"why403/flow/must"
	"why403/flow/racetest"
)

// spared are gitleaks' findings that are no secrets, or that nothing in the text tells from what must stay. Each has its reason.
var spared = map[string]string{
	"messagebird-client-id": "a public id: a UUID",
	"sendbird-access-id":    "a public id: a UUID",
}

// unmarked returns a secret without what says of which kind it is, which may stay.
func unmarked(secret string) string {
	secret = strings.TrimPrefix(strings.TrimPrefix(secret, "https://"), "http://")
	for _, r := range prefixed() {
		if n := len(r.start); len(secret) > n && strings.EqualFold(secret[:n], r.start) {
			secret = secret[n:]
			if r.kinds {
				secret = secret[kindLen([]byte(secret)):]
			}
			break
		}
	}
	secret = strings.TrimPrefix(secret, "_gitlab_session=")
	if app, token, ok := strings.Cut(secret, "|"); ok && strings.Trim(app, "0123456789") == "" {
		return token
	}
	if _, block, ok := strings.Cut(secret, "PRIVATE KEY"); ok {
		block, _, _ = strings.Cut(block, "-----END")
		return strings.Trim(strings.TrimPrefix(block, " BLOCK"), "-")
	}
	return secret
}

// TestWhatGitleaksFindsIsMasked takes the examples of gitleaks' rules, and what its patterns generate, as an oracle.
func TestWhatGitleaksFindsIsMasked(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	const dir = "testdata/gitleaks"
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go here to run the oracle with")
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && strings.Contains(stderr.String(), "GOPROXY=off") {
		t.Skipf("gitleaks is not there: go -C flow/redact/%s mod download", dir)
	}
	if err != nil {
		t.Fatalf("run the oracle: %v\n%s", err, stderr.String())
	}
	var tried, leaked int
	rules, shown := make(map[string]bool), make(map[string]int)
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var found struct{ Rule, Text, Secret string }
		must.NoError(t, json.Unmarshal(lines.Bytes(), &found))
		rules[found.Rule] = true
		tried++
		got, _ := Secrets(found.Text)
		if p := piece(got, unmarked(found.Secret)); p != "" && spared[found.Rule] == "" {
			leaked++
			if shown[found.Rule]++; shown[found.Rule] <= 3 {
				t.Errorf("%s: %q survives in %q\nof %q", found.Rule, p, got, found.Text)
			}
		}
	}
	if tried < 1000 || len(rules) < 150 {
		t.Errorf("the oracle found only %d secrets by %d rules", tried, len(rules))
	}
	t.Logf("%d secrets of %d rules tried, %d leaked", tried, len(rules), leaked)
}
