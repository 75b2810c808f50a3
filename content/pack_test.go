package content

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
)

// sample returns the files of a playbook that can be used.
func sample(t *testing.T, id string) Pack {
	t.Helper()
	files, err := Scaffold(id, "Why?", time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	must.NoError(t, err)
	return Pack{Files: files, Main: "playbook.yaml"}
}

// entry is one of a ZIP file.
type entry struct {
	name, text string
	mode       fs.FileMode // 0 for a regular file.
}

func archived(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(e.mode | 0o644)
		f, err := w.CreateHeader(h)
		must.NoError(t, err)
		if _, err := f.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	must.NoError(t, w.Close())
	return b.Bytes()
}

// TestArchiveRefused gives archives that somebody hostile or careless made. Each is refused with what is wrong and what to do.
func TestArchiveRefused(t *testing.T) {
	t.Parallel()
	main := entry{name: "playbook.yaml", text: "id: x\n"}
	many := []entry{main}
	for i := range maxFiles {
		many = append(many, entry{name: "screens/" + strings.Repeat("a", i%50) + string(rune('a'+i%26)) + time.Duration(i).String() + ".md"})
	}
	var bombs []entry
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		bombs = append(bombs, entry{name: "screens/" + name + ".md", text: strings.Repeat("\n", maxFile-1)})
	}
	whole := archived(t, main)
	spoiled := archived(t, entry{name: "playbook.yaml", text: strings.Repeat("id: x\n", 100)})
	spoiled[50] ^= 0xff
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"up":                  {archived(t, main, entry{name: "../x.yaml"}), `"../x.yaml" leads out`},
		"up inside":           {archived(t, main, entry{name: "screens/../../x.md"}), "leads out"},
		"up in a folder":      {archived(t, entry{name: "a/playbook.yaml"}, entry{name: "a/../../x"}), "leads out"},
		"from the root":       {archived(t, main, entry{name: "/etc/passwd"}), "leads out"},
		"with backslashes":    {archived(t, main, entry{name: `..\x.yaml`}), "leads out"},
		"of a drive":          {archived(t, main, entry{name: `C:\x.yaml`}), "leads out"},
		"a stream":            {archived(t, main, entry{name: "screens/a:b.md"}), "no name that every machine"},
		"hidden":              {archived(t, main, entry{name: "screens/.a.md"}), "no name that every machine"},
		"no name":             {archived(t, main, entry{name: ""}), "leads out"},
		"a link":              {archived(t, main, entry{"screens/a.md", "/etc/passwd", fs.ModeSymlink}), `"screens/a.md" is a link`},
		"a link beside":       {archived(t, main, entry{"x", "/", fs.ModeSymlink}), "is a link"},
		"the playbook a link": {archived(t, entry{"playbook.yaml", "/etc/passwd", fs.ModeSymlink}), "is a link"},
		"a pipe":              {archived(t, main, entry{"screens/a.md", "", fs.ModeNamedPipe}), "no regular file"},
		"a device":            {archived(t, main, entry{"screens/a.md", "", fs.ModeDevice}), "no regular file"},
		"twice":               {archived(t, main, main), "is there twice"},
		"twice on a Mac":      {archived(t, main, entry{name: "Playbook.YAML"}), "is there twice"},
		"acts on a terminal":  {archived(t, main, entry{name: "screens/\x1b[2Ja.md"}), "act on a terminal"},
		"too many":            {archived(t, many...), "a playbook has at most 10000"},
		"one too large":       {archived(t, main, entry{name: "screens/a.md", text: strings.Repeat("\n", maxFile+1)}), "screens/a.md is larger than 16 MiB"},
		"too large together":  {archived(t, append(bombs, main)...), "larger than 64 MiB"},
		"no playbook":         {archived(t, entry{name: "README.md"}), "no playbook.yaml"},
		"deeper":              {archived(t, entry{name: "a/b/playbook.yaml"}), "no playbook.yaml"},
		"two alone":           {archived(t, entry{name: "a.yaml"}, entry{name: "b.yaml"}), "no playbook.yaml"},
		"empty":               {archived(t), "no playbook.yaml"},
		"cut short":           {whole[:len(whole)-10], "no ZIP file"},
		"spoiled":             {spoiled, "cannot be read"},
		"no ZIP":              {[]byte("id: x\n"), "no ZIP file"},
		"nothing":             {nil, "no ZIP file"},
	} {
		_, err := PackArchive(tt.data)
		if err == nil || !strings.Contains(err.Error(), tt.want) || flow.HintOf(err) == "" {
			t.Errorf("%s: %v (hint %q), want %q", name, err, flow.HintOf(err), tt.want)
		}
	}
}

