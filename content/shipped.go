package content

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/evidence"
)

// DefaultID is the id of the playbook that is used where nobody names one.
const DefaultID = "anthropic-403"

//go:generate go test -tags generating -run ^TestGenerated$ -count=1 .

// packedBook is a playbook that ships, as its files give it. It stands packed in generated.bin, so that a start reads and checks no
// file that a person wrote.
type packedBook struct {
	Playbook *flow.Playbook
	Digest   string
}

// packedReading is how texts are read for a playbook. It is unpacked by the first text.
type packedReading struct {
	Signs   []evidence.Sign
	Index   evidence.Index // Of their patterns.
	Phrases evidence.PhraseIndex
}

// readingOf is the name that a playbook's packedReading has in generated.bin.
func readingOf(id string) string { return id + "/reading" }

// packedFiles is the name in generated.bin of a ZIP of the files of the playbooks, of the signs that they share, and of the schema.
const packedFiles = "playbooks"

// packedShared is what the playbooks that ship share, and what is asked of them before they are read.
type packedShared struct {
	evidence.Common
	Index evidence.Index // Of their patterns.
	Doors []packedDoor
}

// packedDoor are the words that a playbook opens on, and when.
type packedDoor struct {
	ID    string
	Words []string
}

// openShipped opens a playbook that ships. Its signs are compiled by the first Read.
func openShipped(id string) *Book {
	var p packedBook
	unpack(packed(id), &p)
	read := sync.OnceValue(func() (r packedReading) {
		unpack(packed(readingOf(id)), &r)
		return r
	})
	phrases := phrasesOf(p.Playbook, func() evidence.PhraseIndex { return read().Phrases })
	return &Book{Playbook: p.Playbook, phrases: phrases, Digest: p.Digest, own: true, file: "playbook.yaml", signs: sync.OnceValue(func() compiled {
		signs, err := evidence.Compile(read().Signs, sharedSet(), read().Index)
		if err != nil {
			panic("content: " + err.Error()) // They compiled when they were packed.
		}
		return compiled{list: read().Signs, signs: signs}
	})}
}

// Default returns the playbook for HTTP 403 from the Claude API. It is loaded once; its signs are compiled by the first Read,
// so that nobody waits for them who has nothing to read yet.
func Default() (*Book, error) { return Ship(DefaultID) }

// Shipped returns the ids of the playbooks that come with the program, the default one first.
func Shipped() []string { return []string{DefaultID, "anthropic-401", "openai-organization"} }

// Ship returns a playbook that comes with the program, as Default does. The error wraps fs.ErrNotExist if there is none
// with the id.
func Ship(id string) (*Book, error) {
	if !slices.Contains(Shipped(), id) {
		return nil, fmt.Errorf("read playbook %q: %w", id, fs.ErrNotExist)
	}
	load, _ := loads.LoadOrStore(id, sync.OnceValue(func() *Book { return openShipped(id) }))
	return load.(func() *Book)(), nil
}

// loads holds how to load the playbooks that ship, by id; each is loaded once.
var loads sync.Map

// ShippedFiles returns the files of a playbook that comes with the program. The error wraps fs.ErrNotExist if there is none
// with the id.
func ShippedFiles(id string) (fs.FS, error) {
	if !slices.Contains(Shipped(), id) {
		return nil, fmt.Errorf("read playbook %q: %w", id, fs.ErrNotExist)
	}
	return fs.Sub(embedded(), "playbooks/"+id)
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
