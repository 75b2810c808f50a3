//go:build unix

package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// errReadOnly is what a disk answers that cannot be written, apart from fs.ErrPermission.
var errReadOnly error = unix.EROFS

// folder is a folder that is open, so that nobody can put another in its place between two steps.
type folder struct {
	f    *os.File
	path string
}

// makeFolder makes the folder and those above it, private to the user.
func makeFolder(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(parent)
}

func openFolder(path string) (*folder, error) {
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		if info, e := os.Lstat(path); e == nil && !info.IsDir() {
			return nil, unsafe(path, "is not a folder but "+describe(info.Mode()))
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	d := &folder{f: os.NewFile(uintptr(fd), path), path: path}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		d.close()
		return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	if int(st.Uid) != os.Geteuid() {
		d.close()
		return nil, unsafe(path, "belongs to another user")
	}
	return d, nil
}

func describe(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m.IsRegular():
		return "a file"
	case m.IsDir():
		return "a folder"
	}
	return "something special"
}

func unsafe(path, what string) error {
	return &FileError{Path: path, Err: fmt.Errorf("%w: %s", ErrUnsafe, what), Next: "move it away, or set WHY403_STATE_DIR"}
}

// private keeps others out of the folder.
func (d *folder) private() error {
	info, err := d.f.Stat()
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return d.f.Chmod(mode &^ 0o077)
	}
	return nil
}

func (d *folder) names() ([]string, error) { return d.f.Readdirnames(-1) }

// create makes a file that was not there.
func (d *folder) create(name string) (*os.File, error) {
	return d.at(name, unix.O_RDWR|unix.O_CREAT|unix.O_EXCL)
}

// open opens a file that is there, and is a file, and is the user's.
func (d *folder) open(name string, write bool) (*os.File, error) {
	flags := unix.O_RDONLY
	if write {
		flags = unix.O_RDWR
	}
	f, err := d.at(name, flags|unix.O_NONBLOCK) // Opening a pipe must not wait.
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.EMLINK) || errors.Is(err, unix.EISDIR) {
		return nil, unsafe(filepath.Join(d.path, name), "is not a regular file")
	}
	if err != nil {
		return nil, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	switch {
	case st.Mode&unix.S_IFMT != unix.S_IFREG:
		return nil, errors.Join(unsafe(f.Name(), "is not a regular file"), f.Close())
	case int(st.Uid) != os.Geteuid():
		return nil, errors.Join(unsafe(f.Name(), "belongs to another user"), f.Close())
	case write && st.Mode&0o077 != 0:
		if err := f.Chmod(0o600); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return f, nil
}

func (d *folder) at(name string, flags int) (*os.File, error) {
	path := filepath.Join(d.path, name)
	fd, err := retry(func() (int, error) {
		return unix.Openat(int(d.f.Fd()), name, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

func (d *folder) close() { _ = d.f.Close() } // Nothing was written through it.

func retry(open func() (int, error)) (int, error) {
	for {
		fd, err := open()
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// syncFolder puts the folder's entries on disk.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		err = nil // Some file systems keep folders in order by themselves.
	}
	return errors.Join(err, f.Close())
}

// lock keeps other programs from appending. A file system that knows no locks is used without.
func lock(f *os.File, name string) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return &LockedError{Name: name, PID: holder(f)}
	}
	return nil
}

// unlock gives the file free at once. Closing it does not while a process that is just being started still has it.
func unlock(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_UN) }

// linked reports as not found a file that has been removed since it was opened.
func linked(f *os.File, name string) error {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return err
	}
	if st.Nlink == 0 {
		return fmt.Errorf("%w: %s", ErrNotFound, name)
	}
	return nil
}

// discard removes a file that is open. It stays locked until it is gone, so that nobody goes on with it.
func discard(f io.Closer, path string) error { return errors.Join(os.Remove(path), f.Close()) }
