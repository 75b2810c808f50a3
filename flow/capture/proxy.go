package capture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"
)

// silent drops what the standard library would log: it can hold what a program sent.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }

type callKey struct{}

// callOf returns the call that a request belongs to.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

func (w *Listener) transport() *http.Transport {
	dialer := net.Dialer{Timeout: 30 * time.Second}
	if w.inClear() {
		dialer.Control = private
	}
	return &http.Transport{
		Proxy: w.route,
		OnProxyConnectResponse: func(ctx context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
			if c := callOf(ctx); c != nil && res.StatusCode >= 400 {
				c.refusedTunnel(res)
			}
			return nil
		},
		DialContext:           dialer.DialContext,
		TLSClientConfig:       w.o.TLS,
		TLSHandshakeTimeout:   30 * time.Second,
		ExpectContinueTimeout: time.Second,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true, // The program gets what it asked for.
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       90 * time.Second,
	}
}

// route asks for the proxy of a request and remembers it with the call.
func (w *Listener) route(r *http.Request) (*url.URL, error) {
	if w.inClear() { // A proxy would read the key.
		return nil, nil
	}
	via, err := w.o.Proxy(r)
	if c := callOf(r.Context()); c != nil && via != nil {
		c.setProxy(via)
	}
	return via, err
}

func (w *Listener) reverse() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport:     w.trip,
		FlushInterval: -1, // Events arrive one by one.
		BufferPool:    new(buffers),
		ErrorLog:      silent(),
		Rewrite: func(pr *httputil.ProxyRequest) {
			pr.SetURL(w.upstream)
			pr.Out.URL.RawQuery = pr.In.URL.RawQuery
			for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
				if v, ok := pr.In.Header[name]; ok { // What the program sent itself must be seen; nothing is added.
					pr.Out.Header[name] = v
				}
			}
			readable(pr.Out.Header)
		},
		ModifyResponse: func(res *http.Response) error {
			c := callOf(res.Request.Context())
			c.status = res.StatusCode
			if c.status >= 400 {
				c.answered(res)
			}
			return nil
		},
		ErrorHandler: func(rw http.ResponseWriter, r *http.Request, err error) {
			c := callOf(r.Context())
			if r.Context().Err() != nil {
				c.gone = true
				return
			}
			c.status = 0
			c.problem = "could not reach " + w.upstream.Host + ": " + plainly(err)
			refuse(rw, http.StatusBadGateway, c.mask(c.problem))
		},
	}
}

// readable takes the encodings out of Accept-Encoding that the standard library cannot undo: a refusal that cannot be read
// tells nothing. It is the only change that is made to what a program sends.
func readable(h http.Header) {
	asked, ok := h["Accept-Encoding"]
	if !ok {
		return
	}
	var kept []string
	for part := range strings.SplitSeq(strings.Join(asked, ","), ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "br", "zstd", "deflate", "compress", "*", "":
		default:
			kept = append(kept, strings.TrimSpace(part))
		}
	}
	if kept == nil {
		kept = []string{"identity"}
	}
	h.Set("Accept-Encoding", strings.Join(kept, ", "))
}

// plainly leaves out the address that url.Error repeats.
func plainly(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}

// ServeHTTP passes one call on.
func (w *Listener) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked++
	w.mu.Unlock()
	c := &call{watch: w, began: time.Now(), method: r.Method, path: r.URL.Path, query: r.URL.Query(), header: r.Header.Clone()}
	if status, why := w.stranger(c, r); status != 0 {
		c.problem = why
		readableBy(rw, r)
		if r.Method == http.MethodOptions && rw.Header().Get("Access-Control-Allow-Origin") != "" {
			status = http.StatusNoContent // Or the page's developer would see a failed preflight, and not why.
		}
		refuse(rw, status, why)
		if w.o.Progress != nil {
			w.o.Progress(WatchedCall{Method: c.mask(r.Method), Path: c.mask(r.URL.Path), Took: time.Since(c.began), Problem: why})
		}
		return
	}
	c.path = r.URL.Path
	c.body.scanner.prefixes = w.prefixes()
	if r.Body != nil && r.Body != http.NoBody {
		c.body.there = true
		c.body.ReadCloser = r.Body
		r.Body = &c.body
	}
	defer w.over(c) // Also when the copying of an answer is broken off, which is a panic.
	w.proxy.ServeHTTP(rw, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
	c.gone = c.gone || c.status == 0 && c.problem == ""
}

// stranger says why a request is not passed on. A page in a browser can send requests to any address, and can make a name of
// its own point at this machine; other users of the machine can find the port.
func (w *Listener) stranger(c *call, r *http.Request) (status int, why string) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	_, port, _ := net.SplitHostPort(w.listener.Addr().String())
	if err != nil || !loopback(host) {
		return http.StatusMisdirectedRequest, "only programs on this machine are listened to"
	}
	if r.Method == http.MethodConnect {
		return http.StatusMethodNotAllowed, "this is a base URL and not a proxy to tunnel through"
	}
	name, at, err := net.SplitHostPort(r.Host)
	if err != nil || at != port || !strings.EqualFold(name, "localhost") && name != "127.0.0.1" {
		return http.StatusMisdirectedRequest, "the request names another host than this address, as a web page's would"
	}
	if why := crossSite(r.Header, name); why != "" {
		return http.StatusForbidden, why
	}
	var ok bool
	if c.asked, ok = w.enter(r); !ok {
		return http.StatusNotFound, "the path does not begin as the base URL's does; set the base URL as it was printed, with its path"
	}
	return 0, ""
}

// crossSite says why a request of a browser is refused that another site's page made; "" if none did. Pages of this very host
// are the program's own, whatever their port.
func crossSite(h http.Header, host string) string {
	for _, o := range h.Values("Origin") {
		u, err := url.Parse(o)
		switch {
		case err == nil && strings.EqualFold(u.Hostname(), host):
		case err == nil && loopback(u.Hostname()):
			return fmt.Sprintf("a web page at %s made this request, and for a browser %s is another site; write %[3]s in the place of %[2]s in the base URL", u.Hostname(), host, u.Hostname())
		default:
			return "a web page of another site made this request"
		}
	}
	for _, site := range h.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "same-site" && site != "none" {
			return "a web page of another site made this request; a page on this machine has to call it by the name that the page itself has, localhost or 127.0.0.1"
		}
	}
	return ""
}

// readableBy lets a page on this machine read why it was refused.
func readableBy(rw http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if u, err := url.Parse(origin); err != nil || !loopback(u.Hostname()) {
		return
	}
	rw.Header().Set("Access-Control-Allow-Origin", origin)
	rw.Header().Set("Access-Control-Allow-Methods", "*")
	rw.Header().Set("Access-Control-Allow-Headers", "*, Authorization")
	rw.Header().Set("Vary", "Origin")
}

// refuse answers in the form that SDKs can read, and says who answered.
func refuse(rw http.ResponseWriter, status int, why string) {
	body, err := json.Marshal(map[string]any{
		"type":  "error",
		"error": map[string]string{"type": "why403_capture", "message": fmt.Sprintf("This is why403 capture, not the API: %s", why)},
	})
	if err != nil {
		body = nil // It cannot be: they are strings.
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Server", "why403")
	rw.WriteHeader(status)
	_, _ = rw.Write(body)
}

// buffers are what answers are copied with.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return *p
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(p []byte) { b.pool.Put(&p) }
