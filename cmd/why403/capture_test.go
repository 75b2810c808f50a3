package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// fakeAPI is a program that lists models and refuses everything else, as the API does for an address that is not allowed. It
// writes its URL to the file named.
func fakeAPI() {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	tmp := os.Args[1] + ".tmp"
	if err := os.WriteFile(tmp, []byte("http://"+l.Addr().String()), 0o600); err != nil {
		panic(err)
	}
	if err := os.Rename(tmp, os.Args[1]); err != nil {
		panic(err)
	}
	_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Request-Id", "req_011CFAKEwatched")
		if r.URL.Path == "/v1/models" {
			fmt.Fprint(w, `{"data":[]}`)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKEwatched"}`)
	}))
}

// caller is a program that calls the API at ANTHROPIC_BASE_URL: GET or POST with a path each, and prints what it got. It ends
// with 7 when a call was refused. It waits until somebody listens. With KEYLESS it sends no key.
func caller() {
	code := 0
	for _, path := range os.Args[1:] {
		method, body := http.MethodGet, ""
		if strings.HasSuffix(path, "/messages") {
			method, body = http.MethodPost, `{"model":"claude-haiku-5-5","max_tokens":1,"context_management":{}}`
		}
		for {
			req, err := http.NewRequest(method, os.Getenv("ANTHROPIC_BASE_URL")+path, strings.NewReader(body))
			if err != nil {
				panic(err)
			}
			if os.Getenv("KEYLESS") == "" {
				req.Header.Set("x-api-key", "sk-ant-api03-FAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryZk9A")
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				time.Sleep(5 * time.Millisecond)
				continue
			}
			answer, _ := io.ReadAll(res.Body)
			res.Body.Close()
			fmt.Printf("%d %s\n", res.StatusCode, answer)
			if res.StatusCode >= 400 {
				code = 7
			}
			break
		}
	}
	os.Exit(code)
}

// until waits for a file and sets a variable to what it holds, or to what the pattern's group matches in it: until NAME FILE
// [PATTERN].
func until(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(`(?s)^(.+)$`)
	if len(args) > 2 {
		pattern = regexp.MustCompile(args[2])
	}
	for range 2000 { // 10 s.
		b, err := os.ReadFile(ts.MkAbs(args[1]))
		if m := pattern.FindSubmatch(b); err == nil && m != nil {
			ts.Setenv(args[0], string(m[1]))
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	ts.Fatalf("%s never came", args[1])
}
