package command_test

import (
	"bufio"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"why403/flow/command"
	"why403/flow/must"
	"why403/flow/racetest"
)

// proxy takes CONNECT for the API's name and passes plain requests on to the server behind it.
func proxy(t *testing.T, behind string, refuse bool) (address string, passed chan string) {
	t.Helper()
	passed = make(chan string, 8)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		passed <- q.Method + " " + q.RequestURI + " " + q.Header.Get("Proxy-Authorization")
		if refuse {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		if q.Method != http.MethodConnect {
			http.Error(w, "by the proxy", http.StatusTeapot)
			return
		}
		if len(q.Header.Values("x-api-key")) > 0 {
			t.Error("the proxy was shown the key")
		}
		up, err := net.Dial("tcp", behind)
		if err != nil {
			t.Error(err)
			return
		}
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\nvia: the proxy\r\n\r\n")
		go pipe(up, rw.Reader)
		go func() { _, _ = io.Copy(conn, up); _ = conn.Close() }()
	}))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), passed
}

func pipe(to net.Conn, from *bufio.Reader) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
}

func TestProxies(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	api := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Request-Id", "req_011FAKE")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, q.Host+q.RequestURI)
	}))
	t.Cleanup(api.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	must.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: api.Certificate().Raw}), 0o600))
	env := []string{"ANTHROPIC_API_KEY=" + fakeKey, "CURL_CA_BUNDLE=" + ca, "SSL_CERT_FILE=" + ca, "NODE_EXTRA_CA_CERTS=" + ca}
	sent := []command.Sent{{Probe: "plain", Nonce: "k7f3q2xz2d"}}
	for _, r := range runners(t) {
		if r.brief {
			continue
		}
		ask := func(t *testing.T, base string, more ...string) command.Printed {
			t.Helper()
			text := r.run(t, write(t, templateOf(t, r.template), requestTo(base, "{}"), sent[0].Nonce), append(more, env...)...)
			h, err := command.Read([]byte(text), 0, sent)
			if err != nil {
				t.Fatalf("Read: %v\n%s", err, text)
			}
			return h
		}
		t.Run(r.name+"/tunnel", func(t *testing.T) {
			t.Parallel()
			at, passed := proxy(t, api.Listener.Addr().String(), false)
			h := ask(t, "https://example.com", "https_proxy=http://me:secret@"+at)
			if h.Answer.Status != 403 || !strings.HasPrefix(string(h.Answer.Body), "example.com/v1/messages?") || h.Answer.Header("via") != "" {
				t.Errorf("read %+v", h)
			}
			if got := <-passed; got != "CONNECT example.com:443 Basic bWU6c2VjcmV0" {
				t.Errorf("the proxy was asked %q", got)
			}
		})
		t.Run(r.name+"/refused", func(t *testing.T) {
			t.Parallel()
			at, _ := proxy(t, "", true)
			h := ask(t, "https://example.com", "https_proxy=http://"+at)
			if h.Answer.Status != 0 || !strings.Contains(h.Failure, "403") {
				t.Errorf("read %+v", h)
			}
		})
		t.Run(r.name+"/plain", func(t *testing.T) {
			t.Parallel()
			at, passed := proxy(t, "", false)
			h := ask(t, "http://127.0.0.1:9", "http_proxy=http://"+at)
			if h.Answer.Status != http.StatusTeapot {
				t.Errorf("read %+v", h)
			}
			if got := <-passed; !strings.HasPrefix(got, "POST http://127.0.0.1:9/v1/messages?") {
				t.Errorf("the proxy was asked %q", got)
			}
		})
		t.Run(r.name+"/exempt", func(t *testing.T) {
			t.Parallel()
			u, err := url.Parse(api.URL)
			must.NoError(t, err)
			h := ask(t, api.URL, "https_proxy=http://127.0.0.1:9", "no_proxy=x.example,"+u.Hostname())
			if h.Answer.Status != 403 {
				t.Errorf("read %+v", h)
			}
		})
	}
}
