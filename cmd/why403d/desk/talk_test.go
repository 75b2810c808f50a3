package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"why403/flow/must"
	"why403/flow/report"
)

// TestConversation holds that an OpenSSH client gets the conversation in its own size, and that what is answered is kept.
func TestConversation(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	tm := s.real(s.ssh("ann", "-t"), 80, 24)
	tm.reads()
	if strings.Contains(tm.String(), "Causes") {
		t.Fatalf("this is wider than the terminal:\n%s", tm)
	}
	tm.size(120, 30)
	tm.wants("Causes")
	tm.send("2").wants("from another network")
	if text := s.kept(); !strings.Contains(text, `"id":"plain-works"`) {
		t.Errorf("the answer is shown and not kept:\n%s", text)
	}
	tm.send("q")
	if code := tm.ends(); code != report.StatusOpen {
		t.Errorf("exit status %d, want %d", code, report.StatusOpen)
	}
	tm.wants("QUESTION: Same key, same request, from another network")
	if strings.Contains(s.log.String(), "permission_error") {
		t.Errorf("the server's log tells of the session:\n%s", s.log)
	}
}

// TestStops holds that a server that is told to stop saves what was answered, and says so.
func TestStops(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	tm := s.real(s.ssh("ann", "-t"), 80, 24)
	tm.reads().send("2").wants("from another network")
	s.stop()
	if code := tm.ends(); code != statusInterrupted {
		t.Errorf("exit status %d, want %d", code, statusInterrupted)
	}
	tm.wants("the server stops; what was answered is saved")
	if text := s.kept(); !strings.Contains(text, `"id":"plain-works"`) {
		t.Errorf("the answer is not kept:\n%s", text)
	}
}

// TestStopsForNobody holds that a server does not wait for clients that have no session.
func TestStopsForNobody(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	session, err := s.dial("ann").NewSession()
	must.NoError(t, err)
	_, err = session.CombinedOutput("help")
	must.NoError(t, err)
	began := time.Now()
	if s.stop(); time.Since(began) >= endMax {
		t.Errorf("it stopped after %v", time.Since(began))
	}
}

// TestTerminals holds what is drawn on, and that no file is looked up by the name that a client gives its terminal.
func TestTerminals(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	for _, tt := range []struct {
		term string
		ok   bool
	}{
		{"xterm-256color", true},
		{"xterm-kitty", true},
		{"linux", true},
		{"screen.xterm-256color", true},
		{"never-heard-of", true},
		{"dumb", false},
		{"", false},
		{"../../../etc/passwd", false},
		{"/etc/passwd", false},
		{".", false},
		{"..", false},
		{"xterm\x1b[2J", false},
		{strings.Repeat("x", 300), false},
	} {
		session, err := s.dial("ann").NewSession()
		must.NoError(t, err)
		must.NoError(t, session.RequestPty(tt.term, 24, 80, nil))
		out := new(buffer)
		session.Stdout, session.Stderr = out, out
		in, err := session.StdinPipe()
		must.NoError(t, err)
		must.NoError(t, session.Shell())
		if tt.ok {
			until(t, tt.term+" is drawn on", func() bool { return strings.Contains(out.String(), "Paste") })
			time.Sleep(300 * time.Millisecond) // It ends once the terminal has had the time to answer.
			if _, err := in.Write([]byte("\x03")); err != nil {
				t.Fatal(err)
			}
			_ = session.Wait()
			continue
		}
		if code := status(session.Wait()); code != statusUsage || !strings.Contains(out.String(), "nothing can be drawn") || strings.Contains(out.String(), "\x1b[2J") {
			t.Errorf("TERM=%q: exit status %d, %q", tt.term, code, out)
		}
	}
}

