package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"why403/flow"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

func TestGet(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/a.zip", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization")+r.Header.Get("Cookie")+r.Header.Get("Referer") != "" {
			t.Errorf("it sends %v", r.Header)
		}
		_, _ = w.Write([]byte("0123456789"))
	})
	to := func(from, address string) {
		mux.HandleFunc(from, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusFound) })
	}
	to("/moved.zip", "/a.zip")
	to("/round.zip", "/round.zip")
	to("/plain.zip", "http://files.example/a.zip")
	to("/file.zip", "file:///etc/passwd")
	to("/signed.zip", "/a.zip?token=x")
	mux.HandleFunc("/cut.zip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("0123456789"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	for _, tt := range []struct {
		address string
		most    int64
		want    string // What the error says; empty for none.
	}{
		{s.URL + "/a.zip", 10, ""},
		{s.URL + "/moved.zip", 10, ""},
		{s.URL + "/signed.zip", 10, ""},
		{s.URL + "/a.zip", 9, "longer than"},
		{s.URL + "/round.zip", 10, "more than 5 redirects"},
		{s.URL + "/plain.zip", 10, "no https address"},
		{s.URL + "/file.zip", 10, "no https address"},
		{s.URL + "/none.zip", 10, "HTTP 404"},
		{s.URL + "/cut.zip", 100, "unexpected EOF"},
		{s.URL + "/a.zip?token=x", 10, "password or a query"},
		{strings.Replace(s.URL, "://", "://ann:hunter2@", 1) + "/a.zip", 10, "password or a query"},
		{"http://files.example/a.zip", 10, "no https address"},
		{"ftp://127.0.0.1/a.zip", 10, "no https address"},
		{"https:///a.zip", 10, "no https address"},
		{"https://ann:hunter2@[/a.zip", 10, "the address cannot be read"},
	} {
		data, err := Get(t.Context(), tt.address, tt.most)
		switch {
		case tt.want == "" && (err != nil || string(data) != "0123456789"):
			t.Errorf("%s: %q, %v", tt.address, data, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || flow.HintOf(err) == "" || strings.Contains(err.Error(), "hunter2")):
			t.Errorf("%s: %v, want %q", tt.address, err, tt.want)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Get(ctx, s.URL+"/a.zip", 10); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	tls := httptest.NewTLSServer(mux)
	t.Cleanup(tls.Close)
	if _, err := Get(t.Context(), tls.URL+"/a.zip", 10); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("signed by nobody: %v", err)
	}
}
