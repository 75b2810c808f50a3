//go:build !generating

package content

import (
	"archive/zip"
	_ "embed"
	"io/fs"
	"strings"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/zstd"
)

// embedded returns the files of the playbooks that ship.
var embedded = sync.OnceValue(func() fs.FS {
	playbooks := packed(packedFiles)
	r, err := zip.NewReader(strings.NewReader(playbooks), int64(len(playbooks)))
	if err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return r
})

// generated is compressed part by part, which makes the program 1.5 MB smaller. A start reads some parts, and Zstandard gives them
// back in a third of the time that flate takes.
//
//go:embed generated.bin
var generated string

// packed returns what go generate packed under the name.
func packed(name string) string {
	data, ok := parts()[name]
	if !ok {
		panic("content: run go generate ./content: there is no " + name)
	}
	out, err := unzstd().DecodeAll([]byte(data), nil)
	if err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return unsafe.String(unsafe.SliceData(out), len(out))
}

var unzstd = sync.OnceValue(func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	return d
})

var parts = sync.OnceValue(func() map[string]string {
	var all map[string]string
	unpack(generated, &all)
	return all
})
