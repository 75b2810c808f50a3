package desk

import (
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"why403/flow"
	"why403/flow/lobby"
	"why403/flow/must"
)

// join is a real client of a customer, who has no key, and the line that they were given.
func (s *site) join(line string) *exec.Cmd {
	s.t.Helper()
	words := strings.Fields(line) // ssh -p PORT join-CODE@HOST
	if len(words) != 4 || words[0] != "ssh" {
		s.t.Fatalf("what a customer types: %q", line)
	}
	cmd := s.ssh("eve") // Whose key nobody knows.
	i := slices.Index(cmd.Args, "-i")
	cmd.Args = slices.Delete(cmd.Args, i, i+2)
	i = slices.Index(cmd.Args, "-l")
	cmd.Args = slices.Delete(cmd.Args, i, i+2)
	cmd.Args[len(cmd.Args)-1] = words[3]
	return cmd
}

// TestJoin holds that a customer without a key comes into one session by a code, once; that their word counts as theirs, and that they see
// nothing of the engineer's.
func TestJoin(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	ann := s.real(s.ssh("ann", "-t", "new", "--ticket", "CS-4"), 80, 24)
	ann.reads()
	ann.send("+").wants("Your note").paste("they are slow to answer").wants("slow to answer").send("\r").wants("both work")
	got := run(t, s.ssh("bob", "code", "CS-4"), "")
	line := strings.TrimSpace(got.out)
	if got.code != 0 {
		t.Fatalf("%+v", got)
	}
	customer := s.real(s.join(line), 80, 24)
	customer.wants("Please send two tiny requests", "both work", "Never type a key here", "with your support engineer")
	ann.wants("with the customer")
	seen := func() {
		t.Helper()
		for _, text := range []string{"slow to answer", "CS-4", "ann", "bob", "w why", "possible", "customer says", s.only()} {
			if strings.Contains(customer.String(), text) {
				t.Errorf("the customer sees %q:\n%s", text, customer)
			}
		}
	}
	seen()
	customer.press("2").wants("another network")
	seen()
	ann.wants("customer: What works with this key: both are refused").quiet()
	for _, key := range []string{"t", "w", "+", "R", "S", "a", "C", "J", "X", "P", "Z", "z", "e", "g", "m", "i", "l", "o", ">", "\x1b"} {
		customer.press(key).wants("another network")
		seen()
	}
	customer.press("$").wants("The command, to run where the call fails")
	seen()
	customer.send("\x1b").wants("another network").press("y").wants("Do this now", "allow this network")
	seen()
	ann.wants("customer: yes: The same key and request work from another network")
	for _, e := range s.events(s.only()) {
		if e.By == "customer" && e.Kind == flow.Asserted && e.Fact.From != flow.Customer {
			t.Errorf("the customer said %+v", e.Fact)
		}
	}

	// A code works once.
	if again := run(t, s.join(line), ""); again.code != 255 || !strings.Contains(again.err, "this code is not valid") {
		t.Errorf("the code works twice: %+v", again)
	}
	// Revoked, it does not work any more, and who is in by one goes.
	second := strings.TrimSpace(run(t, s.ssh("bob", "code", "CS-4"), "").out)
	if got := run(t, s.ssh("bob", "revoke", "CS-4"), ""); got.code != 0 || strings.TrimSpace(got.out) != "2" {
		t.Errorf("revoked: %+v", got)
	}
	if code := customer.ends(); code != statusInterrupted {
		t.Errorf("exit status %d", code)
	}
	customer.wants("your support engineer has ended this")
	if got := run(t, s.join(second), ""); got.code != 255 || !strings.Contains(got.err, "this code is not valid") {
		t.Errorf("a revoked code works: %+v", got)
	}
	// An engineer's way in is none by such a name, and a command is none for a customer.
	if _, err := s.asUser("ann", "join-abcde-abcde"); err == nil {
		t.Error("a key signs in by the name of a code")
	}
	third := strings.TrimSpace(run(t, s.ssh("bob", "code", "CS-4"), "").out)
	cmd := s.join(third)
	cmd.Args = append(cmd.Args, "sessions")
	if got := run(t, cmd, ""); got.code != statusUsage || strings.Contains(got.out+got.err, "CS-4") {
		t.Errorf("a customer has a command run: %+v", got)
	}
	if log := s.log.String(); strings.Contains(log, strings.TrimPrefix(strings.Fields(third)[3], "join-")[:11]) {
		t.Error("a code stands in the server's log")
	}
}

