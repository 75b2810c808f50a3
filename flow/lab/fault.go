package lab

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"

	"why403/flow/scenario"
)

// Fault is a way in which every answer goes wrong. The empty Fault is none.
type Fault string

// The faults.
const (
	NoFault        Fault = ""
	Slow           Fault = "slow"            // The answer comes after a while, 2 s unless Latency says otherwise.
	Drip           Fault = "drip"            // The body comes byte by byte, with a fortieth of that in between.
	StallAccept    Fault = "stall-accept"    // The connection is taken and nothing is read from it.
	StallHeaders   Fault = "stall-headers"   // The request is read and nothing is answered.
	StallBody      Fault = "stall-body"      // The answer stops in the middle of its body.
	Reset          Fault = "reset"           // The connection is reset after the request.
	Truncated      Fault = "truncated"       // The body ends within its JSON, and says that it is complete.
	Huge           Fault = "huge"            // The body has 1 GiB.
	GzipBomb       Fault = "gzip-bomb"       // 1 GiB of zeros, packed into about 1 MiB.
	Redirect       Fault = "redirect"        // To another origin.
	Echo           Fault = "echo"            // The credential comes back in body and headers.
	TooMany        Fault = "429"             // 429 with Retry-After: 1.
	Overloaded     Fault = "529"             // 529.
	Portal         Fault = "captive-portal"  // 200 and a page to log in to a network.
	BadCertificate Fault = "bad-certificate" // TLS with a certificate that nobody trusts; see URL.
)

// Faults lists the faults.
func Faults() []Fault {
	return []Fault{
		Slow, Drip, StallAccept, StallHeaders, StallBody, Reset, Truncated, Huge, GzipBomb, Redirect, Echo, TooMany, Overloaded, Portal,
		BadCertificate,
	}
}

const (
	gib    = 1 << 30
	member = 4 << 20 // So much unpacks from each member of the bomb; making one takes time that every test with it waits for.
)

// packed is one member of the bomb, made when it is first needed.
var packed = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	chunk := make([]byte, 1<<20)
	for range member / len(chunk) {
		z.Write(chunk)
	}
	z.Close()
	return b.Bytes()
})

// dripping writes byte by byte.
type dripping struct {
	http.ResponseWriter
	pause func() bool
}

func (d *dripping) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := d.ResponseWriter.Write(p[i : i+1]); err != nil {
			return i, err
		}
		if err := http.NewResponseController(d.ResponseWriter).Flush(); err != nil {
			return i, err
		}
		if !d.pause() {
			return i, io.ErrClosedPipe
		}
	}
	return len(p), nil
}

// Unwrap lets http.ResponseController through.
func (d *dripping) Unwrap() http.ResponseWriter { return d.ResponseWriter }

// faulty answers with the fault; it reports whether the exchange is over.
func (e *exchange) faulty() bool {
	ctx := e.r.Context()
	w := e.w
	flush := http.NewResponseController(w)
	switch e.l.faulted() {
	case NoFault, BadCertificate:
		return false
	case Slow:
		e.l.mu.Lock()
		d := e.l.delay
		e.l.mu.Unlock()
		return !e.l.wait(ctx, d)
	case Drip:
		e.l.mu.Lock()
		pause := e.l.delay / 40
		e.l.mu.Unlock()
		e.w = &dripping{ResponseWriter: w, pause: func() bool { return e.l.wait(ctx, pause) }}
		return false
	case StallAccept: // A connection that was kept alive from before.
		e.l.hold(ctx)
		panic(http.ErrAbortHandler)
	case StallHeaders:
		e.l.hold(ctx)
		panic(http.ErrAbortHandler)
	case StallBody:
		e.start(http.StatusOK, "application/json", 100)
		io.WriteString(w, `{"data":[`)
		flush.Flush()
		e.l.hold(ctx)
		panic(http.ErrAbortHandler)
	case Reset:
		e.reset()
	case Truncated:
		body := `{"data":[{"type":"model","id":"claude-ha`
		e.start(http.StatusOK, "application/json", len(body))
		io.WriteString(w, body)
	case Huge:
		e.start(http.StatusOK, "application/json", gib)
		e.fill(gib)
	case GzipBomb:
		w.Header().Set("Content-Encoding", "gzip")
		e.start(http.StatusOK, "application/json", -1)
		for range gib / member {
			if _, err := w.Write(packed()); err != nil || ctx.Err() != nil {
				break
			}
		}
	case Redirect:
		w.Header().Set("Location", "http://"+e.l.other.addr()+e.r.URL.RequestURI())
		e.start(http.StatusTemporaryRedirect, "text/plain", 0)
	case Echo:
		body := fmt.Sprintf(`{"type":"error","error":{"type":"permission_error","message":"Your key %s may not do this."},"request_id":"%s"}`, safe(e.given), e.id)
		e.headers()
		w.Header().Set("X-Debug-Key", safe(e.given))
		w.Header().Set("X-Debug-Request", "authorization: Bearer "+safe(e.given))
		e.start(http.StatusForbidden, "application/json", len(body))
		io.WriteString(w, body)
	case TooMany:
		e.refuse(&refusal{Refusal: withHeaders(e.l.refusal("", "rate-limit"), map[string]string{"retry-after": "1"})})
	case Overloaded:
		e.refuse(e.l.refusal("", "overloaded"))
	case Portal:
		body := "<!DOCTYPE html><html><head><title>Guest network</title></head><body><form action=\"http://login.example/\"><h1>Log in to use this network</h1></form></body></html>"
		e.start(http.StatusOK, "text/html", len(body))
		io.WriteString(w, body)
	}
	return true
}

func (e *exchange) start(status int, kind string, length int) {
	e.w.Header().Set("Content-Type", kind)
	if length >= 0 {
		e.w.Header().Set("Content-Length", fmt.Sprint(length))
	}
	e.w.WriteHeader(status)
}

// fill writes n bytes, a little at a time.
func (e *exchange) fill(n int) {
	chunk := bytes.Repeat([]byte{'0'}, 64<<10)
	for n > 0 {
		if e.r.Context().Err() != nil {
			return
		}
		m, err := e.w.Write(chunk[:min(n, len(chunk))])
		if err != nil {
			return
		}
		n -= m
	}
}

// reset breaks the connection off the hard way.
func (e *exchange) reset() {
	c, _, err := http.NewResponseController(e.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if t, ok := c.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
	c.Close()
}

// elsewhere is the other origin, to which a redirect leads. It answers as if it were the API.
func (l *Lab) elsewhere(w http.ResponseWriter, r *http.Request) {
	seen := l.seenOf(r, Other)
	seen.Whole, seen.Status = l.credentialOf(r.Header) != "", http.StatusOK
	l.record(seen)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"data":[],"has_more":false}`)
}

// safe takes out of a credential what would break a header or a JSON string.
func safe(key string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '"' || r == '\\' || r > '~' {
			return -1
		}
		return r
	}, key)
}

// withHeaders returns the refusal with these headers in the place of its own of the same name.
func withHeaders(r *refusal, headers map[string]string) scenario.Refusal {
	c := r.Refusal
	merged := maps.Clone(c.Headers)
	if merged == nil {
		merged = make(map[string]string)
	}
	maps.Copy(merged, headers)
	c.Headers = merged
	return c
}
