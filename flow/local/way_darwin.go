package local

import (
	"context"
	"net"
	"os/exec"
	"regexp"
	"strings"
)

// systemSettings is where the system keeps its proxy.
const systemSettings = "scutil --proxy"

var proxyHost, proxyPort = regexp.MustCompile(`HTTPSProxy : (\S+)`), regexp.MustCompile(`HTTPSPort : ([0-9]+)`)

// SystemProxy returns the URL of the proxy for https that the settings of the system name, or "". What only a script names is not
// known.
func SystemProxy(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	host, port := proxyHost.FindSubmatch(out), proxyPort.FindSubmatch(out)
	if err != nil || host == nil || port == nil || !strings.Contains(string(out), "HTTPSEnable : 1") {
		return ""
	}
	return "http://" + net.JoinHostPort(string(host[1]), string(port[1]))
}

// systemProxy reports whether the settings of the system name a proxy.
func systemProxy(ctx context.Context) bool {
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	return err == nil && (strings.Contains(string(out), "HTTPSEnable : 1") || strings.Contains(string(out), "ProxyAutoConfigEnable : 1"))
}
