package content

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/files"
)

// Kept is an installed playbook as the lock file tells of it.
type Kept struct {
	Source    string    `json:"source"`            // An absolute path, or an address.
	Version   string    `json:"version,omitempty"` // The tag; empty where the source has none.
	Digest    string    `json:"digest"`            // Of the book, when it was installed.
	Installed time.Time `json:"installed"`
	// Path is where it lies below Library.Dir, with slashes. Each version has a folder of its own, and the lock file, which is
	// written whole, says which one counts.
	Path string `json:"path"`
}

const (
	lockFile = "lock.json"
	maxLock  = 1 << 20    // Bytes; an entry takes 300.
	ownDir   = ".why403-" // How the names of these folders begin.
	leftover = time.Hour  // After which what an interrupted install left behind is removed.
	lockHint = "remove it: what is installed from then on is listed anew"
)

// Kept returns what is installed by its id; nothing if there is no lock file.
func (l *Library) Kept() (map[string]Kept, error) {
	at := filepath.Join(l.Dir, lockFile)
	info, err := os.Lstat(at)
	switch {
	case errors.Is(err, fs.ErrNotExist) || l.Dir == "":
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read what is installed: %w", err)
	case !info.Mode().IsRegular() || info.Size() > maxLock:
		return nil, flow.Usagef(lockHint, "%s is no list of playbooks", at)
	}
	data, err := os.ReadFile(at)
	if err != nil {
		return nil, fmt.Errorf("read what is installed: %w", err)
	}
	var lock struct {
		Playbooks map[string]Kept `json:"playbooks"`
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, flow.Usagef(lockHint, "%s is no list of playbooks: %w", at, err)
	}
	for id, k := range lock.Playbooks {
		if freeID(id) != nil || !fs.ValidPath(k.Path) || !strings.HasPrefix(k.Path, ownDir) {
			return nil, flow.Usagef(lockHint, "%s says that the playbook %q lies in %q, which cannot be", at, clean(id), clean(k.Path))
		}
	}
	return lock.Playbooks, nil
}

// change writes the lock file with what the function makes of it, then removes the folders that it no longer names.
func (l *Library) change(now time.Time, change func(kept map[string]Kept)) error {
	kept, err := l.Kept()
	if err != nil {
		return err
	}
	if kept == nil {
		kept = make(map[string]Kept)
	}
	before := make(map[string]bool)
	for _, k := range kept {
		before[top(k)] = true
	}
	change(kept)
	data, err := json.MarshalIndent(map[string]any{"playbooks": kept}, "", "  ")
	if err != nil {
		return fmt.Errorf("keep what is installed: %w", err)
	}
	if err := files.Write(filepath.Join(l.Dir, lockFile), append(data, '\n'), 0o600, true); err != nil {
		return err
	}
	named := make(map[string]bool)
	for _, k := range kept {
		named[top(k)] = true
	}
	entries, err := os.ReadDir(l.Dir)
	if err != nil {
		return fmt.Errorf("remove the old version: %w", err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ownDir) || named[e.Name()] {
			continue
		}
		info, err := e.Info()
		if before[e.Name()] || err == nil && now.Sub(info.ModTime()) > leftover {
			if err := os.RemoveAll(filepath.Join(l.Dir, e.Name())); err != nil {
				return fmt.Errorf("remove the old version: %w", err)
			}
		}
	}
	return nil
}

// top is the folder that the playbook has for itself.
func top(k Kept) string {
	first, _, _ := strings.Cut(k.Path, "/")
	return first
}

// Staged is a playbook that lies beside those that are installed, checked, and counts once it is kept.
type Staged struct {
	*Book
	Old *Book // What it takes the place of; nil if nothing is there, or nothing that can be used.

	library *Library
	folder  string // Its name in Library.Dir.
	pack    Pack
	there   bool // Something is installed under the id.
}

// Stage writes the files beside what is installed and checks them as lint does, but for warnings. What lies under its id and was
// put there by hand is an error, as is the id of one that ships.
func (l *Library) Stage(p Pack, now time.Time) (_ *Staged, err error) {
	if err := os.MkdirAll(l.Dir, 0o755); err != nil {
		return nil, flow.Usagef("set WHY403_DATA_DIR to a folder that you can write to", "%w", err)
	}
	kept, err := l.Kept()
	if err != nil {
		return nil, err
	}
	at, err := os.MkdirTemp(l.Dir, ownDir+"*")
	if err != nil {
		return nil, flow.Usagef("set WHY403_DATA_DIR to a folder that you can write to", "%w", err)
	}
	s := &Staged{library: l, folder: filepath.Base(at), pack: p}
	defer func() {
		if err != nil {
			s.Discard()
		}
	}()
	if err := p.Write(at); err != nil {
		return nil, err
	}
	if s.Book, err = LoadPath(filepath.Join(at, filepath.FromSlash(p.path()))); err != nil {
		return nil, flow.Usagef("its author mends it: why403 playbook lint FOLDER", "it cannot be used:\n%w", err)
	}
	wrong := slices.DeleteFunc(s.Lint(now), func(p LoadProblem) bool { return p.Warning })
	var played Problems
	if _, err := LoadScenariosPath(filepath.Join(at, filepath.FromSlash(p.path())), s.Book); err != nil && !errors.As(err, &played) {
		return nil, err
	}
	wrong = append(wrong, played...)
	if len(wrong) > 0 {
		return nil, flow.Usagef("its author mends it: why403 playbook lint FOLDER", "the playbook %s has problems:\n%w", s.ID, wrong)
	}
	if err := freeID(s.ID); err != nil {
		return nil, flow.Usagef("its author gives it another id", "it is not taken: %w", err)
	}
	old, there := kept[s.ID]
	if hand, ok := l.byHand(s.ID); ok && !there {
		return nil, flow.Usagef("move it away, or why403 playbook remove "+s.ID, "%s is there already, and was not installed by a command", hand)
	}
	if s.there = there; there {
		if b, err := LoadPath(filepath.Join(l.Dir, filepath.FromSlash(old.Path))); err == nil {
			s.Old = b
		}
	}
	return s, nil
}

