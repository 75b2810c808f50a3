package capture

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkCapture sends the same call straight and through the proxy, in turns, and reports the medians and their difference.
func BenchmarkCapture(b *testing.B) {
	up := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(rw, `{"type":"message"}`)
	}))
	defer up.Close()
	w, err := Listen(Options{Shape: shape(up.URL), Read: reads})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	body := `{"model":"m","messages":[{"role":"user","content":"` + strings.Repeat("x", 8<<10) + `"}]}` // 8 KiB: a usual prompt.
	once := func(base string) time.Duration {
		began := time.Now()
		res, err := http.Post(base+"/v1/messages", "application/json", strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
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
