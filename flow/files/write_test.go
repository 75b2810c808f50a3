package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"why403/flow"
	"why403/flow/files"
	"why403/flow/must"
)

// TestWrite holds that a file is written whole or not at all, over another one only where that may be, and that nothing is left beside it.
func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	link := filepath.Join(dir, "link")
	must.NoError(t, os.Symlink(filepath.Join(dir, "elsewhere"), link))
	for _, tt := range []struct {
		name, path, text string
		replace          bool
		want             error // flow.UsageError in any case.
		holds            string
	}{
		{"a new one", path, "first", false, nil, "first"},
		{"over another", path, "second", false, files.ErrExists, "first"},
		{"over another that may go", path, "third", true, nil, "third"},
		{"over a folder", dir, "x", true, errAny, ""},
		{"over a link to nothing", link, "x", true, errAny, ""},
		{"into no folder", filepath.Join(dir, "none", "out"), "x", false, errAny, ""},
	} {
		err := files.Write(tt.path, []byte(tt.text), 0o600, tt.replace)
		var usage *flow.UsageError
		switch {
		case (err != nil) != (tt.want != nil), err != nil && !errors.As(err, &usage):
			t.Errorf("%s: %v", tt.name, err)
		case tt.want == files.ErrExists && !errors.Is(err, files.ErrExists):
			t.Errorf("%s: %v, want ErrExists", tt.name, err)
		}
		if got, _ := os.ReadFile(tt.path); string(got) != tt.holds {
			t.Errorf("%s: it holds %q, want %q", tt.name, got, tt.holds)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v; want the file and the link", entries, err)
	}
}

var errAny = errors.New("any")
