package capture

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
)

const canary = "sk-ant-api03-FAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryFAKEZk9A"

func shape(base string) flow.CallShape {
	return flow.CallShape{
		BaseURL: base, KeyHeader: "x-api-key", BetaHeader: "anthropic-beta", Messages: []string{"/v1/messages"},
		Variables: flow.Variables{BaseURL: baseVariable},
		Keys:      []flow.KeyKind{{Prefix: "sk-ant-api03-", Title: "a Console API key", Says: []flow.Said{{Fact: "console-key", Value: flow.Yes}}}},
		Objects:   []flow.ObjectKind{{Prefix: "file_", Path: "/v1/files/{id}"}},
		Betas: []flow.Beta{
			{Value: "ctx-1", Fields: []string{"context_management"}, Needed: true},
			{Value: "mcp-1", Fields: []string{"mcp_servers"}, Needed: true},
			{Value: "mcp-2", Fields: []string{"mcp_servers"}, Needed: true},
			{Value: "old-1"},
		},
		Noted: []flow.NotedHeader{{Name: "User-Agent", Note: "client"}},
		Seen: flow.SeenFacts{
			Direct: "direct", UsesBeta: "uses-beta", BetaSent: "beta-sent", BetaMissing: "missing-text", BetaLost: "lost",
			StoredObject: "stored", Browser: "browser", Tunnel: "tunnel",
		},
	}
}

// reads is a reader that says what it was given.
func reads(text []byte) flow.Reading {
	r := flow.Reading{Summary: "read " + string(text), Notes: []flow.Note{{Name: "text", Text: string(text), From: flow.Pasted}}}
	if strings.Contains(string(text), "beta header missing") {
		r.Facts = append(r.Facts, flow.Fact{ID: "missing-text", Value: flow.Yes, From: flow.Pasted, Quote: "beta header missing"})
	}
	return r
}

func listen(t *testing.T, h http.HandlerFunc, change ...func(*WatchOptions)) *Listener {
	t.Helper()
	up := httptest.NewServer(h)
	t.Cleanup(up.Close)
	o := WatchOptions{Shape: shape(up.URL), Read: reads}
	for _, c := range change {
		c(&o)
	}
	w, err := Listen(o)
	must.NoError(t, err)
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// refusing answers 403 and repeats the key.
func refusing(rw http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	rw.Header().Set("Request-Id", "req_011CFAKE")
	rw.Header().Set("X-Echo", r.Header.Get("X-Api-Key"))
	rw.WriteHeader(http.StatusForbidden)
	fmt.Fprintf(rw, `{"type":"error","error":{"type":"permission_error","message":"not with %s, beta header missing"}}`, r.Header.Get("X-Api-Key"))
}

func post(t *testing.T, url, body string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	must.NoError(t, err)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	must.NoError(t, err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	must.NoError(t, err)
	return res, string(got)
}

func facts(s Watched) map[string]flow.Value {
	m := make(map[string]flow.Value)
	for _, f := range s.Facts {
		m[f.ID] = f.Value
		if f.From != flow.Captured || f.Quote == "" {
			m[f.ID+" without provenance"] = f.Value
		}
	}
	return m
}

func TestFacts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body, path string
		header           []string
		want             string // Facts, sorted.
	}{
		{"plain", `{"model":"m","messages":[]}`, "/v1/messages", nil, "console-key=yes direct=yes missing-text=yes stored=no uses-beta=no"},
		{"part without header", `{"context_management":{}}`, "/v1/messages", nil, "beta-sent=no console-key=yes direct=yes missing-text=yes stored=no uses-beta=yes"},
		{"header of another part", `{"context_management":{}}`, "/v1/messages", []string{"anthropic-beta", "old-1"}, "beta-sent=no console-key=yes direct=yes missing-text=yes stored=no uses-beta=yes"},
		{"one of two values", `{"mcp_servers":[]}`, "/v1/messages", []string{"anthropic-beta", "old-1,mcp-2"}, "beta-sent=yes console-key=yes direct=yes lost=yes missing-text=yes stored=no uses-beta=yes"},
		{"a value that is not known", `{}`, "/v1/messages", []string{"anthropic-beta", "typo"}, "console-key=yes direct=yes missing-text=yes stored=no uses-beta=yes"},
		{"object in the body", `{"x":[{"file_id":"file_1"}]}`, "/v1/messages", nil, "console-key=yes direct=yes missing-text=yes stored=yes uses-beta=no"},
		{"object in the path", ``, "/v1/files/file_1", nil, "console-key=yes direct=yes missing-text=yes stored=yes uses-beta=no"},
		{"another endpoint", `{}`, "/v1/agents", nil, "console-key=yes direct=yes missing-text=yes uses-beta=no"},
		{"not JSON", `--x`, "/v1/messages", nil, "console-key=yes direct=yes missing-text=yes"},
		{"browser", `{}`, "/v1/messages", []string{"Origin", "http://127.0.0.1:3000"}, "browser=yes console-key=yes direct=yes missing-text=yes stored=no uses-beta=no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := listen(t, refusing)
			res, body := post(t, w.URL()+tt.path+"?api_key="+canary, tt.body, append(tt.header, "x-api-key", canary)...)
			if res.StatusCode != http.StatusForbidden || !strings.Contains(body, canary) {
				t.Errorf("the program got %d %q", res.StatusCode, body)
			}
			s := w.Wait(t.Context())
			var got []string
			for id, v := range facts(s) {
				got = append(got, id+"="+v.String())
			}
			slices.Sort(got)
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), tt.want)
			}
			if s.End != Failed || s.Status != http.StatusForbidden {
				t.Errorf("ended %s with %d", s.End, s.Status)
			}
			if all := fmt.Sprintf("%+v", s); strings.Contains(all, "FAKEcanary") {
				t.Errorf("the key is kept: %s", all)
			}
			if !strings.Contains(fmt.Sprintf("%+v", s.Notes), "a Console API key, sk-ant-api03-…Zk9A, as x-api-key") {
				t.Errorf("the key is not named: %+v", s.Notes)
			}
		})
	}
}

