package content

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

// Library is the playbooks that can be used: those that ship, and those that are installed.
type Library struct {
	Dir  string // Where playbooks are installed, one folder or YAML file each, and the lock file; see Kept.
	Name string // Of the one that a person named, as Open takes it; empty where none was.
	Book *Book  // Takes the place of the one that was named; for tests.
}

// Usual returns the playbook that was named, else the default one.
func (l *Library) Usual() (*Book, error) {
	switch {
	case l.Book != nil:
		return l.Book, nil
	case l.Name != "":
		return l.Open(l.Name)
	default:
		return Default()
	}
}

// Open returns the playbook that the name means: the id of one that ships, the name of an installed one, or the path of
// a folder or file.
func (l *Library) Open(name string) (*Book, error) {
	if !strings.ContainsAny(name, `/\.`) {
		b, err := Ship(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	path, err := l.Path(name)
	if err != nil {
		return nil, err
	}
	b, err := LoadPath(path)
	return b, bookError(path, err)
}

// Path returns where the playbook of the name lies on disk.
func (l *Library) Path(name string) (string, error) {
	if _, err := os.Stat(name); err == nil {
		return name, nil
	}
	if path, ok := l.installedPath(name); ok {
		return path, nil
	}
	hint := flow.Suggest(name, l.Names())
	if hint != "" {
		hint += "; "
	}
	return "", flow.Usagef(hint+"why403 playbook list lists them, and a path has to exist", "there is no playbook %q", name)
}

// installedPath returns where the installed playbook of the name lies.
func (l *Library) installedPath(name string) (string, bool) {
	if strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
		return "", false
	}
	if kept, err := l.Kept(); err == nil && kept[name].Path != "" {
		return filepath.Join(l.Dir, filepath.FromSlash(kept[name].Path)), true
	}
	return l.byHand(name)
}

// byHand returns where a playbook lies that somebody put there under the name.
func (l *Library) byHand(name string) (string, bool) {
	for _, ext := range []string{"", ".yaml", ".yml"} {
		path := filepath.Join(l.Dir, name+ext)
		if _, err := os.Stat(path); err == nil {
			return path, true
		}
	}
	return "", false
}

// OpenInstalled returns the installed playbook of the name, and no other one that lies in the working folder.
func (l *Library) OpenInstalled(name string) (*Book, error) {
	path, ok := l.installedPath(name)
	if !ok {
		return nil, fmt.Errorf("the playbook %q: %w", name, fs.ErrNotExist)
	}
	b, err := LoadPath(path)
	return b, bookError(path, err)
}

// installedNames lists the playbooks that are installed.
func (l *Library) installedNames() []string { return l.Names()[len(Shipped()):] }

// bookError makes the problems of a playbook a mistake of its author, with the command that shows them all.
func bookError(path string, err error) error {
	var problems Problems
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problems):
		return flow.Usagef("why403 playbook lint "+path, "the playbook %s cannot be used:\n%w", path, problems)
	default:
		return flow.Usagef("a playbook is a folder with a playbook.yaml, or one YAML file", "%w", err)
	}
}

