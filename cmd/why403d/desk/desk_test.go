package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/gdamore/tcell/v3/vt"
	gossh "golang.org/x/crypto/ssh"

	"why403/flow/journal"
	"why403/flow/must"
)

// refused is an error that asks a question.
const refused = `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`

// TestMain has the machine hold what no client may be told of, or have used.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"ANTHROPIC_API_KEY": "sk-ant-api03-FAKEserversFAKEserversFAKEserversFAKEserversFAKEserversFAKEserversFAKEserversFAKEserv-AA", "ANTHROPIC_AUTH_TOKEN": "servers-token",
		"ANTHROPIC_BASE_URL": "https://servers.example", "OPENAI_API_KEY": "sk-servers", "HTTPS_PROXY": "http://servers.example:3128",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	// Most tests wait for clients, so more of them than processors go on at once. A flag still wins.
	if err := flag.Set("test.parallel", "4"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// site is a desk that clients can come to.
type site struct {
	t    testing.TB
	desk *Desk
	dir  string
	addr string
	log  *buffer
	stop func()

	keeper journal.Keeper
	later  atomic.Int64 // What its clock is fast by.
}

// buffer is written to and read at once.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// keys makes a key for everybody and the file that lets them in. Who is "name", or "name role".
func keys(t testing.TB, dir string, who ...string) string {
	t.Helper()
	var lines strings.Builder
	for _, w := range who {
		name, role, _ := strings.Cut(w, " ")
		public, private, err := ed25519.GenerateKey(rand.Reader)
		must.NoError(t, err)
		block, err := gossh.MarshalPrivateKey(private, name)
		must.NoError(t, err)
		must.NoError(t, os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600))
		if role == "stranger" {
			continue
		}
		key, err := gossh.NewPublicKey(public)
		must.NoError(t, err)
		fmt.Fprintf(&lines, "name=%q", name)
		if role != "" {
			fmt.Fprintf(&lines, ",role=%q", role)
		}
		fmt.Fprintf(&lines, " %s", gossh.MarshalAuthorizedKey(key))
	}
	path := filepath.Join(dir, "authorized_keys")
	must.NoError(t, os.WriteFile(path, []byte(lines.String()), 0o600))
	return path
}

// open starts a desk for Ann and Bob, who are engineers, Cy, who may also have the server ask, Bot, who may have texts diagnosed, and not for Eve.
func open(t testing.TB, limits Limits) *site { return openOn(t, limits, nil) }

// openOn starts one whose sessions are kept elsewhere.
func openOn(t testing.TB, limits Limits, keeper journal.Keeper) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{t: t, dir: dir, log: new(buffer), keeper: keeper}
	keys(t, dir, "ann", "bob", "cy probes", "bot diagnose", "eve stranger")
	s.start(limits)
	return s
}

func (s *site) start(limits Limits) {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must.NoError(s.t, err)
	d, err := Open(Needs{
		Public: l.Addr().String(), Dir: filepath.Join(s.dir, "kept"), Keys: filepath.Join(s.dir, "authorized_keys"), Limits: limits, Now: func() time.Time { return time.Now().Add(time.Duration(s.later.Load())) }, Keeper: s.keeper,
		Log: slog.New(slog.NewTextHandler(s.log, nil)),
	})
	must.NoError(s.t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx, l) }()
	s.desk, s.addr = d, l.Addr().String()
	s.stop = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Errorf("serve: %v", err)
		}
	})
	s.t.Cleanup(s.stop)
}

// kept is all that the desk has on disk.
func (s *site) kept() string {
	var all strings.Builder
	err := filepath.WalkDir(filepath.Join(s.dir, "kept"), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			var text []byte
			text, err = os.ReadFile(path)
			all.Write(text)
		}
		return err
	})
	must.NoError(s.t, err)
	return all.String()
}

