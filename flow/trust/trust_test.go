package trust

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"why403/flow/must"
)

var (
	day   = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	later = day.Add(time.Hour)
)

func TestKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	s := At(dir)
	if at, ok, err := s.Since("a"); ok || err != nil || !at.IsZero() {
		t.Fatalf("of nothing: %v, %v, %v", at, ok, err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("asking made the folder")
	}
	for digest, at := range map[string]time.Time{"a": day, "b": later} {
		must.NoError(t, s.Add(digest, at))
	}
	for digest, want := range map[string]time.Time{"a": day, "b": later} {
		if at, ok, err := At(dir).Since(digest); !ok || err != nil || !at.Equal(want) {
			t.Errorf("%s: %v, %v, %v", digest, at, ok, err)
		}
	}
	for _, other := range []string{"", "A", "aa", "a "} {
		if _, ok, _ := s.Since(other); ok {
			t.Errorf("%q counts as trusted", other)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "trusted.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestVouchesForNothing gives files that somebody else may have written, or that are broken: nothing in them is trusted, and
// none of them is written over.
func TestVouchesForNothing(t *testing.T) {
	t.Parallel()
	const good = `{"a": "2026-11-28T09:00:00Z"}`
	for name, put := range map[string]func(path string) error{
		"others can write it": func(p string) error { return os.WriteFile(p, []byte(good), 0o622) },
		"a link": func(p string) error {
			if err := os.WriteFile(p+".real", []byte(good), 0o600); err != nil {
				return err
			}
			return os.Symlink(p+".real", p)
		},
		"a folder":  func(p string) error { return os.Mkdir(p, 0o700) },
		"no JSON":   func(p string) error { return os.WriteFile(p, []byte("a"), 0o600) },
		"a list":    func(p string) error { return os.WriteFile(p, []byte(`["a"]`), 0o600) },
		"no day":    func(p string) error { return os.WriteFile(p, []byte(`{"a": true}`), 0o600) },
		"empty":     func(p string) error { return os.WriteFile(p, nil, 0o600) },
		"cut short": func(p string) error { return os.WriteFile(p, []byte(good[:len(good)-2]), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "trusted.json")
			must.NoError(t, put(path))
			if name == "others can write it" {
				if err := os.Chmod(path, 0o622); err != nil { // Whatever the umask.
					t.Fatal(err)
				}
			}
			s := At(dir)
			if _, ok, err := s.Since("a"); ok || err == nil {
				t.Errorf("trusted: %v, %v", ok, err)
			}
			if err := s.Add("b", day); err == nil {
				t.Error("it was written over")
			}
		})
	}
}
