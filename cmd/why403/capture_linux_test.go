package main

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"why403/flow/must"
)

// TestCaptureLeavesTheScreen holds that a program under watch has the terminal to itself: what is to be told of its calls comes once it
// has ended.
func TestCaptureLeavesTheScreen(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusForbidden)
		_, _ = rw.Write([]byte(`{"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."}}`))
	}))
	defer api.Close()
	const draws = `test -t 0 && test -t 1 && test -t 2 && printf 'DRAWS\n'; curl -s -o /dev/null -H 'x-api-key: k' -d '{}' "$ANTHROPIC_BASE_URL/v1/messages"; sleep 0.3; printf 'LEAVES\n'; exit 5`
	tm := onTerminal(t, exec.Command(builtForTest(t), "capture", "--upstream", api.URL, "--", "sh", "-c", draws), 80, 24)
	if code := tm.exit(); code != 5 {
		t.Errorf("it ended with %d, want the program's 5", code)
	}
	said := tm.written()
	begins, leaves, call := strings.Index(said, "DRAWS"), strings.Index(said, "LEAVES"), strings.Index(said, "POST /v1/messages: 403")
	if begins < 0 || leaves < begins || call < leaves || strings.Contains(said[begins:leaves], "why403:") {
		t.Errorf("it was:\n%s", said)
	}
}

// TestCaptureAuthority holds that an upstream with a private authority is believed where its certificate is given, and only there.
func TestCaptureAuthority(t *testing.T) {
	t.Parallel()
	api := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTeapot) }))
	defer api.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: api.Certificate().Raw})
	if _, err := x509.ParseCertificate(api.Certificate().Raw); err != nil {
		t.Fatal(err)
	}
	must.NoError(t, os.WriteFile(file, cert, 0o600))
	for name, tt := range map[string]struct{ args, want string }{
		"trusted":     {"--ca=" + file, "418"},
		"not trusted": {"--port=0", "502"},
	} {
		cmd := exec.Command(builtForTest(t), "capture", tt.args, "--upstream", api.URL, "--", "sh", "-c",
			`curl -s -o /dev/null -w '%{http_code}' -H 'x-api-key: k' -d '{}' "$ANTHROPIC_BASE_URL/v1/messages"`)
		cmd.Env = append(os.Environ(), "WHY403_STATE_DIR="+t.TempDir())
		out, err := cmd.Output()
		if err != nil || string(out) != tt.want {
			t.Errorf("%s: %q, %v; want %s", name, out, err, tt.want)
		}
	}
}
