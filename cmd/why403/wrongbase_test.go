package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"why403/content"
)

// A base URL with a wrong path answers 404 to everything. That is no word on the model, neither without questions nor line by
// line, whatever was asked first.
func TestWrongBasePath(t *testing.T) {
	t.Parallel()
	bin := builtForTest(t)
	const text = `403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKEfailing"}`
	const nothing, withdrawn = "could not tell: What is there for every key answers 404 as well", "What other probes told by a 404 from there does not count"
	for name, c := range map[string]struct {
		args []string
		in   string
		want string
	}{
		"without questions":       {[]string{"diagnose", "--probe", "all", "--model", "claude-opus-5-5"}, text, nothing},
		"line by line":            {[]string{"--plain"}, text + "\n.\nset model=claude-opus-5-5\nprobe models\nsend\nprobe own-model\nsend\nyes\ntrail\nquit\n", nothing},
		"line by line, list last": {[]string{"--plain"}, text + "\n.\nset model=claude-opus-5-5\nprobe own-model\nsend\nyes\nprobe models\nsend\ntrail\nquit\n", withdrawn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Request-Id", "req_011CFAKEwrongbase")
				w.WriteHeader(http.StatusNotFound)
				fmt.Fprint(w, `{"type":"error","error":{"type":"not_found_error","message":"model: claude-opus-5-5"},"request_id":"req_011CFAKEwrongbase"}`)
			}))
			defer api.Close()
			dir := t.TempDir()
			cmd := exec.CommandContext(t.Context(), bin, append(c.args, "--playbook", content.DefaultID)...)
			cmd.Env = []string{
				"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_STATE_HOME=" + dir, "WHY403_STATE_DIR=" + filepath.Join(dir, "state"), "TERM=dumb",
				"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "ANTHROPIC_BASE_URL=" + api.URL + "/wrong", "ANTHROPIC_API_KEY=sk-ant-api03-FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0001",
			}
			cmd.Stdin = strings.NewReader(c.in)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			said := strings.Join(strings.Fields(string(out)), " ")
			before, after, ok := strings.Cut(said, c.want)
			if c.want != withdrawn {
				after += before // A verdict that stood before it was withdrawn is another matter.
			}
			if !ok || strings.Contains(after, "VERDICT") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