// dial signs in without OpenSSH, which sends only what is proper.
func (s *site) dial(name string) *gossh.Client {
	s.t.Helper()
	c, err := s.tries(name)
	must.NoError(s.t, err)
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

func (s *site) tries(name string) (*gossh.Client, error) {
	return gossh.Dial("tcp", s.addr, &gossh.ClientConfig{
		User: name, Auth: []gossh.AuthMethod{gossh.PublicKeys(s.key(name))}, HostKeyCallback: gossh.FixedHostKey(s.desk.host.PublicKey()), Timeout: 30 * time.Second,
	})
}

// key is somebody's.
func (s *site) key(name string) gossh.Signer {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	must.NoError(s.t, err)
	key, err := gossh.ParsePrivateKey(text)
	must.NoError(s.t, err)
	return key
}

// ssh is a real client that somebody runs. It reads no configuration of this machine, and uses no other key.
func (s *site) ssh(name string, args ...string) *exec.Cmd {
	s.t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		s.t.Skip("there is no ssh on this machine (Debian: openssh-client)")
	}
	host, port, err := net.SplitHostPort(s.addr)
	must.NoError(s.t, err)
	known := filepath.Join(s.dir, "known_hosts")
	line := fmt.Sprintf("[%s]:%s %s", host, port, gossh.MarshalAuthorizedKey(s.desk.host.PublicKey()))
	must.NoError(s.t, os.WriteFile(known, []byte(line), 0o600))
	given := []string{
		"-F", "none", "-p", port, "-i", filepath.Join(s.dir, name), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + known,
		"-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=30", "-l", name,
	}
	n := 0 // Options of the client stand before the host.
	for n < len(args) && strings.HasPrefix(args[n], "-") {
		n++
	}
	cmd := exec.Command("ssh", append(append(append(given, args[:n]...), host), args[n:]...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "SSH_AUTH_SOCK=")
	return cmd
}

// ran is what a client printed, and its exit status.
type ran struct {
	out, err string
	code     int
}

// run runs a client to its end.
func run(t testing.TB, cmd *exec.Cmd, in string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// screen is an emulated terminal that a client draws on.
type screen struct {
	t    testing.TB
	site *site
	term vt.MockTerm
	keys io.Writer
	size func(w, h int)
	ends func() int // Waits for the client and returns its exit status.
}

func newTerm(t testing.TB, w, h int) vt.MockTerm {
	t.Helper()
	term := vt.NewMockTerm(vt.MockOptSize{X: vt.Col(w), Y: vt.Row(h)})
	must.NoError(t, term.Start())
	t.Cleanup(func() { _ = term.Stop() })
	return term
}

// real runs an OpenSSH client on a terminal of this machine.
func (s *site) real(cmd *exec.Cmd, w, h int) *screen {
	t := s.t
	t.Helper()
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	must.NoError(t, err)
	term := newTerm(t, w, h)
	go func() { _, _ = io.Copy(f, term) }() // What the terminal answers.
	go func() { _, _ = io.Copy(term, f) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = f.Close() })
	return &screen{
		t: t, site: s, term: term, keys: f,
		size: func(w, h int) {
			term.SetSize(vt.Coord{X: vt.Col(w), Y: vt.Row(h)})
			_ = pty.Setsize(f, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
		},
		ends: func() int {
			_ = cmd.Wait()
			return cmd.ProcessState.ExitCode()
		},
	}
}

// drawn has a session drawn without OpenSSH.
func (s *site) drawn(c *gossh.Client, w, h int, command string) *screen {
	s.t.Helper()
	session, err := c.NewSession()
	must.NoError(s.t, err)
	term := newTerm(s.t, w, h)
	session.Stdout = term
	in, err := session.StdinPipe()
	must.NoError(s.t, err)
	must.NoError(s.t, session.RequestPty("xterm-256color", h, w, nil))
	go func() { _, _ = io.Copy(in, term) }()
	if command == "" {
		err = session.Shell()
	} else {
		err = session.Start(command)
	}
	must.NoError(s.t, err)
	return &screen{t: s.t, site: s, term: term, keys: in, size: func(w, h int) {
		term.SetSize(vt.Coord{X: vt.Col(w), Y: vt.Row(h)})
		_ = session.WindowChange(h, w)
	}, ends: func() int { return status(session.Wait()) }}
}

// status is the exit status that a session ended with; -1 if it ended without one.
func status(err error) int {
	switch err := err.(type) {
	case nil:
		return 0
	case *gossh.ExitError:
		return err.ExitStatus()
	default:
		return -1
	}
}

func (s *screen) String() string {
	size := s.term.Backend().GetSize()
	var out strings.Builder
	for y := range size.Y {
		var line strings.Builder
		for x := range size.X {
			c := s.term.GetCell(vt.Coord{X: x, Y: y})
			if c.C == "" {
				c.C = " "
			}
			line.WriteString(c.C)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// patience is how long something may take on a machine that does much else.
const patience = 30 * time.Second

// until waits until it is so.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Logf("%s", buf[:runtime.Stack(buf, true)])
			t.Fatalf("never: %s", what)
		}
	}
}

// wants waits until all of the texts are on the screen, line breaks aside.
func (s *screen) wants(texts ...string) *screen {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		shown, missing := flat(s.String()), ""
		for _, text := range texts {
			if !strings.Contains(shown, flat(text)) {
				missing = text
			}
		}
		if missing == "" {
			return s
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen lacks %q:\n%s", missing, s)
		}
		time.Sleep(10 * time.Millisecond) // Looking at it takes longer than to draw it.
	}
}

func (s *screen) send(keys string) *screen {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// press sends keys as slowly as a person types.
func (s *screen) press(keys string) *screen {
	s.t.Helper()
	for _, k := range keys {
		time.Sleep(40 * time.Millisecond)
		s.send(string(k))
	}
	return s
}

func (s *screen) paste(text string) *screen {
	s.t.Helper()
	return s.send("\x1b[200~" + text + "\x1b[201~")
}

// reads gives the error that asks a question.
func (s *screen) reads() *screen {
	s.t.Helper()
	s.wants("Paste the error").paste(refused).wants("permission_error").send("\r")
	s.wants("Read: permission_error", "both work")
	return s.quiet() // Keys that come at once may be meant for the text, where reading it took long.
}

// quiet lets the time pass in which a screen takes no keys that came by itself.
func (s *screen) quiet() *screen {
	s.site.later.Add(int64(2 * time.Second))
	return s
}
