// Package capture watches one failing call of somebody's program, as a proxy on this machine, and tells what it saw as facts.
// It never keeps a body or a key, never changes what the program sends, and never listens beyond this machine.
package capture

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"why403/flow"
)

// Limits of the proxy.
const (
	maxHeader  = 64 << 10         // Bytes of a request's head.
	maxAnswer  = 64 << 10         // Bytes of a refusal that are looked at.
	headWithin = 30 * time.Second // For a request's head to come in.
	goodbye    = 3 * time.Second  // For calls under way when the watch is closed.

	// DefaultDeadline is how long a watch waits for a failure.
	DefaultDeadline = 10 * time.Minute
)

// WatchOptions are what a watch is set up with. Shape and Read must be set.
type WatchOptions struct {
	Shape    flow.CallShape
	Read     func([]byte) flow.Reading // Finds facts in the text of an answer.
	Upstream string                    // Where calls are passed on to; the service's own base URL if empty.
	Port     int                       // Any free one if 0.
	Deadline time.Duration             // DefaultDeadline if 0.
	Meant    []string                  // The beta values that the program was set to send.
	// Past are the 4xx that do not end the watch; DefaultPast if nil.
	Past []int
	// Progress is told of every call, from several goroutines at once. It must not block.
	Progress func(WatchedCall)
	// Proxy says which proxy a request goes through; the one of the environment if nil.
	Proxy func(*http.Request) (*url.URL, error)
	// TLS is for upstreams with a private authority; nil for the system's.
	TLS *tls.Config
	// Plain lets calls go on in the clear to an http:// upstream at a private address, past every proxy.
	Plain bool
}

// DefaultPast returns the statuses after which clients try again by themselves.
func DefaultPast() []int {
	return []int{http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests}
}

// WatchedCall is one call that went through the proxy. Nothing in it is secret.
type WatchedCall struct {
	Method, Path string // The path is without its query.
	Status       int    // 0 when nothing answered.
	Took         time.Duration
	Problem      string // Why the proxy answered itself; empty when the upstream did.
	Aside        bool   // It was passed on and is no call of the API, so it does not count.
}

// EndReason says why a watch ended.
type EndReason string

// The ends of a watch.
const (
	Failed    EndReason = "failed"      // A call was refused.
	OutOfTime EndReason = "out of time" // The deadline came first.
	Stopped   EndReason = "stopped"     // The caller stopped it first.
)

// MissingBeta is a part of a request that a beta header opens, and that is used without it.
type MissingBeta struct {
	Part   string   // A field of the body, a tool's type, or a path.
	Values []string // One of these has to be in the header.
}

// Watched is what a watch came to. All its texts are masked.
type Watched struct {
	// Reading holds the facts and notes of the call that was refused. Of a watch that did not end with one it holds those of
	// the last call that something else was wrong with, if there was any.
	flow.Reading
	End     EndReason
	Status  int           // The status of that call; 0 if none or nothing answered.
	Passed  int           // Calls that went through before.
	Asked   int           // Requests that came, whatever they were.
	Model   string        // The model of that call, or of the last one that went through.
	Lacks   []MissingBeta // What is used without its beta header.
	Lost    []string      // Beta values that were meant to be sent, and are not on the request.
	Problem string        // Why that call could not tell; empty when it was answered.
}

// Listener is a proxy that waits for a call to fail.
type Listener struct {
	o        WatchOptions
	upstream *url.URL
	direct   bool   // The upstream is the service itself.
	given    bool   // Somebody named the upstream.
	prefix   string // What the API's paths begin with, such as /v1.
	// Versioned is set when the upstream was named with the prefix; it is not in upstream.
	versioned bool
	segment   string // What the path of every call begins with: other users of this machine, and web pages, cannot know it.
	server    *http.Server
	listener  net.Listener
	trip      *http.Transport
	proxy     *httputil.ReverseProxy
	done      chan struct{} // Closed by the first failure.

	mu     sync.Mutex
	first  *Watched // The failure that ended the watch.
	other  *Watched // The last call that went wrong without ending it.
	passed int
	asked  int
	model  string
}

