package local

import (
	"context"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// systemSettings is where the system keeps its proxy.
const systemSettings = "Internet Settings"

// SystemProxy returns the URL of the proxy for https that the settings of the system name, or "". What only a script names is not
// known.
func SystemProxy(context.Context) string {
	k, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer k.Close()
	if on, _, err := k.GetIntegerValue("ProxyEnable"); err != nil || on != 1 {
		return ""
	}
	servers, _, err := k.GetStringValue("ProxyServer") // One for all, or http=…;https=….
	if err != nil {
		return ""
	}
	if !strings.Contains(servers, "=") {
		return servers
	}
	for _, one := range strings.Split(servers, ";") {
		if server, ok := strings.CutPrefix(one, "https="); ok {
			return server
		}
	}
	return ""
}

// systemProxy reports whether the settings of the system name a proxy.
func systemProxy(context.Context) bool {
	k, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer k.Close()
	on, _, err := k.GetIntegerValue("ProxyEnable")
	if err == nil && on == 1 {
		return true
	}
	script, _, err := k.GetStringValue("AutoConfigURL")
	return err == nil && script != ""
}
