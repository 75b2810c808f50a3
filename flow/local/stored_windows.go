package local

import (
	"context"
	"io/fs"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// stored returns settings that the system keeps as a value of its registry; ok is false for any other path.
func stored(_ context.Context, path string) (data []byte, ok bool, err error) {
	root, rest, _ := strings.Cut(path, `\`)
	key := map[string]registry.Key{"HKLM": registry.LOCAL_MACHINE, "HKCU": registry.CURRENT_USER}[root]
	if key == 0 {
		return nil, false, nil
	}
	at := strings.LastIndexByte(rest, '\\')
	k, err := registry.OpenKey(key, rest[:at], registry.QUERY_VALUE)
	if err != nil {
		return nil, true, fs.ErrNotExist
	}
	defer k.Close()
	text, _, err := k.GetStringValue(rest[at+1:])
	if err != nil {
		return nil, true, fs.ErrNotExist
	}
	return []byte(text), true, nil
}
