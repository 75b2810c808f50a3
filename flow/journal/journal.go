// Package journal keeps sessions on disk, one append-only file of JSON lines each. Keeper is what several people need of it at once;
// package postgres does the same in a database.
// It never writes a secret, never follows a symbolic link, and never says that something is saved before it is.
package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"why403/flow"
	"why403/flow/redact"
)

const (
	ext     = ".jsonl"
	maxName = 32 // Bytes of what a person may give as a name.
	tries   = 64 // Names tried before a folder is taken to be full.
)

// Store is a folder of sessions. It is safe for concurrent use.
type Store struct {
	dir  string
	mask func(string) string

	watchers Watchers

	testOnlyFile func(file) file // Stands between a Log and its file.
	testOnlyCode func() string
}

// Dir returns the folder of sessions that the environment asks for: sessions in $WHY403_STATE_DIR, else in why403 in the
// user's state folder ($XDG_STATE_HOME, or the system's custom).
func Dir(getenv func(string) string) string {
	if dir := getenv("WHY403_STATE_DIR"); dir != "" {
		return filepath.Join(dir, "sessions")
	}
	state := xdg.StateHome
	if getenv("HOME") == "" && getenv("XDG_STATE_HOME") == "" && runtime.GOOS != "windows" { // Then xdg takes the root folder for home.
		if u, err := user.Current(); err == nil && u.HomeDir != "" {
			if rest, err := filepath.Rel(xdg.Home, state); err == nil && !strings.HasPrefix(rest, "..") {
				state = filepath.Join(u.HomeDir, rest)
			}
		}
	}
	return filepath.Join(state, "why403", "sessions")
}

// elsewhere is what to do about a folder that cannot be used.
const elsewhere = "WHY403_STATE_DIR can name another folder"

// Open returns the store in the folder, which need not exist and is not touched before something is to be stored. The
// folder itself must not be a symbolic link, and belongs to the store alone: it is made private to its owner.
func Open(dir string) *Store { return &Store{dir: dir, mask: redact.Text} }

// Dir returns the folder.
func (s *Store) Dir() string { return s.dir }

// Create returns the log of a new session that began now. Nothing is on disk before the first Append.
func (s *Store) Create(now time.Time) *Log {
	l := &Log{store: s, at: now.UTC(), next: 1, pending: header()}
	l.name = s.free(l.at)
	return l
}

// free returns a name that no session has. It can be taken before the file is created; then the file gets another.
func (s *Store) free(at time.Time) string {
	var name string
	for range tries {
		name = NewName(at)
		if s.testOnlyCode != nil {
			name = name[:len(name)-4] + s.testOnlyCode()
		}
		if _, err := os.Lstat(filepath.Join(s.dir, name+ext)); err != nil {
			break
		}
	}
	return name
}

// NewName returns a name for a session that began then, such as 20261123-1405-k7q2: the minute in UTC, and two pairs of a letter and a
// digit, easy to say and to hear, and never a word. There are 33,856 of them a minute, so it may be taken.
func NewName(at time.Time) string {
	const letters, digits = "abcdefghjkmnpqrstuvwxyz", "23456789"
	var b [4]byte
	_, _ = rand.Read(b[:]) // It never fails; see crypto/rand.
	return at.UTC().Format("20060102-1504-") + string([]byte{
		letters[int(b[0])%len(letters)], digits[int(b[1])%len(digits)],
		letters[int(b[2])%len(letters)], digits[int(b[3])%len(digits)],
	})
}

// Resume opens a session to go on with it, and returns what it holds. The name can be cut short to any start that only one
// session has, or be its last part alone; where none fits, to any part that only one session has. What a crash left half written
// is not returned, and goes with the next Append. If the file is damaged, the events before the damage are returned with the
// error, and no log. On a disk that cannot be written the session opens all the same, and Append fails with ErrNotSaved.
func (s *Store) Resume(name string) (*Log, []flow.Event, error) {
	name, err := s.Find(name)
	if err != nil {
		return nil, nil, err
	}
	l := &Log{store: s, name: name, exists: true}
	events, err := l.resume()
	if err != nil {
		return nil, events, err
	}
	return l, events, nil
}

// Read returns what a session holds without opening it to write, also while another program has it open.
// Names are as in Resume.
func (s *Store) Read(name string) ([]flow.Event, error) {
	name, err := s.Find(name)
	if err != nil {
		return nil, err
	}
	d, err := openFolder(s.dir)
	if err != nil {
		return nil, err
	}
	defer d.close()
	c, err := s.read(d, name)
	return c.events, err
}

func (s *Store) read(d *folder, name string) (contents, error) {
	f, err := d.open(name+ext, false)
	if err != nil {
		return contents{}, err
	}
	defer func() { _ = f.Close() }() // Read only.
	return parse(f, s.path(name), s.mask)
}

// ReadFile returns the session in a file that came from elsewhere. Secrets in it are masked, a last line without its end
// is taken if it is whole.
func ReadFile(path string) ([]flow.Event, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // A pipe could make us wait for ever.
		return nil, &FileError{Path: path, Err: errors.New("not a regular file"), Next: "save the session in a file first"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // Read only.
	c, err := parse(f, path, redact.Text)
	return append(c.events, c.unended...), err
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name+ext) }

// names returns the names of all sessions, the oldest first.
func (s *Store) names() ([]string, error) {
	d, err := openFolder(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w; %s", err, elsewhere)
	}
	defer d.close()
	files, err := d.names()
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f, ext); ok && valid(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Find returns the name of the one session that a person means; names are as in Resume.
func (s *Store) Find(name string) (string, error) {
	typed := strings.TrimSpace(name)
	want := strings.TrimSuffix(strings.ToLower(typed), ext)
	if !valid(want) {
		return "", fmt.Errorf("%q is %w: those look like 20261123-1405-k7q2", name, ErrName)
	}
	names, err := s.names()
	if err != nil {
		return "", err
	}
	var fits, within []string
	for _, n := range names {
		switch {
		case n == want:
			return n, nil
		case strings.HasPrefix(n, want) || strings.HasSuffix(n, "-"+want):
			fits = append(fits, n)
		case strings.Contains(n, want):
			within = append(within, n)
		}
	}
	if len(fits) == 0 {
		fits = within
	}
	switch len(fits) {
	case 0:
		return "", fmt.Errorf("%w: %s", ErrNotFound, typed)
	case 1:
		return fits[0], nil
	}
	return "", fmt.Errorf("%w %s: %s", ErrAmbiguous, typed, strings.Join(fits[max(0, len(fits)-5):], ", "))
}

// valid reports whether a text can be a session's name or a part of one. None can leave the folder.
func valid(name string) bool {
	return name != "" && len(name) <= maxName && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
