package postgrestest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a postgres that runs.
type server struct {
	cmd   *exec.Cmd
	ended chan struct{}
	said  bytes.Buffer
}

// run starts the server and waits until it answers. It ends with the test, however that ends.
func (c *Cluster) run() error {
	s := &server{ended: make(chan struct{})}
	s.cmd = c.Command("postgres", "-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-c", "max_connections=60")
	s.cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // The signal comes when the thread ends that started it.
		defer runtime.UnlockOSThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			_ = s.cmd.Wait() // However it ended, who talks to it sees that.
		}
		close(s.ended)
	}()
	if err := <-started; err != nil {
		return err
	}
	c.server = s
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.Address(""))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.ended:
			return fmt.Errorf("postgres ended: %s", &s.said)
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends it, connections and all.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	select {
	case <-s.ended:
		return nil
	case <-time.After(limit):
		return fmt.Errorf("postgres does not end: %w", s.cmd.Process.Kill())
	}
}

// who returns the user and group that PostgreSQL runs as where this user is root, as whom it refuses to.
var who = sync.OnceValue(func() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.ParseUint(u.Uid, 10, 32)
		gid, errG := strconv.ParseUint(u.Gid, 10, 32)
		if errU == nil && errG == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	const nobody = 65534
	return &syscall.Credential{Uid: nobody, Gid: nobody}
})

func ordinary(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who()} }

// own gives files to the user that PostgreSQL runs as.
func own(paths ...string) error {
	for _, path := range paths {
		if c := who(); c != nil {
			if err := os.Chown(path, int(c.Uid), int(c.Gid)); err != nil {
				return err
			}
		}
	}
	return nil
}
