package probe

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"why403/flow"
)

const (
	maxAnswer  = 1 << 20  // Bytes of an answer's body that are read.
	maxHead    = 64 << 10 // Bytes of an answer's head.
	maxTunnel  = 64 << 10 // Bytes of a proxy's refusal.
	maxEvent   = 4 << 10  // Bytes of a stream that are waited for; its first event is enough.
	tunnelRest = time.Second
)

// exchange sends the probe's request, and once more if the answer asks to wait and the time allows it.
func (p *Prober) exchange(ctx context.Context, s *Setup, pr *flow.Probe, way route, pass func(flow.ProbeStage)) exchanged {
	e := exchanged{setup: s}
	to, err := s.target(p.pb, pr)
	if err == nil && s.Trust == Untrusted {
		err = errUntrusted
	}
	if err == nil {
		err = measurable(pr, to)
	}
	if err != nil {
		e.err = &refusal{err}
		return e
	}
	e.to, e.proxied = to, way.proxy != nil
	if way.err != nil {
		e.err = &refusal{way.err}
		return e
	}
	start := time.Now()
	switch pr.Measures {
	case flow.AsksTLS, flow.AsksAddress:
		w := newWatch(pass)
		if pr.Measures == flow.AsksTLS {
			e.show(ctx, to, way, w)
		} else {
			e.lookUp(ctx, to.Hostname(), w)
		}
		e.answer.Timing, e.stage = w.end()
		return e
	}
	r := s.request(p.pb, pr, liveSecrets)
	e.attempt(ctx, r, way, pass)
	if wait, ok := pause(e.answer, time.Now()); e.err == nil && ok && e.tunnel == "" && fits(ctx, wait) {
		pass(flow.Pausing)
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
			e.retried = true
			e.attempt(ctx, r, way, pass)
		case <-ctx.Done():
			e.stage, e.err = flow.Pausing, context.Cause(ctx)
		}
	}
	e.answer.Timing.Total = time.Since(start)
	return e
}

// fits reports whether there is time left after the wait.
func fits(ctx context.Context, wait time.Duration) bool {
	end, ok := ctx.Deadline()
	return ok && time.Until(end) > wait
}

