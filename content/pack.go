package content

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"why403/flow"
)

// MaxArchive is how many bytes a ZIP file of a playbook may have.
const MaxArchive = maxTotal

// Pack is the files of a playbook by their names in its folder, with slashes, and which of them is the playbook itself. What else
// lies beside them does not belong to it.
type Pack struct {
	Files map[string][]byte
	Main  string // playbook.yaml, or the only file.
}

var (
	// belongsTo are the names of the files that a playbook has.
	belongsTo = regexp.MustCompile(`^((playbook|probes|request|signs|tables|seen)\.yaml|escalation\.tmpl|(screens|reference)/[^/]+\.md|commands/[^/]+\.tmpl|` +
		`examples/[^/]+\.txt|(tests|lab)/[^/]+\.yaml|schema/[^/]+\.json|README\.md|LICENSE)$`)
	folders  = []string{"screens", "reference", "commands", "examples", "tests", "lab", "schema"}
	fileName = regexp.MustCompile(`^[\pL\pN_][\pL\pN _.-]*$`)
)

// candidate is a file that may belong to a playbook.
type candidate struct {
	name string
	mode fs.FileMode
	open func() (io.ReadCloser, error)
}

// PackPath reads the files of a playbook on disk, as LoadPath finds them. Links are refused.
func PackPath(name string) (Pack, error) {
	root, file, err := openRoot(name)
	if err != nil {
		return Pack{}, flow.Usagef(whatToName, "%w", err)
	}
	defer root.Close()
	return packFS(root.FS(), file)
}

const whatToName = "name a folder with a playbook.yaml, one YAML file, or a ZIP file of either"

func packFS(fsys fs.FS, main string) (Pack, error) {
	var all []candidate
	for _, dir := range append([]string{"."}, folders...) {
		entries, err := fs.ReadDir(fsys, dir)
		if err != nil && dir != "." {
			continue // It has no such folder; or a link to one, which is refused below.
		}
		if err != nil {
			return Pack{}, flow.Usagef(whatToName, "%w", err)
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			if !e.IsDir() {
				all = append(all, candidate{name, e.Type(), func() (io.ReadCloser, error) { return fsys.Open(name) }})
			}
		}
	}
	return gather(all, main)
}

