package content

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

//go:embed playbooks
var embedded embed.FS

// DefaultID is the id of the playbook that is used where nobody names one.
const DefaultID = "anthropic-403"

// Default returns the playbook for HTTP 403 from the Claude API. It is loaded once; its signs are compiled by the first Read,
// so that nobody waits for them who has nothing to read yet.
func Default() (*Book, error) { return loadDefault() }

var loadDefault = sync.OnceValues(func() (*Book, error) {
	return openShipped(DefaultID)
})

// openShipped opens a playbook without the lines of its files, which nobody will ask for.
func openShipped(id string) (*Book, error) {
	b, err := open(embedded, "playbooks/"+id, "playbook.yaml", true)
	if err == nil {
		b.sources = nil
	}
	return b, err
}

// Shipped returns the ids of the playbooks that come with the program, the default one first.
func Shipped() []string {
	entries, err := embedded.ReadDir("playbooks")
	if err != nil {
		panic("content: the playbooks that ship are not embedded: " + err.Error())
	}
	ids := []string{DefaultID}
	for _, e := range entries {
		if e.IsDir() && e.Name() != DefaultID {
			ids = append(ids, e.Name())
		}
	}
	return ids
}

// Ship returns a playbook that comes with the program, as Default does. The error wraps fs.ErrNotExist if there is none
// with the id.
func Ship(id string) (*Book, error) {
	if id == DefaultID {
		return Default()
	}
	if !slices.Contains(Shipped(), id) {
		return nil, fmt.Errorf("read playbook %q: %w", id, fs.ErrNotExist)
	}
	load, _ := others.LoadOrStore(id, sync.OnceValues(func() (*Book, error) { return openShipped(id) }))
	return load.(func() (*Book, error))()
}

// others holds how to load the playbooks that ship, but for the default one, by id; each is loaded once.
var others sync.Map

// ShippedFiles returns the files of a playbook that comes with the program. The error wraps fs.ErrNotExist if there is none
// with the id.
func ShippedFiles(id string) (fs.FS, error) {
	if !slices.Contains(Shipped(), id) {
		return nil, fmt.Errorf("read playbook %q: %w", id, fs.ErrNotExist)
	}
	return fs.Sub(embedded, "playbooks/"+id)
}

// LoadPath reads a playbook from disk: a folder as Load reads it, or one YAML file that holds signs, tables, screens and
// reference under keys of these names. Nothing outside the folder is read, links included.
func LoadPath(name string) (*Book, error) {
	root, file, err := openRoot(name)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	b, err := checked(open(root.FS(), ".", file, false))
	if errors.Is(err, fs.ErrNotExist) && file == "playbook.yaml" {
		return nil, fmt.Errorf("%w; a playbook is a folder with a playbook.yaml", err)
	}
	return b, err
}

// openRoot opens the folder of a playbook, and names the file in it that everything belongs to. Its errors say what is wrong.
func openRoot(name string) (*os.Root, string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, "", fmt.Errorf("read playbook: %w", err)
	}
	dir, file := name, "playbook.yaml"
	if !info.IsDir() {
		dir, file = filepath.Split(name)
		if dir == "" {
			dir = "."
		}
		if ext := strings.ToLower(filepath.Ext(file)); ext != ".yaml" && ext != ".yml" {
			return nil, "", fmt.Errorf("read playbook: %s is neither a folder nor a YAML file", name)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, "", fmt.Errorf("read playbook: %w", err)
	}
	return root, file, nil
}
