//go:build !generating

package content

import "embed"

//go:embed generated
var generated embed.FS

// packed returns what go generate packed under the name.
func packed(name string) string {
	data, err := generated.ReadFile("generated/" + name)
	if err != nil {
		panic("content: run go generate ./content: " + err.Error())
	}
	return string(data)
}
