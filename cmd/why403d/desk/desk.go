// Package desk offers the conversation over SSH, to a team that shares its sessions. Who may come in stands in a file of public keys.
// There is no shell, no forwarding, no agent and no file: a client gets the conversation drawn, or what one of a few commands prints.
// Nothing of the machine that it runs on is looked at, run or sent from for a client.
package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"why403/cmd/why403d/people"
	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/journal"
	"why403/flow/lobby"
	"why403/flow/redact"
)

// Needs is what a desk is opened with. All of it is needed but Keeper.
type Needs struct {
	Dir    string         // Where the host key is kept, and sessions where Keeper is nil. It is made if need be, for this user alone.
	Keeper journal.Keeper // Where sessions are kept otherwise; codes and who is in a session, too, if it is a lobby.Lobby.
	Keys   string         // The authorized-keys file; see people.Read. It is read anew whenever somebody signs in.
	Public string         // The host that customers are told to come to, HOST or HOST:PORT.
	Limits Limits
	Now    func() time.Time
	Log    *slog.Logger // Is told who comes, goes and is refused; no text of a session, and no secret.
}

// Desk is a server of a team's sessions.
type Desk struct {
	Needs

	host    gossh.Signer
	lobby   lobby.Lobby
	library *content.Library
	gate    gate
	codes   codes
	ctx     context.Context // Ends when the server is to stop.
	running atomic.Int64    // Sessions that may have something to save.

	testOnlyService string // The base URL of what is asked in the place of the service.

	badMu sync.Mutex
	bad   []people.Bad // Lines of the file that the log told of.
}

// Line is what a person types to come here, up to the command: with the flags of ssh, if any, as a user if one is named. Where no host is
// known it says HOST.
func (d *Desk) Line(flags, user string) string {
	host, port, err := net.SplitHostPort(d.Public)
	if err != nil {
		host, port = d.Public, ""
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "HOST"
	}
	line := "ssh " + flags
	if port != "" && port != "22" {
		line += "-p " + port + " "
	}
	return line + user + host
}

type contextKey string

// connKey is where the connection stands in the context of its sessions.
const connKey contextKey = "conn"

// Open prepares a desk: its folder, its host key, and a first look at who may come in.
func Open(cfg Needs) (*Desk, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, err
	}
	host, err := hostKey(filepath.Join(cfg.Dir, "host_ed25519"))
	if err != nil {
		return nil, err
	}
	list, bad, err := people.Read(cfg.Keys, conversation.CustomerName)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		cfg.Log.Warn("nobody can sign in: there is no key in the file", "file", cfg.Keys)
	}
	if cfg.Keeper == nil {
		cfg.Keeper = journal.Open(filepath.Join(cfg.Dir, "sessions"))
	}
	in, ok := cfg.Keeper.(lobby.Lobby)
	if !ok {
		in = lobby.Open(filepath.Join(cfg.Dir, "lobby"))
	}
	d := &Desk{
		Needs: cfg, lobby: in, host: host, gate: gate{limits: cfg.Limits}, codes: codes{lobby: in, now: cfg.Now}, ctx: context.Background(),
		library: &content.Library{Dir: filepath.Join(cfg.Dir, "playbooks")},
	}
	d.complain(bad)
	return d, nil
}

// complain has the log tell which lines let nobody in, once for as long as they are the same.
func (d *Desk) complain(bad []people.Bad) {
	d.badMu.Lock()
	defer d.badMu.Unlock()
	if slices.EqualFunc(bad, d.bad, func(a, b people.Bad) bool { return a.Error() == b.Error() }) {
		return
	}
	for _, b := range bad {
		d.Log.Error("a line lets nobody in", "file", b.File, "line", b.Line, "what", b.What, "next", b.Next)
	}
	d.bad = bad
}

// Fingerprint is that of the host key, as ssh shows it.
func (d *Desk) Fingerprint() string { return gossh.FingerprintSHA256(d.host.PublicKey()) }

