package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/page"
)

// TestWhoComesIn holds that nobody signs in but those in the file, by a key, and that a line taken out of it counts at once.
func TestWhoComesIn(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	if _, err := s.tries("eve"); err == nil {
		t.Error("a stranger's key is taken")
	}
	for name, auth := range map[string]gossh.AuthMethod{
		"a password": gossh.Password("secret"),
		"questions": gossh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) {
			t.Error("a person is asked something")
			return nil, errors.New("no")
		}),
	} {
		c, err := gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: "ann", Auth: []gossh.AuthMethod{auth}, HostKeyCallback: gossh.FixedHostKey(s.desk.host.PublicKey())})
		if err == nil {
			_ = c.Close()
			t.Errorf("%s is taken", name)
		}
	}
	c := s.dial("ann")
	keys(t, s.dir, "bob")
	session, err := c.NewSession()
	must.NoError(t, err)
	if out, err := session.CombinedOutput("help"); status(err) != statusFailed || !strings.Contains(string(out), "may no longer sign in") {
		t.Errorf("a key that was taken out still counts on an open connection: %v\n%s", err, out)
	}
	if got := run(t, s.ssh("ann", "help"), ""); got.code != 255 || !strings.Contains(got.err, "Permission denied (publickey)") {
		t.Errorf("a key that was taken out signs in: %+v", got)
	}
	must.NoError(t, os.Chmod(filepath.Join(s.dir, "authorized_keys"), 0o666))
	if _, err := s.tries("bob"); err == nil {
		t.Error("a file that others can write to lets people in")
	}
}

// TestRefuses holds that there is nothing but sessions that draw or print: no forwarding, agent, files, environment or X11.
func TestRefuses(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	c := s.dial("ann")
	for _, kind := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com", "no-such-request"} {
		if ok, _, err := c.SendRequest(kind, true, gossh.Marshal(struct {
			Addr string
			Port uint32
		}{"127.0.0.1", 0})); err != nil || ok {
			t.Errorf("%s: granted %v, %v", kind, ok, err)
		}
	}
	for _, kind := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "forwarded-tcpip", "x11", "auth-agent@openssh.com", "tun@openssh.com", "no-such-channel"} {
		ch, _, err := c.OpenChannel(kind, gossh.Marshal(struct {
			To       string
			Port     uint32
			From     string
			FromPort uint32
		}{"127.0.0.1", 22, "127.0.0.1", 1}))
		if err == nil {
			_ = ch.Close()
			t.Errorf("the channel %s is opened", kind)
		}
	}
	session, err := c.NewSession()
	must.NoError(t, err)
	for kind, payload := range map[string]any{
		"env": struct{ Name, Value string }{"LANG", "C"}, "subsystem": struct{ Name string }{"sftp"}, "auth-agent-req@openssh.com": struct{ None bool }{},
		"x11-req": struct {
			Single   bool
			Protocol string
			Cookie   string
			Screen   uint32
		}{}, "signal": struct{ Signal string }{"KILL"}, "break": struct{ Length uint32 }{}, "xon-xoff": struct{ Can bool }{}, "no-such-request": struct{ None bool }{},
		"exec": struct{ Command string }{strings.Repeat("x", mostRequest)},
	} {
		if ok, err := session.SendRequest(kind, true, gossh.Marshal(payload)); err != nil || ok {
			t.Errorf("%s: granted %v, %v", kind, ok, err)
		}
	}
	if out, err := session.Output("help"); err != nil || !strings.Contains(string(out), "127.0.0.1 help") {
		t.Errorf("after all that was refused: %v\n%s", err, out)
	}
	// The same with the client that people have.
	for name, args := range map[string][]string{
		"sftp": {"-s", "sftp"}, "a forwarded port": {"-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "help"}, "standard input forwarded": {"-W", "127.0.0.1:22"},
	} {
		cmd := s.ssh("ann")
		cmd.Args = append(slices.Insert(cmd.Args, 1, args[:len(args)-1]...), args[len(args)-1])
		if name == "standard input forwarded" {
			cmd.Args = slices.Insert(s.ssh("ann").Args, 1, args...)
		}
		if got := run(t, cmd, ""); got.code == 0 {
			t.Errorf("%s: granted: %+v", name, got)
		}
	}
}

