package content

import (
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v4"

	"why403/flow/evidence"
)

// shared is what the playbooks that ship share.
var shared = sync.OnceValue(func() packedShared {
	var s packedShared
	unpack(packed("shared"), &s)
	return s
})

// sharedSet is what all signs share, compiled.
var sharedSet = sync.OnceValue(func() *evidence.Shared {
	c, err := evidence.Share(shared().Common, shared().Index)
	if err != nil {
		panic("content: " + err.Error()) // It compiled when it was packed.
	}
	return c
})

// sharedFile is the file of the signs that playbooks include by their ids.
const sharedFile = "shared/signs.yaml"

// inZip returns a file that stands in the ZIP beside the playbooks.
func inZip(name string) []byte {
	data, err := fs.ReadFile(embedded(), name)
	if err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return data
}

// commonFile is that file, with where each sign stands.
type commonFile struct {
	parsed  *source
	entries map[string]*yaml.Node
}

// commonSigns reads that file.
var commonSigns = sync.OnceValue(func() commonFile {
	s, root := parse(sharedFile, inZip(sharedFile))
	f := commonFile{s, make(map[string]*yaml.Node)}
	if root != nil {
		s.read(root, "signs", &struct{}{}, field{"signs": func(n *yaml.Node) { s.list(n, f.entry) }})
	}
	if len(s.problems) > 0 {
		panic("content: " + s.problems.Error()) // It is embedded.
	}
	return f
})

// entry notes where a sign stands.
func (f commonFile) entry(n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "id" {
			continue
		}
		id := n.Content[i+1].Value
		if _, twice := f.entries[id]; twice {
			f.parsed.problem(n, "", "the id %q is used twice", id)
		}
		f.entries[id] = n
		return
	}
	f.parsed.problem(n, "", "the key %q is missing", "id")
}

// source returns the file to read an entry from.
func (f commonFile) source() *source {
	return &source{file: f.parsed.file, lines: f.parsed.lines, raw: f.parsed.raw}
}
