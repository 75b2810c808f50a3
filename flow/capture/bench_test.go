package capture

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow/must"
)

// BenchmarkCapture sends the same call straight and through the proxy, in turns, and reports the medians and their difference.
func BenchmarkCapture(b *testing.B) {
	up := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(rw, `{"type":"message"}`)
	}))
	defer up.Close()
	w, err := Listen(WatchOptions{Shape: shape(up.URL), Read: reads})
	must.NoError(b, err)
	defer w.Close()
	body := `{"model":"m","messages":[{"role":"user","content":"` + strings.Repeat("x", 8<<10) + `"}]}` // 8 KiB: a usual prompt.
	once := func(base string) time.Duration {
		began := time.Now()
		res, err := http.Post(base+"/v1/messages", "application/json", strings.NewReader(body))
		must.NoError(b, err)
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return time.Since(began)
	}
	var direct, through []time.Duration
	for b.Loop() {
		direct = append(direct, once(up.URL))
		through = append(through, once(w.URL()))
	}
	slices.Sort(direct)
	slices.Sort(through)
	d, t := direct[len(direct)/2], through[len(through)/2]
	b.ReportMetric(float64(d.Microseconds()), "µs-direct-p50")
	b.ReportMetric(float64(t.Microseconds()), "µs-through-p50")
	b.ReportMetric(float64((t - d).Microseconds()), "µs-added-p50")
}

// maxStreamRatio is how much longer a long stream of events may take through the proxy than straight.
const maxStreamRatio = 1.3

// BenchmarkStream sends 200 MB of events straight and through the proxy, in turns, reports the fastest of each, and fails where the one
// through the proxy takes more than maxStreamRatio of the other: go test ./flow/capture -run - -bench Stream -benchtime 5x
func BenchmarkStream(b *testing.B) {
	const size = 200_000_000
	event := []byte("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + strings.Repeat("word ", 20) + "\"}}\n\n")
	up := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		rw.Header().Set("Content-Type", "text/event-stream")
		for sent, n := 0, 0; sent < size; n++ {
			if _, err := rw.Write(event); err != nil {
				return
			}
			if sent += len(event); n%16 == 0 { // As a service that sends what is ready.
				_ = http.NewResponseController(rw).Flush()
			}
		}
	}))
	defer up.Close()
	w, err := Listen(WatchOptions{Shape: shape(up.URL), Read: reads})
	must.NoError(b, err)
	defer w.Close()
	once := func(base string) time.Duration {
		began := time.Now()
		res, err := http.Post(base+"/v1/messages", "application/json", strings.NewReader(`{"model":"m","stream":true}`))
		must.NoError(b, err)
		defer res.Body.Close()
		if n, err := io.Copy(io.Discard, res.Body); err != nil || n < size {
			b.Fatalf("%d bytes, %v", n, err)
		}
		return time.Since(began)
	}
	direct, through := time.Hour, time.Hour
	for b.Loop() {
		direct, through = min(direct, once(up.URL)), min(through, once(w.URL()))
	}
	ratio := through.Seconds() / direct.Seconds()
	b.ReportMetric(direct.Seconds(), "s-direct")
	b.ReportMetric(through.Seconds(), "s-through")
	b.ReportMetric(ratio, "ratio")
	if ratio > maxStreamRatio {
		b.Errorf("through the proxy it takes %.2f times as long, at most %.1f will do", ratio, maxStreamRatio)
	}
}