func TestEventsArriveOneByOne(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	w := listen(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/event-stream")
		for i := range 5 {
			fmt.Fprintf(rw, "data: %d\n\n", i)
			_ = http.NewResponseController(rw).Flush()
			<-next // The next event is only written when this one has arrived.
		}
	})
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL()+"/v1/messages", strings.NewReader("{}"))
	res, err := http.DefaultClient.Do(req)
	must.NoError(t, err)
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for i := range 5 {
		if !lines.Scan() || lines.Text() != fmt.Sprintf("data: %d", i) || !lines.Scan() {
			t.Fatalf("event %d: %q, %v", i, lines.Text(), lines.Err())
		}
		next <- struct{}{}
	}
}

var filler = strings.Repeat("x", 64<<10)

// lazy is a body of a size that is never there as a whole.
type lazy struct {
	left int64
	head string
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.head != "" {
		n := copy(p, l.head)
		l.head = l.head[n:]
		return n, nil
	}
	if l.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), l.left)
	n = int64(copy(p[:n], filler))
	l.left -= n
	return int(n), nil
}

// TestHugeBody is alone: it looks at the memory of the whole process.
func TestHugeBody(t *testing.T) {
	const most = 24 << 20 // Bytes by which the process may grow.
	const size = 4 * most
	got := make(chan int64, 1)
	w := listen(t, func(rw http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		got <- n
		rw.WriteHeader(http.StatusForbidden)
	})
	head := `{"model":"m","text":"`
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	res, err := http.Post(w.URL()+"/v1/messages", "application/json", &lazy{left: size, head: head})
	must.NoError(t, err)
	res.Body.Close()
	runtime.ReadMemStats(&after)
	if n := <-got; n != int64(size+len(head)) {
		t.Errorf("%d bytes arrived", n)
	}
	if grown := int64(after.Sys) - int64(before.Sys); grown > most {
		t.Errorf("%d MiB more memory", grown>>20)
	}
	if s := w.Wait(t.Context()); s.Model != "m" {
		t.Errorf("model %q", s.Model)
	}
}

func TestClientHangsUp(t *testing.T) {
	t.Parallel()
	begun, ended := make(chan struct{}), make(chan struct{})
	told := make(chan WatchedCall, 1)
	w := listen(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(begun)
		<-r.Context().Done()
		close(ended)
	}, func(o *WatchOptions) { o.Progress = func(c WatchedCall) { told <- c } })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-begun; cancel() }()
	req, _ := http.NewRequestWithContext(ctx, http.MethodPost, w.URL()+"/v1/messages", strings.NewReader("{}"))
	if res, err := http.DefaultClient.Do(req); err == nil {
		res.Body.Close()
		t.Error("the call ended well")
	}
	<-ended
	<-told
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if s := w.Wait(stopped); s.End != Stopped || s.Problem != "" || len(s.Facts) > 0 {
		t.Errorf("%+v", s)
	}
}