// machine says of everything that can be done in a conversation whether it needs the machine that the program runs on: a file, a
// program, the network, a setting. What is new has to be put here.
var machine = map[conversation.Name]bool{
	conversation.SendProbe: true, conversation.SendFree: true, conversation.ShowSettings: true, conversation.SetSetting: true,
	conversation.WatchCall: true, conversation.LookHere: true, conversation.OpenFile: true, conversation.SaveReport: true,

	conversation.ChooseOption: false, conversation.SayYes: false, conversation.SayNo: false, conversation.SayUnsure: false,
	conversation.Verify: false, conversation.SayWorks: false, conversation.SaySame: false, conversation.SayDifferent: false,
	conversation.SayLater: false, conversation.SayNotYet: false, conversation.SendFull: false, // It leads to the card, which has a command.
	conversation.ResumeLast: false, conversation.ResumeDue: false, conversation.Finish: false, conversation.NextCall: false,
	conversation.NoText: false, conversation.UseExample: false, conversation.GoBack: false, conversation.LookBack: false,
	conversation.UndoLast: false, conversation.EditFact: false, conversation.ShowHow: false, conversation.ShowWhy: false, conversation.ShowSay: false,
	conversation.SetSpeaker: false, conversation.KeepWords: false, conversation.ParkQuestion: false, conversation.ShowParked: false,
	conversation.TakeAnswers: false, conversation.WriteNote: false, conversation.AskAPI: false, conversation.SkipProbe: false, conversation.ShowBody: false,
	conversation.WriteCommand: false, conversation.HandOutput: false, conversation.ShowTrail: false, conversation.ShowCauses: false,
	conversation.ShowFix: false, conversation.CopyText: false, conversation.CopySupport: false, // To the client's own terminal.
	conversation.ShowReport: false, conversation.PasteText: false, conversation.ShowReference: false, conversation.AboutMine: false,
	conversation.AboutCustomer: false, conversation.SetTicket: false, conversation.SetTarget: false, conversation.SwitchPlaybook: false,
	conversation.TakeBook: false, conversation.PrintAgain: false, conversation.ShowHelp: false, conversation.Quit: false,
}

// TestNothingOfTheMachine holds that no action of the conversation reads, runs or sends anything on the server.
func TestNothingOfTheMachine(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	for _, c := range conversation.Commands() {
		if _, known := machine[c.Name]; !known {
			t.Errorf("nobody has said whether %q needs the machine that the program runs on", c.Words)
		}
	}
	for _, id := range content.Shipped() {
		book, err := s.desk.library.WithID(id)
		must.NoError(t, err)
		session := new(flow.Session)
		with := (&shelf{desk: s.desk, session: func() *flow.Session { return session }}).equip(book)
		conv := conversation.New(conversation.Ports{Now: time.Now}, with, session)
		var probes []string
		for _, p := range book.Probes {
			probes = append(probes, p.ID)
		}
		for name, do := range map[string]conversation.Action{
			"send": conversation.Send{IDs: probes}, "look": conversation.Look{}, "watch": conversation.Listen{},
		} {
			if step := conv.Do(do); !errors.Is(step.Err, conversation.ErrNotHere) || step.Work != nil {
				t.Errorf("%s: %s is not refused: %v", id, name, step.Err)
			}
		}
		if told := with.Prober.Run(context.Background(), probes, nil, nil); told != nil {
			t.Errorf("%s: probes are sent: %v", id, told)
		}
		set := with.Prober.Settings()
		if set != (flow.Settings{BaseURL: book.Request.BaseURL, UsualPath: "directly"}) {
			t.Errorf("%s: the server's environment is used: %+v", id, set)
		}
		for _, f := range conversation.Settings() {
			var with2 flow.Settings
			*f.Of(&with2) = "/etc/passwd"
			if err := with.Prober.Set(with2); err == nil {
				t.Errorf("%s: the setting %s is taken", id, f.Word)
			}
		}
		if path, err := with.Reporter.Save("markdown", "text"); err == nil {
			t.Errorf("%s: a file is written: %s", id, path)
		}
		if said := strings.Join(page.Lines(conv.State().Verifying(), 0), "\n"); strings.Contains(said, "next starts") || !strings.Contains(said, "The list of sessions") {
			t.Errorf("%s: what is not started is said to offer a check:\n%s", id, said)
		}
		for name, needs := range machine {
			c := conversation.Named(name)
			if needs && c.Needs != nil && c.Needs(conv.State()) && name != conversation.SaveReport {
				t.Errorf("%s: %q is offered", id, c.Words)
			}
		}
	}
	// And as it is drawn: neither at the start nor at a question does a key do any of it.
	tm := s.drawn(s.dial("ann"), 100, 50, "new --mine")
	tm.wants("Paste the error")
	offers := func(where string) {
		t.Helper()
		for name, needs := range machine {
			if c := conversation.Named(name); needs && strings.Contains(tm.String(), c.Short) && c.Short != "" && name != conversation.SendProbe {
				t.Errorf("%s: %q is offered:\n%s", where, c.Short, tm)
			}
		}
	}
	tm.send("\x16").wants("another machine's clipboard") // ctrl+v
	tm.send("\x1b[27;6;67~\x1b[67;6u").wants("Paste the error")
	tm.send("\t").send("\x1bOP").wants("Keys that work here")
	offers("at the start")
	for _, k := range "oilm" { // The list of keys comes once the key before was taken, and does nothing else.
		tm.send("\x1b").wants("Paste the error").send(string(k)).send("\x1bOP").wants("Keys that work here")
	}
	tm.send("\x1b").wants("Paste the error").send("n").wants("What does the error show")
	tm.send("\x1bOP").wants("Keys that work here")
	offers("at a question")
	tm.send("\x1b").wants("What does the error show").send("q")
	if code := tm.ends(); code != 3 {
		t.Errorf("exit status %d", code)
	}
}

