//go:build !generating

package content

import (
	_ "embed"
	"sync"
)

//go:embed generated.bin
var generated string

// packed returns what go generate packed under the name. It is not copied.
func packed(name string) string {
	data, ok := parts()[name]
	if !ok {
		panic("content: run go generate ./content: there is no " + name)
	}
	return data
}

var parts = sync.OnceValue(func() map[string]string {
	var all map[string]string
	unpack(generated, &all)
	return all
})