// Once the server is to stop, sessions may take so long to save what they hold, and clients without one have so long to go by themselves.
const (
	endMax   = 10 * time.Second
	leaveMax = time.Second
)

// Serve takes clients in until the context ends. Then what they said last is saved, and they are told.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	d.ctx = ctx
	srv, err := wish.NewServer(
		wish.WithVersion("why403d"),
		wish.WithIdleTimeout(d.Limits.Idle),
		wish.WithMaxTimeout(d.Limits.Longest),
		wish.WithPublicKeyAuth(func(sc ssh.Context, key ssh.PublicKey) bool {
			_, ok := d.person(key)
			if ok = ok && !strings.HasPrefix(sc.User(), joins); !ok {
				d.Log.Info("refused", "from", sc.RemoteAddr(), "key", gossh.FingerprintSHA256(key))
			}
			return ok
		}),
		wish.WithMiddleware(func(ssh.Handler) ssh.Handler { return d.session }),
		func(s *ssh.Server) error {
			s.AddHostKey(d.host)
			s.ServerConfigCallback = func(ssh.Context) *gossh.ServerConfig {
				return &gossh.ServerConfig{NoClientAuth: true, NoClientAuthCallback: d.joined}
			}
			s.HandshakeTimeout = d.Limits.SignIn
			s.ChannelHandlers = map[string]ssh.ChannelHandler{"session": d.channel}
			s.ConnCallback = func(sc ssh.Context, c net.Conn) net.Conn {
				in, err := d.gate.admit(c)
				if err != nil {
					d.Log.Warn("refused", "from", c.RemoteAddr(), "error", err)
					d.gate.refuse(c, err)
					return nil
				}
				sc.SetValue(connKey, in)
				return in
			}
			return nil
		},
	)
	if err != nil {
		return err
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endMax)
		defer cancel()
		go func() {
			for d.running.Load() > 0 && ending.Err() == nil {
				time.Sleep(leaveMax / 50)
			}
			time.Sleep(leaveMax) // What a session said last is still on its way.
			cancel()
		}()
		stopped <- errors.Join(srv.Shutdown(ending), srv.Close())
	}()
	if err := srv.Serve(l); !errors.Is(err, ssh.ErrServerClosed) {
		return err
	}
	if err := <-stopped; err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// joins is what the user's name of a customer begins with; the code follows.
const joins = "join-"

// These are where the session stands that a customer has come into by a code, and the code's hash. Only the server writes there.
const (
	joinedKey = "why403-joined"
	hashKey   = "why403-code"
)

// joined lets a customer in by the code in the user's name, without a key. Everybody else has to show one.
func (d *Desk) joined(c gossh.ConnMetadata) (*gossh.Permissions, error) {
	text, ok := strings.CutPrefix(c.User(), joins)
	if !ok {
		return nil, errors.New("sign in with a key")
	}
	ctx, cancel := context.WithTimeout(d.ctx, d.Limits.SignIn)
	defer cancel()
	session, err := d.codes.use(ctx, text, c.RemoteAddr())
	if err != nil {
		var unseen *unseen
		if errors.As(err, &unseen) {
			d.Log.Error("a code cannot be looked up", "from", c.RemoteAddr(), "error", unseen.error)
		} else {
			d.Log.Info("refused", "from", c.RemoteAddr(), "code", err)
		}
		return nil, &gossh.BannerError{Err: err, Message: "why403d: " + err.Error() + "\n"}
	}
	return &gossh.Permissions{Extensions: map[string]string{joinedKey: session, hashKey: hashed(text)}}, nil
}

// person returns who has the key.
func (d *Desk) person(key ssh.PublicKey) (people.Member, bool) {
	list, bad, err := people.Read(d.Keys, conversation.CustomerName)
	if err != nil {
		d.Log.Error("nobody can sign in", "error", err)
		return people.Member{}, false
	}
	d.complain(bad)
	p, ok := list[string(key.Marshal())]
	return p, ok
}

