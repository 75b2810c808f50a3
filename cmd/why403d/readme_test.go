package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"why403/flow/must"
)

// failed is an error that asks a question.
const failed = `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}`

// TestReadme starts the server as the README has it, and runs every command of its table with a real client.
func TestReadme(t *testing.T) {
	for _, tool := range []string{"ssh", "ssh-keygen", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s on this machine (Debian: openssh-client)", tool)
		}
	}
	text, err := os.ReadFile("README.md")
	must.NoError(t, err)
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ann@laptop", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	must.NoError(t, err)
	example := regexp.MustCompile(`(?m)^    (name=.*) ssh-ed25519 AAAA… ann@laptop$`).FindSubmatch(text)
	if example == nil {
		t.Fatal("the README has no line for Ann's key")
	}
	people := filepath.Join(dir, "authorized_keys")
	must.NoError(t, os.WriteFile(people, []byte(string(example[1])+`,role="probes" `+string(public)), 0o600))
	must.NoError(t, os.WriteFile(filepath.Join(dir, "error.txt"), []byte(failed), 0o600))

	serves := regexp.MustCompile(`(?m)^    why403d (serve .*)$`).FindSubmatch(text)
	if serves == nil {
		t.Fatal("the README does not say how it is started")
	}
	args := strings.Fields(strings.NewReplacer("127.0.0.1:2222", "127.0.0.1:0", "/var/lib/why403d", filepath.Join(dir, "kept"), "/etc/why403d/authorized_keys", people).Replace(string(serves[1])))
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, in, io.Discard) }()
	said, err := bufio.NewReader(out).ReadString('\n')
	must.NoError(t, err)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	port := strings.TrimSpace(said[strings.LastIndexByte(said, ':')+1:])
	client := "ssh -F none -l ann -i " + key + " -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "

	rows := regexp.MustCompile("(?m)^\\| `ssh (.*?)` \\|").FindAllSubmatch(text, -1)
	if len(rows) < 8 {
		t.Fatalf("%d commands are in the table", len(rows))
	}
	for _, row := range rows {
		line := string(row[1])
		cmd := exec.Command("sh", "-c", client+strings.NewReplacer("2222", port, "HOST", "127.0.0.1").Replace(line))
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "TERM=xterm-256color")
		if strings.HasPrefix(line, "-t") || strings.HasSuffix(line, "HOST") {
			drawn(t, line, cmd)
			continue
		}
		got, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != 0 && code != 3 || len(got) == 0 {
			t.Errorf("ssh %s: exit status %d\n%s", line, code, got)
		}
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("the server's exit status is %d", code)
	}
}

// TestUnit has systemd read the unit: it would pass over a line that it does not know, and start the service without what that asks for.
func TestUnit(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze on this machine (Debian: systemd)")
	}
	unit, err := os.ReadFile("why403d.service")
	must.NoError(t, err)
	program, err := os.Executable() // systemd wants one that is there.
	must.NoError(t, err)
	file := filepath.Join(t.TempDir(), "why403d.service")
	must.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(unit), "/usr/local/bin/why403d", program, 1)), 0o600))
	if out, err := exec.Command("systemd-analyze", "verify", "--man=no", file).CombinedOutput(); err != nil || strings.Contains(string(out), "why403d") {
		t.Errorf("%v\n%s", err, out)
	}
}

// drawn runs a conversation: an error is pasted where there is none yet, and left with q.
func drawn(t *testing.T, line string, cmd *exec.Cmd) {
	t.Helper()
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	must.NoError(t, err)
	defer f.Close()
	came := make(chan string, 1000)
	go func() {
		defer close(came)
		b := make([]byte, 4096)
		for {
			n, err := f.Read(b)
			if n > 0 {
				came <- string(b[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	all, late := "", time.After(time.Minute)
	wants := func(text string) {
		t.Helper()
		for !strings.Contains(all, text) {
			select {
			case more, ok := <-came:
				if !ok {
					t.Fatalf("ssh %s ended without %q:\n%q", line, text, all)
				}
				all += more
			case <-late:
				t.Fatalf("ssh %s: never %q:\n%q", line, text, all)
			}
		}
	}
	send := func(keys string) {
		time.Sleep(600 * time.Millisecond) // As a person would, once the screen has stood a while.
		_, _ = io.WriteString(f, keys)
	}
	if !strings.Contains(line, "resume") {
		wants("Paste the error")
		send("\x1b[200~" + failed + "\x1b[201~")
		send("\r")
	}
	wants("a gateway or relay")
	send("q")
	wants("Saved.")
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("ssh %s: exit status %d", line, code)
	}
}