// PackArchive reads the files of a playbook from a ZIP file, in which they are at the top or in the only folder. An archive with
// an entry that would lead out of its folder, with a link, or that is too large is refused.
func PackArchive(data []byte) (Pack, error) {
	const hint = "have it made anew: why403 playbook export"
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Pack{}, flow.Usagef(hint, "it is no ZIP file that can be read: %w", err)
	}
	if len(r.File) > maxFiles {
		return Pack{}, flow.Usagef(hint, "it holds %d files; a playbook has at most %d", len(r.File), maxFiles)
	}
	var all []candidate
	been := make(map[string]bool)
	for _, f := range r.File {
		name := strings.TrimSuffix(f.Name, "/")
		same := strings.ToLower(name)
		switch {
		case !fs.ValidPath(name) || strings.Contains(name, `\`):
			return Pack{}, flow.Usagef(hint, "its entry %q leads out of its folder", f.Name)
		case clean(name) != name:
			return Pack{}, flow.Usagef(hint, "its entry %q has characters that act on a terminal", f.Name)
		case been[same]:
			return Pack{}, flow.Usagef(hint, "its entry %q is there twice", f.Name)
		}
		been[same] = true
		switch mode := f.Mode(); {
		case mode.IsDir():
		case !mode.IsRegular():
			return Pack{}, flow.Usagef(hint, "its entry %q is a link, or no regular file", f.Name)
		default:
			all = append(all, candidate{name, mode, f.Open})
		}
	}
	has := func(file string) bool {
		return slices.ContainsFunc(all, func(c candidate) bool { return c.name == file })
	}
	if len(all) > 0 && !has("playbook.yaml") { // Is all of it in one folder?
		top, _, in := strings.Cut(all[0].name, "/")
		if in && !slices.ContainsFunc(all, func(c candidate) bool { return !strings.HasPrefix(c.name, top+"/") }) {
			for i := range all {
				all[i].name = strings.TrimPrefix(all[i].name, top+"/")
			}
		}
	}
	if has("playbook.yaml") {
		return gather(all, "playbook.yaml")
	}
	var alone []string
	for _, c := range all {
		if ext := path.Ext(c.name); path.Dir(c.name) == "." && (ext == ".yaml" || ext == ".yml") {
			alone = append(alone, c.name)
		}
	}
	if len(alone) != 1 {
		return Pack{}, flow.Usagef(whatToName, "it has no playbook.yaml at its top or in its only folder")
	}
	return gather(all, alone[0])
}

// gather reads those of the files that belong to the playbook.
func gather(all []candidate, main string) (Pack, error) {
	p := Pack{Files: make(map[string][]byte), Main: main}
	total := 0
	for _, c := range all {
		linked := slices.Contains(folders, c.name) && !c.mode.IsRegular() // A folder is no candidate.
		if c.name != main && (main != "playbook.yaml" || !belongsTo.MatchString(c.name) && !linked) {
			continue
		}
		const hint = "take it out, or give it another name"
		switch {
		case !c.mode.IsRegular():
			return Pack{}, flow.Usagef("put a copy in its place", "%s is a link, or no regular file", clean(c.name))
		case !fileName.MatchString(path.Base(c.name)):
			return Pack{}, flow.Usagef(hint, "%q is no name that every machine can keep a file under", c.name)
		case len(p.Files) == maxFiles:
			return Pack{}, flow.Usagef(hint, "it has more than %d files", maxFiles)
		}
		f, err := c.open()
		if err != nil {
			return Pack{}, flow.Usagef(hint, "%s cannot be read: %w", c.name, err)
		}
		data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
		_ = f.Close()
		total += len(data)
		switch {
		case err != nil:
			return Pack{}, flow.Usagef(hint, "%s cannot be read: %w", c.name, err)
		case len(data) > maxFile:
			return Pack{}, flow.Usagef(hint, "%s is larger than %d MiB", c.name, maxFile>>20)
		case total > maxTotal:
			return Pack{}, flow.Usagef(hint, "with %s its files are larger than %d MiB", c.name, maxTotal>>20)
		}
		p.Files[c.name] = data
	}
	if p.Files[main] == nil {
		return Pack{}, flow.Usagef(whatToName, "there is no %s in it", main)
	}
	return p, nil
}

// Archive writes the files as a ZIP file. The same files give the same bytes, whatever the day.
func (p Pack) Archive() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		h.SetMode(0o644)
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write(p.Files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("write the ZIP file: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write the ZIP file: %w", err)
	}
	return b.Bytes(), nil
}

var (
	idLine    = regexp.MustCompile(`(?m)^id:.*$`)
	titleLine = regexp.MustCompile(`(?m)^title:.*$`)
)

// Copy returns the files of a playbook, named as Open takes it, under a new id, and with a new title unless that is empty. The
// error is a flow.UsageError.
func (l *Library) Copy(from, id, title string) (Pack, error) {
	if err := freeID(id); err != nil {
		return Pack{}, err
	}
	var p Pack
	shipped, err := ShippedFiles(from)
	if err == nil {
		p, err = packFS(shipped, "playbook.yaml")
	} else {
		var at string
		if at, err = l.Path(from); err == nil {
			p, err = PackPath(at)
		}
	}
	if err != nil {
		return Pack{}, err
	}
	main := p.Files[p.Main]
	for line, text := range map[*regexp.Regexp]string{idLine: "id: " + id, titleLine: "title: " + quoted(title)} {
		if line == titleLine && title == "" {
			continue
		}
		at := line.FindIndex(main)
		if at == nil {
			return Pack{}, flow.Usagef("write id: and title: at the beginning of a line each", "%s has no line that can be changed", p.Main)
		}
		main = slices.Concat(main[:at[0]], []byte(text), main[at[1]:])
	}
	delete(p.Files, p.Main)
	if p.Main != "playbook.yaml" {
		p.Main = id + ".yaml"
	}
	p.Files[p.Main] = main
	return p, nil
}