// Names lists the playbooks that have a name: those that ship, then the installed ones.
func (l *Library) Names() []string {
	names := Shipped()
	if kept, err := l.Kept(); err == nil {
		names = append(names, slices.Sorted(maps.Keys(kept))...)
	}
	entries, err := os.ReadDir(l.Dir)
	if err != nil {
		return names // There is no such folder yet.
	}
	for _, e := range entries {
		name, ext := e.Name(), filepath.Ext(e.Name())
		if ext == ".yaml" || ext == ".yml" {
			name = strings.TrimSuffix(name, ext)
		}
		if redact.Terminal(name) != name || strings.HasPrefix(name, ".") {
			continue // What acts on a terminal is no name that anybody can type; what begins with a dot is what Kept names.
		}
		if (e.IsDir() || name != e.Name()) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Named reports whether the person named a playbook. Nothing chooses another one then, and nothing hands over by itself.
func (l *Library) Named() bool { return l.Name != "" || l.Book != nil }

// Has reports whether a session in the playbook with the id can be gone on with: the one that was named, or else any that is
// at hand. A session that does not tell is in the usual one.
func (l *Library) Has(id string) bool {
	if id == "" {
		return true
	}
	if b, err := l.WithID(id); err != nil || b.ID != id {
		return false
	}
	if !l.Named() {
		return true
	}
	b, err := l.Usual()
	return err == nil && b.ID == id
}

// installed returns the installed playbooks that can be used, each id once. One that cannot claims no text; playbook list tells
// of it.
func (l *Library) installed() []*Book {
	var books []*Book
	for _, name := range l.installedNames() {
		b, err := l.OpenInstalled(name)
		if err == nil && !slices.Contains(Shipped(), b.ID) && !slices.ContainsFunc(books, func(o *Book) bool { return o.ID == b.ID }) {
			books = append(books, b)
		}
	}
	return books
}

// Choosing reads a text with the playbook that it belongs to.
type Choosing func(text []byte) (Routed, error)

// Chooser returns what reads a text with the playbook that was named, else with the one that the text belongs to, of those that
// ship and those that are installed now. It is safe for concurrent use.
func (l *Library) Chooser() (Choosing, error) {
	if !l.Named() {
		installed := l.installed()
		return func(text []byte) (Routed, error) { return Choose(text, installed...) }, nil
	}
	book, err := l.Usual()
	if err != nil {
		return nil, err
	}
	return func(text []byte) (Routed, error) {
		return Routed{Book: book, Reading: book.Read(text)}, nil
	}, nil
}

// Choose reads one text as Chooser says.
func (l *Library) Choose(text []byte) (Routed, error) {
	read, err := l.Chooser()
	if err != nil {
		return Routed{}, err
	}
	return read(text)
}

// WithID returns the playbook with the id: one that ships, one that is installed, or the one that was named. What a
// session was begun with is looked for by this.
func (l *Library) WithID(id string) (*Book, error) {
	if l.Named() {
		if b, err := l.Usual(); err != nil || b.ID == id {
			return b, err
		}
	}
	b, err := Ship(id)
	if !errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	names := slices.Clone(l.installedNames())
	if i := slices.Index(names, id); i > 0 { // It mostly has the name of its file.
		names[0], names[i] = names[i], names[0]
	}
	var broken []error
	for _, name := range names {
		b, err := l.OpenInstalled(name)
		if err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", name, err))
			continue
		}
		if b.ID == id {
			return b, nil
		}
	}
	if slices.Contains(names, id) {
		return nil, flow.Usagef("why403 playbook lint "+id, "the playbook %q is installed, and cannot be used: %w", id, errors.Join(broken...))
	}
	return nil, flow.Usagef("install it in "+l.Dir+", or name it with --playbook PATH", "the playbook %q is not installed on this machine", id)
}

// Recalling returns the playbook with the statements of facts that only the session's other playbooks have, so that they can
// be told in words. Nothing in it decides by them.
func (l *Library) Recalling(book *Book, others []string) *Book {
	facts := maps.Clone(book.Facts)
	for _, id := range others {
		if id == book.ID {
			continue
		}
		b, err := l.WithID(id)
		if err != nil {
			continue // Then the ids have to do.
		}
		for id, info := range b.Facts {
			if _, ok := facts[id]; !ok {
				facts[id] = flow.FactInfo{About: info.About}
			}
		}
	}
	if len(facts) == len(book.Facts) {
		return book
	}
	pb, with := *book.Playbook, *book
	pb.Facts, with.Playbook = facts, &pb
	return &with
}

// Titles lists the playbooks that can be gone on with.
func (l *Library) Titles() []flow.Title {
	var list []flow.Title
	add := func(b *Book) {
		if !slices.ContainsFunc(list, func(t flow.Title) bool { return t.ID == b.ID }) {
			list = append(list, flow.Title{ID: b.ID, Title: b.Title, About: b.About})
		}
	}
	if l.Named() {
		if b, err := l.Usual(); err == nil {
			add(b)
		}
	}
	for _, id := range Shipped() {
		if b, err := Ship(id); err == nil {
			add(b)
		}
	}
	for _, b := range l.installed() {
		add(b)
	}
	return list
}

// Shelf holds the playbooks of many sessions, each opened once.
type Shelf struct {
	library *Library
	books   map[string]*Book // By id; nil for one that cannot be opened.
}

// Shelf returns an empty one.
func (l *Library) Shelf() *Shelf { return &Shelf{l, make(map[string]*Book)} }

// Of returns the playbook that the session is in, nil if it cannot be opened or another one was named.
func (s *Shelf) Of(session *flow.Session) *Book {
	id := session.About().Playbook
	book, ok := s.books[id]
	if ok {
		return book
	}
	var err error
	if s.library.Named() || id == "" {
		book, err = s.library.Usual()
		if err == nil && id != "" && id != book.ID {
			book = nil
		}
	} else {
		book, err = s.library.WithID(id)
	}
	if err != nil {
		book = nil
	}
	s.books[id] = book
	return book
}

// VerdictIDs returns the ids of all verdicts that a session can come to.
func (l *Library) VerdictIDs() ([]string, error) {
	usual, err := l.Usual()
	if err != nil {
		return nil, err
	}
	books := []*Book{usual}
	if !l.Named() {
		for _, t := range l.Titles() {
			if b, err := l.WithID(t.ID); err == nil && b != usual {
				books = append(books, b)
			}
		}
	}
	var ids []string
	for _, b := range books {
		for _, v := range b.Verdicts {
			if !slices.Contains(ids, v.ID) {
				ids = append(ids, v.ID)
			}
		}
	}
	return ids, nil
}