// TestLimits holds that one client cannot take what the others need.
func TestLimits(t *testing.T) {
	t.Parallel()
	limits := Usual()
	limits.Waiting, limits.PerAddress, limits.PerPerson, limits.Sessions, limits.Channels = 6, 4, 2, 3, 3
	limits.SignIn, limits.Read, limits.Text = 2*time.Second, 3<<20, 2<<20
	s := open(t, limits)
	works := func(who string) {
		t.Helper()
		if got := run(t, s.ssh(who, "diagnose"), refused); got.code != 3 {
			t.Errorf("%s is not served: %+v", who, got)
		}
	}
	works("bot")

	// Those who say nothing are let go, and until then only so many can wait.
	var silent []net.Conn
	for range 12 {
		c, err := net.Dial("tcp", s.addr)
		must.NoError(t, err)
		silent = append(silent, c)
	}
	began := time.Now()
	for _, c := range silent {
		_ = c.SetDeadline(time.Now().Add(patience))
		_, _ = io.Copy(io.Discard, c)
		_ = c.Close()
	}
	if d := time.Since(began); d > 15*time.Second {
		t.Errorf("who does not sign in is let go after %v", d)
	}
	works("bot")

	// So are those who send anything but SSH, however much.
	c, err := net.Dial("tcp", s.addr)
	must.NoError(t, err)
	_ = c.SetDeadline(time.Now().Add(patience))
	sent, err := io.Copy(c, io.LimitReader(endless{}, 1<<30))
	if err == nil || sent > 64<<20 {
		t.Errorf("%d bytes of rubbish are read, %v", sent, err)
	}
	works("bot")

	// One person has so many sessions, and all have so many. Bob gets one while Ann has all of hers.
	ann := s.dial("ann")
	for range limits.PerPerson {
		s.drawn(ann, 80, 24, "").wants("Paste the error")
	}
	third, err := s.dial("ann").NewSession()
	must.NoError(t, err)
	if out, err := third.CombinedOutput("help"); status(err) != statusFailed || !strings.Contains(string(out), "you have 2 sessions open") {
		t.Errorf("a third session: %v\n%s", err, out)
	}
	bob := s.dial("bob")
	s.drawn(bob, 80, 24, "").wants("Paste the error")
	if got := run(t, s.ssh("bot", "diagnose"), refused); got.code != statusFailed || !strings.Contains(got.err, "3 sessions are open") {
		t.Errorf("a session too many: %+v", got)
	}
	for i := range limits.Channels {
		ch, _, err := ann.OpenChannel("session", nil)
		if i+limits.PerPerson < limits.Channels && err != nil || i+limits.PerPerson >= limits.Channels && err == nil {
			t.Errorf("channel %d of a connection: %v", i+limits.PerPerson+1, err)
		}
		if err == nil {
			defer ch.Close()
		}
	}

	// Whoever goes makes room.
	room := func(s *site) {
		t.Helper()
		until(t, "there is room again", func() bool {
			s.desk.gate.mu.Lock()
			defer s.desk.gate.mu.Unlock()
			return s.desk.gate.sessions == 0
		})
	}
	must.NoError(t, ann.Close())
	must.NoError(t, bob.Close())
	room(s)
	works("bot")

	// A text without an end is not read to it, and a connection that sends too much is cut.
	if got := run(t, s.ssh("bot", "diagnose"), strings.Repeat("x", 5<<20)); got.code == 0 {
		t.Errorf("a text too long: %+v", got)
	}
	works("bot")
	s.stop()
	s.desk.gate.mu.Lock()
	defer s.desk.gate.mu.Unlock()
	if g := &s.desk.gate; g.all != 0 || len(g.line) != 0 || len(g.from) != 0 || g.sessions != 0 || len(g.persons) != 0 || len(g.signed) != 0 {
		t.Errorf("counted after the end: %d connections, %d waiting %v, %d sessions %v", g.all, len(g.line), g.from, g.sessions, g.persons)
	}

	// Whoever types nothing is let go.
	limits.Idle = time.Second
	brief := open(t, limits)
	brief.drawn(brief.dial("ann"), 80, 24, "")
	until(t, "somebody is in", func() bool { return strings.Contains(brief.log.String(), "begins") })
	room(brief)
}

