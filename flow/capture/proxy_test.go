package capture

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

func TestProxyRefusesTheTunnel(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			w.Header().Set("X-Deny-Reason", "host_not_allowed")
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	defer proxy.Close()
	via, err := url.Parse(strings.Replace(proxy.URL, "http://", "http://user:FAKEpassword@", 1))
	must.NoError(t, err)
	w := listen(t, nil, func(o *WatchOptions) {
		o.Upstream = "https://api.example.com"
		o.Proxy = func(*http.Request) (*url.URL, error) { return via, nil }
	})
	res, _ := post(t, w.URL()+"/v1/messages", "{}", "X-Api-Key", canary)
	if res.StatusCode != http.StatusBadGateway {
		t.Errorf("status %d", res.StatusCode)
	}
	s := w.Wait(t.Context())
	got := facts(s)
	if s.End != Failed || got["tunnel"] != flow.Yes || got["direct"] != flow.No || !strings.Contains(s.Summary, "host_not_allowed") {
		t.Errorf("%+v", s)
	}
	if all := fmt.Sprintf("%+v", s); strings.Contains(all, "FAKEpassword") || !strings.Contains(all, "https://api.example.com through "+proxy.URL) {
		t.Errorf("the route: %s", all)
	}
}

func TestPackedAnswer(t *testing.T) {
	t.Parallel()
	var asked string
	w := listen(t, func(rw http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("Accept-Encoding")
		rw.Header().Set("Content-Encoding", "gzip")
		rw.WriteHeader(http.StatusForbidden)
		z := gzip.NewWriter(rw)
		fmt.Fprintf(z, "beta header missing %s ", canary)
		_, _ = io.WriteString(z, filler)
		_ = z.Close()
		member := new(bytes.Buffer)
		z.Reset(member)
		for range 1 << 4 {
			_, _ = io.WriteString(z, filler)
		}
		_ = z.Close()
		for range 100 { // 100 MiB: a bomb.
			_, _ = rw.Write(member.Bytes())
		}
	})
	post(t, w.URL()+"/v1/messages", "{}", "X-Api-Key", canary, "Accept-Encoding", "br, gzip;q=0.5, zstd")
	s := w.Wait(t.Context())
	if asked != "gzip;q=0.5" || facts(s)["missing-text"] != flow.Yes {
		t.Errorf("asked for %q, read %q", asked, s.Summary)
	}
	if strings.Contains(fmt.Sprintf("%+v", s), "FAKEcanary") {
		t.Error("the key is kept")
	}
}

func TestChunkedUpload(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	var sum [sha256.Size]byte
	w := listen(t, func(rw http.ResponseWriter, r *http.Request) {
		h := sha256.New()
		_, _ = io.Copy(h, r.Body)
		h.Sum(sum[:0])
		rw.WriteHeader(http.StatusNoContent)
	})
	body := append([]byte(`{"a":"`), bytes.Repeat([]byte("\\u0041\xff\n"), size/8)...)
	res, err := http.Post(w.URL()+"/v1/files", "", struct{ io.Reader }{bytes.NewReader(body)})
	must.NoError(t, err)
	res.Body.Close()
	if res.StatusCode != http.StatusNoContent || sum != sha256.Sum256(body) {
		t.Errorf("status %d, or another body", res.StatusCode)
	}
	if res, err = http.Head(w.URL() + "/v1/models"); err != nil || res.StatusCode != http.StatusNoContent {
		t.Errorf("HEAD: %v, %v", res, err)
	}
	res.Body.Close()
}
