//go:build !generating

package content

import (
	"archive/zip"
	"compress/flate"
	_ "embed"
	"io"
	"io/fs"
	"strings"
	"sync"
)

// playbooks is a ZIP of the folder of that name, of the signs that they share, and of the schema, a third of their size.
//
//go:embed playbooks.zip
var playbooks string

// embedded returns the files of the playbooks that ship.
var embedded = sync.OnceValue(func() fs.FS {
	r, err := zip.NewReader(strings.NewReader(playbooks), int64(len(playbooks)))
	if err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return r
})

// generated is compressed part by part, which makes the program a megabyte smaller.
//
//go:embed generated.bin
var generated string

// packed returns what go generate packed under the name.
func packed(name string) string {
	data, ok := parts()[name]
	if !ok {
		panic("content: run go generate ./content: there is no " + name)
	}
	var out strings.Builder
	out.Grow(5 * len(data)) // It becomes two to three times as long.
	if _, err := io.Copy(&out, flate.NewReader(strings.NewReader(data))); err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return out.String()
}

var parts = sync.OnceValue(func() map[string]string {
	var all map[string]string
	unpack(generated, &all)
	return all
})