// TestDiagnose holds that a text piped into a client is diagnosed, with the exit statuses of why403 diagnose.
func TestDiagnose(t *testing.T) {
	t.Parallel()
	limits := Usual()
	limits.Text = 100_000
	s := open(t, limits)
	const canary = "sk-ant-api03-FAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryFAKEcan-AA"
	blocked := "HTTP/1.1 403 Forbidden\ncontent-type: text/html\nserver: squid/5.7\n\n<html><title>ERROR: Access Denied</title><body>Access Denied by squid</body></html>"
	git := "remote: Permission to acme/x.git denied to bob.\nfatal: unable to access 'https://github.com/acme/x.git/': The requested URL returned error: 403"
	for _, tt := range []struct {
		name, in string
		args     []string
		code     int
		wants    []string
	}{
		{"open", refused, nil, report.StatusOpen, []string{"QUESTION: "}},
		{"json", refused, []string{"--json"}, report.StatusOpen, []string{`"outcome": "question"`}},
		{"markdown", refused, []string{"--format", "markdown"}, report.StatusOpen, []string{"# "}},
		{"answered", refused, []string{"--answer", "what-works=haiku"}, report.StatusOpen, []string{"checked by us"}},
		{"verdict", blocked, nil, report.StatusVerdict, []string{"VERDICT: "}},
		{"elsewhere", git, nil, report.StatusElsewhere, []string{"VERDICT: "}},
		{"none", "good morning", nil, report.StatusNoError, []string{"QUESTION: "}},
		{"nothing", "", nil, report.StatusNoError, []string{"QUESTION: "}},
		{"a key in it", refused + "\nx-api-key: " + canary, nil, report.StatusOpen, []string{"QUESTION: "}},
		{"too long", strings.Repeat("x", 100_001), nil, statusUsage, nil},
		{"a file of the server", "", []string{"/etc/passwd"}, statusUsage, nil},
		{"no such flag", refused, []string{"--look"}, statusUsage, nil},
		{"no such answer", refused, []string{"--answer", "nothing=yes"}, statusUsage, nil},
	} {
		got := run(t, s.ssh("bot", append([]string{"diagnose"}, tt.args...)...), tt.in)
		if got.code != tt.code {
			t.Errorf("%s: exit status %d, want %d\n%s%s", tt.name, got.code, tt.code, got.out, got.err)
		}
		for _, text := range tt.wants {
			if !strings.Contains(got.out, text) {
				t.Errorf("%s: it lacks %q:\n%s", tt.name, text, got.out)
			}
		}
		if tt.code == statusUsage && (got.out != "" || !strings.HasPrefix(got.err, "why403d: ")) {
			t.Errorf("%s: printed %q and %q", tt.name, got.out, got.err)
		}
		if all := got.out + got.err; strings.Contains(all, "canary") {
			t.Errorf("%s: the key is printed:\n%s", tt.name, all)
		}
	}
	if all := s.kept() + s.log.String(); strings.Contains(all, "canary") || strings.Contains(all, "permission_error") {
		t.Errorf("something of the texts is kept:\n%s", all)
	}
}

// TestCommands holds what else is answered, and to whom.
func TestCommands(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	for _, tt := range []struct {
		who, command string
		code         int
		wants        string
	}{
		{"ann", "help", 0, "with the role engineer"},
		{"bot", "help", 0, "with the role diagnose"},
		{"bot", "", statusVerdict, "with the role diagnose"},
		{"ann", "", statusVerdict, "begin a session"}, // Without a terminal.
		{"bot", "new", statusUsage, "the role diagnose may not do that"},
		{"ann", "new", statusUsage, "needs a terminal"},
		{"ann", "new --ticket " + strings.Repeat("x", 201), statusUsage, "200 bytes at most"},
		{"ann", "sh -c id", statusUsage, `no command "sh", and no shell`},
		{"ann", "/bin/sh", statusUsage, "no shell"},
		{"ann", "diagnose; id", statusUsage, "no shell"},
		{"ann", "'", statusUsage, ""},
		{"ann", "\x1b[2J", statusUsage, "no shell"},
		{"ann", "scp -t /tmp", statusUsage, "no shell"},
	} {
		session, err := s.dial(tt.who).NewSession()
		must.NoError(t, err)
		out := new(buffer)
		session.Stdout, session.Stderr = out, out
		if tt.command == "" {
			err = session.Shell()
			if err == nil {
				err = session.Wait()
			}
		} else {
			err = session.Run(tt.command)
		}
		if code := status(err); code != tt.code || !strings.Contains(out.String(), tt.wants) || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%s %q: exit status %d, want %d\n%s", tt.who, tt.command, code, tt.code, out)
		}
	}
}

// statusVerdict is that of what did what it was asked to.
const statusVerdict = report.StatusVerdict

// TestHostKey holds that the host key stays the same, for the server's user alone.
func TestHostKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "host")
	first, err := hostKey(path)
	must.NoError(t, err)
	again, err := hostKey(path)
	must.NoError(t, err)
	if string(first.PublicKey().Marshal()) != string(again.PublicKey().Marshal()) {
		t.Error("it is another one after a restart")
	}
	info, err := os.Stat(path)
	must.NoError(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
	must.NoError(t, os.Chmod(path, 0o640))
	if _, err := hostKey(path); err == nil || !strings.Contains(err.Error(), "others can read the host key") {
		t.Errorf("one that others can read is taken: %v", err)
	}
	must.NoError(t, os.WriteFile(path, []byte("no key"), 0o600))
	must.NoError(t, os.Chmod(path, 0o600))
	if _, err := hostKey(path); err == nil {
		t.Error("what is no key is taken, or written over")
	}
}