// pause returns how long the answer asks to wait before the request is sent again.
func pause(a flow.Response, now time.Time) (time.Duration, bool) {
	switch a.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, 529:
	default:
		return 0, false
	}
	if ms, err := strconv.ParseFloat(a.Header("Retry-After-Ms"), 64); err == nil && ms >= 0 && ms < 1e9 {
		return time.Duration(ms * float64(time.Millisecond)), true
	}
	text := strings.TrimSpace(a.Header("Retry-After"))
	if sec, err := strconv.ParseFloat(text, 64); err == nil && sec >= 0 && sec < 1e6 {
		return time.Duration(sec * float64(time.Second)), true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// attempt sends the request once. The connection is its own, and closed after.
func (e *exchanged) attempt(ctx context.Context, r flow.Request, way route, pass func(flow.ProbeStage)) {
	e.answer, e.err, e.tunnel = flow.Response{}, nil, ""
	w := newWatch(pass)
	defer func() { e.answer.Timing, e.stage = w.end() }()
	req, err := outgoing(r)
	if err != nil {
		e.err = &refusal{err}
		return
	}
	ctx, end := context.WithCancel(ctx) // Ends the connection, too, when the attempt is over.
	defer end()
	t, stop := e.transport(ctx, req.URL, way, &tls.Config{RootCAs: e.setup.Roots, MinVersion: tls.VersionTLS12})
	defer stop()
	// A transport by itself follows no redirect and keeps no cookie.
	res, err := t.RoundTrip(e.traced(ctx, req, w))
	if err != nil {
		e.fail(ctx, way, err)
		return
	}
	defer func() { _ = res.Body.Close() }()
	e.answer, e.err = answerOf(res, maxAnswer)
	if e.err != nil {
		e.err = unsecret(ctx, e.err)
	}
}

// transport returns what makes one connection by the route, and what ends it.
func (e *exchanged) transport(ctx context.Context, to *url.URL, way route, c *tls.Config) (*http.Transport, func()) {
	d := &dialer{ctx: ctx, local: to.Scheme == "http"}
	t := &http.Transport{
		Proxy:                  http.ProxyURL(way.proxy),
		DialContext:            d.dial,
		TLSClientConfig:        c,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHead,
		ProxyConnectHeader:     http.Header{"User-Agent": {e.setup.agent()}},
		OnProxyConnectResponse: d.tunnel,
	}
	return t, t.CloseIdleConnections
}

func (e *exchanged) traced(ctx context.Context, req *http.Request, w *watch) *http.Request {
	return req.WithContext(httptrace.WithClientTrace(ctx, w.trace()))
}

// fail notes why there is no answer. That of a proxy that opens no tunnel is one.
func (e *exchanged) fail(ctx context.Context, way route, err error) {
	var refused *tunnelRefused
	if errors.As(err, &refused) {
		e.answer, e.tunnel = refused.answer, masked(way.proxy)
		return
	}
	e.err = unsecret(ctx, err)
}

func (s *Setup) agent() string { return cmp.Or(headerValue(s.Agent), "why403") }

// unsecret prefers the reason for which the time ended to what broke because of it.
func unsecret(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// answerOf reads an answer up to the limit.
func answerOf(res *http.Response, limit int64) (flow.Response, error) {
	a := flow.Response{Status: res.StatusCode}
	for name, list := range res.Header {
		for _, v := range list {
			a.Headers = append(a.Headers, flow.Header{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(a.Headers, func(x, y flow.Header) int { return cmp.Compare(x.Name, y.Name) })
	if res.StatusCode < 200 {
		return a, nil
	}
	var err error
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); kind == "text/event-stream" {
		a.Body, err = firstEvent(res.Body)
		return a, err
	}
	a.Body, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	if int64(len(a.Body)) > limit {
		a.Body, a.Cut = a.Body[:limit], true
	}
	return a, err
}

// firstEvent reads a stream to the end of its first event; a whole answer would only cost more.
func firstEvent(r io.Reader) ([]byte, error) {
	var out []byte
	buf := make([]byte, 512)
	for len(out) < maxEvent && !bytes.Contains(out, []byte("\n\n")) {
		n, err := r.Read(buf)
		out = append(out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// dialer makes the connection of one attempt. Everything on it ends when ctx does.
type dialer struct {
	ctx   context.Context
	local bool // Only this machine may be connected to, whatever its name resolves to.
	conn  net.Conn
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(d.ctx, stop)()
	nd := net.Dialer{KeepAlive: -1}
	if d.local {
		nd.Control = onlyLocal
	}
	conn, err := nd.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	d.conn = conn
	// The transport gives up waiting when ctx ends; this makes what it left behind end as well.
	context.AfterFunc(d.ctx, func() { _ = conn.Close() })
	return conn, nil
}

func onlyLocal(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !to.Addr().Unmap().IsLoopback() {
		return &refusal{errors.New("plain http, and the address is not on this machine")}
	}
	return nil
}

// tunnelRefused is a proxy's answer when it does not open a tunnel.
type tunnelRefused struct{ answer flow.Response }

func (t *tunnelRefused) Error() string { return fmt.Sprintf("tunnel refused with %d", t.answer.Status) }

// tunnel looks at what a proxy answered to CONNECT.
func (d *dialer) tunnel(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	// A proxy that says neither how long its answer is nor closes the connection is not waited for.
	_ = d.conn.SetReadDeadline(time.Now().Add(tunnelRest))
	a, _ := answerOf(res, maxTunnel)
	return &tunnelRefused{answer: a}
}

// authority returns the host with its port.
func authority(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	return net.JoinHostPort(u.Hostname(), "443")
}
