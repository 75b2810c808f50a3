package lab

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"why403/flow/must"
)

// get asks for the models under the fault, as a client that follows no redirect and unpacks nothing.
func (l *Lab) get(ctx context.Context, t testing.TB) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", l.URL()+"/v1/models?limit=1000", nil)
	must.NoError(t, err)
	r.Header.Set("x-api-key", l.Key())
	r.Header.Set("anthropic-version", "2023-06-01")
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client.Do(r)
}

// whole gets all of the answer; a body of which much comes is cut at 2 MiB.
func (l *Lab) whole(t testing.TB, f Fault) (*http.Response, string) {
	t.Helper()
	l.Fault(f)
	resp, err := l.get(t.Context(), t)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 2<<20))
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return resp, string(b)
}

func TestFaultsThatAnswer(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")

	if resp, body := l.whole(t, Truncated); resp.StatusCode != 200 || json.Valid([]byte(body)) {
		t.Errorf("truncated: %d %s", resp.StatusCode, body)
	}
	if resp, body := l.whole(t, Huge); resp.ContentLength != gib || len(body) != 2<<20 {
		t.Errorf("huge: says %d bytes", resp.ContentLength)
	}
	if resp, body := l.whole(t, GzipBomb); resp.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("gzip bomb: %v", resp.Header)
	} else if z, err := gzip.NewReader(strings.NewReader(body)); err != nil {
		t.Error(err)
	} else if n, err := io.CopyN(io.Discard, z, 2*member); err != nil {
		t.Errorf("gzip bomb: %d bytes unpacked, %v", n, err)
	}
	if resp, body := l.whole(t, TooMany); resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "1" || !strings.Contains(body, "rate_limit_error") {
		t.Errorf("429: %d %v %s", resp.StatusCode, resp.Header, body)
	}
	if resp, body := l.whole(t, Overloaded); resp.StatusCode != 529 || !strings.Contains(body, "overloaded_error") {
		t.Errorf("529: %d %s", resp.StatusCode, body)
	}
	if resp, body := l.whole(t, Portal); resp.StatusCode != 200 || !strings.Contains(body, "<form") {
		t.Errorf("captive portal: %d %s", resp.StatusCode, body)
	}
	if resp, body := l.whole(t, Echo); resp.StatusCode != 403 || !strings.Contains(body, l.Key()) || resp.Header.Get("X-Debug-Key") != l.Key() {
		t.Errorf("echo: %d %v %s", resp.StatusCode, resp.Header, body)
	}
	l.Latency(time.Nanosecond)
	if resp, body := l.whole(t, Drip); resp.StatusCode != 200 || !strings.Contains(body, "claude-haiku-5-5") {
		t.Errorf("drip: %d %s", resp.StatusCode, body)
	}
	if resp, body := l.whole(t, Slow); resp.StatusCode != 200 || !strings.Contains(body, "claude-haiku-5-5") {
		t.Errorf("slow: %d %s", resp.StatusCode, body)
	}
	if resp, body := l.whole(t, NoFault); resp.StatusCode != 200 || !strings.Contains(body, "claude-haiku-5-5") {
		t.Errorf("none: %d %s", resp.StatusCode, body)
	}
}

// TestRedirect follows the redirect by hand, once with the key and once without.
func TestRedirect(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")
	resp, _ := l.whole(t, Redirect)
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.StatusCode != 307 || "http://"+to.Host == l.URL() {
		t.Fatalf("%d to %v: %v", resp.StatusCode, to, err)
	}
	for _, key := range []string{"", l.Key()} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", to.String(), nil)
		must.NoError(t, err)
		if key != "" {
			r.Header.Set("Authorization", "Bearer "+key)
		}
		resp, err := http.DefaultTransport.RoundTrip(r)
		must.NoError(t, err)
		resp.Body.Close()
		seen := l.Requests()
		if last := seen[len(seen)-1]; last.From != Other || last.Whole != (key != "") {
			t.Errorf("with key %q it saw %+v", lastFour(key), last)
		}
	}
}

