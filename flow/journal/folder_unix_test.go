//go:build unix

package journal

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"why403/flow"
	"why403/flow/must"
)

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	must.NoError(t, err)
	must.NoError(t, os.WriteFile(to, b, 0o755))
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	must.NoError(t, err)
	return info.Mode().Perm()
}

func TestOthersCannotLook(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	name, _ := stored(t, s)
	if m := mode(t, s.Dir()); m != 0o700 {
		t.Errorf("the folder is %o", m)
	}
	if m := mode(t, filepath.Dir(s.Dir())); m != 0o700 {
		t.Errorf("the folder above is %o", m)
	}
	if m := mode(t, s.path(name)); m != 0o600 {
		t.Errorf("the file is %o", m)
	}
	for p, m := range map[string]os.FileMode{s.Dir(): 0o755, s.path(name): 0o644} {
		must.NoError(t, os.Chmod(p, m))
	}
	l, events, err := s.Resume(name)
	must.NoError(t, err)
	mustAppend(t, l, answer(flow.Replay(events), "z", flow.Yes))
	mustClose(t, l)
	if m := mode(t, s.path(name)); m != 0o600 {
		t.Errorf("the file stays %o", m)
	}
	if m := mode(t, s.Dir()); m != 0o700 {
		t.Errorf("the folder stays %o", m)
	}
}

func TestALinkedFolderIsRefused(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	target := filepath.Join(base, "target")
	name, _ := stored(t, Open(target))
	for _, c := range []struct{ name, to string }{{"to a folder", target}, {"to nothing", filepath.Join(base, "none")}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			link := filepath.Join(t.TempDir(), "sessions")
			must.NoError(t, os.Symlink(c.to, link))
			s := Open(link)
			if _, err := s.Read(name); !errors.Is(err, ErrUnsafe) {
				t.Errorf("read: %v", err)
			}
			if _, _, err := s.Resume(name); !errors.Is(err, ErrUnsafe) {
				t.Errorf("resume: %v", err)
			}
			if _, errs := s.List(); len(errs) != 1 || !errors.Is(errs[0], ErrUnsafe) {
				t.Errorf("list: %v", errs)
			}
			l := s.Create(began)
			if err := l.Append(answer(new(flow.Session), "a", flow.Yes)); !errors.Is(err, ErrUnsafe) || !errors.Is(err, ErrNotSaved) {
				t.Errorf("append: %v", err)
			}
			must.NoError(t, os.Remove(link))
			mustClose(t, l) // The way is clear now, and the answer is saved.
			if events, err := s.Read(l.Name()); err != nil || len(events) != 1 {
				t.Errorf("%d events, %v", len(events), err)
			}
		})
	}
}

func TestAFileThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	const name = "20261123-1405-a2a2"
	for _, c := range []struct {
		name string
		make func(path, victim string) error
	}{
		{"symbolic link", func(path, victim string) error { return os.Symlink(victim, path) }},
		{"dangling link", func(path, _ string) error { return os.Symlink("none", path) }},
		{"folder", func(path, _ string) error { return os.Mkdir(path, 0o700) }},
		{"pipe", func(path, _ string) error { return unix.Mkfifo(path, 0o600) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			must.NoError(t, os.MkdirAll(s.Dir(), 0o700))
			victim := filepath.Join(t.TempDir(), "victim")
			must.NoError(t, os.WriteFile(victim, []byte(begin+one), 0o644))
			must.NoError(t, c.make(s.path(name), victim))
			if _, _, err := s.Resume(name); !errors.Is(err, ErrUnsafe) {
				t.Errorf("resume: %v", err)
			}
			if _, err := s.Read(name); !errors.Is(err, ErrUnsafe) {
				t.Errorf("read: %v", err)
			}
			if list, errs := s.List(); list != nil || len(errs) != 1 {
				t.Errorf("list: %v, %v", list, errs)
			}
			codes := []string{"a2a2", "b3b3"}
			s.testOnlyCode = func() string { code := codes[0]; codes = codes[len(codes)-1:]; return code }
			l := s.Create(began)
			l.name = name // As if the name had been free a moment ago.
			mustAppend(t, l, answer(new(flow.Session), "a", flow.Yes))
			mustClose(t, l)
			if l.Name() == name {
				t.Error("the session took the place of something else")
			}
			if b, err := os.ReadFile(victim); err != nil || string(b) != begin+one || mode(t, victim) != 0o644 {
				t.Errorf("the file behind the link was touched: %q, %v", b, err)
			}
		})
	}
}

func TestAnotherUsersFolderIsRefused(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		s := newStore(t)
		name, _ := stored(t, s)
		must.NoError(t, os.Chown(s.Dir(), 65534, 65534))
		if _, err := s.Read(name); !errors.Is(err, ErrUnsafe) {
			t.Errorf("read: %v", err)
		}
		return
	}
	if _, err := Open("/").Read("a"); !errors.Is(err, ErrUnsafe) { // The root folder is root's.
		t.Errorf("read: %v", err)
	}
}