// TestRefusedIsTold holds that a client that is refused because there are too many is told so.
func TestRefusedIsTold(t *testing.T) {
	t.Parallel()
	limits := Usual()
	limits.PerAddress = 1
	s := open(t, limits)
	silent, err := net.Dial("tcp", s.addr)
	must.NoError(t, err)
	defer silent.Close()
	until(t, "it waits", func() bool {
		s.desk.gate.mu.Lock()
		defer s.desk.gate.mu.Unlock()
		return len(s.desk.gate.line) == 1
	})
	if got := run(t, s.ssh("ann", "help"), ""); got.code != 255 || !strings.Contains(got.err, errAddress.Error()) {
		t.Errorf("a client too many: %+v", got)
	}
	_ = silent.Close()
	until(t, "there is room", func() bool { return run(t, s.ssh("ann", "help"), "").code == 0 })
}

// TestFiftyAtOnce holds that as many people behind one address come in at once, and while another address has taken every place there is.
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	limits := Usual()
	limits.PerPerson = 100
	s := open(t, limits)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			c, err := s.tries("ann")
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			session, err := c.NewSession()
			if err == nil {
				_, err = session.Output("help")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// from is a connection that says nothing, from an address.
type from struct {
	net.Conn
	ip string
}

func (f from) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.ParseIP(f.ip), Port: 7} }

func (f from) Close() error { return nil }

// TestLine holds that whoever only opens connections, from however many addresses of one network, keeps nobody else out, and that a
// signed-in person has no more connections than they need.
func TestLine(t *testing.T) {
	t.Parallel()
	limits := Limits{Connections: 30, Waiting: 20, PerAddress: 10, PerPerson: 2}
	g := gate{limits: limits}
	in := func(ip string) (*conn, error) { return g.admit(from{ip: ip}) }
	for n := range 100 {
		c, err := in(fmt.Sprintf("2001:db8::%x", n+1))
		if (err == nil) != (n < limits.PerAddress) || err != nil && err != errAddress {
			t.Fatalf("number %d of a network: %v, %v", n+1, c, err)
		}
	}
	for n := range 100 { // Of two networks that fill the line.
		if _, err := in("10.0.0.1"); (err == nil) != (n < limits.PerAddress) {
			t.Fatalf("number %d of an address: %v", n+1, err)
		}
	}
	for n := range 8 {
		c, err := in(fmt.Sprintf("192.0.2.%d", n+1))
		must.NoError(t, err)
		if len(g.line) > limits.Waiting || !slices.Contains(g.line, c) {
			t.Errorf("the line has %d", len(g.line))
		}
	}
	for n := range limits.Waiting { // Each from an address of its own: none has more than another.
		g.line[0].came = g.line[0].came.Add(-waitsFor)
		if _, err := in(fmt.Sprintf("198.51.100.%d", n+1)); err != nil {
			t.Errorf("%d: %v", n, err)
		}
	}
	var mine []*conn
	for n := range 10 {
		g.line[0].came = g.line[0].came.Add(-waitsFor)
		c, err := in(fmt.Sprintf("203.0.113.%d", n%2+1))
		if err != nil {
			continue
		}
		if c.signedIn("ann") {
			mine = append(mine, c)
		} else {
			_ = c.Close()
		}
	}
	if len(mine) > 2*limits.PerPerson || len(mine) == 0 {
		t.Errorf("one person has %d connections", len(mine))
	}
	for _, c := range append(mine, slices.Clone(g.line)...) {
		_ = c.Close()
		_ = c.Close()
	}
	if g.all != 0 || len(g.line) != 0 || len(g.from) != 0 || len(g.signed) != 0 {
		t.Errorf("counted after the end: %d, %d, %v, %v", g.all, len(g.line), g.from, g.signed)
	}
}

