package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"why403/flow"
)

// ErrExists says that a file is there that may not be replaced.
var ErrExists = errors.New("exists, and is not written over")

// Write writes the file whole or not at all, so that a full disk or an interruption leaves what was there, if anything. It replaces
// only a regular file, and that only if it may; else the error is ErrExists.
func Write(path string, data []byte, mode fs.FileMode, replace bool) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return flow.Usagef("name a file in a folder that is there", "%w", err)
	case !info.Mode().IsRegular():
		return flow.Usagef("name another file", "%s is no regular file", path)
	case !replace:
		return exists(path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".why403-*")
	if err != nil {
		return flow.Usagef("name a file in a folder that you can write to", "%w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if !replace { // A link, unlike a rename, fails where a file has come in the meantime.
		err = os.Link(f.Name(), path)
		if err == nil {
			return nil
		}
		if errors.Is(err, fs.ErrExist) {
			return exists(path)
		}
	}
	if err := os.Rename(f.Name(), path); err != nil { // Also where there are no links.
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func exists(path string) error {
	return flow.Usagef("name another file, or remove this one first", "%s %w", path, ErrExists)
}
