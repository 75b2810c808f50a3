package capture

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestPlain holds that calls go on in the clear only where a person said so, only to an address of a private network, and through no
// proxy.
func TestPlain(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"10.1.2.3:80": true, "192.168.0.7:8080": true, "172.16.4.4:1": true, "127.0.0.1:80": true, "169.254.3.4:80": true, "[fd00::1]:80": true,
		"[::1]:80": true, "[::ffff:10.0.0.1]:80": true,
		"8.8.8.8:80": false, "172.32.0.1:80": false, "192.0.2.1:80": false, "[2001:db8::1]:80": false, "[::ffff:8.8.8.8]:80": false, "0.0.0.0:80": false,
	} {
		if err := private("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	const outside = "http://192.0.2.1:9"
	if _, err := Listen(WatchOptions{Shape: shape("https://api.example.com"), Read: reads, Upstream: outside}); err == nil || !strings.Contains(err.Error(), "in the clear") {
		t.Errorf("not said to: %v", err)
	}
	asked := false
	w := listen(t, nil, func(o *WatchOptions) {
		o.Upstream, o.Plain = outside, true
		o.Proxy = func(*http.Request) (*url.URL, error) { asked = true; return url.Parse("http://127.0.0.1:9") }
	})
	res, body := post(t, w.URL()+"/v1/messages", "{}", "x-api-key", canary)
	if res.StatusCode != http.StatusBadGateway || !strings.Contains(body, "no address of a private network") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if asked {
		t.Error("a proxy was asked for")
	}
}
