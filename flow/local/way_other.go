//go:build !darwin && !windows

package local

import (
	"context"
	"os"
	"regexp"
)

// systemSettings is where the system keeps its proxy: a login session takes its variables from there.
const systemSettings = "/etc/environment"

var namesProxy = regexp.MustCompile(`(?im)^(?:export\s+)?https?_proxy\s*=\s*\S`)

// systemProxy reports whether the settings of the system name a proxy.
func systemProxy(context.Context) bool {
	text, err := os.ReadFile(systemSettings)
	return err == nil && namesProxy.Match(text)
}
