package probe_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
)

// TestCommandsAfterSwitching holds that a command for another machine names the service's own address, and not the one that the
// environment of this machine has, also once the session has gone over to another playbook.
func TestCommandsAfterSwitching(t *testing.T) {
	t.Parallel()
	const here = "http://127.0.0.1:9"
	b := must.Have(t, content.Default)
	s := new(flow.Session)
	first := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{BaseURL: here, Trust: probe.Own}), func() *flow.Session { return s }, here)
	for name, p := range map[string]*probe.Bound{"first": first, "then": first.For(b.Playbook, b.Read, probe.Own)} {
		text, err := p.Command([]string{"models"}, "sh", s)
		must.NoError(t, err)
		if strings.Contains(text, here) || !strings.Contains(text, b.Request.BaseURL) {
			t.Errorf("%s: the command goes to the address of this machine:\n%s", name, text)
		}
	}
}

// TestWhoseOutput holds that what a command printed is the word of whose call it is; without a session it is read for a customer.
func TestWhoseOutput(t *testing.T) {
	t.Parallel()
	b := must.Have(t, content.Default)
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
		must.NoError(t, err)
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

// TestLooksElsewhere runs the command for a customer's machine that looks at the certificate and at the name, and reads what it prints: an
// inspecting proxy is named, also where that machine trusts it, and what nobody trusts is said to be so.
func TestLooksElsewhere(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	b := book(t)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead || r.Header.Get("X-Api-Key") != "" || r.URL.Path != "/" {
			t.Errorf("it sends %s %s with %v", r.Method, r.URL, r.Header)
		}
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	trust := filepath.Join(t.TempDir(), "ca.pem")
	must.NoError(t, os.WriteFile(trust, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600))
	inspector := flow.WayKnowledge{Inspectors: []flow.Signer{{Name: "Filter Ltd", Pattern: "acme co"}}}
	for _, tt := range []struct {
		name, base string
		env        []string
		knows      flow.WayKnowledge
		facts      string // As told.
		tls, names string
	}{
		{"an inspector", srv.URL, []string{"CURL_CA_BUNDLE=" + trust}, inspector, "via-company-proxy=yes", "A web filter opens the connection: Filter Ltd, signed by O=Acme Co; TLSv1.3", "private network: 127.0.0.1"},
		{"an inspector that is not trusted", srv.URL, nil, inspector, "via-company-proxy=yes", "A web filter opens the connection", "private network"},
		{"nobody we know", srv.URL, []string{"CURL_CA_BUNDLE=" + trust}, flow.WayKnowledge{}, "", "none of the public authorities", "private network"},
		{"nobody trusts it", srv.URL, nil, flow.WayKnowledge{}, "", "does not trust the certificate", "private network"},
		{"no certificate", "http://127.0.0.1:9", nil, flow.WayKnowledge{}, "", "No answer came from there", "private network"},
		{"nobody of the name", "https://nowhere.invalid", nil, flow.WayKnowledge{}, "", "Could not resolve host", "Could not resolve host"},
		{"a base URL with a password", "https://ada:FAKE@127.0.0.1", nil, flow.WayKnowledge{}, "", "none that a key may go to", "none that a key may go to"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := new(flow.Session)
			p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own, Knowledge: tt.knows}), func() *flow.Session { return s }, "")
			script, err := p.Command([]string{"tls", "resolve"}, "sh", s)
			if err != nil || strings.Count(script, "\n") > 12 {
				t.Fatalf("%v\n%s", err, script)
			}
			cmd := exec.CommandContext(t.Context(), "sh", "-c", script)
			cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "ANTHROPIC_BASE_URL=" + tt.base, "ANTHROPIC_API_KEY=" + fakeKey}, tt.env...)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			back, err := p.ReadOutput(out, s)
			if err != nil || len(back.Told) != 2 || strings.Contains(string(out), "FAKE") {
				t.Fatalf("%+v, %v\n%s", back, err, out)
			}
			for _, r := range back.Told {
				if r.Seen == strings.Contains(r.Means, "No answer came from there") || r.Status != 0 {
					t.Errorf("seen %v, status %d: %s", r.Seen, r.Status, r.Means)
				}
			}
			if untrusted := strings.Contains(back.Told[0].Means, "not trust"); untrusted != (back.Told[0].Broke.Layer == flow.LayerTLS) {
				t.Errorf("it broke at %+v: %s", back.Told[0].Broke, back.Told[0].Means)
			}
			facts := slices.Concat(told(back.Told[0]), told(back.Told[1]))
			if strings.Join(facts, " ") != tt.facts || !strings.Contains(back.Told[0].Means, tt.tls) || !strings.Contains(back.Told[1].Means, tt.names) {
				t.Errorf("%v, %q, %q\n%s", facts, back.Told[0].Means, back.Told[1].Means, out)
			}
		})
	}
}