var (
	errIdle     = errors.New("nothing was typed for too long")
	errStopping = errors.New("the server stops; what was answered is saved")
)

// session runs one session of a client to its end.
func (d *Desk) session(s ssh.Session) {
	d.running.Add(1)
	defer d.running.Add(-1)
	ctx, cancel := context.WithCancelCause(s.Context())
	defer cancel(nil)
	defer context.AfterFunc(d.ctx, func() { cancel(errStopping) })()
	idle := time.AfterFunc(d.Limits.Idle, func() { cancel(errIdle) })
	defer idle.Stop()
	v := &visit{desk: d, sess: s, in: heard{s, idle, d.Limits.Idle}, ctx: ctx, leave: cancel}
	code := v.serve()
	if err := context.Cause(ctx); errors.Is(err, errIdle) || errors.Is(err, errStopping) || errors.Is(err, errRevoked) {
		v.tell("%v", err)
	}
	_ = s.Exit(code) // A client that is gone needs none.
}

// visit is one session of a client.
type visit struct {
	desk *Desk
	sess ssh.Session
	in   heard
	ctx  context.Context
	who  people.Member

	leave context.CancelCauseFunc
}

// tell says something to the person, on standard error.
func (v *visit) tell(format string, args ...any) {
	fmt.Fprintf(v.sess.Stderr(), "why403d: %s\n", redact.Line(fmt.Sprintf(format, args...)))
}

// serve does what the client asked for, and returns the exit status.
func (v *visit) serve() int {
	d, key := v.desk, v.sess.PublicKey()
	if key == nil {
		return v.guest()
	}
	var ok bool
	if v.who, ok = d.person(key); !ok { // Taken out of the file since the connection was opened.
		v.tell("this key may no longer sign in")
		return statusFailed
	}
	leave, err := d.gate.enter(string(key.Marshal()))
	if err != nil {
		v.tell("%v", err)
		return statusFailed
	}
	defer leave()
	return v.logged(gossh.FingerprintSHA256(key), v.run)
}

// logged does it, and has the server's log tell when it begins and ends.
func (v *visit) logged(by string, do func() int) int {
	d, began := v.desk, v.desk.Now()
	log := d.Log.With("name", v.who.Name, "role", string(v.who.Role), "from", v.sess.RemoteAddr().String(), "by", by)
	log.Info("begins")
	code := do()
	log.Info("ends", "status", code, "lasted", d.Now().Sub(began).Round(time.Second))
	return code
}

// guest talks with a customer who came in by a code, in that one session.
func (v *visit) guest() int {
	came := v.sess.Permissions().Extensions
	session, hash := came[joinedKey], came[hashKey]
	if session == "" || hash == "" {
		return statusFailed
	}
	v.who = people.Member{Name: conversation.CustomerName, Role: people.Guest}
	leave, err := v.desk.gate.enter(joins + session)
	if err != nil {
		v.tell("%v", err)
		return statusFailed
	}
	defer leave()
	if !v.guard(session, hash) {
		v.tell("%v", errCode)
		return statusFailed
	}
	defer func() { // It is void in any case.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), saveMax)
		defer cancel()
		if err := v.desk.lobby.Left(ctx, hash); err != nil {
			v.desk.Log.Warn("a used code stays until its time is over", "session", session, "error", err)
		}
	}()
	return v.logged("a code, into "+session, func() int {
		if v.sess.RawCommand() != "" {
			return v.failed(0, flow.Usagef("ssh join-CODE@HOST, without a command", "a code leads into one conversation"))
		}
		s, err := v.desk.resume(v.ctx, session)
		if err != nil {
			return v.failed(0, err)
		}
		code, _, err := v.talk(s)
		return v.failed(code, err)
	})
}