// TestCodesOutlast holds that codes outlast a restart of the server, and that nothing of them can be read on its disk.
func TestCodesOutlast(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	ann := s.drawn(s.dial("ann"), 80, 24, "new --ticket CS-4")
	ann.reads()
	code := func() string { return strings.TrimSpace(run(t, s.ssh("bob", "code", "CS-4"), "").out) }
	works, void, again := code(), code(), code()
	ann.send("q")
	ann.ends()
	s.stop()
	for _, line := range []string{works, void, again} {
		_, word, _ := strings.Cut(line, joins)
		if word, _, _ = strings.Cut(word, "@"); word == "" || strings.Contains(s.kept(), word) {
			t.Errorf("%q is on the disk", word)
		}
	}
	s.start(Usual())
	customer := s.real(s.join(works), 80, 24)
	customer.wants("both work")
	if got := run(t, s.join(works), ""); !strings.Contains(got.err, "this code is not valid") {
		t.Errorf("used twice: %+v", got)
	}
	s.stop() // The customer is told, and needs another code.
	customer.wants("the server stops")
	s.start(Usual())
	if got := run(t, s.ssh("bob", "revoke", "CS-4"), ""); strings.TrimSpace(got.out) != "2" {
		t.Errorf("after a restart were revoked: %+v", got)
	}
	if got := run(t, s.join(void), ""); !strings.Contains(got.err, "this code is not valid") {
		t.Errorf("a revoked one works: %+v", got)
	}
}

// TestCodesFromOutside has real clients come with codes that are wrong, too late, too many, and revoked while somebody is in by one.
func TestCodesFromOutside(t *testing.T) {
	t.Parallel()
	s := open(t, Usual())
	ann := s.drawn(s.dial("ann"), 80, 24, "new --ticket CS-4")
	ann.reads()
	code := func() string { return strings.TrimSpace(run(t, s.ssh("bob", "code", "CS-4"), "").out) }
	refused := func(what, line string, why error) {
		t.Helper()
		if got := run(t, s.join(line), ""); got.code != 255 || !strings.Contains(got.err, "why403d: "+why.Error()) || strings.Contains(got.out+got.err, "CS-4") {
			t.Errorf("%s: %+v", what, got)
		}
	}
	wrong := func(n int) string {
		first := strings.Fields(code())
		_ = run(t, s.ssh("bob", "revoke", "CS-4"), "")
		_, host, _ := strings.Cut(first[3], "@")
		first[3] = fmt.Sprintf("%saaaaa-%05d@%s", joins, n, host)
		return strings.Join(first, " ")
	}
	late := code()
	s.later.Add(int64(codeLife))
	refused("too late", late, errCode)
	s.later.Add(int64(failsFor)) // Nobody guesses.
	for n := range failsEach {
		refused("wrong", wrong(n), errCode)
	}
	good := code()
	refused("one too many", good, errFails)
	s.later.Add(int64(failsFor))
	customer := s.real(s.join(good), 60, 16)
	customer.wants("both work")
	ann.send("J").wants("They type this").send("X").wants("No code works any more, and nobody is in by one. There were 2.") // With the one just made.
	customer.wants("your support engineer has ended this")
	if code := customer.ends(); code != statusInterrupted {
		t.Errorf("exit status %d", code)
	}
	refused("used", good, errCode)
}

