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
	"time"

	"why403/content"
)

// Fault is a way in which every answer goes wrong. The empty Fault is none.
type Fault string

// The faults.
const (
	NoFault        Fault = ""
	Slow           Fault = "slow"            // The answer comes after a while, see Latency.
	Drip           Fault = "drip"            // The body comes one byte each 50 ms.
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

const gib = 1 << 30

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
		body := []byte(`{"data":[],"has_more":false,"first_id":null,"last_id":null}`)
		e.start(http.StatusOK, "application/json", len(body))
		for _, b := range body {
			if _, err := w.Write([]byte{b}); err != nil || flush.Flush() != nil || !e.l.wait(ctx, 50*time.Millisecond) {
				break
			}
		}
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
		e.fill(w, gib)
	case GzipBomb:
		w.Header().Set("Content-Encoding", "gzip")
		e.start(http.StatusOK, "application/json", -1)
		z := gzip.NewWriter(w)
		e.fill(z, gib)
		z.Close()
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
func (e *exchange) fill(w io.Writer, n int) {
	chunk := bytes.Repeat([]byte{'0'}, 64<<10)
	for n > 0 {
		if e.r.Context().Err() != nil {
			return
		}
		m, err := w.Write(chunk[:min(n, len(chunk))])
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
	key := credentialOf(r.Header)
	l.record(Seen{Method: r.Method, Path: r.URL.RequestURI(), Key: lastFour(key), Whole: key != "", From: Other, Status: http.StatusOK})
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
func withHeaders(r *refusal, headers map[string]string) content.Refusal {
	c := r.Refusal
	merged := maps.Clone(c.Headers)
	if merged == nil {
		merged = make(map[string]string)
	}
	maps.Copy(merged, headers)
	c.Headers = merged
	return c
}
