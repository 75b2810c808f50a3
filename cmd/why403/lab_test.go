package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestLab starts a scenario, makes its failing call as printed, and stops it.
func TestLab(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	outR, outW := io.Pipe()
	errR, errW := io.Pipe()
	c := &console{in: strings.NewReader(""), out: outW, err: errW, env: func(string) string { return "" }}
	ended := make(chan error, 1)
	go func() {
		cmd := c.root()
		cmd.SetArgs([]string{"lab", "--scenario", "workspace-restriction"})
		err := cmd.ExecuteContext(ctx)
		outW.CloseWithError(err)
		errW.CloseWithError(err)
		ended <- err
	}()

	var out []string
	lines := bufio.NewScanner(outR)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "# The cause:") {
		out = append(out, lines.Text())
	}
	script := strings.Join(out, "\n")
	for _, want := range []string{
		"\nexport ANTHROPIC_BASE_URL=http://127.0.0.1:", "\nexport ANTHROPIC_API_KEY=sk-ant-api03-FAKE",
		"\n# an Admin key of the organization: sk-ant-admin01-FAKE", "\n# another network, as a proxy: http://127.0.0.1:",
		`curl -i "$ANTHROPIC_BASE_URL"'/v1/messages' -H @-`,
	} {
		if !strings.Contains(script, want) {
			t.Errorf("%q is missing in\n%s", want, script)
		}
	}
	go io.Copy(io.Discard, outR)

	log := bufio.NewScanner(errR)
	if !log.Scan() || !strings.Contains(log.Text(), "until ctrl+c") {
		t.Errorf("it says %q", log.Text())
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	answer := make(chan string, 1)
	go func() {
		cmd := exec.CommandContext(ctx, sh, "-c", script)
		cmd.WaitDelay = time.Second // The shell dies before what it started.
		b, _ := cmd.Output()
		answer <- string(b)
	}()
	if !log.Scan() || log.Text() != "POST /v1/messages  403  from here  key …main" {
		t.Errorf("it says %q of the request", log.Text())
	}
	if got := <-answer; !strings.Contains(got, "403 "+http.StatusText(http.StatusForbidden)) || !strings.Contains(got, "permission_error") {
		t.Errorf("the printed command gets\n%s", got)
	}
	go io.Copy(io.Discard, errR)
	stop()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
