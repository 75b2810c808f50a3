package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/redact"
)

// signer returns the name of the one whose pattern matches the text, or "".
func signer(list []flow.Signer, text string) string {
	for _, s := range list {
		if re, err := regexp.Compile("(?i)" + s.Pattern); err == nil && re.MatchString(text) {
			return s.Name
		}
	}
	return ""
}

// fakes are the addresses that tunnels on a machine answer in the place of real ones.
var fakes = sync.OnceValue(func() netip.Prefix { return netip.MustParsePrefix("198.18.0.0/15") })

// target returns where the probe goes. A probe of another service goes there without anything of the failing call; with a base URL
// on this machine it stays on this machine.
func (s *Setup) target(pb *flow.Playbook, pr *flow.Probe) (*url.URL, error) {
	to, err := s.to(pb)
	if err != nil {
		return nil, err
	}
	if pr.Measures != flow.AsksAPI {
		to = &url.URL{Scheme: to.Scheme, Host: to.Host}
	}
	switch {
	case pr.At == "" && pr.Measures == flow.AsksAPI || pr.At == "" && pr.Credential == flow.NoKey:
		return to, nil
	case pr.Credential != flow.NoKey:
		return nil, errors.New("a probe that does not ask the API itself has no credential")
	case flow.Loopback(to.Hostname()):
		return to, nil
	}
	at, err := ParseBaseURL(pr.At, "")
	switch {
	case err != nil:
		return nil, err
	case s.Trust != Own && !slices.Contains(pb.Request.Hosts, flow.HostOf(at)):
		return nil, fmt.Errorf("%s is none of the playbook's hosts", flow.HostOf(at))
	}
	return at, nil
}

// measurable says why there can be nothing to measure there.
func measurable(pr *flow.Probe, to *url.URL) error {
	_, err := netip.ParseAddr(to.Hostname())
	switch {
	case pr.Measures == flow.AsksTLS && to.Scheme != "https":
		return errors.New("this one is plain http, where no certificate is shown")
	case pr.Measures == flow.AsksAddress && err == nil:
		return errors.New("this one has an address and no name")
	}
	return nil
}

// ways returns the routes that the probe takes, the usual one first.
func (s *Setup) ways(pb *flow.Playbook, pr *flow.Probe) []route {
	to, err := s.target(pb, pr)
	switch {
	case err != nil:
		return []route{{err: err}}
	case pr.Measures == flow.AsksAddress:
		return []route{{words: "this machine's name server"}}
	case pr.Route == flow.OtherRoute:
		return []route{s.other(to)}
	}
	all := []route{s.Proxies.route(to)}
	if pr.Route != flow.EachRoute {
		return all
	}
	add := func(r route) {
		if !slices.ContainsFunc(all, func(o route) bool {
			return o.err == nil && r.err == nil && (o.proxy == nil) == (r.proxy == nil) && (o.proxy == nil || o.proxy.Host == r.proxy.Host)
		}) {
			all = append(all, r)
		}
	}
	if s.Proxies.except != "" {
		add(Proxies{variable: s.Proxies.variable, secret: s.Proxies.secret, past: true}.route(to))
	}
	add(route{words: "directly"})
	if s.System != nil && to.Scheme == "https" && !flow.Loopback(to.Hostname()) {
		switch u, err := parseRoute(s.System()); {
		case err != nil:
			add(route{words: "by the system's proxy", err: fmt.Errorf("the system's proxy: %w", err)})
		case u != nil:
			add(route{proxy: u, words: "through " + masked(u) + " (the system's settings)"})
		}
	}
	if s.Via != "" {
		add(s.other(to))
	}
	return all
}

// words says the routes, for a card.
func routeWords(ways []route) string {
	var all []string
	for _, w := range ways {
		all = append(all, w.words)
	}
	return strings.Join(all, "; ")
}

var errSeen = errors.New("the certificate was seen")

// show makes the connection up to the certificate, without sending a byte over it.
func (e *exchanged) show(ctx context.Context, to *url.URL, way route, w *watch) {
	seen := func(cs tls.ConnectionState) error {
		e.shown = &cs
		return errSeen
	}
	// Nothing is trusted of what is only looked at: the connection ends before anything is sent.
	t, stop := e.transport(ctx, to, way, &tls.Config{InsecureSkipVerify: true, VerifyConnection: seen, MinVersion: tls.VersionTLS12})
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), http.NoBody)
	if err != nil {
		e.err = &refusal{err}
		return
	}
	res, err := t.RoundTrip(e.traced(ctx, req, w))
	if res != nil {
		_ = res.Body.Close()
	}
	if e.shown == nil {
		e.fail(ctx, way, err)
	}
}