// TestArchiveTaken gives archives as people make them: what does not belong to a playbook stays behind.
func TestArchiveTaken(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		entries []entry
		main    string
		files   int
	}{
		"at the top":     {[]entry{{name: "playbook.yaml", text: "a"}, {name: "screens/a.md"}, {name: "run.sh"}}, "playbook.yaml", 2},
		"in one folder":  {[]entry{{name: "dns-1.0/", mode: fs.ModeDir}, {name: "dns-1.0/playbook.yaml", text: "a"}, {name: "dns-1.0/.github/x.yaml"}}, "playbook.yaml", 1},
		"one file":       {[]entry{{name: "dns.yaml", text: "a"}}, "dns.yaml", 1},
		"one, in folder": {[]entry{{name: "a/dns.yml", text: "a"}, {name: "a/README.md"}}, "dns.yml", 1},
		"all kinds": {[]entry{
			{name: "playbook.yaml", text: "a"},
			{name: "signs.yaml"},
			{name: "tests/a b.yaml"},
			{name: "lab/é.yaml"},
			{name: "schema/x.json"},
			{name: "LICENSE"},
			{name: "tests/deep/a.yaml"},
			{name: "tests/a.sh"},
		}, "playbook.yaml", 6},
	} {
		p, err := PackArchive(archived(t, tt.entries...))
		if err != nil || p.Main != tt.main || len(p.Files) != tt.files || string(p.Files[tt.main]) != "a" {
			t.Errorf("%s: %q, %d files, %v", name, p.Main, len(p.Files), err)
		}
	}
}

// TestPackFolder holds that a folder is read without what its links lead to, and that what is exported is taken again as it was.
func TestPackFolder(t *testing.T) {
	t.Parallel()
	p := sample(t, "dns")
	dir := t.TempDir()
	must.NoError(t, p.Write(dir))
	got, err := PackPath(dir)
	if err != nil || !maps.EqualFunc(got.Files, p.Files, bytes.Equal) {
		t.Fatalf("%d files, %v", len(got.Files), err)
	}
	data, err := got.Archive()
	again, other := got.Archive()
	if err != nil || other != nil || !bytes.Equal(data, again) {
		t.Errorf("not the same bytes again: %v, %v", err, other)
	}
	if back, err := PackArchive(data); err != nil || back.Main != p.Main || !maps.EqualFunc(back.Files, p.Files, bytes.Equal) {
		t.Errorf("from its archive: %v", err)
	}
	if err := p.Write(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
	for _, link := range []string{"screens/link.md", "tests/link.yaml", "probes.yaml", "lab"} {
		at := filepath.Join(dir, link)
		if err := os.Symlink("playbook.yaml", at); err != nil {
			t.Skip(err)
		}
		if _, err := PackPath(dir); err == nil || !strings.Contains(err.Error(), link+" is a link") {
			t.Errorf("%s: %v", link, err)
		}
		must.NoError(t, os.Remove(at))
	}
	for _, name := range []string{filepath.Join(dir, "none"), t.TempDir(), filepath.Join(dir, "screens", "network.md")} {
		if _, err := PackPath(name); err == nil || flow.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCopy holds that a copy of every playbook that ships can be used under another id, and has no problem.
func TestCopy(t *testing.T) {
	t.Parallel()
	for _, id := range Shipped() {
		l := &Library{Dir: t.TempDir()}
		p, err := l.Copy(id, "ours", "Why not: 'ours'?")
		must.NoError(t, err)
		s, err := l.Stage(p, noon)
		must.NoError(t, err)
		if s.ID != "ours" || s.Title != "Why not: 'ours'?" || s.Ships() {
			t.Errorf("%s: %s, %q", id, s.ID, s.Title)
		}
	}
	for _, id := range []string{"../x", "", "A", DefaultID} {
		if _, err := (&Library{}).Copy(DefaultID, id, ""); err == nil || flow.HintOf(err) == "" {
			t.Errorf("%q is taken: %v", id, err)
		}
	}
}
