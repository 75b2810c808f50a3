package probe_test

import (
	"bufio"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/probe"
)

// raw serves every connection with f and returns the base URL.
func raw(t testing.TB, f func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				f(c)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// request reads a request to its end and returns its bytes.
func request(c net.Conn) string {
	var b strings.Builder
	r := bufio.NewReader(io.TeeReader(c, &b))
	req, err := http.ReadRequest(r)
	if err == nil {
		_, _ = io.Copy(io.Discard, req.Body)
	}
	return b.String()
}

// What is sent is what the card shows, byte for byte, but for the key.
func TestSentAsShown(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	base := raw(t, func(c net.Conn) {
		got <- request(c)
		_, _ = io.WriteString(c, "HTTP/1.1 204 No Content\r\n\r\n")
	})
	for _, style := range []probe.Style{"x-api-key", probe.Bearer} {
		s := setup(t, base+"/prefix")
		s.Betas, s.Key.Style = "a-2026-01-01,b-2026-01-01", style
		s.Workspace, s.Organization, s.Via = wrkspc, org, probe.Direct
		p := prober(t, s)
		for _, card := range p.Cards(nil) {
			if card.Probe.Measures == flow.AsksTLS || card.Probe.Measures == flow.AsksAddress { // Nothing is sent that could be compared.
				continue
			}
			if len(card.Missing) > 0 {
				t.Fatalf("%s misses %v", card.Probe.ID, card.Missing)
			}
			p.Run(t.Context(), []string{card.Probe.ID}, nil, nil)
			r := card.Request
			var want strings.Builder
			fmt.Fprintf(&want, "%s %s HTTP/1.1\r\n", r.Method, strings.TrimPrefix(r.URL, base))
			secrets := 0
			for _, h := range r.Headers {
				if h.Secret {
					secrets++
				}
				fmt.Fprintf(&want, "%s: %s\r\n", h.Name, h.Value)
			}
			want.WriteString("\r\n" + r.Body)
			sent := <-got
			for _, k := range []string{fakeKey, fakeAdmin, fakeOther} {
				sent = strings.ReplaceAll(sent, k, "…"+k[len(k)-4:])
			}
			if sent != want.String() || (secrets != 1) != (card.Probe.Credential == flow.NoKey) {
				t.Errorf("%s (%s): sent\n%q\nshown\n%q", card.Probe.ID, style, sent, want.String())
			}
			holdsNoKey(t, "card", card)
			blank, _, err := p.Request(card.Probe.ID, "")
			if card.Probe.Credential == flow.NoKey {
				continue
			}
			if i := slices.IndexFunc(blank.Headers, func(h flow.Header) bool { return h.Secret }); err != nil || blank.Headers[i].Value != "" {
				t.Errorf("%s: the request for a command is %+v, %v", card.Probe.ID, blank, err)
			}
		}
	}
}

// TestPathKeepsTheHost gives probes paths that would go on with the name of the host. The key goes to the host that is shown, or
// nowhere.
func TestPathKeepsTheHost(t *testing.T) {
	t.Parallel()
	var strayed atomic.Int32
	other := strings.TrimPrefix(serve(t, func(http.ResponseWriter, *http.Request) { strayed.Add(1) }), "http://")
	got := make(chan string, 1)
	base := raw(t, func(c net.Conn) {
		got <- request(c)
		_, _ = io.WriteString(c, "HTTP/1.1 204 No Content\r\n\r\n")
	})
	for _, path := range []string{"@" + other + "/v1/models", "/@" + other, ":1@" + other, "//" + other + "/v1", `\\` + other, "x@" + other, "?@" + other, "#@" + other, ".localhost/v1"} {
		pb := *book(t).Playbook
		pb.Probes = []flow.Probe{*pb.Probe("models")}
		pb.Probes[0].Path = path
		p := probe.New(&pb, book(t).Read, setup(t, base))
		r, _, err := p.Request("models", "")
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if !strings.HasPrefix(r.URL, base+"/") {
			t.Errorf("%s: the card shows %s", path, r.URL)
		}
		p.Run(t.Context(), []string{"models"}, nil, nil)
		select {
		case sent := <-got:
			if !strings.Contains(sent, "Host: "+strings.TrimPrefix(base, "http://")+"\r\n") {
				t.Errorf("%s: sent\n%s", path, sent)
			}
		default:
		}
		if strayed.Load() > 0 {
			t.Fatalf("%s: it went to another host", path)
		}
	}
}

const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

// Every fault is bounded, could not tell, and asserts nothing.
func TestFaults(t *testing.T) {
	t.Parallel()
	var stray atomic.Int32 // Requests that reach another origin.
	elsewhere := raw(t, func(c net.Conn) {
		stray.Add(1)
		_ = request(c)
	})
	say := func(text string) func(net.Conn) {
		return func(c net.Conn) {
			_ = request(c)
			_, _ = io.WriteString(c, text)
		}
	}
	stall := func(text string) func(net.Conn) {
		return func(c net.Conn) {
			_ = request(c)
			_, _ = io.WriteString(c, text)
			_, _ = io.Copy(io.Discard, c) // Until the other side gives up.
		}
	}
	for name, c := range map[string]struct {
		serve func(net.Conn)
		means string
	}{
		"stall at accept":     {func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }, "no answer began"},
		"stall after headers": {stall(ok + "Content-Length: 100\r\n\r\n"), "did not end"},
		"stall in headers":    {stall("HTTP/1.1 200 OK\r\nContent-"), "within"},
		"stall in the body":   {stall(ok + "Content-Length: 100\r\n\r\n{\"data\":["), "did not end"},
		"drip": {func(c net.Conn) {
			_ = request(c)
			_, err := io.WriteString(c, ok+"\r\n")
			for err == nil {
				time.Sleep(time.Millisecond)
				_, err = io.WriteString(c, " ")
			}
		}, ""},
		"reset": {func(c net.Conn) {
			_ = request(c)
			_ = c.(*net.TCPConn).SetLinger(0)
		}, "reset"},
		"closed":         {func(c net.Conn) { _ = request(c) }, "closed"},
		"no HTTP":        {say("SSH-2.0-OpenSSH_9.9\r\n"), ""},
		"truncated body": {say(ok + "Content-Length: 100\r\n\r\n{\"data\":["), "closed before"},
		"truncated JSON": {say(ok + "Content-Length: 9\r\n\r\n{\"data\":["), "not whole JSON"},
		"two JSON":       {say(ok + "\r\n{} {}"), "not whole JSON"},
		"a gibibyte": {func(c net.Conn) {
			_ = request(c)
			_, _ = io.WriteString(c, ok+"Content-Length: 1073741824\r\n\r\n{\"data\":\"")
			chunk := []byte(strings.Repeat("x", 64<<10))
			for range 16384 {
				if _, err := c.Write(chunk); err != nil {
					return
				}
			}
		}, "longer"},
		"endless headers": {func(c net.Conn) {
			_ = request(c)
			_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for err == nil {
				_, err = io.WriteString(c, "X: "+strings.Repeat("x", 4096)+"\r\n")
			}
		}, ""},
		"gzip bomb":      {say(ok + "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00"), "packed"},
		"redirect":       {say("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere + "/v1/models\r\nContent-Length: 0\r\n\r\n"), "redirect (307) to " + strings.TrimPrefix(elsewhere, "http://")},
		"429":            {say("HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRequest-Id: " + reqID + "\r\n\r\n" + refusal("rate_limit_error", "slow down")), "429"},
		"429 for hours":  {say("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7200\r\n\r\n"), "429"},
		"529":            {say("HTTP/1.1 529 Overloaded\r\nContent-Type: application/json\r\n\r\n" + refusal("overloaded_error", "Overloaded")), "overloaded"},
		"500":            {say("HTTP/1.1 500 Oops\r\n\r\n"), "500"},
		"captive portal": {say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Please sign in</html>"), "sign-in"},
		"empty":          {say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "without a body"},
		"404 page":       {say("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html></html>"), "not the API's own"},
		"407":            {say("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"), "user name"},
		"101":            {say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"), ""},
		"echo of the key": {func(c net.Conn) {
			_ = request(c)
			fmt.Fprintf(c, "HTTP/1.1 403 %s\r\nRequest-Id: req_%s\r\n%s: %s\r\nLocation: https://%s/\r\n\r\nkey %s is bad; %s", fakeKey, fakeKey, fakeKey, fakeKey, fakeKey, fakeKey, strings.ToUpper(fakeKey))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, raw(t, c.serve))
			p := probe.New(hurried(t, 400*time.Millisecond), book(t).Read, s)
			for _, o := range p.Run(t.Context(), []string{"models", "own-model"}, nil, nil) {
				holdsNoKey(t, name, o)
				if o.Tells && name != "echo of the key" || !strings.Contains(o.Means, c.means) || o.Means == "" {
					t.Errorf("told %v: %s", o.Tells, o.Means)
				}
				for _, f := range o.Facts {
					if f.Value == flow.No || name != "echo of the key" {
						t.Errorf("asserted %+v", f)
					}
				}
			}
		})
	}
	t.Cleanup(func() {
		if stray.Load() > 0 {
			t.Error("a redirect was followed")
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for status, again := range map[int]bool{429: true, 503: true, 529: true, 500: false, 403: false} {
		var asked atomic.Int32
		base := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 1 || !again {
				w.Header().Set("Retry-After-Ms", "1")
				w.WriteHeader(status)
				return
			}
			api(w, r)
		})
		var paused atomic.Bool
		o := prober(t, setup(t, base)).Run(t.Context(), []string{"models"}, nil, func(p flow.Progress) {
			if p.Stage == flow.Pausing {
				paused.Store(true)
			}
		})[0]
		if o.Retried != again || o.Tells != again || paused.Load() != again || asked.Load() > 2 {
			t.Errorf("%d: %+v after %d requests", status, o, asked.Load())
		}
	}
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(api))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	for _, c := range []struct {
		base  string
		roots *x509.CertPool
		means string
	}{
		{srv.URL, x509.NewCertPool(), "authority"},
		{strings.Replace(srv.URL, "127.0.0.1", "localhost", 1), roots, "not for localhost"},
		{strings.Replace(srv.URL, "https", "http", 1), roots, "400"},
		{raw(t, func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.0 400 Bad\r\n\r\n") }), nil, "TLS was expected"},
		{srv.URL, roots, ""},
	} {
		s := setup(t, c.base)
		if c.means == "TLS was expected" {
			s.BaseURL = strings.Replace(c.base, "http:", "https:", 1)
		}
		s.Roots = c.roots
		o := prober(t, s).Run(t.Context(), []string{"models"}, nil, nil)[0]
		if o.Tells != (c.means == "") || !strings.Contains(o.Means, c.means) {
			t.Errorf("%s: %s", c.base, o.Means)
		}
		if o.Tells && (o.Timing.TLS == 0 || o.Timing.Connect == 0 || o.Timing.FirstByte == 0 || o.Timing.Total < o.Timing.FirstByte) {
			t.Errorf("the times are %+v", o.Timing)
		}
	}
}

// A proxy that refuses the tunnel never sees the key, and its answer is read for signs.
func TestTunnelRefused(t *testing.T) {
	t.Parallel()
	for _, head := range []string{"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope", "HTTP/1.1 403 Forbidden\r\n\r\n"} {
		seen := make(chan string, 1)
		proxy := raw(t, func(c net.Conn) {
			seen <- request(c)
			_, _ = io.WriteString(c, head)
			_, _ = io.Copy(io.Discard, c)
		})
		env := map[string]string{"HTTPS_PROXY": strings.Replace(proxy, "http://", "http://user:secretword@", 1)}
		s := setup(t, "https://api.anthropic.com")
		s.Proxies = probe.ProxiesFrom(func(n string) string { return env[n] })
		p := prober(t, s)
		for _, c := range p.Cards(nil) {
			if c.Probe.ID == "models" && (!strings.Contains(c.Route, "(HTTPS_PROXY)") || strings.Contains(c.Route, "secretword")) {
				t.Errorf("the route is %q", c.Route)
			}
		}
		o := p.Run(t.Context(), []string{"models"}, nil, nil)[0]
		if !slices.Contains(told(o), "via-egress-tunnel=yes") || !strings.Contains(o.Means, "tunnel") || strings.Contains(fmt.Sprint(o), "secretword") {
			t.Errorf("%+v", o)
		}
		if got := <-seen; !strings.HasPrefix(got, "CONNECT api.anthropic.com:443 ") || strings.Contains(got, fakeKey) {
			t.Errorf("the proxy got %q", got)
		}
	}
}
