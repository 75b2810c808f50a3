package desk

import (
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// mostRequest is how long a request about a channel may be, in bytes: a command is.
const mostRequest = 16 << 10

// allowed reports whether a client's request about its channel is heard: a terminal, its size, a command, or none. There is no
// environment, no agent, no subsystem such as sftp, no X11 and no signal.
func allowed(r *gossh.Request) bool {
	switch r.Type {
	case "pty-req", "window-change", "shell", "exec":
		return len(r.Payload) <= mostRequest
	default:
		return false
	}
}

// door is a channel that a client asks for. Of what it requests then, only what is allowed gets through.
type door struct{ gossh.NewChannel }

func (d door) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, in, err := d.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	out := make(chan *gossh.Request)
	go func() {
		defer close(out)
		for r := range in {
			if allowed(r) {
				out <- r
			} else if r.WantReply {
				_ = r.Reply(false, nil) // A client that is gone needs none.
			}
		}
	}()
	return ch, out, nil
}

// whose connection it is: the key, or the hash of the code, that it was let in by.
func whose(sc *gossh.ServerConn, ctx ssh.Context) string {
	if key, ok := ctx.Value(ssh.ContextKeyPublicKey).(ssh.PublicKey); ok && key != nil {
		return string(key.Marshal())
	}
	if sc.Permissions == nil {
		return ""
	}
	return sc.Permissions.Extensions[hashKey]
}

// channel opens a session's channel, of which a connection can have a few.
func (d *Desk) channel(srv *ssh.Server, sc *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	c, ok := ctx.Value(connKey).(*conn)
	if !ok {
		_ = asked.Reject(gossh.Prohibited, "not signed in")
		return
	}
	if !c.signedIn(whose(sc, ctx)) {
		_ = asked.Reject(gossh.ResourceShortage, "too many of your connections are open; close some")
		_ = c.Close() // It is let go in any case.
		return
	}
	defer c.channels.Add(-1)
	if c.channels.Add(1) > int64(d.gate.limits.Channels) {
		_ = asked.Reject(gossh.ResourceShortage, "too many sessions on one connection")
		return
	}
	ssh.DefaultSessionHandler(srv, sc, door{asked}, ctx)
}