// lookUp asks this machine's name server.
func (e *exchanged) lookUp(ctx context.Context, host string, w *watch) {
	w.reach(flow.Resolving, &w.begun.dns)
	find := e.setup.Resolve
	if find == nil {
		find = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	e.addresses, e.err = find(ctx, host)
	w.add(&w.t.DNS, &w.begun.dns)
	if e.err != nil {
		e.err = unsecret(ctx, e.err)
	}
}

// finding is what was measured: one of Measure.Finds, or "", and its evidence in words.
type finding struct{ word, evidence string }

// found returns what the exchange found, of a kind that is no request.
func (e *exchanged) found(host string) finding {
	if e.shown != nil {
		return e.setup.certificate(e.shown, host)
	}
	return leads(e.addresses)
}

// leads says where a name leads.
func leads(addresses []netip.Addr) finding {
	var all []string
	word := ""
	for _, a := range addresses {
		a = a.Unmap()
		kind := "public"
		switch {
		case fakes().Contains(a):
			kind = "faked"
		case a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast():
			kind = "private"
		}
		if word == "" || kind == "faked" {
			word = kind
		}
		all = append(all, a.String())
	}
	return finding{word, strings.Join(all[:min(len(all), 4)], ", ")}
}

// certificate says who signed what was shown.
func (s *Setup) certificate(cs *tls.ConnectionState, host string) finding {
	if len(cs.PeerCertificates) == 0 {
		return finding{}
	}
	leaf := cs.PeerCertificates[0]
	opts := x509.VerifyOptions{Roots: s.Roots, DNSName: host, Intermediates: x509.NewCertPool()}
	var names []string
	for _, c := range cs.PeerCertificates {
		opts.Intermediates.AddCert(c)
		names = append(names, c.Issuer.String())
	}
	_, err := leaf.Verify(opts)
	return s.signed(leaf.Issuer.String(), strings.Join(names, "\n"), tls.VersionName(cs.Version), err == nil)
}

// signed says who signed a certificate by the name that it gives of that, and the names of all who signed one of it and theirs.
func (s *Setup) signed(by, all, version string, trusted bool) finding {
	if by = redact.Text(headerValue(by)); len(by) > 120 {
		by = by[:120] + "…"
	}
	f := finding{"private", strings.TrimSuffix(fmt.Sprintf("signed by %s; %s", by, redact.Text(headerValue(version))), "; ")}
	inspector := signer(s.Knowledge.Inspectors, all)
	switch {
	case inspector != "":
		f.word, f.evidence = "inspected", inspector+", "+f.evidence
	case !trusted:
		f.word = "unverified"
	case signer(s.Knowledge.Authorities, all) != "":
		f.word = "public"
	}
	return f
}

// trace reads Cloudflare's lines about the connection to the host.
func (s *Setup) trace(a flow.Response, host string) finding {
	if a.Status != http.StatusOK || a.Cut || len(a.Body) > maxTrace {
		return finding{}
	}
	line := make(map[string]string)
	for _, l := range strings.Split(string(a.Body), "\n") {
		if k, v, ok := strings.Cut(strings.TrimSpace(l), "="); ok {
			line[k] = v
		}
	}
	country := line["loc"]
	if !countryCode().MatchString(country) || line["h"] != host {
		return finding{}
	}
	f := finding{"other", "country " + country}
	if colo := line["colo"]; colocation().MatchString(colo) {
		f.evidence += ", data center " + colo
	}
	switch {
	case slices.Contains(s.Knowledge.Supported, country):
		f.word = "supported"
	case slices.Contains(s.Knowledge.Unsupported, country):
		f.word = "unsupported"
	}
	return f
}

const maxTrace = 4 << 10 // Bytes.

var (
	countryCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z]{2}$`) })
	colocation  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z]{3}$`) })
)

// status reads a status page. What concerns the host of the API counts apart from what does not.
func status(a flow.Response, host string) finding {
	var page struct {
		Status     struct{ Indicator, Description string }
		Components []struct{ Name, Status string }
		Incidents  []struct {
			Name, Impact string
			Components   []struct{ Name string }
		}
	}
	if a.Status != http.StatusOK || json.Unmarshal(a.Body, &page) != nil || page.Status.Indicator == "" {
		return finding{}
	}
	said := func(text string) string {
		if text = redact.Text(headerValue(text)); len(text) > 80 {
			return text[:80] + "…"
		}
		return text
	}
	for _, i := range page.Incidents {
		for _, c := range i.Components {
			if strings.Contains(c.Name, host) {
				return finding{"incident", said(i.Name)}
			}
		}
	}
	for _, c := range page.Components {
		if strings.Contains(c.Name, host) && c.Status != "operational" {
			return finding{"incident", said(c.Name + ": " + c.Status)}
		}
	}
	if len(page.Incidents) > 0 {
		return finding{"elsewhere", said(page.Incidents[0].Name)}
	}
	if page.Status.Indicator != "none" {
		return finding{"elsewhere", said(page.Status.Description)}
	}
	return finding{"quiet", said(page.Status.Description)}
}