// Replaces reports whether something else is installed under the id.
func (s *Staged) Replaces() bool { return s.there && !s.Same() }

// Same reports whether what is installed decides alike.
func (s *Staged) Same() bool { return s.Old != nil && s.Old.Digest == s.Digest }

// Discard removes what was not kept.
func (s *Staged) Discard() { _ = os.RemoveAll(filepath.Join(s.library.Dir, s.folder)) }

// Keep makes it the playbook that counts, and removes the one before. Whoever is interrupted has the one or the other.
func (s *Staged) Keep(source, version string, now time.Time) error {
	k := Kept{Source: source, Version: version, Digest: s.Digest, Installed: now.UTC().Truncate(time.Second), Path: path.Join(s.folder, s.pack.path())}
	return s.library.change(now, func(kept map[string]Kept) { kept[s.ID] = k })
}

// Remove removes the installed playbook of the name for good, however it came there.
func (l *Library) Remove(name string, now time.Time) error {
	kept, err := l.Kept()
	if err != nil {
		return err
	}
	if _, ok := kept[name]; ok {
		return l.change(now, func(kept map[string]Kept) { delete(kept, name) })
	}
	at, err := l.InstalledAt(name)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(at); err != nil {
		return fmt.Errorf("remove the playbook: %w", err)
	}
	return nil
}

// InstalledAt returns where the installed playbook of the name lies. One that ships is none.
func (l *Library) InstalledAt(name string) (string, error) {
	if slices.Contains(Shipped(), name) {
		return "", flow.Usagef("why403 playbook new --from "+name+" NAME makes a copy of your own", "the playbook %s ships with why403, and is not installed", name)
	}
	if at, ok := l.installedPath(name); ok {
		return at, nil
	}
	return "", flow.Usagef(cmp.Or(flow.Suggest(name, l.installedNames()), "why403 playbook list lists them"), "there is no installed playbook %q", name)
}

// path is what LoadPath takes below the folder that the files are in.
func (p Pack) path() string {
	if p.Main == "playbook.yaml" {
		return "."
	}
	return p.Main
}

// Write writes the files into the folder and overwrites none.
func (p Pack) Write(root string) error {
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return flow.Usagef("name another folder", "write the playbook: %w", err)
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return flow.Usagef("move it away", "write the playbook: %w", err)
		}
		_, err = f.Write(p.Files[name])
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("write %s: %w", file, err)
		}
	}
	return nil
}

// Changes says what another version of a playbook changes, a line each: what it may reach and shows first.
func Changes(from, to *Book) []string {
	var out []string
	only := func(sign, what string, a, b []string) {
		for _, s := range a {
			if !slices.Contains(b, s) {
				out = append(out, sign+" "+what+" "+strings.Join(strings.Fields(s), " "))
			}
		}
	}
	compare := func(what string, a, b []string) {
		only("+", what, b, a)
		only("-", what, a, b)
	}
	compare("host", from.Request.Hosts, to.Request.Hosts)
	compare("variable", variablesOf(from), variablesOf(to))
	compare("command", from.ShownCommands(), to.ShownCommands())
	compare("verdict", verdictsOf(from), verdictsOf(to))
	return out
}

func variablesOf(b *Book) []string {
	return slices.DeleteFunc(append(b.Request.Variables.Credentials(), b.Request.Variables.BaseURL), func(n string) bool { return n == "" })
}

func verdictsOf(b *Book) []string {
	var ids []string
	for _, v := range b.Verdicts {
		ids = append(ids, v.ID)
	}
	return ids
}

// ShownCommands returns the commands that the playbook shows for a person to run, each once: those of its questions, and the names
// of its templates, which write its requests as commands.
func (b *Book) ShownCommands() []string {
	var out []string
	for _, q := range b.Questions {
		if text := strings.TrimSpace(q.Command); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, t := range b.Commands {
		out = append(out, "(commands/"+t.ID+".tmpl writes its requests)")
	}
	return out
}
