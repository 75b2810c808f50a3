//go:build !darwin && !windows

package local

import (
	"context"
	"os"
	"regexp"
	"strings"
)

// systemSettings is where the system keeps its proxy: a login session takes its variables from there.
const systemSettings = "/etc/environment"

var namesProxy = regexp.MustCompile(`(?im)^(?:export\s+)?https?_proxy\s*=\s*\S`)

var secureProxy = regexp.MustCompile(`(?im)^(?:export\s+)?https_proxy\s*=\s*(\S+)`)

// SystemProxy returns the URL of the proxy for https that the settings of the system name, or "".
func SystemProxy(context.Context) string {
	text, err := os.ReadFile(systemSettings)
	if m := secureProxy.FindSubmatch(text); err == nil && m != nil {
		return strings.Trim(string(m[1]), `"'`)
	}
	return ""
}

// systemProxy reports whether the settings of the system name a proxy.
func systemProxy(context.Context) bool {
	text, err := os.ReadFile(systemSettings)
	return err == nil && namesProxy.Match(text)
}
