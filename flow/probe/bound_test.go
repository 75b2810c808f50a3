package probe_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

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

// TestWhoseOutput holds that what a command printed is the word of whose call it is; without a session it is read for a customer.
func TestWhoseOutput(t *testing.T) {
	t.Parallel()
	b, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	frame := regexp.MustCompile(`why403 models \w+`)
	for name, c := range map[string]struct {
		about flow.About
		want  flow.Source
	}{
		"own":        {flow.About{Name: "s", Whose: flow.You}, flow.You},
		"not said":   {flow.About{Name: "s"}, flow.You},
		"customer":   {flow.About{Name: "s", Whose: flow.Customer}, flow.Customer},
		"no session": {flow.About{}, flow.Customer},
	} {
		s := new(flow.Session)
		if c.about != (flow.About{}) {
			s.Open(c.about, time.Time{})
		}
		p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own}), func() *flow.Session { return s }, "")
		script, err := p.Command([]string{"models"}, "sh", s)
		if err != nil {
			t.Fatal(err)
		}
		of := frame.FindString(script)
		const body = `{"data":[]}`
		back, err := p.ReadOutput(fmt.Appendf(nil, "--- %s begin\nasked: api.anthropic.com\nHTTP 200\ncontent-type: application/json\nrequest-id: req_011FAKE\nbody: %d bytes\n\n%s\n--- %s end\n", of, len(body), body, of), s)
		if err != nil || len(back.Told) != 1 || len(back.Told[0].Facts) == 0 {
			t.Fatalf("%s: %+v, %v", name, back, err)
		}
		if got := back.Told[0].Facts[0].From; got != c.want {
			t.Errorf("%s: it is the word of %s, want %s", name, got, c.want)
		}
	}
}
