package local

import (
	"context"

	"golang.org/x/sys/windows/registry"
)

// systemSettings is where the system keeps its proxy.
const systemSettings = "Internet Settings"

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
