package local

import (
	"context"
	"os/exec"
	"strings"
)

// systemSettings is where the system keeps its proxy.
const systemSettings = "scutil --proxy"

// systemProxy reports whether the settings of the system name a proxy.
func systemProxy(ctx context.Context) bool {
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	return err == nil && (strings.Contains(string(out), "HTTPSEnable : 1") || strings.Contains(string(out), "ProxyAutoConfigEnable : 1"))
}
