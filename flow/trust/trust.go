// Package trust keeps which playbooks of other people a person let use credentials, by the digest of their files.
// It holds no credential and no name of one, and decides nothing.
package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const maxFile = 1 << 20 // Bytes; an entry takes a hundred.

// OwnFile is a file that belongs to its owner alone.
type OwnFile struct{ path string }

// At returns the store in the folder, which need not exist and is not touched before there is something to keep.
func At(dir string) *OwnFile { return &OwnFile{path: filepath.Join(dir, "trusted.json")} }

// Since returns when the playbook with the digest was trusted, and whether it was. A file that others can write, or that is no
// list, vouches for nothing; the error says so.
func (s *OwnFile) Since(digest string) (time.Time, bool, error) {
	all, err := s.read()
	at, ok := all[digest]
	return at, ok, err
}

// Add keeps that the playbook with the digest is trusted. What was kept before stays.
func (s *OwnFile) Add(digest string, now time.Time) error {
	all, err := s.read()
	if err != nil {
		return err
	}
	if all == nil {
		all = make(map[string]time.Time)
	}
	all[digest] = now.UTC().Truncate(time.Second)
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("keep what is trusted: %w", err)
	}
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep what is trusted: %w", err)
	}
	f, err := os.CreateTemp(dir, ".trusted-*") // With mode 0600.
	if err != nil {
		return fmt.Errorf("keep what is trusted: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), s.path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("keep what is trusted: %w", err)
	}
	return nil
}

func (s *OwnFile) read() (map[string]time.Time, error) {
	// Looked at before it is opened: a pipe would wait for a writer.
	info, err := os.Lstat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err == nil && os.PathSeparator == '/' && info.Mode().Perm()&0o022 != 0 {
		err = errors.New("others can write it; chmod 600 keeps it to you")
	}
	if err != nil {
		return nil, fmt.Errorf("what is trusted is not read from %s: %w", s.path, err)
	}
	f, err := os.Open(s.path)
	if err != nil {
		return nil, fmt.Errorf("read what is trusted: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, fmt.Errorf("read what is trusted: %w", err)
	}
	var all map[string]time.Time
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("what is trusted is not read from %s: %w; remove it to be asked again", s.path, err)
	}
	return all, nil
}