// endless are bytes without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i * 7)
	}
	return len(p), nil
}

// TestStalledClient holds that a client that reads nothing keeps nobody else waiting.
func TestStalledClient(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	session, err := s.dial("ann").NewSession()
	must.NoError(t, err)
	must.NoError(t, session.RequestPty("xterm-256color", 60, 200, nil))
	out, err := session.StdoutPipe() // Nobody reads it.
	must.NoError(t, err)
	in, err := session.StdinPipe()
	must.NoError(t, err)
	must.NoError(t, session.Shell())
	_, _ = io.ReadFull(out, make([]byte, 64))
	for range 300 {
		must.NoError(t, session.WindowChange(60, 200))
		_, _ = in.Write([]byte("\t"))
	}
	s.drawn(s.dial("bob"), 80, 24, "").reads().send("2").wants("from another network")
}

// TestBadLine holds that a line which is wrong lets nobody in and keeps nobody else out, and that the log tells of it, once.
func TestBadLine(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	path := filepath.Join(s.dir, "authorized_keys")
	good, err := os.ReadFile(path)
	must.NoError(t, err)
	bots := regexp.MustCompile(`(?m)^name="bot".*$`).Find(good)
	bad := strings.Replace(string(good), string(bots), strings.Replace(string(bots), `role="diagnose"`, `role="engineers"`, 1), 1)
	must.NoError(t, os.WriteFile(path, []byte("ssh-ed25519 oops\n"+bad), 0o600))
	for range 2 {
		if got := run(t, s.ssh("ann", "help"), ""); got.code != 0 {
			t.Errorf("ann is kept out: %+v", got)
		}
		if _, err := s.tries("bot"); err == nil {
			t.Error("a role that there is not lets somebody in")
		}
	}
	log := s.log.String()
	for _, text := range []string{"authorized_keys line=1 ", "no public key", "authorized_keys line=5 ", "there is no role engineers", "The roles are engineer, probes, diagnose"} {
		if strings.Count(log, text) != 1 {
			t.Errorf("the log does not tell once of %q:\n%s", text, log)
		}
	}
	must.NoError(t, os.WriteFile(path, good, 0o600))
	s.dial("bot")
}

// TestLines holds what people are told to type.
func TestLines(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]string{
		"desk.example": "ssh -t ann@desk.example", "desk.example:22": "ssh -t ann@desk.example", "desk.example:2222": "ssh -t -p 2222 ann@desk.example",
		"127.0.0.1:2222": "ssh -t -p 2222 ann@127.0.0.1", "[::1]:2222": "ssh -t -p 2222 ann@::1", "[::]:2222": "ssh -t -p 2222 ann@HOST", "0.0.0.0:22": "ssh -t ann@HOST",
	} {
		if got := (&Desk{Needs: Needs{Public: public}}).Line("-t ", "ann@"); got != want {
			t.Errorf("%s: %q", public, got)
		}
	}
}

// TestHostileBytes holds that no bytes of a client that has not signed in end the server, or stay.
func TestHostileBytes(t *testing.T) {
	t.Parallel()
	limits := Usual()
	limits.SignIn, limits.Waiting, limits.PerAddress = 2*time.Second, 1000, 1000
	s := open(t, limits)
	rapid.Check(t, func(rt *rapid.T) {
		var b bytes.Buffer
		if rapid.Bool().Draw(rt, "hello") {
			b.WriteString("SSH-2.0-x\r\n")
		}
		for _, packet := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 200), 0, 6).Draw(rt, "packets") {
			if rapid.Bool().Draw(rt, "framed") {
				_ = binary.Write(&b, binary.BigEndian, uint32(rapid.IntRange(0, len(packet)+8).Draw(rt, "length")))
			}
			b.Write(packet)
		}
		c, err := net.Dial("tcp", s.addr)
		must.NoError(rt, err)
		_ = c.SetDeadline(time.Now().Add(patience))
		_, _ = c.Write(b.Bytes())
		_ = c.Close()
	})
	s.drawn(s.dial("ann"), 80, 24, "").wants("Paste the error")
	until(t, "they are gone", func() bool {
		s.desk.gate.mu.Lock()
		defer s.desk.gate.mu.Unlock()
		return s.desk.gate.all == 1
	})
	if log := s.log.String(); strings.Contains(log, "panic") {
		t.Errorf("something panicked:\n%s", log)
	}
}
