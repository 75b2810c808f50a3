// Package postgrestest runs a PostgreSQL of a test's own.
package postgrestest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Password is that of the database's user; it may not be printed anywhere.
const Password = "FAKE-swordfish-3f"

// limit is how long starting or stopping may take on a busy machine.
const limit = time.Minute

// Cluster is a PostgreSQL with its files in a folder of its own, which listens on a socket in it and on nothing else.
type Cluster struct {
	bin, dir string
	schemas  atomic.Int64
	server   *server
}

// ErrNone says that there is none to run.
var ErrNone = errors.New("no PostgreSQL is installed here (Debian: apt-get install postgresql)")

// Start makes a cluster and starts it, under another user where this one is root. Stop has to follow.
func Start() (c *Cluster, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg") // Short: a socket's path has 107 bytes at most.
	if err != nil {
		return nil, err
	}
	c = &Cluster{bin: bin, dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	password := filepath.Join(dir, "password")
	if err := os.WriteFile(password, []byte(Password), 0o600); err != nil {
		return nil, err
	}
	if err := own(dir, password); err != nil {
		return nil, err
	}
	initdb := c.Command("initdb", "--pgdata", c.data(), "--username", "why403", "--pwfile", password, "--auth", "password",
		"--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return c, c.run()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// Command returns a program of PostgreSQL, ready to run as the cluster's user.
func (c *Cluster) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "PGPASSWORD=" + Password}
	ordinary(cmd)
	return cmd
}

// Address returns that of the database, with the password in it; the tables are in the schema.
func (c *Cluster) Address(schema string) string {
	return "postgres://why403:" + Password + "@/postgres?host=" + c.dir + "&search_path=" + schema
}

// Schema makes an empty schema, and returns its name.
func (c *Cluster) Schema(t testing.TB) string {
	t.Helper()
	name := "s" + strconv.FormatInt(c.schemas.Add(1), 10)
	conn, err := pgx.Connect(t.Context(), c.Address(""))
	if err == nil {
		_, err = conn.Exec(t.Context(), "CREATE SCHEMA "+name)
		err = errors.Join(err, conn.Close(t.Context()))
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// Stop ends it and takes its files away.
func (c *Cluster) Stop() error {
	return errors.Join(c.server.stop(), os.RemoveAll(c.dir))
}

// binaries returns the folder of the newest PostgreSQL that is installed.
func binaries() (string, error) {
	var found []string
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb"} {
		paths, _ := filepath.Glob(pattern) // Only a bad pattern fails.
		slices.SortFunc(paths, func(a, b string) int { return len(a) - len(b) })
		found = append(found, paths...)
	}
	for _, path := range slices.Backward(found) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "postgres")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	return "", ErrNone
}