func TestWhatEndsAWatch(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	w := listen(t, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(status) },
		func(o *WatchOptions) { o.Meant = []string{"ctx-1, mcp-1"} })
	for _, status = range []int{200, 429, 529, 200, 404} {
		post(t, w.URL()+"/v1/messages", `{"model":"m"}`, "anthropic-beta", "mcp-1")
	}
	s := w.Wait(t.Context())
	if s.End != Failed || s.Status != 404 || s.Passed != 2 || !slices.Equal(s.Lost, []string{"ctx-1"}) {
		t.Errorf("%+v", s)
	}
}

func TestUnreachableUpstream(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	w := listen(t, nil, func(o *WatchOptions) { o.Upstream = gone.URL; o.Deadline = time.Nanosecond })
	res, body := post(t, w.URL()+"/v1/messages", "{}")
	var answer struct{ Error struct{ Message string } }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || res.StatusCode != 502 || !strings.Contains(answer.Error.Message, "why403") {
		t.Errorf("%d %s: %v", res.StatusCode, body, err)
	}
	if s := w.Wait(t.Context()); s.End != OutOfTime || !strings.HasPrefix(s.Summary, "could not tell") || s.Problem == "" {
		t.Errorf("%+v", s)
	}
}

func TestStrangers(t *testing.T) {
	t.Parallel()
	told := make(chan WatchedCall, 1)
	w := listen(t, func(http.ResponseWriter, *http.Request) { t.Error("it was passed on") }, func(o *WatchOptions) { o.Progress = func(c WatchedCall) { told <- c } })
	base, _ := strings.CutSuffix(w.URL(), "/"+w.segment)
	port := base[strings.LastIndex(base, ":"):]
	for name, tt := range map[string]struct {
		method, url, host string
		header            []string
		want              int
		why               string
	}{
		"another name":              {"GET", w.URL() + "/v1/models", "rebound.example.com", nil, 421, "names another host"},
		"another name, our port":    {"GET", w.URL() + "/v1/models", "rebound.example.com" + port, nil, 421, "names another host"},
		"a name that looks like us": {"GET", w.URL() + "/v1/models", "127.0.0.1.example.com" + port, nil, 421, "names another host"},
		"no name":                   {"GET", w.URL() + "/v1/models", port, nil, 421, "names another host"},
		"a tunnel":                  {"CONNECT", w.URL(), "", nil, 405, "not a proxy"},
		"a proxy":                   {"POST", w.URL() + "/v1/messages", "api.anthropic.com", nil, 421, "names another host"},
		"another site":              {"POST", w.URL() + "/v1/messages", "", []string{"Origin", "https://example.com"}, 403, "another site"},
		"a file":                    {"POST", w.URL() + "/v1/messages", "", []string{"Origin", "null"}, 403, "another site"},
		"one like us":               {"POST", w.URL() + "/v1/messages", "", []string{"Origin", "http://127.0.0.1.example.com"}, 403, "another site"},
		"another site's link":       {"GET", w.URL() + "/v1/messages", "", []string{"Sec-Fetch-Site", "cross-site"}, 403, "another site"},
		"another site's preflight":  {"OPTIONS", w.URL() + "/v1/messages", "", []string{"Origin", "https://example.com", "Access-Control-Request-Method", "POST"}, 403, "another site"},
		"a page here":               {"POST", w.URL() + "/v1/messages", "", []string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "cross-site"}, 403, "write localhost in the place of 127.0.0.1"},
		"a page here, by address":   {"POST", w.URL() + "/v1/messages", "localhost" + port, []string{"Origin", "http://127.0.0.1:3000"}, 403, "write 127.0.0.1 in the place of localhost"},
		"its preflight":             {"OPTIONS", w.URL() + "/v1/messages", "", []string{"Origin", "http://localhost:3000", "Access-Control-Request-Method", "POST"}, 204, "write localhost in the place of 127.0.0.1"},
		"nobody told it the path":   {"POST", base + "/v1/messages", "", []string{"X-Api-Key", canary}, 404, "set the base URL as it was printed"},
		"another path":              {"POST", base + "/abcdefghijklmnopqrstuvwxyz/v1/messages", "", nil, 404, "as it was printed"},
		"a path with more":          {"POST", w.URL() + "x/v1/messages", "", nil, 404, "as it was printed"},
		"a path with less":          {"POST", w.URL()[:len(w.URL())-1] + "/v1/messages", "", nil, 404, "as it was printed"},
		"an icon":                   {"GET", base + "/favicon.ico", "", nil, 404, "as it was printed"},
		"a path that holds a key":   {"GET", base + "/" + canary, "", nil, 404, "as it was printed"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, http.NoBody)
		must.NoError(t, err)
		req.Host = tt.host
		for i := 0; i+1 < len(tt.header); i += 2 {
			req.Header.Set(tt.header[i], tt.header[i+1])
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		must.NoError(t, err)
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		said := <-told
		if res.StatusCode != tt.want || !strings.Contains(said.Problem, tt.why) || strings.Contains(said.Path, "FAKEcanary") {
			t.Errorf("%s: %d, told %+v", name, res.StatusCode, said)
		}
		if tt.want != 204 && tt.method != "CONNECT" && !strings.Contains(string(body), "why403 capture, not the API: ") {
			t.Errorf("%s: %s", name, body)
		}
		// A page on this machine can read it, any other cannot.
		here := strings.Contains(name, "page here") || name == "its preflight"
		if got := res.Header.Get("Access-Control-Allow-Origin"); here != (got == req.Header.Get("Origin") && got != "") {
			t.Errorf("%s: readable by %q", name, got)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if s := w.Wait(stopped); s.End != Stopped || len(s.Facts) > 0 || s.Problem != "" || s.Passed != 0 {
		t.Errorf("%+v", s)
	}
}

// What browsers, editors and monitors ask of any address is passed on, told, and taken for nothing.
func TestStrayRequests(t *testing.T) {
	t.Parallel()
	told := make(chan WatchedCall, 1)
	w := listen(t, refusing, func(o *WatchOptions) { o.Progress = func(c WatchedCall) { told <- c } })
	for _, tt := range []struct {
		method, path string
		header       []string
		counts       bool
	}{
		{"GET", "", nil, false},
		{"GET", "/", nil, false},
		{"HEAD", "/", nil, false},
		{"HEAD", "/v1/messages", nil, false},
		{"OPTIONS", "/", nil, false},
		{"OPTIONS", "/v1/messages", []string{"Origin", "http://127.0.0.1:3000"}, false},
		{"GET", "/favicon.ico", nil, false},
		{"GET", "/robots.txt", nil, false},
		{"GET", "/.well-known/oauth-protected-resource", nil, false},
		{"GET", "/healthz", nil, false},
		{"GET", "/v1", nil, false},
		{"GET", "/v1/", nil, false},
		{"GET", "/v1beta/models", nil, false},
		{"POST", "/v10/messages", nil, false},
		{"POST", "/api/event_logging/batch", nil, false},
		{"POST", "/messagesx", nil, false},
		{"POST", "/api/x", []string{"Authorization", "Bearer FAKE-token"}, true},
		{"HEAD", "/", []string{"X-Api-Key", canary}, true},
		{"POST", "/v1/messages", nil, true},
		{"GET", "/v1/models", nil, true},
		{"POST", "/v1/anything", nil, true},
		{"POST", "/messages", nil, true},
	} {
		req, _ := http.NewRequestWithContext(t.Context(), tt.method, w.URL()+tt.path, http.NoBody)
		for i := 0; i+1 < len(tt.header); i += 2 {
			req.Header.Set(tt.header[i], tt.header[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		must.NoError(t, err)
		res.Body.Close()
		c := <-told
		if res.StatusCode != http.StatusForbidden || c.Status != http.StatusForbidden || c.Aside == tt.counts {
			t.Errorf("%s %s %v: %d, told %+v", tt.method, tt.path, tt.header, res.StatusCode, c)
		}
		if tt.counts {
			<-w.done
			continue
		}
		select {
		case <-w.done:
			t.Fatalf("%s %s %v is taken for the failing call", tt.method, tt.path, tt.header)
		default:
		}
	}
	if s := w.Wait(t.Context()); s.End != Failed || s.Passed != 0 {
		t.Errorf("%+v", s)
	}
}

// Clients add /v1 to the base URL, or want it at its end. Both are understood, with either base URL.
func TestVersionInTheBaseURL(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		base, asked, want string // Behind the upstream's host, and the watch's address; the path that arrives.
		warns             string
	}{
		{"", "/v1/messages", "/v1/messages", ""},
		{"", "/messages", "/v1/messages", "adds no /v1"},
		{"", "/messages/count_tokens", "/v1/messages/count_tokens", "adds no /v1"},
		{"", "/files/file_1", "/v1/files/file_1", "adds no /v1"},
		{"", "//v1/messages", "/v1/messages", ""},
		{"", "/v1/messages/", "/v1/messages/", ""},
		{"", "/v1/v1/messages", "/v1/v1/messages", ""},
		{"", "/v1/a%2Fb", "/v1/a%2Fb", ""},
		{"", "/other", "/other", ""},
		{"/", "/v1/messages", "/v1/messages", ""},
		{"/v1", "/messages", "/v1/messages", ""},
		{"/v1/", "/messages", "/v1/messages", ""},
		{"/v1", "//messages", "/v1/messages", ""},
		{"/v1", "/v1/messages", "/v1/messages", "/v1/v1/messages, which is not there"},
		{"/gate/way", "/v1/messages", "/gate/way/v1/messages", ""},
		{"/gate/v1/", "/messages", "/gate/v1/messages", ""},
		{"/gate%2Fway/v1", "/messages", "/gate%2Fway/v1/messages", ""},
	} {
		var got string
		up := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			got = r.URL.EscapedPath()
			rw.WriteHeader(http.StatusForbidden)
		}))
		w, err := Listen(WatchOptions{Shape: shape("https://api.example.com"), Read: reads, Upstream: up.URL + tt.base})
		must.NoError(t, err)
		post(t, w.URL()+tt.asked, "{}", "X-Api-Key", canary)
		s := w.Wait(t.Context())
		if warned := strings.Join(s.Warnings, "; "); got != tt.want || tt.warns == "" != (warned == "") || !strings.Contains(warned, tt.warns) {
			t.Errorf("%q and %q: %q, %q", tt.base, tt.asked, got, warned)
		}
		w.Close()
		up.Close()
	}
	// Without a base URL of one's own there is nothing to warn of.
	w := listen(t, refusing)
	post(t, w.URL()+"/messages", "{}", "X-Api-Key", canary)
	if s := w.Wait(t.Context()); len(s.Warnings) > 0 {
		t.Errorf("%v", s.Warnings)
	}
}

// A gateway's own key, a cookie and a key in the query are kept as little as the API's.
func TestOtherSecrets(t *testing.T) {
	t.Parallel()
	const odd = "FAKEgatewaysecretFAKE"
	w := listen(t, func(rw http.ResponseWriter, r *http.Request) {
		rw.WriteHeader(http.StatusForbidden)
		fmt.Fprintln(rw, r.Header, r.URL.RawQuery)
	})
	post(t, w.URL()+"/v1/messages?subscription-key=1"+odd, "{}", "X-Litellm-Key", "2"+odd, "Cookie", "session=3"+odd, "Cf-Aig-Authorization", "Bearer 4"+odd)
	if all := fmt.Sprintf("%+v", w.Wait(t.Context())); strings.Contains(all, odd) {
		t.Error(all)
	}
}

func TestWhatIsPassedOn(t *testing.T) {
	t.Parallel()
	var got *http.Request
	w := listen(t, func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		got = r
		rw.Header().Set("Trailer", "X-End")
		rw.WriteHeader(200)
		rw.Header().Set("X-End", "yes")
	})
	res, _ := post(t, w.URL()+"/v1/a%2Fb?x=1;y=2", "{}", "Expect", "100-continue", "User-Agent", "", "X-Api-Key", canary)
	if res.Trailer.Get("X-End") != "yes" {
		t.Errorf("trailer %v", res.Trailer)
	}
	if got.URL.EscapedPath() != "/v1/a%2Fb" || got.URL.RawQuery != "x=1;y=2" || got.Header.Get("X-Forwarded-For") != "" ||
		got.Header.Get("X-Api-Key") != canary || strings.HasSuffix(w.URL(), got.Host) {
		t.Errorf("%s %s %v", got.Host, got.URL, got.Header)
	}
}

func TestUpstreams(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"http://api.anthropic.com", "api.anthropic.com", "https://a:b@c", "ftp://127.0.0.1", ""} {
		if _, err := upstream(bad, false); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