// TestNamesElsewhere holds how what curl says of addresses is read, in the words of its versions and of PowerShell.
func TestNamesElsewhere(t *testing.T) {
	t.Parallel()
	b := book(t)
	s := new(flow.Session)
	p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own}), func() *flow.Session { return s }, "")
	script, err := p.Command([]string{"resolve"}, "powershell", s)
	must.NoError(t, err)
	of := regexp.MustCompile(`why403 resolve \w+`).FindString(script)
	for printed, want := range map[string]string{
		"198.18.0.23:443...":       "tunnel-names=yes",
		"198.18.0.23...":           "tunnel-names=yes",
		"198.19.255.1":             "tunnel-names=yes",
		"160.79.104.10:443...":     "public addresses",
		"[2607:6bc0::10]:443...":   "public addresses",
		"2607:6bc0::10...":         "public addresses",
		"10.0.0.7:443...":          "private network",
		"::ffff:198.18.0.1":        "tunnel-names=yes",
		"198.18.0.23.evil.example": "Nothing showed up",
		"":                         "Nothing showed up",
	} {
		back, err := p.ReadOutput(fmt.Appendf(nil, "--- %s begin\nasked: api.anthropic.com\naddress: %s\n\n--- %s end\n", of, printed, of), s)
		if err != nil || len(back.Told) != 1 {
			t.Fatalf("%q: %+v, %v", printed, back, err)
		}
		if got := strings.Join(told(back.Told[0]), " ") + " " + back.Told[0].Means; !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", printed, got, want)
		}
	}
}

// TestOutputOfAnotherSession holds that what the command of another session, or one with another model, has printed is judged and told to be
// another's, so that a person can say that it counts; that it is refused beside results of this session; and that one from before a fix stays refused.
func TestOutputOfAnotherSession(t *testing.T) {
	t.Parallel()
	b := must.Have(t, content.Default)
	s := new(flow.Session)
	s.Open(flow.About{Name: "s", Whose: flow.You}, time.Time{})
	p := probe.Bind(probe.New(b.Playbook, b.Read, probe.Setup{Trust: probe.Own}), func() *flow.Session { return s }, "")
	const body = `{"data":[]}`
	printed := func(nonce string) []byte {
		of := "why403 models " + nonce
		return fmt.Appendf(nil, "--- %s begin\nasked: api.anthropic.com\nHTTP 200\ncontent-type: application/json\nrequest-id: req_011FAKE\nbody: %d bytes\n\n%s\n--- %s end\n", of, len(body), body, of)
	}
	own := ""
	for _, sent := range p.Given(s) {
		if sent.Probe == "models" && sent.Round == s.Round() {
			own = sent.Nonce
		}
	}
	back, err := p.ReadOutput(printed("aaaabbbbcc"), s)
	if err != nil || back.Foreign == nil || len(back.Told) != 1 || !strings.Contains(back.Foreign.Error(), "another session") {
		t.Errorf("another session's: %+v, %v", back, err)
	}
	back, err = p.ReadOutput(printed(own), s)
	if err != nil || back.Foreign != nil || len(back.Told) != 1 {
		t.Errorf("its own: %+v, %v", back, err)
	}
	back, err = p.ReadOutput(append(printed("aaaabbbbcc"), printed(own)...), s)
	if err != nil || back.Foreign != nil || len(back.Told) != 1 || len(back.Passed) != 1 {
		t.Errorf("both: %+v, %v", back, err)
	}
	if back, err = p.ReadOutput(printed("short"), s); err == nil || back.Foreign != nil {
		t.Errorf("no name of a request: %+v, %v", back, err)
	}
}