// Listen starts to listen on 127.0.0.1. The caller has to Close the watch.
func Listen(o WatchOptions) (*Listener, error) {
	if o.Past == nil {
		o.Past = DefaultPast()
	}
	if o.Deadline <= 0 {
		o.Deadline = DefaultDeadline
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	given := o.Upstream != ""
	if !given {
		o.Upstream = o.Shape.BaseURL
	}
	up, err := upstream(o.Upstream, o.Plain)
	if err != nil {
		return nil, err
	}
	begins := prefix(o.Shape)
	escaped, versioned := strings.CutSuffix(up.EscapedPath(), begins)
	if versioned = versioned && begins != ""; versioned {
		up.Path, up.RawPath = strings.TrimSuffix(up.Path, begins), escaped
	}
	own, err := url.Parse(o.Shape.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("the service's base URL: %w", err)
	}
	l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return nil, fmt.Errorf("listen on this machine: %w", err)
	}
	w := &Listener{
		o: o, upstream: up, direct: up.Host == own.Host, given: given, prefix: begins, versioned: versioned,
		segment: strings.ToLower(rand.Text()), listener: l, done: make(chan struct{}),
	}
	w.trip = w.transport()
	w.proxy = w.reverse()
	w.server = &http.Server{Handler: w, MaxHeaderBytes: maxHeader, ReadHeaderTimeout: headWithin, ErrorLog: silent()}
	go func() { _ = w.server.Serve(l) }() // It returns when the watch is closed.
	return w, nil
}

// upstream reads where calls go. A key must not travel in the clear beyond this machine.
func upstream(s string, plain bool) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "":
		return nil, errors.New("the upstream is not a URL such as https://api.example.com")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the upstream must be a URL without user, query and fragment")
	case u.Scheme == "https" || u.Scheme == "http" && (plain || loopback(u.Hostname())):
		u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
		return u, nil
	default:
		return nil, fmt.Errorf("the upstream %s://%s would get the key in the clear; only https, or http on this machine, will do", u.Scheme, u.Host)
	}
}

// inClear reports whether calls go on in the clear and beyond this machine.
func (w *Listener) inClear() bool {
	return w.upstream.Scheme == "http" && !loopback(w.upstream.Hostname())
}

// private refuses to connect to an address that is in no network of one's own. It is asked once a name was looked up.
func private(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := at.Addr().Unmap(); !ip.IsPrivate() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
		return fmt.Errorf("%s is no address of a private network, and the key would cross others in the clear", ip)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// URL returns what to set as the program's base URL.
func (w *Listener) URL() string { return "http://" + w.listener.Addr().String() + "/" + w.segment }

// Wait returns when a call has failed, the deadline has come, or ctx has ended, whichever is first. The proxy goes on to pass
// calls on until it is closed.
func (w *Listener) Wait(ctx context.Context) Watched {
	timer := time.NewTimer(w.o.Deadline)
	defer timer.Stop()
	end := Failed
	select {
	case <-w.done:
	case <-timer.C:
		end = OutOfTime
	case <-ctx.Done():
		end = Stopped
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var seen Watched
	switch {
	case w.first != nil:
		seen, end = *w.first, Failed
	case w.other != nil:
		seen = *w.other
		seen.Passed = w.passed
	default:
		seen = Watched{Passed: w.passed}
	}
	if seen.Model == "" {
		seen.Model = w.model
	}
	seen.End, seen.Asked = end, w.asked
	return seen
}

// Close lets calls under way end, for a few seconds, and stops listening.
func (w *Listener) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	err := w.server.Shutdown(ctx)
	if err != nil {
		err = w.server.Close()
	}
	w.trip.CloseIdleConnections()
	return err
}

// ends reports whether a call with the status ends the watch.
func (w *Listener) ends(status int) bool {
	return status >= 400 && status < 500 && !slices.Contains(w.o.Past, status)
}

// over records a call that has ended.
func (w *Listener) over(c *call) {
	if w.o.Progress != nil {
		w.o.Progress(WatchedCall{
			Method: c.mask(c.method), Path: c.mask(c.path), Status: c.status, Took: time.Since(c.began), Problem: c.mask(c.problem),
			Aside: !c.counts(),
		})
	}
	if !c.counts() {
		return
	}
	if c.status > 0 && c.status < 400 {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.passed++
		if m := c.mask(c.sent().model); m != "" {
			w.model = m
		}
		return
	}
	if c.gone {
		return // The program hung up: nobody failed.
	}
	seen := c.seen()
	w.mu.Lock()
	defer w.mu.Unlock()
	seen.Passed = w.passed
	switch {
	case w.first != nil:
	case w.ends(c.status) || c.noTunnel():
		w.first = &seen
		close(w.done)
	default:
		w.other = &seen
	}
}
