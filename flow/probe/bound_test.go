package probe_test

import (
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/probe"
)

// TestCommandsAfterSwitching holds that a command for another machine names the service's own address, and not the one that the
// environment of this machine has, also once the session has gone over to another playbook.
func TestCommandsAfterSwitching(t *testing.T) {
	t.Parallel()
	const here = "http://127.0.0.1:9"
	b, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	s := new(flow.Session)
	first := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{BaseURL: here, Trust: probe.Own}), func() *flow.Session { return s }, here)
	for name, p := range map[string]*probe.Bound{"first": first, "then": first.For(b.Playbook, b.Read, probe.Own)} {
		text, err := p.Command([]string{"models"}, "sh", s)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text, here) || !strings.Contains(text, b.Request.BaseURL) {
			t.Errorf("%s: the command goes to the address of this machine:\n%s", name, text)
		}
	}
}