func TestFaultsThatStall(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{StallAccept, StallHeaders, StallBody, Slow, Drip} {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			l := started(t, "model-access")
			l.Latency(time.Hour)
			l.Fault(f)
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			resp, err := l.get(ctx, t)
			if err == nil {
				var b []byte
				b, err = io.ReadAll(resp.Body)
				resp.Body.Close()
				if f != StallBody && f != Drip || !strings.HasPrefix(`{"data":[`, string(b)) || len(b) == 0 {
					t.Errorf("it answers %q", b)
				}
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestCloseFreesAStalledClient: nobody waits for a lab that is gone.
func TestCloseFreesAStalledClient(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{StallAccept, StallHeaders, StallBody} {
		l := started(t, "model-access")
		l.Fault(f)
		ended := make(chan error, 1)
		go func() {
			resp, err := l.get(t.Context(), t)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
				resp.Body.Close()
			}
			ended <- err
		}()
		l.Close()
		if err := <-ended; err == nil {
			t.Errorf("%s: the client got a whole answer", f)
		}
	}
}

func TestFaultsThatBreakOff(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")
	l.Fault(Reset)
	if _, err := l.get(t.Context(), t); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset: %v", err)
	}
	l.Fault(BadCertificate)
	var bad *tls.CertificateVerificationError
	if _, err := l.get(t.Context(), t); !strings.HasPrefix(l.URL(), "https://") || !errors.As(err, &bad) {
		t.Errorf("bad certificate at %s: %v", l.URL(), err)
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	t.Parallel()
	seen := make(map[Fault]bool)
	for _, f := range Faults() {
		if f == NoFault || seen[f] {
			t.Errorf("%q is listed for nothing", f)
		}
		seen[f] = true
	}
	if len(seen) != 15 {
		t.Errorf("%d faults are listed", len(seen))
	}
}

// TestStream reads a streamed answer event by event.
func TestStream(t *testing.T) {
	t.Parallel()
	l := started(t, "model-access")
	got := l.ask(t, asked{path: "/v1/messages", key: l.Key(), body: `{"model":"claude-haiku-5-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"hi"}]}`})
	if !strings.HasPrefix(got.header.Get("Content-Type"), "text/event-stream") {
		t.Errorf("content type %q", got.header.Get("Content-Type"))
	}
	var kinds []string
	text := ""
	lines := bufio.NewScanner(strings.NewReader(got.body))
	for lines.Scan() {
		if kind, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			kinds = append(kinds, kind)
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var v struct {
				Type  string
				Delta struct{ Text string }
			}
			if err := json.Unmarshal([]byte(data), &v); err != nil || v.Type != kinds[len(kinds)-1] {
				t.Errorf("%s: %v", data, err)
			}
			text += v.Delta.Text
		}
	}
	want := "message_start content_block_start ping content_block_delta content_block_delta content_block_delta content_block_delta content_block_stop message_delta message_stop"
	if strings.Join(kinds, " ") != want || text != reply {
		t.Errorf("got %v, text %q", kinds, text)
	}
	if got := l.ask(t, asked{path: "/v1/messages", key: l.Key(), body: `{"model":"claude-mythos-5-2","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"hi"}]}`}); got.status != 403 {
		t.Errorf("a refused stream answers %d", got.status)
	}
}

// TestElsewhere goes through the proxy by CONNECT, in the clear and with TLS, and wants nothing else let through.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	l := started(t, "org-policy")
	proxy, err := url.Parse(l.Elsewhere())
	must.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
	}}
	l.Fault(BadCertificate) // So that the address is one for TLS, which goes by CONNECT.
	r, err := http.NewRequestWithContext(t.Context(), "GET", l.URL()+"/v1/models", nil)
	must.NoError(t, err)
	r.Header.Set("x-api-key", l.Key())
	r.Header.Set("anthropic-version", "2023-06-01")
	resp, err := client.Do(r)
	must.NoError(t, err)
	resp.Body.Close()
	if seen := l.Requests(); resp.StatusCode != 200 || seen[0].From != Elsewhere {
		t.Errorf("through a tunnel it answers %d, and saw %+v", resp.StatusCode, seen)
	}
	for _, to := range []string{"http://127.0.0.1:1/", "http://example.com/v1/models"} {
		resp, err := client.Get(to)
		must.NoError(t, err)
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadGateway {
			t.Errorf("%s answers %d", to, resp.StatusCode)
		}
	}
	if _, err := client.Get("https://example.com/"); err == nil {
		t.Error("a tunnel leads out of the lab")
	}
}

// TestConcurrent sends from many at once while things change.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	l := started(t, "two-causes")
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for j := range 4 {
				l.ask(t, asked{path: "/v1/messages", key: l.Key(), body: hi("claude-mythos-5-2"), elsewhere: (i+j)%2 == 0})
			}
		})
	}
	l.Fix()
	l.Fault(TooMany)
	l.Fault(NoFault)
	_ = l.Scenario()
	wg.Wait()
	seen := l.Requests()
	if len(seen) != 64 {
		t.Errorf("%d requests were seen", len(seen))
	}
	for _, s := range seen {
		if s.Key != "main" || s.Status == 0 {
			t.Errorf("saw %+v", s)
			break
		}
	}
}