// asUser signs in with a key, by another name.
func (s *site) asUser(name, user string) (*gossh.Client, error) {
	key := s.key(name)
	return gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: user, Auth: []gossh.AuthMethod{gossh.PublicKeys(key)}, HostKeyCallback: gossh.FixedHostKey(s.desk.host.PublicKey())})
}

// TestCodes holds that codes expire, are void once used or revoked, and cannot be guessed.
func TestCodes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 29, 6, 0, 0, 0, time.UTC)
	c := codes{lobby: lobby.Open(t.TempDir()), now: func() time.Time { return now }}
	here, there := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 1}, &net.TCPAddr{IP: net.IPv4(10, 0, 0, 2), Port: 1}
	made := func(session string) string {
		t.Helper()
		code, err := c.make(t.Context(), session)
		must.NoError(t, err)
		return code
	}
	first := made("one")
	if session, err := c.use(t.Context(), strings.ToUpper(first), here); err != nil || session != "one" {
		t.Errorf("%q, %v", session, err)
	}
	if _, err := c.use(t.Context(), first, here); err != errCode {
		t.Errorf("used twice: %v", err)
	}
	late := made("one")
	now = now.Add(codeLife)
	if _, err := c.use(t.Context(), late, here); err != errCode {
		t.Errorf("used after its time: %v", err)
	}
	void, other := made("one"), made("two")
	if n, err := c.lobby.Revoke(t.Context(), "one", now); err != nil || n != 2 { // The first one is in use.
		t.Errorf("%d codes were revoked, %v", n, err)
	}
	if _, err := c.use(t.Context(), void, here); err != errCode {
		t.Errorf("a revoked one is used: %v", err)
	}
	if session, err := c.use(t.Context(), other, here); err != nil || session != "two" {
		t.Errorf("another session's code is revoked, too: %q, %v", session, err)
	}

	// Only so many of a session can be used at a time.
	for range mostCodes {
		made("three")
	}
	if _, err := c.make(t.Context(), "three"); err != errCodes {
		t.Errorf("one more: %v", err)
	}
	now = now.Add(codeLife)
	good := made("three")

	// Whoever guesses is not listened to for a while, and others are.
	for i := range 2 * failsEach {
		_, err := c.use(t.Context(), fmt.Sprintf("guess-%d", i), here)
		if want := map[bool]error{true: errCode, false: errFails}[i < failsEach]; err != want {
			t.Errorf("guess %d: %v, want %v", i+1, err, want)
		}
	}
	if _, err := c.use(t.Context(), good, here); err != errFails {
		t.Errorf("who guesses is listened to: %v", err)
	}
	if session, err := c.use(t.Context(), good, there); err != nil || session != "three" {
		t.Errorf("others are not listened to: %q, %v", session, err)
	}
	guess := func(n, from int) {
		for i := range n {
			_, _ = c.use(t.Context(), "guess", &net.TCPAddr{IP: net.IPv4(10, byte(i>>16+from), byte(i>>8), byte(i)), Port: 1})
		}
	}
	guess(1000, 100)
	again := made("five")
	if session, err := c.use(t.Context(), again, there); err != nil || session != "five" {
		t.Errorf("guesses from a thousand addresses keep a customer out: %q, %v", session, err)
	}
	guess(failsAll+1000, 1)
	good = made("four")
	if _, err := c.use(t.Context(), good, there); err != errFails {
		t.Errorf("guesses from everywhere are listened to: %v", err)
	}
	if len(c.fails) > failsAll+failsEach {
		t.Errorf("%d addresses are kept", len(c.fails))
	}
	now = now.Add(failsFor)
	if session, err := c.use(t.Context(), good, there); err != nil || session != "four" {
		t.Errorf("after a while: %q, %v", session, err)
	}
	seen := make(map[string]bool)
	for i := range 100 {
		code := made(fmt.Sprint("many", i))
		if seen[code] || len(code) != 11 || strings.Trim(code, letters+"-") != "" {
			t.Fatalf("the code %q", code)
		}
		seen[code] = true
	}
}