// measured judges what was found. Facts are said of the service's own host only, and of this machine, where it is played.
func (j *judgement) measured(f finding, counts bool) {
	j.found, j.quote = f.word, f.evidence
	if j.t.Seen = looks(j.pr); f.word == "unverified" {
		j.t.Broke = flow.Break{Layer: flow.LayerTLS, Class: flow.ClassTLS}
	}
	for _, r := range j.pr.Replies {
		if !slices.Contains(r.Finds, f.word) || !flow.Holds(r.When, r.Unless, j.known.of) {
			continue
		}
		j.t.Means, j.t.Tells = strings.TrimSuffix(r.Means, ".")+": "+f.evidence+".", r.Told
		if counts {
			j.t.Tells = r.Tells()
			j.say(r.Says)
		}
		return
	}
}

// compare adds what the other routes came to.
func (p *Prober) compare(pr *flow.Probe, ways []route, all []flow.ProbeResult, facts []flow.Fact) flow.ProbeResult {
	t := all[0]
	if len(all) == 1 {
		return t
	}
	for i, o := range all {
		t.Ways = append(t.Ways, flow.Way{Route: ways[i].words, Tells: o.Tells, Means: o.Means, Status: o.Status, Broke: o.Broke})
	}
	through := func(t flow.ProbeResult) bool { return through(t, p.pb.Request.Self()) }
	i := slices.IndexFunc(all[1:], through) + 1
	d := pr.Differs
	if through(t) || t.Broke == (flow.Break{}) || i == 0 || d.Means == "" || !flow.Holds(d.When, d.Unless, lastValues(facts).of) {
		return t
	}
	t.Tells, t.Means = true, t.Means+" "+d.Means
	if t.Status == 0 { // The failing call was answered, so it does not go the way that broke here.
		return t
	}
	for _, s := range d.Says {
		t.Facts = append(t.Facts, flow.Fact{ID: s.Fact, Value: s.Value, From: flow.Probed, Rule: ruleProbe + pr.ID, Quote: ways[i].words + ": " + all[i].Means})
	}
	return t
}

// through reports whether the API itself, or what was measured, answered.
func through(t flow.ProbeResult, self string) bool {
	return (t.Broke.Layer == "" || t.Broke.Layer == flow.LayerAPI) && (t.Tells || t.AnsweredBy == self)
}

// broke says where an exchange without an answer ended.
func (e *exchanged) broke(pb *flow.Playbook) flow.Break {
	var refused *refusal
	if errors.As(e.err, &refused) || errors.Is(e.err, context.Canceled) {
		return flow.Break{}
	}
	if e.toProxy(pb) {
		return flow.Break{Layer: flow.LayerProxy, Class: flow.ClassProxy}
	}
	switch {
	case e.stage <= flow.Resolving:
		return flow.Break{Layer: flow.LayerDNS, Class: flow.ClassDNS}
	case e.stage == flow.Connecting && e.proxied:
		return flow.Break{Layer: flow.LayerProxy, Class: flow.ClassProxy}
	case e.stage == flow.Connecting:
		return flow.Break{Layer: flow.LayerTCP, Class: flow.ClassTCP}
	case e.stage == flow.Securing:
		return flow.Break{Layer: flow.LayerTLS, Class: flow.ClassTLS}
	default:
		return flow.Break{Layer: flow.LayerEdge, Class: flow.ClassOther}
	}
}

// broke says what an answer shows of where it broke. What signs found in it tells the class before the status does.
func (j *judgement) broke() flow.Break {
	r := j.r
	b := flow.Break{Layer: flow.LayerEdge, Class: flow.ClassEdge}
	switch {
	case j.tunnel != "" || r.Status == http.StatusProxyAuthRequired:
		return flow.Break{Layer: flow.LayerProxy, Class: flow.ClassProxy}
	case j.found == "unsupported":
		return flow.Break{Layer: flow.LayerEdge, Class: flow.ClassRegion}
	case j.found != "", r.own && r.Status < 400:
		return flow.Break{}
	case r.own && j.pr.Credential == flow.NoKey && r.Status < 500 && r.Status != http.StatusForbidden && r.Status != http.StatusTooManyRequests:
		return flow.Break{}
	case r.own:
		b.Layer = flow.LayerAPI
	}
	switch {
	case r.Status == http.StatusTooManyRequests || r.Status == 529:
		b.Class = flow.ClassLimit
	case r.own && (r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden):
		b.Class = flow.ClassAuth
	case r.own || r.Status >= 500:
		b.Class = flow.ClassOther
	}
	for _, f := range j.t.Facts {
		for _, c := range j.p.pb.Request.Classes {
			if c.Fact == f.ID && f.Value == flow.Yes {
				b.Class = c.Class
			}
		}
	}
	if b.Class == flow.ClassProxy {
		b.Layer = flow.LayerProxy
	}
	return b
}
