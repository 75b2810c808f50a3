//go:build !unix

package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errReadOnly is what a disk answers that cannot be written.
var errReadOnly = fs.ErrPermission

// folder is the path of a folder, looked at before each step. Access is what the user's profile gives.
type folder struct{ path string }

func makeFolder(path string) error { return os.MkdirAll(path, 0o700) }

func openFolder(path string) (*folder, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, unsafe(path, "is not a folder")
	}
	return &folder{path: path}, nil
}

func unsafe(path, what string) error {
	return &FileError{Path: path, Err: fmt.Errorf("%w: %s", ErrUnsafe, what), Next: "move it away, or set WHY403_STATE_DIR"}
}

func (d *folder) private() error { return nil }

func (d *folder) names() ([]string, error) {
	entries, err := os.ReadDir(d.path)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

func (d *folder) create(name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(d.path, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// open opens a file that is there and is a file. Between the look and the opening it must not have been replaced.
func (d *folder) open(name string, write bool) (*os.File, error) {
	path := filepath.Join(d.path, name)
	before, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, unsafe(path, "is not a regular file")
	}
	flags := os.O_RDONLY
	if write {
		flags = os.O_RDWR
	}
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = unsafe(path, "was replaced meanwhile")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (d *folder) close() {}

// syncFolder does nothing: these systems cannot sync a folder.
func syncFolder(string) error { return nil }

// linked always succeeds: an open file cannot be removed.
func linked(*os.File, string) error { return nil }

// discard removes a file that was open; these systems remove only closed ones.
func discard(f io.Closer, path string) error { return errors.Join(f.Close(), os.Remove(path)) }
